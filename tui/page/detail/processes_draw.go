package detail

import (
	"math"
	"strconv"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// Columns of the list.
const (
	processMark = iota
	processPID
	processInside
	processUser
	processCPU
	processRSS
	processState
	processThreads
	processAge
	processCommand
)

var processColumns = []column{
	processMark:    {width: 1, rank: 1},
	processPID:     {head: "PID", width: 4},
	processInside:  {head: "INSIDE", width: 6, rank: 7},
	processUser:    {head: "USER", width: 8, rank: 5, text: true},
	processCPU:     {head: "CPU", width: 5, rank: 2},
	processRSS:     {head: "RSS", width: 5, rank: 3},
	processState:   {head: "S", width: 1, rank: 4, text: true},
	processThreads: {head: "THR", width: 4, rank: 6},
	processAge:     {head: "AGE", width: 5, rank: 8},
	processCommand: {head: "COMMAND", width: 16, text: true, wide: true},
}

// measure makes the columns of pids as wide as the largest there is.
func (p *processes) measure() {
	pid, inside := 0, 0
	for i := range p.rows.len() {
		one := p.rows.process(i)
		pid, inside = max(pid, one.PID), max(inside, one.Inside)
	}
	p.table.columns[processPID].width = max(processColumns[processPID].width, digits(pid))
	p.table.columns[processInside].width = max(processColumns[processInside].width, digits(inside))
}

// digits is how many n has.
func digits(n int) int {
	var scratch [24]byte
	return len(strconv.AppendInt(scratch[:0], int64(n), 10))
}

func (p *processes) draw(b []byte, env pane.Env, s *subject) []byte {
	p.rows.sync(p.processes.Got, p.processes.Before, processKeys[p.by].less)
	if p.opened {
		return p.one.draw(b, env, func(sheet *widget.Sheet) { p.writeOne(sheet, env, s) })
	}
	p.measure()
	p.above.renew(env, func(sheet *widget.Sheet) { p.writeAbove(sheet, env, s) })
	p.table.fit(env.Width)
	above, rows := p.aboveList(env), p.listed(env)
	p.scroll.at = p.index()
	p.scroll.show(p.rows.len(), rows)
	below := p.scroll.aside(p.rows.len(), rows)
	if above > 0 {
		b = append(p.above.sheet.Append(b, 0, above), '\n')
	}
	for i := range rows {
		if i > 0 {
			b = append(b, '\n')
		}
		if below > 0 && i == rows-1 {
			return appendBelow(b, env.Width, below, env.Theme)
		}
		b = p.drawRow(b, env, p.scroll.top+i)
	}
	return b
}

// aboveList is how many lines of what is above the list are shown: the heads
// come last, and leave first.
func (p *processes) aboveList(env pane.Env) int {
	return max(0, min(p.above.sheet.Len(), env.Height-2))
}

// listed is how many rows there is room for.
func (p *processes) listed(env pane.Env) int { return max(1, env.Height-p.aboveList(env)) }

// writeAbove writes how it stands with the answer, how many processes there
// are, and the heads.
func (p *processes) writeAbove(sheet *widget.Sheet, env pane.Env, s *subject) {
	if !p.processes.tell(sheet, env, s) {
		return
	}
	p.processes.tellLess(sheet)
	sheet.Line(env.Theme.Muted, p.summary())
	p.table.fit(env.Width)
	p.table.add(sheet, func(b []byte, col, width int) []byte {
		by := processKeys[p.by].col
		if col != by {
			return p.table.heads(b, col, width, by, env.Theme)
		}
		g := env.Theme.Glyphs
		sign := g.Falling
		if col == processPID || col == processAge {
			sign = g.Rising
		}
		return appendRight(b, p.table.columns[col].head+sign, width, env.Theme.Title, env.Theme)
	})
}

// summary says how many there are, and what all of them use.
func (p *processes) summary() string {
	threads, cpu := 0, math.NaN()
	for i := range p.rows.len() {
		one := p.rows.process(i)
		threads += one.Threads
		switch {
		case math.IsNaN(cpu):
			cpu = one.cpu
		case !math.IsNaN(one.cpu):
			cpu += one.cpu
		}
	}
	text := model.Plural(p.rows.len(), "process", "processes")
	if threads > 0 {
		text += ", " + model.Plural(threads, "thread", "threads")
	}
	text += ", CPU " + value(cpu, model.Cores)
	if p.found != "" {
		n := 0
		for i := range p.rows.len() {
			n += b2i(p.rows.process(i).has(p.found))
		}
		text += "; " + strconv.Itoa(n) + " with " + p.found
	}
	return text
}

func (p *processes) drawRow(b []byte, env pane.Env, row int) []byte {
	if row >= p.rows.len() {
		return widget.Pad(b, env.Width)
	}
	one, t := p.rows.process(row), env.Theme
	mark := " "
	if p.chosen == one.Who() {
		mark = t.Glyphs.Mark
	}
	selected := row == p.scroll.at && env.Focused
	if row == p.scroll.at {
		mark = t.Glyphs.Cursor
	}
	if selected {
		b, t = t.Selected.Begin(b), t.Plain()
	}
	b = p.table.row(b, env.Width, func(b []byte, col, width int) []byte { return p.cell(b, one, mark, col, width, t) })
	if selected {
		b = env.Theme.Selected.End(b)
	}
	return b
}

func (p *processes) cell(b []byte, one process, mark string, col, width int, t theme.Theme) []byte {
	switch col {
	case processMark:
		return append(b, mark...)
	case processPID:
		return appendInt(b, one.PID, width, t)
	case processInside:
		return appendInt(b, one.Inside, width, t)
	case processUser:
		return appendUser(b, one, width, t)
	case processCPU:
		return appendValue(b, one.cpu, model.Cores, width, t)
	case processRSS:
		return appendValue(b, one.RSS.Float(), model.Bytes, width, t)
	case processState:
		return appendState(b, one.State, width, t)
	case processThreads:
		return appendInt(b, one.Threads, width, t)
	case processAge:
		return appendValue(b, one.Age(p.processes.Got.At), model.Seconds, width, t)
	}
	if one.Command != "" {
		return widget.AppendText(b, one.Command, width, t.Glyphs)
	}
	b, used := widget.AppendClean(append(b, '['), one.Name, width-2, t.Glyphs)
	if used = used + 1; used < width {
		b, used = append(b, ']'), used+1
	}
	return widget.Pad(b, width-used)
}

// appendInt appends n at the right of width cells; 0 is not known.
func appendInt(b []byte, n, width int, t theme.Theme) []byte {
	var scratch [24]byte
	text := strconv.AppendInt(scratch[:0], int64(n), 10)
	if n == 0 || len(text) > width {
		return appendRight(b, model.Dash, width, t.Muted, t)
	}
	return append(widget.Pad(b, width-len(text)), text...)
}

func appendUser(b []byte, one process, width int, t theme.Theme) []byte {
	if one.User != "" {
		return widget.AppendText(b, one.User, width, t.Glyphs)
	}
	var scratch [24]byte
	return widget.AppendText(b, string(strconv.AppendInt(scratch[:0], int64(one.UID), 10)), width, t.Glyphs)
}

// appendState appends the letter of a state: D waits and cannot be interrupted,
// Z has ended and nobody has taken note.
func appendState(b []byte, state string, width int, t theme.Theme) []byte {
	style := t.Muted
	switch state {
	case "R":
		style = t.Good
	case "D", "Z", "X":
		style = t.Warn
	}
	b = widget.AppendText(style.Begin(b), state, width, t.Glyphs)
	return style.End(b)
}
