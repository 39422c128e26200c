//! A stream, scrubbed line by line whatever pieces it arrives in, with a report of what was replaced.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::lines::{LineFilter, ends_in_key};
use super::syntax::begins_document;
use crate::canonical;
use crate::scrub::context::Context;
use crate::scrub::{Finding, Kind, PrivateFacts, Scrubbed};

/// The longest line, in bytes without its end, as it comes in and as it goes out. So a stream needs a bounded memory. Of a
/// longer line only what lies before the last white space up to here stays.
const LONGEST_LINE: usize = 256 * 1024;

/// So much of the beginning of a line is kept: one that has been cut before, and one byte more that tells that there was more.
const KEPT: usize = LONGEST_LINE.saturating_add(CUT.len()).saturating_add(1);
/// So much is kept of the end of a longer one, where a private key may begin that goes on in the next line.
const KEPT_OF_END: usize = 1024;
/// How much of a line may be kept in all.
const MOST_KEPT: usize = KEPT.saturating_add(KEPT_OF_END).saturating_add(KEPT_OF_END);

/// What stands for the rest of a line that is too long.
const CUT: &str = "[cut]";
/// The same for JSON, which has to stay JSON: nothing else of it stays.
const CUT_JSON: &str = "\"[cut]\"";

/// How many blanks stay before it at most.
const DEEPEST: usize = 256;

/// What comes out of a stream so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filtered {
    /// The scrubbed lines that are complete.
    pub text: String,
    /// The report on them, one JSON object a line; empty where no report is wanted.
    pub report: String,
}

/// Scrubs a stream. It remembers at most a line, and never what was replaced.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StreamFilter {
    pub(crate) state: StreamState,
    reports: bool,
}

/// What has to be known of a stream before its next piece.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct StreamState {
    /// The line that has begun, up to [`KEPT`], and behind that the last bytes of a longer one.
    pub(crate) pending: Vec<u8>,
    /// Whether a private key has begun and not ended.
    pub(crate) in_key: bool,
    /// What the lines so far tell of the next one.
    pub(crate) context: Context,
    /// How many lines have ended.
    pub(crate) lines: i64,
    /// How many of them were changed.
    pub(crate) changed: i64,
    /// How many of them were too long.
    pub(crate) cut: i64,
    /// How many things of each kind were replaced, in the order of [`Kind::ALL`].
    pub(crate) counts: [i64; Kind::ALL.len()],
}

impl StreamState {
    /// Takes more of the line that has begun, as far as it is kept.
    pub(crate) fn hold(&mut self, bytes: &[u8]) {
        let room = KEPT.saturating_sub(self.pending.len());
        let (beginning, rest) = bytes.split_at_checked(room).unwrap_or((bytes, &[]));
        self.pending.extend_from_slice(beginning);
        let end = rest.len().saturating_sub(KEPT_OF_END);
        self.pending.extend_from_slice(rest.get(end..).unwrap_or_default());
        // Not each time, since a line may come byte by byte.
        if self.pending.len() > MOST_KEPT {
            let end = self.pending.len().saturating_sub(KEPT_OF_END);
            self.pending.drain(KEPT..end);
        }
    }
}

impl StreamFilter {
    /// A filter at the beginning of a stream; with `reports` it tells of each thing that it replaces.
    #[must_use]
    pub fn new(reports: bool) -> Self {
        Self::from_state(StreamState::default(), reports)
    }

    pub(crate) fn from_state(state: StreamState, reports: bool) -> Self {
        Self { state, reports }
    }

    /// Takes the next piece, of any length, and gives the lines that it completes. Bytes that are not UTF-8 come out as
    /// U+FFFD.
    #[must_use]
    pub fn push(&mut self, piece: &[u8], facts: &PrivateFacts) -> Filtered {
        let mut out = Filtered::default();
        for part in piece.split_inclusive(|byte| *byte == b'\n') {
            let (part, ends) = match part.strip_suffix(b"\n") {
                Some(part) => (part, true),
                None => (part, false),
            };
            self.state.hold(part);
            if ends {
                self.end_line(facts, &mut out);
                out.text.push('\n');
            }
        }
        out
    }

    /// Gives what is left at the end of the stream, and the last line of the report: how many lines there were, how many
    /// of them were changed, and how many things of each kind were replaced.
    #[must_use]
    pub fn finish(mut self, facts: &PrivateFacts) -> Filtered {
        let mut out = Filtered::default();
        if !self.state.pending.is_empty() {
            self.end_line(facts, &mut out);
        }
        if self.reports {
            self.summarise(&mut out.report);
        }
        out
    }

