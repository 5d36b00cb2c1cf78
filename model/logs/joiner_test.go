package logs

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"podtop/model"
)

func part(c Container, s Stream, text string, partial bool) Line {
	return Line{Container: c, Stream: s, Text: text, Size: uint64(len(text)), Partial: partial}
}

func TestJoin(t *testing.T) {
	var j Joiner
	var got []string
	for i, l := range []Line{
		part(web, Stdout, "a ", true), part(web, Stderr, "x ", true), part(db, Stdout, "whole", false),
		{Kind: Event, Container: web, Text: "died", Partial: true},
		part(web, Stdout, "b ", true), part(db, Stdout, "1 ", true), part(web, Stdout, "c", false), part(web, Stderr, "y", false), part(web, Stdout, "d", false),
	} {
		l.Cursor = fmt.Sprint(i)
		if whole, ok := j.Add(l); ok {
			got = append(got, whole.Container.Name+" "+whole.Stream.String()+": "+whole.Text+" @"+whole.Cursor)
		}
	}
	want := []string{"db stdout: whole @2", "web : died @3", "web stdout: a b c @6", "web stderr: x y @7", "web stdout: d @8"}
	if !slices.Equal(got, want) || j.Open() != 1 {
		t.Errorf("%d open, %q, want %q", j.Open(), got, want)
	}
	rest := j.Flush()
	if len(rest) != 1 || rest[0].Text != "1 " || !rest[0].Partial || j.Open() != 0 || j.bytes != 0 {
		t.Errorf("%+v", rest)
	}
}

// However the parts of lines lie between each other, each comes out once, and
// the lines of one pipe in their order.
func TestJoinProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var j Joiner
		pipes := rapid.IntRange(1, 5).Draw(t, "pipes")
		written, read := make([]string, pipes), make([]string, pipes)
		keep := func(l Line) {
			read[l.Container.UID] += l.Text
			if !l.Partial {
				read[l.Container.UID] += "\n"
			}
		}
		for range rapid.IntRange(0, 60).Draw(t, "parts") {
			from := rapid.IntRange(0, pipes-1).Draw(t, "pipe")
			text := rapid.StringN(0, 5, -1).Draw(t, "text")
			partial := rapid.Bool().Draw(t, "partial")
			written[from] += text
			if !partial {
				written[from] += "\n"
			}
			if l, ok := j.Add(part(Container{UID: from}, Stdout, text, partial)); ok {
				keep(l)
			}
		}
		for _, l := range j.Flush() {
			keep(l)
		}
		if !slices.Equal(written, read) || j.bytes != 0 {
			t.Fatalf("%q came out as %q", written, read)
		}
	})
}

// A line without an end is kept to its first 256 KiB, and counted.
func TestJoinIsBounded(t *testing.T) {
	var j Joiner
	chunk := strings.Repeat("x", 10_000)
	for range 100_000 {
		if _, ok := j.Add(part(web, Stdout, chunk, true)); ok {
			t.Fatal("it came out")
		}
	}
	l, _ := j.Add(part(web, Stdout, "end", false))
	if len(l.Text) != MaxText || l.Size != 1e9+3 || !l.IsCut() {
		t.Errorf("%d of %d bytes", len(l.Text), l.Size)
	}
}

// Where too much is open, parts come out as they are, and nothing is lost.
func TestJoinOfTooMany(t *testing.T) {
	for _, size := range []int{1, 1000, MaxText / 2} {
		var j Joiner
		in, out := 0, 0
		for round := range 3 {
			for c := range 2 * maxOpen {
				id := model.ID(fmt.Sprint(c))
				in += size
				l, ok := j.Add(part(Container{ID: id}, Stdout, strings.Repeat("x", size), round < 2))
				if ok {
					out += int(l.Size)
				}
				if j.Open() > maxOpen || j.bytes > maxOpenBytes+MaxText {
					t.Fatalf("%d open, of %d bytes", j.Open(), j.bytes)
				}
			}
		}
		for _, l := range j.Flush() {
			out += int(l.Size)
		}
		if in != out {
			t.Errorf("parts of %d: %d bytes came out of %d", size, out, in)
		}
	}
}
