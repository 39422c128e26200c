//! A request as a configuration for curl (7.68 or later) with the body behind it, so that a shell host only pipes it.
//!
//! curl reads it from its standard input (`curl -q --config -`): no token ever stands on a command line. The last line has
//! it read the rest of that input as the body, since before 8.2 it takes no line of more than 100 KiB.

use alloc::string::String;
use core::fmt::Write;

use crate::request::Request;

/// The configuration and the body; empty where there is nowhere to send to.
pub(crate) fn config(request: &Request) -> String {
    let Some(url) = &request.url else { return String::new() };
    let mut out = String::with_capacity(request.body.len().saturating_add(512));
    let protocol = if url.get(..8).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https://")) {
        "=https"
    } else {
        "=http"
    };
    option(&mut out, "url", url);
    option(&mut out, "proto", protocol);
    option(&mut out, "request", request.method);
    for (name, value) in &request.headers {
        let mut header = String::with_capacity(name.len().saturating_add(value.len()).saturating_add(2));
        header.push_str(name);
        header.push_str(": ");
        header.push_str(value);
        option(&mut out, "header", &header);
    }
    // curl would wait for leave to send a body of some size.
    option(&mut out, "header", "Expect:");
    // No host goes through a proxy, so that all of them reach the same receiver.
    option(&mut out, "noproxy", "*");
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "connect-timeout = {}\nmax-time = {}\ngloboff\nsilent\ninclude\nsuppress-connect-headers\n\
         data-binary = \"@-\"\n{}",
        request.connect_timeout_seconds, request.timeout_seconds, request.body
    );
    out
}

/// One option in double quotes, where curl knows the escapes \\ \" \t \n \r \v.
fn option(out: &mut String, name: &str, value: &str) {
    out.push_str(name);
    out.push_str(" = \"");
    for character in value.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{b}' => out.push_str("\\v"),
            other => out.push(other),
        }
    }
    out.push_str("\"\n");
}
