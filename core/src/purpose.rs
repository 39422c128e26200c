//! What may be read for an operation. It depends on the contract and nothing else.

use alloc::string::ToString;

use crate::contract::{Contract, Gate, Source, Switch, Undecided};
use crate::needs::{Needs, add};
use crate::{correlation, identity, machine, unattended};

/// What facts are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Purpose {
    /// [`begin`](crate::begin).
    Begin,
    /// What [`begin`](crate::begin) would decide, without making ids.
    Status,
    /// [`resolve`](crate::resolve()).
    Resolve,
    /// [`payload`](crate::payload()) and [`preview`](crate::preview): what they tell of the machine, and what is to be kept
    /// out of them where an event can hold free text.
    Payload,
    /// The same for [`record`](crate::record()).
    Record,
    /// Where a request would go, and how: [`startup_line`](crate::startup_line), and [`request`](crate::request) for a
    /// payload that has been built.
    Delivery,
    /// The operation `request` of [`call`](crate::call()), which builds the payload too.
    Request,
    /// [`child_variables`](crate::child_variables).
    Child,
    /// The id of the machine or installation alone.
    Identity,
}

impl Purpose {
    pub(crate) const WORDS: &'static [(&'static str, Self)] = &[
        ("begin", Self::Begin),
        ("status", Self::Status),
        ("resolve", Self::Resolve),
        ("payload", Self::Payload),
        ("record", Self::Record),
        ("delivery", Self::Delivery),
        ("request", Self::Request),
        ("child", Self::Child),
        ("identity", Self::Identity),
    ];
}

/// What may be read for a purpose, whatever the event or record.
pub fn needs(contract: &Contract, purpose: Purpose) -> Needs {
    needs_for(contract, purpose, None)
}

/// [`needs`] for the event of this name, or the record of this name where the purpose is [`Purpose::Record`].
pub fn needs_for(contract: &Contract, purpose: Purpose, name: Option<&str>) -> Needs {
    let mut needs = Needs::default();
    match purpose {
        Purpose::Payload => machine::add_needs(&mut needs, contract, contract.plans(name), true),
        Purpose::Record => machine::add_needs(&mut needs, contract, contract.record_plans(name), false),
        Purpose::Request => {
            add_decision(&mut needs, contract, purpose);
            machine::add_needs(&mut needs, contract, contract.plans(name), true);
        }
        Purpose::Identity => {
            contract.identity.iter().for_each(|identity| identity::add_needs(&mut needs, identity));
        }
        _ => add_decision(&mut needs, contract, purpose),
    }
    needs
}

/// Adds what takes part in a decision, and what is known for it only with it.
fn add_decision(needs: &mut Needs, contract: &Contract, purpose: Purpose) {
    let consent = &contract.consent;
    let beginning = matches!(purpose, Purpose::Begin | Purpose::Status);
    for gate in &consent.gates {
        match gate {
            Gate::Feature(_) => {}
            Gate::Policy(place) => add(&mut needs.files, &place.file),
            Gate::Parent { name, .. } => add(&mut needs.variables, name),
        }
    }
    for source in &consent.sources {
        match source {
            Source::Flag { name, .. } if beginning => needs.flags.push(name.clone()),
            Source::Flag { .. } | Source::Stored => {}
            Source::Variable { name, .. } => add(&mut needs.variables, name),
            Source::Setting(place) => add(&mut needs.files, &place.file),
        }
    }
    for switch in consent.switches() {
        match switch {
            Switch::Variable { name, .. } => add(&mut needs.variables, name),
            Switch::Setting(place) => add(&mut needs.files, &place.file),
        }
    }
    if beginning {
        needs.features.clone_from(&contract.features);
    }
    if consent.remembers() {
        add(&mut needs.files, &consent.state_file);
    }
    let speaks = beginning && consent.interactive != Undecided::Deny;
    needs.terminal = speaks;
    // Whoever is no person is not asked and not told, and nothing stored speaks for them.
    if speaks || consent.store().is_some() || consent.notice.is_some() {
        let named = needs.variables.clone();
        let others = unattended::variables().filter(|name| !named.iter().any(|known| known == name));
        needs.variables.extend(others.map(ToString::to_string));
    }
    if purpose == Purpose::Begin {
        let inherited = [&contract.correlation.session, &contract.correlation.parent];
        inherited.into_iter().flatten().for_each(|name| add(&mut needs.variables, name));
        needs.random = correlation::ENTROPY;
    }
    if let (Purpose::Delivery | Purpose::Request | Purpose::Child, Some(delivery)) =
        (purpose, &contract.delivery)
    {
        delivery.variables().for_each(|name| add(&mut needs.variables, name));
        delivery.bearer.setting.iter().for_each(|place| add(&mut needs.files, &place.file));
    }
    if purpose == Purpose::Child {
        contract.child.passed_on().for_each(|name| add(&mut needs.variables, name));
    }
}
