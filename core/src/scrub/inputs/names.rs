//! The names of an object's members, which have to differ once they have been scrubbed: `[email]`, `[email]#2`.

use alloc::borrow::Cow;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec;

use crate::canonical;
use crate::scrub::facts::PrivateFacts;
use crate::scrub::scan::{Role, scan_as};
use crate::scrub::text::span::Kind;
use crate::scrub::{Finding, Scrubbed, scrub_named};

/// How often a name is looked at that becomes the same as another one again.
const ROUNDS: usize = 8;

/// The names that an object has so far, of those that may be like a replaced one.
#[derive(Debug, Default)]
pub(crate) struct Names {
    taken: BTreeMap<String, Taken>,
}

/// A name that is taken.
#[derive(Debug)]
struct Taken {
    /// Whether it has been so before anything was replaced.
    is_own: bool,
    /// The number that the next name like it may have.
    next: i64,
}

impl Names {
    /// Scrubs the next name. One that the object has by then gets a number, also where nothing is found in it; only where
    /// an object has had a name twice, it stays so.
    pub(crate) fn scrub<'t>(&mut self, name: &'t str, facts: &PrivateFacts) -> Scrubbed<'t> {
        let scrubbed = scrub_named(None, name, facts);
        // What has been replaced has a bracket.
        if scrubbed.is_clean() && !name.contains('[') { scrubbed } else { self.told_apart(scrubbed, facts) }
    }

    #[cold]
    fn told_apart<'t>(&mut self, mut scrubbed: Scrubbed<'t>, facts: &PrivateFacts) -> Scrubbed<'t> {
        let mut is_own = scrubbed.is_clean();
        for _ in 0..ROUNDS {
            match self.taken.get_mut(&*scrubbed.text) {
                None => return self.take(scrubbed, is_own),
                Some(taken) if is_own && taken.is_own => return scrubbed,
                Some(_) => {}
            }
            // With its number it may look like something else, as which it is scrubbed then.
            is_own = false;
            scrubbed.text = Cow::Owned(self.numbered(&scrubbed.text));
            scrubbed = scrubbed.settled(facts, |text| scan_as(Role::Value(None), text, facts));
        }
        // One that takes up every number goes as a whole.
        let (kind, rule) =
            scrubbed.findings.last().map_or((Kind::Secret, "name"), |finding| (finding.kind, finding.rule));
        let replacement = kind.replacement();
        let finding = Finding { kind, rule, range: 0..replacement.len() };
        let text = Cow::Owned(self.numbered(replacement));
        self.take(Scrubbed { text, findings: vec![finding], cut: false }, false)
    }

    fn take<'t>(&mut self, scrubbed: Scrubbed<'t>, is_own: bool) -> Scrubbed<'t> {
        self.taken.insert(String::from(&*scrubbed.text), Taken { is_own, next: 2 });
        scrubbed
    }

    /// A name that nothing has so far: this one with the next number.
    fn numbered(&mut self, name: &str) -> String {
        let mut next = self.taken.get(name).map_or(2, |taken| taken.next);
        loop {
            let mut numbered = String::from(name);
            numbered.push('#');
            canonical::write_integer(&mut numbered, next);
            next = next.saturating_add(1);
            if !self.taken.contains_key(&numbered) {
                if let Some(taken) = self.taken.get_mut(name) {
                    taken.next = next;
                }
                return numbered;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;

    fn scrubbed(names: &[&str]) -> Vec<String> {
        let (mut seen, facts) = (Names::default(), PrivateFacts::default());
        names.iter().map(|name| seen.scrub(name, &facts).text.into_owned()).collect()
    }

    /// Names as they come out, which are the same when they come in.
    #[track_caller]
    fn all(given: &[&str], want: &[&str]) {
        assert_eq!(scrubbed(given), want);
        assert_eq!(scrubbed(want), want);
    }

    #[test]
    fn names_stay_different() {
        all(&["10.0.0.1", "x", "10.0.0.2", "10.0.0.3"], &["[address]", "x", "[address]#2", "[address]#3"]);
        all(
            &["a@b.com", "[email]#2", "c@d.com", "[email]"],
            &["[email]", "[email]#2", "[email]#3", "[email]#4"],
        );
        all(&["a@b.com", "[email]", "[email]#2"], &["[email]", "[email]#2", "[email]#2#2"]);
        all(&["[email]#2", "[email]", "a@b.com"], &["[email]#2", "[email]", "[email]#3"]);
    }

    #[test]
    fn a_number_does_not_change_what_a_name_looks_like() {
        for (first, second) in [
            ("password is 11ra.", "password is 12ra."),
            ("ssh://1@", "ssh://2@"),
            ("neighbor 1.1.1.1 password a", "neighbor 1.1.1.2 password a"),
            ("usr:1o a:/", "usr:2o a:/"),
            ("/export/1 /mnt/", "/export/2 /mnt/"),
        ] {
            let once = scrubbed(&[first, second]);
            assert_ne!(once[0], once[1]);
            let again: Vec<&str> = once.iter().map(String::as_str).collect();
            assert_eq!(scrubbed(&again), once);
        }
    }

    #[test]
    fn names_that_were_the_same_stay_so() {
        all(&["[x", "[x", "y", "y"], &["[x", "[x", "y", "y"]);
    }
}
