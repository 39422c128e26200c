//! Sends through ureq, with redirects off and everything bounded.

use std::io::Read;

use aboveboard_host::{ErrorClass, Request, Response, Sender, class_of};

/// How much of a response is read.
const LONGEST_RESPONSE: u64 = 1024 * 1024;

/// Sends through ureq.
#[derive(Debug)]
pub(crate) struct Ureq;

impl Sender for Ureq {
    fn send(&self, request: &Request) -> Result<Response, ErrorClass> {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .max_redirects(0)
            .http_status_as_error(false)
            .timeout_connect(Some(request.connect_timeout))
            .timeout_global(Some(request.timeout))
            .build()
            .into();
        let mut outgoing = ureq::http::Request::builder().method(request.method.as_str()).uri(&request.url);
        for (name, value) in &request.headers {
            outgoing = outgoing.header(name, value);
        }
        let outgoing = outgoing.body(&request.body).map_err(|_| ErrorClass::Other)?;
        let mut response = agent.run(outgoing).map_err(|error| class(&error))?;
        // Read and thrown away; the head has come, so that nothing can fail any more.
        let _ =
            std::io::copy(&mut response.body_mut().as_reader().take(LONGEST_RESPONSE), &mut std::io::sink());
        let retry_after =
            response.headers().get("retry-after").and_then(|value| value.to_str().ok()).map(str::to_owned);
        Ok(Response { status: response.status().as_u16(), retry_after })
    }
}

fn class(error: &ureq::Error) -> ErrorClass {
    match error {
        ureq::Error::Timeout(_) => ErrorClass::Timeout,
        ureq::Error::Io(error) => class_of(error),
        _ => ErrorClass::Other,
    }
}
