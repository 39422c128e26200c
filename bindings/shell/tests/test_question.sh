# shellcheck shell=sh disable=SC2016 # scripts under test stand in single quotes
# The question, on a terminal.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

script ask <<'END'
before=$(stty -g)
aboveboard_begin "$contract"
[ "$(stty -g)" = "$before" ] || echo 'the terminal is not as it was'
case $ABOVEBOARD_RUN in
*'"state":"on"'*) echo 'decision: on' ;;
*'"state":"off"'*) echo 'decision: off' ;;
*) echo "decision: [$ABOVEBOARD_RUN]" ;;
esac
aboveboard_exec sh -c 'echo "child: $TELEMETRY_ENABLED"'
END

# The decision that a script comes to on a terminal where KEYS are typed.
answer() { # KEYS SCRIPT
    python3 "$tests/terminal.py" "$1" "$TEST_SHELL" "$scratch/$2" >"$scratch/seen"
    echo "status: $?" >>"$scratch/seen"
    grep -E '^(decision|child|status|the terminal)' "$scratch/seen"
}

on='decision: on
child: true
status: 0'
off='decision: off
child: false
status: 0'
check 'y' "$on" "$(answer 'y\n' ask)"
check_holds 'the question is the contract'\''s' 'Share anonymous telemetry' "$(cat "$scratch/seen")"
check 'YES' "$on" "$(answer 'YES\n' ask)"
check 'a corrected answer' "$on" "$(answer 'nope\x15y\n' ask)"
check 'n' "$off" "$(answer 'n\n' ask)"
check 'an empty line is the default' "$on" "$(answer '\n' ask)"
check 'garbage is no' "$off" "$(answer 'maybe\n' ask)"
check 'bytes that are not text are no' "$off" "$(answer 'y\xff\n' ask)"
check 'end of file is no' "$off" "$(answer '\x04' ask)"
check 'end of file in the middle is no' "$off" "$(answer 'y\x04\x04' ask)"
check 'Ctrl-C is no, and the script goes on' "$off" "$(answer '\x03' ask)"
check 'Ctrl-C after a word too' "$off" "$(answer 'yes\x03' ask)"
check 'Ctrl-Z does not stop it' "$off" "$(answer '\x1a\n' ask)"
check 'Ctrl-\ does not kill it' "$off" "$(answer '\x1c\n' ask)"
long=$(printf '%2000s' '' | tr ' ' y)
check 'an endless line is no' "$off" "$(answer "$long\\n" ask)"

script substituted <<'END'
state=$(aboveboard_begin "$contract" && printf '%s' "$ABOVEBOARD_RUN" | grep -o '"state":"[a-z]*"')
echo "decision: $state"
END
check 'in $(...)' 'decision: "state":"on"
status: 0' "$(answer 'y\n' substituted)"

script piped <<'END'
aboveboard_begin "$contract"
echo "decision: $ABOVEBOARD_RUN" | grep -o '^decision: .\{9\}'
END
check 'nobody is asked where the input is no terminal' 'decision: {"format"
status: 0' "$(
    printf '%s\n' '"$TEST_SHELL" "$scratch/piped" </dev/null' >"$scratch/outer"
    answer 'y\n' outer
)"
check 'and no question was shown' '' "$(grep Share "$scratch/seen")"

# A signal from elsewhere while the question stands: the terminal is put right before the helper ends.
script killed <<'END'
before=$(stty -g)
(
    sleep 0.5
    for process in /proc/[0-9]*; do
        if [ "$(readlink "$process/exe")" = "$helper" ]; then
            read -r parent_line <"$process/stat" || :
            case $parent_line in *" $$ "*) kill -TERM "${process#/proc/}" ;; esac
        fi
    done
) 2>/dev/null &
aboveboard_begin "$contract"
[ "$(stty -g)" = "$before" ] || echo 'the terminal is not as it was'
echo "decision: [$ABOVEBOARD_RUN]"
END
if [ -d /proc/self ]; then
    check 'a signal leaves the terminal as it was' 'decision: []
status: 0' "$(answer '' killed)"
fi

# No controlling terminal: nothing to ask on, and no waiting.
check 'no controlling terminal' '"state":"off"' "$(
    setsid -w "$helper" --contract "$contract" begin --terminal yes </dev/null 2>/dev/null | grep -o '"state":"[a-z]*"'
)"

finish
