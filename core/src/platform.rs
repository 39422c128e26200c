//! Systems and processors: many spellings in, one vocabulary out.

use alloc::vec::Vec;

/// Whose words a contract uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Vocabulary {
    /// `GOOS` and `GOARCH`.
    Go,
    /// `std::env::consts::OS` and `ARCH`.
    Rust,
    /// `process.platform` and `process.arch`.
    Node,
}

impl Vocabulary {
    /// The words of the contract.
    pub(crate) const WORDS: &'static [(&'static str, Self)] =
        &[("go", Self::Go), ("rust", Self::Rust), ("node", Self::Node)];
}

/// What is told in the place of a word that is in no list, or that is private.
pub(crate) const OTHER: &str = "other";

/// One system or processor: all spellings in lowercase, and the words of Go, Rust and Node.
struct Row {
    spellings: &'static [&'static str],
    words: [&'static str; 3],
}

impl Row {
    fn word(&self, vocabulary: Vocabulary) -> &'static str {
        let [go, rust, node] = self.words;
        match vocabulary {
            Vocabulary::Go => go,
            Vocabulary::Rust => rust,
            Vocabulary::Node => node,
        }
    }
}

const fn row(spellings: &'static [&'static str], words: [&'static str; 3]) -> Row {
    Row { spellings, words }
}

const SYSTEMS: &[Row] = &[
    row(&["linux"], ["linux", "linux", "linux"]),
    row(&["darwin", "macos"], ["darwin", "macos", "darwin"]),
    row(&["windows_nt", "windows", "win32"], ["windows", "windows", "win32"]),
    row(&["freebsd"], ["freebsd", "freebsd", "freebsd"]),
    row(&["openbsd"], ["openbsd", "openbsd", "openbsd"]),
    row(&["netbsd"], ["netbsd", "netbsd", "netbsd"]),
    row(&["dragonfly"], ["dragonfly", "dragonfly", "dragonfly"]),
    row(&["sunos", "solaris"], ["solaris", "solaris", "sunos"]),
    row(&["aix"], ["aix", "aix", "aix"]),
];

const PROCESSORS: &[Row] = &[
    row(&["x86_64", "amd64", "x64"], ["amd64", "x86_64", "x64"]),
    row(&["aarch64", "arm64"], ["arm64", "aarch64", "arm64"]),
    row(&["x86", "386", "ia32", "i386", "i486", "i586", "i686"], ["386", "x86", "ia32"]),
    row(&["arm", "armv5tel", "armv6l", "armv7l", "armv8l"], ["arm", "arm", "arm"]),
    row(&["riscv64"], ["riscv64", "riscv64", "riscv64"]),
    row(&["ppc64le", "powerpc64le"], ["ppc64le", "powerpc64", "ppc64"]),
    row(&["ppc64", "powerpc64"], ["ppc64", "powerpc64", "ppc64"]),
    row(&["s390x"], ["s390x", "s390x", "s390x"]),
    row(&["loongarch64", "loong64"], ["loong64", "loongarch64", "loong64"]),
];

/// What layers of Unix on Windows say of themselves in front of a version.
const ON_WINDOWS: &[&str] = &["cygwin_nt", "mingw32_nt", "mingw64_nt", "msys_nt", "ucrt64_nt", "clang64_nt"];

/// The word for a system, as `uname -s` or a language names it.
pub(crate) fn system(raw: Option<&str>, vocabulary: Vocabulary) -> &'static str {
    let raw = raw.unwrap_or_default();
    let on_windows = ON_WINDOWS
        .iter()
        .any(|name| raw.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)));
    word(SYSTEMS, if on_windows { "windows" } else { raw }, vocabulary)
}

/// The word for a processor, as `uname -m` or a language names it.
pub(crate) fn processor(raw: Option<&str>, vocabulary: Vocabulary) -> &'static str {
    word(PROCESSORS, raw.unwrap_or_default(), vocabulary)
}

fn word(rows: &[Row], raw: &str, vocabulary: Vocabulary) -> &'static str {
    let is_it = |spelling: &&str| spelling.eq_ignore_ascii_case(raw.trim_ascii());
    let row = rows.iter().find(|row| row.spellings.iter().any(is_it));
    row.map_or(OTHER, |row| row.word(vocabulary))
}

/// The words of a vocabulary for all systems that are known, and for all processors; some share one.
pub(crate) fn words(vocabulary: Vocabulary) -> [Vec<&'static str>; 2] {
    [SYSTEMS, PROCESSORS].map(|rows| rows.iter().map(|row| row.word(vocabulary)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_gives_the_word_of_the_vocabulary() {
        for (raw, go, rust, node) in [
            ("Linux", "linux", "linux", "linux"),
            ("Darwin", "darwin", "macos", "darwin"),
            ("macos", "darwin", "macos", "darwin"),
            ("Windows_NT", "windows", "windows", "win32"),
            ("win32", "windows", "windows", "win32"),
            ("MINGW64_NT-10.0-19045", "windows", "windows", "win32"),
            ("SunOS", "solaris", "solaris", "sunos"),
            ("Plan9", "other", "other", "other"),
            ("", "other", "other", "other"),
        ] {
            let words =
                [Vocabulary::Go, Vocabulary::Rust, Vocabulary::Node].map(|words| system(Some(raw), words));
            assert_eq!(words, [go, rust, node], "{raw}");
        }
        for (raw, go, rust, node) in [
            ("x86_64", "amd64", "x86_64", "x64"),
            ("AMD64", "amd64", "x86_64", "x64"),
            ("x64\n", "amd64", "x86_64", "x64"),
            ("ARM64", "arm64", "aarch64", "arm64"),
            ("i686", "386", "x86", "ia32"),
            ("armv7l", "arm", "arm", "arm"),
            ("ppc64le", "ppc64le", "powerpc64", "ppc64"),
            ("vax", "other", "other", "other"),
        ] {
            let words =
                [Vocabulary::Go, Vocabulary::Rust, Vocabulary::Node].map(|words| processor(Some(raw), words));
            assert_eq!(words, [go, rust, node], "{raw}");
        }
        assert_eq!(system(None, Vocabulary::Go), "other");
    }

    #[test]
    fn what_one_vocabulary_says_every_other_one_understands() {
        for (rows, read) in
            [(SYSTEMS, system as fn(Option<&str>, Vocabulary) -> &'static str), (PROCESSORS, processor)]
        {
            for row in rows {
                for word in row.words {
                    assert_ne!(read(Some(word), Vocabulary::Go), OTHER, "{word}");
                }
            }
        }
    }
}
