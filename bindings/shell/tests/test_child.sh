# shellcheck shell=sh disable=SC2016,SC1003 # single quotes are meant, and so are backslashes
# The variables for a child that something else starts: as lines, and as a shell reads them back.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

export TELEMETRY_ENABLED=yes

# in_shell VALUE: what the shell under test has in a variable that was passed on with this value, byte by byte
in_shell() {
    lines=$(TELEMETRY_OUTBOX_DIR=$1 "$helper" --contract "$contract" child --format shell)
    # With nothing but these variables in its environment, and with nothing exported by itself.
    printf '%s\nprintf %%s "$TELEMETRY_OUTBOX_DIR"\n' "$lines" | env -i "$TEST_SHELL" | od -An -tx1
}

# in_line VALUE: the same from the line of a file that is read as it is
in_line() {
    TELEMETRY_OUTBOX_DIR=$1 "$helper" --contract "$contract" child --format lines |
        sed -n 's/^TELEMETRY_OUTBOX_DIR=//p' | tr -d '\n' | od -An -tx1
}

cd "$scratch" || exit 1
for value in "it's" "''" '"' '\' 'a\' '\n' '$HOME' '$(touch made)' '`touch made`' '; touch made' '| touch made' \
    '& touch made' '>made' '-n' '--' '-e \0041' ' a  b ' '!!' '#' '~' '*' 'a=b' '{a,b}' '%s' 'é ü 漢 😀' "'\\''" "'; touch made; '"; do
    wanted=$(printf %s "$value" | od -An -tx1)
    check "a shell reads back: $value" "$wanted" "$(in_shell "$value")"
    check "a line holds: $value" "$wanted" "$(in_line "$value")"
done
check 'nothing was run by that' no "$([ -e made ] && echo yes || echo no)"
for value in "$(printf 'a\nb')" "$(printf 'a\rb')" "$(printf '\033[1m')" "$(printf '\302\205')" "$(printf 'a\377')"; do
    check 'what would end a line, or moves a cursor, is emptied' '' "$(in_shell "$value")$(in_line "$value")"
done

# Outside of it, nothing is set: a run never becomes its own parent.
script subshell <<'END'
aboveboard_begin "$contract"
(
    set -a
    eval "$(aboveboard_child --format shell)"
    exec sh -c 'echo "child: $TELEMETRY_ENABLED ${TELEMETRY_SESSION_ID:+session} ${TELEMETRY_PARENT_RUN_ID:+parent}"'
)
echo "script: $TELEMETRY_ENABLED [${TELEMETRY_SESSION_ID-}] [${TELEMETRY_PARENT_RUN_ID-}]"
aboveboard_exec sh -c 'printf "%s\n" "$TELEMETRY_PARENT_RUN_ID"' >exec
aboveboard_child --format lines | sed -n 's/^TELEMETRY_PARENT_RUN_ID=//p' >child
cmp exec child && echo 'the same run'
aboveboard_end
aboveboard_child 2>/dev/null || echo "none: $?"
END
check 'in a subshell' 'child: true session parent
script: yes [] []
the same run
none: 1' "$("$TEST_SHELL" "$scratch/subshell" 2>&1)"

script denied <<'END'
aboveboard_begin "$contract"
aboveboard_child --format lines
END
check 'a denial' 'TELEMETRY_BEARER_TOKEN=
TELEMETRY_ENABLED=false
TELEMETRY_PARENT_RUN_ID=
TELEMETRY_SESSION_ID=
ABOVEBOARD_DENIED=1' "$(TELEMETRY_ENABLED=no TELEMETRY_BEARER_TOKEN=t "$TEST_SHELL" "$scratch/denied" 2>&1)"

help=$("$helper" child --help)
check_holds 'the help says what they are not for' 'its run its own parent' "$help"
page=$(tr '\n' ' ' <"$host/aboveboard.1")
check_holds 'the page says it too' 'run its own parent' "$page"

finish
