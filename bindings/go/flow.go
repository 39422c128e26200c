package aboveboard

/*
#include <stdlib.h>
#include "aboveboard.h"
*/
import "C"

import (
	"strings"
	"unsafe"
)

// outcome is how a command has ended.
type outcome struct {
	status int
	// output belongs on standard output.
	output string
}

// answer gives the output of a command whose output is its point.
func (o outcome) answer() (string, error) {
	if o.status != 0 {
		return "", commandRefused()
	}
	return o.output, nil
}

// drive has everything performed that a command asks for, until it ends. Without a contract it is an empty text.
func drive(contract string, arguments []string, perform func(operation) ([]byte, error)) (outcome, error) {
	flow, err := begun(contract, arguments)
	if err != nil {
		return outcome{}, err
	}
	defer C.abv_flow_free(flow)
	for {
		batch, done, err := next(flow)
		if err != nil {
			return outcome{}, err
		}
		if done {
			return ended(flow)
		}
		for _, wanted := range batch {
			answer, failure := perform(wanted)
			if err := reply(flow, answer, failure); err != nil {
				return outcome{}, err
			}
			if failure != nil && wanted.stops {
				break
			}
		}
	}
}

func begun(contract string, arguments []string) (*C.abv_flow, error) {
	words := make([]*C.char, len(arguments)+1)
	for index, argument := range arguments {
		if strings.ContainsRune(argument, 0) {
			return nil, &Error{Code: "wrong_value", Message: "a text holds a NUL, which no argument can"}
		}
		words[index] = C.CString(argument)
		defer C.free(unsafe.Pointer(words[index]))
	}
	var flow *C.abv_flow
	var status C.abv_status
	if contract == "" {
		status = C.abv_flow_new(C.size_t(len(arguments)), &words[0], &flow)
	} else {
		status = C.abv_flow_with_contract(start(contract), C.size_t(len(contract)),
			C.size_t(len(arguments)), &words[0], &flow)
	}
	if status != C.ABV_OK {
		return nil, refusal(status, "")
	}
	return flow, nil
}

// next copies what is to be done, since answers may not outlive the batch that they belong to.
func next(flow *C.abv_flow) (batch []operation, done bool, err error) {
	var given *C.abv_operation
	var count C.size_t
	var said C.abv_text
	status := C.abv_flow_next(flow, &given, &count, &said)
	problem := taken(&said)
	switch status {
	case C.ABV_DONE:
		return nil, true, nil
	case C.ABV_PERFORM:
		all := unsafe.Slice(given, int(count))
		for index := range all {
			batch = append(batch, operationFrom(&all[index]))
		}
		return batch, false, nil
	default:
		return nil, false, refusal(status, problem)
	}
}

func reply(flow *C.abv_flow, answer []byte, failure error) error {
	var number C.uint32_t = C.ABV_ERROR_NONE
	if failure != nil {
		number = numbers[classOf(failure)]
		answer = nil
	}
	var said C.abv_text
	status := C.abv_flow_reply(flow, number, (*C.char)(unsafe.Pointer(unsafe.SliceData(answer))),
		C.size_t(len(answer)), &said)
	problem := taken(&said)
	if status != C.ABV_OK {
		return refusal(status, problem)
	}
	return nil
}

func ended(flow *C.abv_flow) (outcome, error) {
	var status C.int32_t
	var output C.abv_bytes
	if told := C.abv_flow_outcome(flow, &status, &output); told != C.ABV_OK {
		return outcome{}, refusal(told, "")
	}
	return outcome{int(status), bytesOf(output)}, nil
}
