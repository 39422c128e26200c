package aboveboard

import (
	"fmt"
	"os"
	"strings"
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
// then is told to whoever asks for that, as the core tells of what it gives up (docs/outbox.md).
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
		left := b.running
		b.mutex.Unlock()
		if left > 0 && isHeard() {
			fmt.Fprintf(os.Stderr, "aboveboard: the tool has ended before %d of its deliveries; "+
				"what they had not sent waits on disk or is lost\n", left)
		}
	}
}

// isHeard says whether somebody wants to hear of what goes wrong in the background.
func isHeard() bool {
	switch strings.ToLower(strings.TrimSpace(os.Getenv("ABOVEBOARD_LOG"))) {
	case "warn", "info", "debug":
		return true
	}
	return false
}
