//! The peers: other crates, and rules as one would write them with regular expressions.

use std::borrow::Cow;
use std::hint::black_box;

use redact_core::{AnalyzerEngine, AnonymizationStrategy, AnonymizerConfig};
use regex::Regex;

use crate::engines::Engine;

pub fn all() -> Vec<Box<dyn Engine>> {
    vec![
        Box::new(Leakguard(leakguard::Redactor::new())),
        Box::new(RedactCore(AnalyzerEngine::new())),
        Box::new(Regexes::new()),
    ]
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
