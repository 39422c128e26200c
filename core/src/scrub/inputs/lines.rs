//! A filter for streams: one line at a time, JSON or not.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::list::List;
use super::names::Names;
use super::number::{is_count, is_secret_number};
use super::syntax::{decode, is_document, string_end};
use crate::canonical;
use crate::json::{Json, MAX_DEPTH};
use crate::scrub::context::label::Label;
use crate::scrub::context::{Context, manifest};
use crate::scrub::facts::PrivateFacts;
use crate::scrub::recognisers::pem;
use crate::scrub::scan::{Role, merge, says_of_whole, scan, scan_as};
use crate::scrub::text::class::{BASE64, LOWER, SPACE, TOKEN, is};
use crate::scrub::text::span::{Kind, Span};
use crate::scrub::text::words::{Words, words};
use crate::scrub::text::{Text, holds};
use crate::scrub::values::names::Meaning;
use crate::scrub::values::own_name::is_own_name;
use crate::scrub::{Finding, Scrubbed, scrub_as, scrub_named};

/// Scrubs a stream line by line. A line that is a JSON object or list stays one, byte for byte but for the texts that
/// hold something; what lines tell of those after them is remembered.
#[derive(Debug, Clone)]
pub struct LineFilter<'f> {
    facts: &'f PrivateFacts,
    in_key: bool,
    context: Context,
}

impl<'f> LineFilter<'f> {
    /// A filter at the beginning of a stream.
    #[must_use]
    pub fn new(facts: &'f PrivateFacts) -> Self {
        Self::resume(facts, false, Context::default())
    }

    /// A filter in the middle of a stream.
    pub(crate) fn resume(facts: &'f PrivateFacts, in_key: bool, context: Context) -> Self {
        Self { facts, in_key, context }
    }

    /// Whether the next line may be one of a private key, and what else is known of it.
    pub(crate) fn state(&self) -> (bool, Context) {
        (self.in_key, self.context)
    }

    /// Scrubs the next line, with or without its line end.
    pub fn scrub<'t>(&mut self, line: &'t str) -> Scrubbed<'t> {
        let scrubbed = self.next_line(line);
        // What came out is what is there when it is scrubbed again.
        self.context.note_line(&scrubbed.text);
        scrubbed
    }

    fn next_line<'t>(&mut self, line: &'t str) -> Scrubbed<'t> {
        let key = if self.in_key { self.rest_of_key(line) } else { None };
        if key.is_none() {
            self.in_key =
                last_beginning(line).is_some_and(pem::goes_on) || line.starts_with(pem::PRIVATE_LINES);
            if is_document(line) {
                return self.document(line);
            }
        }
        // What stands before a part of a key is looked at as any text.
        let spans = merge(key.unwrap_or_default(), self.look(line));
        if spans.is_empty() {
            return Scrubbed::clean(line);
        }
        Scrubbed::replacing(line, spans).settled(self.facts, |text| self.look(text))
    }

    /// All that must not stay in a line, by itself and by the lines before it.
    fn look(&self, line: &str) -> Vec<Span> {
        merge(scan(line, self.facts), self.context.spans(line))
    }

    /// A line that is JSON, and has to stay JSON also where it is a part of a secret.
    fn document<'t>(&self, line: &'t str) -> Scrubbed<'t> {
        let spans = self.context.spans(line);
        let Some(Span { start, end, .. }) = spans.first().copied() else { return document(line, self.facts) };
        let part = line.get(start..end).unwrap_or_default();
        let mut out = Output { line, done: 0, text: String::new(), findings: Vec::new() };
        out.replace(start, end, &scrub_as(Role::SecretFrom(0), part, self.facts));
        out.finish()
    }

    /// What of a line inside of a private key belongs to it; `None` where this is no such line.
    fn rest_of_key(&mut self, line: &str) -> Option<Vec<Span>> {
        let text = line.trim_ascii();
        if text.starts_with(pem::PRIVATE_MAC) {
            self.in_key = false;
            return None;
        }
        // A log may put a time or a name before each line.
        let end = text.find("-----END ").and_then(|end| text.get(end..));
        let ends = end.is_some();
        let text = match (end, text.rsplit_once(|character: char| character.is_ascii_whitespace())) {
            (Some(end), _) => end,
            (None, Some((_, part))) if is_of_key(part) && part.len() >= SHORTEST_BEHIND => part,
            _ => text,
        };
        let belongs = text.is_empty() || is_of_key(text) || is_header(text);
        self.in_key = belongs && !ends;
        if !belongs && !ends {
            return None;
        }
        let end = line.trim_ascii_end().len();
        let start = end.saturating_sub(text.len());
        let key = Span { start, end, kind: Kind::Secret, rule: "private-key" };
        Some(if text.is_empty() { Vec::new() } else { alloc::vec![key] })
    }
}

