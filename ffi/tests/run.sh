#!/bin/sh
# Builds the C tests and runs them: against the static and the shared library, with the compiler's sanitizers where it has them,
# and under valgrind where that is installed. Takes the archive that bindings/shell/build.sh has made: it is handed out, and
# another build would put one with other flags into its place. ffi/tests/run.sh
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
target=${CARGO_TARGET_DIR:-$root/target}
export CARGO_TARGET_DIR="$target"
contract=$root/core/contracts/pk3s-infra.json
compiler=${CC:-cc}
warnings='-std=c11 -Wall -Wextra -Werror -Wpedantic -Wshadow -Wstrict-prototypes'
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
trap 'exit 1' HUP INT TERM

build() { # VARIANT FLAG...
    variant=$1
    shift
    for test in json threads flow filter; do
        # shellcheck disable=SC2086 # the warnings are several words
        "$compiler" $warnings -g "$@" -I "$root/ffi/include" "$root/ffi/tests/$test.c" \
            "$library" -pthread -o "$out/$test-$variant"
    done
}

run() { # VARIANT COMMAND...
    variant=$1
    shift
    for test in json threads flow filter; do
        "$@" "$out/$test-$variant" "$contract" || {
            printf 'C test %s (%s) failed\n' "$test" "$variant" >&2
            exit 1
        }
    done
    printf 'C tests passed: %s\n' "$variant"
}

library=$target/release/libaboveboard_ffi.a
if [ ! -f "$library" ]; then
    printf 'C tests: %s is not there (make helper)\n' "$library" >&2
    exit 1
fi
build plain -O2
run plain env

# The shared library that is handed out; it is optimised for size.
if [ -f "$root/build/lib/libaboveboard.so" ]; then
    library=$root/build/lib/libaboveboard.so
    abi=$(sed -n 's/^#define ABV_ABI //p' "$root/ffi/include/aboveboard.h")
    if command -v readelf >/dev/null && ! readelf -d "$library" | grep -qF "[libaboveboard.so.$abi]"; then
        printf 'the shared library is not called libaboveboard.so.%s\n' "$abi" >&2
        exit 1
    fi
    build shared -O2 "-Wl,-rpath,$root/build/lib"
    run shared env
    library=$target/release/libaboveboard_ffi.a
else
    printf 'C tests left out: build/lib/libaboveboard.so is not there (make library)\n'
fi

printf 'int main(void) { return 0; }\n' >"$out/empty.c"
if "$compiler" -fsanitize=address,undefined "$out/empty.c" -o "$out/empty" 2>/dev/null && "$out/empty"; then
    build sanitized -O1 -fno-sanitize-recover=all -fsanitize=address,undefined
    run sanitized env
else
    printf 'C tests left out: this compiler has no sanitizers\n'
fi

if command -v valgrind >/dev/null; then
    build valgrind -O1 -DCLASS_STEP=4
    run valgrind valgrind --quiet --leak-check=full --error-exitcode=1
else
    printf 'C tests left out: valgrind is not installed\n'
fi

# The header is valid C++ too.
if command -v "${CXX:-c++}" >/dev/null; then
    "${CXX:-c++}" -std=c++11 -Wall -Wextra -Werror -Wpedantic -fsyntax-only -x c++ "$root/ffi/include/aboveboard.h"
fi
