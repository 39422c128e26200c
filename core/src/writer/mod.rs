//! Filling the compiled plan with a run and an event, in one pass and in the order of RFC 8785.

mod collection;
mod item;
mod names;

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

use crate::contract::{Absence, Contract, From, Kind, Leaf, LeafKind, Piece, Plan, Refusal, Taken};
use crate::error::Error;
use crate::event::Event;
use crate::identity::{EPHEMERAL, Ephemeral, stand_in};
use crate::json::{Json, Members};
use crate::machine::Machine;
use crate::path::Path;
use crate::platform::OTHER;
use crate::reader::At;
use crate::run::Run;
use crate::tool_version::{is_tool_version, user_agent};
use crate::{canonical, scrub, time};

pub(crate) use names::check as check_names;

/// What came of filling a plan.
pub(crate) struct Filled {
    /// Canonical JSON.
    pub(crate) bytes: String,
    /// Pointers into it at which a value became `other`, was clamped or cut, or lost an item.
    pub(crate) replaced: Vec<String>,
    /// Texts in it that were scrubbed.
    pub(crate) scrubbed: Vec<ScrubbedLeaf>,
    /// Why it has no id of the machine or installation, where it should have one.
    pub(crate) ephemeral: Option<Ephemeral>,
}

/// A text that held something sensitive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScrubbedLeaf {
    /// A JSON pointer into the payload.
    pub at: String,
    /// The kinds of what was replaced.
    pub kinds: Vec<&'static str>,
}

/// Fills a plan with what an event and a `machine` tell; what is private stays out. A `preview` shows the form of an id
/// that there is not yet.
pub(crate) fn fill(
    contract: &Contract,
    plan: &Plan,
    run: &Run,
    event: &Event<'_>,
    machine: &Machine,
    preview: bool,
) -> Result<Filled, Error> {
    let mut writer = Writer {
        out: String::with_capacity(1024),
        contract,
        run,
        event,
        machine,
        preview,
        ephemeral: None,
        frames: Vec::with_capacity(8),
        replaced: Vec::new(),
        scrubbed: Vec::new(),
    };
    writer.frames.push(Frame { name: "", members: Some(&event.fields), used: 0, next: 0, start: 0 });
    for (index, piece) in plan.pieces.iter().enumerate() {
        if let Err(error) = writer.piece(plan, index, piece) {
            // What is missing is rather there under a misspelt name.
            check_names(plan, &event.fields)?;
            return Err(error);
        }
    }
    writer.check_all_used(plan)?;
    Ok(Filled {
        bytes: writer.out,
        replaced: writer.replaced,
        scrubbed: writer.scrubbed,
        ephemeral: writer.ephemeral,
    })
}

/// Whether this is a version that tells nothing of the machine and the person.
pub(crate) fn is_public(version: &str, machine: &Machine) -> bool {
    is_tool_version(version) && !scrub::is_private_version(version, &machine.private)
}

struct Writer<'w> {
    out: String,
    contract: &'w Contract,
    run: &'w Run,
    event: &'w Event<'w>,
    machine: &'w Machine,
    preview: bool,
    ephemeral: Option<Ephemeral>,
    frames: Vec<Frame<'w>>,
    replaced: Vec<String>,
    scrubbed: Vec<ScrubbedLeaf>,
}

/// The branch that is being written, with the members that the event gives for it.
struct Frame<'w> {
    name: &'w str,
    members: Option<&'w Members<'w>>,
    /// How many of the members have found their leaf or branch.
    used: usize,
    /// Where to look first: fields mostly come in the order of the payload.
    next: usize,
    /// The first of its pieces.
    start: usize,
}

impl<'w> Frame<'w> {
    fn take(&mut self, name: &str) -> Option<&'w Json<'w>> {
        let members = self.members?;
        let (before, after) = members.split_at_checked(self.next).unwrap_or((members, &[]));
        let found = |part: &'w [_]| part.iter().position(|(key, _): &(_, Json<'w>)| key == name);
        let index = match found(after) {
            Some(offset) => self.next.saturating_add(offset),
            None => found(before)?,
        };
        self.used = self.used.saturating_add(1);
        self.next = index.saturating_add(1);
        members.get(index).map(|(_, value)| value)
    }
}

impl<'w> Writer<'w> {
    fn piece(&mut self, plan: &Plan, index: usize, piece: &'w Piece) -> Result<(), Error> {
        match piece {
            Piece::Text(text) => self.out.push_str(text),
            Piece::Comma => self.comma(),
            Piece::Enter { name, .. } => self.enter(name, index.saturating_add(1))?,
            Piece::Leave => {
                self.check_all_used(plan)?;
                self.frames.pop();
            }
            Piece::Leaf { name, prefix, comma, leaf } => self.leaf(name, prefix, *comma, leaf)?,
        }
        Ok(())
    }

