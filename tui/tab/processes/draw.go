package processes

import (
	"math"
	"strconv"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/table"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// Columns of the list that are asked for by place.
const (
	processPID     = 1
	processInside  = 2
	processCPU     = 4
	processRSS     = 5
	processThreads = 7
	processAge     = 8
)

var processColumns = []table.Column[process]{
	{Width: 1, Rank: 1, Draw: func(c table.Cell, p *process) []byte { return append(c.B, p.mark...) }},
	processPID:    {Head: "PID", Width: 4, Draw: func(c table.Cell, p *process) []byte { return c.Int(p.PID) }},
	processInside: {Head: "INSIDE", Width: 6, Rank: 7, Draw: func(c table.Cell, p *process) []byte { return c.Int(p.Inside) }},
	{Head: "USER", Width: 8, Rank: 5, Left: true, Draw: drawUser},
	processCPU: {Head: "CPU", Width: 5, Rank: 2, Draw: func(c table.Cell, p *process) []byte { return c.Value(p.cpu, model.Cores) }},
	processRSS: {Head: "RSS", Width: 5, Rank: 3, Draw: func(c table.Cell, p *process) []byte { return c.Value(p.RSS.Float(), model.Bytes) }},
	{Head: "S", Width: 1, Rank: 4, Left: true, Draw: drawState},
	processThreads: {Head: "THR", Width: 4, Rank: 6, Draw: func(c table.Cell, p *process) []byte { return c.Int(p.Threads) }},
	processAge:     {Head: "AGE", Width: 5, Rank: 8, Draw: func(c table.Cell, p *process) []byte { return c.Value(p.Age(p.at), model.Seconds) }},
	{Head: "COMMAND", Width: 16, Most: table.All, Left: true, Draw: drawCommand},
}

// measure makes the columns of pids as wide as the largest there is.
func (p *processes) measure() {
	pid, inside := 0, 0
	for i := range p.list.Rows {
		one := &p.list.Rows[i]
		pid, inside = max(pid, one.PID), max(inside, one.Inside)
	}
	p.table.Columns[processPID].Width = max(processColumns[processPID].Width, digits(pid))
	p.table.Columns[processInside].Width = max(processColumns[processInside].Width, digits(inside))
}

// digits is how many n has.
func digits(n int) int {
	var scratch [24]byte
	return len(strconv.AppendInt(scratch[:0], int64(n), 10))
}

// Draw implements tab.Tab.
func (p *processes) Draw(b []byte, env pane.Env, s *poll.Subject) []byte {
	p.sync()
	if p.opened {
		return p.one.Draw(b, env, func(sheet *widget.Sheet) { p.writeOne(sheet, env, s) })
	}
	p.measure()
	heads := p.above.Write(env, func(sheet *widget.Sheet) { p.writeAbove(sheet, env, s) })
	p.table.Fit(env.Width)
	above, rows := p.aboveList(env), p.listed(env)
	below := p.list.Fit(rows)
	if above > 0 {
		b = append(heads.Append(b, 0, above), '\n')
	}
	return p.list.Append(b, env.Width, rows, below, env.Theme, func(b []byte, one *process, cursor bool) []byte {
		one.mark = p.mark(one, cursor, env.Theme.Glyphs)
		if cursor && env.Focused {
			return p.table.AppendSelected(b, env.Width, env.Theme, one)
		}
		return p.table.AppendRow(b, env.Width, env.Theme, one)
	})
}

// mark is what stands before a process.
func (p *processes) mark(one *process, cursor bool, g *theme.Glyphs) string {
	switch {
	case cursor:
		return g.Cursor
	case p.Chosen == one.Key():
		return g.Mark
	}
	return " "
}

// aboveList is how many lines of what is above the list are shown: the heads
// come last, and leave first.
func (p *processes) aboveList(env pane.Env) int {
	return max(0, min(p.above.Len(), env.Height-2))
}

// listed is how many rows there is room for.
func (p *processes) listed(env pane.Env) int { return max(1, env.Height-p.aboveList(env)) }

// writeAbove writes how it stands with the answer, how many processes there
// are, and the heads.
func (p *processes) writeAbove(sheet *widget.Sheet, env pane.Env, s *poll.Subject) {
	if !p.Processes.WriteState(sheet, env, s) {
		return
	}
	p.Processes.WriteNotes(sheet)
	sheet.Line(env.Theme.Muted, p.summary())
	by, sign := p.list.Order(env.Theme.Glyphs)
	p.table.AddSorted(sheet, by, sign)
}

// summary says how many there are, and what all of them use.
func (p *processes) summary() string {
	threads, cpu := 0, math.NaN()
	for i := range p.list.Rows {
		one := &p.list.Rows[i]
		threads += one.Threads
		switch {
		case math.IsNaN(cpu):
			cpu = one.cpu
		case !math.IsNaN(one.cpu):
			cpu += one.cpu
		}
	}
	text := model.Plural(len(p.list.Rows), "process", "processes")
	if threads > 0 {
		text += ", " + model.Plural(threads, "thread", "threads")
	}
	text += ", CPU " + widget.ValueText(cpu, model.Cores)
	if p.found != "" {
		n := 0
		for i := range p.list.Rows {
			n += b2i(p.list.Rows[i].has(p.found))
		}
		text += "; " + strconv.Itoa(n) + " with " + p.found
	}
	return text
}

// drawCommand draws the command line, or the name in brackets of a process that
// has none.
func drawCommand(c table.Cell, p *process) []byte {
	if p.Command != "" {
		return c.Text("", p.Command)
	}
	b, used := widget.AppendClean(append(c.B, '['), p.Name, c.Width-2, c.Theme.Glyphs)
	if used = used + 1; used < c.Width {
		b, used = append(b, ']'), used+1
	}
	return widget.Pad(b, c.Width-used)
}

// drawUser draws the name of a process' user, or the number of one without.
func drawUser(c table.Cell, p *process) []byte {
	if p.User != "" {
		return c.Text("", p.User)
	}
	var scratch [24]byte
	return c.Text("", string(strconv.AppendInt(scratch[:0], int64(p.UID), 10)))
}

// drawState draws the letter of a state: D waits and cannot be interrupted, Z
// has ended and nobody has taken note.
func drawState(c table.Cell, p *process) []byte {
	style := c.Theme.Muted
	switch p.State {
	case "R":
		style = c.Theme.Good
	case "D", "Z", "X":
		style = c.Theme.Warn
	}
	return c.Text(style, p.State)
}
