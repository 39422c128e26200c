// An infrastructure wrapper that reports its usage through Aboveboard: `infra COMMAND [SCENARIO]`
//
//	apply, destroy, profile   do their work, with an event before and one after it
//	list                      shows the scenarios; no event
//
// For demonstrations, which replay given facts, it reads variables of its own:
//
//	EXAMPLE_RUN=JSON    the run to use instead of beginning one
//	EXAMPLE_TIME=N      the time of both events, in seconds since 1970
//	EXAMPLE_WAIT=1      wait until each event is delivered
//	EXAMPLE_SHOW=1      print for each event its name and the SHA-256 of its payload
package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"time"

	"aboveboard.invalid/aboveboard"
)

// What `make go` puts there: core/contracts/pk3s-infra.json.
//
//go:embed telemetry.json
var contract string

func main() {
	arguments := os.Args[1:]
	switch {
	case slices.Equal(arguments, []string{"list"}):
		fmt.Println("multipass\non-prem\ncloud")
	case isWork(arguments):
		os.Exit(run(arguments[0], append(arguments[1:], "")[0]))
	default:
		fmt.Fprintln(os.Stderr, "usage: infra apply|destroy|profile|list [SCENARIO]")
		os.Exit(2)
	}
}

func isWork(arguments []string) bool {
	return (len(arguments) == 1 || len(arguments) == 2) &&
		slices.Contains([]string{"apply", "destroy", "profile"}, arguments[0])
}

func run(command, scenario string) int {
	// Without telemetry the work goes on: an error here is nothing that the person who runs the tool could mend.
	tool, err := open()
	if err != nil {
		return work(command, scenario, []string{"TELEMETRY_ENABLED=false"})
	}
	defer tool.Close()
	report(tool, "infra.command.started", command, scenario, "started")
	variables, err := tool.ChildVariables()
	if err != nil {
		variables = []string{"TELEMETRY_ENABLED=false"}
	}
	status := work(command, scenario, variables)
	result := "success"
	if status != 0 {
		result = "failed"
	}
	report(tool, "infra.command.completed", command, scenario, result)
	return status
}

func open() (*aboveboard.Tool, error) {
	if given := os.Getenv("EXAMPLE_RUN"); given != "" {
		return aboveboard.OpenRun(contract, given, aboveboard.Options{})
	}
	return aboveboard.Open(contract, aboveboard.Options{ToolVersion: "1.4.0"})
}

type fields struct {
	Command command `json:"command"`
	Client  client  `json:"client"`
}

type command struct {
	Name     string `json:"name"`
	Scenario string `json:"scenario,omitempty"`
	Result   string `json:"result"`
}

type client struct {
	Script string `json:"script"`
}

func report(tool *aboveboard.Tool, event, name, scenario, result string) {
	facts := fields{command{name, scenario, result}, client{"infra"}}
	at := aboveboard.At(time.Now())
	if seconds, err := strconv.ParseInt(os.Getenv("EXAMPLE_TIME"), 10, 64); err == nil {
		at = aboveboard.At(time.Unix(seconds, 0))
	}
	if os.Getenv("EXAMPLE_SHOW") != "" {
		if payload, err := tool.Payload(event, facts, at); err == nil {
			fmt.Println(event, payload.Digest)
		}
	}
	if os.Getenv("EXAMPLE_WAIT") != "" {
		_ = tool.SendAndWait(context.Background(), event, facts, at)
	} else {
		_ = tool.Send(event, facts, at)
	}
}

// work is that itself: a nested tool, which shares the decision and the session.
func work(command, scenario string, variables []string) int {
	nested := exec.Command("sh", "-c", ":", "nested-tool", command, scenario)
	nested.Env = append(os.Environ(), variables...)
	nested.Stdin, nested.Stdout, nested.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := nested.Run()
	var ended *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &ended) && ended.ExitCode() > 0:
		return ended.ExitCode()
	default:
		return 1
	}
}
