package main

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/tlua/tlua/core/expect"
	"github.com/tlua/tlua/core/job"
	"github.com/tlua/tlua/core/report"
)

// updateFlags are the flags of tlua expect update.
type updateFlags struct {
	when, key, note string
	platform        []string
}

// expectUpdateCommand makes the verb that adds to a file what runs showed.
func expectUpdateCommand(w world, code *int) *cobra.Command {
	f := &updateFlags{}
	c := &cobra.Command{
		Use:   "update [flags] FILE DIR...",
		Short: "Adds what runs of tests showed",
		Long: "Adds entries to FILE, which is made if there is none, until the runs in DIR are\n" +
			"as expected: for each test that did not pass, or not as it was to, its results\n" +
			"in all of the runs, and its verdicts if they were the same each time. The rest\n" +
			"of FILE stays what it is, with its comments; of several entries about a test\n" +
			"the last one counts. Entries whose tests are fine without are named, for you\n" +
			"to take out.\n\n" +
			"DIR is the folder of a run, its events.jsonl, or a folder of runs as tlua test\n" +
			"makes it, of which the newest counts.\n\n" +
			"A file whose list does not end with its last entry cannot be added to: then the\n" +
			"entries are printed, and the exit code is 1.",
		Example: "  tlua expect update results.lua tlua-results\n" +
			"  tlua expect update --key BUG-12 --when linux results.yaml run-1 run-2",
		Args:                  filesFrom(2),
		DisableFlagsInUseLine: true,
		RunE: func(_ *cobra.Command, args []string) (err error) {
			*code, err = unlessInterrupted(w, func() (int, error) { return f.update(w, args[0], args[1:]) })
			return err
		},
	}
	s := c.Flags()
	s.SortFlags = false
	s.StringVar(&f.when, "when", "", "the new entries hold where `EXPR` does, such as linux")
	s.StringVar(&f.key, "key", "", "the new entries are about the bug `KEY`")
	s.StringVar(&f.note, "note", "", "the new entries have the note `TEXT`")
	addPlatform(s, &f.platform)
	return c
}

// filesFrom refuses fewer than n arguments.
func filesFrom(n int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) >= n {
			return nil
		}
		return &usageError{message: "an argument is missing: " + c.UseLine(), hint: "'" + c.CommandPath() + " --help' tells more"}
	}
}

func (f *updateFlags) update(w world, file string, dirs []string) (int, error) {
	here, err := platformOf(f.platform)
	if err != nil {
		return 0, err
	}
	extra, err := f.extra()
	if err != nil {
		return 0, err
	}
	form, err := formOf(file)
	if err != nil {
		return 0, err
	}
	text, err := os.ReadFile(w.path(file))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, job.IOError("", file, err)
	}
	book, err := bookOf(form, file, text)
	if err != nil {
		return 0, err
	}
	runs, err := openRuns(w, dirs)
	if err != nil {
		return 0, err
	}
	u, err := book.Update(runs, here, extra)
	if err != nil {
		return 0, err
	}
	if err := add(w, form, file, text, u.Add); err != nil {
		c := report.NewConsole(report.OptionsFor(w.stderr, w.getenv))
		defer c.Close()
		c.Failure(report.Failure{Message: err.Error()})
		return exitFailed, nil
	}
	for _, e := range u.Useless {
		say(w, "%v: its tests are fine without; take it out", e)
	}
	return exitPassed, nil
}

// extra gives what the flags put into new entries.
func (f *updateFlags) extra() (d expect.Draft, err error) {
	if f.when != "" {
		if _, err := expect.ParseWhen(f.when); err != nil {
			return nil, &usageError{message: "--when: " + err.Error(), hint: "'tlua expect update --help' tells more"}
		}
		d = append(d, expect.Field{Name: "when", Value: f.when})
	}
	if f.key != "" {
		d = append(d, expect.Field{Name: "key", Value: f.key})
	}
	if f.note != "" {
		d = append(d, expect.Field{Name: "note", Value: f.note})
	}
	return d, nil
}

// add puts entries into a file, or prints them if that cannot be done.
func add(w world, form expect.Form, file string, text []byte, drafts []expect.Draft) error {
	if len(drafts) == 0 {
		say(w, "%s: nothing to add", file)
		return nil
	}
	longer, err := form.Add(file, text, drafts)
	if err == nil {
		err = writeWhole(w.path(file), func(to io.Writer) error {
			_, err := to.Write(longer)
			return err
		})
		if err != nil {
			err = job.IOError("", w.path(file), err)
		}
	}
	if err != nil {
		_, werr := w.stdout.Write(form.Write(nil, drafts)[0])
		return errors.Join(err, werr)
	}
	word := "entries"
	if len(drafts) == 1 {
		word = "entry"
	}
	say(w, "%s: %d %s added", file, len(drafts), word)
	return nil
}
