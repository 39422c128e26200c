package aboveboard

import (
	"os"
	"strconv"
	"syscall"
)

// tell gives what the system and the process are.
func tell(word string) ([]byte, error) {
	switch word {
	case "directory":
		// Not os.Getwd, which believes the variable PWD.
		directory, err := syscall.Getwd()
		return []byte(directory), err
	case "user_id":
		return []byte(strconv.Itoa(os.Getuid())), nil
	default:
		return tellMachine(word)
	}
}
