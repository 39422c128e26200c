package aboveboard

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

// example is a contract with most of what the tests look at.
const example = `{
  "contract": 1, "tool": "example", "schema_version": "1", "consent_version": 1,
  "consent": {
    "sources": [
      {"flag": "telemetry"}, {"env": "EXAMPLE_TELEMETRY"}, {"env": "DO_NOT_TRACK", "means": "deny"}, {"stored": true}
    ],
    "undecided": {"interactive": "ask", "unattended": "deny"},
    "question": {"text": "Share which commands you use?", "default": "deny", "remember": true}
  },
  "payload": {
    "event": {"from": "event"},
    "at": {"from": "time", "precision": "second", "why": "puts events in order"},
    "command": {"token": 32, "other": true, "why": "which commands to improve"},
    "count": {"integer": [0, 9007199254740991], "optional": true, "why": "how many there are"},
    "note": {"text": 200, "optional": true, "why": "what people say"},
    "result": {"enum": ["started", "success", "failed"], "why": "where commands fail"}
  },
  "events": {"command.started": {}, "command.completed": {}},
  "records": {"manifest": {"payload": {"result": {"enum": ["pass", "fail"], "why": "how a test ended"}}}},
  "delivery": {
    "endpoint": {"url": "https://telemetry.example.org/v1", "env": "EXAMPLE_ENDPOINT"},
    "every_seconds": 86400
  }
}`

const started = "command.started"

var when2026 = At(time.Unix(1790000000, 0))

func fields() map[string]any {
	return map[string]any{"command": "apply", "result": "started"}
}

// alone gives the test a home of its own, and takes away whatever else of the environment has a say.
func alone(t *testing.T, variables ...string) string {
	t.Helper()
	for _, entry := range os.Environ() {
		name, value, _ := strings.Cut(entry, "=")
		if name != "PATH" && name != "TMPDIR" {
			// Set first, so that it comes back after the test.
			t.Setenv(name, value)
			_ = os.Unsetenv(name)
		}
	}
	home := t.TempDir()
	t.Setenv("HOME", home)
	for index := 0; index < len(variables); index += 2 {
		t.Setenv(variables[index], variables[index+1])
	}
	return home
}

// receiver listens on loopback and keeps what it is sent.
type receiver struct {
	url      string
	mutex    sync.Mutex
	requests []received
	came     chan struct{}
}

type received struct {
	header http.Header
	method string
	body   string
}

// receive answers each request with what respond says; with 204 where that is nil.
func receive(t *testing.T, respond http.HandlerFunc) *receiver {
	t.Helper()
	receiver := &receiver{came: make(chan struct{}, 10000)}
	server := httptest.NewServer(http.HandlerFunc(func(writer http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		receiver.mutex.Lock()
		receiver.requests = append(receiver.requests, received{request.Header, request.Method, string(body)})
		receiver.mutex.Unlock()
		receiver.came <- struct{}{}
		if respond == nil {
			writer.WriteHeader(http.StatusNoContent)
			return
		}
		respond(writer, request)
	}))
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	receiver.url = server.URL + "/v1"
	return receiver
}

// wait waits until so many have come, and gives them.
func (r *receiver) wait(t *testing.T, count int) []received {
	t.Helper()
	deadline := time.After(15 * time.Second)
	for len(r.got()) < count {
		select {
		case <-r.came:
		case <-deadline:
			t.Fatalf("%d requests came, and not %d", len(r.got()), count)
		}
	}
	return r.got()
}

func (r *receiver) got() []received {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return append([]received{}, r.requests...)
}

// allowed is a tool whose telemetry is on and goes to the receiver.
func allowed(t *testing.T, contract string, options Options, to string) *Tool {
	t.Helper()
	alone(t, "EXAMPLE_TELEMETRY", "1", "EXAMPLE_ENDPOINT", to)
	return opened(t, contract, options)
}

func opened(t *testing.T, contract string, options Options) *Tool {
	t.Helper()
	tool, err := Open(contract, options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tool.Close)
	return tool
}

// refusedAs fails the test unless the error has this code, and stands at this place unless that is "*".
func refusedAs(t *testing.T, err error, code, at string) {
	t.Helper()
	var refused *Error
	if !errors.As(err, &refused) || refused.Code != code || (at != "*" && refused.At != at) {
		t.Errorf("%v, and not %s at %q", err, code, at)
	}
}

func good(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal[Value any](t *testing.T, got, want Value) {
	t.Helper()
	given, _ := json.Marshal(got)
	wanted, _ := json.Marshal(want)
	if string(given) != string(wanted) {
		t.Errorf("got %s, and not %s", given, wanted)
	}
}
