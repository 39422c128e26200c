package aboveboard

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"syscall"
)

// Longer than any answer to a question of yes or no.
const longestLine = 1024

// ask shows the prompt on the controlling terminal, whatever the standard streams are, and gives the line typed there.
func ask(prompt string) ([]byte, error) {
	// Not by package os, which would have the terminal not wait. Whatever keeps it from being opened, there is nobody
	// to be asked.
	number, err := syscall.Open("/dev/tty", syscall.O_RDWR|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil, absent
	}
	defer syscall.Close(number)
	// A job in the background would be stopped, unseen, as soon as it asks.
	if !isInForeground(number) {
		return nil, absent
	}
	terminal := descriptor(number)
	if _, err := terminal.Write([]byte(prompt)); err != nil {
		return nil, err
	}
	line, err := readLine(terminal)
	if err != nil {
		// What is printed next begins a line.
		_, _ = terminal.Write([]byte("\n"))
	}
	return line, err
}

// asking is the tool's own way to ask, in the form of this package's.
func asking(put func(question string) (string, error)) func(string) ([]byte, error) {
	return func(prompt string) ([]byte, error) {
		line, err := put(prompt)
		if err != nil {
			return nil, interrupted
		}
		return []byte(strings.TrimRight(line, "\r\n")), nil
	}
}

// readLine gives one line, without its end. Input that ends before the line does (control-D) is no answer: an empty one
// would stand for the question's default. The rest of a line that is too long is read too, and nothing behind it: the
// next reader gets what is theirs, and no more.
func readLine(input io.Reader) ([]byte, error) {
	var line []byte
	var read [1]byte
	tooLong := false
	for {
		count, err := input.Read(read[:])
		switch {
		case count == 0 && errors.Is(err, io.EOF):
			return nil, interrupted
		case count == 0:
			return nil, err
		case read[0] == '\n':
			line = bytes.TrimSuffix(line, []byte("\r"))
			if tooLong || len(line) > longestLine {
				return nil, other
			}
			return line, nil
		case len(line) <= longestLine: // with room for a carriage return
			line = append(line, read[0])
		default:
			tooLong = true
		}
	}
}
