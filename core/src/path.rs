//! JSON pointers (RFC 6901), built only when an error needs one.

use core::fmt;

/// A place in a JSON document, as a chain from the leaf to the root that lives on the stack: it costs nothing until it
/// is printed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: Step<'p>,
}

#[derive(Debug, Clone, Copy)]
enum Step<'p> {
    Root,
    Key(&'p str),
    Index(usize),
}

impl<'p> Path<'p> {
    pub(crate) const fn root() -> Self {
        Self { parent: None, step: Step::Root }
    }

    pub(crate) const fn key(&'p self, name: &'p str) -> Self {
        Self { parent: Some(self), step: Step::Key(name) }
    }

    pub(crate) const fn index(&'p self, index: usize) -> Self {
        Self { parent: Some(self), step: Step::Index(index) }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Root => Ok(()),
            Step::Index(index) => write!(f, "/{index}"),
            Step::Key(name) => {
                f.write_str("/")?;
                for character in name.chars() {
                    match character {
                        '~' => f.write_str("~0")?,
                        '/' => f.write_str("~1")?,
                        other => fmt::Write::write_char(f, other)?,
                    }
                }
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Path;
    use alloc::string::ToString;

    #[test]
    fn pointers_are_those_of_rfc_6901() {
        let root = Path::root();
        let list = root.key("a/b");
        let item = list.index(3);
        assert_eq!(root.to_string(), "");
        assert_eq!(item.key("m~n").to_string(), "/a~1b/3/m~0n");
    }
}
