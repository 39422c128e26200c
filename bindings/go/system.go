package aboveboard

// Calls of the C library. Files go through it as in the other hosts, which lets the tests have such calls fail.

/*
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/utsname.h>
#include <unistd.h>

// Go cannot call what takes any number of arguments.
static int descriptor_flags(int descriptor) { return fcntl(descriptor, F_GETFD); }
*/
import "C"

import (
	"syscall"
	"unsafe"
)

// writeOnce is one call of write, made again where a signal came in between.
func writeOnce(descriptor int, data []byte) (int, error) {
	for {
		written, err := C.write(C.int(descriptor), unsafe.Pointer(unsafe.SliceData(data)), C.size_t(len(data)))
		if written >= 0 {
			return int(written), nil
		}
		if err != syscall.EINTR {
			return 0, err
		}
	}
}

// bringToDisk is fsync.
func bringToDisk(descriptor int) error {
	for {
		done, err := C.fsync(C.int(descriptor))
		if done == 0 {
			return nil
		}
		if err != syscall.EINTR {
			return err
		}
	}
}

// link gives a file a second name. No text that comes here holds a NUL: the file has been found before.
func link(path, second string) error {
	from, to := C.CString(path), C.CString(second)
	defer C.free(unsafe.Pointer(from))
	defer C.free(unsafe.Pointer(to))
	if done, err := C.link(from, to); done != 0 {
		return err
	}
	return nil
}

func isTerminal(descriptor int) bool {
	return C.isatty(C.int(descriptor)) == 1
}

// isInForeground says whether this process may read from a terminal without being stopped.
func isInForeground(terminal int) bool {
	return C.tcgetpgrp(C.int(terminal)) == C.getpgrp()
}

// awaitReady waits until a descriptor can be read, or written to.
func awaitReady(descriptor int, reading bool) error {
	wanted := C.struct_pollfd{fd: C.int(descriptor), events: C.POLLOUT}
	if reading {
		wanted.events = C.POLLIN
	}
	if ready, err := C.poll(&wanted, 1, -1); ready < 0 && err != syscall.EINTR {
		return err
	}
	return nil
}

// tellMachine gives what uname has under a word.
func tellMachine(word string) ([]byte, error) {
	var told C.struct_utsname
	if done, err := C.uname(&told); done != 0 {
		return nil, err
	}
	switch word {
	case "host_name":
		return []byte(C.GoString(&told.nodename[0])), nil
	case "system":
		return []byte(C.GoString(&told.sysname[0])), nil
	case "release":
		return []byte(C.GoString(&told.release[0])), nil
	case "machine":
		return []byte(C.GoString(&told.machine[0])), nil
	default:
		return nil, unsupported
	}
}

// isInherited says whether a descriptor is open in a program that this one starts.
func isInherited(descriptor int) bool {
	flags := C.descriptor_flags(C.int(descriptor))
	return flags >= 0 && flags&C.FD_CLOEXEC == 0
}
