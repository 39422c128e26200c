//! Whether a text is one that Aboveboard itself could have put into a payload, by its form and by what is stored beside it.

use alloc::string::String;

use crate::contract::{Absence, Contract, From, Leaf, is_name};
use crate::identity::{EPHEMERAL, is_id};
use crate::platform::{self, OTHER};
use crate::stored::Stored;
use crate::tool_version::{is_tool_version, user_agent};
use crate::{hex, time};

/// Whether a leaf that is filled from here can hold this text.
pub(super) fn could_tell(contract: &Contract, stored: &Stored, from: From, leaf: &Leaf, text: &str) -> bool {
    match from {
        From::Event => text == stored.event,
        From::Time(precision) => {
            let mut told = String::new();
            time::write(&mut told, stored.time, precision).is_ok() && told == text
        }
        From::Session | From::Run | From::Parent => is_name(text),
        From::Nonce => text.len() == 32 && hex::parse(text).is_some(),
        From::ToolVersion => text == stored.tool_version,
        From::UserAgent => contract
            .delivery
            .as_ref()
            .is_some_and(|delivery| user_agent(&delivery.user_agent.value, &stored.tool_version) == text),
        // A vocabulary understands its own words, as themselves.
        From::Os(words) => platform::system(Some(text), words) == text,
        From::Arch(words) => platform::processor(Some(text), words) == text,
        From::OsArch(words) => {
            let both = |(system, processor)| {
                platform::system(Some(system), words) == system
                    && platform::processor(Some(processor), words) == processor
                    && system != OTHER
                    && processor != OTHER
            };
            text == OTHER || text.split_once('-').is_some_and(both)
        }
        From::OsVersion => is_tool_version(text),
        From::Identity => {
            contract.identity.as_ref().is_some_and(|identity| is_id(identity, text))
                || (text == EPHEMERAL && leaf.absence == Absence::Refuse)
        }
        // Constants since the contract was read.
        From::Tool | From::SchemaVersion | From::ConsentVersion => false,
    }
}
