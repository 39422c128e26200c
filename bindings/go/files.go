package aboveboard

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"syscall"
)

const mostLinks = 40

// careful opens so that a FIFO is not waited for, and that a terminal does not become that of this process: what a name
// stood for a moment ago says nothing about what is opened.
const careful = syscall.O_NONBLOCK | syscall.O_NOCTTY

const (
	ownersAlone      = 0o600
	readableByOthers = 0o004
)

// write makes content the whole of the file, so that others see the old content or the new one; docs/protocol.md says
// what expected and mode are.
func write(named, content, expected string, mode int64) error {
	if mode < 0 || mode > 0o777 {
		return unsupported
	}
	path, err := locate(named, os.FileMode(mode))
	if err != nil {
		return err
	}
	held, err := takeLock(path)
	if err != nil {
		return err
	}
	defer held.release()
	present, err := look(path)
	if err != nil {
		return err
	}
	if good, err := isAsExpected(path, present, expected); err != nil {
		return err
	} else if !good {
		return changed
	}
	if !allowSize(int64(len(content))) {
		return full
	}
	var unique [8]byte
	_, _ = rand.Read(unique[:])
	temporary := path + "." + hex.EncodeToString(unique[:]) + ".tmp"
	file, err := createNew(temporary)
	if err != nil {
		return err
	}
	err = fill(file, path, content, present, os.FileMode(mode))
	_ = file.Close()
	switch {
	case err != nil:
	case !held.isHeld():
		err = timeout
	default:
		err = syscall.Rename(temporary, path)
	}
	if err != nil {
		_ = syscall.Unlink(temporary)
		return err
	}
	bringDirectoryToDisk(path)
	return nil
}

// appendTo writes content at the end of the file, with one call.
func appendTo(named, content string) error {
	path, err := locate(named, ownersAlone)
	if err != nil {
		return err
	}
	present, err := look(path)
	if err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|os.O_CREATE|syscall.O_NOFOLLOW|careful, ownersAlone)
	if err != nil {
		return err
	}
	defer file.Close()
	if present == nil {
		give(file, directoryOf(path))
	}
	before, err := file.Stat()
	if err != nil {
		return err
	}
	if !before.Mode().IsRegular() {
		return other
	}
	if !allowSize(before.Size() + int64(len(content))) {
		return full
	}
	written, err := writeOnce(int(file.Fd()), []byte(content))
	if err != nil || written == len(content) {
		return err
	}
	// Takes back a part, unless somebody has written after it.
	if after, err := file.Stat(); err == nil && after.Size() == before.Size()+int64(written) {
		_ = file.Truncate(before.Size())
	}
	return full
}

// rename gives the file another name, where nothing has that name.
func rename(named, second string) error {
	if err := checkRegular(named); err != nil {
		return err
	}
	if strings.ContainsRune(second, 0) {
		return other
	}
	// A rename would replace what is there; a second name is refused, and for a moment the file has both.
	err := link(named, second)
	switch {
	case err == nil:
		if err := syscall.Unlink(named); err != nil {
			_ = syscall.Unlink(second)
			return err
		}
	case hasNoSecondNames(err):
		// Of two that come here only one finds the file.
		if _, err := os.Lstat(second); err == nil {
			return exists
		} else if !errors.Is(err, syscall.ENOENT) {
			return err
		}
		if err := syscall.Rename(named, second); err != nil {
			return err
		}
	default:
		return err
	}
	bringDirectoryToDisk(second)
	return nil
}

// hasNoSecondNames says whether a file can have no second name: not on this file system, not one more, or not by
// whoever does not own it.
func hasNoSecondNames(err error) bool {
	refusals := []error{syscall.EPERM, syscall.EOPNOTSUPP, syscall.ENOTSUP, syscall.ENOSYS, syscall.EMLINK}
	return slices.Contains(refusals, err)
}

// remove deletes the file.
func remove(named string) error {
	if err := checkRegular(named); err != nil {
		return err
	}
	if err := syscall.Unlink(named); err != nil {
		return err
	}
	bringDirectoryToDisk(named)
	return nil
}

