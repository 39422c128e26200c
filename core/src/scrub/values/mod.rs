//! What names say of the values behind them, and what values look like.

pub(crate) mod foreign;
pub(crate) mod looks;
pub(crate) mod names;
pub(crate) mod own_name;
pub(crate) mod pattern;
pub(crate) mod program;
pub(crate) mod sets;
pub(crate) mod value;
pub(crate) mod vocabulary;