    fn comma(&mut self) {
        if !self.out.ends_with('{') {
            self.out.push(',');
        }
    }

    fn take(&mut self, name: &str) -> Option<&'w Json<'w>> {
        self.frames.last_mut().and_then(|frame| frame.take(name))
    }

    fn enter(&mut self, name: &'w str, start: usize) -> Result<(), Error> {
        let members = match self.take(name) {
            None => None,
            Some(Json::Object(members)) => Some(members),
            Some(other) => return Err(self.wrong(&[name], other, "an object")),
        };
        self.frames.push(Frame { name, members, used: 0, next: 0, start });
        Ok(())
    }

    /// Whatever the event gave for this branch must have found its place.
    fn check_all_used(&self, plan: &Plan) -> Result<(), Error> {
        let Some(Frame { members: Some(members), used, start, .. }) = self.frames.last() else {
            return Ok(());
        };
        if *used == members.len() {
            return Ok(());
        }
        Err(names::undeclared(plan, *start, &self.pointer_to(&[])))
    }

    fn leaf(&mut self, name: &'w str, prefix: &str, comma: bool, leaf: &'w Leaf) -> Result<(), Error> {
        let value = if leaf.kind.is_field() { self.take(name) } else { None };
        let value = value.filter(|value| !leaf.is_absent(value));
        let wanted = leaf.feature.as_ref().is_none_or(|feature| self.run.features.contains(feature));
        let start = self.out.len();
        if comma {
            self.comma();
        }
        self.out.push_str(prefix);
        let noted = (self.replaced.len(), self.scrubbed.len());
        let from = self.out.len();
        let mut written = match (&leaf.kind, value) {
            _ if !wanted => false,
            (LeafKind::From(from), _) => self.from(name, *from, leaf)?,
            // What a map always holds is there without an event's doing.
            (LeafKind::Map(form), None) if !form.base.is_empty() => {
                self.map(name, form, &Members::new())?;
                true
            }
            (_, None) => false,
            (LeafKind::Value(kind), Some(value)) => {
                self.value(kind, value, &[name], &[name])?;
                true
            }
            (LeafKind::List { item, most }, Some(value)) => {
                self.list(name, item, *most, value)?;
                true
            }
            (LeafKind::Map(form), Some(Json::Object(members))) => {
                self.map(name, form, members)?;
                true
            }
            (_, Some(other)) => return Err(self.wrong(&[name], other, "an object")),
        };
        if written && leaf.kind.is_field() && leaf.is_nothing(self.out.get(from..).unwrap_or_default()) {
            self.take_back(from, noted);
            written = false;
        }
        if written { Ok(()) } else { self.absent(leaf, start, &[name]) }
    }

    /// Takes back what has been written, and noted, of a value.
    fn take_back(&mut self, from: usize, (replaced, scrubbed): (usize, usize)) {
        // Nothing points to what is not there.
        self.replaced.truncate(replaced);
        self.scrubbed.truncate(scrubbed);
        self.out.truncate(from);
    }

    /// Writes what stands for an absent value, or takes back its name, which begins at `start`.
    fn absent(&mut self, leaf: &Leaf, start: usize, names: &[&str]) -> Result<(), Error> {
        match &leaf.absence {
            Absence::Omit => self.out.truncate(start),
            Absence::Null => self.out.push_str("null"),
            Absence::Default(literal) => self.out.push_str(literal),
            Absence::Refuse => {
                return Err(Error::new("missing_field", "the event gives no value for this leaf")
                    .at(format!("/fields{}", self.pointer_to(names)))
                    .hint("give it, or let the contract say \"optional\", \"nullable\" or \"default\""));
            }
        }
        Ok(())
    }

