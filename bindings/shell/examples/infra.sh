#!/usr/bin/env bash
# An infrastructure wrapper that reports its usage through Aboveboard: infra.sh COMMAND [SCENARIO]
#
#     apply, destroy, profile   do their work, with an event before and one after it
#     list                      shows the scenarios; no event
#
# For demonstrations, which replay given facts, the script reads variables of its own:
#     EXAMPLE_RUN=JSON    the run to use instead of beginning one
#     EXAMPLE_TIME=N      the time of both events, in seconds since 1970
#     EXAMPLE_WAIT=1      wait until each event is delivered
#     EXAMPLE_SHOW=1      print for each event its name and the SHA-256 of its payload; nothing where telemetry is off
set -euo pipefail

# Also where a link leads here.
here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
# The helper as this repository builds it; an installed one is found by itself.
unset ABOVEBOARD_HELPER
ABOVEBOARD_HELPER=$here/../../../build/bin/aboveboard
# shellcheck source-path=SCRIPTDIR source=../aboveboard.sh
source "$here/../aboveboard.sh"

usage() {
    printf 'usage: infra.sh apply|destroy|profile|list [SCENARIO]\n' >&2
    exit 2
}

report() { # EVENT RESULT
    local arguments=("$1" "command.name=$command" "command.scenario=$scenario" "command.result=$2" client.script=infra)
    [[ -z ${EXAMPLE_TIME-} ]] || arguments+=(--time "$EXAMPLE_TIME")
    if [[ -n ${EXAMPLE_SHOW-} ]]; then
        local payload digest
        payload=$(aboveboard_payload "${arguments[@]}")
        if [[ -n $payload ]]; then
            digest=$(printf '%s' "$payload" | sha256sum)
            printf '%s %s\n' "$1" "${digest%% *}"
        fi
    fi
    [[ -z ${EXAMPLE_WAIT-} ]] || arguments+=(--wait)
    aboveboard_event "${arguments[@]}"
}

# The work itself: nested tools run through aboveboard_exec, so that they share the decision and the session.
work() {
    aboveboard_exec sh -c ':' nested-tool "$command" "$scenario"
}

[[ $# -ge 1 && $# -le 2 ]] || usage
command=$1
scenario=${2-}

case $command in
list)
    printf '%s\n' multipass on-prem cloud
    exit 0
    ;;
apply | destroy | profile) ;;
*) usage ;;
esac

if [[ -n ${EXAMPLE_RUN-} ]]; then
    # shellcheck disable=SC2034 # the functions of aboveboard.sh use both
    ABOVEBOARD_RUN=$EXAMPLE_RUN
    # shellcheck disable=SC2034
    ABOVEBOARD_CONTRACT=$here/../../../core/contracts/pk3s-infra.json
else
    aboveboard_begin "$here/../../../core/contracts/pk3s-infra.json" --tool-version 1.4.0
fi

report infra.command.started started
status=0
work || status=$?
if [[ $status -eq 0 ]]; then
    report infra.command.completed success
else
    report infra.command.completed failed
fi
# shellcheck disable=SC2119 # its arguments are its own
aboveboard_end
exit "$status"
