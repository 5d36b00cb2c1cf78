package events

import (
	"strconv"
	"strings"
	"time"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// Draw implements pane.Pane.
func (p *Pane) Draw(b []byte, env pane.Env) []byte {
	p.sync(env)
	if env.Height < 1 {
		return b
	}
	l := lay(env, p.wide(env))
	b = p.drawScope(b, env)
	if env.Height > 1 {
		b = p.drawHeads(b, l, env)
	}
	rows := p.scroll(p.room(env))
	if len(rows) == 0 {
		return p.drawEmpty(b, env, p.room(env))
	}
	cursor := p.cursor.index(p) - p.top
	for i := range p.room(env) {
		b = append(b, '\n')
		if i >= len(rows) {
			b = widget.Pad(b, env.Width)
			continue
		}
		b = drawRow(b, l, p.shown(rows[i]), env, i == cursor)
	}
	return p.drawFoot(b, env)
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
	t, room := env.Theme, env.Width
	var scratch [96]byte
	say := func(b []byte, s theme.Style, text []byte) []byte {
		text = text[:min(len(text), room)]
		room -= len(text)
		return s.End(append(s.Begin(b), text...))
	}
	b = say(b, t.Title, append(scratch[:0], " what happened  "...))
	text := strconv.AppendInt(scratch[:0], int64(len(p.rows)), 10)
	if p.query.text != "" {
		text = strconv.AppendInt(append(text, " of "...), int64(p.of), 10)
		text = append(text, " match  "...)
		b = say(b, "", text)
		rest := 0
		if p.hidden > 0 {
			rest = 40 // cells, for what is said of them
		}
		query, used := widget.AppendClean(t.Warn.Begin(b), p.query.text, max(0, room-rest), t.Glyphs)
		b, room = t.Warn.End(query), room-used
		text = scratch[:0]
	} else {
		text = append(text, ", newest first"...)
	}
	if p.hidden > 0 {
		text = append(model.AppendPlural(append(text, "  "...), p.hidden, "health check", "health checks"), " hidden: "...)
		text = append(append(append(text, pane.First(p.keys.Checks)...), " shows "...), p.them()...)
	}
	b = say(b, t.Muted, text)
	return widget.Pad(b, room)
}

// drawHeads appends the heads of the columns, and above them whether there is
// somebody who does not tell.
func (p *Pane) drawHeads(b []byte, l layout, env pane.Env) []byte {
	if silent(env) {
		b = env.Theme.Warn.Begin(append(b, '\n', ' '))
		b = widget.AppendText(b, silence(env.Snapshot.Engines), env.Width-1, env.Theme.Glyphs)
		b = env.Theme.Warn.End(b)
	}
	b = env.Theme.Muted.Begin(append(b, '\n'))
	room := env.Width
	for _, head := range [...]struct {
		text  string
		width int
	}{{"", lead}, {"TIME", l.time}, {"WHAT", sign + l.kind}, {"WHOSE", l.name}, {"WHAT HAPPENED", l.text}, {"TOLD BY", l.source}} {
		width, text := min(head.width, room), head.text
		if len(text) >= width && width < l.text {
			text = "" // it would run into the next
		}
		b, room = widget.AppendText(b, text, width, env.Theme.Glyphs), room-width
	}
	return env.Theme.Muted.End(widget.Pad(b, room))
}

// drawRow appends one event, exactly as wide as the pane.
func drawRow(b []byte, l layout, e *model.Event, env pane.Env, selected bool) []byte {
	t := env.Theme
	if selected {
		b = t.Selected.Begin(b)
		t = t.Plain()
	}
	cursor := " "
	if selected && env.Focused {
		cursor = t.Glyphs.Cursor
	}
	b = append(append(b, cursor...), ' ')
	look := styleOf(e, t)
	b = appendTime(b, e.Time, env.Snapshot.Time, l.time)
	b = append(append(look.Begin(b), signOf(e, t.Glyphs)...), ' ')
	b = look.End(appendCell(b, "", kindOf(e), l.kind, t))
	b = appendName(b, e, l.name, env.Snapshot, t)
	b = appendCell(b, look, e.Text, l.text, t)
	b = appendCell(b, t.Muted, e.Source, l.source, t)
	b = widget.Pad(b, env.Width-lead-l.time-sign-l.kind-l.name-l.text-l.source)
	if selected {
		return env.Theme.Selected.End(b)
	}
	return b
}

// appendTime appends a time of today, or the day where clocks are wide and it
// was another.
func appendTime(b []byte, at, now time.Time, width int) []byte {
	const day, oneDay = "Jan _2 15:04", len(time.TimeOnly) + 2
	at = at.In(now.Location())
	format := time.TimeOnly
	if width > oneDay && (at.YearDay() != now.YearDay() || at.Year() != now.Year()) {
		format = day
	}
	return widget.Pad(at.AppendFormat(b, format), width-len(format))
}

// appendCell appends text in width cells, the last of which is a gap.
func appendCell(b []byte, s theme.Style, text string, width int, t theme.Theme) []byte {
	if width < 1 {
		return b
	}
	b, used := appendWords(s.Begin(b), text, width-1, t.Glyphs)
	return widget.Pad(s.End(b), width-used)
}

// appendWords appends the words of an event in at most width cells. In ASCII an
// arrow is one, too.
func appendWords(b []byte, text string, width int, g *theme.Glyphs) ([]byte, int) {
	if g.Charset != theme.ASCII {
		return widget.AppendClean(b, text, width, g)
	}
	used := 0
	for {
		before, after, arrow := strings.Cut(text, "→")
		var n int
		b, n = widget.AppendClean(b, before, width-used, g)
		if used += n; !arrow || used+len("->") > width {
			return b, used
		}
		b, used, text = append(b, "->"...), used+len("->"), after
	}
}

// appendName appends whose it is, if not that of the user who watches, what it
// is, if no container, and its name.
func appendName(b []byte, e *model.Event, width int, snap *model.Snapshot, t theme.Theme) []byte {
	if width < 1 {
		return b
	}
	room := width - 1
	b = t.Muted.Begin(b)
	b, room = appendBefore(b, owner(e, snap), '/', room, t.Glyphs)
	b, room = appendBefore(b, typeOf(e), ' ', room, t.Glyphs)
	b, n := widget.AppendClean(t.Muted.End(b), e.Name, room, t.Glyphs)
	return widget.Pad(b, 1+room-n)
}

// appendBefore appends what stands before a name, if anything does, in at most
// half the room, and says what room is left.
func appendBefore(b []byte, text string, behind byte, room int, g *theme.Glyphs) ([]byte, int) {
	if text == "" || room < 4 {
		return b, room
	}
	b, n := widget.AppendClean(b, text, room/2, g)
	return append(b, behind), room - n - 1
}
