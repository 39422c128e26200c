#!/bin/sh
# Builds the helper, and the C side of the tests that all languages share, into build/bin: bindings/shell/build.sh
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
export CARGO_TARGET_DIR="$target"
out=$root/build/bin
warnings='-std=c11 -Wall -Wextra -Werror -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes'

cargo build --release --locked --manifest-path "$root/Cargo.toml" -p aboveboard-ffi

# Against the archive, so that the helper needs nothing but the C library: start-up is most of its run time.
link() {
    program=$1
    shift
    # shellcheck disable=SC2086 # the warnings are several words
    "${CC:-cc}" $warnings -O2 -ffunction-sections -I "$root/ffi/include" "$@" "$target/release/libaboveboard_ffi.a" \
        -static-libgcc -Wl,--gc-sections -Wl,-O1 -s -o "$out/$program"
}

mkdir -p "$out"
cd "$root/bindings/shell"
effects='ask.c directory.c effects.c files.c filter.c lock.c place.c processes.c programs.c'
# shellcheck disable=SC2086 # they are several files
link aboveboard aboveboard.c $effects
# shellcheck disable=SC2086
link aboveboard-driver-c -I . ../../tests/hosts/driver.c $effects
link aboveboard-conformance-c ../../tests/conformance/c/conformance.c
