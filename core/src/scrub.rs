use alloc::borrow::Cow;
use alloc::vec::Vec;
#[derive(Debug, Default)]
pub(crate) struct PrivateFacts(());
pub(crate) struct Bounded<'t> {
    pub(crate) text: Cow<'t, str>,
    pub(crate) kinds: Vec<&'static str>,
    pub(crate) cut: bool,
}
pub(crate) fn bounded<'t>(text: &'t str, longest: usize, _p: &PrivateFacts) -> Bounded<'t> {
    let mut end = longest.min(text.len());
    while !text.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    Bounded { text: Cow::Borrowed(text.get(..end).unwrap_or("")), kinds: Vec::new(), cut: end < text.len() }
}
