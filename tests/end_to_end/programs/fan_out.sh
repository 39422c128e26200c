#!/usr/bin/env bash
# A tool that runs others side by side: fan_out.sh CONTRACT COUNT NESTED-TOOL [ARGUMENT]...
# Each has the terminal as its input, as if it had been typed there: who may ask could.
set -euo pipefail

here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
unset ABOVEBOARD_HELPER
ABOVEBOARD_HELPER=$here/../../../build/bin/aboveboard
# shellcheck source-path=SCRIPTDIR source=../../../bindings/shell/aboveboard.sh
source "$here/../../../bindings/shell/aboveboard.sh"

contract=$1
count=$2
shift 2

aboveboard_begin "$contract" --tool-version 1.4.0
aboveboard_event infra.command.started command.name=multipass command.result=started client.script=chain --wait
running=()
for ((number = 1; number <= count; number++)); do
    SCENARIO=$number aboveboard_exec "$@" </dev/tty &
    running+=($!)
done
result=success
for process in "${running[@]}"; do
    wait "$process" || result=failed
done
aboveboard_event infra.command.completed command.name=multipass "command.result=$result" client.script=chain --wait
# shellcheck disable=SC2119 # its arguments are its own
aboveboard_end
