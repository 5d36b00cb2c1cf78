package limits

import (
	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/poll"
)

// ioLimits are the limits of a line of io.max.
var ioLimits = []struct {
	name, metric string
	of           func(*probe.IOLimit) model.Limit
}{
	{" read", "blk.r", func(l *probe.IOLimit) model.Limit { return l.RBytes }},
	{" write", "blk.w", func(l *probe.IOLimit) model.Limit { return l.WBytes }},
	{" reads/s", "blk.riops", func(l *probe.IOLimit) model.Limit { return l.RIOs }},
	{" writes/s", "blk.wiops", func(l *probe.IOLimit) model.Limit { return l.WIOs }},
}

// io is a row for each limit a device has, one that says so if none has.
// Figures are of all devices together.
func (l *limits) io(env pane.Env, s *poll.Subject) []limitRow {
	if !l.Cgroups.Has() {
		return []limitRow{bare("io", "", model.Dash, "")}
	}
	c := l.Cgroups.Got
	var rows []limitRow
	for _, device := range c.Bounded() {
		for _, of := range ioLimits {
			f := probe.Limited{Field: device + of.name, Controller: "io", Metric: of.metric, Level: func(l *probe.Level) model.Limit {
				line := l.IO(device)
				return of.of(&line)
			}}
			if limit, _ := probe.Strictest(c.Levels, f.Level); limit == model.NoLimit || !limit.IsKnown() {
				continue
			}
			rows = append(rows, l.row(env, s, &f, nil))
		}
	}
	switch {
	case len(rows) > 0:
		return rows
	case c.Lacks("io"):
		return []limitRow{bare("io", "", model.Dash, "undelegated")}
	}
	return []limitRow{bare("io", "", "none", "")}
}
