//! What a value looks like: a secret, a word, a placeholder, an expression of a program.

use super::names::split_last_word;
use super::pattern::is_pattern;
use super::value::Value;
use crate::scrub::text::census::Census;
use crate::scrub::text::class::{
    ALNUM, BEYOND, DIGIT, HEX, LETTER, LOWER, NAME, OPERATOR, QUOTE, SPACE, UPPER, is,
};
use crate::scrub::text::span::replacement_at;
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{
    Text, UUID, begins_with, consists_of, has_any, holds, is_crossed_out, is_hexadecimal,
};

impl Value {
    /// Whether nothing of it needs to go: it is empty, replaced already, or only stands for a value.
    pub(crate) fn is_placeholder(self, text: Text<'_>) -> bool {
        let bytes = text.slice(self.start, self.end);
        let Some(first) = bytes.first() else { return true };
        let rest = bytes.get(1..).unwrap_or_default();
        if replacement_at(text, self.start) == Some(bytes.len()) {
            return true;
        }
        // `$NAME`, `${NAME}`, `$(command)`, `%NAME%`, `{{ name }}`, `<name>`, `***`
        let variable = match *first {
            b'$' => is_variable(rest),
            // `"'$NAME'"` of a shell, `&lt;name&gt;` of HTML
            b'\'' | b'&' => is_wrapped(bytes),
            _ => false,
        };
        let inner = rest.get(..rest.len().saturating_sub(1)).unwrap_or_default();
        let template = bytes.starts_with(b"{{") && bytes.ends_with(b"}}")
            || (*first == b'<' && bytes.ends_with(b">") && !is_random(inner))
            || (*first == b'%' && bytes.len() > 2 && bytes.ends_with(b"%") && !is_random(inner));
        // `{name}`, `{:?}`, `{a}{b}`, `@NAME@`, `%s`, `#ffffff`, `0x1f`
        let formatted = match (*first, bytes.last()) {
            (b'{', Some(b'}')) => {
                !is_random(inner)
                    && inner.iter().all(|byte| {
                        is(*byte, NAME)
                            || matches!(
                                byte,
                                b':' | b'!' | b' ' | b'?' | b'#' | b'<' | b'>' | b'^' | b'{' | b'}' | b'%'
                            )
                    })
            }
            (b'@', Some(b'@')) => consists_of(inner, NAME) && !is_random(inner),
            (b'[', Some(b']')) => {
                inner.iter().all(|byte| is(*byte, UPPER) || *byte == b'_')
                    || NAMES.contains(inner)
                    || is_pattern(bytes)
            }
            (b'\\', _) => is_pattern(bytes) || is_left_to_shell(bytes),
            (b'.' | b'[' | b'(' | b'^', _) => is_pattern(bytes),
            // A tag of YAML.
            (b'!', _) => !self.quoted && consists_of(rest, LETTER),
            // `%s`, `%p)=...`, `%(name)s`
            (b'%', _) => bytes.len() <= 3 || bytes.ends_with(b")s") || (!self.quoted && is_conversion(rest)),
            // `#{name}` of Ruby
            (b'#', _) if rest.first() == Some(&b'{') => true,
            (b'#', _) => !self.quoted && matches!(rest.len(), 3 | 6 | 8) && consists_of(rest, HEX),
            (b'0', Some(_)) => {
                bytes.len() <= 10 && rest.strip_prefix(b"x").is_some_and(|digits| consists_of(digits, HEX))
            }
            _ => false,
        };
        // `xxxxxxxx`; `API_TOKEN`, which is the name of a variable; `your-token-here`
        let repeated = matches!(first, b'x' | b'X')
            && bytes.len() > 2
            && rest.iter().all(|byte| byte == first || *byte == b'-');
        // `sk-...`, of which only the beginning is told
        let cut = bytes.len() <= 11 && bytes.ends_with(b"...");
        let sample =
            repeated || cut || is_constant(bytes) || (matches!(first, b'y' | b'Y') && is_yours(bytes));
        let masked = bytes.iter().all(|byte| {
            matches!(byte, b'*' | b'.' | b'-' | b'_' | b'?' | b'=' | b'/' | b'{' | b'}' | b'(' | b')' | b'%')
        });
        // `gho_********`, of which only the kind is told
        let masked = masked || (bytes.get(4) == Some(&b'*') && bytes.get(4..).is_some_and(is_masked));
        // A quote that rather ends something than begins it; a mark, a flag of one digit, with what follows it.
        let no_text = if self.quoted {
            (matches!(first, b',' | b')' | b';' | b' ')
                || bytes == b"]"
                || (matches!(first, b'+' | b'.')
                    && rest.first().is_some_and(|next| is(*next, LETTER) || *next == b'$')))
                && self.may_end_something(text)
        } else {
            bytes.len() <= 3 && bytes.iter().filter(|byte| is(**byte, ALNUM | BEYOND)).count() <= 1
        };
        let redacted =
            matches!((*first, bytes.last()), (b'[', Some(b']')) | (b'<', Some(b'>')) | (b'(', Some(b')')))
                && WORDS_FOR_REMOVED.iter().any(|word| begins_with(rest, word));
        variable
            || template
            || formatted
            || sample
            || no_text
            || masked
            || redacted
            || WORDS.contains(bytes)
            || (matches!(first, b'a' | b'o' | b'r' | b's' | b'v') && stands_elsewhere(bytes))
            || is_crossed_out(bytes)
            || (matches!(first, b'0' | b'\\' | b'\n') && is_nothing(bytes))
            || (self.quoted && is_composed(bytes))
    }

