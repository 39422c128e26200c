//! The public privacy page, in Markdown: the same contract gives the same bytes.
//!
//! It is for the users of the tool, in their words. Text of the contract is escaped, so that none of it is markup.

mod collected;
mod controls;
mod decided;
mod delivered;
mod markdown;
mod value;

use alloc::string::String;
use alloc::vec::Vec;

use super::leaves::{self, Found, Owner};
use super::node::Node;
use super::text::put;
use crate::json::Json;
use markdown::{coded, heading, link, text};

/// A contract on its way to a page.
struct Page<'j> {
    document: Node<'j>,
    found: Vec<Found<'j>>,
}

impl<'j> Page<'j> {
    fn tool(&self) -> &'j str {
        self.document.get("tool").text().unwrap_or("")
    }

    fn sources(&self) -> impl Iterator<Item = Node<'j>> {
        self.document.get("consent").get("sources").items()
    }

    /// The leaves of what may be sent.
    fn sent(&self) -> impl Iterator<Item = &Found<'j>> {
        self.found.iter().filter(|found| !matches!(found.owner, Owner::Record(_)))
    }
}

/// The privacy page of a contract.
pub fn page(document: &Json<'_>) -> String {
    let document = Node::new(document);
    let page = Page { document, found: leaves::leaves(document) };
    let mut out = String::new();
    beginning(&mut out, &page);
    collected::collected(&mut out, &page);
    collected::never(&mut out, &page);
    controls::controls(&mut out, &page);
    decided::decided(&mut out, &page);
    delivered::delivered(&mut out, &page);
    delivered::kept(&mut out, &page);
    collected::records(&mut out, &page);
    end(&mut out, &page);
    out
}

fn beginning(out: &mut String, page: &Page<'_>) {
    put(out, &["# Telemetry of ", &coded(page.tool()), "\n\n"]);
    let own = page.document.get("page");
    if let Some(about) = own.get("about").text() {
        text(out, about);
        out.push_str("\n\n");
    }
    let undecided = page.document.get("consent").get("undecided");
    out.push_str(if undecided.members().any(|(_, word)| word.is("notice")) {
        "Telemetry is **on unless you turn it off**. You are told before anything is sent.\n"
    } else if undecided.get("interactive").is("ask") {
        "Telemetry is **off until you say yes**. You are asked.\n"
    } else {
        "Telemetry is **off unless you turn it on**.\n"
    });
    if own.has("principles") {
        heading(out, "##", "Principles");
        for principle in own.get("principles").items() {
            out.push_str("- ");
            text(out, principle.text().unwrap_or(""));
            out.push('\n');
        }
    }
}

fn end(out: &mut String, page: &Page<'_>) {
    heading(out, "##", "About this page");
    let text = |name: &str| page.document.get(name).text().unwrap_or("");
    put(
        out,
        &[
            "It is made from the file that decides what is sent: schema version ",
            &coded(text("schema_version")),
        ],
    );
    out.push_str(", consent version ");
    value::json(out, page.document.get("consent_version"));
    out.push_str(
        ". Any change of what is collected gets a new schema version. Where more is collected, the consent version grows \
         too, and you are told or asked again.\n",
    );
    let own = page.document.get("page");
    for (name, words) in [("source", "The source code"), ("more", "More about privacy")] {
        if let Some(url) = own.get(name).text() {
            put(out, &["\n", words, ": "]);
            link(out, url);
            out.push('\n');
        }
    }
}
