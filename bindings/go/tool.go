package aboveboard

import (
	"context"
	"errors"
	"strings"
	"time"
)

// notBegun is the decision where there is no run.
var notBegun = Decision{State: "off", Reason: "run_not_begun"}

// Tool is one execution of a tool, whose run has begun. Goroutines may share it. Where Open has failed there is none:
// the methods of a nil one send nothing, and those that give an error say so.
type Tool struct {
	host *host
	// run is empty where none could be begun: telemetry is off then, and the tool goes on.
	run        string
	decision   Decision
	exitBudget time.Duration
}

// Open reads the contract (JSON text) and begins a run: it reads the variables and files that the contract names, takes
// the decision and, where that is due and there is a terminal, asks the person. What is odd, such as a variable with a
// value that is not known, is said on standard error.
//
// The error says what the tool's author got wrong: the contract, a flag or a feature. What the machine or the person
// says is none: where it makes a run impossible, telemetry is off.
func Open(contract string, options Options) (*Tool, error) {
	parsed, err := NewContract(contract)
	if err != nil {
		return nil, err
	}
	if err := options.check(parsed); err != nil {
		return nil, err
	}
	host := newHost(parsed, options.Sender)
	if options.Ask != nil {
		host.ask = asking(options.Ask)
	}
	done, err := host.run(context.Background(), options.line()...)
	if err != nil {
		return nil, err
	}
	run, err := done.answer()
	if err != nil {
		return nil, err
	}
	return newTool(host, run, options)
}

// OpenRun goes on with a run that has been begun already, as Tool.Run gives it; an empty text says that none could be
// begun. Of the options only Sender and ExitBudget count, since the run holds what else it was begun with.
func OpenRun(contract, run string, options Options) (*Tool, error) {
	parsed, err := NewContract(contract)
	if err != nil {
		return nil, err
	}
	if err := checkText(run, "/run"); err != nil {
		return nil, err
	}
	return newTool(newHost(parsed, options.Sender), run, options)
}

func newTool(host *host, run string, options Options) (*Tool, error) {
	tool := &Tool{host: host, run: strings.TrimSpace(run), exitBudget: options.ExitBudget}
	if tool.exitBudget == 0 {
		tool.exitBudget = ExitBudget
	}
	if tool.run == "" {
		tool.decision = notBegun
		return tool, nil
	}
	// The core reads the run first, so that what comes after it can rely on its form.
	if _, err := host.contract.Call("resolve", `{"run":`+tool.run+`,"facts":{}}`); err != nil {
		return nil, err
	}
	said, err := decode[struct {
		Decision Decision `json:"decision"`
	}](tool.run, nil)
	tool.decision = said.Decision
	return tool, err
}

// isMissing says whether there is no tool to do anything with.
func (t *Tool) isMissing() bool {
	return t == nil || t.host == nil
}

// Close waits for what this process is still delivering, at most for the exit budget: that is only there with a Sender
// of the tool's own. It may be called more than once. os.Exit runs no deferred calls: close the tool before it.
func (t *Tool) Close() {
	if !t.isMissing() {
		t.host.background.wait(t.exitBudget)
	}
}

// Run is the run as one line of JSON, which the other hosts take as `--run`; empty where it could not be begun.
func (t *Tool) Run() string {
	if t.isMissing() {
		return ""
	}
	return t.run
}

// Decision is the one that was taken when the run began. Each send takes it afresh, and may only narrow it.
func (t *Tool) Decision() Decision {
	if t.isMissing() {
		return notBegun
	}
	return t.decision
}

// Send sends an event, if telemetry is on at this moment: in the background, in a process of its own, so that the tool
// may exit at once. Otherwise it does nothing and is fine. How the delivery goes is no matter of the tool's.
//
// It takes what Payload takes. The error says what is wrong with the event.
func (t *Tool) Send(name string, fields any, options ...EventOption) error {
	return t.emit(context.Background(), name, fields, options)
}

// SendAndWait sends an event as Send does, and comes back when it is delivered or given up, which is said on standard
// error. Where the context ends before, it is given up, or waits on disk with a `mode` that stores, and the error is the
// context's.
func (t *Tool) SendAndWait(ctx context.Context, name string, fields any, options ...EventOption) error {
	return t.emit(ctx, name, fields, options, "--wait")
}

func (t *Tool) emit(ctx context.Context, name string, fields any, options []EventOption, more ...string) error {
	event, err := encodeEvent(name, fields, options, "/event")
	if err != nil {
		return err
	}
	// The command would say on standard error what is wrong with the event; that is for the author of the tool.
	if _, err := t.build("payload", event); err != nil {
		var refused *Error
		if errors.As(err, &refused) && (refused.Code == "consent_not_given" || refused.Code == "out_of_scope") {
			return nil
		}
		return err
	}
	return t.dispatch(ctx, event, more...)
}

// dispatch sends an event, or a list of them, and prints what that gives: the events, where the contract's `mode` says
// so.
func (t *Tool) dispatch(ctx context.Context, events string, more ...string) error {
	ctx = orBackground(ctx)
	done, err := t.command(ctx, append([]string{"send", "--json", events}, more...)...)
	if err != nil {
		return err
	}
	printOutput(done.output)
	return ctx.Err()
}

// ChildVariables are the variables for a child process, as exec.Cmd takes them after os.Environ: the decision, and who
// its parent is. Where telemetry is off, they say so. Add them to the environment of that one process, never to this
// one's own.
func (t *Tool) ChildVariables() ([]string, error) {
	lines, err := t.answer("child", "--format=lines")
	if err != nil || lines == "" {
		return nil, err
	}
	return strings.Split(strings.TrimSuffix(lines, "\n"), "\n"), nil
}

// answer runs a command whose output is its point.
func (t *Tool) answer(words ...string) (string, error) {
	done, err := t.command(context.Background(), words...)
	if err != nil {
		return "", err
	}
	return done.answer()
}

// command runs a command in this run.
func (t *Tool) command(ctx context.Context, words ...string) (outcome, error) {
	if t.isMissing() {
		return outcome{}, notOpen()
	}
	return t.host.run(ctx, append([]string{"--run", t.run}, words...)...)
}
