package logs

import (
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 30, 12, 0, 0, 123456789, time.UTC)

func line(stream Stream, text string, partial bool) Line {
	return Line{Stamp: Stamp{Time: noon}, Stream: stream, Text: text, Size: uint64(len(text)), Partial: partial}
}

func TestParseFrame(t *testing.T) {
	for text, want := range map[string]Line{
		"2026-11-30T13:00:00.123456789+01:00 a b\n": line(Stderr, "a b", false),
		"2026-11-30T13:00:00.123456789+01:00 a b":   line(Stderr, "a b", true),
		"2026-11-30T13:00:00.123456789+01:00 \n":    line(Stderr, "", false),
	} {
		if l, ok := ParseFrame(Stderr, text); !ok || l != want {
			t.Errorf("%q: %v %+v", text, ok, l)
		}
	}
	for _, text := range []string{"", "a b", "2026-11-30T13:00:00Z", "2026-11-30T13:00:00Z\n"} {
		if l, ok := ParseFrame(Stderr, text); ok {
			t.Errorf("%q: %+v", text, l)
		}
	}
}

func TestParseFrameHead(t *testing.T) {
	if h, whole, ok := ParseFrameHead([]byte("\x02\x00\x00\x00\x00\x00\x01\x02rest")); !whole || !ok || h != (FrameHead{Stderr, 258}) {
		t.Errorf("%v %v %+v", whole, ok, h)
	}
	if _, whole, ok := ParseFrameHead([]byte("\x01\x00\x00")); whole || !ok {
		t.Error("a head that is not whole yet")
	}
	for _, head := range []string{"\x00\x00\x00\x00\x00\x00\x00\x01", "\x03\x00\x00\x00\x00\x00\x00\x01", "HTTP/1.1", "\x01\x00\x01\x00\x00\x00\x00\x01"} {
		if h, _, ok := ParseFrameHead([]byte(head)); ok {
			t.Errorf("%q: %+v", head, h)
		}
	}
}

// Of a long line the beginning is kept.
func TestLongFrame(t *testing.T) {
	l, ok := ParseFrame(Stdout, "2026-11-30T12:00:00Z "+strings.Repeat("x", 2*MaxText))
	if !ok || len(l.Text) != MaxText || l.Size != 2*MaxText {
		t.Errorf("%v: %d bytes of %d", ok, len(l.Text), l.Size)
	}
}

func FuzzParseFrame(f *testing.F) {
	f.Add("2026-11-30T12:00:00.123456789Z hello\n")
	f.Add("2026-11-30T12:00:00Z")
	f.Fuzz(func(t *testing.T, text string) {
		l, ok := ParseFrame(Stdout, text)
		if !ok && l != (Line{}) {
			t.Errorf("%q is none, and yet %+v", text, l)
		}
		if ok && (l.Time.IsZero() || len(l.Text) > len(text) || l.Size < uint64(len(l.Text))) {
			t.Errorf("%q: %+v", text, l)
		}
	})
}
