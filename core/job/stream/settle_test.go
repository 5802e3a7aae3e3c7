package stream

import (
	"math/rand"
	"reflect"
	"regexp/syntax"
	"testing"

	"github.com/stretchr/testify/require"
)

// continuations makes n texts of which one may go on: characters, and pieces of
// what the pattern matches.
func continuations(r *rand.Rand, p *Pattern, n int) [][]byte {
	re, err := syntax.Parse(latin1(p.String()), perlFlags)
	if err != nil {
		panic(err)
	}
	all := [][]byte{nil}
	for _, token := range append(tokens, ".", "\r\n", "a1", "\na", " a") {
		all = append(all, []byte(token))
	}
	for len(all) < n {
		text := example(r, re)
		text = text[r.Intn(len(text)+1):]
		all = append(all, append(encode(text, false), randomText(r, r.Intn(3))...))
	}
	return all
}

// foretell is the matches in data that none of the continuations changes.
func foretell(pattern string, data []byte, continuations [][]byte) []span {
	var common []span
	for i, c := range continuations {
		have := oracle(pattern, append(data[:len(data):len(data)], c...), false)
		if i == 0 {
			common = have
		}
		n := 0
		for n < len(common) && n < len(have) && reflect.DeepEqual(common[n], have[n]) {
			n++
		}
		common = common[:n]
	}
	return common
}

// A write reports the matches that nothing can change which may follow, all of
// them and no other.
func TestMatchIsNeitherEarlyNorLate(t *testing.T) {
	reported := 0
	for seed := range cases(2500) {
		r := rand.New(rand.NewSource(int64(seed)))
		pattern := randomPattern(r, 3)
		if _, err := syntax.Parse(pattern, perlFlags); err != nil {
			continue
		}
		p := mustCompile(t, pattern)
		limitStates(p, r)
		data := randomText(r, 1+r.Intn(8))
		var got []span
		m := p.NewMatcher(0, func(t Match) { got = append(got, spanOf(t, p.Groups())) })
		_, _ = m.Write(data)
		want := foretell(pattern, data, continuations(r, p, 60))
		if len(got) < len(want) {
			// Something rare may follow that makes the last one another.
			want = foretell(pattern, data, continuations(r, p, 5000))
		}
		if len(got) != len(want) || len(got) > 0 && !reflect.DeepEqual(got, want) {
			t.Fatalf("seed %d: pattern %q text %q\nwant %v\ngot  %v", seed, pattern, data, want, got)
		}
		reported += len(got)
	}
	require.Positive(t, reported)
}
