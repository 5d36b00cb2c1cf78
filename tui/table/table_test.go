package table_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"podtop/model"
	"podtop/tui/table"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

type row struct {
	name  string
	bytes float64
	note  string
}

func columns() []table.Column[row] {
	return []table.Column[row]{
		{Head: "NAME", Width: 4, Most: 8, Left: true, Draw: func(c table.Cell, r *row) []byte { return c.Text("", r.name) }},
		{Head: "SIZE", Width: 5, Draw: func(c table.Cell, r *row) []byte { return c.Value(r.bytes, model.Bytes) }},
		{Head: "NOTE", Width: 6, Most: table.All, Rank: 1, Left: true, Draw: func(c table.Cell, r *row) []byte { return c.Text("", r.note) }},
		{Head: "FILL", Width: 7, Most: 9, Rank: 2, Draw: func(c table.Cell, r *row) []byte { return c.Bar(r.bytes, 90) }},
	}
}

func themed() theme.Theme { return theme.Default(theme.Braille) }

// lines are the heads and the rows on a sheet of so many cells, without colour.
func lines(cells int, rows ...row) []string {
	var s widget.Sheet
	s.Begin(cells, themed())
	t := table.Of(columns())
	t.Add(&s, rows)
	return strings.Split(ansi.Strip(string(s.Append(nil, 0, s.Len()))), "\n")
}

func TestColumnsLeaveAndGrow(t *testing.T) {
	web := row{"nginx-front", 95, "listens"}
	for _, tt := range []struct {
		cells int
		want  []string
	}{
		{40, []string{"NAME      SIZE NOTE                 FILL", "nginx-f…    95 listens           ▇   95%"}},
		{25, []string{"NAME  SIZE NOTE      FILL", "ngi…    95 liste… ▇   95%"}},
		{24, []string{"NAME      SIZE NOTE     ", "nginx-f…    95 listens  "}},
		{17, []string{"NAME  SIZE NOTE  ", "ngi…    95 liste…"}},
		{14, []string{"NAME      SIZE", "nginx-f…    95"}},
		{10, []string{"NAME  SIZE", "ngi…    95"}},
		{7, []string{"…  SIZE", "…    95"}}, // what can grow shrinks, too: a number stays whole
		{3, []string{"… …", "… …"}},
	} {
		if got := lines(tt.cells, web); !slices.Equal(got, tt.want) {
			t.Errorf("in %d cells: %q, want %q", tt.cells, got, tt.want)
		}
	}
}

// Whatever there is room for, each line is exactly as wide as the sheet, and of
// two columns the one of the greater rank is never there alone.
func TestRowsFillTheirCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cells := rapid.IntRange(0, 90).Draw(t, "cells")
		r := row{rapid.String().Draw(t, "name"), rapid.Float64().Draw(t, "bytes"), rapid.String().Draw(t, "note")}
		for _, line := range lines(cells, r, row{}) {
			if n := ansi.StringWidth(line); n != cells {
				t.Fatalf("in %d cells a line has %d: %q", cells, n, line)
			}
		}
		tab := table.Of(columns())
		if tab.Fit(cells); tab.Has(3) && !tab.Has(2) {
			t.Fatal("FILL is there, and NOTE is not")
		}
	})
}

func TestSortedHeadStandsOut(t *testing.T) {
	tab, th := table.Of(columns()), themed()
	tab.Fit(60)
	got := string(tab.AppendHeads(nil, 60, th, 1, th.Glyphs.Falling))
	if !strings.Contains(got, string(th.Title)+"SIZE"+th.Glyphs.Falling) {
		t.Errorf("the heads are %q, want SIZE as a title with %s", got, th.Glyphs.Falling)
	}
}

func TestUnknownIsADash(t *testing.T) {
	nan := model.Count{}.Float()
	for _, draw := range []func(table.Cell) []byte{
		func(c table.Cell) []byte { return c.Value(nan, model.Bytes) },
		func(c table.Cell) []byte { return c.High(nan, 1, model.Percent) },
		func(c table.Cell) []byte { return c.Styled(c.Theme.Bad, nan, model.Percent) },
	} {
		if got := ansi.Strip(string(draw(table.Cell{Width: 4, Theme: themed()}))); got != "   –" {
			t.Errorf("what is not known is drawn as %q", got)
		}
	}
}

func TestTableDoesNotAllocate(t *testing.T) {
	tab, th, r := table.Of(columns()), themed(), row{"web", 95, "fine"}
	b := make([]byte, 0, 1000)
	n := testing.AllocsPerRun(100, func() {
		tab.Fit(60)
		b = tab.AppendRow(b[:0], 60, th, &r)
	})
	if n > 0 || !slices.Contains(strings.Fields(ansi.Strip(string(b))), "web") {
		t.Errorf("a row takes %v allocations, and is %q", n, b)
	}
}
