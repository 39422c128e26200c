//! What is collected: every leaf, why, and what the ids can link.

use alloc::string::String;

use super::Page;
use super::markdown::{code, coded, head, heading, plain, row, text};
use super::value;
use crate::review::leaves::{self, Found, Owner};
use crate::review::node::Node;
use crate::review::text::{listed, put};

/// What each id can link: the word, what is said where nothing is inherited, what is said where it is.
const LINKS: &[(&str, &str, &str)] = &[
    ("nonce", "made up anew for every run and never stored: it cannot link two runs", ""),
    ("run", "made up anew for every run: it puts the reports of one run together", ""),
    (
        "session",
        "made up anew for every run: it puts the reports of one run together",
        "shared by programs that start one another: it puts the reports of one such chain together, and nothing beyond it",
    ),
    (
        "parent",
        "names the run of the program that started this one",
        "names the run of the program that started this one",
    ),
    ("installation", "made up once and kept: it puts all reports of one installation together", ""),
    ("machine", "worked out from the machine: it puts all reports of one machine together", ""),
];

pub(super) fn collected(out: &mut String, page: &Page<'_>) {
    heading(out, "##", "What is collected");
    if page.sent().any(|found| leaves::is_free_text(found.leaf)) {
        out.push_str(
            "Fields marked as **free text** are searched for secrets, addresses, paths and names first, and what is \
             found is taken out. A search can miss something; all other fields cannot hold any text but what is said \
             here.\n\n",
        );
    }
    table(out, page, Owner::Common);
    for (name, event) in page.document.get("events").members() {
        if event.has("payload") {
            let mut title = String::from("In addition, in reports of ");
            code(&mut title, name);
            heading(out, "###", &title);
            table(out, page, Owner::Event(name));
        }
    }
    ids(out, page);
}

/// The documents that stay on the machine.
pub(super) fn records(out: &mut String, page: &Page<'_>) {
    if !page.document.has("records") {
        return;
    }
    heading(out, "##", "What is written to files and never sent");
    out.push_str(
        "These documents stay on your machine, in a file that is named when they are asked for. They do not depend on \
         whether telemetry is on.\n",
    );
    for (name, _) in page.document.get("records").members() {
        heading(out, "###", &coded(name));
        table(out, page, Owner::Record(name));
    }
}

fn table(out: &mut String, page: &Page<'_>, owner: Owner<'_>) {
    head(out, &["Field", "What it is", "Comes from", "Why", "Example"]);
    for found in page.found.iter().filter(|found| found.owner == owner) {
        let (mut value, mut example) = (String::new(), String::new());
        value::value(&mut value, found.leaf, page.document);
        value::example(&mut example, found.leaf);
        let why = plain(found.leaf.get("why").text().unwrap_or(""));
        row(out, &[&coded(&found.path), &value, value::source(found.leaf), &why, &example]);
    }
}

fn ids(out: &mut String, page: &Page<'_>) {
    // Where there is none, nothing is claimed: the tool itself may put an id into a field of its own.
    if !page.sent().any(|found| leaves::is_id(found.leaf)) {
        return;
    }
    heading(out, "###", "Ids, and what they can link");
    for Found { path, leaf, .. } in page.sent().filter(|found| leaves::is_id(found.leaf)) {
        let word = leaf.get("from").text().unwrap_or("");
        let variable = page.document.get("correlation").get(word).get("env").text();
        let (alone, inherited) = LINKS
            .iter()
            .find(|(id, ..)| *id == word)
            .map_or(("", ""), |(_, alone, inherited)| (alone, inherited));
        put(out, &["- ", &coded(path), ": ", if variable.is_some() { inherited } else { alone }]);
        if let Some(variable) = variable {
            put(out, &[" (the variable ", &coded(variable), " passes it on)"]);
        }
        out.push('\n');
    }
}

/// When a report is made: on an event, under which conditions, or every so often.
pub(super) fn events(out: &mut String, page: &Page<'_>) {
    for (name, event) in page.document.get("events").members() {
        put(out, &["- ", &coded(name)]);
        if event.has("when") {
            out.push_str(", only where ");
            listed(out, event.get("when").members(), " and ", condition);
        }
        out.push('\n');
    }
}

fn condition(out: &mut String, (path, values): (&str, Node<'_>)) {
    put(out, &[&coded(path), " is "]);
    listed(out, values.items(), " or ", |out, item| match item.text() {
        Some(word) => code(out, word),
        None => value::json(out, item),
    });
}

pub(super) fn never(out: &mut String, page: &Page<'_>) {
    let never = page.document.get("page").get("never");
    if !never.is_there() {
        return;
    }
    heading(out, "##", "What is never collected");
    for item in never.items() {
        out.push_str("- ");
        text(out, item.text().unwrap_or(""));
        out.push('\n');
    }
}
