//! What the lines before tell of a line: that it belongs to the text of a secret, to a list or an object that is called
//! secret, to a name that was said before its value, or to the entries of a Secret of Kubernetes. YAML, and JSON and
//! settings of Terraform that are printed line by line, say by indentation what belongs to what.
//!
//! Of the lines themselves nothing is remembered, only columns and what goes on there: a stream's state holds nothing
//! private. One thing goes on at a time; what begins inside of another takes its place.

use alloc::vec::Vec;

use super::class::{DIGIT, LOWER, NAME, QUOTE, SPACE, UPPER, is};
use super::manifest;
use super::named::{Syntax, take};
use super::names::{HOLDERS, LABELS, LONGEST_NAME, Meaning, VALUES, is_known_to_all, meaning};
use super::span::{Kind, Span, Spans};
use super::text::{Text, consists_of, ends_in, has_any};
use super::value::{self, Value};

/// What goes on in the lines to come. A column is a number of bytes before it in its line; from [`DEEPEST`] on none is told
/// from another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Context {
    /// One more than the column of the name whose text goes on (YAML 1.2 section 8.1); 0 where there is none.
    text: u8,
    held: Held,
    /// The column of the name that holds it.
    column: u8,
    /// One more than the column of the first line of what is held; what is deeper belongs to that. 0 before that line.
    inner: u8,
    manifest: Manifest,
    /// The column of the members of the manifest.
    at: u8,
}

/// The deepest column that is told from others. A name there holds nothing.
const DEEPEST: u8 = 254;

/// What lines hold that are deeper than the name before them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Held {
    #[default]
    Nothing,
    /// The value of a secret, also a word.
    Value,
    /// The same where it looks like no word.
    Telling,
    /// The same where it looks like a key.
    Opaque,
    /// The entries of a Secret.
    Entries,
    /// The entries of what may be a Secret: only what is base64.
    PossibleEntries,
    /// The entries of something else, for all that is known.
    OtherEntries,
    /// The member that is the value of a name which has been said; it stands in the same column.
    Named,
    /// Whatever stands there up to a line with a delimiter of [`DELIMITERS`], whose place `column` tells; `inner` lines at
    /// most.
    Heredoc,
}

/// What is known of the manifest of Kubernetes that lines belong to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Manifest {
    #[default]
    Unknown,
    /// It is of the version that a Secret has.
    Version,
    Secret,
}

impl Held {
    const ALL: [Self; 9] = [
        Self::Nothing,
        Self::Value,
        Self::Telling,
        Self::Opaque,
        Self::Entries,
        Self::PossibleEntries,
        Self::OtherEntries,
        Self::Named,
        Self::Heredoc,
    ];
}

impl Manifest {
    const ALL: [Self; 3] = [Self::Unknown, Self::Version, Self::Secret];
}

/// Delimiters of texts in settings (`password = <<EOF`) that are followed: any other one would have to be remembered.
const DELIMITERS: [&[u8]; 3] = [b"EOF", b"EOT", b"END"];
/// How many lines such a text has at most, so that nobody makes a stream end by beginning one.
const LONGEST_HEREDOC: u8 = 128;

/// All that a text of several lines holds by what its lines tell of each other.
#[inline(never)]
pub(super) fn scan(text: Text<'_>) -> Vec<Span> {
    let mut spans = Spans::default();
    let mut context = Context::default();
    // Entries that may turn out to be those of a Secret: where they begin, and what is known there.
    let mut entries: Option<(usize, Context)> = None;
    let mut start = 0;
    while start < text.len() {
        let rest = text.slice(start, text.len());
        let end = start.saturating_add(rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()));
        let mut after = end.saturating_add(1);
        let mut next = context;
        next.step(text, start, end, &mut spans);
        if matches!(text.at(text.skip_blanks(start)), b'-' | b'{') {
            // Another manifest may begin.
            entries = None;
        }
        match entries {
            Some((from, before)) if next.manifest == Manifest::Secret && next.at == before.column => {
                // Once at most, since the manifest is known from there on. What lies before an entry that has been taken is
                // found in the next look at the text.
                entries = None;
                next = Context { held: Held::Entries, manifest: next.manifest, at: next.at, ..before };
                after = from;
            }
            _ if context.column == next.column && context.held == next.held => {}
            _ if matches!(next.held, Held::PossibleEntries | Held::OtherEntries) => {
                entries = Some((after, next));
            }
            _ => {}
        }
        context = next;
        start = after;
    }
    spans.into_found()
}

