# shellcheck shell=sh disable=SC2016 # scripts under test stand in single quotes
# Whatever is missing or broken, the script does its work, and what it starts is told of no yes.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

event='infra.command.started command.name=apply command.result=started client.script=test'
script all <<END
aboveboard_begin "\${test_contract-\$contract}"
aboveboard_event $event
printf '%s' "\$(aboveboard_payload $event)" >/dev/null
aboveboard_exec sh -c 'echo "denied: \${ABOVEBOARD_DENIED-no}"; exit 4' || echo "child: \$?"
aboveboard_end $event
echo done
END
worked='denied: 1
child: 4
done'

# runs WHAT: runs the script with the variables that are set, and checks that it works and says at most one line
runs() {
    check "$1" "$worked" "$(timeout 20 "$TEST_SHELL" "$scratch/all" 2>"$scratch/errors")"
    checks=$((checks + 1))
    [ "$(wc -l <"$scratch/errors")" -eq 1 ] || fail "$1: one line on standard error" "$(cat "$scratch/errors")"
}

export TELEMETRY_ENABLED=yes TELEMETRY_ENDPOINT=http://127.0.0.1:9/

export test_helper="$scratch/missing"
runs 'a missing helper'
check_holds 'the warning says which one' \
    "ABOVEBOARD_HELPER names no program that can be run: $test_helper" "$(cat "$scratch/errors")"

for way in 'kill -SEGV $$' 'kill -ABRT $$' 'kill -KILL $$' 'exit 1' 'exit 127'; do
    printf '#!/bin/sh\n%s\n' "$way" >"$scratch/broken"
    chmod +x "$scratch/broken"
    export test_helper="$scratch/broken"
    runs "a helper that does: $way"
done
printf '\177ELF, but not for long' >"$scratch/broken"
check 'a helper that is no program' "$worked" "$("$TEST_SHELL" "$scratch/all" 2>/dev/null)"
unset test_helper

export test_contract="$scratch/contract.json"
runs 'a contract that is missing'
script status <<'END'
aboveboard_begin "$test_contract" 2>/dev/null
aboveboard_status
echo done
END
check 'its status ends no script' 'done' "$("$TEST_SHELL" "$scratch/status" 2>/dev/null)"
printf '{"contract":1,' >"$test_contract"
runs 'a contract that is broken'
printf '\377\376' >"$test_contract"
runs 'a contract that is not text'
mkdir "$scratch/directory"
test_contract="$scratch/directory"
runs 'a contract that is a directory'
mkfifo "$scratch/fifo"
test_contract="$scratch/fifo"
runs 'a contract that nobody writes'
unset test_contract

# A helper that breaks in the middle: no word of the shell's about it, and the child runs.
cat >"$scratch/later" <<END
#!/bin/sh
case " \$* " in
*" begin "*) exec "$helper" "\$@" ;;
*" exec "*) exec "$helper" "\$@" ;;
*) kill -SEGV \$\$ ;;
esac
END
chmod +x "$scratch/later"
sed '/payload/d' "$scratch/all" >"$scratch/without-payload"
check 'a helper that crashes in the middle' "$(printf '%s\n' "$worked" | sed s/1$/no/)" "$(test_helper="$scratch/later" "$TEST_SHELL" "$scratch/without-payload" 2>&1)"
check 'a helper that vanishes in the middle' "$worked" "$(
    cp "$helper" "$scratch/vanishing"
    sed 's/^aboveboard_event/rm -f "$test_helper"; aboveboard_event/; /payload/d' "$scratch/all" >"$scratch/vanish"
    test_helper="$scratch/vanishing" "$TEST_SHELL" "$scratch/vanish" 2>/dev/null
)"

script undecided <<'END'
denied() { "$@" sh -c 'echo "${ABOVEBOARD_DENIED-no}"'; }
denied aboveboard_exec
aboveboard_begin "$scratch/directory" 2>/dev/null
denied aboveboard_exec
. "$host/aboveboard.sh"
denied aboveboard_exec
denied env
aboveboard_child --format lines 2>/dev/null || echo "child: $?"
aboveboard_end
denied aboveboard_exec
aboveboard_begin "$contract"
denied aboveboard_exec
END
check 'a run without a contract denies until it ends' 'no
1
1
no
ABOVEBOARD_DENIED=1
child: 1
no
no' "$("$TEST_SHELL" "$scratch/undecided" 2>&1)"

script usage <<'END'
aboveboard_exec || echo "before: $?"
aboveboard_begin "$contract"
aboveboard_exec || echo "status: $?"
END
check 'exec of nothing is an error of usage' 'aboveboard: usage: aboveboard_exec PROGRAM [ARGUMENT]...
before: 2
aboveboard: usage: aboveboard_exec PROGRAM [ARGUMENT]...
status: 2' "$("$TEST_SHELL" "$scratch/usage" 2>&1)"

# Closed streams, each alone and all together.
script closed <<END
aboveboard_begin "\$contract"
aboveboard_event $event
aboveboard_exec sh -c 'exit 4' || status=\$?
[ "\$status" -eq 4 ] && [ -n "\$ABOVEBOARD_RUN" ] && : >"\$scratch_done"
END
export scratch_done="$scratch/closed.done"
check_closed() {
    check "closed: $1" yes "$([ -e "$scratch_done" ] && echo yes)"
    rm -f "$scratch_done"
}
"$TEST_SHELL" "$scratch/closed" <&- 2>/dev/null
check_closed stdin
"$TEST_SHELL" "$scratch/closed" >&- 2>/dev/null
check_closed stdout
"$TEST_SHELL" "$scratch/closed" 2>&-
check_closed stderr
"$TEST_SHELL" "$scratch/closed" <&- >&- 2>&-
check_closed all

# Variables that are not UTF-8, and hardly any variables.
check 'a variable that is not UTF-8 says no' '"state":"off"' "$(
    TELEMETRY_ENABLED=$(printf 'yes\377') "$helper" --contract "$contract" begin 2>/dev/null | grep -o '"state":"[a-z]*"'
)"
check 'no variables at all' '"state":"off"' "$(
    env -i "$helper" --contract "$contract" begin </dev/null | grep -o '"state":"[a-z]*"'
)"
script bare <<'END'
aboveboard_begin "$contract"
aboveboard_exec /bin/sh -c 'echo ran'
END
check 'a script without variables' ran "$(
    env -i helper="$helper" host="$host" contract="$contract" "$(command -v "$TEST_SHELL")" "$scratch/bare" 2>&1
)"

# Who set the variable matters: a helper from the environment is not looked at.
cat >"$scratch/sneaky" <<END
#!/bin/sh
touch "$scratch/sneaked"
END
chmod +x "$scratch/sneaky"
script inherited <<'END'
aboveboard_begin "$contract" 2>/dev/null
echo ran
END
sed 2d "$scratch/inherited" >"$scratch/inherited.sh"
check 'a helper from the environment' ran "$(ABOVEBOARD_HELPER="$scratch/sneaky" "$TEST_SHELL" "$scratch/inherited.sh")"
check 'was not run' no "$([ -e "$scratch/sneaked" ] || echo no)"
check 'a helper on PATH is found' ran "$(
    printf '%s\n' '. "$host/aboveboard.sh"' 'aboveboard_begin "$contract"' '[ -n "$ABOVEBOARD_RUN" ] && echo ran' >"$scratch/path"
    PATH=$(dirname "$helper"):$PATH "$TEST_SHELL" "$scratch/path" 2>&1
)"

finish