/// How long a part of a key is at least behind something else in its line.
const SHORTEST_BEHIND: usize = 8;

/// Whether a text may be a line of a key: base64, and no word.
fn is_of_key(text: &str) -> bool {
    let bytes = text.as_bytes();
    let word = bytes.iter().skip(1).all(|byte| is(*byte, LOWER)) && bytes.len() < 16;
    !bytes.is_empty() && bytes.iter().all(|byte| is(*byte, BASE64)) && !word
}

/// Headers of the old kind (RFC 1421 section 4.6, RFC 4716 section 3.3, RFC 9580 section 6.2.2).
static HEADERS: Words = words!(
    "charset" "comment" "content-domain" "dek-info" "hash" "key-info" "messageid" "proc-type" "subject" "version"
);

/// Whether a line is such a header: `Proc-Type: 4,ENCRYPTED`.
fn is_header(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, _)| HEADERS.contains(name.as_bytes()))
}

/// Whether a private key goes on in the line after one, of which it is only known whether it has gone on so far.
pub(crate) fn ends_in_key(line: &str, in_key: bool) -> bool {
    last_beginning(line).map_or(in_key && !holds(line.as_bytes(), b"-----END "), pem::goes_on)
}

/// The rest of a line from the last place on where something begins that is encoded as a key may be (RFC 7468).
fn last_beginning(line: &str) -> Option<&str> {
    const BEGINNING: &[u8] = b"-----BEGIN ";
    let bytes = line.as_bytes();
    // Of five dashes in a row one lies on a fifth byte; most lines have none there.
    if !bytes.iter().skip(4).step_by(5).any(|byte| *byte == b'-') {
        return None;
    }
    let position = bytes.windows(BEGINNING.len()).rposition(|window| window == BEGINNING)?;
    line.get(position..)
}

/// How deep JSON is read that stands in a text of JSON. Each level doubles the backslashes before the quotes that a number
/// gets, and is read once more; a text that is deeper is scrubbed as text.
const MOST_NESTED: usize = 4;

/// Scrubs a text that is sound JSON, string by string; everything between the strings stays as it is.
pub(crate) fn document<'t>(line: &'t str, facts: &PrivateFacts) -> Scrubbed<'t> {
    document_within(line, facts, 0)
}