    /// Whether its quote may rather end a text than begin one, as in `'password: ', x`: none does that behind a quoted name
    /// and a colon, and where there is no quote at all, it is a member, an argument or an element of its own.
    fn may_end_something(self, text: Text<'_>) -> bool {
        let quote = self.start.wrapping_sub(1);
        let colon = text.skip_blanks_back(quote, quote.saturating_sub(4));
        let member = text.before(colon) == b':' && is(text.before(colon.wrapping_sub(1)), QUOTE);
        is(text.at(quote), QUOTE) && !member && opened_before(text, quote)
    }

    /// Whether it is rather an expression of a program: a call, an element, a member.
    pub(crate) fn is_expression(self, text: Text<'_>) -> bool {
        if self.quoted {
            return false;
        }
        let (operator, inner) = (self.end.wrapping_sub(1), self.end.wrapping_add(1));
        if text.at(operator) == b'='
            && is(text.at(self.end), QUOTE)
            && (is(text.at(inner), ALNUM) || replacement_at(text, inner).is_some())
            && text.skip_within(self.start, operator, NAME) == operator
        {
            // `settings: name="value"`: what follows has a name of its own.
            return true;
        }
        let first = text.at(self.start);
        let second = text.at(self.start.wrapping_add(1));
        match first {
            b'(' | b')' | b'|' | b':' => true,
            // The beginning of a map: its members have names of their own. `{SSHA}...` is a password and how it is kept
            // (RFC 2307).
            b'{' => is(second, LETTER | QUOTE) && text.before(self.end) != b'}' && !self.names_storage(text),
            b'[' => second == b'{',
            // `&str`
            b'&' => is(second, LOWER | QUOTE) || second == b'[',
            // `$_POST['name']`, `$this->name()`
            b'$' => self.begins_member(text, self.start.wrapping_add(1)),
            b'\\' if second == b'$' => self.begins_member(text, self.start.wrapping_add(2)),
            b'*' => text.starts_with(self.start, b"*mut") || text.starts_with(self.start, b"*const"),
            _ => (is(first, LETTER) || first == b'_') && self.begins_expression(text),
        }
    }

    /// Whether the name that begins at a position goes on with an element or a member: `name['x']`, `name->x`.
    fn begins_member(self, text: Text<'_>, name: usize) -> bool {
        let end = text.skip_within(name, self.end, NAME);
        text.at(end) == b'[' || text.starts_with(end.wrapping_sub(1), b"->")
    }

