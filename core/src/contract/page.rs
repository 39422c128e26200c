//! The parts `retention`, `deletion` and `page`: what people are told in the tool's own words. Nothing here changes what
//! is collected; the generated privacy page, help and notices use it.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::error::Error;
use crate::reader::At;
use crate::text;

/// The tool's own words for what a person can do.
#[derive(Debug, Clone, Default)]
pub(crate) struct Page {
    pub(crate) controls: Vec<(&'static str, String)>,
    /// Where people read more.
    pub(crate) more: Option<String>,
    /// Where a program that keeps running shows a preview.
    pub(crate) preview: Option<String>,
    /// The file that the command line has named, quoted for a shell.
    file: Option<String>,
}

/// The controls, with the command that each is where the tool has no words of its own.
const CONTROLS: &[(&str, &str)] = &[
    ("enable", "enable"),
    ("disable", "disable"),
    ("status", "status"),
    ("preview", "preview EVENT"),
    ("reset", "reset"),
    ("token_set", "token set"),
    ("token_clear", "token clear"),
];
const LONGEST_LINE: usize = 1000;
const LONGEST_CONTROL: usize = 200;
const LONGEST_LINK: usize = 500;
const MOST_LINES: usize = 32;
const MOST_DAYS: i64 = 36_500;

impl Page {
    pub(super) fn read(at: &At<'_, '_>) -> Result<Self, Error> {
        let members =
            at.members(&["about", "principles", "source", "preview", "more", "controls", "never"])?;
        if let Some(about) = members.optional("about") {
            line(&about)?;
        }
        for name in ["principles", "never"] {
            if let Some(list) = members.optional(name) {
                lines(&list)?;
            }
        }
        if let Some(source) = members.optional("source") {
            link(&source, &["https://"])?;
        }
        Ok(Self {
            controls: members.optional("controls").map_or(Ok(Vec::new()), |controls| own_words(&controls))?,
            more: members.optional("more").map(|more| link(&more, &["https://"])).transpose()?,
            preview: members
                .optional("preview")
                .map(|preview| link(&preview, &["https://", "http://"]))
                .transpose()?,
            file: None,
        })
    }

    /// Whether the tool has words of its own for this.
    pub(crate) fn has_own(&self, name: &str) -> bool {
        self.controls.iter().any(|(known, _)| *known == name)
    }

    /// Has people told the file that the command line has named. A terminal would obey control characters.
    pub(crate) fn in_file(&mut self, path: &str) {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/._-+,:@%".contains(&byte);
        self.file = match path {
            _ if path.contains(char::is_control) => None,
            _ if path.bytes().all(plain) => Some(path.to_string()),
            _ => Some(text::quoted_for_shell(path)),
        };
    }

    /// What a person types for this.
    pub(crate) fn control(&self, name: &'static str) -> String {
        if let Some((_, own)) = self.controls.iter().find(|(known, _)| *known == name) {
            return own.clone();
        }
        let command = CONTROLS.iter().find(|(known, _)| *known == name).map_or(name, |(_, command)| *command);
        format!("aboveboard --contract {} {command}", self.file.as_deref().unwrap_or("FILE"))
    }
}

fn own_words(at: &At<'_, '_>) -> Result<Vec<(&'static str, String)>, Error> {
    let members =
        at.members(&["enable", "disable", "status", "preview", "reset", "token_set", "token_clear"])?;
    let mut controls = Vec::new();
    for (name, _) in CONTROLS {
        let Some(control) = members.optional(name) else { continue };
        let text = control.text()?;
        let plain = !text.trim().is_empty() && !text.chars().any(char::is_control);
        if !plain || text.len() > LONGEST_CONTROL {
            return Err(
                control.error("wrong_value", "expected 1 to 200 bytes of text without control characters")
            );
        }
        controls.push((*name, text.to_string()));
    }
    Ok(controls)
}

fn line(at: &At<'_, '_>) -> Result<(), Error> {
    let text = at.text()?;
    if text.trim().is_empty() || text.len() > LONGEST_LINE || text.chars().any(char::is_control) {
        return Err(at.error("wrong_value", "expected 1 to 1000 bytes of text without control characters"));
    }
    Ok(())
}

fn lines(at: &At<'_, '_>) -> Result<(), Error> {
    let items = at.list()?;
    if items.len() > MOST_LINES {
        return Err(at.error("out_of_range", "expected at most 32 texts"));
    }
    items.iter().enumerate().try_for_each(|(index, value)| line(&At { value, path: at.path.index(index) }))
}

fn link(at: &At<'_, '_>, schemes: &[&str]) -> Result<String, Error> {
    let text = at.text()?;
    let rest = schemes.iter().find_map(|scheme| text.strip_prefix(scheme));
    if rest.is_some_and(|rest| !rest.is_empty())
        && text.len() <= LONGEST_LINK
        && text.bytes().all(|byte| byte.is_ascii_graphic())
    {
        return Ok(text.to_string());
    }
    Err(at.error("wrong_value", format!("expected an address that begins with {}", schemes.join(" or "))))
}

/// Checks how long what arrives is kept, and what then.
pub(super) fn check_retention(at: &At<'_, '_>) -> Result<(), Error> {
    let members = at.members(&["days", "then"])?;
    members.required("days")?.integer(1, MOST_DAYS)?;
    line(&members.required("then")?)
}
