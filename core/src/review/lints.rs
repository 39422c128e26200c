//! Findings: what a privacy reviewer would want to know before agreeing to a contract.
//!
//! None of it is wrong. Each is worth a minute and an answer, and `docs/review.md` says why.

use alloc::string::String;
use alloc::vec::Vec;

use super::conditions::holds;
use super::leaves::{self, Owner, leaves};
use super::node::Node;
use super::template::Template;
use super::text::{decimal, put};
use crate::error::Error;
use crate::json::Json;

/// Where there is something to find, as templates (see [`template`](super::template)): each finding is a line with its
/// code and its pointer.
const PARTS: &[(&str, &str)] = &[
    (
        "consent",
        "<?%parent gate><|>parent_gate_missing /consent/gates\n<.><*consent.sources><?invalid=skip>invalid_skipped \
         /consent/sources/<@|index>\n<.><?env=DO_NOT_TRACK><?%stored above>do_not_track_below \
         /consent/sources/<@|index>\n<.><.><.><?%do not track><|>do_not_track_missing \
         /consent/sources\n<.><?%kept><|>nothing_stored \
         /consent/sources\n<.><?consent.undecided.interactive=notice>opt_out \
         /consent/undecided/interactive\n<|><?consent.undecided.unattended=notice>opt_out \
         /consent/undecided/unattended\n<.><.><?consent.question.default=allow>question_allows \
         /consent/question/default\n<.><?identity.kind=multi_signal>guessable_id \
         /identity/kind\n<.><?identity><?%told identity><|>identity_unused /identity\n<.><.>",
    ),
    // A leaf that may be sent; its name is the pointer to it.
    (
        "sent",
        "<&any><?%lasting id><?/identity.rotation>rotating_id<|>long_lived_id<.> <@>\n<.><?from=os_version>fine_os_version \
         <@>\n<.><?%ids><?from=time><?precision=hour><|><?precision=day><|>fine_time \
         <@>\n<.><.><.><.>",
    ),
    // Any leaf, or one within a list or a map.
    (
        "any",
        "<?text>free_text <@>\n<.><?token><?other=true><|>token_without_other <@>\n<.><.><?map><?map.0.token>free_names \
         <@>\n<.><.>",
    ),
    (
        "delivery",
        "<?delivery.mode=standard_output>nothing_sent /delivery/mode\n<.><?delivery.endpoint.env>endpoint_variable /delivery/endpoint/env\n<.><?delivery.endpoint.plaintext=true>\
         endpoint_plaintext /delivery/endpoint/plaintext\n<.><*delivery.headers><?env>header_variable \
         /delivery/headers/<@>\n<.><.><?delivery.user_agent.env>header_variable \
         /delivery/user_agent\n<.><?delivery.bearer>bearer_token /delivery/bearer\n<.><?delivery><?retention>\
         <|>retention_missing /retention\n<.><.><?%lasting ids><?deletion><|>deletion_missing /deletion\n<.><.><?page.never>\
         <|>never_missing /page/never\n<.><?page.controls><|>controls_missing /page/controls\n<.>",
    ),
];