    /// Whether it begins with the name of a scheme in braces, and goes on.
    fn names_storage(self, text: Text<'_>) -> bool {
        let end = text.skip_within(self.start.wrapping_add(1), self.end, NAME);
        text.at(end) == b'}' && end.wrapping_add(1) < self.end
    }

    /// The same for a value that begins with a name.
    fn begins_expression(self, text: Text<'_>) -> bool {
        let name_end = text.skip_within(self.start, self.end, NAME);
        let next = text.at(name_end);
        // `token::Kind`, `vec![...]`
        let after = text.at(name_end.wrapping_add(1));
        // No path goes on with a single colon, as the tokens of k3s do: `K10abc::server:x`.
        let part = text.skip_within(name_end.wrapping_add(2), self.end, NAME);
        let path = (next == b':'
            && after == b':'
            && (text.at(part) != b':' || text.at(part.wrapping_add(1)) == b':'))
            || (next == b'!' && matches!(after, b'(' | b'[' | b'{'));
        // `secret: don't`
        let contraction = next == b'\'' && after == b't';
        // `object->member`
        let pointed = next == b'>' && text.before(name_end) == b'-' && is(after, LETTER);
        // `object?.member`
        let chained = next == b'?'
            && after == b'.'
            && !is_random(text.slice(self.start, name_end))
            && (is(text.at(name_end.wrapping_add(2)), LETTER) || text.at(name_end.wrapping_add(2)) == b'[');
        // A bracket that nothing closes is a part of a password.
        let element =
            next == b'[' && text.slice(name_end, text.len().min(name_end.saturating_add(64))).contains(&b']');
        if path || contraction || pointed || chained || element || next == b'(' {
            return true;
        }
        let name = text.slice(self.start, name_end);
        if name_end >= self.end {
            let operator = text.skip_blanks(self.end);
            let next = text.at(operator);
            let computed = operator > self.end
                && (matches!(next, b'+' | b'?' | b'<')
                    || text.starts_with(operator, b"||")
                    || text.starts_with(operator, b"=>"));
            let owner = text.skip_within(self.start, name_end, ALNUM);
            let member =
                text.at(owner) == b'.' && owner < name_end && OWNERS.contains(text.slice(self.start, owner));
            if computed || member {
                return true;
            }
        }
        // `New!Year` is no word of a program.
        let ends = name_end >= self.end
            || text.starts_with(name_end, b"%0")
            || matches!(next, b'(' | b'[' | b'.' | b',' | b';' | b')' | b'<' | b'>' | b'{');
        ends && (PROGRAM_WORDS.contains(name)
            || CONNECTIVES.contains(name.strip_suffix(b".").unwrap_or(name)))
    }

    /// Whether it is a member of something in a program (`handler.password`), as a secret hardly is.
    pub(crate) fn is_member(self, text: Text<'_>) -> bool {
        let bytes = text.slice(self.start, self.end);
        !self.quoted
            && bytes.iter().all(|byte| is(*byte, LETTER) || matches!(byte, b'_' | b'.'))
            && bytes
                .windows(3)
                .any(|part| matches!(part, [left, b'.', right] if is(*left, LETTER) && is(*right, LETTER)))
    }

    /// Whether it is called what its name calls it (`token=page_token`, `host = request.Host`): a variable then.
    pub(crate) fn is_named_like(self, text: Text<'_>, name: &[u8]) -> bool {
        let bytes = text.slice(self.start, self.end);
        // Most values end here, before anything is split.
        let end = bytes.last().copied().unwrap_or(0);
        if !is(end, LETTER) || !name.iter().any(|byte| byte.eq_ignore_ascii_case(&end)) {
            return false;
        }
        let (before, last) = split_last_word(bytes);
        bytes.ends_with(last)
            && (!before.is_empty() || name.len() >= last.len())
            && bytes.iter().all(|byte| is(*byte, ALNUM) || matches!(byte, b'_' | b'.'))
            && split_last_word(name).1.eq_ignore_ascii_case(last)
    }

