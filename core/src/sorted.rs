//! Lists kept in order. They are short here, and the general sorts of the standard library are a lot of code in a
//! WebAssembly module.

use alloc::vec::Vec;

/// Inserts `item` behind everything whose key is not greater.
pub(crate) fn insert<T>(list: &mut Vec<T>, item: T, key: impl Fn(&T) -> &str) {
    let position = list.partition_point(|other| key(other) <= key(&item));
    list.insert(position, item);
}
