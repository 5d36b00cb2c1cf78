package graph

import (
	"testing"

	"podtop/tui/theme"
)

func TestMarks(t *testing.T) {
	var m Marks
	th := theme.Theme{Bad: "!", Glyphs: theme.Default(theme.Braille).Glyphs}
	m.Reset(100, th)
	m.Put(50, OOM) // of the frame before
	m.Reset(20, th)
	for x, mark := range map[int]Mark{
		0: Start, 2: Stop, 4: Restart, 6: Limit, 8: Bench, 10: Health, 12: Threshold, 15: OOM, -1: OOM, 20: OOM,
	} {
		m.Put(x, mark)
	}
	m.Put(14, Restart)
	m.Put(15, NoMark)
	if got, want := string(m.AppendRow(nil)), "▲■↻LB♥!!✖\x1b[m  "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if m.At(14) != OOM || m.At(18) != NoMark || m.At(-1) != NoMark || m.At(20) != NoMark {
		t.Error("the marks are not where they were put")
	}
	m.Reset(10, theme.Default(theme.ASCII).Plain())
	for x := range 10 {
		m.Put(x, Mark(x))
	}
	if got, want := string(m.AppendRow(nil)), " BL^o@!hxX"; got != want {
		t.Errorf("in ASCII %q, want %q", got, want)
	}
	m.Reset(-1, th)
	m.Put(0, OOM)
	if got := string(m.AppendRow(nil)); got != "" {
		t.Errorf("without room %q", got)
	}
}