func checkRegular(named string) error {
	about, err := os.Lstat(named)
	if err != nil {
		return err
	}
	return when(!about.Mode().IsRegular(), other)
}

// locate finds the file that a text names, behind links at its end, and makes the directories that are missing, for all
// who may read a file of this mode.
func locate(named string, mode os.FileMode) (string, error) {
	path, err := followLinks(named)
	if err != nil {
		return "", err
	}
	switch path[strings.LastIndexByte(path, '/')+1:] {
	case "", ".", "..":
		return "", other
	}
	present, err := look(path)
	if err == nil && present == nil {
		err = makeDirectory(directoryOf(path), directoryMode(mode))
	}
	return path, err
}

func followLinks(path string) (string, error) {
	for range mostLinks {
		target, err := os.Readlink(path)
		if err != nil {
			// It is no link, or not there. Where something else is wrong, that shows when it is looked at.
			return path, nil
		}
		if !strings.HasPrefix(target, "/") {
			target = directoryOf(path) + "/" + target
		}
		path = target
	}
	return "", other
}

// directoryOf is the path without its last part. Nothing in it is tidied away, as package filepath would.
func directoryOf(path string) string {
	end := strings.LastIndexByte(strings.TrimRight(path, "/"), '/')
	if end < 0 {
		if strings.HasPrefix(path, "/") {
			return "/"
		}
		return "."
	}
	if directory := strings.TrimRight(path[:end], "/"); directory != "" {
		return directory
	}
	return "/"
}

func directoryMode(mode os.FileMode) uint32 {
	if mode&readableByOthers != 0 {
		return 0o755
	}
	return 0o700
}

// makeDirectory makes a directory, and those above it that are missing.
func makeDirectory(path string, mode uint32) error {
	err := ensureDirectory(path, mode)
	if above := directoryOf(path); errors.Is(err, syscall.ENOENT) && above != path {
		if err := makeDirectory(above, mode); err != nil {
			return err
		}
		return ensureDirectory(path, mode)
	}
	return err
}

func ensureDirectory(path string, mode uint32) error {
	err := syscall.Mkdir(path, mode)
	if err == nil {
		giveDirectory(path, directoryOf(path))
	}
	if err == syscall.EEXIST {
		return nil
	}
	return err
}

// look tells of what is there: a regular file, or nothing.
func look(path string) (os.FileInfo, error) {
	about, err := os.Lstat(path)
	switch {
	case errors.Is(err, syscall.ENOENT):
		return nil, nil
	case err != nil:
		return nil, err
	case !about.Mode().IsRegular():
		return nil, other
	}
	return about, nil
}

func isAsExpected(path string, present os.FileInfo, expected string) (bool, error) {
	if expected == "" || present == nil {
		return expected == "" || expected == "absent", nil
	}
	if expected == "absent" {
		return false, nil
	}
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|careful, 0)
	if err != nil {
		return false, err
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, longestInput+1))
	if err != nil {
		return false, err
	}
	digest := sha256.Sum256(content)
	// A larger one is not what a command can have seen.
	return len(content) <= longestInput && hex.EncodeToString(digest[:]) == expected, nil
}

func fill(file *os.File, path, content string, present os.FileInfo, mode os.FileMode) error {
	if err := dress(file, directoryOf(path), present, mode); err != nil {
		return err
	}
	for rest := []byte(content); len(rest) > 0; {
		written, err := writeOnce(int(file.Fd()), rest)
		if err != nil {
			return err
		}
		rest = rest[written:]
	}
	return bringToDisk(int(file.Fd()))
}

// bringDirectoryToDisk makes a change of names in the file's directory last. Not every directory can be opened, nor
// every file system do it, and the change is made: nothing fails here.
func bringDirectoryToDisk(path string) {
	if directory, err := os.Open(directoryOf(path)); err == nil {
		_ = bringToDisk(int(directory.Fd()))
		_ = directory.Close()
	}
}

// when gives a class where something holds.
func when(holds bool, class class) error {
	if holds {
		return class
	}
	return nil
}
