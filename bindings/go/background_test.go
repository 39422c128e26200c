package aboveboard

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

func TestWorkMayStartOtherWorkButNotLateInTheEnd(t *testing.T) {
	for _, late := range []bool{false, true} {
		background := newBackground()
		answers := make(chan error, 1)
		good(t, background.start(func() {
			<-background.ending
			if late {
				time.Sleep(150 * time.Millisecond)
			}
			answers <- background.start(func() {})
		}))
		background.wait(200 * time.Millisecond)
		if err := <-answers; (err != nil) != late || (late && err != interrupted) {
			t.Errorf("late: %v: %v", late, err)
		}
	}
}

func TestWhatTheEndCutsOffIsToldToWhoeverAsks(t *testing.T) {
	standard := os.Stderr
	defer func() { os.Stderr = standard }()
	for wanted, told := range map[bool]string{false: "", true: "before 1 of its deliveries"} {
		heard, said, err := os.Pipe()
		good(t, err)
		os.Stderr = said
		background, hold := newBackground(), make(chan struct{})
		if wanted {
			background.hear()
		}
		good(t, background.start(func() { <-hold }))
		background.wait(time.Millisecond)
		close(hold)
		good(t, said.Close())
		text, err := io.ReadAll(heard)
		good(t, err)
		if !strings.Contains(string(text), told) || (told == "" && len(text) > 0) {
			t.Errorf("%v: %s", wanted, text)
		}
	}
}

func TestGoroutinesAreBounded(t *testing.T) {
	background := newBackground()
	hold := make(chan struct{})
	for range mostAtOnce {
		good(t, background.start(func() { <-hold }))
	}
	equal(t, background.start(func() {}), error(full))
	close(hold)
	background.wait(10 * time.Second)
	equal(t, background.running, 0)
}

func TestOnlyAFinishedLineIsAnAnswer(t *testing.T) {
	for typed, want := range map[string]string{
		"yes\nno\n": "yes", "\n": "", "y\r\n": "y", "": "interrupted", "y": "interrupted",
		strings.Repeat("y", 2*longestLine) + "\nno\n": "other", strings.Repeat("y", 2*longestLine): "interrupted",
	} {
		input := strings.NewReader(typed)
		line, err := readLine(input)
		if err != nil {
			line = []byte(err.Error())
		}
		equal(t, string(line), want)
		// What stands behind it is the next reader's.
		_, behind, _ := strings.Cut(typed, "\n")
		equal(t, input.Len(), len(behind))
	}
	_, err := readLine(io.MultiReader(strings.NewReader("y"), failing{}))
	equal(t, errors.Is(err, denied), true)
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, denied }

func TestOperationsOfANewerCore(t *testing.T) {
	performer := performer{host: newHost(nil, nil)}
	for _, wanted := range []operation{
		{kind: 0}, {kind: 99}, {kind: kindRandom, number: -1}, {kind: kindRandom, number: 1 << 40},
		{kind: kindTerminal, number: 3}, {kind: kindPrint, number: 1}, {kind: kindPlatform, text: [3]string{"x"}},
		{kind: kindWrite, number: -1}, {kind: kindProgram, text: [3]string{"x"}},
	} {
		_, err := performer.perform(wanted)
		equal(t, classOf(err), unsupported)
	}
}
