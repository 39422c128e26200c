#!/bin/sh
# Counts the instructions that the scrubber takes for each byte of the short strings, with valgrind: unlike times, they
# are the same on a busy machine.
#
# usage: instructions.sh PROGRAM CORPUS [BUDGETS]
#
# With tests/budgets/budgets.json it fails where a count is above its budget.
set -eu

program=$1
corpus=$2
budgets=${3-}
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
    if [ -z "$bytes" ] || [ -z "$instructions" ]; then
        printf 'instructions: valgrind did not count:\n%s\n' "$counted" >&2
        exit 1
    fi
    # In hundredths, since the shell knows no fractions.
    each=$((instructions * 100 / bytes / rounds))
    printf '%-13s %3d.%02d instructions a byte\n' "$set" $((each / 100)) $((each % 100))
    [ -n "$budgets" ] || continue
    most=$(sed -n '/"instructions_a_byte"/,/}/s/.*"'"$set"'": *\([0-9]*\).*/\1/p' "$budgets")
    if [ -z "$most" ]; then
        echo "instructions: $budgets has no budget for $set" >&2
        failed=1
    elif [ "$each" -gt $((most * 100)) ]; then
        echo "instructions: more than the $most that $set may take" >&2
        failed=1
    fi
done
exit "$failed"
