//! The committed header is what cbindgen makes of the crate as it is now.

use std::path::Path;
use std::{env, fs};

#[test]
fn header_is_current() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = cbindgen::Config::from_file(root.join("cbindgen.toml")).expect("cbindgen.toml can be read");
    let bindings = cbindgen::Builder::new()
        .with_crate(root)
        .with_config(config)
        .generate()
        .expect("cbindgen understands the crate");
    let mut made = Vec::new();
    bindings.write(&mut made);
    let made = String::from_utf8(made).expect("a header is text");
    // A heading of Rust's documentation, under which it says what a caller has to keep to; C needs none for that.
    let made = made.replace("// # Safety\n//\n", "");

    let committed = root.join("include/aboveboard.h");
    if env::var_os("ABOVEBOARD_WRITE_HEADER").is_some() {
        fs::write(&committed, &made).expect("the header can be written");
    }
    let there = fs::read_to_string(&committed).expect("the header is there");
    assert!(
        there == made,
        "ffi/include/aboveboard.h is not what the sources say; run\n    \
         ABOVEBOARD_WRITE_HEADER=1 cargo test -p aboveboard-ffi --test header\nand commit it"
    );
}
