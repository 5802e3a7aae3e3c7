package number_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tlua/tlua/luabind/vm/number"
)

func TestFormat(t *testing.T) {
	for f, want := range map[float64]string{
		0: "0", 1: "1", -1: "-1", 0.1: "0.1", 1.0 / 3: "0.33333333333333", 1e15: "1e+15", 1e14: "1e+14",
		99999999999999: "99999999999999", -99999999999999: "-99999999999999", 123456789012345: "1.2345678901234e+14",
		1 << 53: "9.007199254741e+15", 1e100: "1e+100", 1e-5: "1e-05", 0.0001: "0.0001", 5e-324: "4.9406564584125e-324",
		math.Inf(1): "inf", math.Inf(-1): "-inf", 99999999999999.9: "1e+14",
	} {
		require.Equal(t, want, number.Format(f))
	}
	require.Equal(t, "-0", number.Format(math.Copysign(0, -1)))
	require.Equal(t, "nan", number.Format(math.Copysign(math.NaN(), 1)))
	require.Equal(t, "-nan", number.Format(math.Copysign(math.NaN(), -1)))
}

func TestParse(t *testing.T) {
	for s, want := range map[string]float64{
		"1": 1, " 5 ": 5, "\v5\f\r\n": 5, "1e2": 100, "1E+2": 100, "13e-1": 1.3, ".5": 0.5, "5.": 5, "+5": 5, "-5": -5,
		"0x10": 16, "-0X1f": -31, "0x.8": 0.5, "0x1p4": 16, "0xA.8P1": 21, "010": 10, "inf": math.Inf(1), "-Infinity": math.Inf(-1),
		"1e400": math.Inf(1), "5\x00x": 5,
	} {
		got, ok := number.Parse(s)
		require.True(t, ok, s)
		require.Equal(t, want, got, s)
	}
	for _, s := range []string{"nan", "-NaN", "nan(1_a)"} {
		got, ok := number.Parse(s)
		require.True(t, ok, s)
		require.True(t, math.IsNaN(got), s)
	}
	for _, s := range []string{
		"", " ", ".", "-", "e1", "1e", "1e+", "0x", "0x.", "0xp1", "0x1p", "1_000", "0x_1", "0b1", "0o7", "- 5", "+-5", "5 5",
		"1f", "nan(", "nan(-)", "infin", "\x005",
	} {
		_, ok := number.Parse(s)
		require.False(t, ok, s)
	}
}

func TestParseBase(t *testing.T) {
	for _, c := range []struct {
		s    string
		base int
		want float64
	}{
		{"10", 2, 2}, {" zZ ", 36, 1295}, {"ff", 16, 255}, {"0xff", 16, 255}, {"-ff", 16, 1<<64 - 255},
		{"7fffffffffffffffffff", 16, 1<<64 - 1}, {"-7fffffffffffffffffff", 16, 1<<64 - 1}, {"+11", 2, 3}, {"1e1", 16, 481},
	} {
		got, ok := number.ParseBase(c.s, c.base)
		require.True(t, ok, c.s)
		require.Equal(t, c.want, got, c.s)
	}
	for s, base := range map[string]int{"": 10, "2": 2, "1.5": 16, "0x": 16, "0x1": 15, "- 1": 8} {
		_, ok := number.ParseBase(s, base)
		require.False(t, ok, s)
	}
}

func TestConversions(t *testing.T) {
	require.EqualValues(t, math.MinInt64, number.Int(1<<63))
	require.EqualValues(t, math.MinInt64, number.Int(math.NaN()))
	require.EqualValues(t, -1, number.Int(-1.9))
	require.EqualValues(t, uint64(math.MaxUint64), number.Uint(-1))
	require.EqualValues(t, uint64(1)<<63, number.Uint(1<<63))
	require.EqualValues(t, 0, number.Uint(1<<64))
	require.EqualValues(t, math.MinInt32, number.Int32(1<<31))
	require.EqualValues(t, -5, number.Int32(-5.5))
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"1e2", "0x1p4", " nan(1) ", "-inf", "0x", "1_0"} {
		f.Add(s, 16)
	}
	f.Fuzz(func(_ *testing.T, s string, base int) {
		if x, ok := number.Parse(s); ok {
			number.Format(x)
		}
		number.ParseBase(s, 2+int(uint(base)%35))
	})
}
