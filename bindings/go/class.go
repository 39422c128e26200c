package aboveboard

/*
#include "aboveboard.h"
*/
import "C"

import (
	"context"
	"errors"
	"net"
	"os"
	"syscall"
)

// class says why an effect could not be performed, in the words of docs/protocol.md.
type class string

const (
	absent      class = "absent"
	denied      class = "denied"
	readOnly    class = "read_only"
	full        class = "full"
	exists      class = "exists"
	changed     class = "changed"
	timeout     class = "timeout"
	interrupted class = "interrupted"
	unsupported class = "unsupported"
	other       class = "other"
	exposed     class = "exposed"
)

func (c class) Error() string {
	return string(c)
}

var numbers = map[class]C.uint32_t{
	absent:      C.ABV_ERROR_ABSENT,
	denied:      C.ABV_ERROR_DENIED,
	readOnly:    C.ABV_ERROR_READ_ONLY,
	full:        C.ABV_ERROR_FULL,
	exists:      C.ABV_ERROR_EXISTS,
	changed:     C.ABV_ERROR_CHANGED,
	timeout:     C.ABV_ERROR_TIMEOUT,
	interrupted: C.ABV_ERROR_INTERRUPTED,
	unsupported: C.ABV_ERROR_UNSUPPORTED,
	other:       C.ABV_ERROR_OTHER,
	exposed:     C.ABV_ERROR_EXPOSED,
}

// classOf finds the class of any error.
func classOf(err error) class {
	var known class
	var number syscall.Errno
	var network net.Error
	switch {
	case errors.As(err, &known):
		return known
	case errors.Is(err, context.Canceled):
		return interrupted
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return timeout
	case errors.As(err, &number):
		return classOfNumber(number)
	// After the numbers, of which EAGAIN counts as such too.
	case errors.As(err, &network) && network.Timeout():
		return timeout
	case errors.Is(err, os.ErrNotExist):
		return absent
	case errors.Is(err, errors.ErrUnsupported):
		return unsupported
	default:
		return other
	}
}

func classOfNumber(number syscall.Errno) class {
	switch number {
	case syscall.ENOENT, syscall.ENOTDIR:
		return absent
	case syscall.EACCES, syscall.EPERM:
		return denied
	case syscall.EROFS:
		return readOnly
	case syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG:
		return full
	case syscall.EEXIST:
		return exists
	case syscall.ETIMEDOUT:
		return timeout
	case syscall.EINTR:
		return interrupted
	default:
		return other
	}
}