    /// Whether it looks random, or at least like no word: with a digit in it or a mark that no word has.
    pub(crate) fn is_no_word(self, text: Text<'_>) -> bool {
        let bytes = text.slice(self.start, self.end);
        bytes.iter().any(|byte| is(*byte, DIGIT) || !(is(*byte, ALNUM | BEYOND | NAME | SPACE)))
    }

    /// The same where a word or a mark alone says nothing yet.
    pub(crate) fn is_long_no_word(self, text: Text<'_>) -> bool {
        self.end.saturating_sub(self.start) >= 6 && self.is_no_word(text)
    }

    /// Whether there is white space in it.
    pub(crate) fn has_blanks(self, text: Text<'_>) -> bool {
        has_any(text.slice(self.start, self.end), SPACE)
    }

    /// Whether it looks like a key or a token: letters and digits that change places more often than in words and dates.
    pub(crate) fn is_opaque(self, text: Text<'_>) -> bool {
        let bytes = text.slice(self.start, self.end.min(self.start.saturating_add(256)));
        if bytes.len() < 12 || bytes.starts_with(b"0x") || has_any(bytes, SPACE) {
            return false;
        }
        let Census { lower, upper, digits, changes } = Census::of(bytes);
        let letters = lower.wrapping_add(upper);
        // In a long one, or one that changes all the time, capitals may stand in the place of digits.
        let restless = bytes.len() >= 32 || changes.saturating_mul(4) >= bytes.len();
        let least = if restless && upper >= 4 { 1 } else { 2 };
        if digits < least || letters < 2 {
            return false;
        }
        let unbroken = letters.wrapping_add(digits) == bytes.len();
        // Long ones that only seldom change are no names either.
        let often = if bytes.len() >= 32 { 8 } else { 5 };
        is_hexadecimal(bytes, UUID)
            || changes.saturating_mul(often) >= bytes.len()
            || (unbroken && (bytes.len() >= 20 || changes >= 3))
    }

    /// Whether it has letters and digits in turns, as names of fields and algorithms hardly have, and as passwords do.
    pub(crate) fn is_mixed(self, text: Text<'_>) -> bool {
        let bytes = text.slice(self.start, self.end);
        let Census { lower, upper, digits, changes } = Census::of(bytes);
        let every = lower > 0 && upper > 0;
        digits > 0 && lower.max(upper) > 0 && changes >= if every { 2 } else { 3 }
    }

    /// The same as opaque for what is too short for that where a key is announced: names of algorithms (`AES-256`) hardly change.
    pub(crate) fn is_short_key(self, text: Text<'_>) -> bool {
        let bytes = text.slice(self.start, self.end);
        (8..16).contains(&bytes.len()) && consists_of(bytes, NAME) && Census::of(bytes).changes >= 3
    }

    /// Whether prose goes on after it: another word in the same line.
    pub(crate) fn is_followed_by_prose(self, text: Text<'_>) -> bool {
        let next = text.skip_blanks(self.end);
        next > self.end && is(text.at(next), LETTER) && {
            let end = text.skip(next, NAME);
            !is(text.at(end), OPERATOR)
        }
    }
}

/// Whether a text in the same kind of quotes has begun before a quote in its line.
fn opened_before(text: Text<'_>, quote: usize) -> bool {
    let line = text.slice(quote.saturating_sub(256), quote);
    let line = line.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    line.iter().filter(|byte| **byte == text.at(quote)).count() % 2 == 1
}

/// Whether bytes look rather like something random than like the name of something: digits before letters.
fn is_random(bytes: &[u8]) -> bool {
    let mut pairs = bytes.windows(2);
    pairs.any(|pair| matches!(pair, [digit, letter] if is(*digit, DIGIT) && is(*letter, LETTER)))
}

