# shellcheck shell=sh
# The example wrapper, against a receiver. It is a bash script whatever shell runs this test.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

receive ok
export TELEMETRY_ENABLED=yes EXAMPLE_TIME=1790000000 EXAMPLE_WAIT=1 EXAMPLE_SHOW=1
EXAMPLE_RUN=$("$helper" --contract "$contract" begin --tool-version 1.4.0)
export EXAMPLE_RUN
infra=$host/examples/infra.sh

shown=$("$infra" apply multipass 2>&1)
cat >"$scratch/bodies.py" <<'END'
import base64, hashlib, json, sys
for line in open(sys.argv[1]):
    body = base64.b64decode(json.loads(line)["body_base64"])
    print(json.loads(body)["event_name"], hashlib.sha256(body).hexdigest())
END
check 'what is shown is what arrives' "$shown" "$(python3 "$scratch/bodies.py" "$record")"
check_holds 'it begins' 'infra.command.started ' "$shown"
check_holds 'it completes' 'infra.command.completed ' "$shown"
check 'the same facts give the same bytes' "$shown" "$("$infra" apply multipass 2>&1)"

: >"$record"
check 'list emits nothing' 'multipass
on-prem
cloud' "$("$infra" list 2>&1)"
check 'denied: nothing is shown' '' "$(TELEMETRY_ENABLED=no "$infra" destroy 2>/dev/null)"
check 'nothing has arrived' 0 "$(wc -l <"$record" | tr -d ' ')"
"$infra" dance 2>/dev/null
check 'an unknown command' 2 "$?"

unset EXAMPLE_RUN EXAMPLE_TIME EXAMPLE_WAIT EXAMPLE_SHOW
check 'on its own it prints nothing' '' "$("$infra" profile 2>&1)"
check 'and sends two events' 2 "$(wait_for_requests 2)"

finish
