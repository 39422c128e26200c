package aboveboard

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestWithAYesTheExactBytesArrive(t *testing.T) {
	receiver := receive(t, nil)
	tool := allowed(t, example, Options{ToolVersion: "1.4.0"}, receiver.url)
	equal(t, tool.Decision(), Decision{"on", "variable_allows", "EXAMPLE_TELEMETRY"})
	good(t, tool.SendAndWait(context.Background(), started, fields(), when2026))
	payload, err := tool.Payload(started, fields(), when2026)
	good(t, err)
	request := receiver.wait(t, 1)[0]
	equal(t, request.body, payload.Bytes)
	equal(t, request.method, "POST")
	equal(t, request.header.Get("User-Agent"), "aboveboard")
	names := slices.Sorted(maps.Keys(request.header))
	equal(t, names, []string{"Connection", "Content-Length", "Content-Type", "User-Agent"})
	equal(t, tool.Counters(), Counters{Sent: 1})
}

func TestWithANoNothingIsSent(t *testing.T) {
	receiver := receive(t, nil)
	alone(t, "EXAMPLE_TELEMETRY", "0", "EXAMPLE_ENDPOINT", receiver.url)
	tool := opened(t, example, Options{})
	good(t, tool.Send(started, fields()))
	good(t, tool.SendAndWait(context.Background(), started, fields()))
	_, err := tool.Payload(started, fields())
	refusedAs(t, err, "consent_not_given", "*")
	identity, err := tool.Identity()
	good(t, err)
	equal(t, identity, nil)
	equal(t, len(receiver.got()), 0)
}

func TestWithoutATerminalNobodyIsAskedAndNothingIsSent(t *testing.T) {
	receiver := receive(t, nil)
	home := alone(t, "EXAMPLE_ENDPOINT", receiver.url)
	tool := opened(t, example, Options{})
	if state := tool.Decision().State; state == "on" || state == "local" {
		t.Errorf("nobody has decided, and it is %s", state)
	}
	good(t, tool.SendAndWait(context.Background(), started, fields()))
	preview, err := tool.Preview(started, fields(), when2026)
	good(t, err)
	want := `{"at":"2026-09-21T14:13:20Z","command":"apply","event":"command.started","result":"started"}`
	equal(t, preview.Bytes, want)
	equal(t, preview.Preview, true)
	equal(t, len(receiver.got()), 0)
	left, err := os.ReadDir(home)
	good(t, err)
	equal(t, len(left), 0)
}

func TestANoDuringTheRunEndsIt(t *testing.T) {
	receiver := receive(t, nil)
	tool := allowed(t, example, Options{}, receiver.url)
	t.Setenv("EXAMPLE_TELEMETRY", "0")
	good(t, tool.SendAndWait(context.Background(), started, fields()))
	good(t, tool.Send(started, fields()))
	t.Setenv("EXAMPLE_TELEMETRY", "1")
	good(t, tool.SendAndWait(context.Background(), "command.completed", fields()))
	requests := receiver.wait(t, 1)
	if len(requests) != 1 || !strings.Contains(requests[0].body, "command.completed") {
		t.Errorf("got %v", requests)
	}
}

func TestWithoutAToolNothingHappens(t *testing.T) {
	withoutATool(t, nil)
	withoutATool(t, &Tool{})
	var scrubber *Scrubber
	refusedAs(t, third(scrubber.Text("x")), "closed", "")
}

func TestMetricsAreThereBeforeTheyCount(t *testing.T) {
	alone(t)
	text, err := os.ReadFile("../../core/contracts/kubeatlas.json")
	good(t, err)
	counters := opened(t, string(text), Options{}).Counters()
	if count, there := counters.Metrics["kubeatlas_telemetry_send_errors_total"]; !there || count != 0 {
		t.Error(counters)
	}
}

