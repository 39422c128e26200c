# shellcheck shell=sh
# The script of the first page as it stands there, in a directory as it says. It is a bash script whatever shell runs this
# test.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

# block FIRST: prints the block of code of README.md that begins with this line
block() {
    awk -v first="$1" '/^```/ { inside = 0 } inside || ($0 == first && fenced) { inside = 1; print }
        { fenced = /^```./ }' "$root/README.md"
}

receive ok
tool=$scratch/mytool
mkdir -p "$tool/lib" "$scratch/bin" "$scratch/home"
cp "$helper" "$host/aboveboard.sh" "$tool/lib/"
block '{' | sed "s|https://telemetry.example.com/v1|$TELEMETRY_ENDPOINT|" >"$tool/lib/telemetry.json"
block '#!/usr/bin/env bash' | sed '2a do_the_work() { false; echo "went on"; }' >"$tool/mytool"
sed 's/{ false; echo "went on"; }/{ true; }/' "$tool/mytool" >"$tool/good"
chmod +x "$tool/mytool" "$tool/good"
ln -s "$tool/mytool" "$scratch/bin/mytool"
export HOME="$scratch/home" MYTOOL_TELEMETRY=1

"$tool/lib/aboveboard" --contract "$tool/lib/telemetry.json" check >/dev/null
check 'the contract is sound' 0 "$?"
said=$(cd / && "$scratch/bin/mytool" 2>&1)
check 'a script that fails goes on failing' 1 "$?"
check 'it ends where it failed, by whatever name it is called' '' "$said"
check 'both events arrive' 2 "$(wait_for_requests 2)"
"$tool/good" >/dev/null
check 'a script that works' 0 "$?"
check 'both events arrive then' 4 "$(wait_for_requests 4)"
results=$(python3 -c '
import base64, json, sys
bodies = [json.loads(base64.b64decode(json.loads(line)["body_base64"])) for line in open(sys.argv[1])]
print(*sorted(body["result"] for body in bodies))
' "$record")
check 'and say how it went' 'failed started started success' "$results"

finish
