// Package aboveboard is honest telemetry for Go programs: it reads variables and files, asks, waits and sends where the
// core, which can do none of that, says so.
//
// A tool opens its contract once, and then emits events:
//
//	tool, err := aboveboard.Open(contract, aboveboard.Options{ToolVersion: "1.4.0"})
//	if err != nil {
//		return err
//	}
//	defer tool.Close()
//	err = tool.Send("command.started", map[string]any{"command": "apply", "result": "started"})
//
// Every rule is the core's; Send sends nothing unless the person has said yes. Nothing here is worth failing for: a
// tool goes on with its work whatever an error says.
package aboveboard
