package aboveboard

import (
	"context"
	"io"
	"time"
)

// Commands are those of the program `aboveboard`, for a tool that offers them as its own. Its zero value is that
// program.
type Commands struct {
	// Contract is the contract (JSON text) that the tool has in itself, for those commands that need one. Without it
	// `--contract FILE` names one.
	Contract string
	// Input is what the command reads in the place of standard input, such as a token that the tool has been given as an
	// argument; nil for standard input itself.
	Input io.Reader
	// Sender is as in Options.
	Sender Sender
	// ExitBudget is as in Options.
	ExitBudget time.Duration
}

// Run runs one of them: arguments are what follows the name of the program. It gives the exit status and what belongs
// on standard output; what the command has to say to a person goes to standard error meanwhile. What goes wrong in a
// command is its status; the error is for arguments that none can have.
//
// While the program of `exec` runs, it has what a terminal sends (SIGINT, SIGQUIT), and SIGTERM and SIGHUP are passed
// on.
func (c Commands) Run(ctx context.Context, arguments ...string) (status int, output string, err error) {
	host := newHost(nil, c.Sender)
	if c.Input != nil {
		host.input = c.Input
	}
	if c.Contract != "" {
		// What is wrong with it is the command's to say.
		host.contract = &Contract{text: c.Contract}
	}
	done, err := host.run(ctx, arguments...)
	budget := c.ExitBudget
	if budget == 0 {
		budget = ExitBudget
	}
	host.background.wait(budget)
	return done.status, done.output, err
}
