package logs

import (
	"strings"
	"time"
)

// ParseK8sFile parses a line of a k8s-file log, without its newline; F is a whole
// line or the end of one, P another part:
//
//	2026-11-30T12:00:00.123456789+01:00 stdout F hello
//	2026-11-30T12:00:00.123456790+01:00 stderr P oh
//
// It has wall time alone. The container is for the caller to add.
func ParseK8sFile(text string) (l Line, ok bool) {
	stamp, rest, _ := strings.Cut(text, " ")
	stream, rest, _ := strings.Cut(rest, " ")
	tag, message, _ := strings.Cut(rest, " ")
	if l.Time, ok = parseStamp(stamp); !ok {
		return Line{}, false
	}
	if l.Stream, ok = parseStream(stream); !ok {
		return Line{}, false
	}
	switch tag {
	case "F":
	case "P":
		l.Partial = true
	default:
		return Line{}, false
	}
	l.keepText(message)
	return l, true
}

// keepText keeps the first MaxText bytes of text, and none of what is around it.
func (l *Line) keepText(text string) {
	l.Size = uint64(len(text))
	l.Text = strings.Clone(head(text))
}

// parseStamp parses a time as container engines write it.
func parseStamp(s string) (time.Time, bool) {
	const longest = len("2026-11-30T12:00:00.123456789+01:00")
	if len(s) > longest {
		return time.Time{}, false
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	return t.UTC(), err == nil && t.Year() > 0
}

func parseStream(s string) (Stream, bool) {
	switch s {
	case "stdout":
		return Stdout, true
	case "stderr":
		return Stderr, true
	}
	return UnknownStream, false
}
