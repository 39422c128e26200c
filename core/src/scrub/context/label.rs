//! Members of an object whose value another one tells of: `{"name": "API_TOKEN", "value": "..."}`, and what an object called
//! secret holds as its value.

use crate::scrub::text::class::NAME;
use crate::scrub::text::consists_of;
use crate::scrub::text::words::{Words, words};
use crate::scrub::values::names::{Meaning, meaning};

/// What the value of a member of JSON is, going by its name, which may hold anything: `[secret]` stands for a name and is none.
fn member(name: &str) -> Option<Meaning> {
    if name.bytes().any(|byte| byte == b'[') { None } else { meaning(name.as_bytes()) }
}

/// What is known of the members of an object before they come: by what the object is called, and by the members before
/// (`{"name": "API_TOKEN", "value": "..."}`).
#[derive(Debug, Clone, Default)]
pub(crate) struct Label {
    /// What the object is called.
    owner: Option<Meaning>,
    /// Whether all members are secrets, whatever they are called.
    is_manifest: bool,
    /// Whether the last member holds a name.
    is_next: bool,
    meaning: Option<Meaning>,
}

/// Members that hold the name of the member `value`.
pub(crate) static LABELS: Words =
    words!("field" "header" "id" "key" "label" "name" "parameterkey" "type" "variable");
/// Members that hold the value that the name before tells of.
pub(crate) static VALUES: Words = words!("parametervalue" "value");
/// Members that hold a value which the name of their object tells of: of Terraform, DynamoDB, OpenTelemetry, differences.
pub(crate) static HOLDERS: Words = words!(
    "after" "b" "before" "current" "from" "n" "new" "old" "plain" "plaintext" "previous" "raw" "s" "string_value"
    "stringvalue" "to" "value"
);

impl Label {
    /// For the members of an object that is called something.
    pub(crate) fn of(owner: Option<Meaning>) -> Self {
        Self { owner, ..Self::default() }
    }

    /// For the entries of a Secret of Kubernetes.
    pub(crate) fn of_manifest() -> Self {
        Self { is_manifest: true, ..Self::default() }
    }

    /// What the member is whose name comes next.
    pub(crate) fn member(&mut self, name: &str) -> Option<Meaning> {
        self.is_next = LABELS.contains(name.as_bytes());
        if self.is_manifest {
            return Some(Meaning::Secret);
        }
        if VALUES.contains(name.as_bytes())
            && let Some(meaning) = self.meaning.take()
        {
            return Some(meaning);
        }
        if self.owner != Some(Meaning::Secret) {
            return member(name);
        }
        // A part of any other name may be replaced, which then says something else.
        let said = if consists_of(name.as_bytes(), NAME) { member(name) } else { None };
        let holder = HOLDERS.contains(name.as_bytes());
        said.or(Some(if holder { Meaning::Secret } else { Meaning::PossibleKey }))
    }

    /// Takes notice of the text that is the value of the last member.
    pub(crate) fn text(&mut self, text: &str) {
        if core::mem::take(&mut self.is_next) {
            let meaning = member(text).filter(|meaning| *meaning == Meaning::Secret);
            self.meaning = meaning.or(self.meaning);
        }
    }
}
