#!/bin/sh
# Counts the instructions that the scrubber takes for each byte of the short strings, with valgrind: unlike times, they
# are the same on a busy machine.
#
# usage: instructions.sh PROGRAM CORPUS [MOST_TRIGGER_FREE MOST_BENIGN MOST_MIXED]
#
# With limits it fails where a count is above its own.
set -eu

program=$1
corpus=$2
shift 2
if ! command -v valgrind >/dev/null 2>&1; then
    echo "instructions: there is no valgrind: NOTHING IS COUNTED" >&2
    exit 0
fi
if [ ! -d "$corpus" ]; then
    echo "instructions: there is no corpus in $corpus: NOTHING IS COUNTED" >&2
    exit 0
fi
rounds=5
failed=0
for set in trigger-free benign mixed; do
    counted=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null --toggle-collect='*aboveboard_scrub_bench::pass*' \
        "$program" "$corpus" count aboveboard "$set" "$rounds" 2>&1)
    bytes=$(printf '%s\n' "$counted" | awk '/^[0-9]+ [0-9]+$/ { print $1 }')
    instructions=$(printf '%s\n' "$counted" | awk '/Collected/ { print $NF }')
    each=$((instructions / bytes / rounds))
    printf '%-13s %4d instructions a byte\n' "$set" "$each"
    if [ $# -gt 0 ]; then
        if [ "$each" -gt "$1" ]; then
            echo "instructions: more than $1" >&2
            failed=1
        fi
        shift
    fi
done
exit "$failed"
