# shellcheck shell=sh disable=SC2016 # scripts under test stand in single quotes
# The run and all else of this library stay in the script, however it exports its variables.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

event='infra.command.started command.name=apply command.result=started client.script=test'

# kept WHAT BEFORE AFTER [VARIABLE=VALUE]...: runs a script with these words before and after it sources the file, and
# with these variables, and looks at what its children get at every point
kept() {
    what=$1
    {
        printf '%s\n' 'set -eu' "$2" '. "$1/aboveboard.sh"' "$3"
        cat <<END
leaks() { env | grep -e '^_aboveboard' -e '^ABOVEBOARD' -e 'BASH_FUNC_[_a]*boveboard' -e '[n]once' || :; }
leaks
aboveboard_begin "\$2" --tool-version 1.4.0
bytes=\$(aboveboard_payload $event)
leaks
aboveboard_exec env | grep -e '^_aboveboard' -e '^ABOVEBOARD' -e '[n]once' || :
[ -n "\$ABOVEBOARD_RUN" ] && [ -n "\$bytes" ] && echo begun
aboveboard_begin "\$2" --flag telemetry=perhaps 2>/dev/null || echo "status: \$?"
aboveboard_begin 2>/dev/null || echo "status: \$?"
leaks
aboveboard_begin "\$2"
aboveboard_end
leaks
case \$- in *a*) echo 'all of the script is exported' ;; esac
END
    } >"$scratch/keeping"
    shift 3
    check "$what" "begun
status: 2
status: 2${exporting:+
$exporting}" "$(
        # The helper is found on PATH: one that the script names while it exports everything is not looked at.
        env -i PATH="$(dirname "$helper"):$PATH" HOME="$scratch" TELEMETRY_ENABLED=yes "$@" \
            "$TEST_SHELL" "$scratch/keeping" "$host" "$contract" 2>&1
    )"
}

exporting=
kept 'a script that exports nothing' '' ''
kept 'private names in the environment' '' '' _aboveboard_exporting=x _aboveboard_status=x \
    _aboveboard_helper=x _aboveboard_left=x _aboveboard_terminal=x \
    ABOVEBOARD_RUN=x ABOVEBOARD_CONTRACT=x
exporting='all of the script is exported'
kept 'set -a after the file is sourced' '' 'set -a'
kept 'set -a before the file is sourced' 'set -a' ''
kept 'set -a with an inherited run' 'set -a' '' ABOVEBOARD_RUN=x ABOVEBOARD_CONTRACT=x

finish
