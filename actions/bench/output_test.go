package bench

import (
	"bytes"
	"encoding/binary"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
)

// recorded is a stream that was recorded, which ends.
type recorded struct{ io.Reader }

func (recorded) Write(b []byte) (int, error) { return len(b), nil }
func (recorded) Close() error                { return nil }

func frames(texts ...string) (b []byte) {
	for i, text := range texts {
		b = binary.BigEndian.AppendUint32(append(b, byte(1+i%2), 0, 0, 0), uint32(len(text)))
		b = append(b, text...)
	}
	return b
}

func heard(stream []byte) (lines []string, first bool, head string) {
	o := newOutput(recorded{bytes.NewReader(stream)}, true)
	for line := range o.lines {
		lines = append(lines, string(line))
	}
	_, first = <-o.first
	return lines, first, o.firstLine()
}

func TestOutput(t *testing.T) {
	whole := frames("one\ntw", "error", "o\nthree")
	for _, tt := range []struct {
		what   string
		stream []byte
		lines  []string
		first  bool
		head   string
	}{
		{"frames", whole, []string{"one", "two"}, true, "one"},
		{"the other stream alone", frames("", "bad \x1b[31mthing\nmore"), nil, true, "bad ?[31mthing"},
		{"nothing", nil, nil, false, ""},
		{"cut in a head", whole[:5], nil, false, ""},
		{"cut in a text", whole[:10], nil, true, ""},
		{"a frame without end", []byte{1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 'x'}, nil, true, ""},
	} {
		lines, first, head := heard(tt.stream)
		if !slices.Equal(lines, tt.lines) || first != tt.first || head != tt.head {
			t.Errorf("%s: %q, %t, %q", tt.what, lines, first, head)
		}
	}
}

// One that says more than may wait is not kept from saying it.
func TestOutputOfAFlood(t *testing.T) {
	lines, _, _ := heard(frames(strings.Repeat("x\n", 2*mostLines)))
	if len(lines) < mostLines {
		t.Errorf("%d lines", len(lines))
	}
	if lines, _, _ := heard(frames(slices.Repeat([]string{strings.Repeat("x", maxFrame)}, 5)...)); len(lines) > 0 {
		t.Errorf("%d lines", len(lines))
	}
	if lines, _, _ := heard(frames(strings.Repeat("x", maxLine+1) + "\nshort\n")); !slices.Equal(lines, []string{"short"}) {
		t.Errorf("%d lines", len(lines))
	}
}

// What waits to be read is bounded, and nothing of what an image says is.
func TestOutputIsBounded(t *testing.T) {
	flood := frames(strings.Repeat("x\n", 10_000))
	for _, tt := range []struct {
		isPayload bool
		most      int
	}{{true, 16}, {false, 0}} {
		o := newOutput(recorded{bytes.NewReader(flood)}, tt.isPayload)
		<-o.first // when the first byte came
		<-o.first // closed at the end
		waiting := 0
		for range o.lines {
			waiting++
		}
		if waiting != tt.most || o.firstLine() != "x" {
			t.Errorf("a payload: %t: %d lines wait, %q", tt.isPayload, waiting, o.firstLine())
		}
	}
}

// Whatever a stream has, reading it ends, and what is shown of it is clean.
func FuzzOutput(f *testing.F) {
	f.Add(frames("one\ntw", "error", "o\nthree"))
	f.Add([]byte{1, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 'x'})
	f.Fuzz(func(t *testing.T, stream []byte) {
		done := make(chan string, 1)
		go func() {
			_, _, head := heard(stream)
			done <- head
		}()
		select {
		case head := <-done:
			if strings.ContainsAny(head, "\x1b\n\x07") {
				t.Errorf("%q", head)
			}
		case <-time.After(10 * time.Second):
			t.Fatal("it does not end")
		}
	})
}
