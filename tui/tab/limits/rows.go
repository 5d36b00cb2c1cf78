package limits

import (
	"fmt"
	"math"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A limitRow is one field of the table.
type limitRow struct {
	field, record, limit, by string
	unit                     model.Dimension
	bound                    float64 // limit as a number; NaN if it is none
	now, p95, max            float64
	soft                     bool // to be near it is no harm
	bare                     bool // it has no figures, but perhaps the one of now
}

// left is the limit less the most there was. A sample that is a hair above its
// limit leaves nothing.
func (r *limitRow) left() float64 {
	if v := r.bound - r.max; v > 0 || v != v {
		return v
	}
	return 0
}

func (r *limitRow) leftPct() float64 {
	if !(r.bound > 0) {
		return math.NaN()
	}
	return 100 * r.left() / r.bound
}

// Headroom below these, in percent of the limit, is worth a look.
const (
	littleLeft = 20
	hardlyLeft = 5
)

func (r *limitRow) style(t theme.Theme) theme.Style {
	switch v := r.leftPct(); {
	case r.soft || v != v:
		return t.Muted
	case v < hardlyLeft:
		return t.Bad
	case v < littleLeft:
		return t.Warn
	}
	return ""
}

// rows are the rows of the table.
func (l *limits) rows(env pane.Env, s *poll.Subject) []limitRow {
	l.past.turn(env, s.Key)
	record := probe.Recorded(&s.Meta)
	rows := []limitRow{l.row(env, s, &probe.CPULimited, &record), l.cpuset(s), l.weight(s)}
	memory, hard := l.row(env, s, &probe.MemoryLimited, &record), l.row(env, s, &probe.HardLimited, &record)
	hard.by = "" // it is the same
	rows = append(rows, memory, hard, l.reservation(&record, s))
	for _, f := range []*probe.Limited{&probe.HighLimited, &probe.SwapLimited, &probe.PidsLimited} {
		rows = append(rows, l.row(env, s, f, &record))
	}
	return append(rows, l.io(env, s)...)
}

func (l *limits) row(env pane.Env, s *poll.Subject, f *probe.Limited, record *probe.Record) limitRow {
	m := model.MetricByName(f.Metric)
	limit, by := f.Effective(l.Cgroups.Got, s.Container)
	r := limitRow{field: f.Field, limit: widget.LimitText(limit, m.Unit), by: by, unit: m.Unit, bound: math.NaN(), soft: f.Soft, now: m.Of(&s.Figures)}
	if _, ok := limit.Get(); ok {
		r.bound = widget.LimitValue(limit, m.Unit)
	}
	if f.Record != nil {
		r.record = widget.LimitText(f.Record(record), m.Unit)
	}
	r.p95, r.max = l.past.extremes(m, r.now)
	return r
}

// bare is a row without figures; now can be set.
func bare(field, record, limit, by string) limitRow {
	n := math.NaN()
	return limitRow{field: field, record: record, limit: limit, by: by, bare: true, bound: n, now: n, p95: n, max: n}
}

func (l *limits) cpuset(s *poll.Subject) limitRow {
	record := s.Limits.CPUSet
	if record == "" {
		record = widget.LimitText(unset(s.Source), model.Number)
	}
	if !l.Cgroups.Has() {
		return bare("cpuset", record, model.Dash, "")
	}
	c := l.Cgroups.Got
	cpus, by := probe.CPUs(c.Levels)
	switch {
	case by != nil:
		return bare("cpuset", record, probe.FormatCPUs(cpus), c.Where(by, &s.Meta))
	case c.Lacks("cpuset"):
		return bare("cpuset", record, model.Dash, "undelegated")
	case c.Own() == nil:
		return bare("cpuset", record, model.Dash, "")
	}
	return bare("cpuset", record, "none", "")
}

// unset is no limit, or an unknown one where Podman has not told of any.
func unset(from model.MetaSource) model.Limit {
	if from == model.FromAPI {
		return model.NoLimit
	}
	return model.Limit{}
}

// weight is the container's share of CPUs that others want too; only its own
// counts, beside those of its neighbours.
func (l *limits) weight(s *poll.Subject) limitRow {
	record := widget.LimitText(unset(s.Source), model.Number)
	if v, ok := s.Limits.CPUShares.Get(); ok {
		record = widget.ValueText(float64(v), model.Number)
	}
	r := bare("cpu weight", record, model.Dash, "")
	if !l.Cgroups.Has() {
		return r
	}
	c := l.Cgroups.Got
	if c.Legacy {
		r.field = "cpu shares"
	}
	if own := c.Own(); own != nil && own.CPUWeight.IsKnown() {
		r.limit, r.by = widget.ValueText(own.CPUWeight.Float(), model.Number), fmt.Sprintf("unset: %d", c.UnsetWeight())
	} else if c.Lacks("cpu") {
		r.by = "undelegated"
	}
	return r
}

// reservation is what of the container's memory is protected.
func (l *limits) reservation(record *probe.Record, s *poll.Subject) limitRow {
	r := bare("reservation", widget.LimitText(record.Low, model.Bytes), model.Dash, "")
	r.unit = model.Bytes
	if !l.Cgroups.Has() {
		return r
	}
	c := l.Cgroups.Got
	p := c.Protection()
	if n, ok := p.Low.Get(); ok && n == 0 {
		r.limit = "none"
		return r
	}
	r.limit = widget.LimitText(p.Effective, model.Bytes)
	switch {
	case p.Low == model.NoLimit && p.By == nil:
		r.limit = "all"
	case p.By != nil:
		r.by = c.Where(p.By, &s.Meta)
	case p.Effective.IsKnown():
		r.by = c.Where(c.Own(), &s.Meta)
	}
	r.now = p.Protect
	return r
}
