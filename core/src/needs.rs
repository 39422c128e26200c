//! What may be read for an operation. It depends on the contract and nothing else.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

use crate::contract::{Contract, Delivery, Source, Undecided};
use crate::{correlation, unattended};

/// What facts are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Purpose {
    /// [`begin`](crate::begin).
    Begin,
    /// What [`begin`](crate::begin) would decide, without making ids.
    Status,
    /// [`resolve`](crate::resolve).
    Resolve,
    /// [`request`](crate::request).
    Request,
    /// [`child_variables`](crate::child_variables).
    Child,
}

impl Purpose {
    pub(crate) const WORDS: &'static [(&'static str, Self)] = &[
        ("begin", Self::Begin),
        ("status", Self::Status),
        ("resolve", Self::Resolve),
        ("request", Self::Request),
        ("child", Self::Child),
    ];
}

/// The complete list of what may be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Needs {
    /// The names of environment variables.
    pub variables: Vec<String>,
    /// Files, by the names that the contract gives them.
    pub files: Vec<String>,
    /// The tool's own flags.
    pub flags: Vec<String>,
    /// Whether the tool's standard input and output are terminals.
    pub terminal: bool,
    /// How many bytes from the system's random number generator.
    pub random: usize,
}

/// What may be read for a purpose.
pub fn needs(contract: &Contract, purpose: Purpose) -> Needs {
    let mut needs = Needs::default();
    let beginning = matches!(purpose, Purpose::Begin | Purpose::Status);
    for source in &contract.consent.sources {
        match source {
            Source::Flag { name, .. } if beginning => needs.flags.push(name.clone()),
            Source::Flag { .. } => {}
            Source::Variable { name, .. } => add(&mut needs.variables, name),
            Source::Setting { file, .. } => add(&mut needs.files, file),
        }
    }
    if beginning && contract.consent.interactive == Undecided::Ask {
        needs.terminal = true;
        unattended::VARIABLES.iter().for_each(|name| add(&mut needs.variables, name));
    }
    if purpose == Purpose::Begin {
        let inherited = [&contract.correlation.session, &contract.correlation.parent];
        inherited.into_iter().flatten().for_each(|name| add(&mut needs.variables, name));
        needs.random = correlation::ENTROPY;
    }
    if matches!(purpose, Purpose::Request | Purpose::Child) {
        let delivery = contract.delivery.iter().flat_map(Delivery::variables);
        delivery.for_each(|name| add(&mut needs.variables, name));
    }
    if purpose == Purpose::Child {
        contract.child.passed_on().for_each(|name| add(&mut needs.variables, name));
    }
    needs
}

fn add(list: &mut Vec<String>, name: &str) {
    if !list.iter().any(|known| known == name) {
        list.push(name.to_string());
    }
}
