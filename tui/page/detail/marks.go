package detail

import (
	"time"

	"podtop/model"
	"podtop/tui/graph"
	"podtop/tui/pane"
)

// markOf is the sign on the axis of each kind of event; none for those that are
// in the list of events alone.
var markOf = map[model.EventKind]graph.Mark{
	model.StartEvent: graph.Start, model.StopEvent: graph.Stop, model.RestartEvent: graph.Restart, model.OOMEvent: graph.OOM,
	model.HealthEvent: graph.Health, model.LimitEvent: graph.Limit, model.PauseEvent: graph.Stop, model.AlertEvent: graph.Threshold,
	model.FailEvent: graph.Failure,
}

// appendMarks appends the row of what befell those the page is about, on the
// time axis of the graphs.
func (p *Page) appendMarks(b []byte, env pane.Env, axis graph.Timeline) []byte {
	p.marks.Reset(axis.Columns, env.Theme)
	between := env.Snapshot.EventsBetween(axis.At(0), axis.End)
	for i := range between {
		if e := &between[i]; p.about.owns(e) {
			p.marks.Put(axis.Column(e.Mono), markOf[e.Kind])
		}
	}
	return p.marks.AppendRow(b)
}

// eventText is what happened in the column of the time cursor: the worst of it,
// and all of it.
func (p *Page) eventText(s *model.Snapshot) (worst model.Severity, text string) {
	span := max(1, p.time.span)
	begin := p.time.at / span * span
	between := s.EventsBetween(begin, begin+span-1)
	for i := range between {
		e := &between[i]
		if markOf[e.Kind] == graph.NoMark || !p.about.owns(e) {
			continue
		}
		if text != "" {
			text += "; "
		}
		text += e.Time.Format(time.TimeOnly) + " " + e.Text
		worst = max(worst, e.Severity)
	}
	return worst, text
}
