//! One leaf of the payload: what it holds, and what happens where its value is absent.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::item::Item;
use super::kind::{self, Kind};
use super::known::{known, leaf_kind};
use super::names;
use crate::answer::is_damaged;
use crate::canonical;
use crate::error::Error;
use crate::json::Json;
use crate::platform::Vocabulary;
use crate::reader::{At, Object};
use crate::time::{PRECISIONS, Precision};

/// A declared leaf.
#[derive(Debug, Clone)]
pub(crate) struct Leaf {
    pub(crate) kind: LeafKind,
    pub(crate) absence: Absence,
    /// Whether an empty value is left out as an absent one is.
    pub(crate) omits_empty: bool,
    /// The feature of the tool without which the leaf stays empty.
    pub(crate) feature: Option<String>,
}

/// What a leaf can hold.
#[derive(Debug, Clone)]
pub(crate) enum LeafKind {
    /// The contract's own value, as JSON.
    Constant(String),
    /// Something that Aboveboard knows.
    From(From),
    /// One value of the event.
    Value(Kind),
    /// A list of at most `most` values.
    List { item: Item, most: usize },
    /// An object with members of the event's.
    Map(Box<MapForm>),
}

/// How a map is declared.
#[derive(Debug, Clone)]
pub(crate) struct MapForm {
    /// What its names are of.
    pub(crate) key: Kind,
    /// What its values are of.
    pub(crate) item: Item,
    /// How many members it has at most.
    pub(crate) most: usize,
    /// Members that are there unless the event gives them.
    pub(crate) base: Vec<(String, Json<'static>)>,
}

/// What a `from` leaf is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum From {
    Event,
    Time(Precision),
    Session,
    Run,
    Parent,
    /// 128 random bits of this run, as 32 hexadecimal digits; never stored.
    Nonce,
    ToolVersion,
    /// The contract's own user agent, with the tool's version in it.
    UserAgent,
    SchemaVersion,
    ConsentVersion,
    Tool,
    /// The system's name, in this vocabulary.
    Os(Vocabulary),
    /// The processor's.
    Arch(Vocabulary),
    /// Both, with a hyphen between them.
    OsArch(Vocabulary),
    /// The system's version.
    OsVersion,
    /// The id that the part `identity` declares.
    Identity,
}

/// What happens where a value is absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Absence {
    Refuse,
    /// The member is left out.
    Omit,
    /// `null`.
    Null,
    /// This value, as JSON.
    Default(String),
}

/// What a contract says of itself: constants by the time that a leaf is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct About<'c> {
    pub(super) tool: &'c str,
    pub(super) schema_version: &'c str,
    pub(super) consent_version: i64,
    /// Whether there is a part `identity`.
    pub(super) identified: bool,
}

const LONGEST_DEFAULT: usize = 256;
const MOST_ITEMS: i64 = 256;
const FROM: &[(&str, From)] = &[
    ("event", From::Event),
    ("time", From::Time(Precision::Second)),
    ("session", From::Session),
    ("run", From::Run),
    ("parent", From::Parent),
    ("nonce", From::Nonce),
    ("tool_version", From::ToolVersion),
    ("user_agent", From::UserAgent),
    ("schema_version", From::SchemaVersion),
    ("consent_version", From::ConsentVersion),
    ("tool", From::Tool),
    ("os", From::Os(Vocabulary::Go)),
    ("arch", From::Arch(Vocabulary::Go)),
    ("os_arch", From::OsArch(Vocabulary::Go)),
    ("os_version", From::OsVersion),
    ("identity", From::Identity),
];

