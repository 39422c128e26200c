//! Promise 1: there is no path from "denied" or "undecided" to a send, by exhaustion.
//!
//! For each contract that ships, and for one with every gate, `space` walks through every combination of what the
//! gates, sources, stored choices, switches and people can say. What must come of each stands beside the contract in an
//! oracle: a table written by hand from `docs/contract.md`. `proof` compares the two, and then reads all sources again
//! for every run that has begun. That the proof can fail is shown with contracts that were changed by one word.

mod files;
mod gated;
mod gtb;
mod kubeatlas;
mod pk3s_cli;
mod pk3s_infra;
mod proof;
mod space;
mod spellings;
mod your_platform;

use aboveboard::{Reason, State};

/// What must hold, and why.
type Outcome = (State, Reason);

const FLAG_ALLOWS: Outcome = (State::On, Reason::FlagAllows);
const FLAG_DENIES: Outcome = (State::Off, Reason::FlagDenies);
const VARIABLE_ALLOWS: Outcome = (State::On, Reason::VariableAllows);
const VARIABLE_DENIES: Outcome = (State::Off, Reason::VariableDenies);
const VARIABLE_INVALID: Outcome = (State::Off, Reason::VariableInvalid);
const SETTING_ALLOWS: Outcome = (State::On, Reason::SettingAllows);
const SETTING_DENIES: Outcome = (State::Off, Reason::SettingDenies);
const SETTING_UNREADABLE: Outcome = (State::Off, Reason::SettingUnreadable);
const STORED_ALLOWS: Outcome = (State::On, Reason::StoredAllows);
const STORED_DENIES: Outcome = (State::Off, Reason::StoredDenies);
const STATE_UNREADABLE: Outcome = (State::Off, Reason::StateUnreadable);
const QUESTION_ALLOWS: Outcome = (State::On, Reason::QuestionAllows);
const QUESTION_DENIES: Outcome = (State::Off, Reason::QuestionDenies);
const QUESTION_DUE: Outcome = (State::Ask, Reason::Undecided);
const NOTICE_SHOWN: Outcome = (State::On, Reason::NoticeShown);
const NOTICE_DUE: Outcome = (State::Notice, Reason::NoticeDue);
const UNATTENDED: Outcome = (State::Off, Reason::Unattended);
const NOTHING_DECIDED: Outcome = (State::Off, Reason::NothingDecided);
const FEATURE_OFF: Outcome = (State::Off, Reason::FeatureOff);
const POLICY_DENIES: Outcome = (State::Off, Reason::PolicyDenies);
const POLICY_UNREADABLE: Outcome = (State::Off, Reason::PolicyUnreadable);
const PARENT_DENIES: Outcome = (State::Off, Reason::ParentDenies);
const WITHDRAWN: Outcome = (State::Off, Reason::Withdrawn);
const LOCAL_ONLY: Outcome = (State::Local, Reason::LocalOnly);

#[test]
fn the_readme_says_how_many_were_tried() {
    let all = [
        gated::TRIED,
        gtb::TRIED,
        kubeatlas::TRIED,
        pk3s_cli::TRIED,
        pk3s_infra::TRIED,
        your_platform::TRIED,
    ];
    let readme = include_str!("../../../../README.md");
    for sum in [
        all.iter().map(|tried| tried.beginnings).sum::<usize>(),
        all.iter().map(|tried| tried.later_readings).sum(),
    ] {
        let (millions, rest) = (sum / 1_000_000, sum % 1_000_000);
        let number = format!("{millions},{:03},{:03}", rest / 1000, rest % 1000);
        assert!(readme.contains(&number), "{number}");
    }
}
