//! The payload tree, compiled: sorted, escaped literals with the leaves between them.
//!
//! Building a payload then only copies text and fills in leaves, in the order of RFC 8785.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::mem;

use super::item::Item;
use super::kind::Kind;
use super::known::leaf_kind;
use super::leaf::{About, Absence, Leaf, LeafKind};
use super::names;
use crate::canonical;
use crate::error::Error;
use crate::json::Json;
use crate::reader::At;
use crate::sorted;
use crate::text::{first_name, split_once};

/// The compiled payload.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub(crate) pieces: Vec<Piece>,
}

/// One step of writing a payload.
#[derive(Debug, Clone)]
pub(crate) enum Piece {
    /// Copy this.
    Text(String),
    /// A comma, unless nothing has been written into this object yet.
    Comma,
    /// From here to the `Leave` at `end`, fields come from this member of the event's fields.
    Enter {
        name: String,
        end: usize,
    },
    Leave,
    /// Write `prefix` and the leaf's value.
    Leaf {
        name: String,
        prefix: String,
        comma: bool,
        leaf: Leaf,
    },
}

/// What an event may give under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Given {
    Leaf,
    /// An object, for the branch whose pieces begin here.
    Branch(usize),
}

/// What a value that is named by its path is declared to be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Declared<'p> {
    Value(&'p Kind),
    /// A list, of values of this kind or of objects.
    List(Option<&'p Kind>),
    Map,
}

const MAX_LEAVES: usize = 256;
const MAX_DEPTH: usize = 8;

impl Plan {
    /// Compiles the tree that stands at these places, the common one first.
    pub(super) fn compile(places: &[At<'_, '_>], about: About<'_>) -> Result<Self, Error> {
        let mut compiler = Compiler { pieces: Vec::new(), text: String::new(), leaves: 0, about };
        compiler.branch(places, 0)?;
        compiler.flush();
        Ok(Self { pieces: compiler.pieces })
    }

    /// All leaves that are not constants.
    pub(crate) fn leaves(&self) -> impl Iterator<Item = &Leaf> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Leaf { leaf, .. } => Some(leaf),
            _ => None,
        })
    }

    /// The leaf at a dotted path.
    pub(crate) fn leaf(&self, path: &str) -> Option<&Leaf> {
        let (mut name, mut below) = first_name(path);
        let mut index: usize = 0;
        loop {
            let mut next = index.saturating_add(1);
            match self.pieces.get(index)? {
                Piece::Enter { name: entered, .. } if entered == name => (name, below) = first_name(below?),
                Piece::Enter { end, .. } => next = end.saturating_add(1),
                Piece::Leaf { name: found, leaf, .. } if found == name => {
                    return below.is_none().then_some(leaf);
                }
                Piece::Leave => return None,
                Piece::Leaf { .. } | Piece::Text(_) | Piece::Comma => {}
            }
            index = next;
        }
    }

    /// What a dotted path is declared to be: a leaf, or a member of a map.
    pub(crate) fn declared(&self, path: &str) -> Option<Declared<'_>> {
        if let Some(leaf) = self.leaf(path) {
            return match &leaf.kind {
                LeafKind::Value(kind) => Some(Declared::Value(kind)),
                LeafKind::List { item: Item::Value(kind), .. } => Some(Declared::List(Some(kind))),
                LeafKind::List { .. } => Some(Declared::List(None)),
                LeafKind::Map(_) => Some(Declared::Map),
                LeafKind::Constant(_) | LeafKind::From(_) => None,
            };
        }
        let (form, names) = path.match_indices('.').find_map(|(dot, _)| {
            let (map, names) = path.split_at_checked(dot)?;
            match &self.leaf(map)?.kind {
                LeafKind::Map(form) => Some((form, names.strip_prefix('.')?)),
                _ => None,
            }
        })?;
        match (&form.item, split_once(names, b'.')) {
            (Item::Value(kind), None) => Some(Declared::Value(kind)),
            (Item::Branch(parts), Some((_, name))) => {
                match &parts.iter().find(|part| part.name == name)?.leaf.kind {
                    LeafKind::Value(kind) => Some(Declared::Value(kind)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// What an event may give under this name, in the branch whose pieces begin at `start`.
    pub(crate) fn field(&self, start: usize, wanted: &str) -> Option<Given> {
        let mut index = start;
        loop {
            let mut next = index.saturating_add(1);
            match self.pieces.get(index)? {
                Piece::Enter { name, .. } if name == wanted => return Some(Given::Branch(next)),
                Piece::Enter { end, .. } => next = end.saturating_add(1),
                Piece::Leaf { name, leaf, .. } if name == wanted => {
                    return leaf.kind.is_field().then_some(Given::Leaf);
                }
                Piece::Leave => return None,
                Piece::Leaf { .. } | Piece::Text(_) | Piece::Comma => {}
            }
            index = next;
        }
    }

    /// The names that an event may give in the branch whose pieces begin at `start`.
    pub(crate) fn fields(&self, start: usize) -> Vec<&str> {
        let mut fields = Vec::new();
        let mut depth: usize = 0;
        // A branch within this one that has had no field yet.
        let mut below = None;
        for piece in self.pieces.iter().skip(start) {
            match piece {
                Piece::Enter { name, .. } => {
                    if depth == 0 {
                        below = Some(name.as_str());
                    }
                    depth = depth.saturating_add(1);
                }
                Piece::Leave if depth == 0 => break,
                Piece::Leave => depth = depth.saturating_sub(1),
                Piece::Leaf { name, leaf, .. } if leaf.kind.is_field() => {
                    fields.extend(if depth == 0 { Some(name.as_str()) } else { below.take() });
                }
                Piece::Leaf { .. } | Piece::Text(_) | Piece::Comma => {}
            }
        }
        fields
    }
}

struct Compiler<'c> {
    pieces: Vec<Piece>,
    /// Literal text that has not become a piece yet.
    text: String,
    leaves: usize,
    about: About<'c>,
}

/// A member of a branch, with what an event adds to it where it is a branch itself.
struct Member<'p, 'j> {
    name: &'j str,
    at: At<'p, 'j>,
    more: Option<At<'p, 'j>>,
}

impl Compiler<'_> {
    /// Compiles a branch that is declared in one place, or in two.
    fn branch(&mut self, places: &[At<'_, '_>], depth: usize) -> Result<(), Error> {
        let mut in_order: Vec<Member<'_, '_>> = Vec::new();
        for at in places {
            let members = at.object()?;
            if members.is_empty() {
                return Err(at.error("wrong_value", "a branch of the payload has at least one member"));
            }
            if depth >= MAX_DEPTH {
                return Err(at.error("too_deep", "a payload nests at most 8 levels"));
            }
            for (name, value) in members {
                let child = At { value, path: at.path.key(name) };
                names::check_member(&child.path, name)?;
                match in_order.iter_mut().find(|member| member.name == name) {
                    None => sorted::insert(&mut in_order, Member { name, at: child, more: None }, |member| {
                        member.name
                    }),
                    Some(member) if is_branch(member.at.value) && is_branch(value) => {
                        member.more = Some(child)
                    }
                    Some(_) => {
                        return Err(
                            child.error("wrong_value", "the common payload has something else of this name")
                        );
                    }
                }
            }
        }
        self.text.push('{');
        let mut before = Before::Nothing;
        for member in &in_order {
            before = self.member(member, before, depth)?;
        }
        self.text.push('}');
        Ok(())
    }

    /// Compiles one member and says what now stands before the next one.
    fn member(&mut self, member: &Member<'_, '_>, before: Before, depth: usize) -> Result<Before, Error> {
        let Member { name, at, more } = member;
        if !matches!(at.value, Json::Object(_)) {
            return Err(at
                .error(
                    "wrong_type",
                    format!("a member of the payload is a branch or a leaf, found {}", at.value.kind()),
                )
                .hint(
                    "a fixed value is written {\"constant\": ...}; other leaves are from, enum, token, boolean, version, \
                     integer, bucket, text, list and map",
                ));
        }
        let Some(kind) = leaf_kind(at.value) else {
            self.key(name, before);
            self.flush();
            let entered = self.pieces.len();
            self.pieces.push(Piece::Enter { name: (*name).to_string(), end: entered });
            let below = depth.saturating_add(1);
            match more {
                Some(more) => self.branch(&[*at, *more], below)?,
                None => self.branch(&[*at], below)?,
            }
            self.flush();
            let left = self.pieces.len();
            if let Some(Piece::Enter { end, .. }) = self.pieces.get_mut(entered) {
                *end = left;
            }
            self.pieces.push(Piece::Leave);
            return Ok(Before::Something);
        };
        let leaf = Leaf::read(kind, at, self.about)?;
        if let LeafKind::Constant(literal) = &leaf.kind {
            self.key(name, before);
            self.text.push_str(literal);
            return Ok(Before::Something);
        }
        self.leaves = self.leaves.saturating_add(leaf.kind.count());
        if self.leaves > MAX_LEAVES {
            return Err(at.error("out_of_range", "a payload has at most 256 leaves"));
        }
        let omitted = leaf.absence == Absence::Omit;
        // With its quotes, its colon and perhaps a comma.
        let mut prefix = String::with_capacity(name.len().saturating_add(4));
        if before == Before::Something {
            prefix.push(',');
        }
        canonical::write_text(&mut prefix, name);
        prefix.push(':');
        self.flush();
        self.pieces.push(Piece::Leaf {
            name: (*name).to_string(),
            prefix,
            comma: before == Before::Perhaps,
            leaf,
        });
        Ok(match before {
            Before::Something => Before::Something,
            _ if omitted => Before::Perhaps,
            _ => Before::Something,
        })
    }

    fn key(&mut self, name: &str, before: Before) {
        match before {
            Before::Nothing => {}
            Before::Something => self.text.push(','),
            Before::Perhaps => {
                self.flush();
                self.pieces.push(Piece::Comma);
            }
        }
        canonical::write_text(&mut self.text, name);
        self.text.push(':');
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            self.pieces.push(Piece::Text(mem::take(&mut self.text)));
        }
    }
}

fn is_branch(value: &Json<'_>) -> bool {
    matches!(value, Json::Object(_)) && leaf_kind(value).is_none()
}

/// What stands before a member of an object: known at compile time unless optional leaves come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Perhaps,
    Something,
}