impl Leaf {
    /// Reads a leaf of this kind; what the contract says of itself is a constant by now.
    pub(super) fn read(kind: &str, at: &At<'_, '_>, about: About<'_>) -> Result<Self, Error> {
        let members = at.members(known(kind).leaf)?;
        let kind = LeafKind::read(kind, &members, about)?;
        if let LeafKind::Constant(_) = kind {
            let absent = ["optional", "nullable", "default", "feature"];
            if let Some(stray) = absent.into_iter().find_map(|name| members.optional(name)) {
                return Err(stray.error("unknown_member", "what the contract says itself is never absent"));
            }
        }
        let why = members.optional("why").map(|why| why.text()).transpose()?;
        let explained = why.is_some_and(|why| !why.trim().is_empty());
        if !explained && !matches!(kind, LeafKind::Constant(_) | LeafKind::From(From::Event)) {
            return Err(at
                .error("why_missing", "every leaf that is not a constant says why it is collected")
                .hint("add \"why\": a short reason that the tool's users will read"));
        }
        let absence = absence(at, &members, &kind)?;
        let omits_empty = omits_empty(&members, &absence)?;
        let feature = members.optional("feature").map(|name| names::name(&name)).transpose()?;
        if feature.is_some() && absence == Absence::Refuse {
            return Err(at
                .error("wrong_value", "a leaf with a feature says what its absence means")
                .hint("add \"optional\": true, \"nullable\": true or a \"default\""));
        }
        if let Some(example) = members.optional("example") {
            kind.check_example(&example)?;
        }
        Ok(Self { kind, absence, omits_empty, feature })
    }

    /// Reads a leaf of an object within a list or map.
    pub(super) fn read_part(at: &At<'_, '_>) -> Result<Self, Error> {
        let kind = single(at)?;
        let members = at.members(known(kind).part)?;
        let kind = LeafKind::Value(Kind::read(kind, &members)?);
        let absence = absence(at, &members, &kind)?;
        let omits_empty = omits_empty(&members, &absence)?;
        Ok(Self { kind, absence, omits_empty, feature: None })
    }

    /// Whether this value of an event is as good as none.
    pub(crate) fn is_absent(&self, value: &Json<'_>) -> bool {
        match value {
            Json::Null => true,
            Json::Text(text) => text.is_empty() && self.absence != Absence::Refuse,
            _ => false,
        }
    }

    /// Whether what a value has become, as JSON, counts as absent: it would tell nothing.
    pub(crate) fn is_nothing(&self, written: &str) -> bool {
        match written {
            "\"\"" => self.absence != Absence::Refuse,
            "0" | "false" | "[]" | "{}" => self.omits_empty,
            _ => false,
        }
    }
}

/// An empty value can only be left out where an absent one is.
fn omits_empty(members: &Object<'_, '_>, absence: &Absence) -> Result<bool, Error> {
    let Some(declared) = members.optional("omit_empty") else { return Ok(false) };
    let omits = declared.boolean()?;
    if omits && *absence != Absence::Omit {
        return Err(declared
            .error("wrong_value", "only a leaf that may be left out can be left out where it is empty")
            .hint("add \"optional\": true"));
    }
    Ok(omits)
}

impl LeafKind {
    fn read(kind: &str, members: &Object<'_, '_>, about: About<'_>) -> Result<Self, Error> {
        match kind {
            "constant" => scalar(&members.required("constant")?).map(Self::Constant),
            "from" => source(members, about).map(|from| about.settle(from)),
            "list" => {
                let list = members.required("list")?;
                let [item, most] = list.list()? else {
                    return Err(list.error("wrong_value", "a list is declared as its item and its length"));
                };
                Ok(Self::List {
                    item: Item::read(&At { value: item, path: list.path.index(0) })?,
                    most: kind::length(&At { value: most, path: list.path.index(1) }, MOST_ITEMS)?,
                })
            }
            "map" => map(members),
            _ => Kind::read(kind, members).map(Self::Value),
        }
    }

    /// How many leaves it is.
    pub(super) fn count(&self) -> usize {
        match self {
            Self::Constant(_) | Self::From(_) | Self::Value(_) => 1,
            Self::List { item, .. } => item.count(),
            Self::Map(form) => form.item.count(),
        }
    }

    /// What fills it, where that is not the event.
    pub(crate) fn source(&self) -> Option<From> {
        match self {
            Self::From(from) => Some(*from),
            _ => None,
        }
    }

    /// Whether the event's fields fill this leaf.
    pub(crate) fn is_field(&self) -> bool {
        !matches!(self, Self::Constant(_) | Self::From(_))
    }

