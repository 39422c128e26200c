//! The member `outbox` of the part `delivery`: where events wait, or where attempts that failed are kept.

use alloc::string::{String, ToString};

use super::mode::Mode;
use super::{names, place};
use crate::error::Error;
use crate::reader::At;

/// Batches that wait unless the contract says otherwise, and at most.
const BATCHES: i64 = 10;
const MOST_BATCHES: i64 = 1000;

/// Where events wait.
#[derive(Debug, Clone)]
pub(crate) struct Outbox {
    /// The directory, as the contract names it.
    pub(crate) directory: String,
    /// How many batches wait there at most; the oldest give way.
    pub(crate) most: usize,
}

/// Where attempts that failed are kept for people, as productive-k3s does: what was sent and what came of it, two files
/// for each attempt. They are never sent from there.
#[derive(Debug, Clone)]
pub(crate) struct AttemptFiles {
    /// The directory: below a base, or below the working directory of the tool.
    pub(crate) directory: String,
    /// The variable that replaces it.
    pub(crate) variable: Option<String>,
    /// What the names of the files begin with.
    pub(crate) name: String,
}

/// What an outbox holds.
#[derive(Clone, Copy)]
enum Layout {
    Batches,
    Attempts,
}

const LAYOUTS: &[(&str, Layout)] = &[("batches", Layout::Batches), ("attempts", Layout::Attempts)];

/// Reads the member: where events wait, and where failed attempts are kept, if anywhere.
pub(super) fn read(
    at: Option<At<'_, '_>>,
    mode: Mode,
    tool: &str,
) -> Result<(Outbox, Option<AttemptFiles>), Error> {
    let mut outbox = Outbox {
        directory: alloc::format!("{{state}}/aboveboard/{tool}.outbox"),
        most: usize::try_from(BATCHES).unwrap_or(0),
    };
    let Some(at) = at else { return Ok((outbox, None)) };
    let layout = at.object()?.iter().find(|(name, _)| name == "layout");
    let layout = layout
        .map_or(Ok(Layout::Batches), |(name, value)| At { value, path: at.path.key(name) }.word(LAYOUTS))?;
    match (layout, mode) {
        (Layout::Batches, Mode::AtLeastOnce | Mode::AtMostOnce) => {
            let members = at.members(&["layout", "directory", "batches"])?;
            if let Some(directory) = members.optional("directory") {
                outbox.directory = place::file(&directory)?;
            }
            if let Some(batches) = members.optional("batches") {
                outbox.most = usize::try_from(batches.integer(1, MOST_BATCHES)?).unwrap_or(0);
            }
            Ok((outbox, None))
        }
        (Layout::Attempts, Mode::BestEffort) => {
            let members = at.members(&["layout", "directory", "env", "name"])?;
            let files = AttemptFiles {
                directory: place::directory(&members.required("directory")?)?,
                variable: members.optional("env").map(|name| names::variable(&name)).transpose()?,
                name: members
                    .optional("name")
                    .map_or_else(|| Ok("event".to_string()), |name| names::name(&name))?,
            };
            Ok((outbox, Some(files)))
        }
        (Layout::Batches, _) => Err(at
            .error("unknown_member", "with this \"mode\" no event waits on disk")
            .hint("say \"mode\": \"at_least_once\" or \"at_most_once\", or \"layout\": \"attempts\"")),
        (Layout::Attempts, _) => Err(at
            .error("unknown_member", "failed attempts are kept with \"mode\": \"best_effort\" only")
            .hint("leave \"layout\" out: what has not arrived waits in the outbox")),
    }
}