impl Context {
    /// What must not stay in a line by what the lines before tell of it.
    pub(super) fn spans(mut self, line: &str) -> Vec<Span> {
        let mut spans = Spans::default();
        if self.text > 0 || self.held != Held::Nothing {
            self.step(Text::new(line), 0, line.len(), &mut spans);
        }
        spans.into_found()
    }

    /// Takes notice of a line that has come out.
    pub(super) fn note_line(&mut self, line: &str) {
        self.step(Text::new(line), 0, line.len(), &mut Spans::default());
    }

    /// As a number, for whoever keeps it between two pieces of a stream.
    pub(crate) fn number(self) -> i64 {
        let Self { text, held, column, inner, manifest, at } = self;
        i64::from_le_bytes([text, held as u8, column, inner, manifest as u8, at, 0, 0])
    }

    /// The same from a number, which may be anybody's.
    pub(crate) fn of_number(number: i64) -> Option<Self> {
        let [text, held, column, inner, manifest, at, 0, 0] = number.to_le_bytes() else { return None };
        let (held, manifest) =
            (*Held::ALL.get(usize::from(held))?, *Manifest::ALL.get(usize::from(manifest))?);
        Some(Self { text, held, column, inner, manifest, at })
    }

    /// Takes what lies in the line from `start` to `end` by what is known of it, and notes what it tells of the next ones.
    #[inline(never)]
    fn step(&mut self, text: Text<'_>, start: usize, end: usize, spans: &mut Spans) {
        let line = Line::read(text, start, end);
        if line.content >= line.end {
            return;
        }
        if self.held == Held::Heredoc {
            self.inner = self.inner.saturating_sub(1);
            let delimiter = DELIMITERS.get(usize::from(self.column)).copied().unwrap_or_default();
            let ends = text.slice(line.start, line.end) == delimiter;
            if !ends {
                line.take_whole(spans);
            }
            if ends || self.inner == 0 {
                self.hold(Held::Nothing, 0);
            }
        } else if self.text > 0 && line.first >= self.text {
            line.take_whole(spans);
        } else {
            self.text = 0;
            if text.at(line.start) != b'#' {
                self.leave(&line);
                if self.held != Held::Nothing || !line.name.is_empty() {
                    self.read(&line, spans);
                }
            }
        }
    }

    fn hold(&mut self, held: Held, column: u8) {
        (self.held, self.column, self.inner) = (held, column, 0);
    }

    /// Forgets what a line ends.
    fn leave(&mut self, line: &Line<'_>) {
        let goes_on = match self.held {
            Held::Named => line.first >= self.column,
            Held::Entries | Held::PossibleEntries | Held::OtherEntries => line.first > self.column,
            // Items of YAML may stand in the column of their name.
            _ => line.first > self.column || (line.is_item && line.first == self.column),
        };
        if !goes_on {
            self.hold(Held::Nothing, 0);
        }
        if line.ends_manifest(self.at) {
            (self.manifest, self.at) = (Manifest::Unknown, 0);
        }
    }

