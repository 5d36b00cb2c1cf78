package widget

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"podtop/model/modeltest/race"
)

func TestSheet(t *testing.T) {
	var s Sheet
	s.Begin(24, unicodeTheme.Plain())
	s.Head("limits")
	s.Field("cpu", "", "1.50 cores, by the pod and then some")
	s.Para("", "one two three four five six")
	s.Indent(4, "", "one two three four five six")
	s.Gap()
	s.Gap()
	s.Line("", "a line\x1b[2J that is too long for it")
	s.Signed("⚠", "", "a note that goes on below it")
	got := strings.Split(string(s.Append(nil, 0, 16)), "\n")
	for i := range got {
		if w := ansi.StringWidthWc(got[i]); w != 24 {
			t.Errorf("line %q is %d cells wide", got[i], w)
		}
		got[i] = strings.TrimRight(got[i], " ")
	}
	want := []string{
		"limits",
		"cpu     1.50 cores, by",
		"        the pod and then",
		"        some",
		"one two three four five",
		"six",
		"    one two three four",
		"    five six",
		"",
		"a line?[2J that is too …",
		"⚠ a note that goes on",
		"  below it",
		"", "", "", "",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if s.Len() != 12 {
		t.Errorf("%d lines", s.Len())
	}
	if part := string(s.Append(nil, 9, 1)); !strings.HasPrefix(part, "a line") {
		t.Errorf("line 9 is %q", part)
	}
}

func TestSheetInASCII(t *testing.T) {
	var s Sheet
	s.Begin(30, asciiTheme.Plain())
	s.Line("", "asking Podman… 2 s")
	s.Para("", "not known: –")
	want := "asking Podman... 2 s          \nnot known: -                  "
	if got := string(s.Append(nil, 0, 2)); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSheetDoesNotAllocate(t *testing.T) {
	var s Sheet
	var b []byte
	if n := testing.AllocsPerRun(100, func() {
		s.Begin(60, unicodeTheme)
		s.Head("limits")
		s.Field("cpu", unicodeTheme.Bad, "1.50 cores")
		s.Para("", "one two three four five six")
		b = s.Append(b[:0], 0, 10)
	}); n != 0 && !race.Enabled {
		t.Errorf("a sheet allocates %v times, want 0", n)
	}
}

func FuzzSheet(f *testing.F) {
	f.Add("name", "a value\nof 容器 two", 20)
	f.Fuzz(func(t *testing.T, name, value string, width int) {
		width = int(uint(width) % 100)
		var s Sheet
		s.Begin(width, unicodeTheme)
		s.Field(name, unicodeTheme.Warn, value)
		s.Para("", value)
		s.Indent(2, "", value)
		s.Signed("!", "", value)
		for line := range strings.SplitSeq(string(s.Append(nil, 0, s.Len())), "\n") {
			if w := ansi.StringWidthWc(line); w != width {
				t.Errorf("%q is %d cells wide, want %d", line, w, width)
			}
		}
	})
}

// A number stays with its unit.
func TestBreakKeepsUnits(t *testing.T) {
	for _, tt := range []struct {
		text       string
		width      int
		part, rest string
	}{
		{"p95 is over 60 s, of means", 14, "p95 is over", "60 s, of means"},
		{"p95 is over 60 s, of means", 15, "p95 is over", "60 s, of means"},
		{"within 5 min", 8, "within", "5 min"},
		{"for 24 hours", 6, "for 24", "hours"},
		{"60 s", 2, "60", "s"},
		{"a 60 s", 6, "a 60 s", ""},
	} {
		if part, rest := Break(tt.text, tt.width, unicodeTheme.Glyphs); part != tt.part || rest != tt.rest {
			t.Errorf("%q in %d cells: %q and %q", tt.text, tt.width, part, rest)
		}
	}
}
