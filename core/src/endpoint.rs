//! Which URLs a payload may be sent to.
//!
//! A small reader of the `http` and `https` forms of RFC 3986 section 3: scheme, host, port, the rest. Whatever is
//! unusual is refused, since an endpoint is a plain thing, and so is what clients make different requests of.

/// Why a URL is no endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Problem {
    Malformed,
    Credentials,
    Plaintext,
}

impl Problem {
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Malformed => "endpoint_malformed",
            Self::Credentials => "endpoint_credentials",
            Self::Plaintext => "endpoint_plaintext",
        }
    }

    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::Malformed => "this is not an https URL that can be used as an endpoint",
            Self::Credentials => "an endpoint carries no user name or password",
            Self::Plaintext => "http:// to another machine travels in plain text",
        }
    }

    pub(crate) fn hint(self) -> &'static str {
        match self {
            Self::Malformed => {
                "write it as https://host/path, visible ASCII only, without a fragment, quotation marks and .."
            }
            Self::Credentials => "use \"bearer\" for a token",
            Self::Plaintext => "use https://, or accept it with \"plaintext\": true",
        }
    }
}

/// Whether a URL travels in plain text to another machine.
pub(crate) fn is_plaintext(url: &str) -> bool {
    check(url, false) == Err(Problem::Plaintext)
}

/// Whether `url` may be an endpoint: https, or http to the loopback, or any http where `plaintext` accepts it.
pub(crate) fn check(url: &str, plaintext: bool) -> Result<(), Problem> {
    let sound = url.len() <= 2048
        && url.bytes().all(|byte| {
            byte.is_ascii_graphic()
                && !matches!(
                    byte,
                    b'"' | b'\'' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | b'#'
                )
        });
    if !sound || !is_encoded(url) {
        return Err(Problem::Malformed);
    }
    let (scheme, rest) = url.split_once(':').ok_or(Problem::Malformed)?;
    let rest = rest.strip_prefix("//").ok_or(Problem::Malformed)?;
    let secure = if scheme.eq_ignore_ascii_case("https") {
        true
    } else if scheme.eq_ignore_ascii_case("http") {
        false
    } else {
        return Err(Problem::Malformed);
    };
    let authority = rest.split(['/', '?']).next().unwrap_or("");
    if authority.contains('@') {
        return Err(Problem::Credentials);
    }
    let host = host(authority).ok_or(Problem::Malformed)?;
    let path = rest.split('?').next().unwrap_or("");
    if path.split('/').any(is_dots) {
        return Err(Problem::Malformed);
    }
    if secure || plaintext || is_loopback(host) { Ok(()) } else { Err(Problem::Plaintext) }
}

/// The host of `host[:port]`, `None` where either is not well formed.
fn host(authority: &str) -> Option<&str> {
    let (host, port) = if let Some(rest) = authority.strip_prefix('[') {
        let (address, tail) = rest.split_once(']')?;
        let valid = address.contains(':')
            && address.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.'));
        (valid.then_some(address)?, if tail.is_empty() { None } else { Some(tail.strip_prefix(':')?) })
    } else {
        let (host, port) =
            authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
        let name = !host.is_empty()
            && host.len() <= 253
            && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
        (name.then_some(host)?, port)
    };
    let port_is_sound = port.is_none_or(|port| {
        port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|number| number > 0)
    });
    port_is_sound.then_some(host)
}

/// Whether two hexadecimal digits follow each percent sign (RFC 3986 section 2.1): some clients send what else follows one as
/// it is, and others nothing.
fn is_encoded(url: &str) -> bool {
    url.split('%').skip(1).all(|rest| {
        matches!(rest.as_bytes(), [first, second, ..] if first.is_ascii_hexdigit() && second.is_ascii_hexdigit())
    })
}

/// A segment of nothing but dots, also percent-encoded: some clients follow it, and others send it as it is.
fn is_dots(segment: &str) -> bool {
    let mut left = segment.as_bytes();
    while let [b'.', rest @ ..] | [b'%', b'2', b'e' | b'E', rest @ ..] = left {
        left = rest;
    }
    left.is_empty() && !segment.is_empty()
}

/// `localhost`, 127.0.0.0/8 or `[::1]`, in their plain spellings: what is written oddly is somewhere else.
fn is_loopback(host: &str) -> bool {
    if host.eq_ignore_ascii_case("localhost") || host == "::1" {
        return true;
    }
    let octet = |part: &str| match part.as_bytes() {
        [b'0'] => true,
        [b'1'..=b'9', rest @ ..] => rest.iter().all(u8::is_ascii_digit) && part.parse::<u8>().is_ok(),
        _ => false,
    };
    let mut parts = host.split('.');
    parts.next() == Some("127") && parts.clone().count() == 3 && parts.all(octet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_anywhere_and_http_at_home() {
        for url in [
            "https://telemetry.example.com/v1?x=1",
            "HTTPS://host",
            "https://[2001:db8::1]:8443/x",
            "http://localhost:8080/",
            "http://127.3.2.1/x",
            "http://[::1]:80",
            "https://host/.well-known/a..b/v1.0/x..?q=/../",
            "https://host/%2e%2ex/a%2e/%2fx",
        ] {
            assert_eq!(check(url, false), Ok(()), "{url}");
        }
        for url in [
            "http://127.1/",
            "http://127.0.0.01/",
            "http://127.0.0.256/",
            "http://127.0.0.1.5/",
            "http://[::2]/",
            "http://[0::1]/",
            "http://example.com/",
            "http://10.0.0.1:80/x",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com/",
        ] {
            assert_eq!(check(url, false), Err(Problem::Plaintext), "{url}");
            assert_eq!(check(url, true), Ok(()), "{url}");
        }
    }

    #[test]
    fn anything_unusual_is_refused() {
        for url in [
            "",
            "https",
            "https://",
            "https:///x",
            "ftp://host/",
            "file:///etc/passwd",
            "//host",
            "https://ho st/",
            "https://host/#f",
            "https://host:0/",
            "https://host:65536",
            "https://host:x",
            "https://host:+1",
            "https://[::1",
            "https://[::1]x",
            "https://[nonsense]/",
            "https://h\u{f6}st/",
            "https://host/\n",
            "https://host/\"",
            "host.example.com/x",
            "https://host/a/../v1",
            "https://host/a/%2e%2E/v1",
            "https://host/a/.%2e",
            "https://host/a/./b/",
            "https://host/%2E?x",
            "https://host/?q='",
            "https://host/100%",
            "https://host/%4",
            "https://host/%zz/x",
            "https://host/?q=%",
        ] {
            assert_eq!(check(url, true), Err(Problem::Malformed), "{url}");
        }
        assert_eq!(check("https://user:secret@host/", true), Err(Problem::Credentials));
        assert_eq!(check("https://user@host/", true), Err(Problem::Credentials));
        assert_eq!(check("https://host/path@x?y=@", true), Ok(()));
    }
}