    /// Takes what a line holds that belongs to what goes on, and notes what it begins.
    fn read(&mut self, line: &Line<'_>, spans: &mut Spans) {
        let (text, value, follows) = (line.text, line.value(), line.follows());
        let deeper = line.column.saturating_add(1);
        let mut held = Held::Nothing;
        match self.held {
            Held::Nothing | Held::OtherEntries | Held::Heredoc => {}
            Held::Entries | Held::PossibleEntries => {
                let all = self.held == Held::Entries;
                if line.name.is_empty() {
                    // A bracket.
                } else if follows == Follows::Text {
                    let secret = all || held_by(line.name, follows) == Held::Value;
                    self.text = if secret { deeper } else { 0 };
                } else if (all || manifest::is_entry(text, value)) && !value.is_placeholder(text) {
                    spans.push(text, value.start, value.end, Kind::Secret, "kubernetes-secret");
                }
                // Their names may be any.
                return;
            }
            Held::Named => {
                if line.column == self.column && VALUES.contains(line.name) {
                    self.hold(Held::Nothing, 0);
                    held = Held::Value;
                }
            }
            Held::Value | Held::Telling | Held::Opaque => {
                let column = line.first.saturating_add(1);
                if self.inner == 0 {
                    self.inner = column;
                }
                if column == self.inner {
                    self.take_held(line, value, spans);
                }
            }
        }
        if line.name.is_empty() {
            return;
        }
        let named = held == Held::Value;
        if !named {
            held = held_by(line.name, follows);
        }
        match follows {
            Follows::Value if named => {
                if value.quoted || !value.has_blanks(text) || value.is_no_word(text) {
                    take(text, value, Meaning::Secret, Syntax::Certain, spans);
                }
            }
            Follows::Value => self.note(line, text.slice(value.start, value.end)),
            Follows::Text => self.text = if held == Held::Value { deeper } else { 0 },
            Follows::Delimiter(place) => {
                if held == Held::Value {
                    self.hold(Held::Heredoc, place);
                    self.inner = LONGEST_HEREDOC;
                }
            }
            Follows::Nothing | Follows::Bracket => {
                if manifest::holds_entries(line.name) {
                    held = match self.manifest {
                        // Nothing but a Secret has these.
                        _ if line.name.len() > 4 => Held::Entries,
                        Manifest::Secret if line.column == self.at => Held::Entries,
                        Manifest::Version if line.column == self.at => Held::PossibleEntries,
                        _ => Held::OtherEntries,
                    };
                }
                if held != Held::Nothing {
                    self.hold(held, line.column);
                }
            }
        }
    }

    /// Takes the value, an item or a member of something that is called secret.
    fn take_held(self, line: &Line<'_>, value: Value, spans: &mut Spans) {
        let text = line.text;
        let bytes = text.slice(value.start, value.end);
        let opaque = self.held == Held::Opaque;
        let telling = value.is_no_word(text);
        let secret = if line.name.is_empty() {
            let word = self.held == Held::Value && !line.is_item;
            // Prose has blanks, a program has more than one text in quotes.
            let behind = text.skip_blanks(value.end.saturating_add(usize::from(value.quoted)));
            let alone = behind >= line.end || text.at(behind) == b'#';
            let prose = value.has_blanks(text) && !(value.quoted && word);
            let bracket = matches!(bytes.first(), Some(b'{' | b'[' | b'(' | b'}' | b']' | b')'));
            if !alone || prose || (bracket && !value.quoted) {
                return;
            }
            let mixed = [UPPER, LOWER, DIGIT].iter().all(|class| has_any(bytes, *class));
            if opaque { mixed && bytes.len() >= 6 } else { word || telling }
        } else if is_known_to_all(line.name) || meaning(line.name).is_some() {
            // The line alone says what it is.
            return;
        } else {
            // `token:` and in it `from: header` tell where it is.
            let telling = value.quoted || telling || VALUES.contains(line.name);
            !opaque && telling && HOLDERS.contains(line.name)
        };
        let syntax = if secret || value.quoted { Syntax::Certain } else { Syntax::Header };
        let meaning = if secret { Meaning::Secret } else { Meaning::PossibleKey };
        take(text, value, meaning, syntax, spans);
    }

