#!/bin/sh
# Builds the helper, and the C side of the tests that all languages share, into build/bin: bindings/shell/build.sh
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
export CARGO_TARGET_DIR="$target"
out=$root/build/bin
warnings='-std=c11 -Wall -Wextra -Werror -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes'

mkdir -p "$out"
cd "$root/bindings/shell"

# Start-up is most of what the helper takes, and finding the C library a third of that. Where there is no archive of the
# C library (macOS has none, some distributions package it apart), it is found at start-up. Relocations in few bytes
# (DT_RELR) are one more tenth, where the linker and the C library have them (for glibc, 2.36).
echo 'static const char *const words[] = {"", "yes"}; int main(int count, char **given) { (void)given;
    const char *const volatile *word = words; return word[count][0] == 121 ? 0 : 1; }' > "$out/probe.c"
for static in '-static-pie -Wl,-z,pack-relative-relocs' -static-pie ''; do
    # shellcheck disable=SC2086 # several words, or none
    if "${CC:-cc}" $static -o "$out/probe" "$out/probe.c" 2>/dev/null && "$out/probe" 2>/dev/null; then
        break
    fi
done
rm -f "$out/probe" "$out/probe.c"

RUSTFLAGS="${RUSTFLAGS-} $("$root/ffi/paths.sh")"
export RUSTFLAGS
# Without this a static program does not see that Linux gives random bytes, and reads them from /dev/urandom.
if [ "$(uname -s)" = Linux ]; then
    RUSTFLAGS="$RUSTFLAGS --cfg getrandom_backend=\"linux_getrandom\""
fi
cargo build --release --locked --manifest-path "$root/Cargo.toml" -p aboveboard-ffi
# For `make install`, which has no Rust at hand.
mkdir -p "$root/build/lib"
"${STRIP:-strip}" -S -o "$root/build/lib/libaboveboard.a" "$target/release/libaboveboard_ffi.a"
"$root/ffi/system-libraries.sh" > "$root/build/lib/system-libraries"

# Against the archive of the core as well, so that the helper needs nothing that is not part of the system.
link() {
    program=$1
    how=$2
    shift 2
    # What a linker says of a program that it makes is told only where it makes none: GNU's warns of two functions for
    # looking up hosts and users that Rust's library has, and that nothing here calls. Warnings of the compiler are errors.
    # shellcheck disable=SC2086 # the warnings are several words, and there may be no other way
    if ! said=$("${CC:-cc}" $warnings -O2 -ffunction-sections -I "$root/ffi/include" "$@" \
        "$target/release/libaboveboard_ffi.a" \
        $how -static-libgcc -Wl,--gc-sections -Wl,-O1 -o "$out/$program.linked" 2>&1); then
        printf '%s\n' "$said" >&2
        return 1
    fi
    # Not stripped by the linker: it writes a file here and there, which leaves the system's cache of it in pieces, and
    # whatever is in pieces takes one tenth longer to start.
    rm -f "$out/$program"
    "${STRIP:-strip}" -o "$out/$program" "$out/$program.linked"
    rm -f "$out/$program.linked"
}

effects='ask.c directory.c effects.c files.c filter.c head.c lock.c names.c place.c processes.c programs.c streams.c'
# shellcheck disable=SC2086 # they are several files
link aboveboard "$static" aboveboard.c $effects
# The tests let calls of the C library fail, and so have to find it.
# shellcheck disable=SC2086
link aboveboard-driver-c '' -I . ../../tests/hosts/driver.c $effects
link aboveboard-conformance-c '' ../../tests/conformance/c/conformance.c
