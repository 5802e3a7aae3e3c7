package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// Options says how a Console or a logger writes.
type Options struct {
	Out     io.Writer // usually os.Stderr
	Color   bool      // SGR colours
	Unicode bool      // ✓ and ✗; else ok and FAIL, and all but ASCII is escaped
	Quiet   bool      // only errors; a logger has a level for that
	Names   bool      // each line begins with its runtime's name: for several scripts at once
}

// OptionsFor gives the options that suit out in an environment: Unicode if the
// locale is a UTF-8 one, Color on a terminal unless TERM is dumb; NO_COLOR and
// FORCE_COLOR, if not empty, decide over that. Getenv is os.Getenv or its like.
func OptionsFor(out io.Writer, getenv func(string) string) Options {
	o := Options{Out: out, Color: isTerminal(out, getenv("TERM"))}
	if getenv("NO_COLOR") != "" {
		o.Color = false
	} else if force := getenv("FORCE_COLOR"); force != "" {
		o.Color = force != "0"
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if locale := strings.ToLower(getenv(name)); locale != "" {
			o.Unicode = strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8")
			break
		}
	}
	return o
}

// Text makes a text that came from elsewhere fit to be shown: its lines stay, and
// all else that is not printable, or not ASCII where there is no Unicode, is
// escaped.
func (o Options) Text(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = style{unicode: o.Unicode}.printable(line)
	}
	return strings.Join(lines, "\n")
}

// style writes the same things with and without colour and Unicode.
type style struct{ color, unicode bool }

// The SGR codes in use.
const (
	bold   = "1"
	dim    = "2"
	red    = "31"
	green  = "32"
	yellow = "33"
)

// paint puts s in a colour.
func (s style) paint(code, text string) string {
	if !s.color || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// either gives the Unicode text or its ASCII fallback.
func (s style) either(unicode, ascii string) string {
	if s.unicode {
		return unicode
	}
	return ascii
}

// printable escapes what came from elsewhere.
func (s style) printable(text string) string {
	if s.unicode {
		return Printable(text)
	}
	return ASCII(text)
}

// line makes text that came from elsewhere fit for one line.
func (s style) line(text string) string {
	const most = 1000 // runes; a longer line is no reading matter
	text = strings.TrimRight(text, "\r\n")
	runes := 0
	for i := range text {
		if runes++; runes > most {
			text = fmt.Sprintf("%s... (%d more bytes)", text[:i], len(text)-i)
			break
		}
	}
	return s.printable(strings.ReplaceAll(text, "\t", "    "))
}

// Duration gives a time as the console does: "12 ms", "3.4 s", "2 min 05 s".
func Duration(d time.Duration) string { return duration(d) }

// duration gives d in few characters: 340 ms, 2.1 s, 5 min 03 s, 2 h 04 min.
func duration(d time.Duration) string {
	switch {
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < time.Minute:
		return fmt.Sprintf("%.1f s", d.Truncate(100*time.Millisecond).Seconds())
	case d < time.Hour:
		return fmt.Sprintf("%d min %02d s", int(d.Minutes()), int(d.Seconds())%60)
	}
	return fmt.Sprintf("%d h %02d min", int(d.Hours()), int(d.Minutes())%60)
}

// Quantity gives an amount as the console does: "12 pieces", "3.4 MB".
func Quantity(n float64, unit string) string { return quantity(n, unit) }

// quantity gives n units; bytes in a multiple that is easy to read.
func quantity(n float64, unit string) string {
	if unit != "B" && unit != "bytes" {
		return strings.TrimSpace(short(n) + " " + unit)
	}
	for _, u := range []string{"B", "kB", "MB", "GB"} {
		if n < 1000 {
			return short(n) + " " + u
		}
		n /= 1000
	}
	return short(n) + " TB"
}

// short gives n with at most one decimal, and none from 100 on.
func short(n float64) string {
	if n >= 100 || n == float64(int64(n)) {
		return strconv.FormatFloat(n, 'f', 0, 64)
	}
	return strconv.FormatFloat(n, 'f', 1, 64)
}
