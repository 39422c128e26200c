//! Everything that can be found on a machine, and what the documents call it.

use aboveboard::{Answer, Facts, Map};

/// What something says, in the words of the documents. For an opt-out, yes is a true word: it denies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Word {
    /// It is not there, or says nothing.
    Nothing,
    Yes,
    No,
    /// It is there and cannot be understood.
    Unclear,
    /// It is there and cannot be read, or is not UTF-8.
    Lost,
    /// It was said to, or shown with, an older `consent_version`.
    Older,
    /// Somebody is there and has not been asked yet.
    Due,
}

/// One thing as it can be found.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Found {
    Variable(&'static str, Answer),
    File(&'static str, Answer),
    Flag(&'static str, Option<&'static str>),
    Feature(&'static str, bool),
    /// Variables of builds and agents, whether there is a terminal, and what was typed at it.
    Scene {
        variables: Vec<(&'static str, Answer)>,
        terminal: bool,
        answer: Option<Answer>,
    },
}

impl Found {
    fn put(&self, facts: &mut Facts) {
        match self {
            Self::Variable(name, answer) => {
                facts.variables.insert(*name, answer.clone());
            }
            Self::File(name, answer) => {
                facts.files.insert(*name, answer.clone());
            }
            Self::Flag(name, word) => {
                facts.flags = Map::default();
                if let Some(word) = word {
                    facts.flags.insert(*name, (*word).to_string());
                }
            }
            Self::Feature(name, on) => {
                facts.features = on.then(|| (*name).to_string()).into_iter().collect();
            }
            Self::Scene { variables, terminal, answer } => {
                for (name, value) in variables {
                    facts.variables.insert(*name, value.clone());
                }
                facts.terminal = *terminal;
                facts.answer.clone_from(answer);
            }
        }
    }
}

/// How far an axis is walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// One thing for each word.
    Voices,
    /// One thing for each class of what can be found.
    Classes,
}

/// Everything that can be found in one place, each with the words for it; most places have one word.
pub(super) struct Axis {
    found: Vec<(Found, Vec<Word>)>,
    voices: usize,
    classes: usize,
    /// What is found here once a run has begun; empty where it is the same as at the beginning.
    pub(super) later: Vec<(Found, Vec<Word>)>,
    /// Which of the words hold for a whole run.
    pub(super) lasting: Vec<bool>,
}

impl Axis {
    /// One thing for each word, then the other classes, then the other spellings of all of them.
    pub(super) fn new(
        voices: Vec<(Found, Vec<Word>)>,
        classes: Vec<(Found, Vec<Word>)>,
        spellings: Vec<(Found, Vec<Word>)>,
    ) -> Self {
        let lasting = voices.first().map(|(_, words)| vec![false; words.len()]).unwrap_or_default();
        let (first, second) = (voices.len(), voices.len() + classes.len());
        let found = [voices, classes, spellings].concat();
        Self { found, voices: first, classes: second, later: Vec::new(), lasting }
    }

    /// The same, each spelling being a class of its own: for contracts that have few sources.
    pub(super) fn in_full(self) -> Self {
        Self { classes: self.found.len(), voices: self.found.len(), ..self }
    }

    /// One thing for each word being all its classes: for contracts that have many sources.
    pub(super) fn in_short(self) -> Self {
        Self { classes: self.voices, ..self }
    }

    /// A word that a tool is handed by its author or its command line, which holds for a whole run. The first is the
    /// one with which the other places are heard.
    pub(super) fn handed_in(found: Vec<(Found, Word)>) -> Self {
        let mut found: Vec<_> = found.into_iter().map(|(found, word)| (found, vec![word])).collect();
        // Whatever is handed in later.
        let later = found.iter().filter(|(_, words)| words.contains(&Word::Yes)).cloned().collect();
        let others = found.split_off(1);
        Self::new(found, others, Vec::new()).then(later, vec![true])
    }

    /// What is found once a run has begun, and which of the words hold nevertheless.
    pub(super) fn then(self, later: Vec<(Found, Vec<Word>)>, lasting: Vec<bool>) -> Self {
        Self { later, lasting, ..self }
    }

    pub(super) fn at(&self, depth: Depth) -> &[(Found, Vec<Word>)] {
        match depth {
            Depth::Voices => &self.found[..self.voices],
            Depth::Classes => &self.found[..self.classes],
        }
    }

    pub(super) fn spellings(&self) -> &[(Found, Vec<Word>)] {
        &self.found[self.classes..]
    }
}

/// What is done with one combination; an error is a complaint.
pub(super) type Visit<'v> = &'v mut dyn FnMut(&Facts, &[Word]) -> Result<(), String>;

/// Every combination of these places, with its words; ends at the first complaint.
pub(super) fn walk(
    places: &[&[(Found, Vec<Word>)]],
    facts: &mut Facts,
    words: &mut Vec<Word>,
    visit: Visit<'_>,
) -> Result<(), String> {
    let Some((first, rest)) = places.split_first() else { return visit(facts, words) };
    let length = words.len();
    for (found, said) in *first {
        found.put(facts);
        words.extend(said);
        walk(rest, facts, words, visit)?;
        words.truncate(length);
    }
    Ok(())
}
