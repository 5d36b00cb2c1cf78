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

func TestParseK8sFile(t *testing.T) {
	for text, want := range map[string]Line{
		"2026-11-30T12:00:00.123456789Z stdout F hello":            line(Stdout, "hello", false),
		"2026-11-30T13:00:00.123456789+01:00 stderr P oh  my ":     line(Stderr, "oh  my ", true),
		"2026-11-30T13:00:00.123456789+01:00 stdout F ":            line(Stdout, "", false),
		"2026-11-30T13:00:00.123456789+01:00 stdout F":             line(Stdout, "", false),
		"2026-11-30T13:00:00.123456789+01:00 stdout F \x1b[2J\x00": line(Stdout, "\x1b[2J\x00", false),
	} {
		if got, ok := ParseK8sFile(text); !ok || got != want {
			t.Errorf("%q: %v %+v", text, ok, got)
		}
	}
	for _, text := range []string{
		"", "hello", "2026-11-30T12:00:00Z", "2026-11-30T12:00:00Z stdout", "2026-11-30T12:00:00Z stdout ", "2026-11-30T12:00:00Z stdin F x",
		"2026-11-30T12:00:00Z stdout X x", "2026-11-30T12:00:00Z stdout FP x", "2026-11-30 stdout F x", "2026-11-30T12:00:00Z  stdout F x",
		"2026-11-30T12:00:00." + strings.Repeat("1", 10_000) + "Z stdout F x", "0000-01-01T00:00:00Z stdout F x",
	} {
		if l, ok := ParseK8sFile(text); ok {
			t.Errorf("%.60q: %+v", text, l)
		}
	}
}

func TestParseJSONFile(t *testing.T) {
	for text, want := range map[string]Line{
		`{"log":"hello\n","stream":"stdout","time":"2026-11-30T12:00:00.123456789Z"}`:                                                   line(Stdout, "hello", false),
		`{"log":"hel","stream":"stderr","time":"2026-11-30T12:00:00.123456789Z"}`:                                                       line(Stderr, "hel", true),
		` { "time" : "2026-11-30T12:00:00.123456789Z" , "attrs":{"a":["}"]},"stream": "stdout", "log": "a\"b\\\u001b\ud83d\ude00\n" } `: line(Stdout, "a\"b\\\x1b😀", false),
	} {
		if got, ok := ParseJSONFile(text); !ok || got != want {
			t.Errorf("%q: %v %+v", text, ok, got)
		}
	}
	whole := `{"log":"hello\n","stream":"stdout","time":"2026-11-30T12:00:00.123456789Z"}`
	for i := range whole {
		if l, ok := ParseJSONFile(whole[:i]); ok {
			t.Errorf("%q: %+v", whole[:i], l)
		}
	}
	for _, text := range []string{
		"", "{}", "[]", `{"a":"\`, `{"a":["\`, `{"\`, whole + "x", `{"log":1,"stream":"stdout","time":"2026-11-30T12:00:00Z"}`, `{"log":"x","stream":"stdin","time":"2026-11-30T12:00:00Z"}`,
		`{"log":"x","stream":"stdout","time":"noon"}`, `{"log":"x","stream":"stdout"}`, `{"log":"x","time":"2026-11-30T12:00:00Z"}`,
	} {
		if l, ok := ParseJSONFile(text); ok {
			t.Errorf("%q: %+v", text, l)
		}
	}
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

// What is kept of a line is kept alone, not with the file around it.
func TestLongLinesOfFiles(t *testing.T) {
	l, ok := ParseK8sFile("2026-11-30T12:00:00Z stdout F " + strings.Repeat("x", 2*MaxText))
	if !ok || len(l.Text) != MaxText || l.Size != 2*MaxText {
		t.Errorf("%v: %d bytes of %d", ok, len(l.Text), l.Size)
	}
}

func FuzzParseK8sFile(f *testing.F) {
	f.Add("2026-11-30T12:00:00.123456789Z stdout F hello")
	f.Add("2026-11-30T12:00:00Z stderr P")
	f.Fuzz(func(t *testing.T, text string) { checkParsed(t, text, ParseK8sFile) })
}

func FuzzParseJSONFile(f *testing.F) {
	f.Add(`{"log":"hello\n","stream":"stdout","time":"2026-11-30T12:00:00.123456789Z"}`)
	f.Add(`{"a":[{"b":"\ud800"}],"log":"\uzz\`)
	f.Fuzz(func(t *testing.T, text string) { checkParsed(t, text, ParseJSONFile) })
}

func checkParsed(t *testing.T, text string, parse func(string) (Line, bool)) {
	l, ok := parse(text)
	if !ok && l != (Line{}) {
		t.Errorf("%q is none, and yet %+v", text, l)
	}
	if ok && (l.Time.IsZero() || l.Stream == UnknownStream || len(l.Text) > len(text) || l.Size < uint64(len(l.Text))) {
		t.Errorf("%q: %+v", text, l)
	}
}
