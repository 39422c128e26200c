package aboveboard

import (
	"errors"
	"io"
	"os"
	"syscall"
)

const (
	standardInput  = 0
	standardOutput = 1
	standardError  = 2
)

// descriptor is a standard stream as the system has it. Those of package os may be set to anything, end the program
// where a reader has gone, and do not wait where somebody else who has the stream has set it not to.
type descriptor int

func (d descriptor) Read(piece []byte) (int, error) {
	count, err := d.patiently(true, func() (int, error) { return syscall.Read(int(d), piece) })
	if err == nil && count == 0 && len(piece) > 0 {
		err = io.EOF
	}
	return max(count, 0), err
}

func (d descriptor) Write(data []byte) (int, error) {
	if !allowOn(int(d), len(data)) {
		return 0, full
	}
	for written := 0; written < len(data); {
		count, err := d.patiently(false, func() (int, error) { return syscall.Write(int(d), data[written:]) })
		if err != nil {
			return written, err
		}
		written += count
	}
	return len(data), nil
}

func (d descriptor) patiently(reading bool, attempt func() (int, error)) (int, error) {
	for {
		count, err := attempt()
		switch {
		case err == syscall.EAGAIN:
			if err := awaitReady(int(d), reading); err != nil {
				return 0, err
			}
		case err != syscall.EINTR:
			return count, err
		}
	}
}

// leadsNowhere says whether nobody can ever see what is written there. Go opens the null device in the place of a
// stream that was closed.
func (d descriptor) leadsNowhere() bool {
	var about, nowhere syscall.Stat_t
	if syscall.Fstat(int(d), &about) != nil {
		return true
	}
	return about.Mode&syscall.S_IFMT == syscall.S_IFCHR &&
		syscall.Stat(os.DevNull, &nowhere) == nil && nowhere.Rdev == about.Rdev
}

// bounded reads all of it, unless that is too much.
func bounded(input io.Reader) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(input, longestInput+1))
	if err == nil && len(content) > longestInput {
		err = other
	}
	return content, err
}

// printOutput prints what a command gives. A standard output that is closed or full is no matter of the tool's.
func printOutput(text string) {
	if text != "" {
		_, _ = descriptor(standardOutput).Write([]byte(text))
	}
}

// isBrokenPipe says whether a reader has gone.
func isBrokenPipe(err error) bool {
	return errors.Is(err, syscall.EPIPE)
}
