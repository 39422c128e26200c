//! The effects that change files, so that nothing is lost: others see the old content or the new one.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf, is_separator};

use aboveboard::ErrorClass;
use sha2::{Digest, Sha256};

use crate::answer::{LONGEST_INPUT, digits};
use crate::error::class_of;
use crate::lock::{Lock, create_new, extended};
use crate::{careful, limits, owner};

const MOST_LINKS: usize = 40;
const OWNERS_ALONE: u32 = 0o600;
const READABLE_BY_OTHERS: u32 = 0o004;

/// Nothing, once it is done; where it is not, nothing has been changed.
pub(crate) type Done = Result<(), ErrorClass>;

/// Makes `content` the whole of the file; `docs/protocol.md` says what `expected` and `mode` are.
pub(crate) fn write(named: &str, content: &str, expected: &str, mode: i64) -> Done {
    let mode = u32::try_from(mode).ok().filter(|mode| *mode <= 0o777).ok_or(ErrorClass::Unsupported)?;
    let path = locate(named, mode)?;
    let lock = Lock::take(&path).map_err(class)?;
    let present = look(&path)?;
    if !is_as_expected(&path, present.as_ref(), expected)? {
        return Err(ErrorClass::Changed);
    }
    if !limits::allow(content.len() as u64) {
        return Err(ErrorClass::Full);
    }
    let mut unique = [0; 8];
    getrandom::fill(&mut unique).map_err(|_| ErrorClass::Other)?;
    let temporary = extended(&path, &format!(".{}.tmp", digits(&unique)));
    let file = create_new(&temporary).map_err(class)?;
    let replaced = fill(file, &path, content, present.as_ref(), mode).map_err(class).and_then(|()| {
        if lock.is_held() { fs::rename(&temporary, &path).map_err(class) } else { Err(ErrorClass::Timeout) }
    });
    match replaced {
        Ok(()) => bring_directory_to_disk(&path),
        Err(_) => drop(fs::remove_file(&temporary)),
    }
    replaced
}

/// Writes `content` at the end of the file, with one call.
pub(crate) fn append(named: &str, content: &str) -> Done {
    let path = locate(named, OWNERS_ALONE)?;
    let is_new = look(&path)?.is_none();
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, OWNERS_ALONE);
    let mut file = careful::open_itself(&mut options, &path).map_err(class)?;
    if is_new {
        owner::give(&file, directory_of(&path));
    }
    let before = file.metadata().map_err(class)?;
    if !before.is_file() {
        return Err(ErrorClass::Other);
    }
    if !limits::allow(before.len().saturating_add(content.len() as u64)) {
        return Err(ErrorClass::Full);
    }
    let written = loop {
        match file.write(content.as_bytes()) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            ended => break ended.map_err(class)?,
        }
    };
    if written == content.len() {
        return Ok(());
    }
    // Takes back a part, unless somebody has written after it.
    if file.metadata().is_ok_and(|after| after.len() == before.len().saturating_add(written as u64)) {
        drop(file.set_len(before.len()));
    }
    Err(ErrorClass::Full)
}

/// Gives the file another name, where nothing has that name.
pub(crate) fn rename(named: &str, new: &str) -> Done {
    rename_by(|| fs::hard_link(named, new), named, new)
}

fn rename_by(link: impl Fn() -> io::Result<()>, named: &str, new: &str) -> Done {
    check_regular(named)?;
    // A rename would replace what is there; a second name is refused, and for a moment the file has both.
    match link() {
        Ok(()) => {
            if let Err(error) = fs::remove_file(named) {
                drop(fs::remove_file(new));
                return Err(class(error));
            }
        }
        // Of two that come here only one finds the file.
        Err(error) if no_second_names(&error) => match fs::symlink_metadata(new) {
            Ok(_) => return Err(ErrorClass::Exists),
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::rename(named, new).map_err(class)?,
            Err(error) => return Err(class(error)),
        },
        Err(error) => return Err(class(error)),
    }
    bring_directory_to_disk(Path::new(new));
    Ok(())
}

/// Whether a file can have no second name: not on this file system, not one more, or not by whoever does not own it.
fn no_second_names(error: &io::Error) -> bool {
    use io::ErrorKind::{PermissionDenied, TooManyLinks, Unsupported};
    matches!(error.kind(), PermissionDenied | TooManyLinks | Unsupported)
}

/// Deletes the file.
pub(crate) fn remove(named: &str) -> Done {
    check_regular(named)?;
    fs::remove_file(named).map_err(class)?;
    bring_directory_to_disk(Path::new(named));
    Ok(())
}

fn class(error: io::Error) -> ErrorClass {
    class_of(&error)
}

fn check_regular(named: &str) -> Done {
    if fs::symlink_metadata(named).map_err(class)?.is_file() { Ok(()) } else { Err(ErrorClass::Other) }
}