    /// Takes notice of a name that is said before its value, and of what a manifest says of itself.
    fn note(&mut self, line: &Line<'_>, value: &[u8]) {
        let begun = self.manifest != Manifest::Unknown && !line.is_item;
        let manifest = match line.name {
            b"apiVersion" if !begun || line.column < self.at => {
                if value == b"v1" {
                    Manifest::Version
                } else {
                    Manifest::Unknown
                }
            }
            b"kind" if !begun || line.column == self.at => {
                if value == b"Secret" {
                    Manifest::Secret
                } else {
                    Manifest::Unknown
                }
            }
            name => {
                let named = LABELS.contains(name) && value.len() <= LONGEST_NAME && consists_of(value, NAME);
                if named && meaning(value) == Some(Meaning::Secret) {
                    self.hold(Held::Named, line.column);
                }
                return;
            }
        };
        self.manifest = manifest;
        self.at = if manifest == Manifest::Unknown { 0 } else { line.column };
    }
}

/// What the lines hold that come after a name.
fn held_by(name: &[u8], follows: Follows) -> Held {
    // `Password:` may be a question.
    let question = matches!(name, [first, second, ..] if is(*first, UPPER) && is(*second, LOWER));
    match meaning(name) {
        // `secrets:` rather tells which secrets there are.
        Some(Meaning::Secret) if ends_in(name, "secrets") => Held::Opaque,
        Some(Meaning::Secret) if follows == Follows::Bracket || (follows == Follows::Nothing && question) => {
            Held::Telling
        }
        Some(Meaning::Secret) => Held::Value,
        Some(Meaning::PossibleSecret) => Held::Opaque,
        _ => Held::Nothing,
    }
}

/// What stands behind a name in its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Follows {
    /// Nothing behind a colon: the value is in the lines after it.
    Nothing,
    /// A bracket alone.
    Bracket,
    /// The mark of a text of several lines in YAML: `|`, `>-`.
    Text,
    /// `<<` and one of the [`DELIMITERS`].
    Delimiter(u8),
    Value,
}

/// A line, read as one of YAML, JSON or settings.
struct Line<'t> {
    text: Text<'t>,
    /// Where it begins behind its indentation, where it ends without white space and a comma.
    start: usize,
    end: usize,
    /// How deep it is indented.
    first: u8,
    /// Whether it begins with the mark of an item, as lists and differences have it.
    is_item: bool,
    /// Where its content begins, behind such marks, and in which column.
    content: usize,
    column: u8,
    /// Its name; empty where it has none.
    name: &'t [u8],
    assigned: bool,
    /// What stands behind its name, or all of its content.
    rest: usize,
}

impl<'t> Line<'t> {
    fn read(text: Text<'t>, start: usize, end: usize) -> Self {
        let end = text.skip_back(end, start, SPACE);
        let indented = text.skip_blanks(start.wrapping_add(usize::from(is_changed(text, start)))).min(end);
        let mut content = indented;
        while matches!(text.at(content), b'-' | b'+' | b'~') && is(text.at(content.wrapping_add(1)), SPACE) {
            content = text.skip_blanks(content.wrapping_add(1)).min(end);
            if content >= end {
                break;
            }
        }
        let column_of = |position: usize| u8::try_from(position.wrapping_sub(start)).unwrap_or(u8::MAX);
        let mut line = Self {
            text,
            start: indented,
            end: end.wrapping_sub(usize::from(text.before(end) == b',' && content < end)),
            first: column_of(indented),
            is_item: content > indented,
            content,
            column: column_of(content),
            name: &[],
            assigned: false,
            rest: content,
        };
        let quote = usize::from(is(text.at(content), QUOTE));
        let name = content.wrapping_add(quote);
        let name_end = text.skip_within(name, end.min(name.saturating_add(LONGEST_NAME)), NAME);
        let closed = quote == 0 || text.at(name_end) == text.at(content);
        let operator = text.skip_blanks(name_end.wrapping_add(quote));
        let after = operator.wrapping_add(1);
        line.assigned = text.at(operator) == b'=';
        let spaced = quote > 0 || after >= end || matches!(text.at(after), b' ' | b'\t');
        let operates = operator < end && spaced && (line.assigned || text.at(operator) == b':');
        if closed && operates && name_end > name && text.at(name) != b'-' && line.column <= DEEPEST {
            line.name = text.slice(name, name_end);
            line.rest = text.skip_blanks(after).min(line.end);
        }
        line
    }

