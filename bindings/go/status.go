package aboveboard

import "encoding/json"

// Decision says whether telemetry is on, and why; docs/contract.md lists the words.
type Decision struct {
	// State is `on`, `local`, `off`, `ask` or `notice`.
	State string `json:"state"`
	// Reason says why it holds.
	Reason string `json:"reason"`
	// Source is the feature, flag, variable or file that decided; empty where none did.
	Source string `json:"source"`
}

// Explanation is a decision with all who have a say in it.
type Explanation struct {
	Decision
	// Trail is every gate, source and switch, in order; none where there is no run.
	Trail []Trace `json:"trail"`
	// Warnings are what was odd.
	Warnings []Warning `json:"warnings"`
}

// Trace is one gate, source or switch on the way to a decision.
type Trace struct {
	Kind string `json:"kind"`
	// Name is that of the feature, flag, variable or file.
	Name string `json:"name"`
	// Class is what its value is, never the value.
	Class string `json:"class"`
	Says  string `json:"says"`
	// Decided says whether it is the one that decided.
	Decided bool `json:"decided"`
	// Because says why a yes of it does not count.
	Because string `json:"because"`
}

// Warning is a stable code with the name of a variable or file.
type Warning struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// Identity is by what the receiver tells this machine or installation from others; docs/identity.md says for how long.
type Identity struct {
	// Kind is the contract's kind of id.
	Kind string `json:"kind"`
	// ID is what an event of this moment tells; empty where there is none.
	ID string `json:"id"`
	// Ephemeral says why there is none.
	Ephemeral string `json:"ephemeral"`
	// Rotation is how long it stays the same, where it changes: `day`, `week` or `month`.
	Rotation string `json:"rotation"`
	// Retained are the ids of all periods of which the receiver still keeps something, the present one first.
	Retained []Period `json:"retained"`
}

// Period is the id of a time that begins with a day.
type Period struct {
	From string `json:"from"`
	ID   string `json:"id"`
}

// Status says for people whether telemetry is on, and why.
func (t *Tool) Status() (string, error) {
	return t.answer("status")
}

// Why says the same, and what each who has a say in it says.
func (t *Tool) Why() (string, error) {
	return t.answer("status", "--why")
}

// Explain takes the decision afresh and gives it with its trail, for programs.
func (t *Tool) Explain() (Explanation, error) {
	if t.Run() == "" {
		return Explanation{Decision: t.Decision()}, nil
	}
	return decode[Explanation](t.answer("status", "--json"))
}

// Identity says by what the receiver tells this machine or installation from others, at this moment; nil where
// telemetry is off, since nothing is read for it then, and where the contract has no ids.
func (t *Tool) Identity() (*Identity, error) {
	said, err := decode[struct {
		Identity *Identity `json:"identity"`
	}](t.answer("status", "--json"))
	return said.Identity, err
}

// decode reads what a command has given as JSON.
func decode[Value any](text string, err error) (Value, error) {
	var value Value
	if err == nil && json.Unmarshal([]byte(text), &value) != nil {
		err = internal()
	}
	return value, err
}
