package aboveboard

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"
)

// TestMain is also the program that tests/hosts starts, to have single effects of this host performed as those of the
// other hosts; the README there says what it reads and writes. And it is a tool that sends one event and ends at once, and
// one that scrubs a text of its own.
func TestMain(tests *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == "driver" {
		perform()
		os.Exit(0)
	}
	if len(os.Args) == 2 && os.Args[1] == "tool" {
		tool, err := Open(example, Options{})
		if err == nil {
			err = tool.Send(started, map[string]any{"command": "apply", "result": "started", "note": os.Getenv("NOTE")})
		}
		if err != nil {
			panic(err)
		}
		os.Exit(0)
	}
	if len(os.Args) == 2 && os.Args[1] == "stream" {
		// A reader may give its last piece together with its end.
		input := iotest.DataErrReader(strings.NewReader("mail jane@acme.example"))
		status, _, _ := Commands{Input: input}.Run(context.Background(), "scrub")
		os.Exit(status)
	}
	os.Exit(tests.Run())
}

var kinds = map[string]kind{
	"file": kindFile, "write": kindWrite, "append": kindAppend, "rename": kindRename, "remove": kindRemove,
	"platform": kindPlatform, "list": kindList, "program": kindProgram, "ask": kindAsk, "exec": kindExec,
	"send": kindSend,
}

func perform() {
	input := bufio.NewReader(os.Stdin)
	performer := performer{host: newHost(nil, nil), ctx: context.Background(), attempt: 1}
	for {
		line, err := input.ReadString('\n')
		if err == io.EOF {
			return
		}
		wanted, name := readOperation(line, input)
		var answer []byte
		switch name {
		case "run":
			limit := longestRun
			if wanted.number != 0 {
				limit = time.Duration(wanted.number) * time.Millisecond
			}
			answer, err = runProgram(wanted.text[:], limit)
		case "command":
			var command []string
			command, err = findProgram(wanted.text[0], wanted.text[1])
			answer = []byte(strings.Join(append(command, ""), "\n"))
		case "exec":
			performer.arguments = wanted.text[1:]
			fallthrough
		default:
			answer, err = performer.perform(wanted)
		}
		said := "ok"
		if err != nil {
			said, answer = string(classOf(err)), nil
		}
		fmt.Printf("%s %d\n%s", said, len(answer), answer)
	}
}

func readOperation(line string, input io.Reader) (operation, string) {
	var name string
	var wanted operation
	var lengths [3]int
	if _, err := fmt.Sscan(line, &name, &wanted.number, &lengths[0], &lengths[1], &lengths[2]); err != nil {
		panic(err)
	}
	for index, length := range lengths {
		text := make([]byte, length)
		if _, err := io.ReadFull(input, text); err != nil {
			panic(err)
		}
		wanted.text[index] = string(text)
	}
	wanted.kind = kinds[name]
	return wanted, name
}