    /// Whether an event can put any text here, in some alphabet.
    pub(super) fn holds_free_text(&self) -> bool {
        match self {
            Self::Constant(_) | Self::From(_) => false,
            Self::Value(kind) => kind.holds_free_text(),
            Self::List { item, .. } => item.holds_free_text(),
            Self::Map(form) => form.key.holds_free_text() || form.item.holds_free_text(),
        }
    }

    pub(super) fn check_example(&self, at: &At<'_, '_>) -> Result<(), Error> {
        match (self, at.value) {
            (Self::Constant(_), _) => Ok(()),
            (Self::From(_), _) => at.text().map(|_| ()),
            (Self::Value(kind), _) => check_value(kind, at),
            (Self::List { item, .. }, _) => at
                .list()?
                .iter()
                .enumerate()
                .try_for_each(|(index, value)| item.check(&At { value, path: at.path.index(index) })),
            (Self::Map(form), _) => {
                at.object()?.iter().try_for_each(|(name, value)| check_member(form, at, name, value))
            }
        }
    }
}

/// What a `from` leaf is filled with, with the words that go with it.
fn source(members: &Object<'_, '_>, about: About<'_>) -> Result<From, Error> {
    let place = members.required("from")?;
    let from = place.word(FROM)?;
    let (precision, vocabulary) = (members.optional("precision"), members.optional("vocabulary"));
    if let (Some(stray), false) = (&vocabulary, matches!(from, From::Os(_) | From::Arch(_) | From::OsArch(_)))
    {
        return Err(stray.error("unknown_member", "only a system and a processor have a vocabulary"));
    }
    if let (Some(stray), false) = (&precision, matches!(from, From::Time(_))) {
        return Err(stray.error("unknown_member", "only a time has a precision"));
    }
    let words = || members.required("vocabulary")?.word(Vocabulary::WORDS);
    Ok(match from {
        From::Time(second) => From::Time(precision.map_or(Ok(second), |word| word.word(PRECISIONS))?),
        From::Os(_) => From::Os(words()?),
        From::Arch(_) => From::Arch(words()?),
        From::OsArch(_) => From::OsArch(words()?),
        From::Identity if !about.identified => {
            return Err(place
                .error("wrong_value", "this contract has no part \"identity\"")
                .hint("say there by what machines or installations are told apart"));
        }
        other => other,
    })
}

impl About<'_> {
    fn settle(self, from: From) -> LeafKind {
        let text = |value: &str| {
            let mut out = String::new();
            canonical::write_text(&mut out, value);
            LeafKind::Constant(out)
        };
        match from {
            From::Tool => text(self.tool),
            From::SchemaVersion => text(self.schema_version),
            From::ConsentVersion => LeafKind::Constant(self.consent_version.to_string()),
            other => LeafKind::From(other),
        }
    }
}

/// The kind of an item of a list or map, or of the names of a map.
pub(super) fn item_kind(at: &At<'_, '_>) -> Result<Kind, Error> {
    Kind::read(single(at)?, &at.members(known(single(at)?).item)?)
}

/// The name of the kind of a leaf within a list or map, which holds one value.
fn single(at: &At<'_, '_>) -> Result<&'static str, Error> {
    at.object()?;
    leaf_kind(at.value).filter(|kind| !known(kind).item.is_empty()).ok_or_else(|| {
        at.error("wrong_value", "an item is an enum, token, version, boolean, integer, bucket or text")
            .hint("or, but for the names of a map, an object of such leaves")
    })
}

fn map(members: &Object<'_, '_>) -> Result<LeafKind, Error> {
    let map = members.required("map")?;
    let [key, item, most] = map.list()? else {
        return Err(map.error("wrong_value", "a map is declared as its names, its values and its length"));
    };
    let place = At { value: key, path: map.path.index(0) };
    let key = item_kind(&place)?;
    if let Kind::Enum { words, .. } = &key
        && words.iter().any(|word| word.contains(['"', '\\']))
    {
        return Err(
            place.error("wrong_value", "the names of a map hold no quotation marks and no backslashes")
        );
    }
    if !matches!(key, Kind::Enum { .. } | Kind::Token { .. }) {
        return Err(place.error("wrong_value", "the names of a map are an enum or a token"));
    }
    let item = Item::read(&At { value: item, path: map.path.index(1) })?;
    let most = kind::length(&At { value: most, path: map.path.index(2) }, MOST_ITEMS)?;
    let mut form = MapForm { key, item, most, base: Vec::new() };
    if let Some(given) = members.optional("base") {
        if let Item::Branch(_) = form.item {
            return Err(given.error("wrong_value", "a map of objects has no members of the contract's own"));
        }
        for (name, value) in given.object()? {
            check_member(&form, &given, name, value)?;
            form.base.push((name.to_string(), value.to_static()));
        }
        if form.base.len() > form.most {
            return Err(given.error("out_of_range", "this is more than the map takes"));
        }
    }
    Ok(LeafKind::Map(Box::new(form)))
}

