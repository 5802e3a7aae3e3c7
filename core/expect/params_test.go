package expect

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/tlua/tlua/core/event"
)

func TestParams(t *testing.T) {
	for _, c := range []struct {
		want, got any
		holds     bool
	}{
		{"tcp", "tcp", true}, {"tcp", "udp", false}, {"4", 4.0, true}, {4.0, "4", true}, {4.0, 5.0, false},
		{true, true, true}, {true, "true", true}, {true, false, false},
		{">50", 51.0, true}, {">50", 50.0, false}, {">=50", 50.0, true}, {"< 50", 49.5, true}, {"<=50", 51.0, false}, {">50", "tcp", false},
		{"!=tcp", "udp", true}, {"!=tcp", "tcp", false}, {"!=4", 4.0, false},
		{"{1,4}", 4.0, true}, {"{1, 4}", 1.0, true}, {"{1,4}", 2.0, false}, {"{tcp}", "tcp", true},
		{[]any{1.0, "x"}, "x", true}, {[]any{1.0, "x"}, 2.0, false}, {[]any{">50"}, 51.0, false}, {[]any{">50"}, ">50", true},
	} {
		p, err := ParseParam("a", c.want)
		require.NoError(t, err)
		require.Equal(t, c.holds, p.holds(event.Param{Name: "a", Value: c.got}), "%v %v", c.want, c.got)
		require.False(t, p.holds(event.Param{Name: "b", Value: c.got}))
	}
	for _, c := range []struct {
		v    any
		want string
	}{
		{">x", `a number expected behind >, got "x"`},
		{"{1", `the } at the end of "{1" is missing`},
		{nil, "a text, a number, true, false or a list of them expected, got nothing"},
		{[]any{[]any{}}, "texts, numbers, true and false expected in the list, got a list"},
	} {
		_, err := ParseParam("a", c.v)
		require.EqualError(t, err, c.want)
	}
}
