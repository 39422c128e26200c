//! How large a process may make files. Where one would become larger, a write is answered with a signal that ends the
//! whole program, and what a program does with its signals is not for a library to change.

/// Whether a file may become so large.
#[cfg(unix)]
pub(crate) fn allow(size: u64) -> bool {
    use rustix::process::{Resource, getrlimit};
    getrlimit(Resource::Fsize).current.is_none_or(|most| size <= most)
}

/// Whether a standard stream takes so much more, where it leads to a file.
#[cfg(unix)]
pub(crate) fn allow_on(stream: &impl std::os::fd::AsFd, more: usize) -> bool {
    use std::io::Seek;
    let about = || {
        let mut file = std::fs::File::from(stream.as_fd().try_clone_to_owned()?);
        let about = file.metadata()?;
        // What is written stands at the end or, without O_APPEND, where the last one has stopped.
        let size = if about.is_file() { about.len().max(file.stream_position()?) } else { 0 };
        std::io::Result::Ok((about.is_file(), size))
    };
    about().map_or(true, |(is_file, size)| !is_file || allow(size.saturating_add(more as u64)))
}

/// Here there is no such limit.
#[cfg(not(unix))]
pub(crate) fn allow(_size: u64) -> bool {
    true
}

/// Here there is no such limit.
#[cfg(not(unix))]
pub(crate) fn allow_on<S>(_stream: &S, _more: usize) -> bool {
    true
}
