//! Decisions in words, for people: what holds, why, and what they can do about it.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt::Write;

use crate::contract::{Contract, Gate, Means, Source, Switch};
use crate::decision::{Decision, Reason, Says, State, Trace};
use crate::dialect::Class;

/// What holds and why, and how to change it. `unasked` says why nobody is asked or told where that is due.
pub(super) fn brief(contract: &Contract, decision: &Decision, unasked: Option<String>) -> String {
    let state = match decision.state {
        State::On => "on",
        State::Local => "on, but nothing leaves this machine",
        State::Off => "off",
        State::Ask => "off until somebody decides",
        State::Notice => "off until the notice has been shown",
    };
    let because = unasked.unwrap_or_else(|| decision.message());
    let mut out = format!("{} telemetry: {state}\n  because  {because}\n", contract.tool());
    out.push_str(&advice(contract, decision));
    out
}

/// What holds and why, as the end of a sentence.
pub(super) fn in_a_sentence(decision: &Decision) -> String {
    let state = if matches!(decision.state, State::On | State::Local) { "on" } else { "off" };
    format!("{state}, because {}", decision.message())
}

/// The whole trail, a line each.
pub(super) fn trail(contract: &Contract, decision: &Decision) -> String {
    let mut out = String::new();
    let mut settled = false;
    for (index, (trace, key)) in decision.trail.iter().zip(keys(contract)).enumerate() {
        let lead = if index == 0 { "sources" } else { "" };
        // Writing to a String cannot fail.
        let _ = writeln!(out, "  {lead:7}  {} {}{key}: {}", trace.kind, trace.name, said(trace, settled));
        settled |= trace.decided && trace.says != Says::Nothing;
    }
    out
}

/// What stands in a file of which there may be more in the trail, in its order.
fn keys(contract: &Contract) -> impl Iterator<Item = String> {
    let consent = &contract.consent;
    let gates = consent.gates.iter().map(|gate| match gate {
        Gate::Policy(place) => Some(place),
        _ => None,
    });
    let sources = consent.sources.iter().map(|source| match source {
        Source::Setting(place) => Some(place),
        _ => None,
    });
    let switches = consent.switches().map(|switch| match switch {
        Switch::Setting(place) => Some(place),
        Switch::Variable { .. } => None,
    });
    let places = gates.chain(sources).chain(switches);
    places.map(|place| place.map_or_else(String::new, |place| format!(" ({})", place.key.join("."))))
}

/// What one gate or source says, and what became of that.
fn said(trace: &Trace, settled: bool) -> String {
    let class = match (trace.class, trace.kind) {
        (Class::Absent, "feature") => "off",
        (Class::True, "feature") => "on",
        (Class::Absent, _) => "not set",
        (Class::True, _) => "says yes",
        (Class::False, _) => "says no",
        (Class::Invalid, "setting" | "policy") => "is not true or false, or its file is no JSON",
        (Class::Invalid, _) => "holds something that is not understood",
        (Class::Undecodable, _) => "is not valid UTF-8",
        (Class::Unreadable, _) => "cannot be read",
    };
    let became = match (trace.because, trace.decided, trace.says) {
        (Some(because), ..) => format!(", which does not count: {}", because.message()),
        (None, true, Says::Allow) => ", and decides: yes".to_string(),
        (None, true, Says::Deny) => ", and decides: no".to_string(),
        (None, true, Says::Local) => ", and decides: local only".to_string(),
        (None, false, Says::Nothing) | (None, true, _) => String::new(),
        (None, false, _) if settled => ", but what stands above has decided".to_string(),
        (None, false, _) => String::new(),
    };
    format!("{class}{became}")
}