/// The same for one that is so deep in texts of others.
#[inline(never)]
fn document_within<'t>(line: &'t str, facts: &PrivateFacts, nested: usize) -> Scrubbed<'t> {
    let text = Text::new(line);
    let mut out = Output { line, done: 0, text: String::new(), findings: Vec::new() };
    let mut levels = Levels { nested, ..Levels::default() };
    let mut position = 0;
    let mut is_secret = None;
    while position < text.len() {
        let byte = text.at(position);
        let level = &mut levels.level;
        match byte {
            b'{' | b'[' => {
                levels.open(byte);
                position = position.wrapping_add(1);
            }
            b'}' | b']' => {
                levels.close();
                position = position.wrapping_add(1);
            }
            b'"' => {
                let end = string_end(text, position);
                let is_name = text.at(text.skip(end, SPACE)) == b':';
                let token = line.get(position..end).unwrap_or_default();
                let decoded = decode(token);
                let scrubbed = match &mut level.list {
                    _ if is_name => level.names.scrub(&decoded, facts),
                    Some(list) => list.scrub(&decoded, facts),
                    None => scrub_value(level.named, &decoded, facts, nested),
                };
                // A name may be changed in which nothing is found.
                if !scrubbed.is_clean() || (is_name && *scrubbed.text != *decoded) {
                    out.replace(position, end, &scrubbed);
                }
                if is_name {
                    level.named =
                        level.label.member(&decoded).or_else(|| name_behind(text, line, end, &decoded));
                    if level.named.is_some() && names_itself(text, line, end, &decoded) {
                        level.named = None;
                    }
                    level.is_count = is_count(&decoded);
                    level.is_manifest = manifest::holds_entries(decoded.as_bytes())
                        && *is_secret.get_or_insert_with(|| manifest::is_in(line));
                } else {
                    level.label.text(&decoded);
                }
                position = end;
            }
            b'0'..=b'9' | b'-' => {
                let end = text.skip(position, TOKEN).max(position.wrapping_add(1));
                let end = if text.at(end) == b'.' { text.skip(end.wrapping_add(1), TOKEN) } else { end };
                let end = if text.at(end) == b'+' { text.skip(end.wrapping_add(1), TOKEN) } else { end };
                if level.named == Some(Meaning::Secret) && !level.is_count {
                    let number = Json::parse(line.get(position..end).unwrap_or_default());
                    // What is beyond all bounds is a number too.
                    if is_secret_number(&number.unwrap_or(Json::OutOfRange)) {
                        out.replace(position, end, &Scrubbed::secret("named-secret"));
                    }
                }
                position = end;
            }
            _ => position = position.wrapping_add(1),
        }
    }
    out.finish()
}

/// Whether the value behind a name that ends at a position is written as the name is.
#[cold]
fn names_itself(text: Text<'_>, line: &str, end: usize, name: &str) -> bool {
    let value = text.skip(text.skip(end, SPACE).wrapping_add(1), SPACE);
    let token = line.get(value..string_end(text, value)).unwrap_or_default();
    text.at(value) == b'"' && is_own_name(name.as_bytes(), decode(token).as_bytes())
}

/// What the member is whose name ends at a position, where its name is said in the next one: `"value": "x", "name": "TOKEN"`.
fn name_behind(text: Text<'_>, line: &str, end: usize, member: &str) -> Option<Meaning> {
    if member != "value" {
        return None;
    }
    let quote = text.skip(text.skip(end, SPACE).wrapping_add(1), SPACE);
    let comma = if text.at(quote) == b'"' { text.skip(string_end(text, quote), SPACE) } else { return None };
    let label = text.skip(comma.wrapping_add(1), SPACE);
    let label_end = string_end(text, label);
    let colon = text.skip(label_end, SPACE);
    let name = text.skip(colon.wrapping_add(1), SPACE);
    if text.at(comma) != b',' || text.at(label) != b'"' || text.at(colon) != b':' || text.at(name) != b'"' {
        return None;
    }
    let mut behind = Label::default();
    behind.member(&decode(line.get(label..label_end)?));
    behind.text(&decode(line.get(name..string_end(text, name))?));
    behind.member(member)
}

/// Where in a document something stands.
#[derive(Default)]
struct Levels {
    level: Level,
    outer: Vec<Level>,
    /// How deep the document is in texts of others.
    nested: usize,
    /// How many brackets are open within the level, which is the last one of its own.
    deeper: usize,
}