/// Finds the file that a text names, behind links at its end, and makes the directories that are missing, for all who
/// may read a file of this mode.
fn locate(named: &str, mode: u32) -> Result<PathBuf, ErrorClass> {
    let path = follow_links(named.into()).ok_or(ErrorClass::Other)?;
    // Not `Path::file_name`, which passes over a slash and a dot at the end.
    let bytes = path.as_os_str().as_encoded_bytes();
    let name = bytes.rsplit(|byte| is_separator(char::from(*byte))).next();
    if matches!(name, None | Some(b"" | b"." | b"..")) {
        return Err(ErrorClass::Other);
    }
    if look(&path)?.is_none() {
        let mode = if mode & READABLE_BY_OTHERS == 0 { 0o700 } else { 0o755 };
        make_directory(directory_of(&path), mode).map_err(class)?;
    }
    Ok(path)
}

fn follow_links(mut path: PathBuf) -> Option<PathBuf> {
    for _ in 0..MOST_LINKS {
        // It is no link, or not there. Where something else is wrong, that shows when it is looked at.
        let Ok(target) = fs::read_link(&path) else { return Some(path) };
        path = directory_of(&path).join(target);
    }
    None
}

fn directory_of(path: &Path) -> &Path {
    match path.parent() {
        Some(directory) if directory.as_os_str().is_empty() => Path::new("."),
        Some(directory) => directory,
        None => path,
    }
}

/// Makes a directory, and those above it that are missing.
fn make_directory(path: &Path, mode: u32) -> io::Result<()> {
    let above = directory_of(path);
    match ensure_directory(path, mode) {
        Err(error) if error.kind() == io::ErrorKind::NotFound && above != path => {
            make_directory(above, mode)?;
            ensure_directory(path, mode)
        }
        made => made,
    }
}

#[cfg_attr(not(unix), expect(unused_variables, reason = "no modes there"))]
fn ensure_directory(path: &Path, mode: u32) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, mode);
    match builder.create(path) {
        Ok(()) => owner::give_directory(path, directory_of(path)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    Ok(())
}

/// What is there: a regular file, or nothing.
fn look(path: &Path) -> Result<Option<Metadata>, ErrorClass> {
    match fs::symlink_metadata(path) {
        Ok(about) if about.is_file() => Ok(Some(about)),
        Ok(_) => Err(ErrorClass::Other),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(class(error)),
    }
}

fn is_as_expected(path: &Path, present: Option<&Metadata>, expected: &str) -> Result<bool, ErrorClass> {
    match (expected, present) {
        ("", _) | ("absent", None) => Ok(true),
        ("absent", Some(_)) | (_, None) => Ok(false),
        (digest, Some(_)) => {
            let mut content = Vec::new();
            let file = careful::open_itself(File::options().read(true), path).map_err(class)?;
            file.take(LONGEST_INPUT.saturating_add(1)).read_to_end(&mut content).map_err(class)?;
            // A larger one is not what a command can have seen.
            Ok(content.len() as u64 <= LONGEST_INPUT && digits(&Sha256::digest(&content)) == digest)
        }
    }
}

fn fill(mut file: File, path: &Path, content: &str, present: Option<&Metadata>, mode: u32) -> io::Result<()> {
    owner::dress(&file, directory_of(path), present, mode)?;
    file.write_all(content.as_bytes())?;
    file.sync_all()
}

/// Makes a change of names in the file's directory last. Not every directory can be opened, nor every file system do
/// it, and the change is made: nothing fails here.
fn bring_directory_to_disk(path: &Path) {
    drop(File::open(directory_of(path)).and_then(|directory| directory.sync_all()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_there_are_no_second_names_a_file_is_renamed_and_replaces_nothing() {
        let directory = std::env::temp_dir().join(format!("aboveboard-files-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        let [from, to] = ["from", "to"].map(|name| directory.join(name).to_str().unwrap().to_owned());
        let kinds =
            [io::ErrorKind::PermissionDenied, io::ErrorKind::TooManyLinks, io::ErrorKind::Unsupported];
        for kind in kinds {
            let rename = || rename_by(|| Err(kind.into()), &from, &to);
            assert_eq!(rename(), Err(ErrorClass::Absent));
            fs::write(&from, "new").unwrap();
            assert_eq!(rename(), Ok(()));
            fs::write(&from, "newer").unwrap();
            assert_eq!(rename(), Err(ErrorClass::Exists));
            assert_eq!([&from, &to].map(|path| fs::read_to_string(path).unwrap()), ["newer", "new"]);
            fs::remove_file(&from).unwrap();
            fs::remove_file(&to).unwrap();
        }
        fs::write(&from, "new").unwrap();
        let full = rename_by(|| Err(io::ErrorKind::StorageFull.into()), &from, &to);
        assert_eq!((full, Path::new(&to).exists()), (Err(ErrorClass::Full), false));
        fs::remove_dir_all(&directory).unwrap();
    }
}
