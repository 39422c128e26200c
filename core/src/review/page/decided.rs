//! How it is decided whether anything is sent: gates, sources in order, and what holds where none of them speaks.

use alloc::string::String;

use super::Page;
use super::markdown::{block, code, coded, heading};
use crate::review::node::Node;
use crate::review::text::{decimal, listed, put};

/// The bases of files, as people know them.
const BASES: &[(&str, &str)] =
    &[("{config}", "~/.config"), ("{state}", "~/.local/state"), ("{home}", "~"), ("{system}", "/etc")];

/// How the dialects say yes and no; where there is no such word, nothing stands here.
const DIALECTS: &[(&str, &str, &str)] = &[
    ("strict", "1", "0"),
    ("pk3s", "1", "0"),
    ("parsebool", "1", "0"),
    ("exact_true", "true", "false"),
    ("presence", "1", ""),
    ("non_empty", "1", ""),
];

/// The words of a variable for yes and no; the second is empty where no text says no.
pub(super) fn words(variable: Node<'_>) -> (&'static str, &'static str) {
    let dialect = variable.get("dialect").text().unwrap_or("strict");
    DIALECTS.iter().find(|(name, ..)| *name == dialect).map_or(("", ""), |(_, yes, no)| (yes, no))
}

/// A file of the contract as people know it: `{config}/tool/x` is `~/.config/tool/x`.
pub(super) fn file(path: &str) -> String {
    let mut out = String::new();
    match BASES.iter().find_map(|(base, place)| Some((place, path.strip_prefix(base)?))) {
        Some((place, rest)) => put(&mut out, &[place, rest]),
        None => out.push_str(path),
    }
    out
}

/// A JSON pointer as people write it: `/telemetry/enabled` is `telemetry.enabled`.
pub(super) fn key(pointer: &str) -> String {
    let path = pointer.strip_prefix('/').unwrap_or(pointer);
    path.chars().map(|character| if character == '/' { '.' } else { character }).collect()
}

pub(super) fn decided(out: &mut String, page: &Page<'_>) {
    let consent = page.document.get("consent");
    heading(out, "##", "How it is decided");
    gates(out, consent.get("gates"), page.tool());
    let sources = consent.get("sources");
    if sources.item(0).is_there() {
        out.push_str(if consent.has("gates") { "Otherwise the" } else { "The" });
        out.push_str(" first of these that says anything decides:\n\n");
        for (number, item) in (1..).zip(sources.items()) {
            put(out, &[&decimal(number), ". "]);
            source(out, item);
            out.push('\n');
        }
        out.push_str("\nWhere none of them says anything:\n\n");
    }
    undecided(out, consent);
    local(out, consent.get("local"));
    children(out, page);
    if sources.items().any(|source| source.has("file")) {
        out.push_str(
            "\nA file that is there but cannot be read, or that others may write to, counts as a no. `~/.config` and \
             `~/.local/state` are elsewhere where `XDG_CONFIG_HOME` and `XDG_STATE_HOME` say so.\n",
        );
    }
}

fn gates(out: &mut String, gates: Node<'_>, tool: &str) {
    if !gates.item(0).is_there() {
        return;
    }
    out.push_str("Telemetry is off, whatever else is said, in each of these cases:\n\n");
    for gate in gates.items() {
        out.push_str("- ");
        if let Some(feature) = gate.get("feature").text() {
            put(out, &["this build of ", &coded(tool), " has its feature ", &coded(feature), " turned off"]);
        } else if let Some(pointer) = gate.get("policy").text() {
            put(out, &["your organisation's file ", &coded(&file(gate.get("file").text().unwrap_or("")))]);
            put(out, &[" says `false` at ", &coded(&key(pointer)), ", or cannot be read"]);
        } else {
            put(out, &["the variable ", &coded(gate.get("env").text().unwrap_or("")), " is "]);
            put(
                out,
                &[
                    &coded(words(gate).0),
                    " or not understood: the program that started this one runs without telemetry",
                ],
            );
        }
        out.push('\n');
    }
    out.push('\n');
}

fn source(out: &mut String, source: Node<'_>) {
    if let Some(flag) = source.get("flag").text() {
        let word = |name, otherwise| coded(source.get(name).text().unwrap_or(otherwise));
        put(out, &["the flag `--", flag, "`: ", &word("allow", "enable"), " is a yes, "]);
        put(out, &[&word("deny", "disable"), " a no"]);
    } else if let Some(name) = source.get("env").text() {
        put(out, &["the variable ", &coded(name), ": "]);
        variable(out, source);
    } else if let Some(pointer) = source.get("setting").text() {
        put(out, &["the setting ", &coded(&key(pointer)), " in "]);
        code(out, &file(source.get("file").text().unwrap_or("")));
        out.push_str(": `true` is a yes, `false` a no");
    } else {
        out.push_str("what you have said before, kept in a file of its own on your machine");
    }
}

