#!/bin/sh
# Runs every test of the shell host, each under bash and under dash: bindings/shell/tests/run.sh
# The helper has to be built before (bindings/shell/build.sh).
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
[ -x "$here/../../../build/bin/aboveboard" ] || {
    echo 'build/bin/aboveboard is not there: run bindings/shell/build.sh first' >&2
    exit 2
}

failed=0
for shell in bash dash; do
    command -v "$shell" >/dev/null || {
        echo "shell tests left out: $shell is not installed"
        continue
    }
    for test in "$here"/test_*.sh; do
        # Nothing of the tester's environment decides: a set DO_NOT_TRACK or CI would.
        env -i PATH="$PATH" HOME=/nonexistent TEST_SHELL="$shell" "$shell" "$test" || failed=1
    done
done
exit "$failed"
