package aboveboard

import (
	"io"
	"os"
	"os/exec"
	"time"
)

// longestRun is how long a program may take.
const longestRun = 5 * time.Second

// program is one of a system's own.
type program struct {
	// system is what the effect `platform` calls the system.
	system, word string
	command      []string
}

var programs = []program{
	{"Darwin", "ioreg", []string{"/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"}},
	{"Darwin", "ifconfig", []string{"/sbin/ifconfig", "-a"}},
	{"Darwin", "sw_vers", []string{"/usr/bin/sw_vers", "-productVersion"}},
}

// findProgram gives the command that a word stands for on a system.
func findProgram(system, word string) ([]string, error) {
	for _, program := range programs {
		if program.system == system && program.word == word {
			return program.command, nil
		}
	}
	return nil, unsupported
}

// programOutput gives what the program prints that a word stands for.
func programOutput(word string) ([]byte, error) {
	system, err := tell("system")
	if err != nil {
		return nil, err
	}
	command, err := findProgram(string(system), word)
	if err != nil {
		return nil, err
	}
	return runProgram(command, longestRun)
}

// runProgram runs a program with nothing on its standard input and gives what it prints, unless that takes longer.
func runProgram(command []string, limit time.Duration) ([]byte, error) {
	deadline := time.Now().Add(limit)
	reading, writing, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer reading.Close()
	program := exec.Cmd{Path: command[0], Args: command, Stdout: writing}
	err = program.Start()
	_ = writing.Close()
	if err != nil {
		return nil, err
	}
	ended := make(chan error, 1)
	go func() { ended <- program.Wait() }()
	output, err := readUntil(reading, deadline)
	if err == nil {
		select {
		case err = <-ended:
			return output, when(err != nil, other)
		case <-time.After(time.Until(deadline)):
			err = timeout
		}
	}
	// Nothing happens to one that has ended.
	_ = program.Process.Kill()
	<-ended
	return nil, err
}

// readUntil reads all that an answer may hold. What the program has started may keep the pipe open: it is not waited
// for.
func readUntil(pipe *os.File, deadline time.Time) ([]byte, error) {
	_ = pipe.SetReadDeadline(deadline)
	output, err := io.ReadAll(io.LimitReader(pipe, longestAnswer+1))
	if err == nil && len(output) > longestAnswer {
		err = other
	}
	return output, err
}
