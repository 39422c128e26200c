# shellcheck shell=sh disable=SC2016 # scripts of other shells stand in single quotes
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
    ours exec -- sh -c '{ true 7<&0; } 2>/dev/null || in=closed; { true 7>&1; } 2>/dev/null || out=closed
        echo "${in-open} ${out-open}" >"$0"' "$scratch/seen" <&- >&- 2>/dev/null
    cat "$scratch/seen"
)"

# A limit on the size of files ends no command: it is a full disk.
limited() (
    ulimit -f 0
    ours "$@"
)
limited status >"$scratch/file" 2>/dev/null
check 'no room in a file' 1 "$?"
"$helper" --contract "$tests/people.json" --feature telemetry enable >"$scratch/said" 2>&1
cp "$tests/people.json" "$scratch/people.json"
message=$(
    ulimit -f 0
    "$helper" --contract "$scratch/people.json" --feature telemetry disable 2>&1
    echo "status: $?"
)
check_holds 'nothing can be stored' 'status: 1' "$message"
check_holds 'because there is no room' 'the disk is full' "$message"
message=$(
    ulimit -f 0
    ours exec -- sh -c 'head -c 2000 /dev/zero >"$0"; echo "$?"' "$scratch/file" 2>/dev/null
)
check 'a program of exec gets the signal as ever' 153 "$message"

# Streams that do not block.
awk 'BEGIN { for (line = 0; line < 20000; line++) print "line", line, "of somebody@example.org" }' >"$scratch/text"
patiently() { python3 "$tests/nonblocking.py" "$@"; }
"$helper" scrub <"$scratch/text" >"$scratch/scrubbed"
patiently 1 "$helper" scrub <"$scratch/text" >"$scratch/slowly" 2>"$scratch/errors"
check 'scrub to an output that does not block' '0 ' "$? $(cat "$scratch/errors")"
check 'writes all of it' same "$(cmp "$scratch/scrubbed" "$scratch/slowly" 2>&1 && echo same)"
patiently 0 "$helper" scrub <"$scratch/text" >"$scratch/slowly"
check 'scrub of an input that does not block' same "$(cmp "$scratch/scrubbed" "$scratch/slowly" 2>&1 && echo same)"
"$helper" scrub --report <"$scratch/text" 2>"$scratch/report" >/dev/null
patiently 2 "$helper" scrub --report <"$scratch/text" 3>&1 >"$scratch/slowly"
check 'a report to an error output that does not block' 0 "$?"
check 'a token from an input that does not block' 'the token is stored' "$(
    echo hush | patiently 0 "$helper" --contract "$scratch/people.json" token set 2>&1
)"

# On a terminal the bytes end their line; anywhere else they are the bytes.
run=$(ours begin)
preview="--run '$run' preview $event --time 1790000000"
on_terminal() { python3 "$tests/terminal.py" '' sh -c "'$helper' --contract '$contract' $1; echo next"; }
bytes=$(sh -c "'$helper' --contract '$contract' $preview; echo .")
check_holds 'a preview ends without a line feed' '}.' "$bytes"
check 'but on a terminal' "${bytes%.}
next" "$(on_terminal "$preview")"
check 'and no second one where there is one' "$(ours status)
next" "$(on_terminal status)"

finish
