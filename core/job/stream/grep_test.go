package stream

import (
	"bytes"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// PCRE2, by way of grep, finds the same. What is left out: empty matches, which
// grep does not show; a newline at the end, behind which ^ matches only here; and
// ^ as such, which grep forbids in look-behinds at the beginning of the text once
// it has found a match.
func TestLookBehindAsInPCRE(t *testing.T) {
	_, err := exec.LookPath("grep")
	require.NoError(t, err, "grep is not installed: apt-get install grep")
	r := rand.New(rand.NewSource(1))
	dir := t.TempDir()
	var texts [][]byte
	for len(texts) < 200 {
		text := naiveText(r, 1+r.Intn(16))
		text = bytes.TrimRight(bytes.ReplaceAll(text, []byte{0}, []byte("x")), "\n")
		if len(text) == 0 {
			continue
		}
		require.NoError(t, os.WriteFile(filepath.Join(dir, strconv.Itoa(len(texts))), text, 0o600))
		texts = append(texts, text)
	}
	behinds, matches := 0, 0
	for tried := 0; tried < cases(60); {
		e := newNaiveMaker(r).expression(5)
		utf := r.Intn(4) == 0
		if e.empty || !strings.Contains(e.source, "(?<") || strings.Contains(strings.ReplaceAll(e.source, "[^", ""), "^") {
			continue
		}
		want, ok := grep(t, dir, e.source, utf)
		if !ok {
			continue // PCRE2 wants all branches of a look-behind to have the same length
		}
		tried++
		source := e.source
		if utf {
			source = utfPrefix + source
		}
		p := mustCompile(t, source)
		for i, text := range texts {
			if utf && !utf8.Valid(text) {
				continue
			}
			got, found := feed(p, 0, text, randomCuts(r, 1+r.Intn(6)))
			var have []string
			for k := range got {
				have = append(have, fmt.Sprintf("%d:%s", got[k][0], found[k]))
			}
			require.Equal(t, want[i], have, "pattern %q text %q", source, text)
			matches += len(got)
		}
		behinds += len(p.behinds)
	}
	require.Positive(t, matches)
	require.Positive(t, behinds)
}

// grep gives the matches in the files of a folder, each with its offset, by the
// number that is the file's name. It is false if PCRE2 has no such pattern.
func grep(t *testing.T, dir, pattern string, utf bool) (map[int][]string, bool) {
	t.Helper()
	pattern = "(?m)" + pattern
	if utf {
		pattern = utfPrefix + pattern
	}
	// With -z a file is one text, as long as there is no NUL in it.
	cmd := exec.Command("grep", "-zorUaPb", "-e", pattern, ".")
	cmd.Dir = dir
	cmd.Env = []string{"LC_ALL=C", "PATH=" + os.Getenv("PATH")}
	out, err := cmd.Output()
	if err != nil && cmd.ProcessState.ExitCode() != 1 && len(out) == 0 {
		return nil, false
	}
	found := map[int][]string{}
	for _, line := range strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		if line == "" {
			continue
		}
		part := strings.SplitN(line, ":", 2)
		n, err := strconv.Atoi(filepath.Base(part[0]))
		require.NoError(t, err)
		found[n] = append(found[n], part[1])
	}
	return found, true
}
