package aboveboard

import (
	"context"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// run starts this program as a tool that sends one event and ends at once; it gives all that is said.
func runTool(t *testing.T) string {
	t.Helper()
	tool := exec.Command(os.Args[0], "tool")
	// Its end is that of its output too: what a background held open would be waited for.
	said, err := tool.CombinedOutput()
	good(t, err)
	return string(said)
}

func TestAnEventOutlivesAToolThatExitsAtOnce(t *testing.T) {
	release := make(chan struct{})
	receiver := receive(t, func(http.ResponseWriter, *http.Request) { <-release })
	defer close(release)
	alone(t, "EXAMPLE_TELEMETRY", "1", "EXAMPLE_ENDPOINT", receiver.url, "NOTE", "kept & <whole>")
	began := time.Now()
	equal(t, runTool(t), "")
	if taken := time.Since(began); taken > 5*time.Second {
		t.Errorf("the tool waited %s for a receiver that stalls", taken)
	}
	if body := receiver.wait(t, 1)[0].body; !strings.Contains(body, `"note":"kept & <whole>"`) {
		t.Error(body)
	}
}

func TestTheBackgroundHoldsNothingOfTheTools(t *testing.T) {
	release := make(chan struct{})
	receiver := receive(t, func(http.ResponseWriter, *http.Request) { <-release })
	alone(t, "EXAMPLE_TELEMETRY", "1", "EXAMPLE_ENDPOINT", receiver.url)
	reading, writing, err := os.Pipe()
	good(t, err)
	// As a shell's `$(...)` has it, and on a descriptor that the tool knows nothing of.
	tool := exec.Command(os.Args[0], "tool")
	tool.ExtraFiles = []*os.File{writing}
	gone := filepath.Join(t.TempDir(), "gone")
	good(t, os.Mkdir(gone, 0o700))
	tool.Dir = gone
	good(t, tool.Run())
	good(t, writing.Close())
	good(t, os.Remove(gone))
	receiver.wait(t, 1)
	good(t, reading.SetReadDeadline(time.Now().Add(5*time.Second)))
	if _, err := reading.Read(make([]byte, 1)); err == nil || os.IsTimeout(err) {
		t.Errorf("the pipe is still open: %v", err)
	}
	close(release)
}

func TestSoManyDeliveriesAtOnceAndNoMore(t *testing.T) {
	release := make(chan struct{})
	receiver := receive(t, func(http.ResponseWriter, *http.Request) { <-release })
	tool := allowed(t, example, Options{}, receiver.url)
	underWay.Add(mostAtOnce - 1)
	good(t, tool.Send(started, fields()))
	receiver.wait(t, 1)
	equal(t, detach("{}", false), error(full))
	underWay.Add(1 - mostAtOnce)
	close(release)
	for deadline := time.Now().Add(10 * time.Second); underWay.Load() > 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("a process that has ended still counts")
		}
	}
}

// stored is a contract that keeps what has not arrived.
var stored = strings.Replace(example, `"every_seconds": 86400`,
	`"mode": "at_least_once", "outbox": {"directory": "{state}/example/outbox"}`, 1)

func waiting(t *testing.T, home string) int {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(home, ".local/state/example/outbox/*"))
	good(t, err)
	return len(found)
}

