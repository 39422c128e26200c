//! Accounts, projects, subscriptions and resources at cloud providers.

use super::class::{ALNUM, DIGIT, HEX, NAME, TOKEN, is};
use super::span::{Kind, Spans};
use super::text::{Text, holds};

/// Looks at the first colon of what may be an Amazon Resource Name: `arn:partition:service:region:account:resource`.
/// Account and resource go; what kind of thing it is stays.
pub(super) fn amazon_resource_name(text: Text<'_>, colon: usize, spans: &mut Spans) -> bool {
    let start = colon.wrapping_sub(3);
    if !text.starts_with(start, b"arn:aws") || is(text.before(start), ALNUM) || start < spans.floor() {
        return false;
    }
    let mut position = colon.wrapping_add(1);
    for _ in 0..3 {
        position = text.skip_within(position, position.saturating_add(32), NAME);
        if text.at(position) != b':' {
            return false;
        }
        position = position.wrapping_add(1);
    }
    let account_end = text.skip(position, NAME);
    if text.at(account_end) != b':' {
        return false;
    }
    if text.slice(position, account_end) == b"aws" {
        // Amazon's own.
        return true;
    }
    if account_end > position {
        spans.push(text, position, account_end, Kind::Account, "aws-account");
    }
    let resource = account_end.wrapping_add(1);
    let mut end = resource;
    while is(text.at(end), TOKEN)
        || matches!(text.at(end), b'.' | b'/' | b':' | b'*' | b'+' | b'=' | b'@' | b'$' | b'%' | b'{' | b'}')
    {
        end = end.wrapping_add(1);
    }
    while end > resource && matches!(text.before(end), b'.' | b':' | b'}') {
        end = end.wrapping_sub(1);
    }
    if text.slice(resource, end) != b"*" {
        spans.push(text, resource, end, Kind::Account, "aws-resource");
    }
    true
}

/// Looks at the slash after `projects` (Google) or `subscriptions` (Azure): the next part is the customer's.
#[inline(never)]
pub(super) fn resource_path(text: Text<'_>, slash: usize, spans: &mut Spans) -> bool {
    let word = text.word_before(slash);
    let start = slash.wrapping_add(1);
    let end = text.skip_within(start, start.saturating_add(64), TOKEN);
    let part = text.slice(start, end);
    let rule = if word.eq_ignore_ascii_case(b"subscriptions") {
        let uuid = part.len() == 36 && part.iter().all(|byte| is(*byte, HEX) || *byte == b'-');
        uuid.then_some("azure-subscription")
    } else if word.eq_ignore_ascii_case(b"resourcegroups") {
        (!part.is_empty()).then_some("azure-resource-group")
    } else if word == b"projects" {
        // Google: six to thirty lower-case letters, digits and dashes; or the project's number.
        let sound =
            (6..=30).contains(&part.len()) && part.iter().all(|byte| is(*byte, ALNUM) || *byte == b'-');
        let telling = part.iter().any(|byte| is(*byte, DIGIT) || *byte == b'-');
        // Other pages have projects as well.
        let before = slash.saturating_sub(word.len());
        let outside =
            text.before(before) != b'/' || holds(text.slice(before.saturating_sub(64), before), b"google");
        // A kind of resource follows, not a file or nothing.
        let kind = end.wrapping_add(1);
        let kind = text.slice(kind, text.skip_within(kind, kind.saturating_add(64), NAME));
        let followed = text.at(end) == b'/' && !kind.is_empty() && !kind.contains(&b'.');
        (sound && telling && outside && followed).then_some("google-project")
    } else {
        None
    };
    if let Some(rule) = rule {
        spans.push(text, start, end, Kind::Account, rule);
    }
    rule.is_some()
}
