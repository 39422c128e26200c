//! Comparing what the core decides with what the oracle says, at the beginning of a run and at every later reading.

use aboveboard::{
    Contract, Event, Facts, Machine, Payload, Run, State, begin, payload, preview, request, resolve,
};

use super::space::{Axis, Depth, Found, Word, walk};
use super::{LOCAL_ONLY, Outcome, QUESTION_ALLOWS, QUESTION_DENIES, UNATTENDED, WITHDRAWN};

/// A contract's places in the order of the oracle's words; the last two words are whether a build or an agent has the
/// tool, and what a person has answered.
pub(super) struct Proof<const N: usize> {
    pub(super) axes: Vec<Axis>,
    /// What must come of these words, from the documents.
    pub(super) oracle: fn([Word; N]) -> Outcome,
    pub(super) event: Event<'static>,
}

/// How many states were tried.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tried {
    pub(super) beginnings: usize,
    pub(super) later_readings: usize,
}

/// A run that has begun. All that began with the same decision and were handed in the same are one and the same value,
/// but for their warnings; so one of them stands for all.
struct Begun<const N: usize> {
    run: Run,
    outcome: Outcome,
    /// The words that hold for the whole run, each in its place.
    held: [Option<Word>; N],
    payload: Option<Payload>,
    /// How many noes had been stored.
    noes: u8,
}

impl<const N: usize> Proof<N> {
    /// Tries every state; an error is the first state in which the core and the oracle disagree.
    pub(super) fn check(&self, contract: &str) -> Result<Tried, String> {
        let contract = Contract::parse(contract).expect("only sound contracts are tried");
        let (begun, beginnings) = self.beginnings(&contract)?;
        let later_readings = self.later_readings(&contract, &begun)?;
        Ok(Tried { beginnings, later_readings })
    }

    /// Every combination of classes; and every spelling with every combination of what the other places say.
    fn beginnings(&self, contract: &Contract) -> Result<(Vec<Begun<N>>, usize), String> {
        let mut known = Vec::new();
        let mut tried = 0;
        let mut visit = |facts: &Facts, words: &[Word]| {
            tried += 1;
            self.beginning(contract, facts, words.try_into().unwrap(), &mut known)
        };
        let classes: Vec<_> = self.axes.iter().map(|axis| axis.at(Depth::Classes)).collect();
        let facts = Facts { random: (0..48).collect(), ..Facts::default() };
        walk(&classes, &mut facts.clone(), &mut Vec::new(), &mut visit)?;
        for (place, axis) in self.axes.iter().enumerate() {
            let mut places: Vec<_> = self.axes.iter().map(|axis| axis.at(Depth::Voices)).collect();
            places[place] = axis.spellings();
            walk(&places, &mut facts.clone(), &mut Vec::new(), &mut visit)?;
        }
        Ok((known, tried))
    }

    fn beginning(
        &self,
        contract: &Contract,
        facts: &Facts,
        words: [Word; N],
        known: &mut Vec<Begun<N>>,
    ) -> Result<(), String> {
        let run = begin(contract, facts).map_err(|error| format!("{words:?}: {error}"))?;
        let outcome = (self.oracle)(words);
        agree(&words, (run.state(), run.decision().reason), outcome)?;
        let held = self.held(words, outcome);
        let noes = self.noes(words).unwrap_or(0);
        let same = |begun: &Begun<N>| {
            begun.outcome == outcome
                && begun.held == held
                && begun.noes == noes
                && begun.run.decision() == run.decision()
        };
        let place = match known.iter().position(same) {
            Some(place) => place,
            None => {
                known.push(Begun { noes, ..self.begun(contract, &run, outcome, held)? });
                known.len() - 1
            }
        };
        let begun = &known[place];
        if begun.run.warnings() == run.warnings() && begun.run != run {
            return Err(format!("{words:?}: the same beginning makes another run"));
        }
        let Some(built) = &begun.payload else { return Ok(()) };
        let sends = request(contract, &run, built, facts).is_ok();
        check(&words, "a request", sends, outcome.0 == State::On)
    }

    /// A run that is not known yet, and what can be built in it.
    fn begun(
        &self,
        contract: &Contract,
        run: &Run,
        outcome: Outcome,
        held: [Option<Word>; N],
    ) -> Result<Begun<N>, String> {
        let built = payload(contract, run, &self.event, &Machine::default());
        let builds = matches!(outcome.0, State::On | State::Local);
        check(&outcome, "a payload", built.is_ok(), builds)?;
        let refused = built.as_ref().map_err(|error| error.code()) == Err("consent_not_given");
        check(&outcome, "a refusal", refused, !builds)?;
        let shown =
            preview(contract, run, &self.event, &Machine::default()).map_err(|error| error.to_string())?;
        let sends = request(contract, run, &shown, &Facts::default()).is_ok();
        check(&outcome, "a request for a preview", sends, false)?;
        Ok(Begun { run: run.clone(), outcome, held, payload: built.ok(), noes: 0 })
    }

