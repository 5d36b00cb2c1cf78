package events

import (
	"slices"
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
	shown          model.Event // what the row says of all of them
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

// sum makes what the row says of all of them.
func (f *fold) sum() {
	f.shown = *f.newest
	e := &f.shown
	e.Kind, e.Severity = model.RestartEvent, f.severity
	e.Text = "restarted " + strconv.Itoa(f.starts) + " times in " + pane.FormatDuration(max(time.Second, f.newest.Mono-f.oldest.Mono)) + "; last: " + f.newest.Text
}

// leastStarts is how many starts are worth a row of their own.
const leastStarts = 3

// fold leaves of a container that starts again and again the newest row, whether
// something is looked for or not.
func (p *Pane) fold() {
	clear(p.folds)
	clear(p.under)
	for _, f := range p.runs() {
		if f.starts < leastStarts {
			continue
		}
		head := f.places[0]
		f.sum()
		p.folds[head] = f
		for _, place := range f.places[1:] {
			p.under[place] = head
		}
	}
	if len(p.under) > 0 {
		p.list.Rows = slices.DeleteFunc(p.list.Rows, func(place int) bool { _, under := p.under[place]; return under })
	}
}

// runs are the starts and ends of each container that follow each other.
func (p *Pane) runs() []*fold {
	clear(p.last)
	n := 0
	for _, place := range p.list.Rows {
		e := &p.synced[place]
		if !ofLife(e) {
			continue
		}
		f := p.last[e.Key]
		if f == nil || f.oldest.Mono-e.Mono >= follows {
			f = p.spare(n)
			n++
			p.last[e.Key] = f
		}
		f.add(e, place)
	}
	return p.spares[:n]
}

// spare is an empty fold: the n-th that was used before, if there is one.
func (p *Pane) spare(n int) *fold {
	if n == len(p.spares) {
		p.spares = append(p.spares, &fold{})
	}
	f := p.spares[n]
	*f = fold{places: f.places[:0]}
	return f
}

// shown is the event of a place in synced as its row has it.
func (p *Pane) shown(place int) *model.Event {
	if f := p.folds[place]; f != nil {
		return &f.shown
	}
	return &p.synced[place]
}

// finds reports whether the row of a place has the words that are looked for: of
// one that is folded, what any of its events has is found.
func (p *Pane) finds(place int) bool {
	e, f := p.shown(place), p.folds[place]
	for _, w := range p.query.words {
		found := has(e, w.text) || f != nil && !w.not && p.within(f, w.text)
		if found == w.not {
			return false
		}
	}
	return true
}

// within reports whether an event of f has a word.
func (p *Pane) within(f *fold, word string) bool {
	return slices.ContainsFunc(f.places, func(place int) bool { return has(&p.synced[place], word) })
}
