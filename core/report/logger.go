package report

import (
	"bytes"
	"io"
	"strings"
	"time"

	"github.com/sirupsen/logrus"
	"github.com/tlua/tlua/core/job"
)

// NewLogger gives a logger to w. The format is "text", a line for people, with
// the levels in colour if color is set, or "json", an object in a line with the
// time as RFC 3339 in nanoseconds. Another format is EINVAL.
func NewLogger(w io.Writer, level logrus.Level, format string, color bool) (*logrus.Logger, error) {
	l := logrus.New()
	l.SetOutput(w)
	l.SetLevel(level)
	switch format {
	case "text":
		l.SetFormatter(textFormat{style{color: color}})
	case "json":
		l.SetFormatter(&logrus.JSONFormatter{TimestampFormat: time.RFC3339Nano, DisableHTMLEscape: true})
	default:
		return nil, job.Errorf("", job.EINVAL, "log format must be text or json, got %q", format)
	}
	return l, nil
}

// textFormat writes "15:04:05.000 INFO  message key=value".
type textFormat struct{ s style }

// Format gives e in one line.
func (f textFormat) Format(e *logrus.Entry) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(f.s.paint(dim, e.Time.Format("15:04:05.000")) + " " + f.level(e.Level) + " " + Printable(e.Message))
	if fields := pairs(e.Data); fields != "" {
		b.WriteString(" " + f.s.paint(dim, fields))
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
