//! Looking into the tree of an accepted contract without an `Option` at every step.

use crate::json::Json;

/// A value of the tree, or nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'j>(Option<&'j Json<'j>>);

impl<'j> Node<'j> {
    pub(super) const NOTHING: Self = Self(None);

    pub(super) fn new(value: &'j Json<'j>) -> Self {
        Self(Some(value))
    }

    /// The member of this name.
    #[inline(never)]
    pub(super) fn get(self, name: &str) -> Self {
        Self(self.0.and_then(|value| value.member(name)))
    }

    /// What a path leads to: names, or indices of one digit, with dots between them.
    pub(super) fn find(self, path: &str) -> Self {
        path.split('.').filter(|name| !name.is_empty()).fold(self, |node, name| match name.as_bytes() {
            [digit @ b'0'..=b'9'] => node.item(usize::from(digit.wrapping_sub(b'0'))),
            _ => node.get(name),
        })
    }

    pub(super) fn value(self) -> Option<&'j Json<'j>> {
        self.0
    }

    pub(super) fn is_there(self) -> bool {
        self.0.is_some()
    }

    pub(super) fn has(self, name: &str) -> bool {
        self.get(name).is_there()
    }

    /// The text that stands here.
    pub(super) fn text(self) -> Option<&'j str> {
        match self.0 {
            Some(Json::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Whether this text stands here.
    #[inline(never)]
    pub(super) fn is(self, text: &str) -> bool {
        self.text() == Some(text)
    }

    pub(super) fn is_true(self) -> bool {
        matches!(self.0, Some(Json::Boolean(true)))
    }

    #[inline(never)]
    pub(super) fn integer(self) -> Option<i64> {
        match self.0 {
            Some(Json::Integer(value)) => Some(*value),
            _ => None,
        }
    }

    /// The items of the list that stands here.
    pub(super) fn items(self) -> impl Iterator<Item = Node<'j>> {
        let items = match self.0 {
            Some(Json::Array(items)) => items.as_slice(),
            _ => &[],
        };
        items.iter().map(Node::new)
    }

    /// The item at this place of the list that stands here.
    #[inline(never)]
    pub(super) fn item(self, index: usize) -> Self {
        Self(self.items().nth(index).and_then(Node::value))
    }

    /// The members of the object that stands here, in the order of its text.
    pub(super) fn members(self) -> impl Iterator<Item = (&'j str, Node<'j>)> {
        let members = match self.0 {
            Some(Json::Object(members)) => members.as_slice(),
            _ => &[],
        };
        members.iter().map(|(name, value)| (name.as_ref(), Node::new(value)))
    }
}
