package events

import (
	"strconv"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/table"
	"podtop/tui/widget"
)

// Draw implements pane.Pane.
func (p *Pane) Draw(b []byte, env pane.Env) []byte {
	p.sync(env)
	if env.Height < 1 {
		return b
	}
	p.lay(env)
	b = p.drawScope(b, env)
	if env.Height > 1 {
		b = p.drawHeads(b, env)
	}
	room := p.room(env)
	switch {
	case len(p.list.Rows) == 0:
		b = p.drawEmpty(b, env, room)
	case room > 0:
		b = p.drawRows(append(b, '\n'), env, room)
	}
	return p.drawFoot(b, env)
}

func (p *Pane) drawRows(b []byte, env pane.Env, room int) []byte {
	p.list.Show(len(p.list.Rows), room)
	return p.list.Append(b, env.Width, room, 0, env.Theme, func(b []byte, place *int, cursor bool) []byte {
		p.row = row{p.shown(*place), env.Snapshot, " "}
		if !cursor {
			return p.table.AppendRow(b, env.Width, env.Theme, &p.row)
		}
		if env.Focused {
			p.row.mark = env.Theme.Glyphs.Cursor
		}
		return p.table.AppendSelected(b, env.Width, env.Theme, &p.row)
	})
}

// above is how many lines stand above the rows.
func (p *Pane) above(env pane.Env) int {
	if silent(env) {
		return min(3, env.Height)
	}
	return min(2, env.Height)
}

// silent reports whether some Podman does not answer, and there is room to say
// so. One that was asked just now may yet.
func silent(env pane.Env) bool {
	engines := env.Snapshot.Engines
	for i := range engines {
		if !engines[i].Up && !engines[i].Waiting {
			return env.Height > 2
		}
	}
	return engines != nil && len(engines) == 0 && env.Height > 2
}

// drawScope appends a line that says how many events are shown, of how many, and
// how many are not.
func (p *Pane) drawScope(b []byte, env pane.Env) []byte {
	t := env.Theme
	l := widget.Line{B: b, Room: env.Width, Theme: t}
	var scratch [96]byte
	l.Digits(t.Title, append(scratch[:0], " what happened  "...))
	text := strconv.AppendInt(scratch[:0], int64(len(p.list.Rows)), 10)
	if p.query.text != "" {
		text = strconv.AppendInt(append(text, " of "...), int64(p.of), 10)
		l.Digits("", append(text, " match  "...))
		rest := 0
		if p.hidden > 0 {
			rest = 40 // cells, for what is said of them
		}
		l.Narrow(max(0, l.Room-rest), func() { l.Text(t.Warn, p.query.text) })
		text = scratch[:0]
	} else {
		text = append(text, ", newest first"...)
	}
	if p.hidden > 0 {
		text = append(model.AppendPlural(append(text, "  "...), p.hidden, "health check", "health checks"), " hidden: "...)
		text = append(append(append(text, pane.First(p.keys.Checks)...), " shows "...), p.them()...)
	}
	l.Digits(t.Muted, text)
	return l.End()
}

// drawHeads appends the heads of the columns, and above them whether there is
// somebody who does not tell.
func (p *Pane) drawHeads(b []byte, env pane.Env) []byte {
	if silent(env) {
		b = env.Theme.Warn.Begin(append(b, '\n', ' '))
		b = widget.AppendText(b, silence(env.Snapshot.Engines), env.Width-1, env.Theme.Glyphs)
		b = env.Theme.Warn.End(b)
	}
	return p.table.AppendHeads(append(b, '\n'), env.Width, env.Theme, table.Unsorted, "")
}
