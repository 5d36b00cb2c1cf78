package frame

import "podtop/tui/widget"

// A Reading is lines of text that are read and scrolled.
type Reading struct {
	Lines []string // they may be from elsewhere

	top  widget.Scroll
	room int // lines it had when it was drawn last
}

// Scroll moves what is shown so many lines down, as far as there are some.
func (r *Reading) Scroll(lines int) { r.top.Read(lines, len(r.Lines), max(1, r.room)) }

// Draw draws as many lines as there is room for. If there are some below, the last line
// says so.
func (r *Reading) Draw(f *Frame, room int) {
	t := f.Env.Theme
	r.room = room
	r.top.Within(len(r.Lines), room)
	below := r.top.Below(len(r.Lines), room)
	for y := range room {
		if below > 0 && y == room-1 {
			f.Raw(func(b []byte) []byte { return widget.AppendBelow(append(b, ' '), f.Env.Width-1, below, t) })
			continue
		}
		f.Line(func(l *widget.Line) { l.Text("", t.Glyphs.Prose(r.Lines[r.top.Top+y])) })
	}
}
