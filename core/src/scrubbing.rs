//! Scrubbing in JSON: the function that every surface exports beside those of contracts.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

use crate::call::{MAX_ARGUMENTS, json};
use crate::error::Error;
use crate::json::{Json, MAX_INTEGER};
use crate::map::Map;
use crate::path::Path;
use crate::private::Known;
use crate::reader::{At, Object};
use crate::scrub::{
    Finding, Kind, LONGEST_LINE, PrivateFacts, Scrubbed, StreamFilter, StreamState, scrub, scrub_arguments,
    scrub_environment,
};
use crate::{FORMAT, facts};

const MEMBERS: &[&str] = &["private", "text", "arguments", "environment", "piece", "end", "report", "state"];
const STATE: &[&str] = &["pending", "in_key", "lines", "changed", "cut", "counts"];

/// Scrubs a text, the arguments of a command, an environment or the next piece of a stream; arguments and result are
/// JSON texts, as `docs/protocol.md` describes them.
///
/// # Errors
/// `arguments_too_large`, and what is not of the form; pointers lead into `arguments`.
pub fn scrub_call(arguments: &str) -> Result<String, Error> {
    if arguments.len() > MAX_ARGUMENTS {
        return Err(Error::new("arguments_too_large", "arguments are at most 2 MiB"));
    }
    let document = Json::parse(arguments)?;
    let root = At::root(&document);
    let members = root.members(MEMBERS)?;
    let private =
        members.optional("private").map_or(Ok(Known::default()), |list| Known::read(&list))?.matcher();
    let of_streams = ["end", "report", "state"];
    match ["text", "arguments", "environment", "piece"].map(|name| members.optional(name)) {
        [None, None, None, Some(piece)] => stream(&members, piece.text()?, &private),
        [text, list, variables, None] => {
            if let Some(stray) = of_streams.into_iter().find_map(|name| members.optional(name)) {
                return Err(stray.error("wrong_value", "only the piece of a stream comes with this"));
            }
            match (text, list, variables) {
                (Some(text), None, None) => Ok(one(text.text()?, &private)),
                (None, Some(list), None) => command(&list, &private),
                (None, None, Some(variables)) => environment(&variables, &private),
                _ => Err(which()),
            }
        }
        _ => Err(which()),
    }
}

fn which() -> Error {
    Error::new("wrong_value", "what is scrubbed is one of text, arguments, environment and piece")
}

impl PrivateFacts {
    /// Takes private facts from JSON text: a list of pairs of a sort and a value, as the effect `filter` has it.
    ///
    /// # Errors
    /// Where the text is not of that form.
    pub fn parse(text: &str) -> Result<Self, Error> {
        Ok(Known::read(&At::root(&Json::parse(text)?))?.matcher())
    }
}

/// One thing that was replaced, and where.
#[derive(Serialize)]
struct Found {
    at: String,
    start: usize,
    end: usize,
    kind: &'static str,
    rule: &'static str,
}

fn found(at: Path<'_>, findings: &[Finding], list: &mut Vec<Found>) {
    let at = at.to_string();
    list.extend(findings.iter().map(|finding| Found {
        at: at.clone(),
        start: finding.range.start,
        end: finding.range.end,
        kind: finding.kind.name(),
        rule: finding.rule,
    }));
}

fn one(text: &str, facts: &PrivateFacts) -> String {
    #[derive(Serialize)]
    struct Answer {
        format: i64,
        text: String,
        findings: Vec<Found>,
    }
    let scrubbed = scrub(text, facts);
    let mut findings = Vec::new();
    let root = Path::root();
    found(root.key("text"), &scrubbed.findings, &mut findings);
    json(&Answer { format: FORMAT, text: scrubbed.text.into_owned(), findings })
}

