package aboveboard

import (
	"encoding/hex"
	"maps"
	"slices"
	"time"
)

// ExitBudget is how long the end of a tool waits for what is being delivered in it, unless it says otherwise.
const ExitBudget = 2 * time.Second

// Options are what a tool says about itself when it opens its contract.
type Options struct {
	// Flags are the values of the tool's own flags that the contract names, such as `telemetry` to `enable`.
	Flags map[string]string
	// Features are the tool's that its author has turned on, of those that the contract names.
	Features []string
	// ToolVersion is the tool's version: 1 to 64 letters, digits and `. _ + -`.
	ToolVersion string
	// Ask puts the question in a way of the tool's own, and not on the terminal: it is given all that is to be shown, and
	// gives the line that was typed. A tool that sets it says by that that somebody is there, whatever its standard streams
	// are; in a build nobody is asked all the same. An error says that nobody has answered, which is a no for this run.
	Ask func(question string) (line string, err error)
	// Sender is how requests leave, in the place of the package's own HTTP. What is sent in the background is then sent
	// by this process, and Close waits for it.
	Sender Sender
	// ExitBudget is how long Close waits; 0 stands for the constant of this name.
	ExitBudget time.Duration
}

// facts are what the options say, as the core takes it.
type facts struct {
	Flags       map[string]string `json:"flags,omitempty"`
	Features    []string          `json:"features,omitempty"`
	ToolVersion string            `json:"tool_version,omitempty"`
	Random      string            `json:"random"`
}

// check says what is wrong with what a tool's author hands in, which a command can only say on standard error. The run
// that comes of it is thrown away, so that any random bytes will do.
func (o Options) check(contract *Contract) error {
	for name, value := range o.Flags {
		if checkText(name, "") != nil || checkText(value, "") != nil {
			return notUnicode("/flags")
		}
	}
	if slices.ContainsFunc(o.Features, func(name string) bool { return checkText(name, "") != nil }) {
		return notUnicode("/features")
	}
	if err := checkText(o.ToolVersion, "/tool_version"); err != nil {
		return err
	}
	bytes := make([]byte, 48)
	for index := range bytes {
		bytes[index] = byte(index)
	}
	given := facts{o.Flags, o.Features, o.ToolVersion, hex.EncodeToString(bytes)}
	text, err := encode(map[string]facts{"facts": given}, "")
	if err != nil {
		return err
	}
	_, err = contract.Call("begin", text)
	return err
}

// line is the command `begin` with them.
func (o Options) line() []string {
	line := append(featureWords(o.Features), "begin")
	for _, name := range slices.Sorted(maps.Keys(o.Flags)) {
		line = append(line, "--flag="+name+"="+o.Flags[name])
	}
	if o.ToolVersion != "" {
		line = append(line, "--tool-version="+o.ToolVersion)
	}
	if o.Ask != nil {
		line = append(line, "--terminal=yes")
	}
	return line
}

// featureWords are the tool's features as words of a command line, which come before the command.
func featureWords(features []string) []string {
	words := make([]string, 0, len(features)+1)
	for _, name := range features {
		words = append(words, "--feature="+name)
	}
	return words
}
