// The commands as a program, for a tool in Go that offers them as its own: `status`, `enable`, `disable`, `token` and
// the rest of what `aboveboard --help` lists.
package main

import (
	"context"
	"fmt"
	"os"

	"aboveboard.invalid/aboveboard"
)

func main() {
	status, output, err := aboveboard.Commands{}.Run(context.Background(), os.Args[1:]...)
	if err != nil {
		fmt.Fprintln(os.Stderr, "aboveboard:", err)
		os.Exit(1)
	}
	if output != "" {
		if _, err := os.Stdout.WriteString(output); err != nil {
			fmt.Fprintln(os.Stderr, "aboveboard: standard output cannot be written")
			status = 1
		}
	}
	os.Exit(status)
}