fn command(at: &At<'_, '_>, facts: &PrivateFacts) -> Result<String, Error> {
    #[derive(Serialize)]
    struct Answer {
        format: i64,
        arguments: Vec<String>,
        findings: Vec<Found>,
    }
    let mut given = Vec::new();
    for (index, value) in at.list()?.iter().enumerate() {
        given.push(At { value, path: at.path.index(index) }.text()?);
    }
    let (mut arguments, mut findings) = (Vec::new(), Vec::new());
    for (index, Scrubbed { text, findings: own, .. }) in
        scrub_arguments(&given, facts).into_iter().enumerate()
    {
        found(at.path.index(index), &own, &mut findings);
        arguments.push(text.into_owned());
    }
    Ok(json(&Answer { format: FORMAT, arguments, findings }))
}

fn environment(at: &At<'_, '_>, facts: &PrivateFacts) -> Result<String, Error> {
    #[derive(Serialize)]
    struct Answer {
        format: i64,
        environment: Map<String>,
        findings: Vec<Found>,
    }
    let given = facts::map(at, |value| value.text().map(ToString::to_string))?;
    let given: Vec<(&str, &str)> = given.iter().map(|(name, value)| (name, value.as_str())).collect();
    let (mut environment, mut findings) = (Map::default(), Vec::new());
    for ((name, _), Scrubbed { text, findings: own, .. }) in
        given.iter().zip(scrub_environment(&given, facts))
    {
        found(at.path.key(name), &own, &mut findings);
        environment.push((*name).to_string(), text.into_owned());
    }
    Ok(json(&Answer { format: FORMAT, environment, findings }))
}

fn stream(members: &Object<'_, '_>, piece: &str, facts: &PrivateFacts) -> Result<String, Error> {
    #[derive(Serialize)]
    struct Answer<'a> {
        format: i64,
        text: String,
        report: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        state: Option<State<'a>>,
    }
    let flag = |name| members.optional(name).map_or(Ok(false), |flag| flag.boolean());
    let (ends, reports) = (flag("end")?, flag("report")?);
    let state = members.optional("state").map_or(Ok(StreamState::default()), |state| read_state(&state))?;
    let mut filter = StreamFilter::from_state(state, reports);
    let mut out = filter.push(piece.as_bytes(), facts);
    if ends {
        let rest = filter.finish(facts);
        out.text.push_str(&rest.text);
        out.report.push_str(&rest.report);
        return Ok(json(&Answer { format: FORMAT, text: out.text, report: out.report, state: None }));
    }
    let pending = String::from_utf8_lossy(&filter.state.pending);
    let StreamState { in_key, lines, changed, cut, counts, .. } = filter.state;
    let state = State { pending: &pending, in_key, lines, changed, cut, counts };
    Ok(json(&Answer { format: FORMAT, text: out.text, report: out.report, state: Some(state) }))
}

/// What a host hands back with the next piece.
#[derive(Serialize)]
struct State<'a> {
    pending: &'a str,
    in_key: bool,
    lines: i64,
    changed: i64,
    cut: i64,
    counts: [i64; Kind::ALL.len()],
}

fn read_state(at: &At<'_, '_>) -> Result<StreamState, Error> {
    let members = at.members(STATE)?;
    let number = |name| members.required(name)?.integer(0, MAX_INTEGER);
    let pending = members.required("pending")?;
    let mut bytes = pending.text()?.as_bytes().to_vec();
    if bytes.contains(&b'\n') {
        return Err(pending.error("wrong_value", "this is the beginning of one line"));
    }
    bytes.truncate(LONGEST_LINE.saturating_add(1));
    let list = members.required("counts")?;
    let mut counts = [0; Kind::ALL.len()];
    if list.list()?.len() != counts.len() {
        return Err(list.error("wrong_value", "there is one count for each kind"));
    }
    for (index, (value, count)) in list.list()?.iter().zip(&mut counts).enumerate() {
        *count = At { value, path: list.path.index(index) }.integer(0, MAX_INTEGER)?;
    }
    Ok(StreamState {
        pending: bytes,
        in_key: members.required("in_key")?.boolean()?,
        lines: number("lines")?,
        changed: number("changed")?,
        cut: number("cut")?,
        counts,
    })
}
