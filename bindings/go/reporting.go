package aboveboard

import (
	"encoding/json"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Counters are what has become of the deliveries of a tool in this process: those that were waited for, and with a
// Sender of the tool's own all that were begun. What could not be handed over, or gave way on disk, is told on standard
// error alone.
type Counters struct {
	// Sent are the deliveries that have arrived.
	Sent int64 `json:"sent"`
	// Errors are the attempts that failed.
	Errors int64 `json:"errors"`
	// Dropped are the deliveries that were given up.
	Dropped int64 `json:"dropped"`
	// Metrics are those of the three for which the contract has a name, under that name.
	Metrics map[string]int64 `json:"metrics,omitempty"`
}

// tally counts what becomes of the attempts of one tool to deliver. Its zero value has counted nothing.
type tally struct {
	mutex sync.Mutex
	// counters is JSON text as the core writes it.
	counters string
}

// attempted is what the core reads of a request after an attempt.
type attempted struct {
	Attempts    json.RawMessage `json:"attempts,omitempty"`
	Mode        json.RawMessage `json:"mode,omitempty"`
	Refused     json.RawMessage `json:"refused,omitempty"`
	Encoding    json.RawMessage `json:"encoding,omitempty"`
	LeftSeconds json.RawMessage `json:"left_seconds,omitempty"`
}

// count counts an attempt at a request, given as JSON text, by its outcome after so long. It gives the number of the
// next attempt, which is the first one of another request unless this one is tried again.
func (t *tally) count(contract *Contract, text string, attempt int64, outcome any, taken time.Duration) int64 {
	if contract == nil || contract.handle == nil {
		return 1
	}
	var request attempted
	_ = json.Unmarshal([]byte(text), &request)
	asked, _ := json.Marshal(map[string]any{
		"request": request, "attempt": attempt, "outcome": outcome,
		"elapsed_milliseconds": max(0, taken.Milliseconds()),
	})
	next, problem := contract.Call("after", string(asked))
	if problem != nil {
		return 1
	}
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if counted, problem := contract.Call("count", `{"counters":`+t.told()+`,"next":`+next+`}`); problem == nil {
		t.counters = counted
	}
	var said struct {
		Next string `json:"next"`
	}
	if _ = json.Unmarshal([]byte(next), &said); said.Next == "wait" {
		return attempt + 1
	}
	return 1
}

func (t *tally) told() string {
	if t.counters == "" {
		return `{"sent":0,"errors":0,"dropped":0}`
	}
	return t.counters
}

// outcomeOf is what came of an attempt, as the core takes it.
func outcomeOf(answer []byte, err error) map[string]any {
	if err != nil {
		return map[string]any{"failure": classOf(err)}
	}
	status, rest, _ := strings.Cut(strings.TrimPrefix(string(answer), "HTTP/1.1 "), "\n")
	number, _ := strconv.Atoi(status)
	outcome := map[string]any{"status": number}
	if retryAfter, there := strings.CutPrefix(rest, "Retry-After: "); there {
		outcome["retry_after"] = strings.TrimSuffix(retryAfter, "\n")
	}
	return outcome
}

// Counters tells what has become of the deliveries so far.
func (t *Tool) Counters() Counters {
	if t.isMissing() {
		return Counters{}
	}
	tally := &t.host.tally
	tally.mutex.Lock()
	defer tally.mutex.Unlock()
	if tally.counters == "" {
		// A metric has to be there before it counts anything.
		tally.counters, _ = t.host.contract.Call("count", `{"counters":`+tally.told()+`,"next":null}`)
	}
	var counters Counters
	_ = json.Unmarshal([]byte(tally.told()), &counters)
	return counters
}

// Due says whether a report is due, in a program that keeps running and reports as often as its contract says, and
// where it is not, in how long it will be. last is when the last one was sent, from 1970 on; the zero time stands for never. The
// error is `no_interval` where the contract does not say how often.
func (t *Tool) Due(last time.Time, options ...EventOption) (due bool, in time.Duration, err error) {
	if t.isMissing() {
		return false, 0, notOpen()
	}
	asked := map[string]any{"last": nil, "now": secondsOf(options)}
	if !last.IsZero() {
		asked["last"] = last.Unix()
	}
	text, _ := json.Marshal(asked)
	answer, err := t.host.contract.Call("due", string(text))
	if err != nil {
		return false, 0, err
	}
	var said struct {
		Due       bool  `json:"due"`
		InSeconds int64 `json:"in_seconds"`
	}
	if json.Unmarshal([]byte(answer), &said) != nil {
		return false, 0, internal()
	}
	return said.Due, time.Duration(said.InSeconds) * time.Second, nil
}

// StartupLine is one line for the log of a program that starts: whether telemetry is on, the endpoint and what to do.
// preview is where this very program shows a preview; empty where it does not.
func (t *Tool) StartupLine(preview string) (string, error) {
	words := []string{"startup"}
	if preview != "" {
		if err := checkText(preview, "/preview"); err != nil {
			return "", err
		}
		words = append(words, "--preview="+preview)
	}
	line, err := t.answer(words...)
	return strings.TrimRight(line, "\n"), err
}
