# shellcheck shell=sh disable=SC2016 # scripts under test stand in single quotes
# Sending: in the background, whole, and without a secret in sight.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

event='infra.command.started command.name=apply command.result=started client.script=test --time 1790000000'
seconds() { date +%s; }
export TELEMETRY_ENABLED=yes TELEMETRY_BEARER_TOKEN=s3cr3t-t0ken

# A receiver that lets everybody wait.
receive stall=10
script slow <<END
aboveboard_begin "\$contract"
aboveboard_event $event
exec 7>"\$scratch/held" 8</dev/null
aboveboard_event $event
END
begun=$(seconds)
output=$("$TEST_SHELL" "$scratch/slow" 2>&1)
check 'nothing is printed' '' "$output"
check 'neither the script nor a $(...) around it waits' yes "$([ $(($(seconds) - begun)) -lt 5 ] && echo yes)"
check 'while the receiver holds both' 2 "$(wait_for_requests 2)"
check 'no token on a command line' '' "$(cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' '\n' | grep '[s]3cr3t')"
check_holds 'curl was there to be looked at' '--config' "$(cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' ' ')"
check 'no event and no run on that of a background' '' "$(
    for process in /proc/[0-9]*; do
        [ "$(readlink "$process/exe") $(readlink "$process/cwd")" != "$helper /" ] || tr '\0' '\n' <"$process/cmdline"
    done 2>/dev/null | grep '[={]'
)"
check 'nothing of the script is held open' '' "$(
    for process in /proc/[0-9]*; do
        case $(readlink "$process/exe") in
        */curl | "$helper") ls -l "$process/fd" ;;
        esac
    done 2>/dev/null | grep "$scratch"
)"

# The helper by itself, with all its streams in the `$(...)`.
run=$("$helper" --contract "$contract" begin)
begun=$(seconds)
# shellcheck disable=SC2086 # several words
output=$("$helper" --contract "$contract" --run "$run" send $event 2>&1)
check 'a $(...) around the helper does not wait' yes "$([ $(($(seconds) - begun)) -lt 5 ] && echo yes)"
check 'while the receiver holds that too' 3 "$(wait_for_requests 3)"

# One that answers, with the streams of the helper closed.
receive ok
# shellcheck disable=SC2086
timeout 20 "$helper" --contract "$contract" --run "$run" send $event --wait <&- >&- 2>&-
check 'sent with closed streams' 1 "$(wc -l <"$record" | tr -d ' ')"

receive ok
script sends <<END
aboveboard_begin "\$contract" --tool-version 1.4.0
aboveboard_payload $event >"\$scratch/payload"
aboveboard_event $event --wait
END
check 'sent with --wait' '' "$("$TEST_SHELL" "$scratch/sends" 2>&1)"
check 'it is there at once' 1 "$(wc -l <"$record" | tr -d ' ')"
cat >"$scratch/request.py" <<'END'
import base64, json, sys
request = json.loads(open(sys.argv[1]).readline())
headers = {name.lower(): value for name, value in request["headers"]}
print(request["method"], request["path"], headers["authorization"], headers["x-productive-k3s-telemetry"],
      headers["user-agent"], headers["content-type"],
      base64.b64decode(request["body_base64"]) == open(sys.argv[2], "rb").read())
END
check 'as the contract says' \
    'POST /telemetry Bearer s3cr3t-t0ken pk3s-public-v1 productive-k3s-infra/1.4.0 application/json True' \
    "$(python3 "$scratch/request.py" "$record" "$scratch/payload")"

# One that fails at first: tried again. One that redirects: not followed.
receive fail-first=1
check 'tried again after a failure' '' "$("$TEST_SHELL" "$scratch/sends" 2>&1)"
check 'that makes two' 2 "$(wc -l <"$record" | tr -d ' ')"
receive "redirect=307,$TELEMETRY_ENDPOINT"
"$TEST_SHELL" "$scratch/sends" >/dev/null 2>"$scratch/errors"
check 'a redirect is not followed' 1 "$(wc -l <"$record" | tr -d ' ')"
check_holds 'and said' 'redirects are not followed' "$(cat "$scratch/errors")"

# Where the end of children is ignored, as after `trap '' CHLD` in bash: sent once, and known to be.
ignoring() {
    python3 -c 'import os, signal, sys
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
os.execvp(sys.argv[1], sys.argv[1:])' "$helper" --contract "$contract" "$@"
}
receive ok
# shellcheck disable=SC2086 # several words
check 'the end of children ignored' '' "$(ignoring --run "$run" send $event --wait 2>&1)"
check 'sent once' 1 "$(wc -l <"$record" | tr -d ' ')"
# shellcheck disable=SC2086
check 'handed over' '' "$(ignoring --run "$run" send $event 2>&1)"
check 'sent once from the background' 2 "$(wait_for_requests 2)"
check 'a program of exec ignores it too' True "$(
    ignoring exec -- python3 -c 'from signal import *; print(getsignal(SIGCHLD) == SIG_IGN)'
)"

# Nobody there, and no curl: said with --wait, and no failure.
TELEMETRY_ENDPOINT=http://127.0.0.1:9/
export TELEMETRY_MAX_RETRIES=1
check_holds 'nobody listens' 'not delivered' "$("$TEST_SHELL" "$scratch/sends" 2>&1 || echo failed)"
check 'that fails nothing' 0 "$(
    "$TEST_SHELL" "$scratch/sends" >/dev/null 2>&1
    echo $?
)"
PATH=/nonexistent "$helper" --contract "$contract" --run "$run" send infra.command.started \
    command.name=apply command.result=started client.script=test --wait 2>"$scratch/errors"
check 'no curl' 0 "$?"
check_holds 'no curl is said' 'not delivered' "$(cat "$scratch/errors")"

finish
