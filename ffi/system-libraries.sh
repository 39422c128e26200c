#!/bin/sh
# Prints what of the system the archive of the library is linked with, as rustc has it. Without what a compiler for C adds of its
# own accord, and in the form that fits: a program without shared libraries cannot have -lgcc_s.
set -eu

directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
trap 'exit 1' HUP INT TERM
said=$("${RUSTC:-rustc}" --crate-name empty --crate-type staticlib --print native-static-libs="$directory/libraries" \
    -o "$directory/libempty.a" - </dev/null 2>&1) || {
    printf '%s\n' "$said" >&2
    exit 1
}
tr ' ' '\n' <"$directory/libraries" | grep -vxF -e -lgcc_s -e -lc | tr '\n' ' ' | sed 's/ *$//'
echo
