package poll

import (
	"bytes"
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/pane"
)

// An Inspected is an Inspection and the trees of it. They are made where it is
// asked for: a large one takes its time.
type Inspected struct {
	*probe.Inspection
	Whole *probe.Tree // of its JSON
	Named *probe.Tree // of environment, labels and annotations
}

func newInspected(i *probe.Inspection, last *Inspected) *Inspected {
	n := &Inspected{Inspection: i}
	if last != nil && bytes.Equal(last.JSON, i.JSON) {
		n.Whole = last.Whole
	} else {
		n.Whole = probe.ParseTree(i.JSON)
	}
	n.Named = probe.TreeOf(
		probe.Pairs{Title: "environment", Pairs: i.Env},
		probe.Pairs{Title: "labels", Pairs: i.Labels},
		probe.Pairs{Title: "annotations", Pairs: i.Annotations},
	)
	return n
}

// An InspectPoll asks what Podman has on record. It is asked anew as
// soon as the container is not what it was.
type InspectPoll struct {
	Poll[*Inspected]
	last    condition
	seen    time.Duration // when the answer came that Reconcile saw last
	sampled string        // the health that the samples told then
}

// Reconcile makes the health of c, which the samples tell to be that, what the last
// answer says, if that is newer: it came after the samples' last news.
func (q *InspectPoll) Reconcile(c *model.Container, sampled string) {
	if !q.Has() || q.Got.ID != c.ID || q.Got.Health.Status == "" {
		return
	}
	if q.At != q.seen {
		q.seen, q.sampled = q.At, sampled
	}
	if sampled == q.sampled && sampled != q.Got.Health.Status && !c.HealthSince.After(q.Got.Time) {
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

func newInspectPoll() InspectPoll {
	q := InspectPoll{Poll: New[*Inspected]("Podman", 5*time.Second)}
	q.Once, q.About = true, onRecord
	return q
}

// Ask returns the command that asks, if it is time to.
func (q *InspectPoll) Ask(env pane.Env, s *Subject) tea.Cmd {
	if now := (condition{s.State, s.Health, s.Started, len(s.Marks)}); now != q.last {
		q.last = now
		q.Soon()
	}
	last := q.Got
	return q.Poll.Ask(env, s, func(p pane.Prober, ctx context.Context, t probe.Target) (*Inspected, error) {
		i, err := p.Inspect(ctx, t)
		if err != nil {
			return nil, err
		}
		return newInspected(i, last), nil
	})
}
