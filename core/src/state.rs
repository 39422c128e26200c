//! Aboveboard's own state file: what a person has decided and been told, and under which version of it.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::answer::{Answer, ErrorClass};
use crate::contract::{Contract, Store, is_name};
use crate::facts::Facts;
use crate::json::{Json, Members};
use crate::number::MAX_INTEGER;
use crate::{FORMAT, hex, time};

/// What is remembered from earlier runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Memory {
    /// It is there, but cannot be read or parsed.
    Lost(Damage),
    /// It can be read, or there is none yet.
    Kept(Remembered),
}

/// Why a state file says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Damage {
    Undecodable,
    Unreadable,
    Exposed,
    Invalid,
}

/// What a state file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Remembered {
    pub(crate) consent: Option<Choice>,
    /// The version of the notice that has been shown.
    pub(crate) notice: Option<i64>,
    /// When somebody was about to show it.
    claimed: Option<i64>,
}

/// What a person chose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) allow: bool,
    /// The `consent_version` of what they had been told.
    pub(crate) version: i64,
    /// Which choice this is. Every one counts on, so that two at the same time can be told apart.
    pub(crate) turn: i64,
    /// The number of the last no, 0 before the first one. What was built under another number is never sent.
    pub(crate) withdrawals: i64,
    /// The marks of the settings files for which a no stands, the latest first. A no without any stands against all.
    denied: Vec<String>,
}