/// What a person can do about it, and what was odd, a line each.
pub(super) fn advice(contract: &Contract, decision: &Decision) -> String {
    let name = decision.source.as_deref().unwrap_or("a source");
    let (enable, disable) = (control(contract, "enable"), control(contract, "disable"));
    let stored = contract.consent.store().is_some();
    let change = match decision.reason {
        Reason::FlagAllows | Reason::FlagDenies => {
            format!("leave out the flag {name}, or give it its other word")
        }
        Reason::VariableAllows | Reason::VariableDenies | Reason::VariableInvalid => {
            format!("unset or change the variable {name}")
        }
        Reason::ParentDenies => {
            format!("unset the variable {name}, or turn it on in the program that set it")
        }
        Reason::PolicyDenies | Reason::PolicyUnreadable => format!("ask whoever looks after {name}"),
        Reason::FeatureOff => "only the tool's author can".to_string(),
        Reason::SettingUnreadable if name.starts_with('{') => {
            "make HOME, or the XDG variable for it, a path in UTF-8 that can be read".to_string()
        }
        Reason::SettingUnreadable => format!("repair {name} or move it away, or: {disable}"),
        Reason::LocalOnly => format!("change {name}"),
        Reason::QuestionAllows
        | Reason::QuestionDenies
        | Reason::RunDenied
        | Reason::RunNotBegun
        | Reason::RunLocal
        | Reason::Withdrawn => "begin a new run".to_string(),
        Reason::SettingAllows
        | Reason::StoredAllows
        | Reason::NoticeShown
        | Reason::NoticeDue
        | Reason::RunTold => disable,
        // No yes that is stored counts there.
        _ if decision.machine => in_a_build(contract),
        Reason::StateUnreadable => format!("{enable}, or: {disable}"),
        Reason::SettingDenies | Reason::StoredDenies => enable,
        _ if stored => format!("{enable}, or: {disable}"),
        _ => deciders(contract),
    };
    let mut out = format!("  change   {change}\n");
    if let Some(more) = &contract.page.more {
        let _ = writeln!(out, "  more     {more}");
    }
    for warning in &decision.warnings {
        let _ = writeln!(out, "  warning  {}", warning.message());
    }
    out
}

/// What a person does to turn it on or off: the tool's own words, or Aboveboard's where it stores the choice.
pub(super) fn control(contract: &Contract, name: &'static str) -> String {
    if contract.page.has_own(name) || contract.consent.store().is_some() {
        return contract.page.control(name);
    }
    deciders(contract)
}

/// What a person can do where nothing is stored.
pub(super) fn deciders(contract: &Contract) -> String {
    let mut out = String::new();
    add_deciders(&mut out, contract, usize::MAX);
    if out.is_empty() { "nothing on this machine turns it on".to_string() } else { out }
}

/// What can turn it on for a build or a coding agent: only what is said to this very process.
fn in_a_build(contract: &Contract) -> String {
    let allows = |source: &Source| {
        matches!(source, Source::Flag { .. } | Source::Variable { means: Means::Allow, .. })
    };
    if contract.consent.sources.iter().any(allows) {
        return deciders(contract);
    }
    "nothing turns it on in a build or for a coding agent".to_string()
}

/// What is to be done where a no cannot be stored: until that works, what stands above whatever says yes turns it off.
pub(super) fn way_out(contract: &Contract, decision: &Decision) -> String {
    let consent = &contract.consent;
    let allows = decision.trail.iter().position(|trace| trace.decided && trace.says == Says::Allow);
    let above = allows.map_or(usize::MAX, |index| index.saturating_sub(consent.gates.len()));
    let mut ways = String::new();
    for name in consent.denial_variables() {
        add(&mut ways, &format!("{name}=1 for no"));
    }
    add_deciders(&mut ways, contract, above);
    let until = if ways.is_empty() { "" } else { "; until then: " };
    format!("mend that and try again{until}{ways}")
}

/// Adds the first so many sources that are not stored, each with its words.
fn add_deciders(out: &mut String, contract: &Contract, most: usize) {
    for source in contract.consent.sources.iter().take(most) {
        let words = match source {
            Source::Flag { name, allow, deny } => {
                format!("the flag {name} ({allow} for yes, {deny} for no)")
            }
            Source::Variable { name, dialect, means, .. } => match (dialect.words(), means) {
                (Some((yes, no)), Means::Allow) => format!("{name}={yes} for yes, {name}={no} for no"),
                (Some((yes, _)), Means::Deny) => format!("{name}={yes} for no"),
                (None, Means::Allow) => format!("{name}=1 for yes"),
                (None, Means::Deny) => format!("{name}=1 for no"),
            },
            Source::Setting(_) | Source::Stored => continue,
        };
        add(out, &words);
    }
}

fn add(out: &mut String, words: &str) {
    if !out.is_empty() {
        out.push_str(", ");
    }
    out.push_str(words);
}
