//! Where events go, for people and programs that ask: no token is read for that, and while telemetry is off nothing.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

use super::{gather, store};
use crate::contract::{Contract, Delivery, Mode};
use crate::decision::State;
use crate::facts::Facts;
use crate::protocol::{Host, Operation, OperationKind, Suspended};
use crate::request;
use crate::warning::Warning;

/// Where events go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Destination {
    /// Over the network; without what follows a question mark, which may be a key.
    Endpoint {
        url: String,
    },
    /// A file of this machine: local mode.
    File {
        path: String,
    },
    StandardOutput,
    Nowhere {
        reason: &'static str,
        /// Why, as the end of a sentence.
        #[serde(skip)]
        because: String,
    },
}

fn nowhere(reason: &'static str, because: impl Into<String>) -> Destination {
    Destination::Nowhere { reason, because: because.into() }
}

/// Where they go in this state.
pub(super) fn destination(host: &mut Host<'_>, contract: &Contract, state: State) -> Suspended<Destination> {
    match (state, &contract.consent.local) {
        (State::On, _) => {}
        (State::Local, Some(local)) => {
            let bases = gather::bases(host)?;
            return Ok(match gather::path(&local.file, &bases) {
                Ok(path) => Destination::File { path },
                Err(base) => nowhere("no_place", store::no_place(&base)),
            });
        }
        _ => return Ok(nowhere("off", "telemetry is off")),
    }
    let Some(delivery) = &contract.delivery else {
        return Ok(nowhere("no_delivery", "the contract names no address"));
    };
    if delivery.mode == Mode::StandardOutput {
        return Ok(Destination::StandardOutput);
    }
    let (endpoint, warnings) = endpoint(host, delivery)?;
    let name = delivery.endpoint.variable.as_deref().unwrap_or_default();
    Ok(match endpoint {
        Some(url) => {
            let url = delivery.encoding.url(url);
            Destination::Endpoint { url: url.split('?').next().unwrap_or_default().to_string() }
        }
        None if warnings.is_empty() => nowhere("endpoint_empty", format!("the variable {name} is empty")),
        None => nowhere("endpoint_refused", format!("the variable {name} holds no address that may be used")),
    })
}

/// The endpoint that is in force, where there is one, and what is to be said of it.
pub(super) fn endpoint(
    host: &mut Host<'_>,
    delivery: &Delivery,
) -> Suspended<(Option<String>, Vec<Warning>)> {
    let (mut told, mut warnings) = (Facts::default(), Vec::new());
    if let Some(name) = &delivery.endpoint.variable {
        let answer = host.one(Operation::text(OperationKind::Variable, name.as_str()))?.clone();
        told.variables.push(name.clone(), answer);
    }
    Ok((request::endpoint(delivery, &told, &mut warnings), warnings))
}

/// A line that says it.
pub(super) fn line(destination: &Destination) -> String {
    let to = match destination {
        Destination::Endpoint { url } => url.clone(),
        Destination::File { path } => format!("the file {path}"),
        Destination::StandardOutput => "standard output".to_string(),
        Destination::Nowhere { because, .. } => format!("nowhere, because {because}"),
    };
    format!("  goes to  {to}\n")
}
