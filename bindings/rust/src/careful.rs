//! Opening what a name stands for now, which may be something else than it was a moment ago: a FIFO is not waited for,
//! and a terminal does not become that of this process.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// Opens what a name stands for, behind links as well.
pub(crate) fn open(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    with_flags(options, false).open(path)
}

/// The same where links have been followed, so that none may stand there now.
pub(crate) fn open_itself(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    with_flags(options, true).open(path)
}

#[cfg(unix)]
fn with_flags(options: &mut OpenOptions, no_link: bool) -> &mut OpenOptions {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    let flags = if no_link { flags | OFlags::NOFOLLOW } else { flags };
    options.custom_flags(flags.bits().cast_signed())
}

/// Here no such file has a place among the others.
#[cfg(not(unix))]
fn with_flags(options: &mut OpenOptions, _no_link: bool) -> &mut OpenOptions {
    options
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_link_that_has_come_meanwhile_is_not_followed() {
        let link = std::env::temp_dir().join(format!("aboveboard-careful-{}", std::process::id()));
        std::os::unix::fs::symlink("/dev/null", &link).unwrap();
        let opened = open(File::options().append(true), &link);
        let itself = open_itself(File::options().append(true), &link);
        std::fs::remove_file(&link).unwrap();
        assert!(opened.is_ok());
        assert!(itself.is_err());
    }
}
