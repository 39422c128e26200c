//! The id of an installation: made with the first yes or the notice, and stored where the contract says.

use alloc::borrow::Cow;
use core::cell::{Cell, RefCell};

use super::gather::{self, Given};
use super::store::{self, Change, Edit, ONCE, Problem, TWICE};
use crate::answer::Answer;
use crate::contract::{Contract, Identity, Place};
use crate::facts::Facts;
use crate::hex;
use crate::identity::{self, Ephemeral, Id};
use crate::json::Json;
use crate::protocol::{Host, Operation, OperationKind, Suspended};
use crate::purpose::Purpose;
use crate::run::{self, Run};
use crate::settings::{self, Unusable};
use crate::state::{self, Note};

/// How often to try where others write at the same time.
const TRIES: usize = 3;
/// Aboveboard's own file is readable by its owner alone.
const OWN_MODE: i64 = 0o600;
/// How many random bytes an id needs.
const ENTROPY: i64 = 16;

/// Makes and stores an id where the contract identifies installations and this one has none yet. Only after a yes or
/// the notice, and not after a no that has been stored since the run began; where it cannot be stored there is none, and
/// nobody is told at every run.
pub(super) fn ensure(host: &mut Host<'_>, contract: &Contract, run: &Run, id: &mut Id) -> Suspended<()> {
    let (Some(Identity::Installation { place, own }), Id::None(Ephemeral::NotStored)) =
        (&contract.identity, &*id)
    else {
        return Ok(());
    };
    let (own, remembers) = (*own, contract.consent.remembers());
    let facts = gather::facts(host, contract, Purpose::Identity, &Given::default())?;
    let random = host.one(Operation::number(OperationKind::Random, ENTROPY))?.text().and_then(hex::parse);
    let Some(new) = random.as_deref().and_then(identity::new_installation) else { return Ok(()) };
    // Another process may make one at the same time, and then it is that one.
    let kept = RefCell::new(new);
    let made = Cell::new(false);
    let stored = change(host, &facts, place, own, ONCE, &|present| {
        let withdrawn = || state::withdrawals(&answer(present)) != Some(run.withdrawals);
        match present.and_then(|text| identity::stored(text, place)) {
            Some(id) => {
                kept.replace(id);
                Ok(Edit::Done)
            }
            // The no is in the same file: nothing can come in between.
            None if own && remembers && withdrawn() => Ok(Edit::GiveWay),
            None => {
                made.set(true);
                edited(present, contract, place, own, Some(&kept.borrow()))
            }
        }
    })?;
    if stored.is_err() {
        return Ok(());
    }
    if made.get() && !own && remembers {
        // The no is in another file: one that was stored while the id was had found nothing to forget.
        let facts = gather::facts(host, contract, Purpose::Resolve, &Given::default())?;
        if run::withdrawals(contract, &facts).is_some_and(|withdrawals| withdrawals != run.withdrawals) {
            let facts = gather::facts(host, contract, Purpose::Identity, &Given::default())?;
            let _forgotten = forget(host, contract, &facts)?;
            return Ok(());
        }
    }
    *id = Id::Fixed(kept.into_inner());
    Ok(())
}

/// The same at the beginning of a run that may send, or that has told of telemetry, for hosts that build payloads by themselves.
pub(super) fn begin(host: &mut Host<'_>, contract: &Contract, run: &Run) -> Suspended<()> {
    let Some(identity @ Identity::Installation { .. }) = &contract.identity else { return Ok(()) };
    if !contract.tells_identity(None) {
        return Ok(());
    }
    let facts = gather::facts(host, contract, Purpose::Identity, &Given::default())?;
    ensure(host, contract, run, &mut identity::identify(identity, &facts))
}

/// Forgets the id, where there is one, and says of which file.
pub(super) fn forget<'c>(
    host: &mut Host<'_>,
    contract: &'c Contract,
    facts: &Facts,
) -> Suspended<Option<(Result<(), Problem>, &'c str)>> {
    let Some(Identity::Installation { place, own }) = &contract.identity else { return Ok(None) };
    if !facts.file(&place.file).text().is_some_and(|text| identity::is_there(text, place)) {
        return Ok(None);
    }
    let forgotten = change(host, facts, place, *own, TWICE, &|present| match present {
        Some(text) if identity::is_there(text, place) => edited(present, contract, place, *own, None),
        _ => Ok(Edit::Done),
    })?;
    Ok(Some((forgotten, &place.file)))
}

/// A file as the answer to asking for it.
fn answer(present: Option<&str>) -> Answer {
    present.map_or(Answer::Absent, Answer::from_text)
}

/// The text of the file with this id in it, or with none.
fn edited(
    present: Option<&str>,
    contract: &Contract,
    place: &Place,
    own: bool,
    id: Option<&str>,
) -> Result<Edit, Unusable> {
    let text = if own {
        state::noted(&answer(present), Note::Installation(id), contract.consent_version, None).ok_or(Unusable)
    } else {
        let value = id.map_or(Json::Null, |id| Json::Text(Cow::Borrowed(id)));
        settings::with(present, place, &value)
    };
    text.map(Edit::Write)
}

fn change(
    host: &mut Host<'_>,
    facts: &Facts,
    place: &Place,
    own: bool,
    patience: usize,
    edit: &dyn Fn(Option<&str>) -> Result<Edit, Unusable>,
) -> Suspended<Result<(), Problem>> {
    let mode = if own { OWN_MODE } else { 0 };
    let change = Change { file: &place.file, mode, set_aside: false, tries: TRIES, patience };
    store::change(host, facts, &change, edit)
}
