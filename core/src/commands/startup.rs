//! `startup`: one line for the log of a program that starts.

use alloc::format;

use super::gather::{self, Given};
use super::{FAILED, Outcome, fail};
use crate::protocol::{Host, Line, Suspended};
use crate::purpose::Purpose;
use crate::reporting::startup_line;

pub(super) fn startup(host: &mut Host<'_>, line: &Line<'_>, preview: Option<&str>) -> Suspended<Outcome> {
    let scene = match gather::scene(host, line, None)? {
        Ok(scene) => scene,
        Err(error) => return fail(host, &error, FAILED),
    };
    let contract = scene.contract;
    let run = match scene.run {
        Ok(Some(run)) => run,
        Ok(None) => {
            return Ok(Outcome::printed(format!("{} telemetry is off: there is no run\n", contract.tool())));
        }
        Err(error) => return fail(host, &error, FAILED),
    };
    let facts = gather::facts(host, &contract, Purpose::Delivery, &Given::default())?;
    Ok(Outcome::printed(format!("{}\n", startup_line(&contract, &run, &facts, preview))))
}
