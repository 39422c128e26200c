package aboveboard

import (
	"context"
	"strconv"
)

// Scrubber scrubs as payloads are scrubbed; goroutines may share it. What this machine knows of itself and of the
// person is read once, when it is made, and kept out too: host and user names, home and working directory, addresses.
type Scrubber struct {
	// private is what is to be kept out, as JSON text.
	private string
}

// Finding is one thing that was replaced; never what it was.
type Finding struct {
	// At is a JSON pointer to the text that it was in: `/text`, `/arguments/0`, `/environment/NAME`.
	At string `json:"at"`
	// Start and End are where in that text its replacement lies, in bytes.
	Start int `json:"start"`
	End   int `json:"end"`
	// Kind is `secret`, `email`, `address`, `host`, `user`, `path` or `account`.
	Kind string `json:"kind"`
	// Rule is the name of the rule that found it.
	Rule string `json:"rule"`
}

// NewScrubber reads what is to be kept out: with a contract (JSON text) its bearer token too; it may be empty.
func NewScrubber(contract string) (*Scrubber, error) {
	host := newHost(nil, nil)
	if contract != "" {
		parsed, err := NewContract(contract)
		if err != nil {
			return nil, err
		}
		host.contract = parsed
	}
	private := "[]"
	performer := performer{host: host, ctx: context.Background(), attempt: 1}
	_, err := drive(contract, []string{"scrub"}, func(wanted operation) ([]byte, error) {
		if wanted.kind != kindFilter {
			return performer.perform(wanted)
		}
		if wanted.text[0] != "" {
			private = wanted.text[0]
		}
		return nil, nil
	})
	return &Scrubber{private}, err
}

// Text scrubs a text, which may be JSON. Like the others it gives nothing where the error is not nil.
func (s *Scrubber) Text(text string) (string, []Finding, error) {
	if err := checkText(text, "/text"); err != nil {
		return "", nil, err
	}
	return scrubbed[string](s, "text", text)
}

// Arguments scrubs the arguments of a command, its name first; it gives one text for each.
func (s *Scrubber) Arguments(list []string) ([]string, []Finding, error) {
	for index, argument := range list {
		if err := checkText(argument, "/arguments/"+strconv.Itoa(index)); err != nil {
			return nil, nil, err
		}
	}
	return scrubbed[[]string](s, "arguments", append([]string{}, list...))
}

// Environment scrubs the values of environment variables, each by its name too.
func (s *Scrubber) Environment(variables map[string]string) (map[string]string, []Finding, error) {
	given := map[string]string{}
	for name, value := range variables {
		if checkText(name, "") != nil || checkText(value, "") != nil {
			return nil, nil, notUnicode("/environment")
		}
		given[name] = value
	}
	return scrubbed[map[string]string](s, "environment", given)
}

func scrubbed[Value any](s *Scrubber, what string, value Value) (clean Value, findings []Finding, err error) {
	if s == nil {
		return clean, nil, notOpen()
	}
	text, err := encode(value, "/"+what)
	if err != nil {
		return clean, nil, err
	}
	said, err := decode[struct {
		Text        Value     `json:"text"`
		Arguments   Value     `json:"arguments"`
		Environment Value     `json:"environment"`
		Findings    []Finding `json:"findings"`
	}](scrub(`{"private":` + s.private + `,"` + what + `":` + text + `}`))
	if err != nil {
		return clean, nil, err
	}
	switch what {
	case "text":
		clean = said.Text
	case "arguments":
		clean = said.Arguments
	default:
		clean = said.Environment
	}
	return clean, said.Findings, nil
}
