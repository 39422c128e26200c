//! Sends through `curl`, which gets everything on its standard input: no address and no token on a command line.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::process::{Child, Command, Stdio};

use aboveboard::ErrorClass;

use crate::error::class_of;
use crate::process;
use crate::sender::{Request, Response, Sender};

/// How much of a response is read.
const LONGEST_RESPONSE: u64 = 1024 * 1024;

/// The exit status of curl where the time is up.
const TIMED_OUT: i32 = 28;

const SWITCHING_PROTOCOLS: u16 = 101;

/// The sender used by default. Its limits on time, size and redirects are in the config that the core writes.
#[derive(Debug, Clone)]
pub struct Curl {
    program: OsString,
}

impl Default for Curl {
    /// The `curl` that is found on the path.
    fn default() -> Self {
        Self::at("curl")
    }
}

impl Curl {
    /// Another `curl`.
    pub fn at(program: impl Into<OsString>) -> Self {
        Self { program: program.into() }
    }
}

impl Sender for Curl {
    fn send(&self, request: &Request) -> Result<Response, ErrorClass> {
        let mut curl = Command::new(&self.program)
            .args(["-q", "--config", "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| match class_of(&error) {
                // Without curl there is no way to send.
                ErrorClass::Absent => ErrorClass::Unsupported,
                class => class,
            })?;
        let output = exchange(&mut curl, &request.curl_config);
        if output.is_err() {
            // It may still be waiting for its input, or for its output to be read.
            let _ = curl.kill();
        }
        let status = process::ending(curl.wait())?;
        let output = output.map_err(|error| class_of(&error))?;
        // Once the head is there, the receiver has answered, whatever becomes of the body.
        match (response(&output), status.and_then(|status| status.code())) {
            (Some(response), _) => Ok(response),
            // As the helper has it: a stand-in for curl in a tool's tests need not answer.
            (None, Some(0)) if output.is_empty() => Ok(Response { status: 200, retry_after: None }),
            (None, Some(TIMED_OUT)) => Err(ErrorClass::Timeout),
            (None, _) => Err(ErrorClass::Other),
        }
    }
}

/// Hands the config over and reads what `curl` prints: the head of the response, and the body after it.
fn exchange(curl: &mut Child, config: &str) -> io::Result<Vec<u8>> {
    if let Some(mut input) = curl.stdin.take() {
        match input.write_all(config.as_bytes()) {
            // It has ended early; its exit status says why.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            result => result?,
        }
    }
    let mut output = Vec::new();
    if let Some(pipe) = curl.stdout.take() {
        pipe.take(LONGEST_RESPONSE.saturating_add(1)).read_to_end(&mut output)?;
    }
    Ok(output)
}

/// The response that begins with this: the first head that is not an interim one (1xx). What follows it is the body.
/// Only a whole head is one: where the connection was cut in the middle of it `curl` prints what came, and ends well.
fn response(output: &[u8]) -> Option<Response> {
    let mut lines = output.split_inclusive(|byte| *byte == b'\n').map_while(|line| {
        let line = line.strip_suffix(b"\n")?;
        Some(line.strip_suffix(b"\r").unwrap_or(line))
    });
    loop {
        let status = status_of(lines.next()?)?;
        let mut retry_after = None;
        loop {
            let line = String::from_utf8_lossy(lines.next()?);
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("retry-after")
            {
                retry_after = Some(value.trim_ascii().to_owned());
            }
        }
        match status {
            // After it neither a head nor an end has to come.
            SWITCHING_PROTOCOLS => return None,
            200.. => return Some(Response { status, retry_after }),
            _ => {}
        }
    }
}

/// The three digits of a line that begins a head.
fn status_of(line: &[u8]) -> Option<u16> {
    let line = String::from_utf8_lossy(line);
    let digits = line.strip_prefix("HTTP/")?.split_ascii_whitespace().nth(1)?;
    let is_status = digits.len() == 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits.parse().ok().filter(|status| is_status && *status >= 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_past_interim_ones_and_never_in_the_body() {
        let output = b"HTTP/1.1 100 Continue\r\nRetry-After: 1\r\n\r\nHTTP/2 429\r\nretry-AFTER:  7 \r\nX: \xff\r\n\r\n\
            HTTP/1.1 204\r\nRetry-After: 9\r\n";
        assert_eq!(response(output), Some(Response { status: 429, retry_after: Some("7".to_owned()) }));
        let answered = Some(Response { status: 204, retry_after: None });
        assert_eq!(response(b"HTTP/1.1 204 No Content\n\n"), answered);
        assert_eq!(response(b"HTTP/1.1 204\r\n\r\n"), answered);
    }

    #[test]
    fn what_is_no_whole_head_is_no_response() {
        for head in [
            &b""[..],
            b"hello\n\n",
            b"HTTP/1.1\n\n",
            b"HTTP/1.1 many\r\n\r\n",
            b"HTTP/1.1 +20\r\n\r\n",
            b"HTTP/1.1 099\r\n\r\n",
            b"HTTP/1.1 2000\r\n\r\n",
            b"Retry-After: 1\r\n\r\n",
            b"\xff\xfe\n\n",
            b"HTTP/1.1 204",
            b"HTTP/1.1 204 No Content\r\n",
            b"HTTP/1.1 204 No Content\r\nX: y\r\n\r",
            b"HTTP/1.1 100 Continue\r\n\r\n",
            b"HTTP/1.1 101 Switching Protocols\r\n\r\nHTTP/1.1 204\r\n\r\n",
        ] {
            assert_eq!(response(head), None, "{}", String::from_utf8_lossy(head));
        }
    }
}
