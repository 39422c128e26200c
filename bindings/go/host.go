package aboveboard

import (
	"context"
	"errors"
	"io"
)

// host is what the commands of one tool share.
type host struct {
	// contract is nil where there is none, or only the name of its file.
	contract *Contract
	// sender is the tool's own; nil for that of this package.
	sender Sender
	// input and ask are standard input and the terminal, unless the tool has something in their place.
	input      io.Reader
	ask        func(prompt string) ([]byte, error)
	background *background
	tally      tally
}

func newHost(contract *Contract, sender Sender) *host {
	return &host{
		contract: contract, sender: sender, input: descriptor(standardInput), ask: ask, background: newBackground(),
	}
}

// run runs the command with these arguments, which follow the name of the program.
func (h *host) run(ctx context.Context, arguments ...string) (outcome, error) {
	ctx = orBackground(ctx)
	performer := performer{host: h, ctx: ctx, arguments: arguments, attempt: 1}
	return drive(h.contractText(), arguments, performer.perform)
}

func (h *host) contractText() string {
	if h.contract == nil {
		return ""
	}
	return h.contract.text
}

// detach has delivered in the background what a command hands over. A sender of the tool's own cannot be handed to
// another process: the background is then in this one.
func (h *host) detach(given handover) error {
	if h.sender == nil && mayDetach() {
		return detach(given.text, given.heard)
	}
	if given.heard {
		h.background.hear()
	}
	return h.background.start(func() {
		performer := performer{host: h, ctx: context.Background(), handover: &given, attempt: 1}
		_, _ = drive("", []string{"deliver"}, performer.perform)
	})
}

// orBackground is the context, or one that never ends where there is none.
func orBackground(ctx context.Context) context.Context {
	if ctx == nil {
		return context.Background()
	}
	return ctx
}

// exchange sends a request, given as JSON text, and gives the head of what comes back.
func (h *host) exchange(ctx context.Context, text string) ([]byte, error) {
	request, err := readRequest(text)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, request.Timeout)
	defer cancel()
	sender := h.sender
	if sender == nil {
		sender = sendByHTTP
	}
	response, err := sent(ctx, sender, request)
	if err == nil {
		return response.head()
	}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		err = timeout
	}
	return nil, err
}

// sent has a request sent, unless the time for it is over. A sender that panics has failed, as one that gives an error,
// and is counted so.
func sent(ctx context.Context, sender Sender, request *Request) (response Response, err error) {
	defer func() {
		if recover() != nil {
			err = other
		}
	}()
	if err := ctx.Err(); err != nil {
		return Response{}, err
	}
	return sender(ctx, request)
}
