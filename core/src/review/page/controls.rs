//! What people can do: say no, say yes, look, preview, delete.

use alloc::string::String;

use super::Page;
use super::decided::words;
use super::markdown::{coded, head, heading, link, row};
use crate::review::node::Node;
use crate::review::text::put;

pub(super) fn controls(out: &mut String, page: &Page<'_>) {
    heading(out, "##", "What you can do");
    head(out, &["To", "Do this"]);
    let stored = page.sources().any(|source| source.has("setting") || source.has("stored"));
    let controls = page.document.get("page").get("controls");
    let command = |name: &str, words: &str| {
        let mut aboveboard = String::from("aboveboard ");
        aboveboard.push_str(words);
        coded(controls.get(name).text().unwrap_or(&aboveboard))
    };
    for (name, what) in [("disable", "turn telemetry off"), ("enable", "turn telemetry on")] {
        if stored || controls.has(name) {
            row(out, &[what, &command(name, name)]);
        }
    }
    for (allows, what) in [(false, "turn it off for one run"), (true, "turn it on for one run")] {
        let mut ways = String::new();
        for source in page.sources() {
            once(&mut ways, source, allows);
        }
        if !ways.is_empty() {
            row(out, &[what, &ways]);
        }
    }
    row(out, &["see whether it is on, and why", &command("status", "status")]);
    row(out, &["see exactly what would be sent, whether it is on or not", &preview(page, &command)]);
    if controls.has("reset") {
        row(out, &["forget everything and turn it off", &command("reset", "reset")]);
    }
    let token = page.document.get("delivery").get("bearer").has("setting");
    for (name, words, what) in
        [("token_set", "token set", "store a token"), ("token_clear", "token clear", "remove the token")]
    {
        if token || controls.has(name) {
            row(out, &[what, &command(name, words)]);
        }
    }
    out.push_str("\nWhile telemetry is off, nothing is sent and no connection is made");
    let deletion = page.document.get("deletion");
    if deletion.has("url") || deletion.has("event") {
        out.push_str(", but for a request of yours to have data deleted");
    }
    out.push_str(".\n");
}

/// Appends how a flag or a variable says it for one run, if it can.
fn once(out: &mut String, source: Node<'_>, allows: bool) {
    let mut way = String::new();
    if let Some(flag) = source.get("flag").text() {
        let (word, otherwise) = if allows { ("allow", "enable") } else { ("deny", "disable") };
        put(&mut way, &["--", flag, " ", source.get(word).text().unwrap_or(otherwise)]);
    } else if let Some(name) = source.get("env").text() {
        let (yes, no) = words(source);
        let word = match (source.get("means").is("deny"), allows) {
            (true, true) => "",
            (true, false) | (false, true) => yes,
            (false, false) => no,
        };
        if !word.is_empty() {
            put(&mut way, &[name, "=", word]);
        }
    }
    if !way.is_empty() {
        let or = if out.is_empty() { "" } else { " or " };
        put(out, &[or, &coded(&way)]);
    }
}

fn preview(page: &Page<'_>, command: &impl Fn(&str, &str) -> String) -> String {
    let own = page.document.get("page");
    let mut out = String::new();
    if let Some(url) = own.get("preview").text() {
        out.push_str("open ");
        link(&mut out, url);
    }
    if out.is_empty() || own.get("controls").has("preview") {
        let event = page.document.get("events").members().next().map_or("", |(name, _)| name);
        let mut words = String::from("preview ");
        words.push_str(event);
        let or = if out.is_empty() { "" } else { " or " };
        put(&mut out, &[or, &command("preview", &words)]);
    }
    out
}
