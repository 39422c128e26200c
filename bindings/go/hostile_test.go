package aboveboard

import (
	"context"
	"encoding/json"
	"math"
	"strings"
	"testing"
)

type panicking struct{}

func (panicking) MarshalJSON() ([]byte, error) { panic("a bug of the tool's") }

type raw string

func (r raw) MarshalJSON() ([]byte, error) { return []byte(r), nil }

func with(name string, value any) map[string]any {
	all := fields()
	all[name] = value
	return all
}

func TestHostileEvents(t *testing.T) {
	receiver := receive(t, nil)
	tool := allowed(t, example, Options{}, receiver.url)
	deep := any("x")
	for range 40 {
		deep = map[string]any{"deeper": deep}
	}
	cycle := map[string]any{}
	cycle["again"] = cycle
	for name, wrong := range map[string]struct {
		event    string
		fields   any
		code, at string
	}{
		"no such event":       {"nothing", fields(), "event_unknown", "*"},
		"no name":             {"", fields(), "event_unknown", "*"},
		"a name with a NUL":   {"a\x00b", fields(), "event_unknown", "*"},
		"a name of bytes":     {"\xff", fields(), "*", "*"},
		"nothing at all":      {started, nil, "missing_field", "*"},
		"an empty map":        {started, map[string]any(nil), "missing_field", "*"},
		"no object":           {started, []string{"x"}, "wrong_type", "/event/fields"},
		"a text":              {started, "x", "wrong_type", "/event/fields"},
		"undeclared":          {started, with("secret", "x"), "undeclared_field", "*"},
		"not a number":        {started, with("count", math.NaN()), "number_not_finite", "/event/fields"},
		"infinite":            {started, with("count", float32(math.Inf(1))), "number_not_finite", "/event/fields"},
		"a fraction":          {started, with("count", 1.5), "number_not_integer", "/event/fields/count"},
		"too large":           {started, with("count", uint64(math.MaxUint64)), "number_out_of_range", "*"},
		"beyond a double":     {started, with("count", json.Number("1e400")), "number_out_of_range", "*"},
		"no number":           {started, with("count", json.Number("1x")), "value_not_json", "/event/fields"},
		"a channel":           {started, with("count", make(chan int)), "value_not_json", "/event/fields"},
		"a cycle":             {started, cycle, "value_not_json", "/event/fields"},
		"deep":                {started, with("note", deep), "too_deep", "*"},
		"a panic":             {started, with("note", panicking{}), "value_not_json", "/event/fields"},
		"a name twice":        {started, raw(`{"result":"started","result":"failed","command":"x"}`), "duplicate_key", "*"},
		"more than one value": {started, raw(`{}, "time": 5`), "value_not_json", "/event/fields"},
		"bytes in an enum":    {started, map[string]any{"command": "x", "result": "\xff"}, "*", "/event/fields/result"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, err := range []error{
				tool.Send(wrong.event, wrong.fields),
				tool.SendAndWait(context.Background(), wrong.event, wrong.fields),
				second(tool.Payload(wrong.event, wrong.fields)),
				second(tool.Preview(wrong.event, wrong.fields)),
			} {
				refused, is := err.(*Error)
				if is && refused.Code == "number_not_finite" {
					// The words of the other hosts.
					equal(t, refused.Message, "a number is infinite or not a number")
					equal(t, refused.Hint, "leave the value out, or hand over an integer")
				}
				if !is || (wrong.code != "*" && refused.Code != wrong.code) || (wrong.at != "*" && refused.At != wrong.at) {
					t.Errorf("%v, and not %s at %q", err, wrong.code, wrong.at)
				}
			}
		})
	}
	equal(t, len(receiver.got()), 0)
}

func second(_ Payload, err error) error { return err }

func TestWhatGoWouldWriteOtherwise(t *testing.T) {
	alone(t, "EXAMPLE_TELEMETRY", "1")
	tool := opened(t, example, Options{})
	for _, sent := range []struct {
		name  string
		value any
		want  string
	}{
		{"note", "<a> & b\u2028", `"note":"<a> & b` + "\u2028" + `"`},
		{"note", "nul \x00, quote \" and \\", `"note":"nul \u0000, quote \" and \\"`},
		{"note", strings.Repeat("x", 300), `"note":"` + strings.Repeat("x", 100)},
		{"count", 1e3, `"count":1000`},
		{"count", int64(9007199254740991), `"count":9007199254740991`},
		{"count", json.Number("12.0"), `"count":12`},
		// What was no text counts as undecodable: a token becomes `other`, and is never sent with a character of Go's.
		{"command", "a\xffb", `"command":"other"`},
		{"command", raw("\"a\xffb\""), `"command":"other"`},
		{"command", "a\ufffdb", `"command":"other"`},
	} {
		payload, err := tool.Payload(started, with(sent.name, sent.value))
		good(t, err)
		if !strings.Contains(payload.Bytes, sent.want) {
			t.Errorf("%s, and not %s", payload.Bytes, sent.want)
		}
	}
	structured := struct {
		Command string `json:"command"`
		Result  string `json:"result"`
		Count   *int   `json:"count,omitempty"`
	}{"apply", "started", nil}
	one, err := tool.Payload(started, structured, when2026)
	good(t, err)
	other, err := tool.Payload(started, fields(), when2026)
	good(t, err)
	equal(t, one, other)
}

func TestErrorsRepeatNothing(t *testing.T) {
	alone(t, "EXAMPLE_TELEMETRY", "1")
	tool := opened(t, example, Options{})
	for _, value := range []any{"hush-hush", json.Number("hush-hush"), raw("hush-hush"), []any{"hush-hush"}} {
		for _, name := range []string{"count", "hush-hush"} {
			err := tool.Send(started, with(name, value))
			if err == nil || strings.Contains(err.Error(), "hush") {
				t.Error(err)
			}
		}
	}
}
