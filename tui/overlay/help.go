package overlay

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// Help returns a Dialog that lists the keys that work now, and everything that
// is wrong or missing.
func Help(k *KeyMap, about string, groups []pane.Group, notes []model.Note) Dialog {
	return &text{keys: k, lines: help{about, groups, notes}.lines}
}

type help struct {
	about  string
	groups []pane.Group
	notes  []model.Note
}

func (h help) lines(t theme.Theme, width int) []string {
	lines := wrap(nil, h.about, t.Muted, width, t)
	if len(h.notes) > 0 {
		lines = append(lines, "", t.Title.Render("now"))
		for _, n := range h.notes {
			lines = wrap(lines, n.Text, widget.SeverityStyle(n.Severity, t), width, t)
		}
	}
	for _, g := range h.groups {
		lines = append(lines, "", t.Title.Render(g.Title))
		lines = append(lines, keyLines(g.Keys, t, width)...)
		for _, text := range g.Text {
			lines = wrap(lines, t.Glyphs.Own(text), "", width, t)
		}
	}
	lines = append(lines, "", t.Title.Render("columns"))
	for _, text := range []string{
		"CPU: cores used, the mean of a second; beside it the greatest value of each moment of the window, all rows on one scale, the height by the square root.",
		"Windows, in the order of their keys: " + windows() + ". Live has a dot for each sample. What is not known is empty, and the heading says how far back it goes.",
		"%H: of what the host has. %L: of the limit, for memory what cannot be reclaimed; " + t.Glyphs.Dash + " where there is no limit.",
		"of limit: " + t.Glyphs.Hard + " memory that cannot be reclaimed, " + t.Glyphs.Cache + " page cache and the like, of the memory limit.",
		"PSI: share of the time in which some task waited for CPU, memory or I/O; the worst of them.",
		"THR: share of the periods in which the CPU quota ran out.",
	} {
		lines = wrap(lines, text, "", width, t)
	}
	return lines
}

// keyLines lists bindings in two columns if there is room.
func keyLines(keys []pane.Key, t theme.Theme, width int) []string {
	keys = slices.DeleteFunc(slices.Clone(keys), func(k pane.Key) bool { return !k.Enabled() })
	columns := 1
	if width >= 70 {
		columns = 2
	}
	var lines []string
	rows := (len(keys) + columns - 1) / columns
	for y := range rows {
		var b []byte
		for x := range columns {
			if i := x*rows + y; i < len(keys) {
				b = appendKey(b, keys[i].Help(), t, width/columns)
			}
		}
		lines = append(lines, string(b))
	}
	return lines
}

func appendKey(b []byte, h key.Help, t theme.Theme, width int) []byte {
	const keyWidth = 8
	b = widget.AppendText(append(b, ' '), t.Glyphs.Own(h.Key), keyWidth, t.Glyphs)
	return widget.AppendText(b, t.Glyphs.Own(h.Desc), width-keyWidth-1, t.Glyphs)
}

func windows() string {
	var all []string
	for _, w := range pane.Windows() {
		all = append(all, w.String())
	}
	return strings.Join(all, ", ")
}
