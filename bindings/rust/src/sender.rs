//! How requests leave: the transport that a program may put in place of `curl`.

use std::fmt;
use std::time::Duration;

use aboveboard::ErrorClass;
use serde_json::Value;

/// Longer than any number of seconds, and any date.
const LONGEST_RETRY_AFTER: usize = 128;

/// Sends requests. It is called from several threads, never retries, and never follows a redirect: the core decides
/// what happens next.
pub trait Sender: fmt::Debug + Send + Sync {
    /// Sends this request, reads at most 1 MiB of the response and throws its body away.
    ///
    /// # Errors
    /// The class of what went wrong, where there was no response ([`class_of`](crate::class_of) finds it for an
    /// [`std::io::Error`]).
    fn send(&self, request: &Request) -> Result<Response, ErrorClass>;
}

/// What is to be sent. Its `Debug` form leaves out everything that may be private.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Request {
    /// The HTTP method, `POST`.
    pub method: String,
    /// The whole address.
    pub url: String,
    /// Every header to send, in order; one of them may hold a bearer token.
    pub headers: Vec<(String, String)>,
    /// The body: canonical JSON, byte for byte what is to arrive.
    pub body: String,
    /// How long connecting may take.
    pub connect_timeout: Duration,
    /// How long the whole exchange may take.
    pub timeout: Duration,
    /// All of the above as `curl -q --config -` reads it from its standard input: a config, and behind it the body.
    pub curl_config: String,
}

impl fmt::Debug for Request {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Request")
            .field("method", &self.method)
            .field("connect_timeout", &self.connect_timeout)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// The header `Retry-After`, where the response had one.
    pub retry_after: Option<String>,
}

impl Request {
    /// Reads a request as the core writes it; none where a member is missing.
    pub(crate) fn read(json: &str, curl_config: &str) -> Option<Self> {
        let request: Value = serde_json::from_str(json).ok()?;
        let text = |name: &str| Some(request.get(name)?.as_str()?.to_owned());
        let seconds = |name: &str| Some(Duration::from_secs(request.get(name)?.as_u64()?));
        let header =
            |header: &Value| Some((header.get(0)?.as_str()?.to_owned(), header.get(1)?.as_str()?.to_owned()));
        Some(Self {
            method: text("method")?,
            url: text("url")?,
            headers: request.get("headers")?.as_array()?.iter().map(header).collect::<Option<_>>()?,
            body: text("body")?,
            connect_timeout: seconds("connect_timeout_seconds")?,
            timeout: seconds("timeout_seconds")?,
            curl_config: curl_config.to_owned(),
        })
    }
}

impl Response {
    /// The head as the core reads it.
    pub(crate) fn head(&self) -> String {
        let retry_after = self.told().map_or(String::new(), |told| format!("Retry-After: {told}\n"));
        format!("HTTP/1.1 {}\n{retry_after}", self.status)
    }

    /// What the core is told of `Retry-After`. A receiver may say anything: of what is no visible ASCII the core could make
    /// nothing, and a line feed would begin a line of the receiver's own making.
    pub(crate) fn told(&self) -> Option<&str> {
        let told = self.retry_after.as_deref()?.trim_matches([' ', '\t']);
        let is_visible = told.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        (is_visible && (1..=LONGEST_RETRY_AFTER).contains(&told.len())).then_some(told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read_and_its_debug_form_keeps_its_secrets() {
        let json = r#"{"method":"POST","url":"http://127.0.0.1:1/t","headers":[["Authorization","Bearer hush"]],
            "body":"{}","connect_timeout_seconds":5,"timeout_seconds":10,"attempts":3}"#;
        let request = Request::read(json, "url = \"hush\"").expect("it is a request");
        assert_eq!(request.headers, [("Authorization".to_owned(), "Bearer hush".to_owned())]);
        assert_eq!(
            (request.connect_timeout, request.timeout),
            (Duration::from_secs(5), Duration::from_secs(10))
        );
        let debug = format!("{request:?}");
        assert!(!debug.contains("hush") && !debug.contains("127.0.0.1"), "{debug}");
        assert_eq!(Request::read("{}", ""), None);
        assert_eq!(Request::read("no json", ""), None);
    }

    #[test]
    fn a_head_holds_the_status_and_at_most_one_header() {
        let head = |retry_after: Option<&str>| {
            Response { status: 429, retry_after: retry_after.map(str::to_owned) }.head()
        };
        assert_eq!(head(None), "HTTP/1.1 429\n");
        assert_eq!(head(Some("120")), "HTTP/1.1 429\nRetry-After: 120\n");
        assert_eq!(head(Some(" 7\t")), "HTTP/1.1 429\nRetry-After: 7\n");
        let long = "7".repeat(LONGEST_RETRY_AFTER);
        assert_eq!(head(Some(&long)), format!("HTTP/1.1 429\nRetry-After: {long}\n"));
        let longer = format!("{long}7");
        for hidden in ["1\nHTTP/1.1 204", "", " ", "7\t8", "\u{fffd}7", "später", "\u{7f}", &longer] {
            assert_eq!(head(Some(hidden)), "HTTP/1.1 429\n", "{hidden:?}");
        }
    }
}
