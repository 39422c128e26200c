package aboveboard

import "context"

// Payload is one built payload: exactly what would leave.
type Payload struct {
	// Event is the name of the event.
	Event string `json:"event"`
	// Bytes are canonical JSON (RFC 8785), in UTF-8.
	Bytes string `json:"bytes"`
	// Digest is the SHA-256 of the bytes, in lowercase hexadecimal digits.
	Digest string `json:"digest"`
	// Preview says whether it was built to be looked at only.
	Preview bool `json:"preview"`
	// Replaced are JSON pointers to the leaves whose value became `other`, was clamped or cut, or lost an item.
	Replaced []string `json:"replaced"`
	// Scrubbed are the texts in which something sensitive was replaced.
	Scrubbed []ScrubbedLeaf `json:"scrubbed"`
	// Ephemeral says why there is no id of the machine or installation, where there should be one.
	Ephemeral string `json:"ephemeral"`
	// Varying are JSON pointers to what a request adds by how often it has been tried; only a preview tells them.
	Varying []string `json:"varying"`
}

// ScrubbedLeaf is a text in which something was replaced: a JSON pointer to it, and the kinds of what that was.
type ScrubbedLeaf struct {
	At    string   `json:"at"`
	Kinds []string `json:"kinds"`
}

// Payload builds the payload of an event, to be looked at or stored. fields is whatever package encoding/json makes an
// object of, in the shape of the contract's payload. The error is `consent_not_given` where telemetry is off, or says
// what is wrong with the event; its pointer leads into {run, event: {name, time, fields}}.
func (t *Tool) Payload(name string, fields any, options ...EventOption) (Payload, error) {
	event, err := encodeEvent(name, fields, options, "/event")
	if err != nil {
		return Payload{}, err
	}
	return t.build("payload", event)
}

// Preview builds the same bytes whatever the decision, to be shown to a person. A preview cannot be sent.
func (t *Tool) Preview(name string, fields any, options ...EventOption) (Payload, error) {
	event, err := encodeEvent(name, fields, options, "/event")
	if err != nil {
		return Payload{}, err
	}
	return t.build("preview", event)
}

func (t *Tool) build(command, event string) (Payload, error) {
	if t.isMissing() {
		return Payload{}, notOpen()
	}
	if t.run == "" {
		return Payload{}, &Error{
			Code: "consent_not_given", Message: "telemetry is off: the run could not be begun",
			Hint: "standard error said why",
		}
	}
	return decode[Payload](t.built(command, "--json", event))
}

// Record writes a local record to the file to, whatever the decision; nothing can send one. kind is one of the
// contract's records; the rest is as in Payload. The error is `command_refused` where the file does not take it, or
// says what is wrong with the record.
func (t *Tool) Record(kind, to string, fields any, options ...EventOption) error {
	record, err := encodeEvent(kind, fields, options, "/record")
	if err != nil {
		return err
	}
	_, err = t.built("record", "--json", record, "--to="+to)
	return err
}

// built runs a command that gives what it has built as JSON, or an error in the same way.
func (t *Tool) built(words ...string) (string, error) {
	done, err := t.command(context.Background(), words...)
	if err != nil {
		return "", err
	}
	refused, err := decode[struct {
		Error *Error `json:"error"`
	}](done.output, nil)
	switch {
	case done.output == "":
		return "", commandRefused()
	case err != nil:
		return "", err
	case refused.Error != nil:
		return "", refused.Error
	}
	return done.output, nil
}
