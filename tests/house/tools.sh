#!/bin/sh
# Says at once all that a goal of the Makefile needs and this machine lacks, and how to get it: tests/house/tools.sh GOAL...
# Exit status 1 where something is missing. The goal `go` says nothing, since the Go package is left out where Go is missing.
set -u

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
missing=
packages=

# lacks WHAT [PACKAGE]...: the packages are Debian's.
lacks() {
    missing="$missing
    $1"
    shift
    for package in "$@"; do
        packages="$packages $package"
    done
}

# newer LEAST VERSION: whether the version is the least one or a newer one, by its first two numbers.
newer() {
    [ "$(printf '%s\n' "$1" "$2" | sort -t . -k 1,1n -k 2,2n | head -n 1)" = "$1" ]
}

has() {
    command -v "$1" >/dev/null 2>&1
}

links() {
    directory=$(mktemp -d) || return
    echo '#include <stdio.h>
int main(void) { return puts("") < 0; }' > "$directory/probe.c"
    "${CC:-cc}" -o "$directory/probe" "$directory/probe.c" >/dev/null 2>&1
    linked=$?
    rm -rf "$directory"
    return "$linked"
}

rust() {
    version=$(rustc --version 2>/dev/null | cut -d ' ' -f 2)
    if ! has cargo || [ -z "$version" ]; then
        lacks 'Rust 1.89 or newer (https://rustup.rs)'
    elif ! newer 1.89 "$version"; then
        lacks "Rust 1.89 or newer (rustup update); this is $version"
    fi
    links || lacks "a C compiler (${CC:-cc})" gcc libc6-dev
}

python() {
    # What is there already needs no venv any more.
    "$root/build/venv/bin/python" -m pip --version >/dev/null 2>&1 && return
    python=${PYTHON:-python3}
    if ! has "$python"; then
        lacks 'Python 3.9 or newer, with venv (another one by PYTHON=...)' python3 python3-venv
    elif ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 9))'; then
        lacks "Python 3.9 or newer (another one by PYTHON=...); this is $("$python" --version)"
    else
        "$python" -c 'import ensurepip, venv' 2>/dev/null || lacks "Python's venv" python3-venv
    fi
}

node() {
    version=$(command node --version 2>/dev/null)
    if [ -z "$version" ]; then
        lacks 'Node 18.18 or newer' nodejs
    elif ! newer 18.18 "${version#v}"; then
        lacks "Node 18.18 or newer; this is $version"
    fi
    has npm || lacks 'npm' npm
}

form() {
    has git || lacks 'git' git
    cargo fmt --version >/dev/null 2>&1 || lacks 'rustfmt (rustup component add rustfmt)'
    cargo clippy --version >/dev/null 2>&1 || lacks 'clippy (rustup component add clippy)'
}

go() {
    version=$(GOTOOLCHAIN=local command go env GOVERSION 2>/dev/null)
    [ -n "$version" ] && newer 1.24 "${version#go}"
}

for goal in "$@"; do
    case $goal in
    go) go || exit 1 ;;
    helper | library) rust ;;
    python) rust; python ;;
    node) node ;;
    build) rust; python; node ;;
    demo) has curl || lacks 'curl' curl ;;
    test) has curl || lacks 'curl' curl; form ;;
    lint) form ;;
    esac
done

[ -n "$missing" ] || exit 0
printf 'To make %s, this machine lacks:%s\n' "$*" "$missing" >&2
[ -z "$packages" ] || printf 'On Debian and Ubuntu, as root:\n    apt-get install%s\n' "$packages" >&2
exit 1
