package export

import (
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/names"
	"github.com/tlua/tlua/core/results"
)

func reportsDoc(t *testing.T) string {
	t.Helper()
	b, err := os.ReadFile("../../../docs/reports.md")
	require.NoError(t, err)
	return string(b)
}

// fieldsOf gives the names of a struct's fields in JSON; those of a record are
// listed by themselves.
func fieldsOf(of reflect.Type) (all []string) {
	for f := range of.Fields() {
		switch {
		case f.Type == reflect.TypeFor[results.Record]():
		case f.Anonymous:
			all = append(all, fieldsOf(f.Type)...)
		default:
			all = append(all, names.Snake(f.Name))
		}
		if f.Type == reflect.TypeFor[[]byte]() {
			all = append(all, names.Snake(f.Name)+"64")
		}
	}
	slices.Sort(all)
	return all
}

// docs/reports.md names every field, and no other.
func TestJSONIsDocumented(t *testing.T) {
	t.Parallel()
	_, doc, _ := strings.Cut(reportsDoc(t), "\n## JSON\n")
	listed, aside := map[string][]string{}, regexp.MustCompile(`\([^)]*\)`)
	for _, row := range regexp.MustCompile(`(?m)^\| (.*?) \| (.*) \|$`).FindAllStringSubmatch(doc, -1) {
		var fields []string
		for _, name := range regexp.MustCompile("`(\\w+)`").FindAllStringSubmatch(aside.ReplaceAllString(row[2], ""), -1) {
			fields = append(fields, name[1])
		}
		slices.Sort(fields)
		listed[row[1]] = fields
	}
	want := map[string][]string{"of": nil, "---": nil}
	for row, of := range map[string]any{
		"the run": results.Run{}, "each of `parts`": results.Part{}, "each of `files`": results.File{}, "each of `tests`": results.Test{}, "each of `params`": event.Param{},
		"`expected`": results.Expected{}, "each of `attempts`": results.Attempt{}, "the record": results.Record{},
		"each of `steps`": results.Step{}, "each of `jobs`": results.Job{}, "each of `runs`": results.JobRun{}, "each of `signals`": results.Mark{},
		"each of `output` and `sent`": results.Chunk{}, "each of `matches`": results.Match{}, "each of `progress`": results.Point{},
		"each of `logs`": results.Log{}, "each of `waits`": results.Wait{}, "each of `artifacts`": results.Artifact{}, "each of `orphans`": results.Orphan{},
	} {
		want[row] = fieldsOf(reflect.TypeOf(of))
	}
	want["the run"] = append(want["the run"], "format", "failed")
	slices.Sort(want["the run"])
	want["each of `failures`"] = nil
	require.Equal(t, want, listed)
}

func TestJUnitIsValid(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*results.Run{"sample": sample(), "gaps": gaps(), "hostile": hostile(), "nothing": {}, "killed": {Cut: true}} {
		doc := write(t, "junit.xml", r)
		out, err := run(t, "xmllint", "libxml2-utils", doc, "--noout", "--schema", "testdata/junit.xsd", "-")
		require.NoError(t, err, "%s: %.2000s", name, out)

		var back junitSuites
		require.NoError(t, xml.Unmarshal([]byte(doc), &back))
		n := 0
		for _, s := range back.Suites {
			require.Len(t, s.Cases, s.Tests)
			n += s.Tests
		}
		require.Equal(t, back.Tests, n)
	}
	// The schema itself finds what is wrong.
	good := write(t, "junit.xml", gaps())
	for _, bad := range []string{
		"<testsuites/>", strings.Replace(write(t, "junit.xml", sample()), "twin (again 2)", "twin", 1),
		strings.Replace(good, `<testsuites `, `<testsuites skipped="0" `, 1), strings.Replace(good, `<testcase `, `<testcase status="run" `, 1),
		strings.Replace(good, ` type="error"`, "", 1), strings.ReplaceAll(good, "rerunError", "aFailure"),
		strings.NewReplacer("<error", "<failure", "</error", "</failure").Replace(good), // it stands before those that follow
	} {
		_, err := run(t, "xmllint", "libxml2-utils", bad, "--noout", "--schema", "testdata/junit.xsd", "-")
		require.Error(t, err)
	}
}

// The command of docs/reports.md takes out all that schemas of others do not know.
func TestJUnitForThoseWhoCheck(t *testing.T) {
	t.Parallel()
	command := regexp.MustCompile(`(?m)^sed -E .* junit\.xml > strict\.xml$`).FindString(reportsDoc(t))
	require.NotEmpty(t, command)
	schema, err := os.ReadFile("testdata/junit.xsd")
	require.NoError(t, err)
	strict := regexp.MustCompile(`(?m)^.*<!-- more -->\n`).ReplaceAllString(string(schema), "")
	require.Equal(t, 3, strings.Count(string(schema), "\n")-strings.Count(strict, "\n"))
	for name, r := range map[string]*results.Run{"sample": sample(), "gaps": gaps(), "hostile": hostile()} {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "strict.xsd"), []byte(strict), 0o666))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "junit.xml"), []byte(write(t, "junit.xml", r)), 0o666))
		sh := exec.Command("sh", "-ec", command+"\nxmllint --noout --schema strict.xsd strict.xml")
		sh.Dir = dir
		out, err := sh.CombinedOutput()
		require.NoError(t, err, "%s: %.2000s", name, out)
	}
}
