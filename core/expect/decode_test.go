package expect

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMistakesInEntries(t *testing.T) {
	for text, want := range map[string]string{
		"- {tets: a, test: b, expect: failed}":           `EINVAL: r.yaml:1: unknown field "tets", did you mean "test"?`,
		"- {test: b, expect: failed, zzzzzzzzzz: 1}":     `EINVAL: r.yaml:1: unknown field "zzzzzzzzzz"`,
		"- {expect: failed}":                             `EINVAL: r.yaml:1: test: the pattern of a file or a full name expected`,
		"- {test: a}":                                    `EINVAL: r.yaml:1: expect: a result expected, such as "failed", or a list of results`,
		"- {test: a, expect: []}":                        `EINVAL: r.yaml:1: expect: a result expected, such as "failed", or a list of results`,
		"- {test: a, expect: fialed}":                    `EINVAL: r.yaml:1: expect: passed, failed, error, timeout, skipped, pending or flaky expected, got "fialed", did you mean "failed"?`,
		"- {test: a, expect: interrupted}":               `EINVAL: r.yaml:1: expect: passed, failed, error, timeout, skipped, pending or flaky expected, got "interrupted"`,
		"- {test: a, expect: [failed, 1]}":               `EINVAL: r.yaml:1: expect: texts expected in the list, got the number 1`,
		"- {test: a, expect: {failed: true}}":            `r.yaml:1: expect: a text or a list of texts expected, got names with values`,
		"- {test: a, expect: failed, key: 12}":           `EINVAL: r.yaml:1: key: a text expected, got the number 12`,
		"- {test: a, expect: failed, verdict: 1}":        `EINVAL: r.yaml:1: verdict: a text or a list of texts expected, got the number 1`,
		"- {test: a, expect: failed, when: \"linux &\"}": `EINVAL: r.yaml:1: when: "linux &": and, or, or the end expected before &`,
		"- {test: a, expect: failed, params: x}":         `EINVAL: r.yaml:1: params: names with values expected, got the text "x"`,
		"- {test: a, expect: failed, params: {a: '>x'}}": `EINVAL: r.yaml:1: params: a: a number expected behind >, got "x"`,
		"# one\n- {test: a, expect: failed}\n- a":        `EINVAL: r.yaml:3: an entry with test and expect expected, got the text "a"`,
		"- {test: 1, expect: 2}":                         "EINVAL: r.yaml:1: test: a text expected, got the number 1\n",
		"test: a":                                        `EINVAL: r.yaml:1: a list of entries expected, each of which begins with a dash`,
		"- {test: a, test: b}":                           `EINVAL: r.yaml:1: mapping key "test" already defined at line 1`,
		"- {test: a":                                     `EINVAL: r.yaml:1: did not find expected`,
		"- test: a: b":                                   `EINVAL: r.yaml: mapping values are not allowed in this context: a text with a colon and a blank needs quotes, such as test: "FILE: NAME"`,
		"- {test: a, number: 0, expect: failed}":         `EINVAL: r.yaml:1: number: 1, 2 and so on expected, of a test that has others of its name, got the number 0`,
		"- {test: a, number: 1.5, expect: failed}":       `EINVAL: r.yaml:1: number: 1, 2 and so on expected`,
		"- {test: a, number: x, expect: failed}":         `got the text "x"`,
		"- {test: a, expect: failed}\n---\n- a\n":        `EINVAL: r.yaml:2: a second document begins: one list of entries expected`,
		"- &a [*a]": `EINVAL: r.yaml: `,
	} {
		raw, err := FromYAML("r.yaml", []byte(text))
		if err == nil {
			_, err = New(raw)
		}
		require.ErrorContains(t, err, want, text)
	}
}

func TestNoEntries(t *testing.T) {
	for _, text := range []string{"", "# nothing yet\n", "[]", "---\n"} {
		require.Empty(t, book(t, text), "%q", text)
	}
	raw, err := FromList("r.lua", map[string]any{})
	require.NoError(t, err)
	require.Empty(t, raw)
}

func TestEntriesOfALists(t *testing.T) {
	raw, err := FromList("r.lua", []any{map[string]any{"test": "a", "expect": "failed"}, map[string]any{"test": "b"}})
	require.NoError(t, err)
	_, err = New(raw)
	require.EqualError(t, err, `EINVAL: r.lua: entry 2: expect: a result expected, such as "failed", or a list of results`)
	_, err = FromList("r.lua", "x")
	require.ErrorContains(t, err, `r.lua: a list of entries expected, such as {{test = "*", expect = "failed"}}, got the text "x"`)
	_, err = FromList("r.lua", map[string]any{"test": "a"})
	require.ErrorContains(t, err, "got names with values")
}

// Whatever the file, there is a book or an error that names it.
func FuzzYAML(f *testing.F) {
	f.Add("- {test: a, expect: failed, params: {a: '>1'}, when: linux, verdict: [x]}")
	f.Add("- test: a\n  expect:\n    - failed\n  note: |\n    x\n    y\n")
	f.Add("- &a {test: x, expect: failed}\n- *a\n")
	f.Add("- 2026-01-31\n- !!binary x\n- {1: 2}")
	f.Fuzz(func(t *testing.T, text string) {
		raw, err := FromYAML("r.yaml", []byte(text))
		if err == nil {
			_, err = New(raw)
		}
		if err != nil && !strings.HasPrefix(err.Error(), "EINVAL: r.yaml:") {
			t.Fatal(err)
		}
		if err != nil {
			return
		}
		drafts := []Draft{{{"test", text}, {"expect", "failed"}}}
		longer, err := YAML.Add("r.yaml", []byte(text), drafts)
		if err != nil {
			return
		}
		if !strings.HasPrefix(string(longer), text) {
			t.Fatalf("%q became %q", text, longer)
		}
	})
}
