//! Decisions in words, for people: what holds, why, and what they can do about it.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt::Write;

use crate::contract::{Contract, Source};
use crate::decision::{Decision, Reason, Says, State, Trace};
use crate::dialect::Class;
use crate::reader::listed;

/// What holds and why, in two lines, and how to change it. In the middle of a sentence the reason follows on the first.
pub(super) fn brief(contract: &Contract, decision: &Decision, in_sentence: bool) -> String {
    let because = decision.reason.message(decision.source.as_deref());
    let mut out = String::new();
    // Writing to a String cannot fail.
    if in_sentence {
        let state = if matches!(decision.state, State::On | State::Local) { "still on" } else { "still off" };
        let _ = writeln!(out, "{state}, because {because}");
    } else {
        let _ = writeln!(out, "{} telemetry: {}", contract.tool(), decision.state.as_str());
        let _ = writeln!(out, "  because  {because}");
    }
    for line in advice(contract, decision) {
        let _ = writeln!(out, "  {line}");
    }
    for warning in &decision.warnings {
        let _ = writeln!(out, "  warning  {}", warning.message());
    }
    out
}

/// The same, and the whole trail.
pub(super) fn in_full(contract: &Contract, decision: &Decision) -> String {
    let mut out = brief(contract, decision, false);
    let mut settled = false;
    for (index, trace) in decision.trail.iter().enumerate() {
        let lead = if index == 0 { "sources" } else { "" };
        let _ = writeln!(out, "  {lead:7}  {} {}: {}", trace.kind, trace.name, said(trace, settled));
        settled |= trace.decided && trace.says != Says::Nothing;
    }
    out
}

/// What one gate or source says, and what became of that.
fn said(trace: &Trace, settled: bool) -> String {
    let class = match (trace.class, trace.kind) {
        (Class::Absent, "feature") => "off",
        (Class::True, "feature") => "on",
        (Class::Absent, _) => "not set",
        (Class::True, _) => "says yes",
        (Class::False, _) => "says no",
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

/// What a person can do about it.
fn advice(contract: &Contract, decision: &Decision) -> impl Iterator<Item = String> {
    let name = decision.source.as_deref().unwrap_or("a source");
    let enable = contract.page.control("enable");
    let disable = contract.page.control("disable");
    let stored = contract.consent.store().is_some();
    let change = match decision.reason {
        Reason::FlagAllows | Reason::FlagDenies => {
            format!("leave out the flag {name}, or give it its other word")
        }
        Reason::VariableAllows | Reason::VariableDenies | Reason::VariableInvalid => {
            format!("unset the variable {name}, or set it to another word")
        }
        Reason::ParentDenies => {
            format!("unset the variable {name}, or turn it on in the program that set it")
        }
        Reason::PolicyDenies | Reason::PolicyUnreadable => format!("ask whoever looks after {name}"),
        Reason::FeatureOff => "only the tool's author can".to_string(),
        Reason::SettingUnreadable => format!("repair {name} or move it away, or: {disable}"),
        Reason::StateUnreadable => format!("{enable}, or: {disable}"),
        Reason::LocalOnly => format!("change {name}"),
        Reason::QuestionAllows | Reason::QuestionDenies | Reason::RunDenied | Reason::RunLocal => {
            "begin a new run".to_string()
        }
        Reason::SettingAllows | Reason::StoredAllows | Reason::NoticeShown => disable.to_string(),
        Reason::SettingDenies | Reason::StoredDenies => enable.to_string(),
        Reason::NoticeDue => disable.to_string(),
        _ if stored => format!("{enable}, or: {disable}"),
        _ => deciders(contract),
    };
    let more = contract.page.more.as_ref().map(|more| format!("more     {more}"));
    core::iter::once(format!("change   {change}")).chain(more)
}

/// Who decides where nothing is stored.
pub(super) fn deciders(contract: &Contract) -> String {
    let names = contract.consent.sources.iter().filter_map(|source| match source {
        Source::Variable { name, .. } => Some(name.as_str()),
        _ => None,
    });
    let flags = contract.consent.sources.iter().filter_map(|source| match source {
        Source::Flag { name, .. } => Some(format!("--{name}")),
        _ => None,
    });
    let mut out = String::new();
    for flag in flags {
        let _ = write!(out, "{}the flag {flag}", if out.is_empty() { "" } else { ", " });
    }
    let variables = listed(names);
    if !variables.is_empty() {
        let _ = write!(out, "{}the variables {variables}", if out.is_empty() { "" } else { ", " });
    }
    if out.is_empty() {
        "nothing on this machine turns it on".to_string()
    } else {
        format!("what decides: {out}")
    }
}
