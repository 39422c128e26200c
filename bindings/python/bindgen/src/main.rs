//! Runs `uniffi-bindgen` at the version that `Cargo.lock` pins, so that the generated Python module and the library
//! always agree. A crate of its own, so that nothing else is built with the generator's dependencies.

fn main() {
    uniffi::uniffi_bindgen_main();
}
