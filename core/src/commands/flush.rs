//! `flush`: sends what waits on disk, in the foreground.

use super::gather::{self, Scene};
use super::log::Level;
use super::{FAILED, Outcome, fail, outbox};
use crate::step::{Host, Line, Suspended};

/// As far as one flow goes; says `more` where another one may find something.
pub(super) fn flush(host: &mut Host<'_>, line: &Line<'_>) -> Suspended<Outcome> {
    match gather::scene(host, line, None)?.and_then(Scene::whole) {
        Ok((contract, Some(run))) => {
            let log = Level::ask(host)?;
            Ok(if outbox::flush(host, &contract, &run, log)? {
                Outcome::printed("more\n")
            } else {
                Outcome::silent(0)
            })
        }
        Ok((_, None)) => Ok(Outcome::silent(0)),
        Err(error) => fail(host, &error, FAILED),
    }
}