/// What each finding means, and what to do.
const LINTS: &[(&str, &str, &str)] = &[
    (
        "free_text",
        "free text is collected: scrubbing takes out what it recognises, nothing more",
        "an enum or a token cannot hold what nobody thought of",
    ),
    (
        "free_names",
        "the names in this map are no closed list",
        "make its key an enum, or see to it that no name can come from a person",
    ),
    (
        "token_without_other",
        "a word that must not leave cannot become \"other\" here: the whole event is refused",
        "add \"other\": true",
    ),
    (
        "long_lived_id",
        "this id outlives the session: reports of one person can be put together over time",
        "prefer \"session\", \"run\" or \"nonce\", or have a machine's id change: \"rotation\"",
    ),
    (
        "rotating_id",
        "the reports of one machine can be put together until its id changes",
        "prefer \"session\", \"run\" or \"nonce\", or the shortest \"rotation\": \"day\"",
    ),
    (
        "guessable_id",
        "whoever knows a machine's id, MAC address, host name and user can work this hash out",
        "the kind \"machine\" gives an id that tells nothing of them",
    ),
    (
        "identity_unused",
        "no leaf tells this id, and it may be made and stored all the same",
        "leave \"identity\" out, or add a leaf with {\"from\": \"identity\"}",
    ),
    (
        "fine_os_version",
        "the name of a kernel that somebody has built is as good as an id",
        "leave it out where \"os\" is enough",
    ),
    (
        "fine_time",
        "a time finer than an hour beside an id shows when somebody works",
        "say \"precision\": \"hour\" or \"day\"",
    ),
    ("opt_out", "telemetry is on for people who have said nothing", "\"ask\" or \"deny\" waits for a yes"),
    ("question_allows", "an empty line at the question is taken for a yes", "say \"default\": \"deny\""),
    (
        "invalid_skipped",
        "a variable with a slip in it says nothing, though it may have been meant as a no",
        "say \"invalid\": \"deny\"",
    ),
    (
        "do_not_track_missing",
        "DO_NOT_TRACK is not honoured",
        "add {\"env\": \"DO_NOT_TRACK\", \"means\": \"deny\"} below the flag",
    ),
    (
        "do_not_track_below",
        "something stored stands above DO_NOT_TRACK and may overrule it",
        "move DO_NOT_TRACK above it",
    ),
    (
        "parent_gate_missing",
        "a denial in the program that starts this one does not reach it, nor the programs that it starts",
        "add the gate {\"env\": \"ABOVEBOARD_DENIED\"}",
    ),
    (
        "nothing_stored",
        "there is no place where a no could be stored: disable cannot work",
        "add the source {\"stored\": true}, or a setting",
    ),
    (
        "endpoint_variable",
        "a variable can send the data somewhere else",
        "leave \"env\" out where nobody needs it",
    ),
    (
        "endpoint_plaintext",
        "the data may travel in plain text, where everybody on the way can read it",
        "use https, and leave \"plaintext\" out",
    ),
    (
        "header_variable",
        "a variable can put any text into this header",
        "leave \"env\" out where nobody needs it",
    ),
    (
        "bearer_token",
        "whoever sends a token is known to the receiver by it",
        "leave \"bearer\" out where reports are meant to be anonymous",
    ),
    (
        "nothing_sent",
        "events are printed on standard output and go nowhere",
        "leave \"mode\" out, or say \"best_effort\", in what people get",
    ),
    (
        "retention_missing",
        "nobody is told how long the data is kept",
        "add \"retention\": {\"days\": ..., \"then\": ...}",
    ),
    (
        "deletion_missing",
        "reports carry a lasting id, but nobody is told how to have them deleted",
        "add \"deletion\"",
    ),
    ("never_missing", "nobody is told what is never collected", "add \"never\", a list of texts"),
    (
        "controls_missing",
        "people are shown Aboveboard's commands and not the tool's own words",
        "add \"controls\" with \"enable\", \"disable\" and \"status\"",
    ),
];

/// What is worth a reviewer's minute in a contract, in the order of the contract language: each with a stable code
/// (`docs/review.md` lists them), the place, and what could be done.
pub fn lints(document: &Json<'_>) -> Vec<Error> {
    let document = Node::new(document);
    let template = Template { parts: PARTS, filter, test: holds };
    let mut lines = String::new();
    template.write(&mut lines, "consent", document, document, "");
    for found in leaves(document) {
        let part = if matches!(found.owner, Owner::Record(_)) { "any" } else { "sent" };
        template.write(&mut lines, part, document, found.leaf, &found.pointer);
        for within in leaves::parts(found.leaf) {
            template.write(&mut lines, "any", document, within, &found.pointer);
        }
    }
    template.write(&mut lines, "delivery", document, document, "");
    lines.split('\n').filter_map(finding).collect()
}

fn finding(line: &str) -> Option<Error> {
    let (code, at) = line.split_once(' ')?;
    let (code, message, hint) = LINTS.iter().find(|(known, ..)| *known == code)?;
    Some(Error::new(code, *message).at(at).hint(*hint))
}

/// `index` counts from 0, as pointers do.
fn filter(out: &mut String, filter: &str, value: &str, _: Node<'_>) {
    match value.parse::<i64>() {
        Ok(number) if filter == "index" => out.push_str(&decimal(number.saturating_sub(1))),
        _ => put(out, &[value]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::template;

    #[test]
    fn the_templates_are_well_formed_and_each_code_is_known() {
        template::check(PARTS, &["", "index"]);
        for (_, text) in PARTS {
            let codes = text
                .split(['>', '\n', ' '])
                .filter(|word| word.contains('_') && !word.contains(['/', '<', '.', '=']));
            for code in codes {
                assert!(LINTS.iter().any(|(known, ..)| *known == code), "{code}");
            }
        }
    }
}
