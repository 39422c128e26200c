package aboveboard

import (
	"fmt"
	"os"
	"sync"
	"time"
)

// mostAtOnce deliveries under way mean an endpoint that does not keep up; further ones are dropped.
const mostAtOnce = 64

// background is work in goroutines that goes on while the tool does, and that the tool's end waits for only so long.
type background struct {
	mutex   sync.Mutex
	running int
	// idle is there while something runs, and closed once nothing does.
	idle chan struct{}
	// ending is closed where the tool is ending, and other work may then begin until last.
	ending chan struct{}
	last   time.Time
	// heard is true where somebody wants to hear what becomes of the work.
	heard bool
}

func newBackground() *background {
	return &background{ending: make(chan struct{})}
}

// start does this work in a goroutine of its own, unless too many are at work already: then the answer is `full`. Work
// may start other work, also where the tool is ending, but not late in its end: then the answer is `interrupted`.
func (b *background) start(work func()) error {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if !b.last.IsZero() && time.Now().After(b.last) {
		return interrupted
	}
	if b.running >= mostAtOnce {
		return full
	}
	if b.running == 0 {
		b.idle = make(chan struct{})
	}
	b.running++
	go func() {
		defer b.finish()
		work()
	}()
	return nil
}

// hear notes that somebody wants to hear what becomes of the work, which the core says with each handover.
func (b *background) hear() {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.heard = true
}

func (b *background) finish() {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	b.running--
	if b.running == 0 {
		close(b.idle)
	}
}

// wait waits until nothing runs any more, or for this long. Work that is only pausing ends at once, now and later.
// Other work has to begin in the first half of the time, so that hardly any is cut off in its middle. What has not ended by
// then is told to whoever wants to hear, as the core tells of what it gives up (docs/outbox.md).
func (b *background) wait(budget time.Duration) {
	b.mutex.Lock()
	if b.last.IsZero() {
		b.last = time.Now().Add(budget / 2)
		close(b.ending)
	}
	running, idle := b.running, b.idle
	b.mutex.Unlock()
	if running == 0 {
		return
	}
	select {
	case <-idle:
	case <-time.After(budget):
		b.mutex.Lock()
		left, heard := b.running, b.heard
		b.mutex.Unlock()
		if left > 0 && heard {
			fmt.Fprintf(os.Stderr, "aboveboard: the tool has ended before %d of its deliveries; "+
				"what they had not sent waits on disk or is lost\n", left)
		}
	}
}
