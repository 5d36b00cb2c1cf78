package graph

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"podtop/tui/theme"
)

var noon = time.Date(2026, 2, 3, 12, 0, 7, 0, time.UTC)

func TestTimeline(t *testing.T) {
	for _, tt := range []struct {
		name  string
		width int
		all   time.Duration
		live  bool
		wall  time.Time
		want  string
	}{
		{"a minute", 60, time.Minute, true, noon, "└-60s     └-50s     └-40s     └-30s     └-20s     └-10s  now"},
		{"a minute, narrow", 30, time.Minute, true, noon, "└-60s          └-30s       now"},
		{"very narrow", 8, time.Minute, true, noon, "     now"},
		{"too narrow for anything", 2, time.Minute, true, noon, "  "},
		{"five minutes", 60, 5 * time.Minute, true, noon, "└-5m        └-4m        └-3m        └-2m        └-1m     now"},
		{"four minutes, wide", 120, 4 * time.Minute, true, noon, "└-4:00         └-3:30         └-3:00         └-2:30         └-2:00         └-1:30         └-1:00         └-0:30      now"},
		{"the past", 60, time.Minute, false, noon, "       └11:59:15      └11:59:30      └11:59:45              "},
		{"an hour", 60, time.Hour, true, noon, "        └11:10    └11:20    └11:30    └11:40    └11:50   now"},
		{"a day", 60, 24 * time.Hour, true, noon, "              └18:00         └00:00         └06:00       now"},
		{"elsewhere", 60, 24 * time.Hour, true, noon.In(time.FixedZone("IST", 19800)), "└18:00         └00:00         └06:00         └12:00      now"},
	} {
		for _, c := range charsets {
			g := theme.Default(c).Glyphs
			n := tt.width * Dots(c)
			l := Timeline{End: time.Hour, Wall: tt.wall, Span: tt.all / time.Duration(n), Columns: n, Live: tt.live}.WholeCells(c)
			want := strings.ReplaceAll(tt.want, "└", g.Tick)
			if got := string(l.AppendRow(nil, g)); got != want {
				t.Errorf("%s: %q, want %q", tt.name, got, want)
			}
		}
	}
}

// Labels stand where their time is, never touch, and fill the row exactly.
func TestTimelines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := theme.Default(rapid.SampledFrom(charsets).Draw(t, "charset")).Glyphs
		l := Timeline{
			End:     time.Duration(rapid.Int64().Draw(t, "end")),
			Wall:    time.Unix(rapid.Int64Range(0, 1<<33).Draw(t, "wall"), 5).UTC(),
			Span:    time.Duration(rapid.Int64().Draw(t, "span")),
			Columns: rapid.IntRange(-1, 400).Draw(t, "columns"),
			Live:    rapid.Bool().Draw(t, "live"),
		}
		if rapid.Bool().Draw(t, "a usual one") {
			l.Span = rapid.SampledFrom(steps).Draw(t, "window") * 5 / time.Duration(max(1, l.Columns))
		}
		row := string(l.AppendRow(nil, g))
		if got, want := utf8.RuneCountInString(row), max(0, l.Columns)/Dots(g.Charset); got != want {
			t.Fatalf("%q is %d cells, want %d", row, got, want)
		}
		for _, label := range strings.Fields(row) {
			if strings.Count(label, g.Tick) != 1 && label != now {
				t.Fatalf("labels touch in %q", row)
			}
		}
	})
}

// A column begins at the time it is said to, and the end is in the last.
func TestTimelineColumns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := Timeline{
			End:     time.Duration(rapid.Int64Range(0, 1<<50).Draw(t, "end")),
			Span:    time.Duration(rapid.Int64Range(1, 1<<40).Draw(t, "span")),
			Columns: rapid.IntRange(0, 400).Draw(t, "columns"),
		}
		x := rapid.IntRange(-500, 500).Draw(t, "x")
		if got := l.Column(l.At(x)); got != x {
			t.Fatalf("column %d begins in column %d", x, got)
		}
		if l.Column(l.At(x)-1) != x-1 || l.Column(l.End) != l.Columns-1 {
			t.Fatalf("column %d does not begin at %v", x, l.At(x))
		}
	})
}

func TestWholeCells(t *testing.T) {
	l := Timeline{Span: time.Second, Columns: 10, Wall: noon}
	for end, want := range map[time.Duration]time.Duration{
		0: 2 * time.Second, 1500 * time.Millisecond: 2 * time.Second, 2 * time.Second: 4 * time.Second, -1: 0,
	} {
		l.End = end
		got := l.WholeCells(theme.Braille)
		if got.End != want-1 || got.Wall.Sub(l.Wall) != got.End-end {
			t.Errorf("from %v: %v, %v later", end, got.End, got.Wall.Sub(l.Wall))
		}
	}
	if l.End = time.Second; l.WholeCells(theme.ASCII).Column(time.Second) != 9 {
		t.Error("a cell of one column does not end with it")
	}
}
