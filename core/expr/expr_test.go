package expr

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// among is a Term over sets of words.
func among(word string) (func(map[string]bool) bool, error) {
	if word == "bad" {
		return nil, errors.New("bad is no word")
	}
	return func(set map[string]bool) bool { return set[word] }, nil
}

func TestParse(t *testing.T) {
	set := map[string]bool{"a": true, "b": true, `"c d"`: true}
	for text, want := range map[string]bool{
		"a": true, "x": false, "not x": true, "not not a": true,
		"a and b": true, "a and x": false, "x or b": true, "x or y": false,
		"a or b and x": true, "(a or b) and x": false, "not x and a": true, "not (x or a)": false,
		`"c d"and(a)`: true, " ( a ) ": true,
	} {
		f, err := Parse(text, "a word", among)
		require.NoError(t, err, text)
		require.Equal(t, want, f(set), text)
	}
}

func TestParseErrors(t *testing.T) {
	for text, want := range map[string]string{
		"":        `"": a word expected at the end`,
		"a and":   `"a and": a word expected at the end`,
		"or a":    `"or a": a word expected before or`,
		"a b":     `"a b": and, or, or the end expected before b`,
		"(a":      `"(a": a ) is missing`,
		"a)":      `"a)": and, or, or the end expected before )`,
		"()":      `"()": a word expected before )`,
		"not":     `"not": a word expected at the end`,
		"not bad": `"not bad": bad is no word`,
	} {
		_, err := Parse(text, "a word", among)
		require.EqualError(t, err, want)
	}
}

// What is written down from a tree means what the tree does.
func TestParseMeansWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set := map[string]bool{"a": rapid.Bool().Draw(t, "a"), "b": rapid.Bool().Draw(t, "b")}
		text, want := drawTree(t, set, 4)
		f, err := Parse(text, "a word", among)
		if err != nil || f(set) != want {
			t.Fatalf("%s for %v: want %v, error %v", text, set, want, err)
		}
	})
}

func drawTree(t *rapid.T, set map[string]bool, depth int) (string, bool) {
	kind := rapid.IntRange(0, 3).Draw(t, "kind")
	if depth == 0 || kind == 0 {
		word := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "word")
		return word, set[word]
	}
	text, value := drawTree(t, set, depth-1)
	if kind == 1 {
		return "not (" + text + ")", !value
	}
	more, other := drawTree(t, set, depth-1)
	if kind == 2 {
		return "(" + text + ") and (" + more + ")", value && other
	}
	return "((" + text + ")or(" + more + "))", value || other
}

// Whatever the text, there is an answer: an expression or an error.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"a and not (b or \"c d\")", "((", "\"", "not", "and or"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		g, err := Parse(text, "a word", among)
		switch {
		case err == nil:
			g(map[string]bool{"a": true})
		case g != nil || !strings.Contains(err.Error(), ": "):
			t.Fatalf("%q: %v", text, err)
		}
	})
}
