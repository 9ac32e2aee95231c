// Reads many command lines with the flags that Thanos' own main.go registers, or tells those flags. lab/reader.ts puts this file beside the
// files of cmd/thanos, where main() then is called registered(), and stops where it would have parsed its arguments.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"reflect"

	// lab/reader.ts puts in its place what the release's main.go imports.
	"github.com/alecthomas/kingpin/v2"

	"github.com/thanos-io/thanos/pkg/extkingpin"
)

// verdict is what registered() is left with: nil when the command line was read.
type verdict struct{ err error }

var (
	app        *kingpin.Application
	line       []string
	tellsFlags bool
)

// remember keeps the application that main.go is about to register its flags with.
func remember(made *kingpin.Application) *kingpin.Application {
	app = made
	return made
}

// parsed stands in for extkingpin's Parse, which ends the process when a command line is refused.
func parsed() (string, extkingpin.SetupFunc) {
	if tellsFlags {
		panic(verdict{})
	}
	panic(verdict{refusal()})
}

// refusal is what kingpin says, or what broke while a value was read, since that ends the process as well.
func refusal() (err error) {
	defer func() {
		if left := recover(); left != nil {
			err = fmt.Errorf("panic: %v", left)
		}
	}()
	_, err = app.Parse(line)
	return err
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

// told is one flag as kingpin's model has it.
type told struct {
	Name       string   `json:"name"`
	Short      string   `json:"short"`
	Hidden     bool     `json:"hidden"`
	Required   bool     `json:"required"`
	Cumulative bool     `json:"cumulative"`
	Switch     bool     `json:"switch"`
	Default    []string `json:"default"`
	// Go's name of the type that reads the value, and of what it makes of it where that can be asked.
	Reader  string   `json:"reader"`
	Value   string   `json:"value"`
	Options []string `json:"options"`
	Help    string   `json:"help"`
}

func tell(flag *kingpin.FlagModel) told {
	one := told{
		Name: flag.Name, Hidden: flag.Hidden, Required: flag.Required, Switch: flag.IsBoolFlag(), Help: flag.Help,
		Default: append([]string{}, flag.Default...), Reader: fmt.Sprintf("%T", flag.Value), Options: []string{},
	}
	if flag.Short != 0 {
		one.Short = string(flag.Short)
	}
	if many, ok := flag.Value.(interface{ IsCumulative() bool }); ok {
		one.Cumulative = many.IsCumulative()
	}
	if getter, ok := flag.Value.(kingpin.Getter); ok {
		one.Value = fmt.Sprintf("%T", getter.Get())
	}
	// The words of a choice are a field that kingpin shows nobody.
	if value := reflect.Indirect(reflect.ValueOf(flag.Value)); value.Kind() == reflect.Struct {
		if options := value.FieldByName("options"); options.IsValid() {
			for at := range options.Len() {
				one.Options = append(one.Options, options.Index(at).String())
			}
		}
	}
	return one
}

// tellFlags writes, for each component, the flags of the program and then its own.
func tellFlags() {
	tellsFlags = true
	if err := read(); err != nil {
		panic(err)
	}
	model := app.Model()
	components := map[string][]told{}
	for _, component := range model.Commands {
		for _, flag := range append(append([]*kingpin.FlagModel{}, model.Flags...), component.Flags...) {
			components[component.Name] = append(components[component.Name], tell(flag))
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(components); err != nil {
		panic(err)
	}
}

// main takes a JSON list of arguments a line, and answers each with the sentence of its refusal, or null; given "flags", it tells those instead.
func main() {
	if len(os.Args) == 2 && os.Args[1] == "flags" {
		tellFlags()
		return
	}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 16<<20)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		line = nil
		if err := json.Unmarshal(in.Bytes(), &line); err != nil {
			panic(err)
		}
		var why *string
		if err := read(); err != nil {
			sentence := err.Error()
			why = &sentence
		}
		if err := out.Encode(why); err != nil {
			panic(err)
		}
	}
}
