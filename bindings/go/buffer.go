package aboveboard

import (
	"context"
	"strings"
	"sync"
)

const (
	// mostBuffered events are in a buffer: the next one sends them.
	mostBuffered = 1000
	// largestBuffer is how many bytes of JSON there are; an event that is larger by itself is sent by itself.
	largestBuffer = 512 * 1024
)

// Buffer holds events of one tool that are to be sent together, as far as the contract's `encoding` puts several events
// into one request; with a `mode` that stores they wait in one file. The decision is taken when they are sent, and what
// was gathered before a no is not sent at all. Goroutines may share it. Nothing sends what is in it when the program
// ends: flush it.
type Buffer struct {
	tool   *Tool
	mutex  sync.Mutex
	events []string
	size   int
}

// Buffer makes an empty one.
func (t *Tool) Buffer() *Buffer {
	return &Buffer{tool: t}
}

// Add adds an event; it takes what Tool.Payload takes. A buffer that is full (1000 events, or 512 KiB) is sent first, which
// with a `mode` that stores takes as long as the disk does.
// What the contract does not take is said on standard error when it is sent; the error is for what JSON cannot hold.
func (b *Buffer) Add(name string, fields any, options ...EventOption) error {
	if b == nil || b.tool.isMissing() {
		return notOpen()
	}
	event, err := encodeEvent(name, fields, options, "/event")
	if err != nil {
		return err
	}
	b.mutex.Lock()
	var taken string
	if len(b.events) >= mostBuffered || b.size+len(event) > largestBuffer {
		taken = b.take()
	}
	b.events = append(b.events, event)
	b.size += len(event) + 1
	b.mutex.Unlock()
	return b.dispatch(context.Background(), taken)
}

// Flush sends what is in it, in the background.
func (b *Buffer) Flush() error {
	return b.dispatch(context.Background(), b.Discard())
}

// FlushAndWait does the same, and comes back when the events have arrived, wait again or have been given up, or when
// one command has done what it may. What a context that ends means is as with Tool.SendAndWait.
func (b *Buffer) FlushAndWait(ctx context.Context) error {
	return b.dispatch(ctx, b.Discard(), "--wait")
}

// Discard forgets what is in it, and gives that as a JSON array; an empty text where that was nothing.
func (b *Buffer) Discard() string {
	if b == nil {
		return ""
	}
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.take()
}

// Len says how many events are in it.
func (b *Buffer) Len() int {
	if b == nil {
		return 0
	}
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return len(b.events)
}

func (b *Buffer) take() string {
	events := b.events
	b.events, b.size = nil, 0
	if len(events) == 0 {
		return ""
	}
	return "[" + strings.Join(events, ",") + "]"
}

func (b *Buffer) dispatch(ctx context.Context, events string, more ...string) error {
	if b == nil || b.tool.isMissing() {
		return notOpen()
	}
	if events == "" {
		return nil
	}
	return b.tool.dispatch(ctx, events, more...)
}
