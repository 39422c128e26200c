# shellcheck shell=sh
# The standard streams of the helper: closed, full, in the way, or set not to block by whoever shares them.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

export HOME="$scratch/home"
mkdir "$HOME"
export TELEMETRY_ENABLED=yes
ours() { "$helper" --contract "$contract" "$@"; }
event='infra.command.started command.name=apply command.result=started client.script=test'

# closed COMMAND...: a command whose output is the point, without anywhere to put it
closed() {
    ours "$@" >&- 2>"$scratch/errors"
    check "$1 with its output closed" 1 "$?"
    check_holds "$1 says so" 'the output could not be written' "$(cat "$scratch/errors")"
}
closed status
# shellcheck disable=SC2086 # several words
closed payload $event
# shellcheck disable=SC2086
closed preview $event
closed child
closed --help
ours status <&- >/dev/null 2>&-
check 'the others closed' 0 "$?"
ours child <&- >&- 2>&-
check 'all closed' 1 "$?"
check 'a program of exec finds them closed' 'closed closed' "$(
    # shellcheck disable=SC2016 # for the other shell
    ours exec -- sh -c '{ true 7<&0; } 2>/dev/null || in=closed; { true 7>&1; } 2>/dev/null || out=closed
        echo "${in-open} ${out-open}" >"$0"' "$scratch/seen" <&- >&- 2>/dev/null
    cat "$scratch/seen"
)"

finish