    /// Writes what Aboveboard knows; `false` where it does not.
    fn from(&mut self, name: &str, from: From, leaf: &Leaf) -> Result<bool, Error> {
        let (run, told) = (self.run, &self.machine.told);
        let text: Option<Cow<'_, str>> = match from {
            From::Event => Some(self.event.name.as_ref().into()),
            From::Session => Some(self.inherited(name, run.session.as_str())),
            From::Run => Some(run.run.as_str().into()),
            From::Parent => run.parent.as_deref().map(|parent| self.inherited(name, parent)),
            From::Nonce => Some(run.nonce.as_str().into()),
            From::ToolVersion => run.tool_version.as_deref().map(|version| self.version(name, version)),
            From::UserAgent => {
                let declared = self.contract.delivery.as_ref().map(|delivery| &delivery.user_agent.value);
                let version = self.version(name, run.tool_version());
                declared.map(|declared| user_agent(declared, &version).into())
            }
            // Constants since the contract was read.
            From::Tool | From::SchemaVersion | From::ConsentVersion => None,
            From::Time(precision) => {
                self.out.push('"');
                time::write(&mut self.out, self.event.time, precision)?;
                self.out.push('"');
                return Ok(true);
            }
            From::Os(words) => Some(self.word(name, told.system(words))),
            From::Arch(words) => Some(self.word(name, told.processor(words))),
            From::OsArch(words) => Some(match (told.system(words), told.processor(words)) {
                (OTHER, _) | (_, OTHER) => self.word(name, OTHER),
                (system, processor) => format!("{system}-{processor}").into(),
            }),
            From::OsVersion => told.version.as_deref().map(|version| self.version(name, version)),
            From::Identity => self.identity(leaf).map(Cow::Owned),
        };
        if let Some(text) = &text {
            canonical::write_text(&mut self.out, text);
        }
        Ok(text.is_some())
    }

    /// An id that may come from outside, unless it tells something private.
    fn inherited(&mut self, name: &str, id: &'w str) -> Cow<'w, str> {
        self.unless(name, id, scrub::is_private(id, &self.machine.private))
    }

    /// A version, unless it is none or tells something private.
    fn version(&mut self, name: &str, version: &'w str) -> Cow<'w, str> {
        self.unless(name, version, !is_public(version, self.machine))
    }

    /// A word of a vocabulary, or that it has none for this.
    fn word(&mut self, name: &str, word: &'static str) -> Cow<'w, str> {
        self.unless(name, word, word == OTHER)
    }

    fn unless(&mut self, name: &str, text: &'w str, replaced: bool) -> Cow<'w, str> {
        if !replaced {
            return Cow::Borrowed(text);
        }
        self.note(Taken::Replaced, &[name]);
        Cow::Borrowed(OTHER)
    }

    /// The id of the machine or installation. Where there is none, the leaf says so unless it says what its absence means.
    fn identity(&mut self, leaf: &Leaf) -> Option<String> {
        let reason = match self.machine.told.id.at(self.event.time) {
            Ok(id) => return Some(id),
            Err(Ephemeral::NotStored) if self.preview && self.contract.has_installations() => {
                return stand_in(&self.run.nonce);
            }
            Err(reason) => reason,
        };
        self.ephemeral = Some(reason);
        (leaf.absence == Absence::Refuse).then(|| EPHEMERAL.to_string())
    }

    /// Writes one value. `noted` are the names that lead to it in the payload, `told` those that an error may repeat.
    fn value(&mut self, kind: &Kind, value: &Json<'_>, noted: &[&str], told: &[&str]) -> Result<(), Error> {
        match kind.write(&mut self.out, value, &self.machine.private) {
            Ok(taken) => self.note(taken, noted),
            Err(refusal) => return Err(self.refused(&refusal, value, told)),
        }
        Ok(())
    }

    /// The same for a text that has been `scrubbed` by what its place says of it.
    fn placed(
        &mut self,
        kind: &Kind,
        value: &Json<'_>,
        scrubbed: scrub::Scrubbed<'_>,
        noted: &[&str],
        told: &[&str],
    ) -> Result<(), Error> {
        match kind.write_placed(&mut self.out, value, scrubbed, &self.machine.private) {
            Ok(taken) => self.note(taken, noted),
            Err(refusal) => return Err(self.refused(&refusal, value, told)),
        }
        Ok(())
    }

    fn refused(&self, refusal: &Refusal, value: &Json<'_>, names: &[&str]) -> Error {
        refusal.error(value).at(format!("/fields{}", self.pointer_to(names)))
    }

    /// Remembers what became of a value, for whoever looks at the payload.
    fn note(&mut self, taken: Taken, names: &[&str]) {
        let (kinds, replaced) = match taken {
            Taken::AsGiven => return,
            Taken::Replaced => (Vec::new(), true),
            Taken::Scrubbed { kinds, cut } => (kinds, cut),
        };
        let at = self.pointer_to(names);
        if !kinds.is_empty() {
            self.scrubbed.push(ScrubbedLeaf { at: at.clone(), kinds });
        }
        if replaced && !self.replaced.contains(&at) {
            self.replaced.push(at);
        }
    }

    fn wrong(&self, names: &[&str], value: &Json<'_>, wanted: &str) -> Error {
        At { value, path: Path::root() }.wrong_type(wanted).at(format!("/fields{}", self.pointer_to(names)))
    }

    /// The pointer into the payload that leads on from this branch; names of the contract need no escaping, names of the
    /// event do.
    fn pointer_to(&self, names: &[&str]) -> String {
        let mut out = String::new();
        for frame in self.frames.iter().skip(1) {
            out.push('/');
            out.push_str(frame.name);
        }
        for name in names {
            out.push_str(&Path::root().key(name).to_string());
        }
        out
    }
}
