package events

import (
	"strconv"
	"time"

	"podtop/model"
	"podtop/tui/pane"
)

// follows is within what a container's next start or end belongs to those
// before it.
const follows = time.Minute

// lives are the actions of Podman's that go along with starts and ends.
var lives = map[string]bool{"create": true, "remove": true}

// ofLife reports whether e is about the start or the end of a container.
func ofLife(e *model.Event) bool {
	switch e.Kind {
	case model.StartEvent, model.StopEvent, model.RestartEvent:
		return e.Key.Name != ""
	case model.OOMEvent:
		return e.Ended && e.Key.Name != ""
	case model.OtherEvent:
		return e.Type == "container" && e.Key.Name != "" && lives[e.Action]
	}
	return false
}

// A fold is events of a container that follow each other, in the row of the
// newest.
type fold struct {
	places         []int // in synced, the newest first
	starts         int
	newest, oldest *model.Event
	severity       model.Severity
}

func (f *fold) add(e *model.Event, place int) {
	if f.newest == nil {
		f.newest = e
	}
	f.oldest, f.severity = e, max(f.severity, e.Severity)
	f.places = append(f.places, place)
	if e.Kind == model.StartEvent || e.Kind == model.RestartEvent {
		f.starts++
	}
}

// event is what the row says of all of them.
func (f *fold) event() *model.Event {
	e := *f.newest
	e.Kind, e.Severity = model.RestartEvent, f.severity
	e.Text = "restarted " + strconv.Itoa(f.starts) + " times in " + pane.Spell(max(time.Second, f.newest.Mono-f.oldest.Mono)) + "; last: " + f.newest.Text
	return &e
}

// leastStarts is how many starts are worth a row of their own.
const leastStarts = 3

// fold leaves of a container that starts again and again the newest row, unless
// something is looked for: then all that was found is shown.
func (p *Pane) fold() {
	clear(p.folded)
	clear(p.under)
	if p.query.text != "" {
		return
	}
	for _, f := range p.runs() {
		if f.starts < leastStarts {
			continue
		}
		head := f.places[0]
		p.folded[head] = f.event()
		for _, place := range f.places[1:] {
			p.under[place] = head
		}
	}
	if len(p.under) == 0 {
		return
	}
	left := p.rows[:0]
	for _, place := range p.rows {
		if _, under := p.under[place]; !under {
			left = append(left, place)
		}
	}
	p.rows = left
}

// runs are the starts and ends of each container that follow each other.
func (p *Pane) runs() (all []*fold) {
	last := map[model.Key]*fold{}
	for _, place := range p.rows {
		e := &p.synced[place]
		if !ofLife(e) {
			continue
		}
		f := last[e.Key]
		if f == nil || f.oldest.Mono-e.Mono >= follows {
			f = &fold{}
			last[e.Key] = f
			all = append(all, f)
		}
		f.add(e, place)
	}
	return all
}

// shown is the event of a place in synced as its row has it.
func (p *Pane) shown(place int) *model.Event {
	if e, ok := p.folded[place]; ok {
		return e
	}
	return &p.synced[place]
}
