//! Requests to have data deleted. They carry ids and nothing else, and are made only where a person has just asked for it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::canonical;
use crate::contract::Identity;
use crate::hex;
use crate::identity::Identified;

/// The ids under which the receiver may have something, the present one first.
pub(crate) fn ids(identified: &Identified) -> Vec<String> {
    if identified.retained.is_empty() {
        return identified.id.iter().cloned().collect();
    }
    identified.retained.iter().map(|period| period.id.clone()).collect()
}

/// The body of a request: `{"machine_id":"..."}` as go-tool-base sends it, with all of them where there are several, and
/// under the name of what they identify.
pub(crate) fn body(identity: &Identity, ids: &[String]) -> String {
    let name = match identity {
        Identity::Machine { .. } | Identity::MultiSignal => "machine_id",
        Identity::Installation { .. } => "installation_id",
    };
    let mut out = String::from("{");
    if let [id] = ids {
        canonical::write_text(&mut out, name);
        out.push(':');
        canonical::write_text(&mut out, id);
    } else {
        canonical::write_text(&mut out, &format!("{name}s"));
        out.push_str(":[");
        for (index, id) in ids.iter().enumerate() {
            out.push_str(if index == 0 { "" } else { "," });
            canonical::write_text(&mut out, id);
        }
        out.push(']');
    }
    out.push('}');
    out
}

/// A link that begins a mail to this address (RFC 6068): everything but unreserved characters is percent-encoded, and
/// lines end with CRLF.
pub(crate) fn mail(address: &str, tool: &str, ids: &[String]) -> String {
    let subject = format!("Delete the telemetry of {tool}");
    let text = format!("Please delete what you have received from {tool} under\r\n{}\r\n", ids.join("\r\n"));
    // Of an address an @ may stand as it is.
    let address: Vec<String> = address.split('@').map(encoded).collect();
    format!("mailto:{}?subject={}&body={}", address.join("@"), encoded(&subject), encoded(&text))
}

fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push_str(&hex::write(&[byte]).to_ascii_uppercase());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    use alloc::string::ToString;

    fn ids(texts: &[&str]) -> Vec<String> {
        texts.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_request_carries_ids_and_nothing_else() {
        assert_eq!(body(&Identity::MultiSignal, &ids(&["9f86"])), r#"{"machine_id":"9f86"}"#);
        assert_eq!(body(&Identity::MultiSignal, &ids(&["a", "b"])), r#"{"machine_ids":["a","b"]}"#);
    }

    #[test]
    fn a_mail_is_a_link_in_which_nothing_means_something_else() {
        assert_eq!(
            mail("privacy+x@example.com", "my-tool", &ids(&["a1", "b2"])),
            "mailto:privacy%2Bx@example.com?subject=Delete%20the%20telemetry%20of%20my-tool&body=Please%20delete%20what%20\
             you%20have%20received%20from%20my-tool%20under%0D%0Aa1%0D%0Ab2%0D%0A"
        );
    }
}
