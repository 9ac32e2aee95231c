// Reads many command lines with the flags that Thanos' own main.go registers. lab/reader.ts puts this file beside the files of
// cmd/thanos, where main() then is called registered(), and stops where it would have parsed its arguments.
package main

import (
	"bufio"
	"encoding/json"
	"os"

	"github.com/thanos-io/thanos/pkg/extkingpin"
)

type commandLines interface {
	Parse([]string) (string, error)
}

// verdict is what registered() is left with: nil when the command line was read.
type verdict struct{ err error }

var (
	app  commandLines
	line []string
)

// remember keeps the application that main.go is about to register its flags with.
func remember[A commandLines](made A) A {
	app = made
	return made
}

// parsed stands in for extkingpin's Parse, which ends the process when a command line is refused.
func parsed() (string, extkingpin.SetupFunc) {
	_, err := app.Parse(line)
	panic(verdict{err})
}

func read() (err error) {
	defer func() {
		left := recover()
		found, ok := left.(verdict)
		if !ok {
			panic(left)
		}
		err = found.err
	}()
	registered()
	return nil
}

// main takes a JSON list of arguments a line, and answers each with the sentence of its refusal, or null.
func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 16<<20)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		line = nil
		if err := json.Unmarshal(in.Bytes(), &line); err != nil {
			panic(err)
		}
		var told *string
		if err := read(); err != nil {
			sentence := err.Error()
			told = &sentence
		}
		if err := out.Encode(told); err != nil {
			panic(err)
		}
	}
}
