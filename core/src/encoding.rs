//! Putting events into the body of a request.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::canonical;
use crate::contract::{Contract, Encoding, Otlp};
use crate::json::Json;
use crate::stored::Stored;

impl Encoding {
    /// The media type of the body.
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Lines => "application/x-ndjson",
            Self::Document | Self::Array | Self::Otlp => "application/json",
        }
    }

    /// How many events one request takes.
    pub(crate) fn most(self) -> usize {
        if self == Self::Document { 1 } else { usize::MAX }
    }

    /// The URL of a request to this endpoint: OTLP has a path of its own (OTLP/HTTP, section "OTLP/HTTP Request"), before
    /// what a query says. An endpoint may end with it already, also with a slash more, which no receiver knows. An empty query
    /// is left out, as some clients do.
    pub(crate) fn url(self, mut endpoint: String) -> String {
        const PATH: &str = "/v1/logs";
        if endpoint.split_once('?').is_some_and(|(_, query)| query.is_empty()) {
            endpoint.pop();
        }
        if self != Self::Otlp {
            return endpoint;
        }
        let path = endpoint.split('?').next().unwrap_or_default();
        let query = endpoint.get(path.len()..).unwrap_or_default();
        let base = path.trim_end_matches('/');
        // A host may be called v1: `https://v1/logs` has no such path.
        let base = base.strip_suffix(PATH).filter(|base| base.len() > "https:/".len()).unwrap_or(base);
        alloc::format!("{base}{PATH}{query}")
    }

    /// The body that holds these events.
    pub(crate) fn body(self, contract: &Contract, events: &[Stored]) -> String {
        match self {
            Self::Document => events.first().map_or_else(String::new, |event| event.bytes.clone()),
            Self::Array => joined("[", events, ",", "]"),
            Self::Lines => joined("", events, "\n", "\n"),
            Self::Otlp => otlp(contract, events),
        }
    }
}

fn joined(before: &str, events: &[Stored], between: &str, after: &str) -> String {
    let mut out = String::from(before);
    for (index, event) in events.iter().enumerate() {
        if index > 0 {
            out.push_str(between);
        }
        out.push_str(&event.bytes);
    }
    out.push_str(after);
    out
}

/// OTLP logs in the JSON encoding of their protocol buffers: lowerCamelCase, 64-bit integers as decimal strings.
fn otlp(contract: &Contract, events: &[Stored]) -> String {
    let names = contract.delivery.as_ref().and_then(|delivery| delivery.otlp.as_ref());
    let scope = names.map_or(contract.tool(), |names| &names.scope);
    let documents: Vec<Json<'_>> =
        events.iter().map(|event| Json::parse(&event.bytes).unwrap_or(Json::Null)).collect();
    let mut out = String::from("{\"resourceLogs\":[{\"resource\":{\"attributes\":[");
    match (names, documents.first()) {
        // What is the resource's is the same for all events of a batch.
        (Some(names), Some(first)) if !names.resource.is_empty() => {
            let mut list = List { out: &mut out, names: Vec::new() };
            list.named(&names.resource, first);
        }
        _ => attribute(&mut out, "service.name", &Json::from(contract.tool())),
    }
    out.push_str("]},\"scopeLogs\":[{\"scope\":{\"name\":");
    canonical::write_text(&mut out, scope);
    out.push_str("},\"logRecords\":[");
    for (index, (event, document)) in events.iter().zip(&documents).enumerate() {
        out.push_str(if index == 0 { "" } else { "," });
        record(&mut out, names, event, document);
    }
    out.push_str("]}]}]}");
    out
}

/// SEVERITY_NUMBER_INFO.
const SEVERITY: &str = "9";

fn record(out: &mut String, names: Option<&Otlp>, event: &Stored, document: &Json<'_>) {
    out.push_str("{\"timeUnixNano\":\"");
    out.push_str(&event.time.to_string());
    out.push_str("000000000\",\"severityNumber\":");
    out.push_str(SEVERITY);
    out.push_str(",\"severityText\":\"INFO\",\"body\":");
    let name = Json::from(event.event.as_str());
    let body = names.and_then(|names| names.body.as_ref()).and_then(|path| at(document, path));
    any_value(out, body.unwrap_or(&name));
    out.push_str(",\"attributes\":[");
    let mut list = List { out, names: Vec::new() };
    match names {
        Some(names) if !names.attributes.is_empty() => {
            list.named(&names.attributes, document);
            for path in &names.spread {
                list.members(at(document, path).unwrap_or(&Json::Null));
            }
        }
        _ => list.members(document),
    }
    out.push_str("]}");
}

/// The value at a dotted path.
fn at<'j, 'a>(document: &'j Json<'a>, path: &str) -> Option<&'j Json<'a>> {
    path.split('.').try_fold(document, |value, name| value.member(name))
}

/// Attributes with commas between them. OTLP has none twice: the first stays, which is the contract's.
struct List<'o, 'n> {
    out: &'o mut String,
    names: Vec<&'n str>,
}

impl<'n> List<'_, 'n> {
    fn add(&mut self, name: &'n str, value: &Json<'_>) {
        if self.names.contains(&name) {
            return;
        }
        if !self.names.is_empty() {
            self.out.push(',');
        }
        self.names.push(name);
        attribute(self.out, name, value);
    }

    /// Those of these names that the event has.
    fn named(&mut self, names: &'n [(String, String)], document: &Json<'_>) {
        for (name, path) in names {
            if let Some(value) = at(document, path) {
                self.add(name, value);
            }
        }
    }

    fn members(&mut self, value: &'n Json<'_>) {
        if let Json::Object(members) = value {
            for (name, value) in members {
                self.add(name, value);
            }
        }
    }
}

fn attribute(out: &mut String, name: &str, value: &Json<'_>) {
    out.push_str("{\"key\":");
    canonical::write_text(out, name);
    out.push_str(",\"value\":");
    any_value(out, value);
    out.push('}');
}

/// An `AnyValue`; one without a member is null.
fn any_value(out: &mut String, value: &Json<'_>) {
    match value {
        Json::Null | Json::Fraction | Json::OutOfRange => out.push_str("{}"),
        Json::Boolean(value) => {
            out.push_str("{\"boolValue\":");
            canonical::write_boolean(out, *value);
            out.push('}');
        }
        Json::Integer(value) => {
            out.push_str("{\"intValue\":\"");
            out.push_str(&value.to_string());
            out.push_str("\"}");
        }
        Json::Text(text) => {
            out.push_str("{\"stringValue\":");
            canonical::write_text(out, text);
            out.push('}');
        }
        Json::Array(items) => {
            out.push_str("{\"arrayValue\":{\"values\":[");
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                any_value(out, item);
            }
            out.push_str("]}}");
        }
        Json::Object(members) => {
            out.push_str("{\"kvlistValue\":{\"values\":[");
            for (index, (name, value)) in members.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { "," });
                attribute(out, name, value);
            }
            out.push_str("]}}");
        }
    }
}