/// One thing to be noted in the state file.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Note<'n> {
    /// A yes, for the settings file of this mark where there is one.
    Yes(Option<&'n str>),
    /// A no.
    No {
        /// The mark of the settings file that it is for, where there is one.
        mark: Option<&'n str>,
        /// Its number where none before it is known. Each state file counts from another one, so that one that was lost and
        /// begun anew never counts up to what an earlier run or batch holds.
        first: i64,
    },
    /// That the notice has been shown.
    Notice,
    /// That a question is about to be put. It says nothing; writing it shows that something can be written.
    Pending,
    /// That the notice is about to be shown, by whoever has written this, and when.
    Claim(i64),
    /// That nobody is about to, any more.
    Release,
    /// The id of the installation, or that there is none any more.
    Installation(Option<&'n str>),
    /// The ids of which deletion has been asked in vain; none where that has been done.
    Deletion(&'n [String]),
}

impl Memory {
    /// Reads the answer to asking for the state file.
    pub(crate) fn read(answer: &Answer) -> Self {
        match answer {
            Answer::Absent => Self::Kept(Remembered::default()),
            Answer::Undecodable => Self::Lost(Damage::Undecodable),
            Answer::Failed(ErrorClass::Exposed) => Self::Lost(Damage::Exposed),
            Answer::Failed(_) => Self::Lost(Damage::Unreadable),
            Answer::Text(text) => Remembered::parse(text).map_or(Self::Lost(Damage::Invalid), Self::Kept),
        }
    }

    /// Whether a no holds for some settings files and not for others.
    pub(crate) fn is_bound(&self) -> bool {
        matches!(self, Self::Kept(Remembered { consent: Some(choice), .. }) if choice.is_bound())
    }
}

impl Remembered {
    /// Whether a no is noted.
    pub(crate) fn denies(&self) -> bool {
        self.consent.as_ref().is_some_and(|choice| !choice.allow)
    }

    /// Whether a no is noted against the settings file of this mark. `None` where it is not known which one that is: then a
    /// no for any stands against it.
    pub(crate) fn denies_at(&self, mark: Option<&str>) -> bool {
        self.consent.as_ref().is_some_and(|choice| match mark {
            _ if !choice.is_bound() => !choice.allow,
            Some(mark) => choice.denied.iter().any(|denied| denied == mark),
            None => true,
        })
    }

    /// `None` where the text is no state file. Of a later format only a denial is understood.
    fn parse(text: &str) -> Option<Self> {
        let document = Json::parse(text).ok()?;
        if version(document.member("format"))? != FORMAT {
            let allow = document.member("consent").and_then(|consent| consent.member("allow"));
            let denied = allow == Some(&Json::Boolean(false));
            return Some(Self {
                consent: denied.then_some(Choice {
                    allow: false,
                    version: 1,
                    turn: 0,
                    withdrawals: 1,
                    denied: Vec::new(),
                }),
                ..Self::default()
            });
        }
        let consent = match document.member("consent") {
            None | Some(Json::Null) => None,
            Some(consent) => match consent.member("allow") {
                Some(Json::Boolean(allow)) => {
                    let turn = version(consent.member("turn")).unwrap_or(0);
                    let withdrawals = version(consent.member("withdrawals")).unwrap_or(i64::from(!*allow));
                    Some(Choice {
                        allow: *allow,
                        version: version(consent.member("version"))?,
                        turn,
                        withdrawals,
                        denied: texts(consent.member("denied")),
                    })
                }
                _ => return None,
            },
        };
        let notice = match document.member("notice") {
            None | Some(Json::Null) => None,
            Some(notice) => Some(version(notice.member("version"))?),
        };
        Some(Self { consent, notice, claimed: version(document.member("pending")) })
    }
}

impl Choice {
    /// Whether it holds for some settings files and not for others.
    pub(crate) fn is_bound(&self) -> bool {
        !self.denied.is_empty()
    }

    /// The marks after another choice. A no that stands against all does so until somebody says yes.
    fn denied_after(mut self, note: Note<'_>) -> Vec<String> {
        let everywhere = !self.allow && !self.is_bound();
        match note {
            Note::No { mark: Some(mark), .. } if !everywhere => {
                self.denied.retain(|denied| denied != mark);
                self.denied.insert(0, mark.to_string());
                self.denied.truncate(MOST_DENIED);
            }
            Note::No { .. } => self.denied.clear(),
            Note::Yes(Some(mark)) => self.denied.retain(|denied| denied != mark),
            _ => {}
        }
        self.denied
    }
}

/// How many settings files a no is noted for.
const MOST_DENIED: usize = 16;

/// What stands for the settings file that a choice is for: made of its path on this machine, which is not told. `None` where
/// choices are stored elsewhere, or that path is not known.
pub(crate) fn mark(contract: &Contract, facts: &Facts) -> Option<String> {
    let Some(Store::Setting(place)) = contract.consent.store() else { return None };
    let digest = hex::sha256(facts.path(&place.file).ok()?.as_bytes());
    digest.get(..16).map(ToString::to_string)
}

fn version(value: Option<&Json<'_>>) -> Option<i64> {
    match value {
        Some(Json::Integer(version)) if *version >= 1 => Some(*version),
        _ => None,
    }
}

/// The state file with a note added; what else it holds stays. `None` where `present` is no state file of this format,
/// which is not to be written over.
pub(crate) fn noted(present: &Answer, note: Note<'_>, version: i64, now: Option<i64>) -> Option<String> {
    let mut members: Members<'_> = match present {
        Answer::Absent => Members::new(),
        Answer::Text(text) => match Json::parse(text) {
            Ok(Json::Object(members))
                if is_current(&members) && members.iter().all(|(_, value)| can_be_kept(value)) =>
            {
                members
            }
            _ => return None,
        },
        _ => return None,
    };
    put(&mut members, "format", Json::Integer(FORMAT));
    members.retain(|(name, _)| name != "pending");
    match note {
        Note::Release => {}
        Note::Pending => put(&mut members, "pending", Json::Boolean(true)),
        Note::Claim(now) => put(&mut members, "pending", Json::Integer(now)),
        Note::Installation(id) => {
            let id = id.map(|id| ("id", Json::Text(Cow::Owned(id.to_string()))));
            renew(&mut members, "installation", id);
        }
        Note::Deletion(ids) => {
            let ids = (!ids.is_empty()).then(|| ("ids", list(ids.to_vec())));
            renew(&mut members, "deletion", ids);
        }
        Note::Notice => put(&mut members, "notice", dated(Members::new(), version, now)),
        Note::Yes(_) | Note::No { .. } => {
            let before = present.text().and_then(Remembered::parse).and_then(|kept| kept.consent);
            put(&mut members, "consent", dated(choice(before, note, version), version, now));
        }
    }
    let mut out = String::new();
    Json::Object(members).write(&mut out);
    out.push('\n');
    Some(out)
}

/// A choice, which counts on from the one before.
fn choice(before: Option<Choice>, note: Note<'_>, version: i64) -> Members<'static> {
    let before =
        before.unwrap_or(Choice { allow: true, version, turn: 0, withdrawals: 0, denied: Vec::new() });
    let next = |number: i64| number.wrapping_add(1).clamp(1, MAX_INTEGER);
    let (allow, withdrawals) = match note {
        Note::No { first, .. } if before.withdrawals == 0 => (false, first.clamp(1, MAX_INTEGER)),
        Note::No { .. } => (false, next(before.withdrawals)),
        _ => (true, before.withdrawals),
    };
    let mut members = Members::new();
    put(&mut members, "allow", Json::Boolean(allow));
    put(&mut members, "turn", Json::Integer(next(before.turn)));
    if withdrawals > 0 {
        put(&mut members, "withdrawals", Json::Integer(withdrawals));
    }
    let denied = before.denied_after(note);
    if !denied.is_empty() {
        put(&mut members, "denied", list(denied));
    }
    members
}

/// The same with what people had been told, and the day.
fn dated(mut members: Members<'static>, version: i64, now: Option<i64>) -> Json<'static> {
    put(&mut members, "version", Json::Integer(version));
    if let Some(day) = now.and_then(time::day) {
        put(&mut members, "day", Json::Text(Cow::Owned(day)));
    }
    Json::Object(members)
}

fn list(texts: Vec<String>) -> Json<'static> {
    Json::Array(texts.into_iter().map(|text| Json::Text(Cow::Owned(text))).collect())
}

/// The ids of which deletion has been asked in vain.
pub(crate) fn undeleted(answer: &Answer) -> Vec<String> {
    let document = answer.text().and_then(|text| Json::parse(text).ok());
    texts(document.as_ref().and_then(|document| document.member("deletion")?.member("ids")))
}

/// The names in a list.
fn texts(list: Option<&Json<'_>>) -> Vec<String> {
    let Some(Json::Array(items)) = list else { return Vec::new() };
    let text = |item: &Json<'_>| match item {
        Json::Text(text) if is_name(text) => Some(text.to_string()),
        _ => None,
    };
    items.iter().filter_map(text).collect()
}

/// The number of the last no that has been stored, by the answer to asking for the state file; `None` where that cannot be told.
pub(crate) fn withdrawals(answer: &Answer) -> Option<i64> {
    match Memory::read(answer) {
        Memory::Kept(kept) => Some(kept.consent.map_or(0, |choice| choice.withdrawals)),
        Memory::Lost(_) => None,
    }
}

/// The no that the text of a state file holds, by its turn.
pub(crate) fn denial(text: &str) -> Option<i64> {
    Remembered::parse(text)?.consent.filter(|choice| !choice.allow).map(|choice| choice.turn)
}

/// For so many seconds somebody may be about to show a notice.
const NOTICE_LASTS: i64 = 10;

/// Whether the notice of this version has been shown, or somebody else is about to show it. Whoever was about to for longer
/// than that, or will be, was killed, or their clock has been set back since.
pub(crate) fn is_told(text: &str, version: i64, now: i64) -> bool {
    Remembered::parse(text).is_some_and(|kept| {
        kept.notice.is_some_and(|shown| shown >= version)
            || kept.claimed.is_some_and(|claimed| time::is_within(NOTICE_LASTS, claimed, now))
    })
}

/// Why nothing can be noted in a state file of which something is understood.
pub(crate) fn sealed(answer: &Answer) -> Option<&'static str> {
    match Json::parse(answer.text()?) {
        Ok(Json::Object(members)) if !is_current(&members) => Some("was written by a newer version"),
        Ok(Json::Object(members)) if !members.iter().all(|(_, value)| can_be_kept(value)) => {
            Some("holds what would be lost")
        }
        _ => None,
    }
}

