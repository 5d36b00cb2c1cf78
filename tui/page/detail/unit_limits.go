package detail

import (
	"podtop/model"
	"podtop/model/look"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

var unitLimitColumns = []column{
	{head: "limit", width: 13, text: true},
	{head: "unit", width: 8},
	{head: "container", width: 9},
	{width: 20, rank: 1, text: true, wide: true},
}

// A unitLimit is a limit of the unit beside the container's.
type unitLimit struct {
	name, property string
	unit, own      model.Limit
	of             model.Dimension
}

// writeLimits adds the limits of the unit, and beside them what the kernel
// holds the container to, which is the strictest of both and of what they are
// in.
func (u *unit) writeLimits(sheet *widget.Sheet, s *subject, a *look.Unit) {
	e := &s.Effective
	rows := []unitLimit{
		{"CPU", "CPUQuota=", a.CPUQuota, e.CPU, model.Cores},
		{"memory", "MemoryMax=", a.MemoryMax, e.Memory, model.Bytes},
		{"memory, high", "MemoryHigh=", a.MemoryHigh, e.High, model.Bytes},
		{"tasks", "TasksMax=", a.TasksMax, e.Pids, model.Number},
	}
	sheet.Gap()
	u.limits.fit(sheet.Width)
	u.limits.addHeads(sheet)
	for i := range rows {
		u.limits.add(sheet, func(b []byte, col, width int) []byte { return rows[i].cell(b, col, width, sheet.Theme) })
	}
	if low, ok := a.MemoryLow.Get(); ok && low > 0 {
		sheet.Field("protected", "", value(float64(low), model.Bytes)+" (MemoryLow=)")
	}
	if a.CPUWeight.IsKnown() {
		sheet.Field("CPU weight", "", value(a.CPUWeight.Float(), model.Number)+" (CPUWeight=)")
	}
}

func (r *unitLimit) cell(b []byte, col, width int, t theme.Theme) []byte {
	switch col {
	case 0:
		return widget.AppendText(b, r.name, width, t.Glyphs)
	case 1:
		text := limitText(r.unit, r.of)
		return appendRight(b, text, width, dim(text, t), t)
	case 2:
		text := limitText(r.own, r.of)
		return appendRight(b, text, width, dim(text, t), t)
	}
	return t.Muted.End(widget.AppendText(t.Muted.Begin(b), r.says(), width, t.Glyphs))
}

// says which of the two holds it.
func (r *unitLimit) says() string {
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
