//! What a person decides is kept in the home directory: tests of it start their own program again, with another one.

use std::path::{Path, PathBuf};
use std::process::Command;

/// An empty directory that goes away again.
pub(crate) struct Directory(pub(crate) PathBuf);

impl Directory {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("aboveboard-people-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("it can be made");
        Self(path)
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs one of the programs of the file as a process of its own, where these variables and no others decide. Gives what
/// it has printed.
pub(crate) fn run(program: &str, home: &Path, variables: &[(&str, &str)]) -> String {
    let done = Command::new(std::env::current_exe().expect("it runs"))
        .args(["--exact", program, "--ignored", "--nocapture"])
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", home)
        .envs(variables.iter().copied())
        .output()
        .expect("it starts");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("it is text")
}
