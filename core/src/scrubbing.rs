//! Scrubbing in JSON: the function that every surface exports beside those of contracts.

use alloc::borrow::Cow;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::call::MAX_ARGUMENTS;
use crate::error::Error;
use crate::json::Json;
use crate::number::MAX_INTEGER;
use crate::path::Path;
use crate::private::Known;
use crate::reader::{At, Object};
use crate::scrub::{
    Context, Finding, Kind, PrivateFacts, StreamFilter, StreamState, scrub, scrub_arguments,
    scrub_environment, scrub_names, write_finding,
};
use crate::{FORMAT, canonical};

const MEMBERS: &[&str] = &["private", "text", "arguments", "environment", "piece", "end", "report", "state"];
const STATE: &[&str] = &["pending", "in_key", "context", "lines", "changed", "cut", "counts"];

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

/// The beginning of every result.
fn opened() -> String {
    let mut out = String::from("{\"format\":");
    canonical::write_integer(&mut out, FORMAT);
    out
}

/// What was replaced and where, as a list in JSON.
#[derive(Default)]
struct Findings(String);

impl Findings {
    fn add(&mut self, at: Path<'_>, findings: &[Finding]) {
        for Finding { kind, rule, range } in findings {
            self.0.push_str(if self.0.is_empty() { "{\"at\":" } else { ",{\"at\":" });
            canonical::write_text(&mut self.0, &at.to_string());
            write_finding(&mut self.0, *kind, rule, range);
        }
    }

    /// Ends a result with them.
    fn close(self, mut out: String) -> String {
        out.push_str(",\"findings\":[");
        out.push_str(&self.0);
        out.push_str("]}");
        out
    }
}

fn one(text: &str, facts: &PrivateFacts) -> String {
    let scrubbed = scrub(text, facts);
    let mut findings = Findings::default();
    findings.add(Path::root().key("text"), &scrubbed.findings);
    let mut out = opened();
    out.push_str(",\"text\":");
    canonical::write_text(&mut out, &scrubbed.text);
    findings.close(out)
}

fn command(at: &At<'_, '_>, facts: &PrivateFacts) -> Result<String, Error> {
    let mut given = Vec::new();
    for (index, value) in at.list()?.iter().enumerate() {
        given.push(At { value, path: at.path.index(index) }.text()?);
    }
    let mut findings = Findings::default();
    let mut out = opened();
    out.push_str(",\"arguments\":[");
    for (index, scrubbed) in scrub_arguments(&given, facts).iter().enumerate() {
        findings.add(at.path.index(index), &scrubbed.findings);
        out.push_str(if index == 0 { "" } else { "," });
        canonical::write_text(&mut out, &scrubbed.text);
    }
    out.push(']');
    Ok(findings.close(out))
}

fn environment(at: &At<'_, '_>, facts: &PrivateFacts) -> Result<String, Error> {
    let mut given = Vec::new();
    for (name, value) in at.object()? {
        given.push((name.as_ref(), At { value, path: at.path.key(name) }.text()?));
    }
    let mut findings = Findings::default();
    let mut names: Vec<Cow<'_, str>> = given.iter().map(|(name, _)| Cow::Borrowed(*name)).collect();
    let mut in_names = Vec::new();
    scrub_names(names.iter_mut(), facts, &mut in_names);
    findings.add(at.path, &in_names);
    let mut out = opened();
    out.push_str(",\"environment\":{");
    for (index, (name, scrubbed)) in names.iter().zip(scrub_environment(&given, facts)).enumerate() {
        findings.add(at.path.key(name), &scrubbed.findings);
        out.push_str(if index == 0 { "" } else { "," });
        canonical::write_text(&mut out, name);
        out.push(':');
        canonical::write_text(&mut out, &scrubbed.text);
    }
    out.push('}');
    Ok(findings.close(out))
}

fn stream(members: &Object<'_, '_>, piece: &str, facts: &PrivateFacts) -> Result<String, Error> {
    let flag = |name| members.optional(name).map_or(Ok(false), |flag| flag.boolean());
    let (ends, reports) = (flag("end")?, flag("report")?);
    let state = members.optional("state").map_or(Ok(StreamState::default()), |state| read_state(&state))?;
    let mut filter = StreamFilter::from_state(state, reports);
    let mut filtered = filter.push(piece.as_bytes(), facts);
    let mut state = String::new();
    if ends {
        let rest = filter.finish(facts);
        filtered.text.push_str(&rest.text);
        filtered.report.push_str(&rest.report);
    } else {
        state.push_str(",\"state\":");
        write_state(&mut state, &filter.state);
    }
    let mut out = opened();
    for (name, text) in [(",\"text\":", filtered.text), (",\"report\":", filtered.report)] {
        out.push_str(name);
        canonical::write_text(&mut out, &text);
    }
    out.push_str(&state);
    out.push('}');
    Ok(out)
}

/// What a host hands back with the next piece.
fn write_state(out: &mut String, state: &StreamState) {
    out.push_str("{\"pending\":");
    canonical::write_text(out, &String::from_utf8_lossy(&state.pending));
    out.push_str(",\"in_key\":");
    canonical::write_boolean(out, state.in_key);
    if state.context != Context::default() {
        out.push_str(",\"context\":");
        canonical::write_integer(out, state.context.number());
    }
    for (name, number) in
        [(",\"lines\":", state.lines), (",\"changed\":", state.changed), (",\"cut\":", state.cut)]
    {
        out.push_str(name);
        canonical::write_integer(out, number);
    }
    out.push_str(",\"counts\":[");
    for (index, count) in state.counts.iter().enumerate() {
        out.push_str(if index == 0 { "" } else { "," });
        canonical::write_integer(out, *count);
    }
    out.push_str("]}");
}

fn read_state(at: &At<'_, '_>) -> Result<StreamState, Error> {
    let members = at.members(STATE)?;
    let number = |name| members.required(name)?.integer(0, MAX_INTEGER);
    let pending = members.required("pending")?;
    let begun = pending.text()?.as_bytes();
    if begun.contains(&b'\n') {
        return Err(pending.error("wrong_value", "this is the beginning of one line"));
    }
    let list = members.required("counts")?;
    let mut counts = [0; Kind::ALL.len()];
    if list.list()?.len() != counts.len() {
        return Err(list.error("wrong_value", "there is one count for each kind"));
    }
    for (index, (value, count)) in list.list()?.iter().zip(&mut counts).enumerate() {
        *count = At { value, path: list.path.index(index) }.integer(0, MAX_INTEGER)?;
    }
    let context = match members.optional("context") {
        Some(number) => Context::of_number(number.integer(0, MAX_INTEGER)?)
            .ok_or_else(|| number.error("wrong_value", "nothing goes on that this stands for"))?,
        None => Context::default(),
    };
    let mut state = StreamState {
        pending: Vec::new(),
        in_key: members.required("in_key")?.boolean()?,
        context,
        lines: number("lines")?,
        changed: number("changed")?,
        cut: number("cut")?,
        counts,
    };
    state.hold(begun);
    Ok(state)
}
