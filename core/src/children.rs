//! What child processes are told: the decision, and who their parent is.

use alloc::string::{String, ToString};

use crate::answer::Answer;
use crate::contract::{Contract, DENIED, Delivery, VariableSource};
use crate::decision::State;
use crate::facts::Facts;
use crate::map::Map;
use crate::request::Settings;
use crate::resolve::resolve;
use crate::run::Run;

/// The longest value that is passed on, in bytes.
const LONGEST: usize = 4096;

/// The environment variables for a child process. Where telemetry is not on they say so: a child can be narrower than
/// its parent, never wider.
pub fn child_variables(contract: &Contract, run: &Run, facts: &Facts) -> Map<String> {
    if resolve(contract, run, facts).state != State::On {
        return denied(Some(contract));
    }
    let delivery = contract.delivery.as_ref();
    let in_force = delivery.map(|delivery| (delivery, Settings::read(delivery, run.tool_version(), facts)));
    let mut variables = Map::default();
    for (name, source) in &contract.child.allowed {
        if let Some(value) = value(name, source, run, facts, in_force.as_ref()) {
            variables.insert(name.clone(), value);
        }
    }
    variables
}

/// What a child is told where telemetry is off, or where there is no run: what the contract says, if there is one that can
/// be read, and the denial that every contract can take for a gate.
pub(crate) fn denied(contract: Option<&Contract>) -> Map<String> {
    let mut variables = Map::default();
    if let Some(contract) = contract {
        for (name, value) in &contract.child.denied {
            variables.push(name.clone(), value.clone());
        }
        for name in contract.consent.denial_variables() {
            variables.insert(name, "1".to_string());
        }
    }
    variables.insert(DENIED, "1".to_string());
    variables
}

/// The value of one variable; `None` leaves it out. An empty one is set all the same, so that no inherited value shows.
fn value(
    name: &str,
    source: &VariableSource,
    run: &Run,
    facts: &Facts,
    in_force: Option<&(&Delivery, Settings)>,
) -> Option<String> {
    let setting = |read: &dyn Fn(&Settings) -> Option<String>| {
        Some(in_force.and_then(|(_, settings)| read(settings)).unwrap_or_default())
    };
    // A child need not know what is no number, and what is done then.
    let number = in_force.and_then(|(delivery, settings)| settings.number(delivery, name));
    match source {
        VariableSource::Constant(text) => Some(text.clone()),
        VariableSource::Session => Some(run.session.clone()),
        VariableSource::Run => Some(run.run.clone()),
        VariableSource::Endpoint => setting(&|settings| settings.url.clone()),
        VariableSource::UserAgent => setting(&|settings| Some(settings.user_agent.clone())),
        VariableSource::Bearer => setting(&|settings| settings.bearer.clone()),
        VariableSource::Header(header) => setting(&|settings| {
            settings.headers.iter().find(|(name, _)| name == header).map(|(_, value)| value.clone())
        }),
        VariableSource::Variable => match facts.variable(name) {
            Answer::Absent => None,
            _ if number.is_some() => number.map(|number| number.to_string()),
            Answer::Text(text) if text.len() <= LONGEST && !text.chars().any(char::is_control) => {
                Some(text.to_string())
            }
            // What is hostile or unreadable is emptied, since the child would inherit it otherwise.
            _ => Some(String::new()),
        },
    }
}