    fn end_line(&mut self, facts: &PrivateFacts, out: &mut Filtered) {
        let pending = core::mem::take(&mut self.state.pending);
        let (bytes, end) = pending.split_at_checked(KEPT).unwrap_or((&pending, &[]));
        // Most lines are UTF-8, which is seen sooner than what of a line is.
        let whole =
            core::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed);
        let mut filter = self.line_filter(facts);
        let mut scrubbed = if is_too_long(&whole) { Scrubbed::clean(&whole) } else { filter.scrub(&whole) };
        let is_cut = is_too_long(&scrubbed.text);
        if is_cut {
            (filter, scrubbed) = self.scrub_beginning(&whole, facts);
        }
        (self.state.in_key, self.state.context) = filter.state();
        if is_cut {
            self.state.in_key = ends_in_key(&whole_with(&whole, end), self.state.in_key);
        }
        self.state.lines = self.state.lines.saturating_add(1);
        self.state.cut = self.state.cut.saturating_add(i64::from(is_cut));
        self.state.changed = self.state.changed.saturating_add(i64::from(is_cut || !scrubbed.is_clean()));
        for finding in &scrubbed.findings {
            self.note(finding, &mut out.report);
        }
        out.text.push_str(&scrubbed.text);
    }

    fn line_filter<'f>(&self, facts: &'f PrivateFacts) -> LineFilter<'f> {
        LineFilter::resume(facts, self.state.in_key, self.state.context)
    }

    /// Scrubs a line that is too long, or comes out so: as much of its beginning as comes out short enough, together with what
    /// stands for the rest. So the next scrubber of what came out leaves it as it is.
    #[cold]
    fn scrub_beginning<'f>(
        &self,
        whole: &str,
        facts: &'f PrivateFacts,
    ) -> (LineFilter<'f>, Scrubbed<'static>) {
        let is_json = begins_document(up_to(whole, LONGEST_LINE));
        let mut most = LONGEST_LINE;
        loop {
            let line = if is_json {
                [indentation(whole), CUT_JSON].concat()
            } else {
                [beginning(whole, facts, most), CUT].concat()
            };
            let mut filter = self.line_filter(facts);
            let Scrubbed { text, findings, cut } = filter.scrub(&line);
            if !is_too_long(&text) || most == 0 {
                return (filter, Scrubbed { text: Cow::Owned(text.into_owned()), findings, cut });
            }
            most = most.saturating_sub((most / 4).max(1));
        }
    }

    fn note(&mut self, finding: &Finding, report: &mut String) {
        for (kind, count) in Kind::ALL.into_iter().zip(&mut self.state.counts) {
            *count = count.saturating_add(i64::from(kind == finding.kind));
        }
        if self.reports {
            report.push_str("{\"line\":");
            canonical::write_integer(report, self.state.lines);
            write_finding(report, finding.kind, finding.rule, &finding.range);
            report.push('\n');
        }
    }

    fn summarise(&self, report: &mut String) {
        let StreamState { lines, changed, cut, counts, .. } = &self.state;
        for (name, number) in [("{\"lines\":", lines), (",\"changed\":", changed), (",\"cut\":", cut)] {
            report.push_str(name);
            canonical::write_integer(report, *number);
        }
        report.push_str(",\"kinds\":{");
        let mut separator = "";
        for (kind, count) in Kind::ALL.into_iter().zip(counts).filter(|(_, count)| **count > 0) {
            report.push_str(separator);
            canonical::write_text(report, kind.name());
            report.push(':');
            canonical::write_integer(report, *count);
            separator = ",";
        }
        report.push_str("}}\n");
    }
}

/// Ends a finding in JSON, of which the place of its text has been written.
pub(crate) fn write_finding(out: &mut String, kind: Kind, rule: &str, range: &Range<usize>) {
    for (name, position) in [(",\"start\":", range.start), (",\"end\":", range.end)] {
        out.push_str(name);
        canonical::write_integer(out, i64::try_from(position).unwrap_or(i64::MAX));
    }
    for (name, word) in [(",\"kind\":", kind.name()), (",\"rule\":", rule)] {
        out.push_str(name);
        canonical::write_text(out, word);
    }
    out.push('}');
}

/// The beginning of a line that is too long and the end of it. Unless that is all of its end, something is missing between.
fn whole_with(beginning: &str, end: &[u8]) -> String {
    let end = end.get(end.len().saturating_sub(KEPT_OF_END)..).unwrap_or(end);
    let missing = if end.len() < KEPT_OF_END { "" } else { "\n" };
    [beginning, missing, &String::from_utf8_lossy(end)].concat()
}

