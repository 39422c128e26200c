package aboveboard

/*
#include "aboveboard.h"
*/
import "C"

// kind says what is to be done.
type kind uint32

const (
	kindVariable     kind = C.ABV_OPERATION_VARIABLE
	kindFile         kind = C.ABV_OPERATION_FILE
	kindStdin        kind = C.ABV_OPERATION_STDIN
	kindTerminal     kind = C.ABV_OPERATION_TERMINAL
	kindTime         kind = C.ABV_OPERATION_TIME
	kindRandom       kind = C.ABV_OPERATION_RANDOM
	kindAsk          kind = C.ABV_OPERATION_ASK
	kindPrint        kind = C.ABV_OPERATION_PRINT
	kindSend         kind = C.ABV_OPERATION_SEND
	kindWait         kind = C.ABV_OPERATION_WAIT
	kindDetach       kind = C.ABV_OPERATION_DETACH
	kindExec         kind = C.ABV_OPERATION_EXEC
	kindWrite        kind = C.ABV_OPERATION_WRITE
	kindAppend       kind = C.ABV_OPERATION_APPEND
	kindRename       kind = C.ABV_OPERATION_RENAME
	kindRemove       kind = C.ABV_OPERATION_REMOVE
	kindPlatform     kind = C.ABV_OPERATION_PLATFORM
	kindFilter       kind = C.ABV_OPERATION_FILTER
	kindList         kind = C.ABV_OPERATION_LIST
	kindProgram      kind = C.ABV_OPERATION_PROGRAM
	kindSendDeletion kind = C.ABV_OPERATION_SEND_DELETION
)

// operation is one thing to do.
type operation struct {
	kind   kind
	stops  bool
	number int64
	text   [3]string
}

func operationFrom(given *C.abv_operation) operation {
	return operation{
		kind:   kind(given.kind),
		stops:  bool(given.stops),
		number: int64(given.number),
		text:   [3]string{bytesOf(given.first), bytesOf(given.second), bytesOf(given.third)},
	}
}

func bytesOf(bytes C.abv_bytes) string {
	return copied(bytes.data, bytes.length)
}
