#!/bin/sh
# Installs into an empty directory, builds a program with what is there, in each of the ways that the page for C names, runs it
# and takes everything away again: ffi/tests/install.sh. Takes what `make helper library` has built.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
compiler=${CC:-cc}
abi=$(sed -n 's/^#define ABV_ABI //p' "$root/ffi/include/aboveboard.h")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
# What the make around this one was told is not meant for those in here.
unset MAKEFLAGS MFLAGS MAKEOVERRIDES PREFIX DESTDIR LD_LIBRARY_PATH

failed() {
    printf 'installed library: %s\n' "$1" >&2
    exit 1
}

# same WHAT WANTED FOUND
same() {
    [ "$2" = "$3" ] || failed "$1 is
$3
and not
$2"
}

# installed GOAL SETTING...: what make says is shown where it fails only
installed() {
    make -C "$root" "$@" >"$scratch/said" 2>&1 || {
        cat "$scratch/said" >&2
        failed "make $1 failed"
    }
}

# found DIRECTORY: what is in it but directories, with where links lead
found() {
    (cd "$1" && find . ! -type d | LC_ALL=C sort | while read -r file; do
        printf '%s%s\n' "$file" "$([ ! -h "$file" ] || printf ' -> %s' "$(readlink "$file")")"
    done)
}

# plain FILE --cflags|--libs|--modversion [--static]: what pkg-config says of such a file, where there is none
plain() (
    fields="$2 ${3-}"
    from=$1
    eval "$(sed -n '/^[a-z]*=/p' "$from")"
    value() { eval "printf '%s ' $(sed -n "s/^$1: *//p" "$from")"; }
    case $fields in
    --cflags*) value Cflags ;;
    --modversion*) value Version ;;
    --libs\ --static) value Libs; value Libs.private ;;
    --libs*) value Libs ;;
    esac
)

words() { # TEXT: without blanks that part nothing
    # shellcheck disable=SC2086 # that is what parts them
    echo $1
}

# A package is made so: below DESTDIR lies what will be without it.
stage=$scratch/stage
installed install DESTDIR="$stage" PREFIX=/opt/it
same 'what a package holds' "./opt/it/bin/aboveboard
./opt/it/bin/aboveboard.sh
./opt/it/include/aboveboard.h
./opt/it/lib/libaboveboard.a
./opt/it/lib/libaboveboard.so -> libaboveboard.so.$abi
./opt/it/lib/libaboveboard.so.$abi
./opt/it/lib/pkgconfig/aboveboard.pc
./opt/it/share/doc/aboveboard/LICENSE-APACHE
./opt/it/share/doc/aboveboard/LICENSE-MIT
./opt/it/share/man/man1/aboveboard.1" "$(found "$stage")"
pc=$stage/opt/it/lib/pkgconfig/aboveboard.pc
same 'what is included with a package' '-I/opt/it/include' "$(words "$(plain "$pc" --cflags)")"
same 'what is linked with a package' '-L/opt/it/lib -laboveboard' "$(words "$(plain "$pc" --libs)")"
# Newer C libraries hold it all themselves, so that a program that is linked with nothing tells nothing.
same 'what is linked with its archive' "$(words "-L/opt/it/lib -laboveboard $("$root/ffi/system-libraries.sh")")" \
    "$(words "$(plain "$pc" --libs --static)")"
for told in "$scratch" "$root"; do
    ! grep -rqF "$told" "$stage" || failed "what is installed tells of $told"
done
installed uninstall DESTDIR="$stage" PREFIX=/opt/it
same 'what is left of a package' '' "$(found "$stage")"
same 'the directory of its own' '' "$(find "$stage" -name aboveboard)"

# For one person, and with directories of another distribution. What is beside it stays.
place=$scratch/place
mkdir -p "$place/lib64"
echo mine >"$place/lib64/libother.a"
set -- PREFIX="$place" libdir="$place/lib64" includedir="$scratch/headers"
installed install "$@"
pc=$place/lib64/pkgconfig/aboveboard.pc
PKG_CONFIG_LIBDIR=$place/lib64/pkgconfig
export PKG_CONFIG_LIBDIR
has_pkg_config=
if command -v pkg-config >/dev/null; then
    has_pkg_config=yes
    for wanted in --cflags --libs '--libs --static' --modversion; do
        # shellcheck disable=SC2086 # one word or two
        same "what pkg-config says to $wanted" "$(words "$(plain "$pc" $wanted)")" \
            "$(words "$(pkg-config $wanted aboveboard)")"
    done
    pkg-config --validate aboveboard || failed 'pkg-config finds the file wrong'
    "$root/ffi/pkgconfig.sh" '/opt/a b' '/opt/a b/lib' '/usr/a b' >"$scratch/blank.pc"
    same 'what pkg-config says where paths hold blanks' '-I/usr/a\ b -L/opt/a\ b/lib -laboveboard' \
        "$(words "$(pkg-config --cflags --libs "$scratch/blank.pc")")"
else
    printf 'C tests left out: pkg-config is not installed; its file was read without it\n'
fi
asked() { if [ -n "$has_pkg_config" ]; then pkg-config "$@" aboveboard; else plain "$pc" "$@"; fi; }

version=$(words "$(asked --modversion)")
same 'the version of the installed helper' "aboveboard $version" "$("$place/bin/aboveboard" --version)"
program=$root/ffi/tests/installed.c
said="$version: aboveboard $version"

# shellcheck disable=SC2046 # several words
"$compiler" $(asked --cflags) "$program" $(asked --libs) -o "$scratch/shared"
same 'a program with the shared library' "$said" "$(LD_LIBRARY_PATH="$place/lib64" "$scratch/shared")"
# Where programs only run, and none are built.
rm "$place/lib64/libaboveboard.so"
same 'a program that is not built here' "$said" "$(LD_LIBRARY_PATH="$place/lib64" "$scratch/shared")"
ln -s "libaboveboard.so.$abi" "$place/lib64/libaboveboard.so"

# shellcheck disable=SC2046
"$compiler" $(asked --cflags) "$program" "$place/lib64/libaboveboard.a" -lm -ldl -lpthread -o "$scratch/archive"
same 'a program with the archive' "$said" "$("$scratch/archive")"

printf 'int main(void) { return 0; }\n' >"$scratch/empty.c"
if "$compiler" -static "$scratch/empty.c" -o "$scratch/empty" 2>/dev/null && "$scratch/empty"; then
    # GNU's linker warns of functions of the C library that nothing here calls.
    # shellcheck disable=SC2046
    "$compiler" -static $(asked --cflags) "$program" $(asked --libs --static) -o "$scratch/static" 2>"$scratch/said" || {
        cat "$scratch/said" >&2
        failed 'a program without shared libraries cannot be linked'
    }
    same 'a program without shared libraries' "$said" "$("$scratch/static")"
else
    printf 'C tests left out: there is no static C library\n'
fi

installed uninstall "$@"
same 'what is left' './lib64/libother.a' "$(found "$place")"
same 'what is left of the headers' '' "$(found "$scratch/headers")"

printf 'C tests passed: installed\n'