    /// How many noes are in Aboveboard's own state file; `None` where that cannot be told.
    fn noes(&self, words: [Word; N]) -> Option<u8> {
        let mut place = 0;
        for axis in &self.axes {
            let (found, said) = &axis.at(Depth::Voices)[0];
            if matches!(found, Found::File(name, _) if name.starts_with("{state}/")) {
                return match words[place] {
                    Word::No => Some(1),
                    Word::Lost => None,
                    _ => Some(0),
                };
            }
            place += said.len();
        }
        Some(0)
    }

    /// What of these words holds for the whole run: what was handed in, and an answer where it is what decided.
    fn held(&self, words: [Word; N], outcome: Outcome) -> [Option<Word>; N] {
        let mut unanswered = words;
        unanswered[N - 1] = Word::Nothing;
        // In local mode too it is the answer that decided where there would be no yes without it.
        let local = outcome == LOCAL_ONLY && (self.oracle)(unanswered) != LOCAL_ONLY;
        let answered = local || [QUESTION_ALLOWS, QUESTION_DENIES].contains(&outcome);
        let mut held = words.map(Some);
        let lasting = self.axes.iter().flat_map(|axis| &axis.lasting);
        for (word, lasts) in held.iter_mut().zip(lasting) {
            *word = word.filter(|_| *lasts);
        }
        if !answered {
            held[N - 1] = Some(Word::Nothing);
        }
        held
    }

    /// Every run that has begun, with every combination of classes read afresh.
    fn later_readings(&self, contract: &Contract, begun: &[Begun<N>]) -> Result<usize, String> {
        let mut tried = 0;
        let places: Vec<_> = self
            .axes
            .iter()
            .map(|axis| if axis.later.is_empty() { axis.at(Depth::Classes) } else { &axis.later })
            .collect();
        let mut resolved = |facts: &Facts, words: &[Word]| {
            for begun in begun {
                tried += 1;
                self.later_reading(contract, begun, facts, words)?;
            }
            Ok(())
        };
        walk(&places, &mut Facts::default(), &mut Vec::new(), &mut resolved)?;
        Ok(tried)
    }

    fn later_reading(
        &self,
        contract: &Contract,
        begun: &Begun<N>,
        facts: &Facts,
        words: &[Word],
    ) -> Result<(), String> {
        let mut held = begun.held.iter();
        let fresh: [Word; N] = words.try_into().unwrap();
        let words = fresh.map(|word| held.next().copied().flatten().unwrap_or(word));
        let outcome = match narrowed(begun.outcome.0, (self.oracle)(words)) {
            // What began before a no that is stored is over, and so is what cannot be told from it.
            (now, _) if now != State::Off && self.noes(fresh).is_some_and(|noes| noes != begun.noes) => {
                WITHDRAWN
            }
            now => now,
        };
        let decision = resolve(contract, &begun.run, facts);
        agree(&(begun.outcome, words), (decision.state, decision.reason), outcome)?;
        let Some(built) = &begun.payload else { return Ok(()) };
        let sends = request(contract, &begun.run, built, facts).is_ok();
        check(&(begun.outcome, words), "a request", sends, outcome.0 == State::On)
    }
}

/// "A run that has begun can only become narrower."
fn narrowed(began: State, now: Outcome) -> Outcome {
    use aboveboard::Reason::{NoticeShown, RunDenied, RunLocal, RunTold};
    match (began, now.0) {
        // What says no now is a no.
        (_, State::Off) => now,
        // A run that has shown the notice, or began while it was shown, leaves it to the next one.
        (State::Notice, State::On) if now.1 == NoticeShown => (State::Off, RunTold),
        // A run that began without telemetry stays without.
        (State::Off | State::Ask | State::Notice, _) => (State::Off, RunDenied),
        // Nobody is asked or told again.
        (_, State::Ask | State::Notice) => UNATTENDED,
        // One that began local stays local.
        (State::Local, State::On) => (State::Local, RunLocal),
        _ => now,
    }
}

fn agree(words: &dyn std::fmt::Debug, is: Outcome, must: Outcome) -> Result<(), String> {
    if is == must { Ok(()) } else { Err(format!("{words:?}: {is:?} and not {must:?}")) }
}

fn check(words: &dyn std::fmt::Debug, what: &str, is: bool, must: bool) -> Result<(), String> {
    if is == must { Ok(()) } else { Err(format!("{words:?}: {what}: {is} and not {must}")) }
}

/// Shows that the proof finds a contract in which one thing was changed.
pub(super) fn finds<const N: usize>(proof: &Proof<N>, contract: &str, changes: &[(&str, &str)]) {
    for (from, to) in changes {
        assert_eq!(contract.matches(from).count(), 1, "{from}");
        let found = proof.check(&contract.replace(from, to));
        assert!(found.is_err(), "nobody notices {to:?} in the place of {from:?}");
    }
}