/// `NAME`, `{NAME}` or `(command)` behind the `$` of a variable.
fn is_variable(rest: &[u8]) -> bool {
    rest.is_empty()
        || matches!(rest.first(), Some(b'{' | b'('))
        || rest.iter().all(|byte| is(*byte, LETTER) || *byte == b'_')
        || rest.strip_prefix(b"$").is_some_and(is_passed_on)
}

/// The same behind the second `$` of two, with which Makefiles and files of Compose leave a variable to the shell: capitals
/// alone, as small letters may be a password that begins so.
#[cold]
fn is_passed_on(rest: &[u8]) -> bool {
    match rest {
        [b'{' | b'(', next, ..] => is(*next, LETTER) || *next == b'_',
        _ => rest.len() > 1 && rest.iter().all(|byte| is(*byte, UPPER) || *byte == b'_'),
    }
}

/// The same behind a `$` that a backslash keeps from the first of two shells: `\${NAME}`, `\$NAME`.
#[cold]
fn is_left_to_shell(bytes: &[u8]) -> bool {
    let start = bytes.iter().take_while(|byte| **byte == b'\\').count();
    bytes.get(start..).and_then(|rest| rest.strip_prefix(b"$")).is_some_and(is_passed_on)
}

/// Whether it is a variable of a shell between its quotes, or a template between brackets as HTML writes them.
#[cold]
fn is_wrapped(bytes: &[u8]) -> bool {
    let variable = bytes.strip_prefix(b"'$").and_then(|rest| rest.strip_suffix(b"'"));
    let template = bytes.strip_prefix(b"&lt;").and_then(|rest| rest.strip_suffix(b"&gt;"));
    variable.is_some_and(is_variable) || template.is_some_and(|inner| !is_random(inner))
}

/// `API_TOKEN`: what variables are called.
pub(crate) fn is_constant(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| is(*byte, UPPER) || *byte == b'_')
        && bytes.get(1..).is_some_and(|rest| rest.contains(&b'_'))
}

/// Whether it only tells where a secret lies: references of 1Password (`op://vault/item/field`), of vals
/// (`ref+vault://...`), and of bank-vaults (`vault:path/of/secret#field`), names of Amazon's resources, and objects in its
/// buckets.
#[cold]
fn stands_elsewhere(bytes: &[u8]) -> bool {
    let begins = [&b"op://"[..], b"ref+", b"vault:", b"arn:aws", b"s3://"]
        .iter()
        .any(|scheme| bytes.starts_with(scheme));
    begins && (bytes.first() != Some(&b'v') || holds(bytes, b"#"))
}

/// Whether four asterisks or more stand behind the beginning of a token, and nothing else, or where and when an access key
/// of Amazon's was used (Signature Version 4): `AKIA****/20230331/eu-west-1/s3/aws4_request`.
#[cold]
fn is_masked(rest: &[u8]) -> bool {
    let stars = rest.iter().take_while(|byte| **byte == b'*').count();
    let behind = rest.get(stars..).unwrap_or_default();
    stars >= 4 && (behind.is_empty() || (behind.starts_with(b"/20") && behind.ends_with(b"/aws4_request")))
}

/// Whether it is nobody's UUID (RFC 9562 section 5.9), the end of a line, or the escape of one.
#[cold]
fn is_nothing(bytes: &[u8]) -> bool {
    [&b"00000000-0000-0000-0000-000000000000"[..], b"\\n", b"\n"].contains(&bytes)
}

/// `postgres://${var.user}:${var.password}@...`: an address with variables in the place of credentials.
fn is_composed(bytes: &[u8]) -> bool {
    bytes.contains(&b'$') && holds(bytes, b"://${") && holds(bytes, b":${")
}

/// `your-token`, `YOUR_TOKEN`, `yourToken`, `your token`; no other word that begins so.
fn is_yours(bytes: &[u8]) -> bool {
    let next = bytes.get(4).copied().unwrap_or(b' ');
    begins_with(bytes, "your")
        && (matches!(next, b'-' | b'_' | b' ' | b'.') || is(next, UPPER))
        && !is_random(bytes)
}

