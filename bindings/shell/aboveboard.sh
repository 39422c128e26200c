# shellcheck shell=sh
# Aboveboard for shell scripts: source this file, then call the functions.
#
#     . /path/to/aboveboard.sh
#     aboveboard_begin telemetry.json --tool-version 1.4.0
#     aboveboard_event tool.started command.name=apply
#     aboveboard_exec ./nested-tool            # a child that gets the decision and the ids
#     aboveboard_end tool.completed command.name=apply
#
# Works in any POSIX shell, with and without `set -e`, `-u` and `pipefail`. The functions print nothing of their own on
# standard output, never end the script and never wait for the network. Where the helper is missing or broken,
# aboveboard_begin says so once on standard error, the script runs as if this file did not exist, and the programs that
# aboveboard_exec starts are told that telemetry is off.
#
# Variables of this file, none of them ever exported:
#   ABOVEBOARD_RUN       the run: its ids and the decision. A value from the environment is not adopted.
#   ABOVEBOARD_CONTRACT  the contract that aboveboard_begin was given, as an absolute path.
#   ABOVEBOARD_HELPER    the helper to use; a script may set it (without exporting it) before it sources this file. It is
#                        no switch for users: a value from the environment is not looked at.
# Names that begin with _aboveboard_ are private.

# What this file sets is not exported, whatever the script exports and whatever was inherited.
case $- in
*a*) set +a && unset _aboveboard_exporting && _aboveboard_exporting=yes ;;
*) unset _aboveboard_exporting && _aboveboard_exporting=no ;;
esac
unset _aboveboard_helper _aboveboard_missing _aboveboard_terminal _aboveboard_left _aboveboard_status

# Is the variable exported? Then it may have come from the environment, whoever set it. What is exported is another list
# without it then; in the list itself, values could look like names. A script that is traced (`sh -x`) would have both
# lists printed, with every token in them, so a shell of its own that is not traced compares them.
_aboveboard_is_exported() (
    set +x
    [ "$(
        : "$1"
        export -p
    )" != "$(
        unset "$1"
        export -p
    )" ]
)

# Calls a function and keeps what it sets from children, under `set -a` too, where dash marks for export what it unsets.
_aboveboard_unexported() {
    case $- in
    *a*) set +a ;;
    *)
        "$@"
        return
        ;;
    esac
    if "$@"; then
        set -a
    else
        set -- "$?"
        set -a
        return "$1"
    fi
}

# Keeps the run, the contract, and whether a run has begun in which nobody can say that telemetry is on.
_aboveboard_keep() {
    unset ABOVEBOARD_RUN ABOVEBOARD_CONTRACT _aboveboard_undecided
    ABOVEBOARD_RUN=$1 ABOVEBOARD_CONTRACT=$2 _aboveboard_undecided=$3
}

