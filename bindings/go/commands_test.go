package aboveboard

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
)

func TestAPersonsChoice(t *testing.T) {
	home := alone(t)
	choice, err := Enable(example)
	good(t, err)
	equal(t, choice.Saved, true)
	equal(t, choice.Decision.Reason, "stored_allows")
	if !strings.HasPrefix(choice.Message, "example telemetry: on\n") {
		t.Error(choice.Message)
	}
	t.Setenv("EXAMPLE_TELEMETRY", "0")
	choice, err = Enable(example)
	good(t, err)
	equal(t, choice.Decision.Decision, Decision{"off", "variable_denies", "EXAMPLE_TELEMETRY"})
	choice, err = Reset(context.Background(), example)
	good(t, err)
	equal(t, choice.Saved, true)
	_, err = Disable("{}")
	refusedAs(t, err, "missing_member", "*")
	_, err = Enable(example, "unknown")
	refusedAs(t, err, "feature_unknown", "*")
	good(t, os.RemoveAll(filepath.Join(home, ".local")))
	good(t, os.WriteFile(filepath.Join(home, ".local"), nil, 0o600))
	choice, err = Enable(example)
	good(t, err)
	equal(t, choice.Saved, false)
	equal(t, choice.Message, "")
}

func TestCommands(t *testing.T) {
	home := alone(t, "EXAMPLE_TELEMETRY", "1")
	status, output, err := Commands{Contract: example}.Run(context.Background(), "status")
	good(t, err)
	equal(t, status, 0)
	if !strings.HasPrefix(output, "example telemetry: on\n") {
		t.Error(output)
	}
	file := filepath.Join(home, "contract.json")
	good(t, os.WriteFile(file, []byte(example), 0o600))
	_, same, err := Commands{}.Run(context.Background(), "--contract", file, "status")
	good(t, err)
	equal(t, strings.SplitAfter(same, "\n")[0], strings.SplitAfter(output, "\n")[0])
	for _, words := range [][]string{{}, {"nothing"}, {"status", "\xff"}, {"--contract"}} {
		status, _, err = Commands{}.Run(context.Background(), words...)
		good(t, err)
		if status == 0 {
			t.Errorf("%q went well", words)
		}
	}
	status, _, err = Commands{Contract: "{"}.Run(context.Background(), "status")
	good(t, err)
	equal(t, status, 1)
	_, _, err = Commands{}.Run(context.Background(), "a\x00b")
	refusedAs(t, err, "wrong_value", "")
	equal(t, Version() != "", true)
}

func TestACommandReadsWhatTheToolHasForIt(t *testing.T) {
	home := alone(t)
	contract := strings.Replace(example, `"every_seconds"`,
		`"bearer": {"setting": "/token", "file": "{home}/example.json"}, "every_seconds"`, 1)
	commands := Commands{Contract: contract, Input: strings.NewReader("of-an-argument\n")}
	status, _, err := commands.Run(context.Background(), "token", "set")
	good(t, err)
	equal(t, status, 0)
	stored, err := os.ReadFile(filepath.Join(home, "example.json"))
	good(t, err)
	if !strings.Contains(string(stored), `"token": "of-an-argument"`) {
		t.Errorf("%s", stored)
	}
	commands.Input = iotest.ErrReader(os.ErrClosed)
	status, _, err = commands.Run(context.Background(), "token", "set")
	good(t, err)
	equal(t, status, 1)
}

func TestAStreamMayComeFromTheTool(t *testing.T) {
	alone(t)
	scrubbed, err := exec.Command(os.Args[0], "stream").Output()
	good(t, err)
	equal(t, string(scrubbed), "mail [email]")
}

func TestAProgramInTheToolsPlace(t *testing.T) {
	home := alone(t)
	script := filepath.Join(home, "bare-script")
	good(t, os.WriteFile(script, []byte("exit 5\n"), 0o700))
	good(t, os.WriteFile(filepath.Join(home, "plain"), nil, 0o600))
	t.Setenv("PATH", home+":"+os.Getenv("PATH"))
	for _, one := range []struct {
		words   []string
		entries string
		status  int
		err     error
	}{
		{[]string{"sh", "-c", "exit 7"}, "", 7, nil},
		{[]string{"sh", "-c", "kill -TERM $$"}, "", 143, nil},
		{[]string{"sh", "-c", `test "$A,$B,$C" = 1,x=y,`}, "A=1\x00B=x=y\x00C=", 0, nil},
		{[]string{"bare-script"}, "", 5, nil},
		{[]string{script}, "", 5, nil},
		{[]string{"/nowhere/program"}, "", 0, absent},
		{[]string{"no-such-program"}, "", 0, absent},
		{[]string{""}, "", 0, absent},
		{[]string{"plain"}, "", 0, denied},
		{[]string{home}, "", 0, denied},
		{nil, "", 0, absent},
	} {
		status, err := execute(one.words, one.entries)
		if err != nil {
			err, status = classOf(err), 0
		}
		if err != one.err || status != one.status {
			t.Errorf("%q: %d, %v", one.words, status, err)
		}
	}
	status, _, err := Commands{Contract: example}.Run(context.Background(), "exec", "--", "sh", "-c", "exit 9")
	good(t, err)
	equal(t, status, 9)
	status, _, err = Commands{Contract: example}.Run(context.Background(), "exec", "--", "no-such-program")
	good(t, err)
	equal(t, status, 127)
}

func TestChildrenFindTheirVariables(t *testing.T) {
	alone(t, "TELEMETRY_ENABLED", "false")
	contract, err := os.ReadFile("examples/infra/telemetry.json")
	good(t, err)
	tool := opened(t, string(contract), Options{})
	variables, err := tool.ChildVariables()
	good(t, err)
	if len(variables) == 0 {
		t.Error("there are none")
	}
	child := exec.Command("sh", "-c", "printf %s $TELEMETRY_ENABLED")
	child.Env = append(os.Environ(), variables...)
	output, err := child.Output()
	good(t, err)
	equal(t, string(output), "false")
}

func TestTextsOfTheToolsOwn(t *testing.T) {
	home := alone(t)
	scrubber, err := NewScrubber("")
	good(t, err)
	text, findings, err := scrubber.Text("mail jane@acme.example <b>")
	good(t, err)
	equal(t, text, "mail [email] <b>")
	equal(t, findings, []Finding{{"/text", 5, 12, "email", findings[0].Rule}})
	arguments, _, err := scrubber.Arguments([]string{"tool", "--password", "hush", home + "/x"})
	good(t, err)
	if strings.Contains(strings.Join(arguments, " "), "hush") || strings.Contains(arguments[3], home) {
		t.Error(arguments)
	}
	variables, _, err := scrubber.Environment(map[string]string{"API_TOKEN": "hush", "A": "b"})
	good(t, err)
	if variables["API_TOKEN"] == "hush" || variables["A"] != "b" {
		t.Error(variables)
	}
	for _, err := range []error{
		third(scrubber.Text("\xff")),
		third(scrubber.Arguments([]string{"\xff"})),
		third(scrubber.Environment(map[string]string{"A": "\xff"})),
	} {
		refusedAs(t, err, "text_not_unicode", "*")
	}
	clean, _, err := scrubber.Arguments(nil)
	good(t, err)
	equal(t, len(clean), 0)
	_, err = NewScrubber("{}")
	refusedAs(t, err, "missing_member", "*")
}

func third[Value any](_ Value, _ []Finding, err error) error { return err }