func withoutATool(t *testing.T, tool *Tool) {
	tool.Close()
	equal(t, tool.Run(), "")
	equal(t, tool.Decision().State, "off")
	equal(t, tool.Counters(), Counters{})
	buffer := tool.Buffer()
	refusedAs(t, buffer.Add(started, fields(), nil), "closed", "")
	var none *Buffer
	refusedAs(t, none.Add(started, fields()), "closed", "")
	refusedAs(t, none.Flush(), "closed", "")
	equal(t, none.Discard(), "")
	equal(t, none.Len(), 0)
	_, built := tool.Payload(started, fields())
	_, told := tool.Status()
	_, who := tool.Identity()
	_, child := tool.ChildVariables()
	_, _, due := tool.Due(time.Time{})
	record, sent := tool.Record("manifest", "x", nil), tool.Send(started, nil)
	for _, err := range []error{sent, buffer.Flush(), record, built, told, who, child, due} {
		refusedAs(t, err, "closed", "")
	}
}

func TestARunIsHandedOn(t *testing.T) {
	receiver := receive(t, nil)
	tool := allowed(t, example, Options{}, receiver.url)
	same, err := OpenRun(example, tool.Run()+"\n", Options{})
	good(t, err)
	equal(t, same.Run(), tool.Run())
	equal(t, same.Decision(), tool.Decision())
	none, err := OpenRun(example, "", Options{})
	good(t, err)
	equal(t, none.Decision(), Decision{State: "off", Reason: "run_not_begun"})
	good(t, none.SendAndWait(context.Background(), started, fields()))
	_, err = none.Preview(started, fields())
	refusedAs(t, err, "consent_not_given", "")
	explanation, err := none.Explain()
	good(t, err)
	equal(t, explanation.Reason, "run_not_begun")
	_, err = OpenRun(example, `{"format":99}`, Options{})
	refusedAs(t, err, "format_unknown", "*")
	_, err = OpenRun(example, "\xff", Options{})
	refusedAs(t, err, "text_not_unicode", "/run")
	equal(t, len(receiver.got()), 0)
}

func TestWhatTheAuthorGotWrong(t *testing.T) {
	alone(t)
	for _, wrong := range []struct {
		contract string
		options  Options
		code, at string
	}{
		{"", Options{}, "invalid_json", "*"},
		{"{}", Options{}, "missing_member", "*"},
		{"\xff", Options{}, "text_not_unicode", ""},
		{example, Options{Flags: map[string]string{"other": "enable"}}, "flag_unknown", "*"},
		{example, Options{Flags: map[string]string{"telemetry": "perhaps"}}, "flag_value", "*"},
		{example, Options{Flags: map[string]string{"telemetry": "enable\xff"}}, "text_not_unicode", "/flags"},
		{example, Options{Features: []string{"unknown"}}, "feature_unknown", "*"},
		{example, Options{Features: []string{"\xff"}}, "text_not_unicode", "/features"},
		{example, Options{ToolVersion: "\xff"}, "text_not_unicode", "/tool_version"},
	} {
		tool, err := Open(wrong.contract, wrong.options)
		refusedAs(t, err, wrong.code, wrong.at)
		equal(t, tool == nil, true)
	}
	tool := opened(t, example, Options{Flags: map[string]string{"telemetry": "disable"}})
	equal(t, tool.Decision(), Decision{"off", "flag_denies", "telemetry"})
}

func TestWhatPeopleAndProgramsAreTold(t *testing.T) {
	alone(t, "EXAMPLE_TELEMETRY", "1")
	tool := opened(t, example, Options{})
	status, err := tool.Status()
	good(t, err)
	why, err := tool.Why()
	good(t, err)
	if !strings.HasPrefix(status, "example telemetry: on\n") || !strings.Contains(why, "DO_NOT_TRACK") {
		t.Errorf("%s%s", status, why)
	}
	explanation, err := tool.Explain()
	good(t, err)
	equal(t, explanation.Decision, tool.Decision())
	equal(t, explanation.Trail[1].Says+explanation.Trail[1].Name, "allowEXAMPLE_TELEMETRY")
	equal(t, explanation.Trail[1].Decided, true)
	line, err := tool.StartupLine("/debug/telemetry")
	good(t, err)
	if !strings.Contains(line, "/debug/telemetry") || strings.Contains(line, "\n") {
		t.Error(line)
	}
	_, err = tool.StartupLine("\xff")
	refusedAs(t, err, "text_not_unicode", "/preview")
	variables, err := tool.ChildVariables()
	good(t, err)
	for _, entry := range variables {
		if !strings.Contains(entry, "=") {
			t.Errorf("%q is no variable", entry)
		}
	}
}