fn is_current(members: &Members<'_>) -> bool {
    members.iter().any(|(name, value)| name == "format" && *value == Json::Integer(FORMAT))
}

/// Whether a value can be written again as it is. A number that is no integer of ours cannot.
fn can_be_kept(value: &Json<'_>) -> bool {
    match value {
        Json::Fraction | Json::OutOfRange => false,
        Json::Array(items) => items.iter().all(can_be_kept),
        Json::Object(members) => members.iter().all(|(_, value)| can_be_kept(value)),
        _ => true,
    }
}

/// Puts an object with one member at the end, in the place of the one that is there, or of none.
fn renew(members: &mut Members<'_>, name: &'static str, held: Option<(&'static str, Json<'static>)>) {
    members.retain(|(known, _)| known != name);
    if let Some((member, value)) = held {
        let object = Json::Object(Members::from([(Cow::Borrowed(member), value)]));
        members.push((Cow::Borrowed(name), object));
    }
}

fn put<'a>(members: &mut Members<'a>, name: &'static str, value: Json<'a>) {
    match members.iter_mut().find(|(known, _)| known == name) {
        Some((_, present)) => *present = value,
        None => members.push((Cow::Borrowed(name), value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Memory {
        Memory::read(&Answer::from_text(text))
    }

    fn consent(text: &str) -> Option<(bool, i64)> {
        match read(text) {
            Memory::Kept(kept) => kept.consent.map(|choice| (choice.allow, choice.version)),
            Memory::Lost(_) => None,
        }
    }

    #[test]
    fn what_it_says_is_read_and_what_it_cannot_say_is_lost() {
        assert_eq!(consent(r#"{"format":1,"consent":{"allow":true,"version":2}}"#), Some((true, 2)));
        assert_eq!(consent(r#"{"format":1,"consent":null,"other":[1.5]}"#), None);
        for lost in ["", "{}", "[]", "{", r#"{"format":0}"#, r#"{"format":1,"consent":true}"#] {
            assert_eq!(read(lost), Memory::Lost(Damage::Invalid), "{lost}");
        }
        for lost in [
            r#"{"format":1,"consent":{"allow":true}}"#,
            r#"{"format":1,"consent":{"allow":"yes","version":1}}"#,
            r#"{"format":1,"notice":{}}"#,
        ] {
            assert_eq!(read(lost), Memory::Lost(Damage::Invalid), "{lost}");
        }
    }

    #[test]
    fn a_denial_survives_a_later_format_and_a_grant_does_not() {
        assert_eq!(consent(r#"{"format":2,"consent":{"allow":false}}"#), Some((false, 1)));
        assert_eq!(consent(r#"{"format":2,"consent":{"allow":true,"version":9}}"#), None);
    }

    #[test]
    fn a_note_leaves_the_rest_as_it_is() {
        let present = Answer::from_text(
            r#"{"format":1,"pending":true,"installation":{"id":"x"},"notice":{"version":1}}"#,
        );
        let noted = noted(&present, Note::No { mark: None, first: 7 }, 3, Some(1_790_000_000)).unwrap();
        assert_eq!(
            noted,
            "{\"format\":1,\"installation\":{\"id\":\"x\"},\"notice\":{\"version\":1},\
             \"consent\":{\"allow\":false,\"turn\":1,\"withdrawals\":7,\"version\":3,\"day\":\"2026-09-21\"}}\n"
        );
    }

    #[test]
    fn noes_are_counted_from_a_number_of_the_file_on() {
        let mut state = Answer::Absent;
        let mut told = |note: Note<'_>| {
            let text = noted(&state, note, 1, None).unwrap();
            state = Answer::from_text(&text);
            withdrawals(&state)
        };
        let numbers = [
            Note::Yes(None),
            Note::No { mark: None, first: 40 },
            Note::Yes(None),
            Note::No { mark: None, first: 90 },
            Note::Pending,
        ];
        assert_eq!(numbers.map(&mut told), [Some(0), Some(40), Some(40), Some(41), Some(41)]);
    }

    #[test]
    fn a_no_for_one_file_stands_against_one_that_is_not_known() {
        let text = r#"{"format":1,"consent":{"allow":true,"version":1,"denied":["a"]}}"#;
        let Memory::Kept(kept) = read(text) else { panic!() };
        assert_eq!([Some("a"), Some("b"), None].map(|mark| kept.denies_at(mark)), [true, false, true]);
    }

    #[test]
    fn what_is_not_understood_is_not_written_over() {
        for present in ["{", "[]", r#"{"format":2}"#, r#"{"format":1,"x":[1.5]}"#] {
            assert_eq!(noted(&Answer::from_text(present), Note::Pending, 1, None), None, "{present}");
        }
        assert_eq!(
            noted(&Answer::Absent, Note::Pending, 1, None).unwrap(),
            "{\"format\":1,\"pending\":true}\n"
        );
    }
}
