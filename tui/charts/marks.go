package charts

import (
	"iter"
	"time"

	"podtop/model"
	"podtop/tui/graph"
)

// markOf is the sign on the axis of each kind of event; none for those that are
// in the list of events alone.
var markOf = map[model.EventKind]graph.Mark{
	model.StartEvent: graph.Start, model.StopEvent: graph.Stop, model.RestartEvent: graph.Restart, model.OOMEvent: graph.OOM,
	model.HealthEvent: graph.Health, model.LimitEvent: graph.Limit, model.PauseEvent: graph.Stop, model.AlertEvent: graph.Threshold,
	model.FailEvent: graph.Failure, model.BenchEvent: graph.Bench,
}

// appendMarks appends the row of what befell those that graphs are of, on the
// time axis of the graphs.
func (c *Charts) appendMarks(b []byte, axis graph.Timeline) []byte {
	d := &c.drawn
	c.marks.Reset(axis.Columns, d.env.Theme)
	between := d.env.Snapshot.EventsBetween(axis.At(0), axis.End)
	for i := range between {
		if e := &between[i]; d.of.Owns(e) {
			c.marks.Put(axis.Column(e.Mono), markOf[e.Kind])
		}
	}
	return c.marks.AppendRow(b)
}

// EventText is what happened in the column of the time cursor: the worst of it,
// and all of it.
func (c *Charts) EventText(s *model.Snapshot, of *Subject) (worst model.Severity, text string) {
	for e := range c.events(s, of) {
		if text != "" {
			text += "; "
		}
		text += e.Time.Format(time.TimeOnly) + " " + e.Text
		worst = max(worst, e.Severity)
	}
	return worst, text
}

// At is what the time cursor is on: the first of the worst that happened in its
// column, or else that instant; zero if there is no cursor.
func (c *Charts) At(s *model.Snapshot, of *Subject) (at time.Time) {
	if c.time.at == 0 {
		return at
	}
	at = wall(s, c.time.at)
	worst := graph.NoMark
	for e := range c.events(s, of) {
		if m := markOf[e.Kind]; m > worst {
			worst, at = m, e.Time
		}
	}
	return at
}

// events are those that have a mark in the column of the time cursor.
func (c *Charts) events(s *model.Snapshot, of *Subject) iter.Seq[*model.Event] {
	return func(yield func(*model.Event) bool) {
		if c.time.at == 0 {
			return
		}
		between := s.EventsBetween(c.time.column())
		for i := range between {
			if e := &between[i]; markOf[e.Kind] != graph.NoMark && of.Owns(e) && !yield(e) {
				return
			}
		}
	}
}
