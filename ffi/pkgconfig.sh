#!/bin/sh
# Prints what pkg-config has to know of the library where it is installed: ffi/pkgconfig.sh PREFIX LIBDIR INCLUDEDIR
# Takes the names of the system's libraries that bindings/shell/build.sh has written down.
set -eu

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)

# As a whole path; a blank would part it for pkg-config.
whole() {
    case $1 in
    /*) printf '%s\n' "$1" ;;
    *) printf '%s\n' "$PWD/$1" ;;
    esac | sed 's/[[:blank:]]/\\&/g'
}

# By the prefix where it is below that, so that pkg-config can be told another one.
below() {
    case $1 in
    "$prefix"/*) printf '%s\n' "\${prefix}${1#"$prefix"}" ;;
    *) printf '%s\n' "$1" ;;
    esac
}

# entry NAME: of the part of Cargo.toml that all packages share
entry() {
    sed -n "/^\[workspace.package\]/,/^\[/s/^$1 = \"\(.*\)\"/\1/p" "$root/Cargo.toml"
}

prefix=$(whole "${1%/}")
cat <<END
prefix=$prefix
libdir=$(below "$(whole "$2")")
includedir=$(below "$(whole "$3")")

Name: aboveboard
Description: $(entry description)
Version: $(entry version)
License: $(entry license)
Cflags: -I\${includedir}
Libs: -L\${libdir} -laboveboard
Libs.private: $(cat "$root/build/lib/system-libraries")
END
