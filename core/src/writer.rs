//! Filling the compiled plan with a run and an event, in one pass and in the order of RFC 8785.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::contract::{Absence, Contract, Found, From, Leaf, LeafKind, Piece, token_character};
use crate::error::Error;
use crate::event::Event;
use crate::json::{Json, Members};
use crate::path::Path;
use crate::reader::At;
use crate::run::Run;
use crate::{canonical, time};

/// The canonical JSON of an event's payload, and the pointers into it at which a value was replaced by `other`.
pub(crate) fn fill(
    contract: &Contract,
    run: &Run,
    event: &Event<'_>,
) -> Result<(String, Vec<String>), Error> {
    let mut writer = Writer {
        out: String::with_capacity(1024),
        run,
        event,
        frames: Vec::with_capacity(8),
        replaced: Vec::new(),
    };
    writer.frames.push(Frame { name: "", members: Some(&event.fields), used: 0, next: 0 });
    for piece in &contract.plan.pieces {
        writer.piece(contract, piece)?;
    }
    writer.check_all_used(contract)?;
    Ok((writer.out, writer.replaced))
}

struct Writer<'w> {
    out: String,
    run: &'w Run,
    event: &'w Event<'w>,
    frames: Vec<Frame<'w>>,
    replaced: Vec<String>,
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
    fn piece(&mut self, contract: &Contract, piece: &'w Piece) -> Result<(), Error> {
        match piece {
            Piece::Text(text) => self.out.push_str(text),
            Piece::Comma => self.comma(),
            Piece::Enter(name) => self.enter(name)?,
            Piece::Leave => {
                self.check_all_used(contract)?;
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
    fn check_all_used(&self, contract: &Contract) -> Result<(), Error> {
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
            !match contract.plan.find(&dotted) {
                Some(Found::Branch) => true,
                Some(Found::Leaf(leaf)) => leaf.kind.is_field(),
                None => false,
            }
        });
        Err(Error::new("undeclared_field", "the contract declares no such field for events to fill in")
            .at(self.pointer(stray.unwrap_or("")))
            .hint("declare it in \"payload\", or leave it out; ids, times and constants are filled in by themselves"))
    }

    fn leaf(&mut self, name: &str, prefix: &str, comma: bool, leaf: &Leaf) -> Result<(), Error> {
        let value = if leaf.kind.is_field() { self.take(name) } else { None };
        let start = self.out.len();
        if comma {
            self.comma();
        }
        self.out.push_str(prefix);
        let written = match (&leaf.kind, value) {
            (LeafKind::From(from), _) => self.from(*from)?,
            (_, None | Some(Json::Null)) => false,
            (kind, Some(value)) => {
                self.field(name, kind, value)?;
                true
            }
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
            // Constants since the contract was read.
            From::Tool | From::SchemaVersion => None,
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

    fn field(&mut self, name: &str, kind: &LeafKind, value: &'w Json<'w>) -> Result<(), Error> {
        match (kind, value) {
            (LeafKind::Enum { words, other }, Json::Text(text)) => {
                let known = words.iter().any(|word| word == text);
                self.word(name, text, known, *other, "not_in_enum", "the contract does not list this word")
            }
            (LeafKind::Token { longest, other }, Json::Text(text)) => {
                let sound = (1..=*longest).contains(&text.len()) && text.bytes().all(token_character);
                self.word(
                    name,
                    text,
                    sound,
                    *other,
                    "not_a_token",
                    "a token is ASCII letters, digits, '.', '_' and '-', not too many of them",
                )
            }
            (LeafKind::Enum { .. } | LeafKind::Token { .. }, other) => Err(self.wrong(name, other, "a text")),
            (LeafKind::Boolean, Json::Boolean(value)) => {
                canonical::write_boolean(&mut self.out, *value);
                Ok(())
            }
            (LeafKind::Boolean, other) => Err(self.wrong(name, other, "true or false")),
            (LeafKind::Integer { smallest, largest }, Json::Integer(value))
                if (smallest..=largest).contains(&value) =>
            {
                canonical::write_integer(&mut self.out, *value);
                Ok(())
            }
            (LeafKind::Integer { smallest, largest }, Json::Integer(_)) => {
                Err(Error::new("out_of_range", format!("expected an integer from {smallest} to {largest}"))
                    .at(self.pointer(name)))
            }
            (_, other) => Err(self.wrong(name, other, "an integer")),
        }
    }

    /// Writes a word that is allowed, or `other` in its place where the contract says so.
    fn word(
        &mut self,
        name: &str,
        text: &str,
        allowed: bool,
        other: bool,
        code: &'static str,
        message: &'static str,
    ) -> Result<(), Error> {
        if allowed {
            canonical::write_text(&mut self.out, text);
        } else if other {
            self.out.push_str("\"other\"");
            let pointer = self.pointer(name);
            self.replaced.push(pointer.strip_prefix("/fields").unwrap_or(&pointer).to_string());
        } else {
            return Err(Error::new(code, message)
                .at(self.pointer(name))
                .hint("let the contract say \"other\": true to send other words as \"other\""));
        }
        Ok(())
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

    /// The pointer into the event of a member of this branch; names of the contract need no escaping, names of the
    /// event do.
    fn pointer(&self, name: &str) -> String {
        let mut out = String::from("/fields");
        for frame in self.frames.iter().skip(1) {
            out.push('/');
            out.push_str(frame.name);
        }
        out.push_str(&Path::root().key(name).to_string());
        out
    }
}
