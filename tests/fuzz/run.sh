#!/bin/sh
# Fuzzes the scrubber: tests/fuzz/run.sh [SECONDS_EACH] [TARGET]...
#
# Each target checks the scrubber's promises on whatever libFuzzer thinks of, guided by what of the code it reaches. What
# it has found interesting is kept in build/fuzz, what has failed in build/fuzz/failures. Needs a C++ compiler; any
# stable Rust will do.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
seconds=${1:-60}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- text stream arguments

export CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-$root/target}/fuzz"
# What cargo-fuzz would say too: count which edges are taken. No sanitizer, since the core has no unsafe code.
export RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1"
# Named, so that the flags are for the program alone and not for what runs while it is built.
host=$(rustc -vV | sed -n 's/^host: //p')
cargo build --quiet --release --locked --target "$host" --manifest-path "$root/tests/fuzz/Cargo.toml"

failures=$root/build/fuzz/failures
mkdir -p "$failures"
for target in "$@"; do
    kept=$root/build/fuzz/$target
    mkdir -p "$kept"
    printf 'fuzzing %s for %s seconds\n' "$target" "$seconds"
    # A text of 4 KiB takes microseconds; a whole second is no longer in proportion.
    "$CARGO_TARGET_DIR/$host/release/$target" -max_total_time="$seconds" -timeout=1 -max_len=4096 -len_control=0 -print_final_stats=1 \
        -dict="$root/tests/fuzz/words.dict" -artifact_prefix="$failures/$target-" "$kept"
done