/// Whether a conversion of printf(3) ends right after its letter: a value would go on.
fn is_conversion(rest: &[u8]) -> bool {
    matches!(rest, [b'c' | b'd' | b'i' | b'p' | b's' | b'u' | b'x', next, ..] if !is(*next, NAME | BEYOND))
}

/// Whether a word goes on with a sentence.
pub(crate) fn is_connective(word: &[u8]) -> bool {
    CONNECTIVES.contains(word)
}

/// Values that say that there is none, or what kind there should be; what happens to secrets, when they are changed, how they
/// are kept, and the types that programs keep them in.
static WORDS: Words = words!(
    "ask" "bool" "boolean" "default" "empty" "false" "filtered" "hidden" "include" "inherit" "int" "integer"
    "invalid" "masked" "missing" "n/a" "name=value" "nil" "no" "none" "not" "null" "number" "object" "omit"
    "optional" "placeholder" "read" "redacted" "removed" "required" "same-origin" "set" "str" "string" "true" "undefined"
    "unset" "write" "yes" "0" "1"
    "always" "bcrypt" "denied" "disabled" "enabled" "expired" "failed"
    "incorrect" "md5" "off" "on" "on_create" "base64" "hex" "utf8" "utf-8"
    "refreshed" "revoked" "secretstr"
    "securestring" "sent" "sha1" "sha256" "sha512" "unknown" "valid" "verified" "wrong"
);
/// Whether a word says in what state something is: `token: creating`, `the password is "weak"`.
pub(crate) fn is_state(word: &[u8]) -> bool {
    STATES.contains(word)
}

static STATES: Words = words!(
    "absent" "accepted" "active" "available" "blank" "changed" "configured" "correct" "created" "creating" "deleted"
    "deleting" "empty" "encrypted" "expiring" "found" "generated" "generating" "hashed" "inactive" "loaded" "loading"
    "locked" "ok" "pending" "present" "provided" "ready" "rejected" "rotated" "rotating" "stored" "strong"
    "synced" "unavailable" "unchanged" "updated" "updating" "used" "weak"
);
/// What templates call values, between brackets.
static NAMES: Words = words!("api-key" "api_key" "credential" "credentials" "key" "password" "secret" "token" "value" "your-token");
/// Words that go on with a sentence rather than being a value: `--sign-key option`, `Token= setting`, `privkey_init: added`.
static CONNECTIVES: Words = words!(
    "added" "and" "any" "are" "argument" "as" "but" "can" "changed" "characters" "command" "defaults" "deprecated" "described"
    "do" "does" "flag" "flags" "for" "from" "given" "has" "in" "is" "length" "line" "may" "maybe" "minimum" "modified" "must"
    "never" "now" "of" "on" "option" "options" "or" "setting" "settings" "should" "so" "specifies" "switch"
    "that" "the" "then" "to" "unless" "use" "your" "via" "was" "were" "when" "which" "will" "with" "work"
);
/// Words of programming languages that stand where a value might: the beginnings of expressions, and types.
static PROGRAM_WORDS: Words = words!(
    "async" "await" "bool" "byte" "bytes" "case" "char" "const" "func" "function" "i32" "i64" "if" "int"
    "lambda" "let" "match" "new" "number" "object" "return" "self" "shift" "some" "str" "this" "type" "typeof" "u16" "u32" "u64" "u8"
    "usize" "yield"
);
/// What other tools put in the place of what they removed, between brackets.
const WORDS_FOR_REMOVED: &[&str] = &["redacted", "filtered", "removed", "hidden", "masked", "secret"];
/// What members of objects belong to in programs.
static OWNERS: Words = words!(
    "args" "config" "ctx" "data" "env" "local" "module" "options" "opts" "os" "process" "req" "request"
    "self" "settings" "this" "var"
);