fn variable(out: &mut String, source: Node<'_>) {
    let (yes, no) = words(source);
    let denies = source.get("means").is("deny");
    let (sense, rest) = if denies { ("no", "") } else { ("yes", no) };
    match source.get("dialect").text() {
        Some("exact_true") if !denies => out.push_str("`true` is a yes, everything else a no"),
        Some("presence") => put(out, &["set at all, it is a ", sense]),
        Some("non_empty") => put(out, &["any text is a ", sense]),
        _ => {
            put(out, &[&coded(yes), " is a ", sense]);
            if !rest.is_empty() {
                put(out, &[", ", &coded(rest), " a no"]);
            }
            let skipped = source.get("invalid").is("skip");
            out.push_str(if skipped {
                "; what is not understood says nothing"
            } else {
                "; what is not understood is a no"
            });
        }
    }
}

fn undecided(out: &mut String, consent: Node<'_>) {
    let undecided = consent.get("undecided");
    let (person, nobody) = (undecided.get("interactive"), undecided.get("unattended"));
    if person.is("deny") && nobody.is("deny") {
        out.push_str("Telemetry is off.\n");
    }
    if person.is("ask") {
        let question = consent.get("question");
        out.push_str("In a terminal you are asked");
        out.push_str(if question.get("remember").is_true() {
            ", and your answer is remembered. "
        } else {
            ", and your answer holds for that run. "
        });
        out.push_str("An empty line is a ");
        out.push_str(if question.get("default").is("allow") { "yes" } else { "no" });
        out.push_str("; whatever is neither yes nor no is a no:\n");
        block(out, question.get("text").text().unwrap_or(""));
    }
    if person.is("notice") || nobody.is("notice") {
        if !nobody.is("notice") {
            out.push_str("In a terminal telemetry");
        } else if !person.is("notice") {
            out.push_str("Without a terminal telemetry");
        } else {
            out.push_str("Telemetry");
        }
        out.push_str(
            " is on. You are told so first, once and without having to answer, and the run that tells you sends \
             nothing:\n",
        );
        block(out, consent.get("notice").get("text").text().unwrap_or(""));
    }
    if nobody.is("deny") && !person.is("deny") {
        out.push_str("Where there is no terminal, telemetry is off.\n");
    }
    let kept = consent.get("sources").items().any(|source| source.has("setting") || source.has("stored"));
    if !kept && person.is("deny") && nobody.is("deny") {
        return;
    }
    out.push_str(
        "\nIn automated builds and under coding agents nobody is asked or told anything, and only a flag or a variable \
         can turn telemetry on.\n",
    );
}

/// How the programs that this one starts learn of a no.
fn children(out: &mut String, page: &Page<'_>) {
    let gates = page.document.get("consent").get("gates").items().filter_map(|gate| gate.get("env").text());
    let denied = page.document.get("child").get("denied").members();
    let constants =
        denied.filter_map(|(name, value)| Some((name, value.text().filter(|text| !text.is_empty())?)));
    let mut all = gates.map(|name| (name, "1")).chain(constants).peekable();
    if all.peek().is_none() {
        return;
    }
    out.push_str("\nWhere telemetry is off, programs that this one starts are told so with ");
    listed(out, all, " and ", |out, (name, value)| {
        let mut words = String::new();
        put(&mut words, &[name, "=", value]);
        code(out, &words);
    });
    out.push_str(".\n");
}

fn local(out: &mut String, local: Node<'_>) {
    if !local.is_there() {
        return;
    }
    out.push_str("\nReports are written to ");
    code(out, &file(local.get("file").text().unwrap_or("")));
    out.push_str(" and nothing is sent, where telemetry is on and one of these says so:\n\n");
    for switch in local.get("sources").items() {
        out.push_str("- ");
        if let Some(name) = switch.get("env").text() {
            put(
                out,
                &["the variable ", &coded(name), " is ", &coded(words(switch).0), " or cannot be understood"],
            );
        } else {
            put(out, &["the setting ", &coded(&key(switch.get("setting").text().unwrap_or(""))), " in "]);
            put(out, &[&coded(&file(switch.get("file").text().unwrap_or(""))), " is `true`"]);
        }
        out.push('\n');
    }
}
