package report

import (
	"bytes"
	"strings"
	"time"
	"unicode"

	"github.com/sirupsen/logrus"
	"github.com/tlua/tlua/core/job"
)

// NewLogger gives a logger to o.Out. The format is "text", a line for people, with
// the levels in colour if o.Color is set, or "json", an object in a line with the
// time as RFC 3339 in nanoseconds, in which text is what it was once it is
// decoded, if that was UTF-8. Another format is EINVAL.
func NewLogger(o Options, level logrus.Level, format string) (*logrus.Logger, error) {
	l := logrus.New()
	l.SetOutput(o.Out)
	l.SetLevel(level)
	switch format {
	case "text":
		l.SetFormatter(textFormat{style{color: o.Color, unicode: o.Unicode}})
	case "json":
		f := &jsonFormat{last: unicode.MaxASCII}
		if o.Unicode {
			f.last = unicode.MaxRune
		}
		f.TimestampFormat, f.DisableHTMLEscape = time.RFC3339Nano, true
		l.SetFormatter(f)
	default:
		return nil, job.Errorf("", job.EINVAL, "log format must be text or json, got %q", format)
	}
	return l, nil
}

// jsonFormat writes an object in which whatever is not printable, or is beyond
// last, is escaped: JSON itself allows most of it.
type jsonFormat struct {
	logrus.JSONFormatter
	last rune
}

// Format gives e in one line.
func (f *jsonFormat) Format(e *logrus.Entry) ([]byte, error) {
	line, err := f.JSONFormatter.Format(e)
	if err != nil {
		return nil, err
	}
	return []byte(escape(strings.TrimSuffix(string(line), "\n"), f.last, jsonEscapeOf) + "\n"), nil
}

// textFormat writes "15:04:05.000 INFO  message key=value".
type textFormat struct{ s style }

// Format gives e in one line.
func (f textFormat) Format(e *logrus.Entry) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(f.s.paint(dim, e.Time.Format("15:04:05.000")) + " " + f.level(e.Level) + " " + f.s.printable(e.Message))
	if fields := pairs(e.Data); fields != "" {
		b.WriteString(" " + f.s.paint(dim, f.s.printable(fields)))
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

// level gives the level's name in five columns.
func (f textFormat) level(l logrus.Level) string {
	name := strings.ToUpper(l.String())
	if l == logrus.WarnLevel {
		name = "WARN"
	}
	name = (name + "     ")[:5]
	switch {
	case l <= logrus.ErrorLevel:
		return f.s.paint(red, name)
	case l == logrus.WarnLevel:
		return f.s.paint(yellow, name)
	case l >= logrus.DebugLevel:
		return f.s.paint(dim, name)
	}
	return name
}
