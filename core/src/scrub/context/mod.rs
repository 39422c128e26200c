//! What the lines before tell of a line: that it belongs to the text of a secret, to a list or an object that is called
//! secret, to a name that was said before its value, or to the entries of a Secret of Kubernetes. YAML, and JSON, XML and
//! settings of Terraform that are printed line by line, say by indentation what belongs to what.
//!
//! Of the lines themselves nothing is remembered, only columns and what goes on there: a stream's state holds nothing
//! private. One thing goes on at a time; what begins inside of another takes its place.

pub(crate) mod label;
pub(crate) mod line;
pub(crate) mod manifest;

use alloc::vec::Vec;

use crate::scrub::context::label::{HOLDERS, LABELS, VALUES};
use crate::scrub::context::line::{DELIMITERS, Follows, Line};
use crate::scrub::recognisers::named::{Syntax, take};
use crate::scrub::text::class::{DIGIT, LOWER, NAME, OPERATOR, SPACE, UPPER, is};
use crate::scrub::text::span::{Kind, Span, Spans};
use crate::scrub::text::{Text, consists_of, ends_in, has_any};
use crate::scrub::values::names::{LONGEST_NAME, Meaning, is_known_to_all, meaning};
use crate::scrub::values::value::Value;

/// What goes on in the lines to come. A column is a number of bytes before it in its line; from some depth on none is told
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
    /// The rows of a table of names and values, in the same column.
    Table,
    /// A password that is a line of its own.
    Announced,
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
    const ALL: [Self; 11] = [
        Self::Nothing,
        Self::Value,
        Self::Telling,
        Self::Opaque,
        Self::Entries,
        Self::PossibleEntries,
        Self::OtherEntries,
        Self::Named,
        Self::Heredoc,
        Self::Table,
        Self::Announced,
    ];
}

impl Manifest {
    const ALL: [Self; 3] = [Self::Unknown, Self::Version, Self::Secret];
}

/// How many lines a text of settings has at most (`password = <<EOF`), so that nobody makes a stream end by beginning one.
const LONGEST_HEREDOC: u8 = 128;

/// How long a password is at least that is a line of its own.
const SHORTEST_ANNOUNCED: usize = 12;

/// All that a text of several lines holds by what its lines tell of each other.
#[inline(never)]
pub(crate) fn scan(text: Text<'_>) -> Vec<Span> {
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
    pub(crate) fn spans(mut self, line: &str) -> Vec<Span> {
        let mut spans = Spans::default();
        if self.text > 0 || self.held != Held::Nothing {
            self.step(Text::new(line), 0, line.len(), &mut spans);
        }
        spans.into_found()
    }

    /// Takes notice of a line that has come out.
    pub(crate) fn note_line(&mut self, line: &str) {
        if *self != Self::default() || may_begin(line.as_bytes()) {
            self.step(Text::new(line), 0, line.len(), &mut Spans::default());
        }
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
                self.leave(&line, spans);
                if self.held != Held::Nothing || !line.name.is_empty() {
                    self.read(&line, spans);
                }
                if line.is_head() {
                    self.hold(Held::Table, line.first);
                } else if line.announces() {
                    self.hold(Held::Announced, 0);
                }
            }
        }
    }

    fn hold(&mut self, held: Held, column: u8) {
        (self.held, self.column, self.inner) = (held, column, 0);
    }

    /// Forgets what a line ends, which may be a password below its name: `Password:`, and `x` in the same column.
    fn leave(&mut self, line: &Line<'_>, spans: &mut Spans) {
        let goes_on = match self.held {
            Held::Named => line.first >= self.column,
            Held::Table => line.first == self.column,
            Held::Announced => true,
            Held::Entries | Held::PossibleEntries | Held::OtherEntries => line.first > self.column,
            // Items of YAML may stand in the column of their name.
            _ => line.first > self.column || (line.is_item && line.first == self.column),
        };
        if !goes_on {
            let named = matches!(self.held, Held::Value | Held::Telling);
            if named && self.inner == 0 && line.first == self.column && line.is_password() {
                line.take_whole(spans);
            }
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
            Held::Table => {
                if let Some((name, value)) = line.row() {
                    let number = consists_of(text.slice(value.start, value.end), DIGIT);
                    if meaning(name) == Some(Meaning::Secret) && !number {
                        take(text, value, Meaning::Secret, Syntax::Certain, spans);
                    }
                    return;
                }
                self.hold(Held::Nothing, 0);
            }
            Held::Announced => {
                self.hold(Held::Nothing, 0);
                let bytes = text.slice(line.start, line.end);
                if bytes.len() >= SHORTEST_ANNOUNCED && has_any(bytes, DIGIT) && !has_any(bytes, SPACE) {
                    line.take_whole(spans);
                    return;
                }
            }
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
        // `chpasswd:` of cloud-init holds a list of accounts and their passwords.
        let listed =
            self.held == Held::Value && line.name == b"list" && line.first.saturating_add(1) == self.inner;
        if listed {
            held = Held::Value;
        } else if !named {
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
            let bracket = matches!(bytes.first(), Some(b'{' | b'[' | b'(' | b'}' | b']' | b')' | b'<'));
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

/// Whether something may go on behind a line where nothing has gone on before: an operator, a tag or a rule stands in it.
fn may_begin(line: &[u8]) -> bool {
    line.iter().any(|byte| is(*byte, OPERATOR) || *byte == b'<')
        || line.trim_ascii_start().starts_with(b"---")
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
