package containers

import (
	"strconv"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/widget"
)

// scoped reports whether the list shows less than the host, or has more to
// say than its rows do: then a line above the heads says so.
func (p *Pane) scoped(env pane.Env) bool { return !env.Filter.IsZero() || env.Marks.Len() > 0 }

// drawScope appends the line that says what part of the host the rows are, and
// how many of them are marked.
func (p *Pane) drawScope(b []byte, env pane.Env) []byte {
	var left []widget.Part
	if !env.Filter.IsZero() {
		left = p.filterParts(env)
	}
	if n := env.Marks.Len(); n > 0 {
		left = append(left, markParts(n, len(env.Marks.Gone(env.Snapshot)), env)...)
	}
	b = append(b, ' ')
	b = widget.AppendStrip(b, env.Width-2, left, nil)
	return append(b, ' ')
}

func (p *Pane) filterParts(env pane.Env) []widget.Part {
	t := env.Theme
	const most = 60 // cells for what a filter says
	text, used := widget.AppendClean([]byte("filter: "), env.Filter.String(), most, t.Glyphs)
	return []widget.Part{
		{Text: t.Title.Render(string(text)), Cells: len("filter: ") + used, Keep: 90},
		widget.Word("", strconv.Itoa(p.some)+" of "+model.Plural(p.of, "container", "containers"), 80),
		widget.Word(t.Muted, "/ change", 30),
		widget.Word(t.Muted, "esc clear", 40),
	}
}

func markParts(n, gone int, env pane.Env) []widget.Part {
	text := strconv.Itoa(n) + " marked"
	if gone > 0 {
		text += ", " + strconv.Itoa(gone) + " gone"
	}
	return []widget.Part{
		widget.Word(env.Theme.Title, env.Theme.Glyphs.Mark+" "+text, 85),
		widget.Word(env.Theme.Muted, "U unmark", 35),
	}
}