# A program that can be run: keeps it as the helper, by a path that holds wherever the script goes.
_aboveboard_try() {
    [ -f "$1" ] && [ -x "$1" ] || return 0
    case $1 in
    /*) _aboveboard_helper=$1 ;;
    *) _aboveboard_helper=$PWD/$1 ;;
    esac
}

# The helper: the one that the script names, else the one beside this file, else the one on PATH.
_aboveboard_find() {
    _aboveboard_helper=
    if [ -n "${ABOVEBOARD_HELPER-}" ] && ! _aboveboard_is_exported ABOVEBOARD_HELPER; then
        _aboveboard_missing="ABOVEBOARD_HELPER names no program that can be run: $ABOVEBOARD_HELPER"
        _aboveboard_try "$ABOVEBOARD_HELPER"
        return 0
    fi
    _aboveboard_missing="the program 'aboveboard' is neither beside aboveboard.sh nor on PATH"
    # Only bash tells where a sourced file lies; elsewhere the variable could come from the environment.
    # shellcheck disable=SC3028,SC2128 # that is why it is asked for so carefully, and its first element is meant
    if [ -n "${BASH_VERSION-}" ] && ! _aboveboard_is_exported BASH_VERSION; then
        case ${BASH_SOURCE-} in
        */*) _aboveboard_try "${BASH_SOURCE%/*}/aboveboard" ;;
        ?*) _aboveboard_try ./aboveboard ;;
        esac
    fi
    if [ -z "$_aboveboard_helper" ]; then
        set -- "$(command -v aboveboard || :)"
        case $1 in
        */*) _aboveboard_try "$1" ;; # anything else is a function or an alias
        esac
    fi
}

# Runs the helper. Where it is killed by a signal, the shell that waits for it says so on standard error, which only the
# helper itself therefore keeps. (The `:` makes dash redirect the shell and not only the group's single command. With
# standard error closed there is nothing to hand on.)
_aboveboard_run() {
    if true 9>&2; then
        {
            :
            (exec "$_aboveboard_helper" "$@" 2>&9 9>&-)
        } 9>&2 2>/dev/null
    else
        "$_aboveboard_helper" "$@"
    fi
}

_aboveboard_warn() {
    printf 'aboveboard: %s\n' "$1" >&2 || :
}

# Is there a contract to go by? The function is one whose answer is the point.
_aboveboard_has_begun() {
    [ -z "${ABOVEBOARD_CONTRACT-}" ] || return 0
    _aboveboard_warn "$1: there is no run; aboveboard_begin has not begun one, or it has ended"
    return 1
}

# Is the helper that was found still there?
_aboveboard_is_there() {
    [ ! -x "$_aboveboard_helper" ] || return 0
    _aboveboard_warn "${_aboveboard_helper:-the helper} has gone: telemetry is off from here on"
    return 1
}

# aboveboard_begin CONTRACT [--feature NAME]... [--flag NAME=VALUE]... [--tool-version VERSION]
#
# Begins the run: takes the decision, and asks the person on the terminal where the contract says so. The features are
# those that the script's author has turned on; they come first. Call it in the script itself, not in `$(...)`, which
# would keep the run to itself. Returns 2 where a flag of the tool has a value, or a feature a name, that the contract
# does not know (the helper has said so on standard error; end the script as for any wrong argument) or where no
# contract is named, else 0.
aboveboard_begin() {
    _aboveboard_unexported _aboveboard_begin "$@"
}

_aboveboard_begin() {
    _aboveboard_keep '' '' yes
    if [ "$#" -eq 0 ]; then
        _aboveboard_warn 'usage: aboveboard_begin CONTRACT [--feature NAME]... [--flag NAME=VALUE]... [--tool-version V]'
        return 2
    fi
    if [ -z "$_aboveboard_helper" ]; then
        _aboveboard_warn "$_aboveboard_missing; this run has no telemetry"
        return 0
    fi
    case $1 in
    /*) ABOVEBOARD_CONTRACT=$1 ;;
    *) ABOVEBOARD_CONTRACT=$PWD/$1 ;;
    esac
    shift
    # The helper takes features before its command: they go round to the end, then the command, then the rest.
    _aboveboard_left=$#
    while [ "$_aboveboard_left" -gt 0 ]; do
        case $1 in
        --feature | --feature=*) set -- "$@" "$1" ;;
        *) break ;;
        esac
        if [ "$1" = --feature ] && [ "$_aboveboard_left" -gt 1 ]; then
            set -- "$@" "$2"
            shift
            _aboveboard_left=$((_aboveboard_left - 1))
        fi
        shift
        _aboveboard_left=$((_aboveboard_left - 1))
    done
    set -- "$@" begin --terminal "$_aboveboard_terminal"
    while [ "$_aboveboard_left" -gt 0 ]; do
        set -- "$@" "$1"
        shift
        _aboveboard_left=$((_aboveboard_left - 1))
    done
    _aboveboard_status=0
    ABOVEBOARD_RUN=$(_aboveboard_run --contract "$ABOVEBOARD_CONTRACT" "$@" </dev/null) || _aboveboard_status=$?
    if [ "$_aboveboard_status" -eq 0 ]; then
        [ -z "$ABOVEBOARD_RUN" ] || _aboveboard_undecided=
        return 0
    fi
    _aboveboard_keep '' '' yes
    [ "$_aboveboard_status" -ne 2 ] || return 2
    _aboveboard_warn "$_aboveboard_helper does not work (status $_aboveboard_status); this run has no telemetry"
}

# aboveboard_event EVENT [PATH=VALUE]... [--fields JSON] [--time SECONDS] [--wait]
#
# Sends an event in the background, or with --wait in the foreground. Prints nothing on standard output and returns 0
# whatever happens.
aboveboard_event() {
    if [ -n "${ABOVEBOARD_RUN-}" ] && _aboveboard_is_there; then
        _aboveboard_run --contract "$ABOVEBOARD_CONTRACT" --run "$ABOVEBOARD_RUN" send "$@" </dev/null >/dev/null || :
    fi
    return 0
}

# aboveboard_payload EVENT [PATH=VALUE]... [--fields JSON] [--time SECONDS]
#
# Prints the bytes that aboveboard_event would send. Without consent it prints nothing, says why on standard error and
# returns 0, whatever the event is. With it, returns 1 where the event is not one of the contract's. Returns 2 for
# arguments that are not understood, else 0. Without a run it does nothing.
aboveboard_payload() {
    if [ -n "${ABOVEBOARD_RUN-}" ] && _aboveboard_is_there; then
        _aboveboard_run --contract "$ABOVEBOARD_CONTRACT" --run "$ABOVEBOARD_RUN" payload "$@" </dev/null
    fi
}

# aboveboard_preview EVENT [PATH=VALUE]... [--fields JSON] [--time SECONDS]
#
# Prints the same bytes whatever the decision. Returns 1, whatever it is, where the event is not one of the contract's.
# Otherwise like aboveboard_payload.
aboveboard_preview() {
    if [ -n "${ABOVEBOARD_RUN-}" ] && _aboveboard_is_there; then
        _aboveboard_run --contract "$ABOVEBOARD_CONTRACT" --run "$ABOVEBOARD_RUN" preview "$@" </dev/null
    fi
}

# aboveboard_record KIND --to FILE [PATH=VALUE]... [--fields JSON] [--time SECONDS]
#
# Writes a local record to a file, whatever the decision; nothing can send one. Returns 1 where the contract does not
# declare such a record, the file cannot be written or the helper is missing, and before aboveboard_begin and after
# aboveboard_end, 2 for arguments that are not understood, else 0.
aboveboard_record() {
    _aboveboard_has_begun aboveboard_record && _aboveboard_is_there || return 1
    _aboveboard_run --contract "$ABOVEBOARD_CONTRACT" --run "$ABOVEBOARD_RUN" record "$@" </dev/null
}

# aboveboard_status [--why] [--json]
#
# Says for people whether telemetry is on in this run, and why; with --why, what each who has a say in it says. Before
# aboveboard_begin and after aboveboard_end it does nothing. Returns 0, also where the contract cannot be read.
aboveboard_status() {
    if [ -n "${ABOVEBOARD_CONTRACT-}" ] && _aboveboard_is_there; then
        _aboveboard_run --contract "$ABOVEBOARD_CONTRACT" --run "$ABOVEBOARD_RUN" status "$@" </dev/null || :
    fi
}

# aboveboard_exec PROGRAM [ARGUMENT]...
#
# Runs a program (not a shell function) with the variables that hand it the decision and the ids, and returns its exit
# status, or 2 where no program is named. Before aboveboard_begin and after aboveboard_end it just runs it. Where there is
# no run since the helper or the contract is missing or broken, nobody can say that telemetry is on, so the program is
# told that it is not.
aboveboard_exec() {
    if [ "$#" -eq 0 ]; then
        _aboveboard_warn 'usage: aboveboard_exec PROGRAM [ARGUMENT]...'
        return 2
    fi
    if [ -z "${ABOVEBOARD_RUN-}$_aboveboard_undecided" ]; then
        "$@"
    elif [ -z "$_aboveboard_undecided" ] && _aboveboard_is_there; then
        "$_aboveboard_helper" --contract "$ABOVEBOARD_CONTRACT" --run "$ABOVEBOARD_RUN" exec -- "$@"
    else
        # Nobody can say what the contract hands on. A child may know less than the script, never more.
        (
            export ABOVEBOARD_DENIED=1
            exec "$@"
        )
    fi
}

# aboveboard_child [--format json|lines|shell]
#
# Prints the variables that aboveboard_exec sets, for a child that it cannot start, such as one in a container or on
# another machine. They are for that child's environment alone: never evaluate them here, where they would make this run
# its own parent. They hold the bearer token where the contract passes it on, so keep them off command lines. Where the
# contract is broken they are a denial, and 1 is returned; as it is where none are to be had, as by aboveboard_record.
aboveboard_child() {
    _aboveboard_has_begun aboveboard_child && _aboveboard_is_there || return 1
    _aboveboard_run --contract "$ABOVEBOARD_CONTRACT" --run "$ABOVEBOARD_RUN" child "$@" </dev/null
}

# aboveboard_end [EVENT [PATH=VALUE]... [--wait]]
#
# Sends a last event, where one is named, and forgets the run: what comes later sends nothing. Returns 0.
aboveboard_end() {
    [ "$#" -eq 0 ] || aboveboard_event "$@"
    _aboveboard_unexported _aboveboard_keep '' '' ''
}

# Sourced a second time, such as by a library of the script, the run goes on; what was inherited is nobody's run.
if [ -z "${ABOVEBOARD_RUN-}${_aboveboard_undecided-}" ] || _aboveboard_is_exported ABOVEBOARD_RUN ||
    _aboveboard_is_exported ABOVEBOARD_CONTRACT; then
    _aboveboard_keep '' '' ''
fi

# Whether a person is there is a matter of the script's own streams: inside `$(...)` the helper could not tell.
if [ -t 0 ] && [ -t 1 ]; then
    _aboveboard_terminal=yes
else
    _aboveboard_terminal=no
fi

_aboveboard_find

[ "$_aboveboard_exporting" = no ] || set -a
