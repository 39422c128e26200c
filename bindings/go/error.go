package aboveboard

import (
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// Error is whatever Aboveboard refuses. No field repeats a value that was handed in; docs/errors.md lists the codes.
type Error struct {
	// Code is stable, and for programs.
	Code string `json:"code"`
	// Message says what happened.
	Message string `json:"message"`
	// At is a JSON pointer (RFC 6901) into the input that was wrong; empty for the whole of it.
	At string `json:"at"`
	// Hint says what to do about it; empty where there is nothing to add.
	Hint string `json:"hint"`
}

// Error gives all of it for people.
func (e *Error) Error() string {
	var text strings.Builder
	text.WriteString(e.Code + ": " + e.Message)
	if e.At != "" {
		text.WriteString(" (at " + e.At + ")")
	}
	if e.Hint != "" {
		text.WriteString("; " + e.Hint)
	}
	return text.String()
}

func errorFromJSON(text string) *Error {
	said := &Error{}
	if json.Unmarshal([]byte(text), said) != nil || said.Code == "" {
		return internal()
	}
	return said
}

// internal is for what the library should never say.
func internal() *Error {
	return &Error{Code: "internal", Message: "the library stopped unexpectedly", Hint: "please report that"}
}

// commandRefused is for a command that could not give its answer.
func commandRefused() *Error {
	return &Error{Code: "command_refused", Message: "the core did not take this", Hint: "standard error says why"}
}

// notOpen is for a tool, scrubber or contract that is not there.
func notOpen() *Error {
	return &Error{Code: "closed", Message: "this could not be opened before", Hint: "look at the error of opening it"}
}

func notUnicode(at string) *Error {
	return &Error{
		Code: "text_not_unicode", Message: "a text is not UTF-8", At: at,
		Hint: "use strings.ToValidUTF8, or leave the value out",
	}
}

// checkText refuses a text that JSON cannot hold: Go's own package would put another one in its place, unasked.
func checkText(text, at string) error {
	if !utf8.ValidString(text) {
		return notUnicode(at)
	}
	return nil
}
