package aboveboard

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"os"
	"strconv"
	"time"
)

const (
	// longestInput bounds files, directories and standard input: anything longer is an error.
	longestInput = 1024 * 1024
	// longestAnswer is the most that a program may answer with: the core takes no more.
	longestAnswer = 64 * 1024
	// mostRandom is more random bytes than anything asks for.
	mostRandom = 1024
)

// performer performs the operations of one command.
type performer struct {
	host *host
	// ctx ends what waits on the network.
	ctx context.Context
	// arguments are those of the command.
	arguments []string
	// handover stands in for standard input, in the background.
	handover *handover
	// attempt is the number of the one that comes next.
	attempt int64
}

// handover is what a delivery in the background gets.
type handover struct {
	text string
	// heard says whether anything is printed.
	heard bool
}

// perform does what the operation says and gives the answer. What panics, such as a sender of the tool's own, has
// failed.
func (p *performer) perform(wanted operation) (answer []byte, err error) {
	defer func() {
		if recover() != nil {
			answer, err = nil, other
		}
	}()
	return p.answer(wanted)
}

// answer has one arm for each kind of operation, and no rule of its own.
func (p *performer) answer(wanted operation) ([]byte, error) {
	text, more, last := wanted.text[0], wanted.text[1], wanted.text[2]
	switch wanted.kind {
	case kindVariable:
		return variable(text)
	case kindFile:
		return readFile(text, wanted.number == 1)
	case kindStdin:
		if p.handover != nil {
			return []byte(p.handover.text), nil
		}
		return bounded(p.host.input)
	case kindTerminal:
		return terminal(wanted.number)
	case kindTime:
		return []byte(strconv.FormatInt(time.Now().Unix(), 10)), nil
	case kindRandom:
		return random(wanted.number)
	case kindAsk:
		return p.host.ask(text)
	case kindPrint:
		return nil, p.print(wanted.number, text)
	case kindSend:
		return p.send(text)
	case kindSendDeletion:
		// No event, and so none of those that are counted.
		return p.host.exchange(p.ctx, text)
	case kindWait:
		return nil, p.pause(time.Duration(wanted.number) * time.Millisecond)
	case kindDetach:
		return nil, p.host.detach(handover{text, wanted.number == 1})
	case kindExec:
		return p.execute(wanted.number, text)
	case kindWrite:
		return nil, write(text, more, last, wanted.number)
	case kindAppend:
		return nil, appendTo(text, more)
	case kindRename:
		return nil, rename(text, more)
	case kindRemove:
		return nil, remove(text)
	case kindPlatform:
		return tell(text)
	case kindFilter:
		return nil, filterStreams(p.host.input, text, wanted.number == 1)
	case kindList:
		return list(text)
	case kindProgram:
		return programOutput(text)
	default:
		return nil, unsupported
	}
}

func variable(name string) ([]byte, error) {
	value, set := os.LookupEnv(name)
	if !set {
		return nil, absent
	}
	return []byte(value), nil
}

func terminal(stream int64) ([]byte, error) {
	if stream < standardInput || stream > standardError {
		return nil, unsupported
	}
	if isTerminal(int(stream)) {
		return []byte("yes"), nil
	}
	return []byte("no"), nil
}

func random(count int64) ([]byte, error) {
	if count < 0 || count > mostRandom {
		return nil, unsupported
	}
	bytes := make([]byte, count)
	_, err := rand.Read(bytes)
	return []byte(hex.EncodeToString(bytes)), err
}

func (p *performer) print(stream int64, text string) error {
	errors := descriptor(standardError)
	switch {
	case stream != standardError:
		return unsupported
	case p.handover != nil && !p.handover.heard, errors.leadsNowhere():
		return absent
	}
	_, err := errors.Write([]byte(text))
	return err
}

// send sends a request with an event, and counts what comes of it.
func (p *performer) send(request string) ([]byte, error) {
	began := time.Now()
	answer, err := p.host.exchange(p.ctx, request)
	p.attempt = p.host.tally.count(p.host.contract, request, p.attempt, outcomeOf(answer, err), time.Since(began))
	return answer, err
}

func (p *performer) pause(length time.Duration) error {
	var ending chan struct{}
	if p.handover != nil {
		ending = p.host.background.ending
	}
	select {
	case <-time.After(length):
		return nil
	case <-ending:
	case <-p.ctx.Done():
	}
	return interrupted
}

func (p *performer) execute(first int64, entries string) ([]byte, error) {
	if first < 0 || first > int64(len(p.arguments)) {
		return nil, absent
	}
	status, err := execute(p.arguments[first:], entries)
	return []byte(strconv.Itoa(status)), err
}
