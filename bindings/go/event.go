package aboveboard

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"time"
)

// EventOption says more of an event or record.
type EventOption func(*details)

type details struct{ time time.Time }

// At says when it happened, to the second; now where nothing is said.
func At(when time.Time) EventOption {
	return func(event *details) { event.time = when }
}

// secondsOf is the time of an event, in seconds since 1970.
func secondsOf(options []EventOption) int64 {
	event := details{time.Now()}
	for _, option := range options {
		if option != nil {
			option(&event)
		}
	}
	return event.time.Unix()
}

// encodeEvent writes an event or record as JSON text. fields is whatever package encoding/json makes an object of.
func encodeEvent(name string, fields any, options []EventOption, at string) (string, error) {
	told, err := encode(name, at+"/name")
	if err != nil {
		return "", err
	}
	object, err := encode(fields, at+"/fields")
	if err != nil {
		return "", err
	}
	if object == "null" {
		object = "{}"
	}
	seconds := strconv.FormatInt(secondsOf(options), 10)
	return `{"name":` + told + `,"time":` + seconds + `,"fields":` + object + `}`, nil
}

// encode writes a value as JSON text. What is not UTF-8 in its texts is U+FFFD there, as it is with the other hosts:
// such a text counts as undecodable.
func encode(value any, at string) (text string, err error) {
	defer func() {
		// A method of the value's own.
		if recover() != nil {
			text, err = "", notJSON(at)
		}
	}()
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	// The core writes the bytes that leave, and what it reads may as well be plain.
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		var number *json.UnsupportedValueError
		if errors.As(err, &number) && isNumber(number) {
			return "", &Error{
				Code: "number_not_finite", Message: "a number is infinite or not a number", At: at,
				Hint: "leave the value out, or hand over an integer",
			}
		}
		return "", notJSON(at)
	}
	return string(bytes.TrimSuffix(buffer.Bytes(), []byte("\n"))), nil
}

func isNumber(problem *json.UnsupportedValueError) bool {
	return problem.Value.IsValid() && problem.Value.CanFloat()
}

func notJSON(at string) *Error {
	return &Error{
		Code: "value_not_json", Message: "JSON cannot hold a value", At: at,
		Hint: "hand over texts, booleans, integers, nil, slices, maps with texts as keys, and structs of such",
	}
}
