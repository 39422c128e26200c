package aboveboard

import (
	"errors"
	"io"
	"os"
	"strings"
	"syscall"
	"unicode/utf8"
)

// readFile gives the content of a file; where it is guarded, only of one that others may not write to.
func readFile(path string, guarded bool) ([]byte, error) {
	file, about, err := openToRead(path, 0)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	switch {
	case about.Mode()&os.ModeNamedPipe != 0:
		return nil, other
	case guarded && about.Mode()&0o002 != 0:
		return nil, exposed
	}
	return bounded(file)
}

// list gives the names in a directory, each with a line feed after it.
func list(path string) ([]byte, error) {
	directory, _, err := openToRead(path, syscall.O_DIRECTORY)
	if err != nil {
		return nil, err
	}
	defer directory.Close()
	var names []byte
	for {
		some, err := directory.Readdirnames(256)
		for _, name := range some {
			if utf8.ValidString(name) && !strings.Contains(name, "\n") {
				names = append(append(names, name...), '\n')
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return names, nil
		case err != nil:
			return nil, err
		case len(names) > longestInput:
			return nil, other
		}
	}
}

// openToRead opens carefully, and tells what was opened.
func openToRead(path string, flags int) (*os.File, os.FileInfo, error) {
	// No file has a NUL in its name.
	if strings.ContainsRune(path, 0) {
		return nil, nil, absent
	}
	file, err := os.OpenFile(path, os.O_RDONLY|careful|flags, 0)
	if err != nil {
		return nil, nil, err
	}
	about, err := file.Stat()
	if err != nil {
		_ = file.Close()
	}
	return file, about, err
}