func TestAReportIsDue(t *testing.T) {
	alone(t)
	tool := opened(t, example, Options{})
	due, _, err := tool.Due(time.Time{})
	good(t, err)
	equal(t, due, true)
	now := time.Now()
	due, in, err := tool.Due(now.Add(-23*time.Hour), At(now))
	good(t, err)
	equal(t, due, false)
	equal(t, in.Round(time.Minute), time.Hour)
	never := opened(t, strings.Replace(example, `"every_seconds": 86400`, `"mode": "best_effort"`, 1), Options{})
	_, _, err = never.Due(now)
	refusedAs(t, err, "no_interval", "*")
}

func TestRecordsAreLocal(t *testing.T) {
	home := alone(t)
	tool := opened(t, example, Options{})
	file := filepath.Join(home, "manifest.json")
	good(t, tool.Record("manifest", file, map[string]string{"result": "pass"}))
	content, err := os.ReadFile(file)
	good(t, err)
	equal(t, strings.TrimSpace(string(content)), `{"result":"pass"}`)
	refusedAs(t, tool.Record("manifest", file, map[string]string{"result": "x"}), "not_in_enum", "/record/fields/result")
	refusedAs(t, tool.Record("unknown", file, nil), "record_unknown", "*")
	refusedAs(t, tool.Record("manifest", home, map[string]string{"result": "pass"}), "command_refused", "")
	refusedAs(t, tool.Record("manifest", "a\x00b", map[string]string{"result": "pass"}), "wrong_value", "")
}

func TestAContextEndsWhatWaits(t *testing.T) {
	release := make(chan struct{})
	receiver := receive(t, func(http.ResponseWriter, *http.Request) { <-release })
	defer close(release)
	tool := allowed(t, example, Options{}, receiver.url)
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-receiver.came
		cancel()
	}()
	began := time.Now()
	err := tool.SendAndWait(ctx, started, fields())
	if !errors.Is(err, context.Canceled) || time.Since(began) > 3*time.Second {
		t.Errorf("%v after %s", err, time.Since(began))
	}
	equal(t, tool.Counters().Sent, 0)
}

func TestAContextThatHasEndedSendsNothingAndNoneIsNoEnd(t *testing.T) {
	receiver := receive(t, nil)
	tool := allowed(t, example, Options{}, receiver.url)
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if err := tool.SendAndWait(ended, started, fields()); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	equal(t, len(receiver.got()), 0)
	buffer := tool.Buffer()
	good(t, buffer.Add(started, fields()))
	var none context.Context
	good(t, tool.SendAndWait(none, started, fields()))
	good(t, buffer.FlushAndWait(none))
	equal(t, len(receiver.got()), 2)
}

func TestGoroutinesShareATool(t *testing.T) {
	receiver := receive(t, nil)
	tool := allowed(t, example, Options{}, receiver.url)
	buffer := tool.Buffer()
	const goroutines, each = 8, 5
	var all sync.WaitGroup
	for range goroutines {
		all.Add(1)
		go func() {
			defer all.Done()
			for range each {
				_, err := tool.Payload(started, fields())
				_, why := tool.Why()
				err = errors.Join(err, why, buffer.Add(started, fields()))
				err = errors.Join(err, tool.SendAndWait(context.Background(), started, fields()))
				_ = tool.Counters()
				if err != nil {
					t.Error(err)
				}
			}
		}()
	}
	all.Wait()
	equal(t, len(receiver.got()), goroutines*each)
	equal(t, tool.Counters().Sent, goroutines*each)
	equal(t, buffer.Len(), goroutines*each)
}
