package logs

import (
	"encoding/binary"
	"strings"
	"time"
)

// frameHead is the length of the head of a frame of Podman's logs API: the
// stream, three zeros, and the length of what follows, big endian.
const frameHead = 8

// A FrameHead is the head of a frame.
type FrameHead struct {
	Stream Stream
	Length uint32 // of what follows, in bytes: as others say, so not to be allocated unread
}

// ParseFrameHead parses the head at the begin of b. Whole is false if b is shorter
// than that, ok if it is none.
func ParseFrameHead(b []byte) (h FrameHead, whole, ok bool) {
	if len(b) < frameHead {
		return h, false, true
	}
	if b[0] == 0 || b[0] > 2 || b[1]|b[2]|b[3] != 0 {
		return h, true, false
	}
	h = FrameHead{Stream: Stream(b[0]), Length: binary.BigEndian.Uint32(b[4:])}
	return h, true, true
}

// ParseFrame parses what is in a frame, when Podman's API is asked for timestamps.
// A line that is not whole has no newline. Podman 4 gives whole seconds only:
//
//	2026-11-30T12:00:00.123456789+01:00 hello
//
// It has wall time alone. The container is for the caller to add.
func ParseFrame(stream Stream, text string) (l Line, ok bool) {
	stamp, message, ok := strings.Cut(text, " ")
	if !ok {
		return Line{}, false
	}
	if l.Time, ok = parseStamp(stamp); !ok {
		return Line{}, false
	}
	l.Stream = stream
	message, whole := strings.CutSuffix(message, "\n")
	l.Partial = !whole
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
