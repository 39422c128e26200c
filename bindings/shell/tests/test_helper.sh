# shellcheck shell=sh
# The helper by itself.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

event='infra.command.started command.name=apply command.result=started client.script=test'

# Where its output is not wanted.
run=$("$helper" --contract "$contract" begin)
(
    # shellcheck disable=SC2086 # several words
    set -- --contract "$contract" --run "$run" preview $event
    "$helper" "$@" | :
    "$helper" "$@" >&- 2>&-
    "$helper" "$@" >/dev/full 2>"$scratch/full"
    echo $? >"$scratch/full.status"
)
check 'a full device is an error that is said' 1 "$(cat "$scratch/full.status")"
check_holds 'a full device is named' 'could not be written' "$(cat "$scratch/full")"
check 'a broken pipe is none' 0 "$(
    (
        "$helper" --help
        echo $? >"$scratch/pipe"
    ) | :
    sleep 0.2
    cat "$scratch/pipe"
)"

# The statuses of a shell where the program of exec cannot be run.
"$helper" --contract "$contract" exec -- /no/such/program 2>/dev/null
check 'exec of nothing' 127 "$?"
"$helper" --contract "$contract" exec -- /etc/passwd 2>/dev/null
check 'exec of no program' 126 "$?"

# A path of as many parts as there can be, none of them there, with little room on the stack.
deep=$scratch/$(printf '%01900d' 0 | sed 's,0,d/,g')
check 'thousands of directories are made' 'example telemetry: on' "$(
    # shellcheck disable=SC3045 # the shells that are tested have it
    ulimit -s 1024
    XDG_STATE_HOME=$deep "$helper" --contract "$tests/people.json" --feature telemetry enable 2>&1 | head -n 1
)"

# Start-up is most of its run time: it must need no library but the C library, and where it holds that not even this one.
if command -v ldd >/dev/null; then
    static='-e statically -e not.a.dynamic'
    # shellcheck disable=SC2086 # they are several words
    needed=$(ldd "$helper" 2>&1 | grep -v $static -e linux-vdso -e 'libc\.so' -e 'libc\.musl' -e /ld-)
    check 'needs the C library only' '' "$needed"
fi

finish
