//! Whose new files and directories are, and who may do what with them.

#[cfg(unix)]
pub(crate) use unix::{dress, give, give_directory};

#[cfg(not(unix))]
pub(crate) use elsewhere::{dress, give, give_directory};

#[cfg(unix)]
mod unix {
    use std::fs::{self, File, Metadata, OpenOptions, Permissions};
    use std::io;
    use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
    use std::path::Path;

    use rustix::fs::OFlags;

    /// Gives a new file the owner that the old one had, and its permission bits. Neither depends on the umask.
    pub(crate) fn dress(
        file: &File,
        directory: &Path,
        present: Option<&Metadata>,
        mode: u32,
    ) -> io::Result<()> {
        let mut kept = 0o600;
        if let Some(present) = present {
            let made = file.metadata()?;
            if (made.uid(), made.gid()) != (present.uid(), present.gid()) {
                fchown(file, Some(present.uid()), Some(present.gid()))?;
            }
            kept = present.mode() & 0o775;
        } else {
            give(file, directory);
        }
        file.set_permissions(Permissions::from_mode(if mode == 0 { kept } else { mode }))
    }

    /// What root makes in the directory of somebody else (`sudo -E`) is theirs, who could not change it otherwise. Nothing
    /// fails here.
    pub(crate) fn give(made: &File, directory: &Path) {
        if !rustix::process::geteuid().is_root() {
            return;
        }
        if let Ok(above) = fs::metadata(directory)
            && above.uid() != 0
        {
            drop(fchown(made, Some(above.uid()), Some(above.gid())));
        }
    }

    /// The same for a directory: by what is open, which cannot have become something else meanwhile.
    pub(crate) fn give_directory(made: &Path, directory: &Path) {
        let careful = OFlags::DIRECTORY | OFlags::NOFOLLOW;
        let options = i32::try_from(careful.bits()).unwrap_or(0);
        if let Ok(made) = OpenOptions::new().read(true).custom_flags(options).open(made) {
            give(&made, directory);
        }
    }
}

/// Here files have no such owners.
#[cfg(not(unix))]
mod elsewhere {
    use std::fs::{File, Metadata};
    use std::io;
    use std::path::Path;

    pub(crate) fn dress(
        _file: &File,
        _directory: &Path,
        _present: Option<&Metadata>,
        _mode: u32,
    ) -> io::Result<()> {
        Ok(())
    }

    pub(crate) fn give(_made: &File, _directory: &Path) {}

    pub(crate) fn give_directory(_made: &Path, _directory: &Path) {}
}
