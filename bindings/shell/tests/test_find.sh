# shellcheck shell=sh disable=SC2016 # scripts under test stand in single quotes
# Where the helper is found, and that it is the same one wherever the script goes.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

event='infra.command.started command.name=apply command.result=started client.script=test'
export TELEMETRY_ENABLED=no

# A tool with the helper in its own directory; elsewhere lies a program of the same name, which nobody has asked for.
tool=$scratch/tool
mkdir -p "$tool/lib" "$scratch/elsewhere/lib"
cp "$helper" "$host/aboveboard.sh" "$tool/lib"
printf '#!/bin/sh\ntouch "%s/hijacked"\n' "$scratch" >"$scratch/elsewhere/lib/aboveboard"
cp "$scratch/elsewhere/lib/aboveboard" "$scratch/elsewhere/aboveboard"
chmod +x "$scratch/elsewhere/lib/aboveboard" "$scratch/elsewhere/aboveboard"
export scratch

# moves WHAT HEAD: a script in the tool's directory that sources the file as HEAD says, then goes elsewhere
moves() {
    {
        printf '%s\n' 'set -eu' "$2" 'aboveboard_begin "$contract"' 'cd "$scratch/elsewhere"'
        cat <<END
aboveboard_event $event
bytes=\$(aboveboard_preview $event)
aboveboard_exec sh -c 'echo "child: \$TELEMETRY_ENABLED"'
echo "bytes: \${bytes:+some}"
END
    } >"$tool/moving"
    check "$1" 'child: false
bytes: some' "$(cd "$tool" && "$TEST_SHELL" ./moving 2>&1)"
    check "$1, and nothing else is run" no "$([ -e "$scratch/hijacked" ] || echo no)"
    rm -f "$scratch/hijacked"
}

moves 'a relative ABOVEBOARD_HELPER' 'ABOVEBOARD_HELPER=lib/aboveboard; . lib/aboveboard.sh'
moves 'one with a dot' 'ABOVEBOARD_HELPER=./lib/aboveboard; . ./lib/aboveboard.sh'
moves 'a name alone' 'cd lib; ABOVEBOARD_HELPER=aboveboard; . ./aboveboard.sh'
moves 'a relative entry of PATH' 'PATH=lib:$PATH; . ./lib/aboveboard.sh'
if [ "$TEST_SHELL" = bash ]; then
    moves 'beside a file sourced by a relative path' '. lib/aboveboard.sh'
    moves 'beside a file in the working directory' 'cd lib; . ./aboveboard.sh'
    moves 'as the README has it' 'source "$(dirname "${BASH_SOURCE[0]}")/lib/aboveboard.sh"'
fi

# A function or an alias is no program, whatever lies in the working directory.
script function <<'END'
aboveboard_begin "$contract"
END
sed '2s/.*/aboveboard() { :; }/' "$scratch/function" >"$scratch/function.sh"
(cd "$scratch/elsewhere" && PATH=/usr/bin:/bin "$TEST_SHELL" "$scratch/function.sh") 2>"$scratch/errors"
check 'a function is no helper' no "$([ -e "$scratch/hijacked" ] || echo no)"
check_holds 'and none is found' 'neither beside aboveboard.sh nor on PATH' "$(cat "$scratch/errors")"

# What the script names is named where it is not there.
script nowhere <<'END'
aboveboard_begin "$contract"
END
check_holds 'a variable that leads nowhere' 'ABOVEBOARD_HELPER names no program that can be run: /nope/aboveboard' \
    "$(test_helper=/nope/aboveboard "$TEST_SHELL" "$scratch/nowhere" 2>&1)"

# A helper that has gone: nothing fails, and children hear a denial all the same.
script gone <<END
aboveboard_begin "\$contract"
rm "\$test_helper"
aboveboard_event $event
bytes=\$(aboveboard_payload $event)
aboveboard_exec sh -c 'echo "child: \$ABOVEBOARD_DENIED"; exit 5' || echo "status: \$?"
aboveboard_exec /no/such/program || echo "status: \$?"
aboveboard_record x --to "\$scratch/record" || echo "record: \$?"
aboveboard_child || echo "variables: \$?"
echo "denied: [\${ABOVEBOARD_DENIED-}]"
END
for decision in yes no; do
    cp "$helper" "$scratch/going"
    check "a helper that has gone, with a $decision" 'child: 1
status: 5
status: 127
record: 1
variables: 1
denied: []' \
        "$(TELEMETRY_ENABLED=$decision test_helper=$scratch/going "$TEST_SHELL" "$scratch/gone" 2>"$scratch/errors")"
    check_holds 'it is said' "$scratch/going has gone: telemetry is off from here on" "$(cat "$scratch/errors")"
done

# A trace ends up in the log of a build: it shows nothing of the environment, however often the file is sourced.
script traced <<'END'
aboveboard_begin "$contract"
. "$host/aboveboard.sh"
aboveboard_event infra.command.started command.name=apply command.result=started client.script=test
aboveboard_exec true
END
for enabled in yes no; do
    trace=$(TELEMETRY_ENABLED=$enabled TELEMETRY_ENDPOINT=http://127.0.0.1:9/ DEPLOY_KEY=not-for-logs \
        TELEMETRY_BEARER_TOKEN=not-for-logs "$TEST_SHELL" -x "$scratch/traced" 2>&1)
    check_holds 'a script that is traced' 'aboveboard_begin' "$trace"
    check 'shows nothing of its environment' '' "$(printf '%s\n' "$trace" | grep not-for-logs)"
done

finish
