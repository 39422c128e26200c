//! The engines side by side, each as its own page says that it should be used: made once, then handed one string after
//! another.

use std::borrow::Cow;
use std::hint::black_box;

use aboveboard::{Fact, PrivateFacts};
use redact_core::{AnalyzerEngine, AnonymizationStrategy, AnonymizerConfig};
use regex::Regex;

/// What a host knows, six values, as in the budget.
const FACTS: &[Fact<'static>] = &[
    Fact::HostName("web01.acme.internal"),
    Fact::UserName("jane.doe"),
    Fact::Home("/home/jane.doe"),
    Fact::Directory("/srv/customers/acme"),
    Fact::Address("203.0.113.77"),
    Fact::Secret("S3cr3tValue42zz"),
];

/// Something that goes over strings; gives a number that depends on its work, so that none of it is left out.
pub trait Engine {
    fn name(&self) -> &'static str;
    fn run(&self, text: &str) -> usize;
}

/// Every engine, the baseline first and ours second.
pub fn all() -> Vec<Box<dyn Engine>> {
    vec![
        Box::new(ByteTable::new()),
        Box::new(Ours(PrivateFacts::new(FACTS))),
        Box::new(Leakguard(leakguard::Redactor::new())),
        Box::new(RedactCore(AnalyzerEngine::new())),
        Box::new(Regexes::new()),
    ]
}

/// The sum of a table's entries: what it costs to look at each byte once.
struct ByteTable([u64; 256]);

impl ByteTable {
    fn new() -> Self {
        Self(std::array::from_fn(|index| (index as u64).wrapping_mul(0x9e37_79b9)))
    }
}

impl Engine for ByteTable {
    fn name(&self) -> &'static str {
        "byte table"
    }

    #[inline(never)]
    fn run(&self, text: &str) -> usize {
        let sum = text.bytes().fold(0_u64, |sum, byte| sum.wrapping_add(self.0[usize::from(byte)]));
        usize::try_from(sum & 0xff).unwrap_or_default()
    }
}

struct Ours(PrivateFacts);

impl Engine for Ours {
    fn name(&self) -> &'static str {
        "aboveboard"
    }

    #[inline(never)]
    fn run(&self, text: &str) -> usize {
        aboveboard::scrub(text, &self.0).text.len()
    }
}

struct Leakguard(leakguard::Redactor);

impl Engine for Leakguard {
    fn name(&self) -> &'static str {
        "leakguard"
    }

    #[inline(never)]
    fn run(&self, text: &str) -> usize {
        self.0.clean(text).len()
    }
}

struct RedactCore(AnalyzerEngine);

impl Engine for RedactCore {
    fn name(&self) -> &'static str {
        "redact-core"
    }

    #[inline(never)]
    fn run(&self, text: &str) -> usize {
        let config =
            AnonymizerConfig { strategy: AnonymizationStrategy::Replace, ..AnonymizerConfig::default() };
        self.0.anonymize(text, None, &config).map_or(0, |result| result.text.len())
    }
}

/// What a tool's author writes in an afternoon: one expression a kind, one after the other.
struct Regexes(Vec<(Regex, &'static str)>);

impl Regexes {
    fn new() -> Self {
        let rules = [
            (r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----", "[secret]"),
            (r"\beyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*", "[secret]"),
            (
                r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeoprs]-[\w-]{10,}|AKIA[A-Z0-9]{16}|AIza[\w-]{30,}|sk-[\w-]{16,}|sk_live_\w{10,}|npm_\w{30,}|hf_\w{24,})",
                "[secret]",
            ),
            (r"(?i)\b(?:bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}", "[secret]"),
            (
                r#"(?i)\b[\w.-]*(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key)"?\s*[:=]\s*("[^"\n]*"|'[^'\n]*'|[^\s&,;]+)"#,
                "[secret]",
            ),
            (r#"://[^\s/@"']+@"#, "://[secret]@"),
            (r"\barn:aws[\w-]*:[\w-]*:[\w-]*:[0-9]*:[^\s,]+", "[account]"),
            (r"[\w.+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", "[email]"),
            (r"\b(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}\b", "[address]"),
            (
                r"(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}|(?:[0-9A-Fa-f]{1,4}:)*:(?::?[0-9A-Fa-f]{1,4})+",
                "[address]",
            ),
            (r"\b(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?:25[0-5]|2[0-4]\d|1?\d?\d)){3}\b", "[address]"),
            (r#"(?:/home/|/Users/|/root/|/var/|/tmp/|/etc/|/opt/)[^\s"':]+"#, "[path]"),
            (r#"\b[A-Za-z]:[\\/][^\s"':]+"#, "[path]"),
            (r"\b[\w-]+(?:\.[\w-]+)*\.(?:internal|local|lan|corp)\b", "[host]"),
            (r"(?i)web01|jane\.doe|/srv/customers/acme|203\.0\.113\.77|S3cr3tValue42zz", "[private]"),
        ];
        Self(
            rules.map(|(rule, replacement)| (Regex::new(rule).expect("a rule compiles"), replacement)).into(),
        )
    }
}

impl Engine for Regexes {
    fn name(&self) -> &'static str {
        "regex rules"
    }

    #[inline(never)]
    fn run(&self, text: &str) -> usize {
        let mut out = Cow::Borrowed(text);
        for (rule, replacement) in &self.0 {
            if let Cow::Owned(changed) = rule.replace_all(&out, *replacement) {
                out = Cow::Owned(changed);
            }
        }
        black_box(out.len())
    }
}
