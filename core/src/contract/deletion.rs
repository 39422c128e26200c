//! The part `deletion`: how people have deleted what has arrived.

use alloc::string::{String, ToString};

use super::{EventForm, names};
use crate::endpoint::{self, Problem};
use crate::error::Error;
use crate::json::{Json, Members};
use crate::reader::At;

/// How a request for deletion is made.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Deletion {
    /// By POST to this endpoint.
    Url(String),
    /// By a mail of the person's own to this address.
    Mail(String),
    /// By this event, sent as any other, with these fields.
    Event { name: String, fields: Members<'static> },
}

impl Deletion {
    pub(super) fn read(at: &At<'_, '_>, events: &[EventForm]) -> Result<Self, Error> {
        let members = at.members(&["url", "mailto", "event", "fields"])?;
        let fields = members.optional("fields");
        if let (Some(stray), None) = (&fields, members.optional("event")) {
            return Err(stray.error("unknown_member", "only an event has fields"));
        }
        match (members.optional("url"), members.optional("mailto"), members.optional("event")) {
            (Some(url), None, None) => {
                endpoint::check(url.text()?, false).map_err(|problem| {
                    // Ids of people's machines are in it: nobody can accept that.
                    let hint = if problem == Problem::Plaintext { "use https://" } else { problem.hint() };
                    url.error(problem.code(), problem.message()).hint(hint)
                })?;
                Ok(Self::Url(url.text()?.to_string()))
            }
            (None, Some(address), None) => {
                let sound = address.text()?.split_once('@').is_some_and(|(user, host)| {
                    !user.is_empty()
                        && names::is_name(host)
                        && user.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'@')
                });
                if sound {
                    Ok(Self::Mail(address.text()?.to_string()))
                } else {
                    Err(address.error("wrong_value", "this is no e-mail address"))
                }
            }
            (None, None, Some(event)) => {
                let name = event.text()?;
                if !events.iter().any(|known| known.name == name) {
                    return Err(event.error("unknown_word", "\"events\" declares no event of this name"));
                }
                let fields = fields.map_or(Ok(Members::new()), |fields| {
                    fields.object()?;
                    match fields.value.to_static() {
                        Json::Object(members) => Ok(members),
                        _ => Ok(Members::new()),
                    }
                })?;
                Ok(Self::Event { name: name.to_string(), fields })
            }
            _ => Err(at.error("wrong_value", "a deletion is one of \"url\", \"mailto\" and \"event\"")),
        }
    }
}
