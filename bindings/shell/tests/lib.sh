# shellcheck shell=sh
# What the shell tests share; each sources it first. TEST_SHELL is the shell under test.
set -u

: "${TEST_SHELL:?run the tests with run.sh}"
tests=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
host=$(dirname "$tests")
root=$(CDPATH='' cd -- "$host/../.." && pwd)
contract=$root/core/contracts/pk3s-infra.json
helper=$root/build/bin/aboveboard
scratch=$(mktemp -d)
# Attempts that fail would leave their files in the working directory.
TELEMETRY_OUTBOX_DIR=$scratch/outbox
export helper host contract scratch TELEMETRY_OUTBOX_DIR

# Also what a test has left running; the list is of processes that it has started itself.
started=
cleanup() {
    for process in $started; do
        kill "$process" 2>/dev/null
    done
    # A background that has not ended yet may write once more.
    rm -rf "$scratch" 2>/dev/null || { sleep 1 && rm -rf "$scratch"; }
}
trap cleanup EXIT
trap 'exit 1' HUP INT TERM
checks=0
failures=0
receivers=0

# check WHAT EXPECTED ACTUAL
check() {
    checks=$((checks + 1))
    [ "$2" = "$3" ] || fail "$1" "expected: $2" "actual:   $3"
}

# check_holds WHAT PART TEXT: the text holds the part
check_holds() {
    checks=$((checks + 1))
    case $3 in
    *"$2"*) ;;
    *) fail "$1" "expected somewhere: $2" "actual: $3" ;;
    esac
}

fail() {
    failures=$((failures + 1))
    printf 'FAILED (%s, %s): %s\n' "$TEST_SHELL" "$(basename "$0")" "$1" >&2
    shift
    printf '    %s\n' "$@" >&2
}

finish() {
    printf 'shell tests: %s under %s: %s checks, %s failed\n' "$(basename "$0")" "$TEST_SHELL" "$checks" "$failures"
    [ "$failures" -eq 0 ]
    exit
}

# script NAME: reads a script from standard input that has the functions, and keeps it in $scratch/NAME
script() {
    {
        # shellcheck disable=SC2016 # for the script, not for this one
        printf '%s\n' 'set -eu' 'ABOVEBOARD_HELPER=${test_helper-$helper}' '. "$host/aboveboard.sh"'
        cat
    } >"$scratch/$1"
}

# receive BEHAVIOUR: starts one more receiver, which is where telemetry goes from now on; $record is its record
receive() {
    receivers=$((receivers + 1))
    record=$scratch/record.$receivers
    : >"$record"
    mkfifo "$scratch/port.$receivers"
    python3 "$root/tests/receiver/receiver.py" --record "$record" --behave "$1" >"$scratch/port.$receivers" &
    started="$started $!"
    read -r port <"$scratch/port.$receivers"
    export TELEMETRY_ENDPOINT="http://127.0.0.1:$port/telemetry"
}

# wait_for_requests COUNT: waits until the receiver has as many, at most 10 s; prints how many it has
wait_for_requests() {
    tries=0
    while [ "$(wc -l <"$record")" -lt "$1" ] && [ "$tries" -lt 200 ]; do
        sleep 0.05
        tries=$((tries + 1))
    done
    wc -l <"$record" | tr -d ' '
}
