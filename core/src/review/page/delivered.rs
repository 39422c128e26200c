//! When reports are sent, where to, how long they are kept and how to have them deleted.

use alloc::string::String;

use super::Page;
use super::collected::events;
use super::decided::file;
use super::markdown::{code, coded, heading, plain};
use crate::review::node::Node;
use crate::review::text::{contains, decimal, listed, put};

const UNITS: &[(i64, &str, &str)] =
    &[(86_400, "day", "days"), (3600, "hour", "hours"), (60, "minute", "minutes"), (1, "second", "seconds")];

pub(super) fn delivered(out: &mut String, page: &Page<'_>) {
    let delivery = page.document.get("delivery");
    heading(out, "##", "When it is sent, and where to");
    if !delivery.is_there() {
        out.push_str("Nothing is sent: there is nowhere to send it to.\n");
        return;
    }
    match delivery.get("every_seconds").integer() {
        Some(seconds) => {
            out.push_str("While the program runs, it reports ");
            every(out, seconds);
            out.push_str(":\n\n");
        }
        None => out.push_str("A report is sent when one of these happens:\n\n"),
    }
    events(out, page);
    address(out, delivery.get("endpoint"));
    patience(out, delivery);
    headers(out, delivery);
    bearer(out, delivery.get("bearer"));
}

fn address(out: &mut String, endpoint: Node<'_>) {
    let url = endpoint.get("url").text().unwrap_or("");
    put(out, &["\nReports go to ", &coded(url)]);
    out.push_str(if url.starts_with("https") {
        ", encrypted on the way (HTTPS). "
    } else {
        ", **not encrypted**. "
    });
    match endpoint.get("env").text() {
        Some(variable) => {
            put(
                out,
                &[
                    "The variable ",
                    &coded(variable),
                    " can name another address; where it is empty, nothing is sent",
                ],
            );
            if endpoint.get("plaintext").is_true() {
                out.push_str(". That address may be one without encryption");
            }
            out.push_str(".\n");
        }
        None => out.push_str("Nothing can change this address.\n"),
    }
    out.push_str(
        "An answer cannot send it on to anywhere else. As with every connection, the receiver sees the network address \
         that it comes from.\n",
    );
}

fn patience(out: &mut String, delivery: Node<'_>) {
    let bound = |name, otherwise| decimal(delivery.get(name).get("value").integer().unwrap_or(otherwise));
    let attempts = bound("attempts", 1);
    put(out, &["\nA try takes at most ", &bound("timeout_seconds", 10), " seconds. "]);
    if attempts == "1" && !delivery.get("attempts").has("env") {
        out.push_str("A report that does not arrive is not sent again");
    } else {
        put(out, &["A report that does not arrive is tried ", &attempts, " times in all"]);
        variable(out, delivery.get("attempts"));
    }
    out.push_str(", and the program goes on as if nothing had happened.\n");
    let metrics = delivery.get("metrics");
    if metrics.is_there() {
        out.push_str("The program counts what becomes of its reports: ");
        listed(out, metrics.members(), " and ", |out, (what, name)| {
            put(out, &[what, " as ", &coded(name.text().unwrap_or(""))]);
        });
        out.push_str(".\n");
    }
}

fn headers(out: &mut String, delivery: Node<'_>) {
    out.push_str("\nEach request carries these headers beside the report:\n\n");
    let agent = delivery.get("user_agent");
    let declared = delivery.get("headers").members();
    for (name, header) in core::iter::once(("User-Agent", agent)).chain(declared) {
        put(out, &["- ", &coded(name), ": "]);
        let value = header.get("value").text().unwrap_or("aboveboard");
        code(out, value);
        if name == "User-Agent" && contains(value, "{version}") {
            out.push_str(", with the version of the program");
        }
        variable(out, header);
        out.push('\n');
    }
}

/// Which variable may put something else in place of a value, if any.
fn variable(out: &mut String, node: Node<'_>) {
    if let Some(name) = node.get("env").text() {
        put(out, &[" (the variable ", &coded(name), " can say otherwise)"]);
    }
}

fn bearer(out: &mut String, bearer: Node<'_>) {
    if !bearer.is_there() {
        return;
    }
    out.push_str("\nIf you have been given a token, it is sent too, and the receiver knows by it whose report it is. It comes from ");
    if let Some(name) = bearer.get("env").text() {
        put(out, &["the variable ", &coded(name)]);
    }
    if let Some(path) = bearer.get("file").text() {
        put(out, &[if bearer.has("env") { ", else from " } else { "" }, &coded(&file(path))]);
    }
    out.push_str(". Having one is not a yes to telemetry.\n");
}

pub(super) fn kept(out: &mut String, page: &Page<'_>) {
    heading(out, "##", "How long it is kept");
    let retention = page.document.get("retention");
    match retention.get("days").integer() {
        Some(days) => {
            put(
                out,
                &["What arrives is kept for ", &decimal(days), if days == 1 { " day" } else { " days" }],
            );
            if let Some(then) = retention.get("then").text() {
                put(out, &["; then ", &plain(then)]);
            }
            out.push_str(".\n");
        }
        None => out.push_str("Nothing is stated about this.\n"),
    }
    let deletion = page.document.get("deletion");
    if let Some(address) = deletion.get("mailto").text() {
        put(out, &["To have it deleted earlier, write to ", &coded(address), ".\n"]);
    }
    if let Some(url) = deletion.get("url").text() {
        put(out, &["A request to have it deleted goes to ", &coded(url), ".\n"]);
    }
    if let Some(event) = deletion.get("event").text() {
        put(out, &["A request to have it deleted is sent as the report ", &coded(event), ".\n"]);
    }
}

/// `once a day`, `every 6 hours`.
fn every(out: &mut String, seconds: i64) {
    let unit = UNITS.iter().find(|(length, ..)| seconds.checked_rem(*length) == Some(0));
    let Some((length, one, many)) = unit else { return };
    match seconds.checked_div(*length) {
        Some(1) => put(out, &["once ", if *length == 3600 { "an " } else { "a " }, one]),
        Some(count) => put(out, &["every ", &decimal(count), " ", many]),
        None => {}
    }
}
