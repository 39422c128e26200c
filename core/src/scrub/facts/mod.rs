//! Private facts: exact values that the host knows and that must not leave, in the forms in which they turn up.

pub(crate) mod common;
pub(crate) mod encoded;
pub(crate) mod form;
pub(crate) mod held;
pub(crate) mod windows;

use alloc::vec::Vec;

use crate::scrub::facts::form::{Comparison, Form};
use crate::scrub::facts::held::Held;
use crate::scrub::facts::windows::{WORDS, Window, Windows};
use crate::scrub::text::Text;
use crate::scrub::text::gate::{ANSWERS, Answers, Blocks};
use crate::scrub::text::span::{Kind, Span};

/// The shortest value that is looked for: shorter ones stand in too many innocent places.
const SHORTEST: usize = 4;
/// The shortest value whose encoded forms are looked for.
const SHORTEST_ENCODED: usize = 8;
/// How many forms are kept. Most facts have at most eight, an address four, and a host knows of up to 256 addresses.
const MOST_FORMS: usize = 1280;

/// One value that the host knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact<'a> {
    /// The name of the machine, in full or short.
    HostName(&'a str),
    /// The name of the person's account.
    UserName(&'a str),
    /// The person's home directory.
    Home(&'a str),
    /// The working directory, or another directory of the person's.
    Directory(&'a str),
    /// A network address of the machine.
    Address(&'a str),
    /// A URL that says where things are sent, with its host. A host of one word only is not looked for by itself.
    Endpoint(&'a str),
    /// A token or another secret.
    Secret(&'a str),
}

/// Private facts, ready to be looked for. Made once; immutable, and shared by reference.
#[derive(Clone, Default)]
pub struct PrivateFacts {
    forms: Vec<Form>,
    /// `None` where there are no forms.
    windows: Option<Windows>,
    /// Whether a form has a bracket, as replacements do.
    have_brackets: bool,
    held: Held,
}

impl core::fmt::Debug for PrivateFacts {
    /// Tells how many forms are looked for, never which.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("PrivateFacts").field("forms", &self.forms.len()).finish_non_exhaustive()
    }
}

impl PrivateFacts {
    /// Takes what the host knows. Values of fewer than four bytes, and names that half the world's machines and accounts
    /// bear (`root`, `ubuntu`, `localhost`), are not looked for by themselves: their contexts give them away. There is room for
    /// 1280 forms, of which a value has up to eight, an address four, and one with blanks, quotes or several lines a few
    /// more; what comes after that is not looked for.
    #[must_use]
    pub fn new(facts: &[Fact<'_>]) -> Self {
        let mut out = Self::default();
        for fact in facts {
            out.add(*fact);
        }
        if !out.forms.is_empty() {
            out.windows = Some(Windows::of(&out.forms));
        }
        out
    }

    fn add(&mut self, fact: Fact<'_>) {
        match fact {
            Fact::HostName(name) => {
                let name = name.as_bytes().trim_ascii();
                let name = name.strip_suffix(b".").unwrap_or(name);
                self.add_name(name, Kind::Host, "host-name");
                let first = name.split(|byte| *byte == b'.').next().unwrap_or_default();
                self.add_name(first, Kind::Host, "host-name");
            }
            Fact::UserName(name) => {
                let name = name.as_bytes().trim_ascii();
                self.add_name(name, Kind::User, "user-name");
                self.add_name(last_part(name), Kind::User, "user-name");
            }
            Fact::Home(path) => {
                let path = self.add_path(path, "home");
                self.add_name(last_part(path), Kind::User, "user-name");
            }
            Fact::Directory(path) => {
                self.add_path(path, "directory");
            }
            Fact::Address(address) => {
                let address = address.as_bytes().trim_ascii();
                if !common::is_address(address) {
                    self.add_forms(address, Comparison::Words, Kind::Address, "address");
                }
            }
            Fact::Endpoint(url) => {
                let url = part(url.as_bytes().trim_ascii(), b"?#");
                let url = url.strip_suffix(b"/").unwrap_or(url);
                self.add_forms(url, Comparison::Words, Kind::Host, "endpoint");
                let host = host_of(url);
                if host.iter().any(|byte| matches!(byte, b'.' | b':')) && !common::is_address(host) {
                    self.add_name(host, Kind::Host, "endpoint");
                }
            }
            Fact::Secret(secret) => {
                let secret = secret.as_bytes().trim_ascii();
                self.add_secret(secret);
                if secret.contains(&b'\n') {
                    // It may be written with the line ends of another system.
                    let lines = encoded::with_plain_line_ends(secret);
                    self.add_secret(&lines);
                    self.add_secret(&encoded::replaced(&lines, b'\n', b"\r\n"));
                }
            }
        }
    }

    fn add_secret(&mut self, secret: &[u8]) {
        self.add_forms(secret, Comparison::Exact, Kind::Secret, "known-secret");
    }

    fn add_name(&mut self, name: &[u8], kind: Kind, rule: &'static str) {
        if !common::is_name(name) {
            self.add_forms(name, Comparison::Words, kind, rule);
        }
    }

    fn add_path<'p>(&mut self, path: &'p str, rule: &'static str) -> &'p [u8] {
        let mut path = path.as_bytes().trim_ascii();
        while let Some((b'/' | b'\\', rest)) = path.split_last() {
            path = rest;
        }
        let slashes: Vec<u8> = path.iter().map(|byte| if *byte == b'\\' { b'/' } else { *byte }).collect();
        if !common::is_directory(&slashes) {
            self.add_forms(path, Comparison::Words, Kind::Path, rule);
            self.add_forms(&slashes, Comparison::Words, Kind::Path, rule);
        }
        path
    }

    /// Adds a value and its encoded forms.
    fn add_forms(&mut self, value: &[u8], comparison: Comparison, kind: Kind, rule: &'static str) {
        if value.len() < SHORTEST {
            return;
        }
        self.held.add(value);
        self.add_form(value, comparison, kind, rule);
        if value.len() < SHORTEST_ENCODED {
            return;
        }
        for form in [encoded::json(value), encoded::percent(value, b""), encoded::percent(value, b"/")] {
            self.add_form(&form, comparison, kind, rule);
        }
        // In quotes of a shell, and where a form of a page is sent.
        for (of, other) in [(b'\'', &b"'\\''"[..]), (b'\'', b"'\"'\"'"), (b' ', b"+")] {
            if value.contains(&of) {
                self.held.add(other);
                self.add_form(&encoded::replaced(value, of, other), comparison, kind, rule);
            }
        }
        for shift in 0..3 {
            self.add_form(&encoded::base64_within(value, shift), Comparison::Base64, kind, rule);
        }
    }

    fn add_form(&mut self, bytes: &[u8], comparison: Comparison, kind: Kind, rule: &'static str) {
        let form = Form::new(bytes, comparison, kind, rule);
        if self.forms.len() >= MOST_FORMS || self.forms.iter().any(|known| known.is_like(&form)) {
            return;
        }
        self.have_brackets |= bytes.contains(&b'[');
        self.forms.push(form);
    }

    /// All facts in a text, in the order of where they begin; what lies wholly in another one is left out.
    pub(crate) fn find(&self, text: &str) -> Vec<Span> {
        let mut found = Vec::new();
        for pair in Blocks::new(text, self.answers()).flat_map(|block| block.pairs()) {
            if let Some(window) = self.window_at(text, pair) {
                self.find_at(text, window, pair.wrapping_sub(1), &mut found);
            }
        }
        found
    }

    /// Where a fact begins that would be cut in its middle at a position behind white space, as far as a text has it.
    pub(crate) fn cut_at(&self, text: &str, position: usize) -> Option<usize> {
        let text = Text::new(text);
        self.forms.iter().filter_map(|form| form.cut_at(text, position)).min()
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// Which characters they have.
    #[inline]
    pub(crate) fn held(&self) -> Held {
        self.held
    }

    /// Whether one of them may be met where something was replaced.
    pub(crate) fn have_brackets(&self) -> bool {
        self.have_brackets
    }

    /// What the gate asks of each byte.
    #[inline]
    pub(crate) fn answers(&self) -> &Answers {
        self.windows.as_ref().map_or(&ANSWERS, Windows::answers)
    }

    /// The window at a pair of bytes which the gate tells, by the second byte, if a fact may have it or one of the words
    /// that recognisers want to know of.
    #[inline]
    pub(crate) fn window_at(&self, text: &str, pair: usize) -> Option<Window> {
        let window = windows::at(text.as_bytes(), pair.wrapping_sub(1))?;
        let known = self.windows.as_ref().map_or_else(|| WORDS.contains(&window), |all| all.may_be(window));
        known.then_some(window)
    }

    /// Adds the facts that have a window which stands at a position. Windows come in order.
    #[inline(never)]
    pub(crate) fn find_at(&self, text: &str, window: Window, position: usize, found: &mut Vec<Span>) {
        if let Some(windows) = &self.windows {
            windows.report(window, position, |form, start| self.compare(text, form, start, found));
        }
    }

    /// Adds the form that may begin at a position.
    #[inline(never)]
    fn compare(&self, text: &str, form: usize, start: usize, found: &mut Vec<Span>) {
        let Some(form) = self.forms.get(form) else { return };
        let end = start.saturating_add(form.bytes.len());
        // Not only for brevity: a long run that many forms reach into is walked through once.
        if found.iter().rev().take(8).any(|span| span.start <= start && end <= span.end) {
            return;
        }
        if let Some(span) = form.match_at(Text::new(text), start) {
            // Forms come in the order of their windows, so that each is at most a few places away from its own.
            let place = found.iter().rposition(|other| (other.start, span.end) <= (span.start, other.end));
            found.insert(place.map_or(0, |place| place.saturating_add(1)), span);
        }
    }
}

/// The host of a URL (RFC 3986 section 3.2): behind a user, before a port, without the brackets of an address.
fn host_of(url: &[u8]) -> &[u8] {
    let scheme = url.windows(3).position(|three| three == b"://");
    let rest = scheme.and_then(|scheme| url.get(scheme.saturating_add(3)..)).unwrap_or_default();
    let host = part(rest, b"/").rsplit(|byte| *byte == b'@').next().unwrap_or_default();
    match host.strip_prefix(b"[") {
        Some(address) => part(address, b"]"),
        None => part(host, b":"),
    }
}

/// What stands before the first of these bytes.
fn part<'t>(text: &'t [u8], ends: &[u8]) -> &'t [u8] {
    text.split(|byte| ends.contains(byte)).next().unwrap_or_default()
}

/// The last part of a path, or of the name of a domain's account.
fn last_part(path: &[u8]) -> &[u8] {
    path.rsplit(|byte| matches!(byte, b'/' | b'\\')).next().unwrap_or_default()
}