impl Levels {
    fn open(&mut self, bracket: u8) {
        let Self { level, outer, nested, deeper } = self;
        let inner = if outer.len() > MAX_DEPTH {
            // What is deeper than trees are has one level in common, so that a document takes no more room than its text.
            if outer.len() > MAX_DEPTH.saturating_add(1) {
                *deeper = deeper.saturating_add(1);
                return;
            }
            Level { named: level.named, ..Level::default() }
        } else if bracket == b'[' {
            Level { named: level.named, list: Some(List::of(level.named, *nested)), ..Level::default() }
        } else if level.is_manifest {
            Level { label: Label::of_manifest(), ..Level::default() }
        } else {
            Level { label: Label::of(level.named), ..Level::default() }
        };
        outer.push(core::mem::replace(level, inner));
    }

    fn close(&mut self) {
        if self.deeper > 0 {
            self.deeper = self.deeper.saturating_sub(1);
            // Nothing has been said of what comes next.
            (self.level.named, self.level.label) = (None, Label::default());
        } else {
            self.level = self.outer.pop().unwrap_or_default();
        }
    }
}

/// An object or a list of a document, and what is known of what comes next in it.
#[derive(Default)]
struct Level {
    /// What the value is called that comes next.
    named: Option<Meaning>,
    /// Whether it holds the entries of a Secret of Kubernetes.
    is_manifest: bool,
    /// Whether it counts something where it is a number.
    is_count: bool,
    label: Label,
    names: Names,
    list: Option<List>,
}

/// Scrubs a text that is a value, by its name and by what it holds, `nested` texts of JSON deep. JSON in a text is scrubbed as
/// JSON, unless its name says what the whole is.
pub(crate) fn scrub_value<'t>(
    named: Option<Meaning>,
    text: &'t str,
    facts: &PrivateFacts,
    nested: usize,
) -> Scrubbed<'t> {
    let by_name = |text: &str| named.is_some_and(|meaning| says_of_whole(meaning, text));
    if nested >= MOST_NESTED || !is_document(text) || by_name(text) {
        return scrub_named(named, text, facts);
    }
    let scrubbed = document_within(text, facts, nested.saturating_add(1));
    if scrubbed.is_clean() || !by_name(&scrubbed.text) {
        return scrubbed;
    }
    // What has been replaced may make it look like what its name says.
    scrubbed.settled(facts, |text| scan_as(Role::Value(named), text, facts))
}

/// A line that is being copied with changes.
struct Output<'t> {
    line: &'t str,
    /// What of the line has been copied.
    done: usize,
    text: String,
    findings: Vec<Finding>,
}

impl<'t> Output<'t> {
    /// Puts a scrubbed string in the place of the token from `start` to `end`.
    fn replace(&mut self, start: usize, end: usize, scrubbed: &Scrubbed<'_>) {
        self.text.push_str(self.line.get(self.done..start).unwrap_or_default());
        self.done = end;
        self.text.push('"');
        let mut done = 0;
        for finding in &scrubbed.findings {
            self.push_escaped(scrubbed.text.get(done..finding.range.start).unwrap_or_default());
            let start = self.text.len();
            self.text.push_str(finding.kind.replacement());
            self.findings.push(Finding { range: start..self.text.len(), ..finding.clone() });
            done = finding.range.end;
        }
        self.push_escaped(scrubbed.text.get(done..).unwrap_or_default());
        self.text.push('"');
    }

    fn push_escaped(&mut self, part: &str) {
        let mut quoted = String::new();
        canonical::write_text(&mut quoted, part);
        self.text.push_str(quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default());
    }

