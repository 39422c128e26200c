package aboveboard

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
)

// executable is X_OK of access(2).
const executable = 1

// execute runs the program that is the first of words, with the rest as its arguments and these `NAME=value` entries
// (NUL between them) added to the environment. It gives the exit status; that of a program which a signal has ended is
// 128 and the number of the signal.
func execute(words []string, entries string) (int, error) {
	if len(words) == 0 {
		return 0, absent
	}
	path, err := find(words[0])
	if err != nil {
		return 0, err
	}
	environment := os.Environ()
	if entries != "" {
		environment = append(environment, strings.Split(entries, "\x00")...)
	}
	status, err := run(path, words, environment)
	if errors.Is(err, syscall.ENOEXEC) {
		// A script that does not say what runs it is run as a shell does.
		return run("/bin/sh", append([]string{"sh", path}, words[1:]...), environment)
	}
	return status, err
}

func run(path string, words, environment []string) (int, error) {
	program := exec.Cmd{
		Path: path, Args: words, Env: environment, Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
	}
	// What a terminal sends has reached the program too, and it may have something to tidy up; the rest is passed on.
	// What is ignored here is to be ignored there.
	signals := make(chan os.Signal, 8)
	defer signal.Stop(signals)
	for _, wanted := range []os.Signal{syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(wanted) {
			signal.Notify(signals, wanted)
		}
	}
	if err := program.Start(); err != nil {
		return 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- program.Wait() }()
	for {
		select {
		case sent := <-signals:
			if sent == syscall.SIGTERM || sent == syscall.SIGHUP {
				_ = program.Process.Signal(sent)
			}
		case err := <-ended:
			return numberOf(program.ProcessState, err)
		}
	}
}

func numberOf(state *os.ProcessState, err error) (int, error) {
	if state == nil {
		return 0, err
	}
	if status, ok := state.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return 128 + int(status.Signal()), nil
	}
	return state.ExitCode(), nil
}

// find looks for a program as a shell does. Not exec.LookPath, which does not tell one that may not be run from one
// that is not there, and passes over the working directory.
func find(name string) (string, error) {
	if strings.Contains(name, "/") {
		return name, nil
	}
	places, set := os.LookupEnv("PATH")
	if !set {
		places = "/bin:/usr/bin"
	}
	var problem error = absent
	for _, place := range strings.Split(places, ":") {
		if place == "" {
			place = "."
		}
		path := place + "/" + name
		about, err := os.Stat(path)
		switch {
		case name == "" || err != nil:
			if classOf(err) == denied {
				problem = denied
			}
		case !about.Mode().IsRegular() || syscall.Access(path, executable) != nil:
			problem = denied
		default:
			return path, nil
		}
	}
	return "", problem
}
