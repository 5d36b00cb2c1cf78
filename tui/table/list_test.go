package table_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"podtop/tui/table"
)

func listOf(names ...string) *table.List[row, string] {
	l := &table.List[row, string]{
		Key: func(r *row) string { return r.name },
		Orders: []table.Order[row]{
			{Column: 0, Rising: true, Less: func(a, b row) int { return cmp.Compare(a.name, b.name) }},
			{Column: 1, Less: func(a, b row) int { return cmp.Compare(b.bytes, a.bytes) }},
		},
	}
	set(l, names...)
	return l
}

func set(l *table.List[row, string], names ...string) {
	l.Rows = l.Rows[:0]
	for i, name := range names {
		l.Rows = append(l.Rows, row{name: name, bytes: float64(i)})
	}
	l.Sync()
}

// The cursor is on the first row until it is moved; from then on it stays with
// its row, or beside it while that is gone.
func TestListCursor(t *testing.T) {
	l := listOf("a", "b", "c")
	at := func(want string) {
		t.Helper()
		if got := l.Current(); got == nil || got.name != want {
			t.Fatalf("the cursor is on %v, want %s", got, want)
		}
	}
	set(l, "x", "a", "b", "c")
	at("x")
	l.Step(2)
	at("b")
	set(l, "b", "a", "x", "c")
	at("b")
	set(l, "a", "x")
	at("a")
	if key, gone := l.Gone(); key != "b" || !gone {
		t.Errorf("of %q it is said that it is gone: %v", key, gone)
	}
	set(l, "a", "x", "b")
	at("b")
	l.Resort()
	at("b")
	if l.Rows[0].name != "b" { // it has the most bytes
		t.Errorf("sorted by bytes they are %v", l.Rows)
	}
	l.Seek(1, func(r *row) bool { return strings.Contains("ab", r.name) })
	at("a")
	l.First()
	set(l, "z", "a")
	at("z")
	set(l)
	if l.Current() != nil {
		t.Error("there is a row where there is none")
	}
}

// Whatever is done, the cursor is on screen, and not on the line that says how
// many rows are below.
func TestListShowsTheCursor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, height := listOf(), rapid.IntRange(1, 9).Draw(t, "height")
		for range rapid.IntRange(1, 9).Draw(t, "steps") {
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				names := rapid.SliceOfDistinct(rapid.StringMatching("[a-m]"), func(s string) string { return s }).Draw(t, "names")
				set(l, names...)
			case 1:
				l.Step(rapid.IntRange(-9, 9).Draw(t, "lines"))
			case 2:
				l.Wheel(rapid.IntRange(-9, 9).Draw(t, "wheel"), height)
			case 3:
				l.Sort()
			}
			below := l.Fit(height)
			var shown []string
			text := string(l.Append(nil, 20, height, below, themed(), func(b []byte, r *row, cursor bool) []byte {
				if cursor {
					shown = append(shown, r.name)
				}
				return append(b, r.name...)
			}))
			if lines := strings.Split(ansi.Strip(text), "\n"); len(lines) != height {
				t.Fatalf("%d lines, want %d", len(lines), height)
			}
			if at := l.Current(); at != nil && !slices.Equal(shown, []string{at.name}) {
				t.Fatalf("the cursor is on %s, and shown on %v:\n%s", at.name, shown, text)
			}
		}
	})
}
