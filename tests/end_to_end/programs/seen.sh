#!/bin/sh
# Keeps the environment that a nested tool is given, and becomes it: seen.sh FILE NESTED-TOOL [ARGUMENT]...
set -eu

file=$1
shift
env -0 >"$file${SCENARIO-}"
exec "$@"
