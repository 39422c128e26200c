# shellcheck shell=sh
# The manual page says what the helper's own help says, and is well-formed.
# shellcheck source-path=SCRIPTDIR source=lib.sh
. "$(dirname -- "$0")/lib.sh"

page=$host/aboveboard.1
text=$(cat "$page")
# Commands stand in the overview with two spaces before them, options anywhere after a dash.
commands=$("$helper" --help | sed -n '/^for people/,/--contract/s/^  \([a-z]\{1,\}\)  .*/\1/p')
check 'the overview has commands' 18 "$(echo "$commands" | wc -w | tr -d ' ')"
for command in $commands; do
    check_holds "the page has $command" "Cm $command" "$text"
    options=$("$helper" "$command" --help | grep -o -e '--[a-z-]\{2,\}' | sort -u)
    for option in $options; do
        check_holds "the page has $option, as $command" "Fl -${option#--}" "$text"
    done
done

if command -v man >/dev/null && command -v groff >/dev/null; then
    check 'the page is well-formed' '' "$(MANWIDTH=100 man --warnings -E UTF-8 -l -Tutf8 "$page" 2>&1 >/dev/null)"
fi
if command -v mandoc >/dev/null; then
    check 'mandoc finds nothing to say' '' "$(mandoc -T lint -W warning "$page" 2>&1)"
fi

finish
