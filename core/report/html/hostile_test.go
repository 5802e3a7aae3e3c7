package html

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	nethtml "golang.org/x/net/html"
	"pgregory.net/rapid"

	"github.com/tlua/tlua/core/event"
	"github.com/tlua/tlua/core/results"
)

// fragments are what a page could trip over.
var fragments = []string{
	"<script>", "</script>", "<script src=//evil>", "<!--", "-->", "<![CDATA[", "]]>", "</title>", "</style>", "</svg>", "</template>", "</textarea>",
	"<img src=x onerror=alert(1)>", "\" onload=\"", "' onload='", "`", "javascript:alert(1)", "//evil/", "data:text/html,", "{{.}}", "&lt;b&gt;", "&#60;b>", "&",
	"<", ">", "\"", "'", "/", "=", " ", "\n", "\r", "\t", "\x00", "\x1b[31m", "\u2028", "\u202e", "\ufeff", "\xff", "\xc3", "a", "<a href=x>", "<base href=//evil>", "<p", "+", "-",
}

// hostileRun has s wherever a run has text.
func hostileRun(s string) *results.Run {
	a := &results.Attempt{N: 1, Worker: 1, End: 400 * ms, Result: event.Failed}
	test := func(r event.Result) *results.Test {
		return &results.Test{
			Test:     event.Test{File: s, Name: s, Tags: []string{s}, Params: []event.Param{{Name: s, Value: s}}, Line: 1},
			Attempts: []*results.Attempt{hostileWith(a, s)}, Result: r, Reason: s, Expected: &results.Expected{Result: event.Result(s), Key: s, Note: s, As: r == event.Passed},
		}
	}
	r := &results.Run{
		Suite: event.Suite{Argv: []string{s, s}, Dir: s, Seed: 1, Shard: s, Version: s, Host: s, Go: s}, Stopped: s,
		Tests: []*results.Test{test(event.Failed), test(event.Passed), test(event.Result(s))},
		Files: []*results.File{{Path: s, Failures: []event.Failure{{Kind: s, Message: s}}, Record: hostileWith(a, s).Record}},
	}
	again := *r.Tests[0].Attempts[0]
	r.Tests[0].Attempts = append(r.Tests[0].Attempts, &again)
	return r
}

// shapeOf collects the names of a page's elements and attributes, of what is
// packed too, and fails for whatever could do something.
func shapeOf(t rapid.TB, page string, names map[string]bool) {
	z := nethtml.NewTokenizer(strings.NewReader(page))
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			require.Equal(t, io.EOF, z.Err())
			return
		case nethtml.CommentToken:
			t.Fatalf("a comment: %s", z.Raw())
		case nethtml.StartTagToken, nethtml.SelfClosingTagToken:
			token := z.Token()
			names[token.Data] = true
			for _, a := range token.Attr {
				names[token.Data+" "+a.Key] = true
				if a.Key == "href" {
					require.Regexp(t, `^(#|[^:/]*$|[^:/]*/|/[^/]|/$)`, a.Val, "of %s", token.Data)
				}
			}
			if token.Data == "script" && len(token.Attr) > 0 {
				require.Equal(t, nethtml.TextToken, z.Next())
				shapeOf(t, unpack(t, string(z.Text())), names)
			}
		}
	}
}

func unpack(t rapid.TB, packed string) string {
	b, err := base64.StdEncoding.DecodeString(packed)
	require.NoError(t, err)
	part, err := io.ReadAll(flate.NewReader(bytes.NewReader(b)))
	require.NoError(t, err)
	return string(part)
}

func written(t rapid.TB, run *results.Run) string {
	var b bytes.Buffer
	require.NoError(t, Write(&b, run, ""))
	return b.String()
}

// Whatever the texts of a run are, none of its page's elements comes from them.
func TestTextsAreNoElements(t *testing.T) {
	known := map[string]bool{}
	for _, plain := range []string{"a", "-a\n+b", "", strings.Repeat("a", 300)} {
		shapeOf(t, written(t, hostileRun(plain)), known)
	}
	shapeOf(t, written(t, sample()), known)
	script := regexp.MustCompile(`<script>`)
	rapid.Check(t, func(t *rapid.T) {
		evil := strings.Join(rapid.SliceOfN(rapid.SampledFrom(fragments), 1, 12).Draw(t, "text"), "")
		page := written(t, hostileRun(evil))
		names := map[string]bool{}
		shapeOf(t, page, names)
		for name := range names {
			require.True(t, known[name], "<%s> comes from %q", name, evil)
		}
		require.Len(t, script.FindAllString(page, -1), 1)
		odd := func(c rune) bool {
			return c < ' ' && c != '\n' && c != '\t' || strings.ContainsRune("\u202e\u2028\ufeff\ufffd", c)
		}
		if i := strings.IndexFunc(page, odd); i >= 0 {
			t.Fatalf("%q comes from %q", page[i-50:i+10], evil)
		}
	})
}

func FuzzTexts(f *testing.F) {
	for _, s := range fragments {
		f.Add(s)
	}
	known := map[string]bool{}
	shapeOf(f, written(f, hostileRun("-a\n+b")), known)
	shapeOf(f, written(f, sample()), known)
	f.Fuzz(func(t *testing.T, s string) {
		names := map[string]bool{}
		shapeOf(t, written(t, hostileRun(s)), names)
		for name := range names {
			require.True(t, known[name], "<%s> comes from %q", name, s)
		}
	})
}