/// A value of the contract's own is one that the kind takes as it is.
pub(super) fn check_value(kind: &Kind, at: &At<'_, '_>) -> Result<(), Error> {
    match kind.write_public(&mut String::new(), at.value) {
        Ok(kind::Taken::AsGiven) => Ok(()),
        Ok(_) => Err(at.error("wrong_value", "the leaf does not take this value as it stands")),
        Err(refusal) => Err(refusal.error(at.value).at(at.path)),
    }
}

fn check_member(form: &MapForm, at: &At<'_, '_>, name: &str, value: &Json<'_>) -> Result<(), Error> {
    let path = at.path.key(name);
    check_value(&form.key, &At { value: &Json::from(name), path })?;
    form.item.check(&At { value, path })
}

fn absence(at: &At<'_, '_>, members: &Object<'_, '_>, kind: &LeafKind) -> Result<Absence, Error> {
    if let LeafKind::Constant(_) = kind {
        return Ok(Absence::Refuse);
    }
    let default = members.optional("default");
    match (kind::flag(members, "optional")?, kind::flag(members, "nullable")?, default) {
        (false, false, None) => Ok(Absence::Refuse),
        (true, false, None) => Ok(Absence::Omit),
        (false, true, None) => Ok(Absence::Null),
        (false, false, Some(default)) => default_value(&default, kind).map(Absence::Default),
        _ => Err(at.error("wrong_value", "a leaf has one of \"optional\", \"nullable\" and \"default\"")),
    }
}

/// A default is of the leaf's kind; a text is the contract's own, so it may be empty where one from outside may not.
fn default_value(at: &At<'_, '_>, kind: &LeafKind) -> Result<String, Error> {
    match (kind, at.value) {
        (LeafKind::List { .. }, Json::Array(items)) if items.is_empty() => Ok("[]".to_string()),
        (LeafKind::Map(_), Json::Object(members)) if members.is_empty() => Ok("{}".to_string()),
        (LeafKind::List { .. }, Json::Array(_)) => {
            Err(at.error("wrong_value", "the default of a list is []"))
        }
        (LeafKind::Map(_), Json::Object(_)) => Err(at.error("wrong_value", "the default of a map is {}")),
        (LeafKind::List { .. }, _) => Err(at.wrong_type("a list")),
        (LeafKind::Map(_), _) => Err(at.wrong_type("an object")),
        (LeafKind::Value(Kind::Boolean), _) => at.boolean().and_then(|_| scalar(at)),
        (LeafKind::Value(Kind::Integer(range)), _) => {
            at.integer(range.smallest, range.largest).and_then(|_| scalar(at))
        }
        _ if at.text()?.len() <= LONGEST_DEFAULT => scalar(at),
        _ => Err(at.error("wrong_value", "a default is at most 256 bytes of text")),
    }
}

/// A text, boolean, integer or null of the contract, as canonical JSON.
fn scalar(at: &At<'_, '_>) -> Result<String, Error> {
    let mut out = String::new();
    match at.value {
        Json::Text(value) if is_damaged(value) => {
            return Err(
                at.error("text_undecodable", "this text holds U+FFFD: something was lost on the way here")
            );
        }
        Json::Null | Json::Boolean(_) | Json::Integer(_) | Json::Text(_) => {
            at.value.write(&mut out);
        }
        _ => return Err(at.wrong_type("a text, boolean, integer or null")),
    }
    Ok(out)
}
