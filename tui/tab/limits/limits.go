// Package limits is the tab of what bounds the container, and how near it
// comes.
package limits

import (
	"math"
	"strings"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/tab"
	"podtop/tui/table"
	"podtop/tui/widget"
)

// limits is what the tab shows.
type limits struct {
	*poll.Shared
	table table.Table[limitRow]
	past  past
}

// New returns the tab.
func New(k *tab.KeyMap, a *poll.Shared) tab.Tab {
	return &tab.Sheet{Name: "Limits", Keys: k, Text: &limits{Shared: a, table: table.Of(limitColumns)}}
}

// Columns of the table that are asked for by place.
const (
	limitRecord    = 1
	limitEffective = 2
	limitBy        = 3
	limitP95       = 5
	limitMax       = 6
	limitLeft      = 7
)

var limitColumns = []table.Column[limitRow]{
	{Width: 11, Left: true, Draw: func(c table.Cell, r *limitRow) []byte { return c.Text("", r.field) }},
	limitRecord:    {Head: "record", Width: 6, Rank: 3, Draw: func(c table.Cell, r *limitRow) []byte { return c.Word(c.Theme.Muted, r.record) }},
	limitEffective: {Head: "limit", Width: 5, Draw: func(c table.Cell, r *limitRow) []byte { return c.Word(widget.LimitStyle(r.limit, c.Theme), r.limit) }},
	limitBy:        {Head: "by", Width: 11, Most: 28, Rank: 2, Left: true, Draw: func(c table.Cell, r *limitRow) []byte { return c.Text("", byWhom(r.by)) }},
	{Head: "now", Width: 5, Rank: 1, Draw: func(c table.Cell, r *limitRow) []byte { return r.drawUse(c, r.now) }},
	limitP95: {Head: "p95", Width: 5, Rank: 4, Draw: func(c table.Cell, r *limitRow) []byte { return r.drawUse(c, r.p95) }},
	limitMax: {Head: "max", Width: 5, Rank: 6, Draw: func(c table.Cell, r *limitRow) []byte { return r.drawUse(c, r.max) }},
	limitLeft: {Head: "left", Width: 5, Rank: 5, Draw: func(c table.Cell, r *limitRow) []byte {
		if r.limit == "none" {
			return c.Empty()
		}
		return r.drawUse(c, r.left())
	}},
	{Head: "%", Width: 4, Rank: 7, Draw: func(c table.Cell, r *limitRow) []byte {
		if r.bare || r.limit == "none" {
			return c.Empty()
		}
		return c.Styled(r.style(c.Theme), r.leftPct(), model.Percent)
	}},
}

// drawUse draws how much is used; nothing, if that is not known of a row
// that need not have it.
func (r *limitRow) drawUse(c table.Cell, v float64) []byte {
	if r.bare && math.IsNaN(v) {
		return c.Empty()
	}
	return c.Value(v, r.unit)
}

// Ask implements tab.Writer.
func (l *limits) Ask(env pane.Env, s *poll.Subject) tea.Cmd {
	return l.Cgroups.Ask(env, s, pane.Prober.Cgroups)
}

// Write implements tab.Writer.
func (l *limits) Write(sheet *widget.Sheet, env pane.Env, s *poll.Subject) {
	l.Cgroups.WriteState(sheet, env, s)
	rows := l.rows(env, s)
	l.table.Add(sheet, rows)
	sheet.Gap()
	l.explain(sheet, env, s, rows)
	sheet.Gap()
	l.Cgroups.WriteNotes(sheet)
}

// byWhom is by in the words of a column.
func byWhom(by string) string {
	if by == probe.OwnCgroup {
		return "own"
	}
	return strings.TrimPrefix(by, "the ")
}
