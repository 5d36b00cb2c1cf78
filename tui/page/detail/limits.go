package detail

import (
	"math"
	"strings"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/look"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// limits is the tab of what bounds the container, and how near it comes.
type limits struct {
	body
	*asked
	table oldTable
	past  past
}

func newLimits(k *KeyMap, a *asked) tab {
	return &limits{body: body{keys: k}, asked: a, table: oldTable{columns: limitColumns}}
}

// Columns of the table.
const (
	limitField = iota
	limitRecord
	limitEffective
	limitBy
	limitNow
	limitP95
	limitMax
	limitLeft
	limitPct
)

var limitColumns = []column{
	limitField:     {head: "", width: 11, text: true},
	limitRecord:    {head: "record", width: 6, rank: 3},
	limitEffective: {head: "limit", width: 5},
	limitBy:        {head: "by", width: 11, rank: 2, text: true, wide: true, most: 28},
	limitNow:       {head: "now", width: 5, rank: 1},
	limitP95:       {head: "p95", width: 5, rank: 4},
	limitMax:       {head: "max", width: 5, rank: 6},
	limitLeft:      {head: "left", width: 5, rank: 5},
	limitPct:       {head: "%", width: 4, rank: 7},
}

func (*limits) title() string { return "Limits" }

func (l *limits) update(env pane.Env, s *subject, msg tea.Msg) tea.Cmd {
	switch {
	case l.take(env, msg):
		l.anew()
	case msg == pane.Tick{}:
		return l.cgroups.ask(env, s, pane.Looker.Cgroups)
	default:
		l.press(env, msg)
	}
	return nil
}

func (l *limits) draw(b []byte, env pane.Env, s *subject) []byte {
	return l.body.draw(b, env, func(sheet *widget.Sheet) { l.write(sheet, env, s) })
}

func (l *limits) write(sheet *widget.Sheet, env pane.Env, s *subject) {
	l.cgroups.tell(sheet, env, s)
	rows := l.rows(env, s)
	l.table.fit(sheet.Width)
	l.table.addHeads(sheet)
	for i := range rows {
		r := &rows[i]
		l.table.add(sheet, func(b []byte, col, width int) []byte { return r.cell(b, col, width, env.Theme) })
	}
	sheet.Gap()
	l.explain(sheet, env, s, rows)
	sheet.Gap()
	l.cgroups.tellLess(sheet)
}

// cell appends what stands in a column of the row.
func (r *limitRow) cell(b []byte, col, width int, t theme.Theme) []byte {
	switch col {
	case limitField:
		return widget.AppendText(b, r.field, width, t.Glyphs)
	case limitRecord:
		return appendRight(b, r.record, width, t.Muted, t)
	case limitEffective:
		return appendRight(b, r.limit, width, dim(r.limit, t), t)
	case limitBy:
		return widget.AppendText(b, byWhom(r.by), width, t.Glyphs)
	}
	return r.figure(b, col, width, t)
}

// byWhom is by in the words of a column.
func byWhom(by string) string {
	if by == look.OwnCgroup {
		return "own"
	}
	return strings.TrimPrefix(by, "the ")
}

// figure appends a number of the row; what it cannot have stays empty.
func (r *limitRow) figure(b []byte, col, width int, t theme.Theme) []byte {
	switch {
	case r.bare && (col != limitNow || math.IsNaN(r.now)), r.limit == "none" && col >= limitLeft:
		return widget.Pad(b, width)
	}
	switch col {
	case limitNow:
		return appendValue(b, r.now, r.unit, width, t)
	case limitP95:
		return appendValue(b, r.p95, r.unit, width, t)
	case limitMax:
		return appendValue(b, r.max, r.unit, width, t)
	case limitLeft:
		return appendValue(b, r.left(), r.unit, width, t)
	}
	return appendStyled(b, r.leftPct(), model.Percent, width, r.style(t), t)
}

// dim is the style of what is no figure.
func dim(text string, t theme.Theme) theme.Style {
	if text == "none" || text == model.Dash {
		return t.Muted
	}
	return ""
}