/// Whether a line is too long, unless it has been cut already.
fn is_too_long(line: &str) -> bool {
    line.len() > LONGEST_LINE && (line.len() > LONGEST_LINE.saturating_add(CUT.len()) || !line.ends_with(CUT))
}

/// What stays of a line that is too long: up to its last white space, so that nothing is cut in its middle, where it
/// would no longer be known for what it is; and up to one further before where that would cut a private fact.
fn beginning<'t>(line: &'t str, facts: &PrivateFacts, most: usize) -> &'t str {
    let mut end = up_to(line, most).len();
    loop {
        let kept = line.get(..end).unwrap_or_default();
        let space = kept.rfind(|character: char| character.is_ascii_whitespace());
        let kept = kept.get(..space.map_or(0, |space| space.saturating_add(1))).unwrap_or_default();
        match facts.cut_at(line, kept.len()) {
            Some(start) => end = start,
            None => return kept,
        }
    }
}

/// The blanks before a line, which tell what it belongs to.
fn indentation(line: &str) -> &str {
    let content = line.trim_start_matches([' ', '\t']);
    let blanks = line.strip_suffix(content).unwrap_or_default();
    if blanks.len() > DEEPEST { "" } else { blanks }
}

/// The beginning of a line, between characters.
fn up_to(line: &str, most: usize) -> &str {
    let mut end = most.min(line.len());
    while !line.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    line.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;
    use crate::scrub::Fact;

    /// The stream in pieces of this length, and its report.
    fn filtered(stream: &[u8], length: usize) -> Filtered {
        let facts = PrivateFacts::default();
        let mut filter = StreamFilter::new(true);
        let mut all = Filtered::default();
        for piece in stream.chunks(length) {
            let out = filter.push(piece, &facts);
            all.text.push_str(&out.text);
            all.report.push_str(&out.report);
        }
        let out = filter.finish(&facts);
        all.text.push_str(&out.text);
        all.report.push_str(&out.report);
        all
    }

    #[test]
    fn the_pieces_do_not_matter() {
        let stream =
            "to jane@acme.example\r\n\n{\"password\":\"hunter2\"}\ngr\u{f6}\u{df}e\ntoken=hunter2".as_bytes();
        let text = "to [email]\r\n\n{\"password\":\"[secret]\"}\ngr\u{f6}\u{df}e\ntoken=[secret]";
        let report = "\
            {\"line\":1,\"start\":3,\"end\":10,\"kind\":\"email\",\"rule\":\"account-at-host\"}\n\
            {\"line\":3,\"start\":13,\"end\":21,\"kind\":\"secret\",\"rule\":\"named-secret\"}\n\
            {\"line\":5,\"start\":6,\"end\":14,\"kind\":\"secret\",\"rule\":\"named-secret\"}\n\
            {\"lines\":5,\"changed\":3,\"cut\":0,\"kinds\":{\"secret\":2,\"email\":1}}\n";
        for length in 1..=stream.len() {
            let out = filtered(stream, length);
            assert_eq!((out.text.as_str(), out.report.as_str()), (text, report), "in pieces of {length}");
        }
    }

    #[test]
    fn what_is_no_text_becomes_text() {
        assert_eq!(filtered(b"a\xff\xfe b\n", 2).text, "a\u{fffd}\u{fffd} b\n");
    }

    #[test]
    fn a_key_is_followed_from_line_to_line() {
        let stream = b"-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----\nplain\n";
        assert_eq!(filtered(stream, 7).text, "[secret]\n[secret]\n[secret]\nplain\n");
    }

    #[test]
    fn a_line_that_is_too_long_is_cut_at_white_space() {
        let mut stream = b"fine ".repeat(LONGEST_LINE / 5);
        stream.extend_from_slice(b"ghp_16C7e42F292c6912E7710c838347Ae178B4a and more\nnext\n");
        let out = filtered(&stream, 4096);
        assert_eq!(out.text, "fine ".repeat(LONGEST_LINE / 5) + "[cut]\nnext\n");
        assert!(
            out.report.ends_with("{\"lines\":2,\"changed\":1,\"cut\":1,\"kinds\":{}}\n"),
            "{}",
            out.report
        );
    }

    #[test]
    fn a_key_is_followed_from_what_is_cut_off() {
        let key = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n";
        for (before, begin, behind) in [
            ("fine ", "-----BEGIN PRIVATE KEY-----", ""),
            ("x", "-----BEGIN PRIVATE KEY-----", ""),
            ("x", "-----BEGIN RSA PRIVATE KEY-----", " MIIEvQIBADANBgkqhkiG9w0BAQEFAASC"),
        ] {
            for length in (LONGEST_LINE - 40..LONGEST_LINE + 4).chain([LONGEST_LINE + 1020, 2 * LONGEST_LINE])
            {
                let line = before.repeat(length / before.len());
                let stream = alloc::format!("{line}{begin}{behind}\n{key}-----END PRIVATE KEY-----\nnext1\n");
                let whole = filtered(stream.as_bytes(), stream.len()).text;
                let lines: Vec<&str> = whole.lines().skip(1).collect();
                assert_eq!(lines, ["[secret]", "[secret]", "next1"], "behind {length} bytes");
                if length % 10 == 0 {
                    assert_eq!(filtered(stream.as_bytes(), 4099).text, whole);
                }
            }
        }
        let line = "-----BEGIN PRIVATE KEY----- ".to_string() + &"x".repeat(LONGEST_LINE);
        let ended = line + "-----END PRIVATE KEY-----\nnext1\n";
        assert_eq!(filtered(ended.as_bytes(), 4096).text, "[secret] [cut]\nnext1\n");
    }

    #[test]
    fn no_fact_is_cut_in_its_middle() {
        let facts = PrivateFacts::new(&[
            Fact::Secret("correct horse battery staple 9"),
            Fact::Directory("/srv/customers/acme corp"),
        ]);
        for fact in ["correct horse battery staple 9", "/SRV/customers/acme corp"] {
            for length in LONGEST_LINE - 40..LONGEST_LINE + 4 {
                let line = alloc::format!("b {} {fact} and more", "x".repeat(length));
                let mut filter = StreamFilter::new(false);
                let mut out = filter.push(line.as_bytes(), &facts).text;
                out.push_str(&filter.finish(&facts).text);
                for part in ["correct", "horse", "SRV", "acme"] {
                    assert!(!out.contains(part), "{part} behind {length} bytes");
                }
            }
        }
    }

    #[test]
    fn a_line_as_long_as_may_be_is_not_cut() {
        let line = "fine ".repeat(LONGEST_LINE / 5) + "\n";
        assert_eq!(filtered(line.as_bytes(), 1000).text, line);
    }

    #[test]
    fn json_that_is_too_long_stays_json() {
        let stream = alloc::format!("{{\"a\":\"{}\"}}\n", "x ".repeat(LONGEST_LINE));
        assert_eq!(filtered(stream.as_bytes(), 4096).text, "\"[cut]\"\n");
    }

    #[test]
    fn what_has_been_cut_is_not_cut_again() {
        let all = |line: &[u8]| filtered(line, 4096).text;
        let lines: [(Vec<u8>, &str); 8] = [
            (b"fine ".repeat(LONGEST_LINE), "fine "),
            // These are longer when they come out.
            (b"\xff".repeat(200_000), "[cut]"),
            (b"a@b.co ".repeat(37_000), "[email] [email] "),
            (b"::1\t".repeat(65_000), "[address]\t[address]\t"),
            // No JSON, whatever it begins with.
            ([&b"[INFO] "[..], &b"x ".repeat(LONGEST_LINE)].concat(), "[INFO] x x "),
            ([&b"[12:30] "[..], &b"x ".repeat(LONGEST_LINE)].concat(), "[12:30] x x "),
            // What stands for the rest is scrubbed with what announces it.
            (b"password=x1 ".repeat(25_000), "password=[secret] password=[secret] "),
            // A character at the end.
            ("x \u{20ac}".repeat(60_000).into_bytes(), "x \u{20ac}x "),
        ];
        for (line, want) in lines {
            let once = all(&line);
            assert!(once.starts_with(want), "{}", once.get(..60).unwrap_or(&once));
            assert!(once.len() <= LONGEST_LINE + CUT.len());
            assert!(once == "[cut]" || once.len() > LONGEST_LINE / 2, "{}", once.len());
            assert_eq!(all(once.as_bytes()), once);
        }
    }

    #[test]
    fn json_that_comes_out_too_long_stays_json() {
        let line = alloc::format!("{{\"a\":[{}0]}}", "\"::1\",".repeat(43_000));
        for line in [line, alloc::format!("[[1],[\"{}", "x".repeat(LONGEST_LINE))] {
            let stream = alloc::format!("{line}\nnext\n");
            assert_eq!(filtered(stream.as_bytes(), 4096).text, "\"[cut]\"\nnext\n");
        }
        // Also where it belongs to a secret.
        let stream = alloc::format!("password: |\n  {{\"a\":\"{}\"}}\n", "x ".repeat(LONGEST_LINE));
        let once = filtered(stream.as_bytes(), 4096).text;
        assert_eq!(once, "password: |\n  \"[secret]\"\n");
        assert_eq!(filtered(once.as_bytes(), 4096).text, once);
    }
}
