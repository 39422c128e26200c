# shellcheck shell=sh disable=SC2016 # scripts under test stand in single quotes
# Begin, event, payload, exec and end, in scripts as people write them.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

receive ok
export TELEMETRY_ENABLED=yes
event='infra.command.started command.name=apply command.result=started client.script=test'

script whole <<END
aboveboard_begin "\$contract" --tool-version 1.4.0
aboveboard_event $event
aboveboard_exec sh -c 'echo "child: \$TELEMETRY_ENABLED \${ABOVEBOARD_RUN-none} \${ABOVEBOARD_CONTRACT-none}"; exit 5' || echo "status: \$?"
aboveboard_end $event
aboveboard_event $event
echo "end: [\$ABOVEBOARD_RUN]"
END
check 'a whole script' "child: true none none
status: 5
end: []" "$(ABOVEBOARD_RUN=inherited ABOVEBOARD_CONTRACT=inherited "$TEST_SHELL" "$scratch/whole" 2>&1)"
check 'two events arrive' 2 "$(wait_for_requests 2)"
sleep 0.3
check 'no event after the end' 2 "$(wait_for_requests 3 | head -n 1)"

script exported <<'END'
set -a
aboveboard_begin "$contract"
env | grep -c ABOVEBOARD_ || :
aboveboard_exec env | grep -c ABOVEBOARD_RUN || :
case $- in *a*) echo still-a ;; esac
[ -n "$ABOVEBOARD_RUN" ] && echo begun
END
sed '2s/.*/ABOVEBOARD_HELPER=$helper/' "$scratch/exported" >"$scratch/exported.sh"
check 'a run is never exported, even under set -a' "0
0
still-a
begun" "$("$TEST_SHELL" "$scratch/exported.sh" 2>&1)"

script substituted <<END
aboveboard_begin "\$contract"
bytes=\$(aboveboard_payload $event --time 1790000000)
nothing=\$(aboveboard_event $event)
status=\$(aboveboard_exec sh -c 'exit 3' >/dev/null || echo \$?)
echo "[\$nothing] \$status"
echo "\$bytes"
END
result=$("$TEST_SHELL" "$scratch/substituted" 2>&1)
check_holds 'functions in $(...)' '[] 3' "$result"
check_holds 'the payload in $(...)' '"sent_at":"2026-09-21T' "$result"

script twice <<'END'
aboveboard_begin "$contract"
before=$ABOVEBOARD_RUN
. "$host/aboveboard.sh"
[ -n "$before" ] && [ "$ABOVEBOARD_RUN" = "$before" ] && echo same
END
check 'sourcing again keeps the run' same "$("$TEST_SHELL" "$scratch/twice" 2>&1)"

# Other variables may say what they like.
export NOTE='see ABOVEBOARD_HELPER= and ABOVEBOARD_RUN= in the manual
export ABOVEBOARD_HELPER=
declare -x ABOVEBOARD_RUN="x"'
check 'a value that looks like a variable is none' same "$("$TEST_SHELL" "$scratch/twice" 2>&1)"
unset NOTE

script elsewhere <<END
cd "\$(dirname "\$contract")"
aboveboard_begin "\${contract##*/}"
cd /
aboveboard_payload $event >/dev/null && echo found
END
check 'a relative contract survives cd' found "$("$TEST_SHELL" "$scratch/elsewhere" 2>&1)"

script stdin <<END
aboveboard_begin "\$contract"
aboveboard_event $event
aboveboard_payload $event >/dev/null
cat
END
check 'the input of the script is left alone' 'for the script' "$(echo 'for the script' | "$TEST_SHELL" "$scratch/stdin" 2>&1)"

script denied <<END
aboveboard_begin "\$contract"
aboveboard_event $event
aboveboard_exec sh -c 'echo "\$TELEMETRY_ENABLED"'
printf '[%s]\n' "\$(aboveboard_payload $event 2>/dev/null)"
aboveboard_preview $event --time 1790000000 | grep -c '"event_name":"infra.command.started"'
aboveboard_payload no.such.event 2>/dev/null && echo 'no payload'
aboveboard_preview no.such.event 2>/dev/null || echo "no preview: \$?"
END
receive ok
check 'without consent' "false
[]
1
no payload
no preview: 1" "$(TELEMETRY_ENABLED=no "$TEST_SHELL" "$scratch/denied" 2>&1)"
sleep 0.3
check 'nothing was sent without consent' 0 "$(wc -l <"$record" | tr -d ' ')"

script wrong <<'END'
aboveboard_begin "$contract" --flag telemetry=perhaps || echo "status: $?"
aboveboard_begin 2>/dev/null || echo "status: $?"
aboveboard_event || echo unreachable
aboveboard_begin "$contract"
aboveboard_event infra.command.started command.name=apply command.result=started client.script=test nosuch.field=1
aboveboard_event no.such.event
aboveboard_event infra.command.started --time soon
echo alive
END
result=$("$TEST_SHELL" "$scratch/wrong" 2>"$scratch/errors")
check 'usage errors have status 2, wrong events never fail' "status: 2
status: 2
alive" "$result"
check_holds 'where a wrong field is is told, and not its name' '(at /fields)' "$(cat "$scratch/errors")"

if [ "$TEST_SHELL" = bash ]; then
    printf '%s\n' 'set -o pipefail' | cat - "$scratch/whole" >"$scratch/pipefail"
    check_holds 'under pipefail' 'end: []' "$(bash -euo pipefail "$scratch/pipefail" 2>&1)"
fi

finish
