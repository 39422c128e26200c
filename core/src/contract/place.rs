//! A value in a JSON file: the file by base and relative path, the value by a JSON pointer.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::error::Error;
use crate::json::Json;
use crate::reader::At;

/// Where a value stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// The file, as the contract names it; where its base is on a machine is worked out at run time.
    pub(crate) file: String,
    /// The names on the way to the value, at least one.
    pub(crate) key: Vec<String>,
}

/// How many names a pointer has at most: files are read to twice that depth.
const DEEPEST: usize = 16;

/// The words for directories that differ from machine to machine.
const BASES: &[&str] = &["{config}/", "{state}/", "{home}/", "{system}/"];

impl Place {
    /// Reads a place from its two members.
    pub(super) fn read(key: &At<'_, '_>, path: &At<'_, '_>) -> Result<Self, Error> {
        Ok(Self { file: file(path)?, key: pointer(key)? })
    }
}

/// On the way to a value stands something that is no object.
#[derive(Debug)]
pub(crate) struct NoWay;

impl Place {
    /// The value at this place of the file's document; a missing one is `None`, and so is `null`.
    pub(crate) fn find<'j, 'a>(&self, document: &'j Json<'a>) -> Result<Option<&'j Json<'a>>, NoWay> {
        let mut value = document;
        for name in &self.key {
            match value {
                Json::Object(_) => match value.member(name) {
                    Some(member) => value = member,
                    None => return Ok(None),
                },
                Json::Null => return Ok(None),
                _ => return Err(NoWay),
            }
        }
        Ok(Some(value).filter(|value| **value != Json::Null))
    }
}

/// A file by base and relative path.
pub(super) fn file(at: &At<'_, '_>) -> Result<String, Error> {
    let text = at.text()?;
    if below_a_base(text).is_some_and(is_plain) {
        return Ok(text.to_string());
    }
    Err(at
        .error("wrong_value", "a file is {config}, {state}, {home} or {system}, then a plain relative path")
        .hint("for example {config}/tool/config.json"))
}

/// A directory by base and relative path, or one below the working directory of the tool.
pub(super) fn directory(at: &At<'_, '_>) -> Result<String, Error> {
    let text = at.text()?;
    if below_a_base(text).is_some_and(is_plain) || (is_plain(text) && !text.starts_with('{')) {
        return Ok(text.to_string());
    }
    Err(at
        .error(
            "wrong_value",
            "a directory is {config}, {state}, {home}, {system} or nothing, then a plain relative path",
        )
        .hint("for example {state}/tool/attempts"))
}

fn below_a_base(text: &str) -> Option<&str> {
    BASES.iter().find_map(|base| text.strip_prefix(base))
}

fn is_plain(path: &str) -> bool {
    path.len() <= 200
        && path.split('/').all(|segment| !matches!(segment, "" | "." | ".."))
        && !path.chars().any(char::is_control)
}

/// A JSON pointer of at least one name, as the list of its names.
fn pointer(at: &At<'_, '_>) -> Result<Vec<String>, Error> {
    let wrong = || {
        at.error("wrong_value", "a setting is named by a JSON pointer").hint("for example /telemetry/enabled")
    };
    let names = at.text()?.strip_prefix('/').filter(|text| text.len() <= 200).ok_or_else(wrong)?;
    if names.split('/').count() > DEEPEST {
        return Err(at.error("too_deep", "a setting lies at most 16 levels deep"));
    }
    names.split('/').map(|name| unescape(name).ok_or_else(wrong)).collect()
}

/// One name of a JSON pointer: `~1` is a slash, `~0` a tilde, and no other tilde stands in it (RFC 6901 section 3).
fn unescape(name: &str) -> Option<String> {
    let mut parts = name.split('~');
    let mut out = parts.next()?.to_string();
    for part in parts {
        out.push(if part.starts_with('1') { '/' } else { '~' });
        out.push_str(part.strip_prefix(['0', '1'])?);
    }
    Some(out)
}