func TestWhatDoesNotArriveWaitsAndArrivesLater(t *testing.T) {
	down := true
	receiver := receive(t, func(writer http.ResponseWriter, _ *http.Request) {
		if down {
			writer.Header().Set("Retry-After", "0")
			writer.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	home := alone(t, "EXAMPLE_TELEMETRY", "1", "EXAMPLE_ENDPOINT", receiver.url)
	tool := opened(t, stored, Options{})
	good(t, tool.SendAndWait(context.Background(), started, fields(), when2026))
	if waiting(t, home) != 1 || tool.Counters().Errors == 0 {
		t.Fatalf("%d wait, and the counters are %v", waiting(t, home), tool.Counters())
	}
	down = false
	before := len(receiver.got())
	status, output, err := Commands{Contract: stored}.Run(context.Background(), "flush")
	good(t, err)
	equal(t, status, 0)
	equal(t, output, "")
	requests := receiver.wait(t, before+1)
	equal(t, requests[before].body, requests[0].body)
	equal(t, waiting(t, home), 0)
}

func TestANoTakesAwayWhatWaits(t *testing.T) {
	receiver := receive(t, func(writer http.ResponseWriter, _ *http.Request) {
		writer.WriteHeader(http.StatusServiceUnavailable)
	})
	home := alone(t, "EXAMPLE_ENDPOINT", receiver.url)
	choice, err := Enable(stored)
	good(t, err)
	equal(t, choice.Saved, true)
	tool := opened(t, stored, Options{})
	equal(t, tool.Decision().Reason, "stored_allows")
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-receiver.came
		cancel()
	}()
	_ = tool.SendAndWait(ctx, started, fields())
	equal(t, waiting(t, home), 1)
	choice, err = Disable(stored)
	good(t, err)
	equal(t, choice.Saved, true)
	equal(t, choice.Decision.Reason, "stored_denies")
	equal(t, waiting(t, home), 0)
	before := len(receiver.got())
	good(t, tool.SendAndWait(context.Background(), started, fields()))
	equal(t, len(receiver.got()), before)
}

func TestWhatAnEndedContextKeepsFromBeingSentWaits(t *testing.T) {
	receiver := receive(t, nil)
	home := alone(t, "EXAMPLE_TELEMETRY", "1", "EXAMPLE_ENDPOINT", receiver.url)
	calls := 0
	sender := func(context.Context, *Request) (Response, error) {
		calls++
		return Response{Status: http.StatusNoContent}, nil
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	for _, options := range []Options{{}, {Sender: sender}} {
		tool := opened(t, stored, options)
		buffer := tool.Buffer()
		good(t, buffer.Add(started, fields()))
		for _, err := range []error{
			buffer.FlushAndWait(ended), tool.SendAndWait(ended, "command.completed", fields()),
		} {
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%v", err)
			}
		}
	}
	equal(t, waiting(t, home), 4)
	equal(t, calls, 0)
	equal(t, len(receiver.got()), 0)
	status, _, err := Commands{Contract: stored}.Run(context.Background(), "flush", "--quiet")
	good(t, err)
	equal(t, status, 0)
	receiver.wait(t, 4)
	equal(t, waiting(t, home), 0)
}

func TestABufferSendsTogether(t *testing.T) {
	receiver := receive(t, nil)
	several := strings.Replace(example, `"every_seconds"`, `"encoding": "array", "every_seconds"`, 1)
	tool := allowed(t, several, Options{}, receiver.url)
	buffer := tool.Buffer()
	good(t, buffer.Flush())
	for range mostBuffered {
		good(t, buffer.Add(started, fields()))
	}
	equal(t, buffer.Len(), mostBuffered)
	equal(t, len(receiver.got()), 0)
	refusedAs(t, buffer.Add(started, func() {}), "value_not_json", "/event/fields")
	// The next one sends those that are there, in the background.
	good(t, buffer.Add(started, fields()))
	receiver.wait(t, 1)
	equal(t, buffer.Len(), 1)
	buffer.Discard()
	good(t, buffer.Add(started, fields()))
	good(t, buffer.Add("command.completed", fields()))
	before := len(receiver.got())
	good(t, buffer.FlushAndWait(context.Background()))
	body := receiver.wait(t, before+1)[before].body
	if !strings.HasPrefix(body, "[{") || strings.Count(body, `"event":`) != 2 {
		t.Error(body)
	}
	equal(t, buffer.Len(), 0)
}

func TestWhatIsRefusedAndKeptIsNotGivenUp(t *testing.T) {
	receiver := receive(t, func(writer http.ResponseWriter, _ *http.Request) { writer.WriteHeader(http.StatusNotFound) })
	home := alone(t, "EXAMPLE_TELEMETRY", "1", "EXAMPLE_ENDPOINT", receiver.url)
	tool := opened(t, strings.Replace(stored, `"at_least_once"`, `"at_least_once", "refused": "keep"`, 1), Options{})
	good(t, tool.SendAndWait(context.Background(), started, fields()))
	equal(t, tool.Counters(), Counters{Errors: 1})
	equal(t, waiting(t, home), 1)
}
