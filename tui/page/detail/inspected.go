package detail

import (
	"bytes"
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/pane"
)

// An inspected is an Inspection and the trees of it. They are made where it is
// asked for: a large one takes its time.
type inspected struct {
	*probe.Inspection
	whole *probe.Tree // of its JSON
	named *probe.Tree // of environment, labels and annotations
}

func newInspected(i *probe.Inspection, last *inspected) *inspected {
	n := &inspected{Inspection: i}
	if last != nil && bytes.Equal(last.JSON, i.JSON) {
		n.whole = last.whole
	} else {
		n.whole = probe.ParseTree(i.JSON)
	}
	n.named = probe.TreeOf(
		probe.Pairs{Title: "environment", Pairs: i.Env},
		probe.Pairs{Title: "labels", Pairs: i.Labels},
		probe.Pairs{Title: "annotations", Pairs: i.Annotations},
	)
	return n
}

// An inspecting is the question what Podman has on record. It is asked anew as
// soon as the container is not what it was.
type inspecting struct {
	question[*inspected]
	last condition
	when time.Duration // of the answer that agree saw last
	then string        // the health that the samples told then
}

// agree makes the health of c, which the samples tell to be that, what the last
// answer says, if that is newer: it came after the samples' last news.
func (q *inspecting) agree(c *model.Container, sampled string) {
	if !q.has() || q.Got.ID != c.ID || q.Got.Health.Status == "" {
		return
	}
	if q.At != q.when {
		q.when, q.then = q.At, sampled
	}
	if sampled == q.then && sampled != q.Got.Health.Status && !c.HealthSince.After(q.Got.Time) {
		c.Health, c.HealthTimes = q.Got.Health.Status, q.Got.Health.Times(q.Got.Started)
	}
}

// A condition is what makes a record old when it changes.
type condition struct {
	state  model.State
	health string
	begun  time.Time
	events int
}

func newInspecting() inspecting {
	q := inspecting{question: newQuestion[*inspected]("Podman", 5*time.Second)}
	q.once, q.question.about = true, ofRecord
	return q
}

func (q *inspecting) ask(env pane.Env, s *subject) tea.Cmd {
	if now := (condition{s.State, s.Health, s.Started, len(s.marks)}); now != q.last {
		q.last = now
		q.Soon()
	}
	last := q.Got
	return q.question.ask(env, s, func(l pane.Prober, ctx context.Context, of probe.Target) (*inspected, error) {
		i, err := l.Inspect(ctx, of)
		if err != nil {
			return nil, err
		}
		return newInspected(i, last), nil
	})
}
