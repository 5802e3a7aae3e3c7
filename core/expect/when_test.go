package expect

import (
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWhen(t *testing.T) {
	p, err := ParsePlatform([]string{"linux", "arm64", "cpus=4", "kernel=6.10.2", "net=ipv6", "slow"})
	require.NoError(t, err)
	for text, want := range map[string]bool{
		"linux": true, "darwin": false, "linux and not amd64": true, "(darwin or slow) and arm64": true,
		"cpus>=4": true, "cpus > 4": false, "cpus=4.0": true, "cpus!=4": false, "cpus<10": true, "cpus <= 3": false,
		"kernel>6.9": true, "kernel<6.10.10": true, "kernel=6.10": false, "kernel": true,
		"net=ipv6": true, "net=ipv4": false, "net!=ipv4": true, "net>4": false, "net=4": false, "net!=4": true,
		"disk>1": false, "disk!=1": false, "linux=1": false, "not disk>1": true,
	} {
		w, err := ParseWhen(text)
		require.NoError(t, err, text)
		require.Equal(t, want, w.Holds(p), text)
		require.Equal(t, text, w.String())
	}
	require.True(t, When{}.Holds(p))
}

func TestWhenErrors(t *testing.T) {
	for text, want := range map[string]string{
		"linux &":       `and, or, or the end expected before &`,
		"&":             `a word such as linux, or a comparison such as cpus>=4, expected, got &`,
		`"linux"`:       `a word such as linux, or a comparison such as cpus>=4, expected, got "linux"`,
		"cpus>many":     `a number expected behind cpus>, got many`,
		"cpus>":         `expected, got cpus>`,
		"not":           `a word such as linux, or a comparison such as cpus>=4, expected at the end`,
		"(linux or x86": `a ) is missing`,
	} {
		_, err := ParseWhen(text)
		require.ErrorContains(t, err, want, text)
	}
}

func TestPlatform(t *testing.T) {
	here := Here()
	require.Contains(t, here, runtime.GOOS)
	require.Contains(t, here, runtime.GOARCH)
	require.NotEmpty(t, here["cpus"])
	require.NotEmpty(t, here["kernel"])
	require.Contains(t, known, runtime.GOOS)
	require.Contains(t, known, runtime.GOARCH)

	more, err := ParsePlatform([]string{"slow", "cpus=1"})
	require.NoError(t, err)
	all := here.With(more)
	require.Equal(t, "1", all["cpus"])
	again, err := ParsePlatform(all.Words())
	require.NoError(t, err)
	require.Equal(t, all, again)
	for _, bad := range []string{"", "a b", "=1", "not", "a=", "1x", "a=b=c"} {
		_, err := ParsePlatform([]string{bad})
		require.ErrorContains(t, err, "a word or NAME=VALUE expected", bad)
	}
}

func FuzzWhen(f *testing.F) {
	for _, text := range []string{"linux and not (arm64 or cpus >= 4)", "a=1.2.3", "<", "a<<=b", "kernel!=6.1 or x"} {
		f.Add(text)
	}
	p := Platform{"linux": "", "cpus": "4", "kernel": "6.1", "net": "x"}
	f.Fuzz(func(t *testing.T, text string) {
		w, err := ParseWhen(text)
		if err != nil {
			if !strings.HasPrefix(err.Error(), `"`) {
				t.Fatal(err)
			}
			return
		}
		opposite, err := ParseWhen("not (" + text + ")")
		if err != nil || opposite.Holds(p) == w.Holds(p) {
			t.Fatalf("%q: %v", text, err)
		}
	})
}
