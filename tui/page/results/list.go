package results

import (
	"time"

	"podtop/model"
	"podtop/model/bench"
	"podtop/tui/frame"
	"podtop/tui/pane"
	"podtop/tui/table"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A row is a result as the columns draw it.
type row struct {
	*bench.Result
	sign string // the cursor, or a mark
	now  time.Time
}

const clock = "2006-01-02 15:04"

// Columns of the list, in their order.
const (
	columnSign = iota
	columnTime
	columnKind
	columnSubject
	columnShort
	columnName
)

func columns() []table.Column[row] {
	text := func(width, most int, head string, rank int, of func(*row) string) table.Column[row] {
		return table.Column[row]{Head: head, Width: width, Most: most, Left: true, Rank: rank, Draw: func(c table.Cell, r *row) []byte {
			style := theme.Style("")
			if r.Err != nil || rank > 0 {
				style = c.Theme.Muted
			}
			b := widget.AppendText(style.Begin(c.B), c.Theme.Glyphs.Prose(of(r)), c.Width, c.Theme.Glyphs)
			return style.End(b)
		}}
	}
	return []table.Column[row]{
		columnSign:    {Width: 1, Left: true, Draw: func(c table.Cell, r *row) []byte { return append(c.B, r.sign...) }},
		columnTime:    text(len(clock), 0, "TIME", 0, func(r *row) string { return r.when() }),
		columnKind:    text(5, 0, "KIND", 0, func(r *row) string { return r.Kind }),
		columnSubject: text(14, 0, "SUBJECT", 0, func(r *row) string { return r.subject() }),
		columnShort:   text(24, table.All, "IN SHORT", 0, func(r *row) string { return shortText(r.Result) }),
		columnName:    text(24, 0, "RESULT", 1, func(r *row) string { return r.Name }),
	}
}

// when is the time of a result, of today the clock alone.
func (r *row) when() string {
	if r.Err != nil {
		return model.Dash
	}
	at := r.Time.In(r.now.Location())
	if at.Format(time.DateOnly) == r.now.Format(time.DateOnly) {
		return at.Format("15:04")
	}
	return at.Format(clock)
}

// subject is what was measured, or where that cannot be read the name of the result.
func (r *row) subject() string {
	if r.Err != nil {
		return r.Name
	}
	return r.Subject
}

// shortText is what a result came to, or why it cannot be read.
func shortText(r *bench.Result) string {
	if r.Err != nil {
		return "cannot be read: " + r.Err.Error()
	}
	return r.Short
}

// head is how many lines stand above the rows.
const head = 2

func (p *Page) room(env pane.Env) int { return max(0, env.Height-head) }

// Draw implements pane.Pane.
func (p *Page) Draw(b []byte, env pane.Env) []byte {
	f := &frame.Frame{B: b, Env: env}
	if env.Height < 1 {
		return b
	}
	if p.shown.open() {
		p.shown.draw(f)
		return f.Fill()
	}
	p.drawTitle(f)
	if texts := p.noResults(env); texts != nil {
		f.Notice(texts)
		return f.Fill()
	}
	p.drawRows(f)
	return f.Fill()
}

func (p *Page) drawTitle(f *frame.Frame) {
	t := f.Env.Theme
	f.Line(func(l *widget.Line) {
		l.Word(t.Title, "results of benchmarks")
		switch {
		case len(p.marked) == 1:
			l.Text(t.Muted, t.Glyphs.Prose("  one is marked: "+pane.First(p.keys.Mark)+" marks another to compare it with"))
		case len(p.marked) == 2:
			l.Text(t.Muted, t.Glyphs.Prose("  two are marked: "+pane.First(p.keys.Open)+" compares them"))
		case p.query != "":
			l.Text(t.Muted, "  with "+p.query)
		}
		if p.asking.Err != nil {
			l.Text(t.Warn, "  not read anew: "+p.asking.Err.Error())
		}
	})
}

// noResults says why there are none; nil where there are some.
func (p *Page) noResults(env pane.Env) []string {
	switch {
	case len(p.list.Rows) > 0:
		return nil
	case env.Bencher == nil:
		return []string{"Nobody runs benchmarks here."}
	case p.query != "" && len(p.asking.Got) > 0:
		return []string{"No result has " + p.query + "."}
	case p.asking.Err != nil:
		return []string{"The results cannot be read: " + p.asking.Err.Error(), "They are read again in a few seconds."}
	case p.asking.At > 0:
		return []string{"No result was kept yet.", "B on a container makes one, and so does podtop bench start."}
	case p.since > 0 && env.Now-p.since >= slow:
		return []string{"reading the results for " + pane.FormatDuration(env.Now-p.since) + env.Theme.Glyphs.Ellipsis}
	}
	return []string{"reading the results" + env.Theme.Glyphs.Ellipsis}
}

// lay shares out the width: subjects have no more of it than they need.
func (p *Page) lay(env pane.Env) {
	const least, most = 14, 40
	widest := least
	for i := range p.list.Rows {
		one := row{Result: &p.list.Rows[i]}
		widest = max(widest, widget.Width(one.subject(), env.Theme.Glyphs))
	}
	p.table.Columns[columnSubject].Most = min(most, widest)
	p.table.Fit(env.Width - 1)
}

func (p *Page) drawRows(f *frame.Frame) {
	env := f.Env
	p.lay(env)
	f.Raw(func(b []byte) []byte { return p.table.AppendHeads(b, env.Width, env.Theme, table.Unsorted, "") })
	room := f.Left()
	f.Block(room, func(b []byte) []byte {
		return p.list.Append(b, env.Width, room, p.list.Fit(room), env.Theme, func(b []byte, r *bench.Result, cursor bool) []byte {
			return p.appendRow(b, env, r, cursor)
		})
	})
}

// appendRow appends a row of the list.
func (p *Page) appendRow(b []byte, env pane.Env, r *bench.Result, cursor bool) []byte {
	one := row{r, " ", env.Snapshot.Time}
	if p.isMarked(r.Name) {
		one.sign = env.Theme.Glyphs.Mark
	}
	if !cursor {
		return p.table.AppendRow(b, env.Width, env.Theme, &one)
	}
	if one.sign == " " && env.Focused {
		one.sign = env.Theme.Glyphs.Cursor
	}
	return p.table.AppendSelected(b, env.Width, env.Theme, &one)
}
