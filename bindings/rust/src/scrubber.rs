//! Text, arguments and environments of a tool's own, without what must not leave the machine.

use std::sync::Arc;

use aboveboard::{
    Contract, OperationKind, PrivateFacts, Scrubbed, scrub, scrub_arguments, scrub_environment,
};

use crate::answer::Answer;
use crate::curl::Curl;
use crate::effects::Performer;
use crate::error::Error;
use crate::flow::{Host, drive, flow};

/// Scrubs as payloads are scrubbed; threads may share it.
///
/// What this machine knows of itself and of the person is read once, when it is made, and kept out too: host and user
/// names, home and working directory, addresses.
#[derive(Debug, Clone, Default)]
pub struct Scrubber {
    facts: PrivateFacts,
}

impl Scrubber {
    /// Reads what is to be kept out: with a contract (JSON text) its bearer token too.
    ///
    /// # Errors
    /// [`Error::Core`] where the contract is not valid.
    pub fn new(contract: Option<&str>) -> Result<Self, Error> {
        contract.map(Contract::parse).transpose()?;
        let host = Host::new(Arc::new(Curl::default()));
        let performer = Performer::new(&host, &[]);
        let mut facts = PrivateFacts::default();
        drive(flow(contract, &[b"scrub"]), |operation| -> Answer {
            if operation.kind != OperationKind::Filter {
                return performer.perform(operation);
            }
            let [private, ..] = &operation.text;
            facts = PrivateFacts::parse(private).unwrap_or_default();
            Ok(Vec::new())
        })?;
        Ok(Self { facts })
    }

    /// Scrubs a text, which may be JSON.
    #[must_use]
    pub fn text<'t>(&self, text: &'t str) -> Scrubbed<'t> {
        scrub(text, &self.facts)
    }

    /// Scrubs the arguments of a command, its name first; gives one text for each.
    #[must_use]
    pub fn arguments<'a>(&self, arguments: &[&'a str]) -> Vec<Scrubbed<'a>> {
        scrub_arguments(arguments, &self.facts)
    }

    /// Scrubs the values of environment variables, each by its name too; gives one text for each.
    #[must_use]
    pub fn environment<'a>(&self, variables: &[(&str, &'a str)]) -> Vec<Scrubbed<'a>> {
        scrub_environment(variables, &self.facts)
    }
}