    fn follows(&self) -> Follows {
        let text = self.text;
        let from = self.rest;
        let next = from.wrapping_add(1);
        let ends = |position: usize| position >= self.end || text.at(position) == b'#';
        match text.at(from) {
            _ if ends(from) => {
                if self.assigned {
                    Follows::Value
                } else {
                    Follows::Nothing
                }
            }
            b'{' | b'[' | b'(' if next >= self.end => Follows::Bracket,
            b'|' | b'>' if !self.assigned => {
                let mut mark = next;
                while is(text.at(mark), DIGIT) || matches!(text.at(mark), b'-' | b'+') {
                    mark = mark.wrapping_add(1);
                }
                if ends(text.skip_blanks(mark)) { Follows::Text } else { Follows::Value }
            }
            b'<' if self.assigned && text.at(next) == b'<' => {
                let word = next.wrapping_add(1);
                let word = word.wrapping_add(usize::from(text.at(word) == b'-'));
                let delimiter = text.slice(word, self.end);
                DELIMITERS
                    .iter()
                    .zip(0..)
                    .find(|(known, _)| **known == delimiter)
                    .map_or(Follows::Value, |(_, place)| Follows::Delimiter(place))
            }
            _ => Follows::Value,
        }
    }

    /// The value behind the name, or all of the content: up to the closing quote, or to a comment.
    fn value(&self) -> Value {
        let text = self.text;
        if is(text.at(self.rest), QUOTE) {
            let value = value::read(text, self.rest);
            return Value { end: value.end.min(self.end), ..value };
        }
        let bytes = text.slice(self.rest, self.end);
        let length = bytes.windows(2).position(|pair| pair == b" #").unwrap_or(bytes.len());
        let end = text.skip_blanks_back(self.rest.saturating_add(length), self.rest);
        Value { start: self.rest, end, quoted: false }
    }

    /// Takes all that the line holds, without quotes around it.
    fn take_whole(&self, spans: &mut Spans) {
        let text = self.text;
        let last = self.end.wrapping_sub(1);
        let quoted =
            is(text.at(self.start), QUOTE) && text.at(last) == text.at(self.start) && last > self.start;
        let quote = usize::from(quoted);
        let value =
            Value { start: self.start.wrapping_add(quote), end: self.end.wrapping_sub(quote), quoted: true };
        if !value.is_placeholder(text) {
            spans.push(text, value.start, value.end, Kind::Secret, "named-secret");
        }
    }

    /// Whether it cannot belong to a manifest whose members stand in a column.
    fn ends_manifest(&self, column: u8) -> bool {
        let closes = matches!(self.text.at(self.content), b'}' | b']');
        let alone = self.name.is_empty() && !self.is_item && !closes;
        self.content < self.end && (self.column < column || (alone && self.first <= column))
    }
}

/// Whether a line begins with the sign of a difference, which is no part of it: `+  password: |`.
fn is_changed(text: Text<'_>, start: usize) -> bool {
    let (next, after) = (text.at(start.wrapping_add(1)), text.at(start.wrapping_add(2)));
    match text.at(start) {
        b'+' => next != b'+',
        // `- ` is the mark of an item.
        b'-' => next != b'-' && (next != b' ' || after == b' '),
        _ => false,
    }
}