    fn finish(mut self) -> Scrubbed<'t> {
        if self.findings.is_empty() {
            return Scrubbed { text: Cow::Borrowed(self.line), findings: self.findings, cut: false };
        }
        self.text.push_str(self.line.get(self.done..).unwrap_or_default());
        Scrubbed { text: Cow::Owned(self.text), findings: self.findings, cut: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(lines: &[&str]) -> Vec<String> {
        let facts = PrivateFacts::default();
        let mut filter = LineFilter::new(&facts);
        lines.iter().map(|line| filter.scrub(line).text.into_owned()).collect()
    }

    #[test]
    fn json_keeps_everything_but_what_was_found() {
        let line = "{ \"n\": 1.50e+3,\"password\" : \"a\\\"b\", \"token\":12.5e+3, \"note\":\"x\\ny@acme.example\\t\\u00e9\" }\n";
        let want = "{ \"n\": 1.50e+3,\"password\" : \"[secret]\", \"token\":\"[secret]\", \"note\":\"x\\n[email]\\té\" }\n";
        assert_eq!(lines(&[line]), [want]);
    }

    #[test]
    fn names_hold_for_lists_and_not_for_what_follows() {
        let line =
            r#"{"tokens":[1,"a"],"secrets":["x",["y"]],"plain":["z"],"n":{"password":"p","q":"r"},"s":"t"}"#;
        let want = r#"{"tokens":[1,"a"],"secrets":["[secret]",["[secret]"]],"plain":["z"],"n":{"password":"[secret]","q":"r"},"s":"t"}"#;
        assert_eq!(lines(&[line]), [want]);
    }

    #[test]
    fn what_only_speaks_of_a_private_key_opens_none() {
        let rest = ["rule: \"^[0-9]+$\"\n", "12:00 started: all is well\n"];
        for first in
            ["pattern: \"-----BEGIN PRIVATE KEY-----\"\n", "no -----BEGIN PRIVATE KEY----- in it, so\n"]
        {
            assert_eq!(lines(&[first, rest[0], rest[1]])[1..], rest);
        }
        // A header has one word before its colon.
        let out = lines(&["-----BEGIN PRIVATE KEY-----\n", "12:00 started: all is well\n"]);
        assert_eq!(out[1], "12:00 started: all is well\n");
    }

    #[test]
    fn a_private_key_ends_where_it_first_says_so() {
        let lines = ["Private-Lines: 1", "-----END RSA PRIVATE KEY----------END RSA PRIVATE KEY-----"];
        let facts = PrivateFacts::default();
        let mut filter = LineFilter::new(&facts);
        let out: Vec<String> = lines.iter().map(|line| filter.scrub(line).text.into_owned()).collect();
        assert_eq!(out, ["Private-Lines: 1", "[secret]"]);
    }

    #[test]
    fn a_private_key_is_followed_across_lines() {
        let out = lines(&[
            "key: -----BEGIN RSA PRIVATE KEY-----\n",
            "Proc-Type: 4,ENCRYPTED\n",
            "\n",
            "MIICWwIBAAKBgQCYdGaf5uYMsilGHfnx/zxXtihdGFr3hCWwebHGhgEAVn0xlsTd\n",
            "abc=\n",
            "-----END RSA PRIVATE KEY-----\n",
            "abc=\n",
        ]);
        let want =
            ["key: [secret]\n", "[secret]\n", "\n", "[secret]\n", "[secret]\n", "[secret]\n", "abc=\n"];
        assert_eq!(out, want);
    }

    #[test]
    fn a_key_is_followed_behind_prefixes() {
        let out = lines(&[
            "web_1 | -----BEGIN RSA PRIVATE KEY-----\n",
            "web_1 | MIICWwIBAAKBgQCYdGaf5uYMsilGHfnx\n",
            "10.0.0.1 | 0RbAdvpP6V1I\n",
            "web_1 | -----END RSA PRIVATE KEY-----\n",
            "web_1 | 0RbAdvpP6V1I\n",
        ]);
        let want = [
            "web_1 | [secret]\n",
            "web_1 | [secret]\n",
            "[address] | [secret]\n",
            "web_1 | [secret]\n",
            "web_1 | 0RbAdvpP6V1I\n",
        ];
        assert_eq!(out, want);
    }

    #[test]
    fn words_are_no_lines_of_a_key() {
        let lines_after = ["finished\n", "Build\n", "Level: info\n"];
        for line in lines_after {
            assert_eq!(lines(&["-----BEGIN PRIVATE KEY-----\n", line])[1], line);
        }
    }

    #[test]
    fn what_is_no_json_is_text() {
        assert_eq!(lines(&["{not json password=hunter2}\n"]), ["{not json password=[secret]}\n"]);
    }
}
