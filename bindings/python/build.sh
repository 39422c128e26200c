#!/bin/sh
# Builds the wheel and installs it into build/venv, with the tools that check it. Needs python3 (3.9 or later, with
# venv) and a Rust toolchain; PYTHON and CARGO_TARGET_DIR are respected. Does nothing where nothing has changed.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
build=$root/build
venv=$build/venv
wheels=$build/wheels

say() { printf 'python: %s\n' "$*"; }

# One digest over the content of everything that the wheel is made of.
inputs() {
    find "$root/Cargo.toml" "$root/Cargo.lock" "$root/core/Cargo.toml" "$root/core/src" \
        "$root/LICENSE-APACHE" "$root/LICENSE-MIT" "$root/ffi/paths.sh" "$here/Cargo.toml" "$here/pyproject.toml" \
        "$here/README.md" "$here/src" "$here/bindgen" "$here/python" \
        -type f ! -name '*.pyc' -print | LC_ALL=C sort | while IFS= read -r file; do cksum "$file"; done | cksum
    "$venv/bin/python" --version
}

if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    say "creating build/venv"
    mkdir -p "$build"
    "${PYTHON:-python3}" -c 'import sys; sys.exit(sys.version_info < (3, 9))' || {
        say "Python 3.9 or later is needed; name one with PYTHON=..." >&2
        exit 1
    }
    rm -rf "$venv"
    "${PYTHON:-python3}" -m venv "$venv" || {
        rm -rf "$venv"
        say "Python's venv is missing; on Debian: apt-get install python3-venv" >&2
        exit 1
    }
fi

if ! cmp -s "$here/requirements-build.txt" "$venv/requirements-build.txt"; then
    say "installing maturin, mypy, pytest, ruff and shellcheck into build/venv"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary=:all: \
        --requirement "$here/requirements-build.txt"
    cp "$here/requirements-build.txt" "$venv/requirements-build.txt"
fi

wanted=$(inputs)
if [ -f "$venv/wheel.stamp" ] && [ "$(cat "$venv/wheel.stamp")" = "$wanted" ]; then
    say "the wheel in build/wheels is up to date"
    exit 0
fi

say "building the wheel (the generator of the bindings takes a minute or two the first time)"
rm -f "$venv/wheel.stamp"
rm -rf "$wheels"
PATH=$venv/bin:$PATH
export PATH
RUSTFLAGS="${RUSTFLAGS-} $("$root/ffi/paths.sh")"
export RUSTFLAGS
maturin build --release --locked --quiet --manifest-path "$here/Cargo.toml" --out "$wheels"

say "installing it into build/venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --no-deps --force-reinstall \
    "$wheels"/aboveboard-*.whl
"$venv/bin/python" -c 'import aboveboard; print("python: aboveboard", aboveboard.version(), "is installed")'
printf '%s\n' "$wanted" >"$venv/wheel.stamp"
