package aboveboard

// Where `make go` puts the library: the static archive, so that a program stays one file.

/*
#cgo linux,amd64 LDFLAGS: ${SRCDIR}/libaboveboard_linux_amd64.a
#cgo linux,arm64 LDFLAGS: ${SRCDIR}/libaboveboard_linux_arm64.a
#cgo darwin,amd64 LDFLAGS: ${SRCDIR}/libaboveboard_darwin_amd64.a
#cgo darwin,arm64 LDFLAGS: ${SRCDIR}/libaboveboard_darwin_arm64.a
#cgo linux LDFLAGS: -static-libgcc -lm -ldl -lpthread
#include "aboveboard.h"

#if ABV_ABI != 0
#error "this package is for another ABI of the library"
#endif
*/
import "C"

import (
	"runtime"
	"unsafe"
)

// archive is a checksum of the core's: with it changes what this file is compiled to, and programs are linked anew.
var archive = C.ABV_ARCHIVE

// Version is the version of the core.
func Version() string {
	return C.GoString(C.abv_version())
}

// Contract is one that the core has parsed: the surface itself, in JSON text, as docs/protocol.md has it. Tools need it
// only where they hand in facts of their own, such as in a test. Goroutines may share it; the garbage collector frees it.
type Contract struct {
	text   string
	handle *C.abv_contract
}

// NewContract parses a contract (JSON text). The error says what is wrong with it.
func NewContract(text string) (*Contract, error) {
	var handle *C.abv_contract
	var said C.abv_text
	status := C.abv_open(start(text), C.size_t(len(text)), &handle, &said)
	problem := taken(&said)
	if status != C.ABV_OK {
		return nil, refusal(status, problem)
	}
	parsed := &Contract{text, handle}
	runtime.AddCleanup(parsed, func(handle *C.abv_contract) { C.abv_contract_free(handle) }, handle)
	return parsed, nil
}

// Call performs one of the core's operations, a pure function of its arguments; these and the result are JSON text.
func (c *Contract) Call(operation, arguments string) (string, error) {
	if c == nil || c.handle == nil {
		return "", notOpen()
	}
	defer runtime.KeepAlive(c)
	var out C.abv_text
	status := C.abv_call(c.handle, start(operation), C.size_t(len(operation)),
		start(arguments), C.size_t(len(arguments)), &out)
	return result(status, &out)
}

// scrub is the core's function of that name, in JSON text.
func scrub(arguments string) (string, error) {
	var out C.abv_text
	return result(C.abv_scrub(start(arguments), C.size_t(len(arguments)), &out), &out)
}

func result(status C.abv_status, out *C.abv_text) (string, error) {
	text := taken(out)
	if status != C.ABV_OK {
		return "", refusal(status, text)
	}
	return text, nil
}

// refusal is the error that a status stands for, with the JSON text that came with it.
func refusal(status C.abv_status, said string) *Error {
	switch status {
	case C.ABV_FAILED:
		return errorFromJSON(said)
	case C.ABV_NOT_UTF8:
		return notUnicode("")
	default:
		return internal()
	}
}

// start is where the bytes of a text begin, for a call that keeps nothing of it.
func start(text string) *C.char {
	return (*C.char)(unsafe.Pointer(unsafe.StringData(text)))
}

// taken copies a text that the library has given away, and frees it.
func taken(text *C.abv_text) string {
	defer C.abv_text_free(text)
	return copied(text.data, text.length)
}

// copied is a text of any length: that of C.GoStringN is an int of C, which may be too small.
func copied(data *C.char, length C.size_t) string {
	if data == nil {
		return ""
	}
	return string(unsafe.Slice((*byte)(unsafe.Pointer(data)), int(length)))
}
