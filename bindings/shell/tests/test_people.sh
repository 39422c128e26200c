# shellcheck shell=sh disable=SC2016 # scripts under test stand in single quotes
# What a person can say and see, through the helper; features, records and the status in scripts.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

export HOME="$scratch/home"
mkdir "$HOME"
people=$scratch/people.json
cp "$tests/people.json" "$people"
export people
state=$HOME/.local/state
ours() { "$helper" --contract "$people" --feature telemetry "$@"; }

# A choice.
check 'enable says what holds' 'example telemetry: on' "$(ours enable | head -n 1)"
check_holds 'enable stores it' '"allow":true' "$(cat "$state/aboveboard/example.json")"
check_holds 'status --why tells the trail' 'says yes, and decides: yes' "$(ours status --why)"
check_holds 'status --json is for programs' '"reason":"stored_allows"' "$(ours status --json)"
check 'what stands above is told' 'saved, but still off, because the variable EXAMPLE_TELEMETRY says no' \
    "$(EXAMPLE_TELEMETRY=no ours enable | head -n 1)"
check 'disable says what holds' 'example telemetry: off' "$(ours disable | head -n 1)"

# A record.
ours record manifest --to "$scratch/manifest.json" result=pass
check 'a record is written' '{"result":"pass"}' "$(cat "$scratch/manifest.json")"

# A token.
check 'a token is stored' 'the token is stored' "$(echo hush | ours token set)"
check 'for its owner alone' "$HOME/settings.json" "$(find "$HOME/settings.json" -perm 600)"
check 'and never shown' "example token: set, in $HOME/settings.json" "$(ours token status)"
ours token clear >/dev/null
check 'until it is cleared' 'example token: not set' "$(ours token status)"
ours token set hush 2>/dev/null
check 'no argument holds one' 2 "$?"

# What authors commit.
ours lock >"$scratch/lock"
ours docs >"$scratch/page.md"
check_holds 'docs --schema is a schema' '$schema' "$(ours docs --schema)"
check_holds 'check takes both' 'the contract is sound' "$(ours check --lock "$scratch/lock" --page "$scratch/page.md")"
sed 's/how it ended/curiosity/; s/example\.org/example.net/' "$people" >"$scratch/changed.json"
check_holds 'check finds a stale page' page_stale "$("$helper" check "$scratch/changed.json" --page "$scratch/page.md")"
"$helper" docs "$scratch/changed.json" --check "$scratch/page.md" >/dev/null
check 'docs --check fails for it' 1 "$?"

for command in status enable disable record token check lock docs; do
    check_holds "$command --help" "]... $command" "$("$helper" "$command" --help)"
done

# Features, records and the status in scripts.
script features <<'END'
aboveboard_begin "$people" --feature telemetry --feature=extended --tool-version '1.4 0'
aboveboard_status | head -n 1
aboveboard_status --why | grep -c 'and decides: yes'
aboveboard_payload done extra=x
aboveboard_event done extra=y
aboveboard_record manifest --to "$scratch/script.json" result=fail
aboveboard_record manifest --to "$scratch" result=fail 2>/dev/null || echo "status: $?"
aboveboard_end
aboveboard_record manifest --to "$scratch/late.json" result=fail || echo "late: $?"
aboveboard_status
END
export EXAMPLE_TELEMETRY=yes EXAMPLE_LOCAL=yes
check 'features come through' 'example telemetry: on, but nothing leaves this machine
1
{"event":"done","extra":"x"}status: 1
late: 1' "$("$TEST_SHELL" "$scratch/features" 2>/dev/null)"
check 'in local mode events stay here' '{"event":"done","extra":"y"}' "$(cat "$state/example/events.log")"
check 'a record of a script' '{"result":"fail"}' "$(cat "$scratch/script.json")"
check 'after the end there is none' '' "$(ls "$scratch/late.json" 2>/dev/null)"

script without <<'END'
aboveboard_begin "$people" --flag x=1 || echo "flag: $?"
aboveboard_begin "$people" --feature nonsense || echo "unknown: $?"
aboveboard_begin "$people" --feature || echo "nothing: $?"
aboveboard_begin "$people" --tool-version 1 --feature telemetry || echo "late: $?"
aboveboard_begin "$people"
aboveboard_status | head -n 2
aboveboard_record manifest --to "$scratch/off.json" result=pass
END
check 'wrong features are usage errors, and none turns it off' 'flag: 2
unknown: 2
nothing: 2
late: 2
example telemetry: off
  because  the tool'"'"'s feature telemetry is off' "$("$TEST_SHELL" "$scratch/without" 2>/dev/null)"
check 'a record with telemetry off' '{"result":"pass"}' "$(cat "$scratch/off.json")"

# What has no answer says so, in one line.
script missing <<'END'
aboveboard_record manifest --to "$scratch/early.json" result=pass || echo "early record: $?"
aboveboard_child || echo "early variables: $?"
aboveboard_begin "$people" --feature telemetry
aboveboard_record manifest --to "$scratch/missing.json" result=pass || echo "record: $?"
aboveboard_child || echo "variables: $?"
aboveboard_status
echo done
END
check 'without the helper there is neither a record nor a variable' 'early record: 1
early variables: 1
record: 1
variables: 1
done' "$(test_helper=$scratch/none "$TEST_SHELL" "$scratch/missing" 2>"$scratch/errors")"
check 'each is said' 5 "$(wc -l <"$scratch/errors" | tr -d ' ')"
check_holds 'and why' 'aboveboard_record: there is no run' "$(cat "$scratch/errors")"

finish
