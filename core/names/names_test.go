package names_test

import (
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/core/names"
	"pgregory.net/rapid"
)

func TestSnake(t *testing.T) {
	for in, want := range map[string]string{
		"SaveToFile": "save_to_file", "HTTPPort": "http_port", "PeerID": "peer_id", "A": "a", "": "", "X2Y": "x2_y",
		"URL": "url", "CacheMB": "cache_mb", "already_snake": "already_snake", "Max_Peers": "max_peers", "IPv4": "i_pv4", "SHA256": "sha256",
	} {
		require.Equal(t, want, names.Snake(in), in)
	}
}

func TestSnakeOfAnyName(t *testing.T) {
	valid := regexp.MustCompile(`^[a-z0-9]+(_[a-z0-9]+)*$`)
	rapid.Check(t, func(rt *rapid.T) {
		name := rapid.StringMatching(`[A-Z][A-Za-z0-9]{0,12}`).Draw(rt, "name")
		got := names.Snake(name)
		require.Regexp(rt, valid, got)
		require.Equal(rt, got, names.Snake(got))
	})
}

func TestNearest(t *testing.T) {
	choices := []string{"create", "start", "stop", "wait_completion"}
	for in, want := range map[string]string{
		"creat": "create", "tsart": "start", "stpo": "stop", "wait_complete": "wait_completion", "xyzzy": "", "": "", "STOP": "stop",
	} {
		require.Equal(t, want, names.Nearest(in, choices), in)
	}
}
