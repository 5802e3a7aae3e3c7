// Package tool turns a program's options into its arguments. What options there
// are is declared once, as a Spec or as a Go struct with tags; what is given is
// checked against the declaration, and a wrong value is an error that names the
// option, what was wanted and what came.
//
// A value never becomes a flag of the program: where one that begins with '-'
// would stand alone in the arguments, it is an error, or "--" comes before it.
package tool

import (
	"errors"
	"strings"

	"github.com/tlua/tlua/core/job"
)

// Type says what values an option takes and how they are written.
type Type string

// The types of options.
const (
	String    Type = "string"     // text, as it is
	Uint      Type = "uint"       // a whole number from 0
	UintHex   Type = "uint_hex"   // the same, written as 0x1f
	UintOctal Type = "uint_octal" // the same, written as 755
	Int       Type = "int"        // a whole number
	Number    Type = "number"     // any finite number, written in full, without exponent
	Flag      Type = "flag"       // the flag alone, when the value is true
	Enum      Type = "enum"       // one of Values
	YesNo     Type = "yesno"      // a boolean, written as yes or no
	List      Type = "list"       // several texts or numbers: an argument each, or joined by Sep
	Group     Type = "group"      // several options joined by Sep in one argument
	Addr      Type = "addr"       // an IP address or the name of a machine
	AddrPort  Type = "addr_port"  // the same and a port: 10.0.0.1:80, [::1]:80
)

// Option declares one option of a program.
type Option struct {
	Name string // as users write it
	Flag string // "-c", "--count", "if="; empty: the value is a positional argument
	Type Type   // empty: String

	// Glue puts flag and value into one argument. The members of a group are
	// always glued.
	Glue bool
	// Suffix comes after the value, such as the unit in "10ms".
	Suffix string
	// Quote comes before and after the value, or each item of a list. A value
	// that contains it is an error.
	Quote string
	// Sep joins the items of a list or the members of a group. An item that
	// contains it without being quoted is an error, as it would be read as
	// several. A list without Sep gives one argument per item, each after its
	// own flag.
	Sep string

	Values   []string // of an Enum
	Required bool     // its absence is an error; an empty list is absent
	Default  any      // what an absent option gets; nil: nothing
	Options  []Option // of a Group
}

// Options are a program's options, in the order of its arguments.
type Options []Option

// Spec is the declaration of a program's arguments.
type Spec struct {
	Options Options
	// DashDash says that the program takes "--" as the end of its flags: it is
	// put before the first positional argument when any of them begins with
	// '-'. Without it such an argument is an error. Positional options come
	// last then.
	DashDash bool
}

// Argv gives the arguments for values, by the options' names; see Spec.Argv.
func (os Options) Argv(values map[string]any) ([]string, error) {
	return Spec{Options: os}.Argv(values)
}

// Argv gives the arguments for values, by the options' names. A nil value is
// absent; booleans, strings, numbers, slices and maps of Go's or of named types
// are understood, and those of net/netip. Errors have the code EINVAL.
func (s Spec) Argv(values map[string]any) ([]string, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	if err := known("", s.Options, values); err != nil {
		return nil, err
	}
	var a argv
	for _, o := range s.Options {
		texts, err := o.texts(o.Name, values[o.Name])
		if err != nil {
			return nil, err
		}
		a.add(o, texts)
	}
	return a.done(s.DashDash)
}

// known refuses the values that no option has asked for.
func known(path string, options []Option, values map[string]any) error {
	names := make([]string, len(options))
	has := make(map[string]bool, len(options))
	for i, o := range options {
		names[i] = o.Name
		has[o.Name] = true
	}
	for _, name := range sortedKeys(values) {
		if !has[name] {
			return invalid("unknown option '%s'%s; there are: %s",
				show(path+name), suggest(name, names), strings.Join(names, ", "))
		}
	}
	return nil
}

func invalid(format string, args ...any) error {
	return job.Errorf("", job.EINVAL, format, args...)
}

// messageOf gives what an error of this package says, without its code.
func messageOf(err error) string {
	var e *job.Error
	if errors.As(err, &e) {
		return e.Message
	}
	return err.Error()
}
