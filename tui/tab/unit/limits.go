package unit

import (
	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/poll"
	"podtop/tui/table"
	"podtop/tui/widget"
)

// A unitLimit is a row: a limit of the unit beside the container's.
type unitLimit struct {
	name, property string
	unit, own      model.Limit
	of             model.Dimension
}

var unitLimitColumns = []table.Column[unitLimit]{
	{Head: "limit", Width: 13, Left: true, Draw: func(c table.Cell, l *unitLimit) []byte { return c.Text("", l.name) }},
	{Head: "unit", Width: 8, Draw: func(c table.Cell, l *unitLimit) []byte { return drawLimit(c, l.unit, l.of) }},
	{Head: "container", Width: 9, Draw: func(c table.Cell, l *unitLimit) []byte { return drawLimit(c, l.own, l.of) }},
	{Width: 20, Most: table.All, Rank: 1, Left: true, Draw: func(c table.Cell, l *unitLimit) []byte { return c.Text(c.Theme.Muted, l.holder()) }},
}

// drawLimit draws a limit, muted if it is none.
func drawLimit(c table.Cell, l model.Limit, d model.Dimension) []byte {
	text := widget.LimitText(l, d)
	return c.Word(widget.LimitStyle(text, c.Theme), text)
}

// writeLimits adds the limits of the unit, and beside them what the kernel
// holds the container to, which is the strictest of both and of what they are
// in.
func (u *unit) writeLimits(sheet *widget.Sheet, s *poll.Subject, a *probe.Unit) {
	e := &s.Effective
	sheet.Gap()
	u.limits.Add(sheet, []unitLimit{
		{"CPU", "CPUQuota=", a.CPUQuota, e.CPU, model.Cores},
		{"memory", "MemoryMax=", a.MemoryMax, e.Memory, model.Bytes},
		{"memory, high", "MemoryHigh=", a.MemoryHigh, e.High, model.Bytes},
		{"tasks", "TasksMax=", a.TasksMax, e.Pids, model.Number},
	})
	if low, ok := a.MemoryLow.Get(); ok && low > 0 {
		sheet.Field("protected", "", widget.ValueText(float64(low), model.Bytes)+" (MemoryLow=)")
	}
	if a.CPUWeight.IsKnown() {
		sheet.Field("CPU weight", "", widget.ValueText(a.CPUWeight.Float(), model.Number)+" (CPUWeight=)")
	}
}

// holder says which of the two holds it.
func (r *unitLimit) holder() string {
	unit, limited := r.unit.Get()
	own, held := r.own.Get()
	switch {
	case !r.own.IsKnown():
		return ""
	case limited && (!held || unit < own):
		return r.property + " does not reach it: it is not below the unit"
	case limited && unit == own:
		return "held by the unit, " + r.property
	case limited:
		return "held by less than " + r.property
	case held:
		return "not the unit's"
	}
	return ""
}
