//! Findings: what a privacy reviewer would want to know before agreeing to a contract.
//!
//! None of it is wrong. Each is worth a minute and an answer, and `docs/review.md` says why.

use alloc::string::String;
use alloc::vec::Vec;

use super::leaves::{self, Found, Owner};
use super::node::Node;
use super::text::{decimal, put};
use crate::error::Error;
use crate::json::Json;

/// A finding: its code, what it means, and what to do.
type Lint = (&'static str, &'static str, &'static str);

const FREE_TEXT: Lint = (
    "free_text",
    "free text is collected: scrubbing takes out what it recognises, nothing more",
    "an enum or a token cannot hold what nobody thought of",
);
const FREE_NAMES: Lint = (
    "free_names",
    "the names in this map are no closed list",
    "make its key an enum, or see to it that no name can come from a person",
);
const TOKEN_WITHOUT_OTHER: Lint = (
    "token_without_other",
    "a word that must not leave cannot become \"other\" here: the whole event is refused",
    "add \"other\": true",
);
const LONG_LIVED_ID: Lint = (
    "long_lived_id",
    "this id outlives the session: reports of one person can be put together over time",
    "prefer \"nonce\", \"run\" or \"session\"",
);
const FINE_TIME: Lint = (
    "fine_time",
    "a time finer than an hour beside an id shows when somebody works",
    "say \"precision\": \"hour\" or \"day\"",
);
const OPT_OUT: Lint =
    ("opt_out", "telemetry is on for people who have said nothing", "\"ask\" or \"deny\" waits for a yes");
const QUESTION_ALLOWS: Lint =
    ("question_allows", "an empty line at the question is taken for a yes", "say \"default\": \"deny\"");
const INVALID_SKIPPED: Lint = (
    "invalid_skipped",
    "a variable with a slip in it says nothing, though it may have been meant as a no",
    "say \"invalid\": \"deny\"",
);
const DO_NOT_TRACK_MISSING: Lint = (
    "do_not_track_missing",
    "DO_NOT_TRACK is not honoured",
    "add {\"env\": \"DO_NOT_TRACK\", \"means\": \"deny\"} below the flag",
);
const DO_NOT_TRACK_BELOW: Lint = (
    "do_not_track_below",
    "something stored stands above DO_NOT_TRACK and may overrule it",
    "move DO_NOT_TRACK above it",
);
const PARENT_GATE_MISSING: Lint = (
    "parent_gate_missing",
    "a denial in the program that starts this one does not reach it, nor the programs that it starts",
    "add the gate {\"env\": \"ABOVEBOARD_DENIED\"}",
);
const NOTHING_STORED: Lint = (
    "nothing_stored",
    "there is no place where a no could be stored: disable cannot work",
    "add the source {\"stored\": true}, or a setting",
);
const ENDPOINT_VARIABLE: Lint = (
    "endpoint_variable",
    "a variable can send the data somewhere else",
    "leave \"env\" out where nobody needs it",
);
const ENDPOINT_PLAINTEXT: Lint = (
    "endpoint_plaintext",
    "the data may travel in plain text, where everybody on the way can read it",
    "use https, and leave \"plaintext\" out",
);
const HEADER_VARIABLE: Lint = (
    "header_variable",
    "a variable can put any text into this header",
    "leave \"env\" out where nobody needs it",
);
const BEARER_TOKEN: Lint = (
    "bearer_token",
    "whoever sends a token is known to the receiver by it",
    "leave \"bearer\" out where reports are meant to be anonymous",
);
const RETENTION_MISSING: Lint = (
    "retention_missing",
    "nobody is told how long the data is kept",
    "add \"retention\": {\"days\": ..., \"then\": ...}",
);
const DELETION_MISSING: Lint = (
    "deletion_missing",
    "reports carry a lasting id, but nobody is told how to have them deleted",
    "add \"deletion\"",
);
const NEVER_MISSING: Lint =
    ("never_missing", "nobody is told what is never collected", "add \"never\", a list of texts");
const CONTROLS_MISSING: Lint = (
    "controls_missing",
    "people are shown Aboveboard's commands and not the tool's own words",
    "add \"controls\" with \"enable\", \"disable\" and \"status\"",
);

/// What is worth a reviewer's minute in a contract, in the order of the contract language: each with a stable code
/// (`docs/review.md` lists them), the place, and what could be done.
pub fn lints(document: &Json<'_>) -> Vec<Error> {
    let document = Node::new(document);
    let mut findings = Findings(Vec::new());
    let found = leaves::leaves(document);
    findings.consent(document.get("consent"));
    findings.payload(&found);
    if document.has("delivery") {
        findings.delivery(document.get("delivery"));
        if !document.has("retention") {
            findings.add(&RETENTION_MISSING, "/retention");
        }
    }
    if !document.has("deletion") && found.iter().any(|found| leaves::is_lasting(found.leaf)) {
        findings.add(&DELETION_MISSING, "/deletion");
    }
    let page = document.get("page");
    for (name, lint) in [("never", &NEVER_MISSING), ("controls", &CONTROLS_MISSING)] {
        if !page.has(name) {
            findings.add_below("/page/", name, lint);
        }
    }
    findings.0
}

struct Findings(Vec<Error>);

impl Findings {
    fn add(&mut self, &(code, message, hint): &Lint, at: &str) {
        self.0.push(Error::new(code, message).at(at).hint(hint));
    }

    fn add_below(&mut self, place: &str, name: &str, lint: &Lint) {
        let mut at = String::from(place);
        at.push_str(name);
        self.add(lint, &at);
    }

    fn consent(&mut self, consent: Node<'_>) {
        let gates = consent.get("gates").items();
        if !gates.clone().any(|gate| gate.has("env")) {
            self.add(&PARENT_GATE_MISSING, "/consent/gates");
        }
        let mut stored = false;
        let mut do_not_track = gates.clone().any(|gate| gate.get("env").is("DO_NOT_TRACK"));
        for (index, source) in (0..).zip(consent.get("sources").items()) {
            stored |= source.has("setting") || source.has("stored");
            let at = decimal(index);
            if source.get("invalid").is("skip") {
                self.add_below("/consent/sources/", &at, &INVALID_SKIPPED);
            }
            if source.get("env").is("DO_NOT_TRACK") {
                if stored && !do_not_track {
                    self.add_below("/consent/sources/", &at, &DO_NOT_TRACK_BELOW);
                }
                do_not_track = true;
            }
        }
        if !do_not_track {
            self.add(&DO_NOT_TRACK_MISSING, "/consent/sources");
        }
        if !stored {
            self.add(&NOTHING_STORED, "/consent/sources");
        }
        if let Some((name, _)) = consent.get("undecided").members().find(|(_, word)| word.is("notice")) {
            self.add_below("/consent/undecided/", name, &OPT_OUT);
        }
        if consent.get("question").get("default").is("allow") {
            self.add(&QUESTION_ALLOWS, "/consent/question/default");
        }
    }

    fn payload(&mut self, all: &[Found<'_>]) {
        for found in all {
            self.kinds(&found.pointer, found.leaf);
            if leaves::is_lasting(found.leaf) {
                self.add(&LONG_LIVED_ID, &found.pointer);
            }
            let mut beside = all.iter().filter(|other| in_one_payload(found.owner, other.owner));
            if is_fine_time(found.leaf) && beside.any(|other| leaves::is_id(other.leaf)) {
                self.add(&FINE_TIME, &found.pointer);
            }
        }
    }

    /// What a leaf can hold, and what the leaves within it can.
    fn kinds(&mut self, pointer: &str, leaf: Node<'_>) {
        if leaf.get("map").item(0).has("token") {
            self.add(&FREE_NAMES, pointer);
        }
        match leaves::kind(leaf) {
            Some("text") => self.add(&FREE_TEXT, pointer),
            Some("token") if !leaf.get("other").is_true() => self.add(&TOKEN_WITHOUT_OTHER, pointer),
            Some(kind @ ("list" | "map")) => {
                for (index, part) in (0..).zip(leaf.get(kind).items()) {
                    let mut place = String::from(pointer);
                    put(&mut place, &["/", kind, "/", &decimal(index)]);
                    self.kinds(&place, part);
                }
            }
            _ => {}
        }
    }

    fn delivery(&mut self, delivery: Node<'_>) {
        let endpoint = delivery.get("endpoint");
        if endpoint.has("env") {
            self.add(&ENDPOINT_VARIABLE, "/delivery/endpoint/env");
        }
        if endpoint.get("plaintext").is_true() {
            self.add(&ENDPOINT_PLAINTEXT, "/delivery/endpoint/plaintext");
        }
        for (name, header) in delivery.get("headers").members() {
            if header.has("env") {
                self.add_below("/delivery/headers/", name, &HEADER_VARIABLE);
            }
        }
        for (name, lint) in [("user_agent", &HEADER_VARIABLE), ("bearer", &BEARER_TOKEN)] {
            if delivery.get(name).has("env") || delivery.get(name).has("setting") {
                self.add_below("/delivery/", name, lint);
            }
        }
    }
}

fn is_fine_time(leaf: Node<'_>) -> bool {
    let precision = leaf.get("precision");
    leaf.get("from").is("time") && !precision.is("hour") && !precision.is("day")
}

/// Whether leaves of these owners travel together.
fn in_one_payload(one: Owner<'_>, other: Owner<'_>) -> bool {
    match (one, other) {
        (Owner::Common, Owner::Event(_)) | (Owner::Event(_), Owner::Common) => true,
        // A record stays where it was written.
        (Owner::Record(_), _) => false,
        _ => one == other,
    }
}
