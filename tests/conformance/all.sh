#!/bin/sh
# Runs vectors (all of tests/vectors, or the files given) on all four surfaces and compares what they print.
# Exit status 0 only where every surface passed every vector and all four said the same.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
[ "$#" -gt 0 ] || set -- "$root"/tests/vectors/*.json

outputs=$(mktemp -d)
trap 'rm -rf "$outputs"' EXIT
trap 'exit 1' HUP INT TERM

for surface in rust c python node; do
    printf 'vectors on the surface %s\n' "$surface"
    # A failure is not the end: the comparison says which vectors failed, on which surfaces.
    "$root/tests/conformance/run" "$surface" "$@" >"$outputs/$surface" || true
done
python3 "$root/tests/conformance/agree.py" "$outputs" "$@"
