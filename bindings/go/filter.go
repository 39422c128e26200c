package aboveboard

/*
#include "aboveboard.h"
*/
import "C"

import (
	"errors"
	"io"
	"unsafe"
)

// piece is how much is read at once.
const piece = 64 * 1024

// filterStreams copies an input to standard output without what must not leave, as it comes, and reports on
// standard error. private is the JSON text of the private facts. A reader that has had enough is no failure.
func filterStreams(input io.Reader, private string, reports bool) error {
	var filter *C.abv_filter
	var said C.abv_text
	var wanted C.int32_t
	if reports {
		wanted = 1
	}
	status := C.abv_filter_new(start(private), C.size_t(len(private)), wanted, &filter, &said)
	taken(&said)
	if status != C.ABV_OK {
		return other
	}
	defer C.abv_filter_free(filter)
	data := make([]byte, piece)
	for {
		count, err := input.Read(data)
		if count > 0 {
			err = nil // It comes again.
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		over := err != nil
		var text, report C.abv_text
		if over {
			status = C.abv_filter_end(filter, &text, &report)
		} else {
			status = C.abv_filter_push(filter, (*C.char)(unsafe.Pointer(&data[0])), C.size_t(count), &text, &report)
		}
		output, told := taken(&text), taken(&report)
		if status != C.ABV_OK {
			return other
		}
		if err := passOn(output, told); err != nil {
			if isBrokenPipe(err) {
				return nil
			}
			return err
		}
		if over {
			return nil
		}
	}
}

func passOn(output, report string) error {
	if _, err := descriptor(standardOutput).Write([]byte(output)); err != nil {
		return err
	}
	_, err := descriptor(standardError).Write([]byte(report))
	return err
}
