#!/bin/sh
# Builds the two WebAssembly modules and their glue into bindings/node/wasm.
#
# aboveboard_wasm is what every program loads. aboveboard_wasm_review performs the commands for those who write and
# review contracts; it lies there compressed, for a program hardly ever needs it.
#
# With rustup (or any toolchain that has the wasm32-unknown-unknown library) this is plain cargo. Where that library
# cannot be had, Debian's rustc-web builds it from source; as root this script installs the packages for that.
# Nothing is done when no source has changed.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
target=wasm32-unknown-unknown
target_directory=${CARGO_TARGET_DIR:-$root/target}
output=$root/bindings/node/wasm
modules=$root/bindings/node/node_modules
stamp=$output/.stamp
packages="--package aboveboard-wasm --package aboveboard-wasm-review"
debian_packages="rustc-web cargo-web rust-web-src lld-22"

say() {
    printf 'wasm: %s\n' "$*" >&2
}

# One line that changes whenever anything that the modules are made from does.
sources_digest() {
    (
        cd "$root"
        find Cargo.toml Cargo.lock ffi/paths.sh core/Cargo.toml core/src wasm bindings/node/package-lock.json -type f |
            LC_ALL=C sort | while IFS= read -r file; do cksum "$file"; done | cksum
    )
}

has_standard_library() {
    for library in "$(rustc --print target-libdir --target "$target" 2>/dev/null)"/libcore-*.rlib; do
        [ -e "$library" ] && return 0
    done
    return 1
}

can_use_cargo() {
    has_standard_library && return 0
    command -v rustup >/dev/null 2>&1 || return 1
    say "adding the target $target with rustup"
    rustup target add "$target" >&2 && has_standard_library
}

# The profile of the modules. Measured: "z" makes it a tenth smaller than "s", and the compact form of SHA-256 saves
# another 7 KB. A panic may not unwind into JavaScript.
export_profile() {
    paths=$("$root/ffi/paths.sh")
    export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="$paths "'--cfg sha2_backend="soft" --cfg sha2_backend_soft="compact"'
    export CARGO_PROFILE_RELEASE_OPT_LEVEL=z
    export CARGO_PROFILE_RELEASE_PANIC=abort
    # wasm-bindgen reads sections that stripping would take away; wasm-opt strips afterwards.
    export CARGO_PROFILE_RELEASE_STRIP=none
}

build_with_cargo() {
    say "building the modules with $(rustc --version)"
    compiled=$target_directory/wasm
    (
        export_profile
        # shellcheck disable=SC2086 # a list of packages
        cargo build --release $packages --target "$target" --target-dir "$compiled"
    )
}

install_debian_packages() {
    missing=
    for package in $debian_packages; do
        dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed ||
            missing="$missing $package"
    done
    [ -z "$missing" ] && return 0
    if ! command -v apt-get >/dev/null 2>&1; then
        say "the $target library is not there, and there is no rustup or apt-get to get it with"
        say "install it for $(rustc --version), then run this again"
        exit 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        say "the $target library is not there; as root, run this, then build again:"
        say "    apt-get install --yes --no-install-recommends $debian_packages"
        exit 1
    fi
    say "installing$missing"
    apt-get update --quiet --quiet >&2
    # shellcheck disable=SC2086 # a list of names
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --quiet --no-install-recommends $missing >&2
}

build_with_debian() {
    say "the $target library is not there; building it from source with Debian's rustc-web"
    install_debian_packages
    say "building the modules with $(/usr/bin/rustc --version)"
    compiled=$target_directory/wasm-from-source
    (
        export_profile
        export RUSTC=/usr/bin/rustc
        export RUSTC_BOOTSTRAP=1
        export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-22
        unset RUSTUP_TOOLCHAIN
        # shellcheck disable=SC2086 # a list of packages
        /usr/bin/cargo build --release $packages --target "$target" \
            --target-dir "$compiled" -Z build-std=std,panic_abort -Z build-std-features=optimize_for_size
    )
}

# wasm-opt comes from npm, at the version that package-lock.json pins.
install_modules() {
    installed=$modules/.package-lock.json
    [ -e "$installed" ] &&
        [ -z "$(find "$root/bindings/node/package-lock.json" -newer "$installed")" ] && return 0
    say "installing the development packages of bindings/node"
    (cd "$root/bindings/node" && npm ci --no-audit --no-fund --loglevel=error >&2)
}

# Turns a compiled module into $generated/NAME.js and $generated/NAME_bg.wasm.
finish() {
    say "finishing $1"
    cargo run --quiet --package aboveboard-wasm-bindgen --target-dir "$target_directory" -- \
        "$compiled/$target/release/$1.wasm" "$generated"
    # The features are those that rustc's wasm32 target assumes; wasm-bindgen has dropped the section that names them.
    # Low memory is the end of the stack, so no pointer is computed into it by wrapping around: 0.7 KB less with gzip.
    # Flattening first saves 0.4 KB, optimising twice 0.2 KB; --gufa-optimizing and --converge add nothing to that.
    node "$modules/binaryen/bin/wasm-opt" "$generated/$1_bg.wasm" --output "$generated/$1_bg.wasm" \
        --low-memory-unused --flatten --rereloop -Oz -Oz \
        --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext --enable-mutable-globals \
        --enable-multivalue --enable-reference-types \
        --strip-debug --strip-producers --strip-target-features
    node "$root/wasm/check-imports.mjs" "$generated/$1_bg.wasm"
}

# Compresses a finished module and lets its glue read it so.
compress() {
    gzip -9 -n "$generated/$1_bg.wasm"
    plain="require('fs').readFileSync(wasmPath)"
    packed="require('zlib').gunzipSync(require('fs').readFileSync(\`\${wasmPath}.gz\`))"
    if [ "$(grep -cF "$plain" "$generated/$1.js")" -ne 1 ]; then
        say "the glue of $1 does not read its module where this script expects it; see compress()"
        exit 1
    fi
    sed "s|$plain|$packed|" "$generated/$1.js" >"$generated/$1.packed.js"
    mv "$generated/$1.packed.js" "$generated/$1.js"
}

cd "$root"
digest=$(sources_digest)
if [ -e "$stamp" ] && [ "$(cat "$stamp")" = "$digest" ]; then
    say "up to date"
    exit 0
fi
install_modules
if can_use_cargo; then
    build_with_cargo
else
    build_with_debian
fi
generated=$compiled/glue
rm -rf "$generated"
finish aboveboard_wasm
finish aboveboard_wasm_review
compress aboveboard_wasm_review
rm -rf "$output"
mkdir -p "$output"
cp "$generated"/aboveboard_wasm*.js "$generated"/aboveboard_wasm*.wasm* "$output"
printf '%s\n' "$digest" >"$stamp"
say "built $output: $(wc -c <"$output/aboveboard_wasm_bg.wasm") bytes," \
    "$(gzip -9 -c "$output/aboveboard_wasm_bg.wasm" | wc -c) with gzip;" \
    "for review $(wc -c <"$output/aboveboard_wasm_review_bg.wasm.gz") with gzip"
