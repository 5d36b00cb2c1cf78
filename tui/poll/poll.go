// Package poll is what pages and tabs ask for, and when: again and again while
// they are on screen. An Asking is of anything, a Poll of one container, and what
// several tabs ask for is Shared.
package poll

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/widget"
)

// A Poll is an Asking about the container of a tab. When that was made anew under
// the same name, it begins anew, too.
type Poll[A answer] struct {
	Asking[A]
	Once bool // no rates are made of it: the first answer is enough at first
	// About names what is asked about now, or says why there is nothing to ask.
	// nil: a container that runs.
	About func(pane.Env, *Subject) (id, reason string)

	who string // is asked, in words
	id  string // of what it is about
}

// An answer is a pointer to one of the answers of package probe.
type answer interface {
	comparable
	Base() *probe.Answer
}

// answerTime is how long an answer may take.
const answerTime = 5 * time.Second

// New returns a Poll that asks somebody, named in words, at that pace.
func New[A answer](who string, every time.Duration) Poll[A] {
	return Poll[A]{who: who, Asking: Asking[A]{Every: every, Within: answerTime}}
}

// Ask returns the command that asks, if it is time to and there is something to
// ask about.
func (q *Poll[A]) Ask(env pane.Env, s *Subject, read func(pane.Prober, context.Context, probe.Target) (A, error)) tea.Cmd {
	if !q.Ready(env, s) {
		return nil
	}
	prober, about := env.Prober, probe.TargetOf(s.Container)
	return q.Asking.Ask(env, func(ctx context.Context) (A, error) { return read(prober, ctx, about) })
}

// Ready reports whether there is somebody to ask and something to ask about. It
// forgets what was said of another container of that name.
func (q *Poll[A]) Ready(env pane.Env, s *Subject) bool {
	id, reason := q.object(env, s)
	if id != "" && q.id != id {
		q.forget()
		q.id = id
	}
	return env.Prober != nil && !s.Gone && reason == ""
}

// object is what is asked about, and why it is not.
func (q *Poll[A]) object(env pane.Env, s *Subject) (id, reason string) {
	switch {
	case q.About != nil:
		return q.About(env, s)
	case !s.State.Live():
		return string(s.ID), s.notRunning()
	}
	return string(s.ID), ""
}

// Take takes in msg, and reports whether it was the answer. After the first one
// the next Tick asks again: rates take two.
func (q *Poll[A]) Take(env pane.Env, msg tea.Msg) bool {
	had := q.Has()
	if !q.Asking.Take(env, msg) {
		return false
	}
	if q.Has() && !had && !q.Once {
		q.Soon()
	}
	return true
}

// Has reports whether there is an answer.
func (q *Poll[A]) Has() bool {
	var none A
	return q.Got != none
}

// Between reports whether there are two answers, and returns the time between them.
func (q *Poll[A]) Between() (time.Duration, bool) {
	var none A
	if q.Got == none || q.Before == none {
		return 0, false
	}
	d := q.Got.Base().At - q.Before.Base().At
	return d, d > 0
}

// WriteState adds to the sheet how it stands with the answer where that is not as it
// should be, and what could not be read. It reports whether there is an answer.
func (q *Poll[A]) WriteState(sheet *widget.Sheet, env pane.Env, s *Subject) bool {
	if text := q.state(env, s); text != "" {
		style := env.Theme.Muted
		if q.Has() || q.Err != nil {
			style = env.Theme.Warn
		}
		sheet.Para(style, text)
	}
	if q.Has() {
		writeNotes(sheet, q.Got.Base().Missing, model.Warn, model.Bad)
	}
	return q.Has()
}

// WriteNotes adds what could not be read and need not be read first.
func (q *Poll[A]) WriteNotes(sheet *widget.Sheet) {
	if q.Has() {
		writeNotes(sheet, q.Got.Base().Missing, model.Info, model.Info)
	}
}

// writeNotes adds the notes of a severity from least to most.
func writeNotes(sheet *widget.Sheet, notes []model.Note, least, most model.Severity) {
	for _, n := range notes {
		if n.Severity < least || n.Severity > most {
			continue
		}
		style := sheet.Theme.Muted
		if n.Severity != model.Info {
			style = widget.SeverityStyle(n.Severity, sheet.Theme)
		}
		sheet.Para(style, n.Text)
	}
}
