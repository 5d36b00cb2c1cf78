package detail

import (
	"time"

	"podtop/model"
	"podtop/tui/graph"
	"podtop/tui/pane"
	"podtop/tui/theme"
)

// marks is the row of what happened, on the time axis of the graphs, and what
// is said of an instant. Both are worked out when they are of something else.
type marks struct {
	row graph.Marks
	of  marked

	about    events // of what is said
	column   int64  // of the instant
	span     time.Duration
	severity model.Severity
	text     string
}

// Events are those that what is said is of.
type events struct {
	first *model.Event
	n     int
	keys  int // of how many containers
}

// marked is what a row is of.
type marked struct {
	events
	axis  graph.Timeline
	theme theme.Theme
}

// eventsOf are those of a snapshot, as far as a page about a is concerned. The
// snapshots that have the same ones share them.
func eventsOf(s *model.Snapshot, a *about) events {
	e := events{n: len(s.Events), keys: len(a.keys)}
	if e.n > 0 {
		e.first = &s.Events[0]
	}
	return e
}

// markOf is the sign on the axis of each kind of event; none for those that are
// in the list of events alone.
var markOf = map[model.EventKind]graph.Mark{
	model.StartEvent: graph.Start, model.StopEvent: graph.Stop, model.RestartEvent: graph.Restart, model.OOMEvent: graph.OOM,
	model.HealthEvent: graph.Health, model.LimitEvent: graph.Limit, model.PauseEvent: graph.Stop, model.AlertEvent: graph.Threshold,
	model.FailEvent: graph.Failure,
}

// append appends the row, of what befell those the page is about.
func (m *marks) append(b []byte, env pane.Env, a *about, axis graph.Timeline) []byte {
	of := marked{eventsOf(env.Snapshot, a), axis, env.Theme}
	if m.of != of {
		m.of = of
		m.row.Reset(axis.Columns, env.Theme)
		between := env.Snapshot.EventsBetween(axis.At(0), axis.End)
		for i := range between {
			if e := &between[i]; a.owns(e) {
				m.row.Put(axis.Column(e.Mono), markOf[e.Kind])
			}
		}
	}
	return m.row.AppendRow(b)
}

// told says what happened in the column of the time cursor: the worst of it,
// and all of it.
func (m *marks) told(s *model.Snapshot, a *about, at, span time.Duration) (model.Severity, string) {
	of, column := eventsOf(s, a), int64(at/span)
	if m.about == of && m.column == column && m.span == span {
		return m.severity, m.text
	}
	m.about, m.column, m.span = of, column, span
	m.severity, m.text = model.Info, ""
	begin := time.Duration(column) * span
	between := s.EventsBetween(begin, begin+span-1)
	for i := range between {
		e := &between[i]
		if markOf[e.Kind] == graph.NoMark || !a.owns(e) {
			continue
		}
		if m.text != "" {
			m.text += "; "
		}
		m.text += e.Time.Format(time.TimeOnly) + " " + e.Text
		m.severity = max(m.severity, e.Severity)
	}
	return m.severity, m.text
}
