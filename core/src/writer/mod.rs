//! Filling the compiled plan with a run and an event, in one pass and in the order of RFC 8785.

mod collection;

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

use crate::contract::{Absence, Contract, Found, From, Kind, Leaf, LeafKind, Piece, Plan, Refusal, Taken};
use crate::error::Error;
use crate::event::Event;
use crate::json::{Json, Members};
use crate::path::Path;
use crate::reader::At;
use crate::run::Run;
use crate::scrub::PrivateFacts;
use crate::{canonical, time};

/// What came of filling a plan.
pub(crate) struct Filled {
    /// Canonical JSON.
    pub(crate) bytes: String,
    /// Pointers into it at which a value became `other`, was clamped or cut, or lost an item.
    pub(crate) replaced: Vec<String>,
    /// Texts in it that were scrubbed.
    pub(crate) scrubbed: Vec<ScrubbedLeaf>,
}

/// A text that held something sensitive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ScrubbedLeaf {
    /// A JSON pointer into the payload.
    pub at: String,
    /// The kinds of what was replaced.
    pub kinds: Vec<&'static str>,
}

/// Fills a plan; what is `private` stays out.
pub(crate) fn fill(
    contract: &Contract,
    plan: &Plan,
    run: &Run,
    event: &Event<'_>,
    private: &PrivateFacts,
) -> Result<Filled, Error> {
    let mut writer = Writer {
        out: String::with_capacity(1024),
        contract,
        run,
        event,
        private,
        frames: Vec::with_capacity(8),
        replaced: Vec::new(),
        scrubbed: Vec::new(),
    };
    writer.frames.push(Frame { name: "", members: Some(&event.fields), used: 0, next: 0 });
    for piece in &plan.pieces {
        writer.piece(plan, piece)?;
    }
    writer.check_all_used(plan)?;
    Ok(Filled { bytes: writer.out, replaced: writer.replaced, scrubbed: writer.scrubbed })
}

struct Writer<'w> {
    out: String,
    contract: &'w Contract,
    run: &'w Run,
    event: &'w Event<'w>,
    private: &'w PrivateFacts,
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
    fn piece(&mut self, plan: &Plan, piece: &'w Piece) -> Result<(), Error> {
        match piece {
            Piece::Text(text) => self.out.push_str(text),
            Piece::Comma => self.comma(),
            Piece::Enter(name) => self.enter(name)?,
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

    fn enter(&mut self, name: &'w str) -> Result<(), Error> {
        let members = match self.take(name) {
            None => None,
            Some(Json::Object(members)) => Some(members),
            Some(other) => return Err(self.wrong(name, other, "an object")),
        };
        self.frames.push(Frame { name, members, used: 0, next: 0 });
        Ok(())
    }

    /// Whatever the event gave for this branch must have found its place.
    fn check_all_used(&self, plan: &Plan) -> Result<(), Error> {
        let Some(Frame { members: Some(members), used, .. }) = self.frames.last() else { return Ok(()) };
        if *used == members.len() {
            return Ok(());
        }
        let prefix = self.dotted();
        let stray = members.iter().map(|(name, _)| name.as_ref()).find(|name| {
            if name.contains('.') {
                return true;
            }
            let dotted = if prefix.is_empty() { (*name).to_string() } else { format!("{prefix}.{name}") };
            !match plan.find(&dotted) {
                Some(Found::Branch) => true,
                Some(Found::Leaf(leaf)) => leaf.kind.is_field(),
                None => false,
            }
        });
        Err(Error::new("undeclared_field", "the contract declares no such field for events to fill in")
            .at(self.pointer(stray.unwrap_or("")))
            .hint("declare it in \"payload\", or leave it out; ids, times and constants are filled in by themselves"))
    }

    fn leaf(&mut self, name: &'w str, prefix: &str, comma: bool, leaf: &'w Leaf) -> Result<(), Error> {
        let value = if leaf.kind.is_field() { self.take(name) } else { None };
        let wanted = leaf.feature.as_ref().is_none_or(|feature| self.run.features.contains(feature));
        let start = self.out.len();
        if comma {
            self.comma();
        }
        self.out.push_str(prefix);
        let written = match (&leaf.kind, value) {
            _ if !wanted => false,
            (LeafKind::From(from), _) => self.from(*from)?,
            // What a map always holds is there without an event's doing.
            (LeafKind::Map(form), None | Some(Json::Null)) if !form.base.is_empty() => {
                self.map(name, form, &Members::new())?;
                true
            }
            (_, None | Some(Json::Null)) => false,
            (LeafKind::Value(kind), Some(value)) => {
                self.value(kind, value, &[name])?;
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
            (_, Some(other)) => return Err(self.wrong(name, other, "an object")),
        };
        if !written {
            match &leaf.absence {
                Absence::Omit => self.out.truncate(start),
                Absence::Null => self.out.push_str("null"),
                Absence::Default(literal) => self.out.push_str(literal),
                Absence::Refuse => {
                    return Err(Error::new("missing_field", "the event gives no value for this leaf")
                        .at(self.pointer(name))
                        .hint("give it, or let the contract say \"optional\", \"nullable\" or \"default\""));
                }
            }
        }
        Ok(())
    }

    /// Writes what Aboveboard knows; `false` where it does not.
    fn from(&mut self, from: From) -> Result<bool, Error> {
        let run = self.run;
        let text = match from {
            From::Event => Some(self.event.name.as_ref()),
            From::Session => Some(run.session.as_str()),
            From::Run => Some(run.run.as_str()),
            From::Parent => run.parent.as_deref(),
            From::Nonce => Some(run.nonce.as_str()),
            From::ToolVersion => run.tool_version.as_deref(),
            From::UserAgent => {
                let declared = self.contract.delivery.as_ref().map(|delivery| &delivery.user_agent.value);
                declared.inspect(|declared| canonical::write_text(&mut self.out, &run.user_agent(declared)));
                return Ok(declared.is_some());
            }
            // Constants since the contract was read.
            From::Tool | From::SchemaVersion | From::ConsentVersion => None,
            From::Time(precision) => {
                self.out.push('"');
                time::write(&mut self.out, self.event.time, precision)?;
                self.out.push('"');
                return Ok(true);
            }
        };
        if let Some(text) = text {
            canonical::write_text(&mut self.out, text);
        }
        Ok(text.is_some())
    }

    /// Writes one value; `names` lead to it from this branch.
    fn value(&mut self, kind: &Kind, value: &Json<'_>, names: &[&str]) -> Result<(), Error> {
        match kind.write(&mut self.out, value, self.private) {
            Ok(taken) => self.note(taken, names),
            Err(refusal) => return Err(self.refused(&refusal, value, names)),
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

    fn wrong(&self, name: &str, value: &'w Json<'w>, wanted: &str) -> Error {
        At { value, path: Path::root() }.wrong_type(wanted).at(self.pointer(name))
    }

    /// The dotted path of this branch.
    fn dotted(&self) -> String {
        let mut out = String::new();
        for frame in self.frames.iter().skip(1) {
            if !out.is_empty() {
                out.push('.');
            }
            out.push_str(frame.name);
        }
        out
    }

    /// The pointer into the event of a member of this branch.
    fn pointer(&self, name: &str) -> String {
        format!("/fields{}", self.pointer_to(&[name]))
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
