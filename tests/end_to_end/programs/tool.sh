#!/usr/bin/env bash
# A tool in a chain: tool.sh COMPONENT CONTRACT [NESTED-TOOL [ARGUMENT]...]
# Reports that it has started, runs the nested tool and reports that it has completed.
#     CHAIN_FLAG=WORD   what its own flag --telemetry says
#     EXAMPLE_WAIT=1    wait until each event is delivered
set -euo pipefail

here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
unset ABOVEBOARD_HELPER
ABOVEBOARD_HELPER=$here/../../../build/bin/aboveboard
# shellcheck source-path=SCRIPTDIR source=../../../bindings/shell/aboveboard.sh
source "$here/../../../bindings/shell/aboveboard.sh"

component=$1
contract=$2
shift 2

report() { # EVENT RESULT
    local arguments=("$component.command.$1" command.name=apply "command.result=$2" client.script=chain)
    [[ -z ${EXAMPLE_WAIT-} ]] || arguments+=(--wait)
    aboveboard_event "${arguments[@]}"
}

flags=(--tool-version 1.4.0)
[[ -z ${CHAIN_FLAG-} ]] || flags+=(--flag "telemetry=$CHAIN_FLAG")
aboveboard_begin "$contract" "${flags[@]}"
report started started
[[ $# -eq 0 ]] || aboveboard_exec "$@"
report completed success
# shellcheck disable=SC2119 # its arguments are its own
aboveboard_end
