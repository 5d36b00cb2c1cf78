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
		{Kind: Event, Container: web, Text: "paused", Partial: true},
		part(web, Stdout, "b ", true), part(db, Stdout, "1 ", true), part(web, Stdout, "c", false), part(web, Stderr, "y", false), part(web, Stdout, "d", false),
	} {
		l.Cursor = fmt.Sprint(i)
		for _, whole := range j.Add(nil, l) {
			got = append(got, whole.Container.Name+" "+whole.Stream.String()+": "+whole.Text+" @"+whole.Cursor+" of "+fmt.Sprint(whole.Parts))
		}
	}
	want := []string{"db stdout: whole @2 of 0", "web : paused @3 of 0", "web stdout: a b c @6 of 3", "web stderr: x y @7 of 2", "web stdout: d @8 of 0"}
	if !slices.Equal(got, want) || j.Open() != 1 {
		t.Errorf("%d open, %q, want %q", j.Open(), got, want)
	}
	rest := j.Flush(nil)
	if len(rest) != 1 || rest[0].Text != "1 " || !rest[0].Partial || j.Open() != 0 || j.bytes != 0 {
		t.Errorf("%+v", rest)
	}
}

// What a container did not end is no begin of its next run's first line.
func TestJoinOverARestart(t *testing.T) {
	var j Joiner
	var got []Line
	for _, l := range []Line{
		part(web, Stderr, "no end", true), part(db, Stdout, "of db", true), part(web, Stdout, "nor here", true),
		{Kind: Event, Container: web, Text: "died, exit code 3"},
		part(web, Stdout, "a new run", false),
	} {
		got = j.Add(got, l)
	}
	if want := []string{"nor here", "no end", "died, exit code 3", "a new run"}; !slices.Equal(texts(got), want) || !got[0].Partial || j.Open() != 1 {
		t.Errorf("%q, want %q", texts(got), want)
	}
}

// A prompt has no end. Read backwards it stays where it is.
func TestJoinBeforeKeepsTheOrder(t *testing.T) {
	older := []Line{part(db, Stdout, "A", false), part(web, Stdout, "Password:", true), part(db, Stderr, "x ", true), part(db, Stdout, "B", false)}
	younger := []Line{part(db, Stdout, "C", false), part(web, Stderr, "D ", true), part(db, Stdout, "E", false), part(db, Stderr, "y ", true), part(db, Stdout, "F", false)}
	got := texts(JoinBefore(older, younger))
	if want := []string{"A", "Password:", "B", "C", "D ", "E", "x y ", "F"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// Lines that are appended change the place of none. The rest of a line that stands
// among the last goes on there, unless its container died meanwhile.
func TestAppend(t *testing.T) {
	var got []Line
	add := func(cursor string, l Line) {
		l.Cursor = cursor
		got = Append(got, []Line{l})
	}
	for i, l := range []Line{
		part(web, Stdout, "Password:", true), part(db, Stdout, "B", false), part(web, Stderr, "C", false), part(web, Stdout, " ", true),
		part(web, Stdout, "secret", false), part(web, Stdout, "login:", true), part(web, Stdout, " root", false), part(web, Stdout, "no end", true),
		{Kind: Event, Container: web, Text: "died, exit code 3"},
		part(web, Stdout, "a new run", false),
	} {
		add(fmt.Sprint(i), l)
	}
	if want := []string{"Password: secret", "B", "C", "login: root", "no end", "died, exit code 3", "a new run"}; !slices.Equal(texts(got), want) {
		t.Fatalf("%q, want %q", texts(got), want)
	}
	for i, want := range []string{"0", "1", "2", "6", "7", "8", "9"} {
		if got[i].Cursor != want {
			t.Errorf("the cursor of %q is %s, want %s", got[i].Text, got[i].Cursor, want)
		}
	}
	if l := got[0]; l.Partial || l.Size != 16 || l.Parts != 3 {
		t.Errorf("%+v", l)
	}
	add("x", part(web, Stdout, strings.Repeat("x", MaxText), true))
	add("y", part(web, Stdout, "y", false))
	if l := got[len(got)-1]; len(l.Text) != MaxText || l.Size != MaxText+1 {
		t.Errorf("%d of %d bytes are kept", len(l.Text), l.Size)
	}
}

// Read backwards, in pieces, a log is the same as read forwards.
func TestJoinBeforeProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var parts []Line
		for i := range rapid.IntRange(0, 40).Draw(t, "parts") {
			c := Container{UID: rapid.IntRange(0, 2).Draw(t, "container")}
			parts = append(parts, part(c, Stdout, fmt.Sprint(i, " "), rapid.Bool().Draw(t, "partial")))
		}
		var j Joiner
		var want, got []Line
		for _, l := range parts {
			want = j.Add(want, l)
		}
		want = j.Flush(want)
		for rest := parts; len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "piece")
			got = JoinBefore(rest[len(rest)-n:], got)
			rest = rest[:len(rest)-n]
		}
		sorted := func(lines []Line) []string { // lines without an end come last, in the order they began
			all := texts(lines)
			slices.Sort(all)
			return all
		}
		if !slices.Equal(sorted(got), sorted(want)) {
			t.Fatalf("%q, want %q", texts(got), texts(want))
		}
	})
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
			for _, l := range j.Add(nil, part(Container{UID: from}, Stdout, text, partial)) {
				keep(l)
			}
		}
		for _, l := range j.Flush(nil) {
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
		if got := j.Add(nil, part(web, Stdout, chunk, true)); got != nil {
			t.Fatal("it came out")
		}
	}
	l := j.Add(nil, part(web, Stdout, "end", false))[0]
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
				for _, l := range j.Add(nil, part(Container{ID: id}, Stdout, strings.Repeat("x", size), round < 2)) {
					out += int(l.Size)
				}
				if j.Open() > maxOpen || j.bytes > maxOpenBytes+MaxText {
					t.Fatalf("%d open, of %d bytes", j.Open(), j.bytes)
				}
			}
		}
		for _, l := range j.Flush(nil) {
			out += int(l.Size)
		}
		if in != out {
			t.Errorf("parts of %d: %d bytes came out of %d", size, out, in)
		}
	}
}
