package aboveboard

import (
	"os"
	"strings"
	"testing"
)

func TestAToolsOwnWayToAsk(t *testing.T) {
	var asked []string
	answering := func(line string, err error) Options {
		return Options{Ask: func(question string) (string, error) {
			asked = append(asked, question)
			return line, err
		}}
	}
	for _, one := range []struct {
		line   string
		err    error
		reason string
		later  string
	}{
		{"y", nil, "question_allows", "stored_allows"},
		{"YES\r\n", nil, "question_allows", "stored_allows"},
		{"n\n", nil, "question_denies", "stored_denies"},
		{"", nil, "question_denies", "stored_denies"}, // the default of the question
		{"perhaps", nil, "question_denies", "unattended"},
		{"y", os.ErrClosed, "question_denies", "unattended"},
	} {
		alone(t)
		asked = nil
		equal(t, opened(t, example, answering(one.line, one.err)).Decision().Reason, one.reason)
		if len(asked) != 1 || !strings.HasPrefix(asked[0], "Share which commands you use?\n") ||
			!strings.HasSuffix(asked[0], "[y/N] ") {
			t.Errorf("asked %q", asked)
		}
		equal(t, opened(t, example, Options{}).Decision().Reason, one.later)
	}
	// Neither where somebody has decided, nor in a build.
	for _, variable := range []string{"EXAMPLE_TELEMETRY", "CI"} {
		alone(t, variable, "1")
		asked = nil
		opened(t, example, answering("y", nil))
		equal(t, len(asked), 0)
	}
	alone(t)
	panicking := Options{Ask: func(string) (string, error) { panic("no terminal") }}
	equal(t, opened(t, example, panicking).Decision().State, "off")
}

func TestFactsOfATestsOwn(t *testing.T) {
	contract, err := NewContract(example)
	good(t, err)
	random := strings.Repeat("0123456789abcdef", 6)
	for _, one := range []struct{ facts, state, reason string }{
		{`"terminal": true`, "ask", "undecided"},
		{`"terminal": true, "answer": "y"`, "on", "question_allows"},
		{`"variables": {"EXAMPLE_TELEMETRY": "no"}, "terminal": true`, "off", "variable_denies"},
		{`"terminal": false`, "off", "unattended"},
	} {
		run, err := contract.Call("begin", `{"facts": {`+one.facts+`, "random": "`+random+`"}}`)
		good(t, err)
		begun, err := decode[struct{ Decision Decision }](run, nil)
		good(t, err)
		equal(t, begun.Decision, Decision{State: one.state, Reason: one.reason, Source: begun.Decision.Source})
	}
	_, err = contract.Call("nothing", "{}")
	refusedAs(t, err, "operation_unknown", "*")
	_, err = contract.Call("begin", "\xff")
	refusedAs(t, err, "text_not_unicode", "*")
	_, err = NewContract("{}")
	refusedAs(t, err, "missing_member", "*")
	for _, none := range []*Contract{nil, {}} {
		_, err = none.Call("begin", "{}")
		refusedAs(t, err, "closed", "*")
	}
}
