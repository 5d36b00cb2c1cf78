package detail

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/widget"
)

// A question is what a tab asks about its container, again and again. One that
// was made anew under the same name is asked about anew.
type question[A answer] struct {
	pane.Asking[A]
	who   string // is asked, in words
	once  bool   // no rates are made of it: the first answer is enough at first
	about topic  // nil: a container that runs
	id    string // of what it is about
}

// A topic names what a question is about now, or says why there is nothing to
// ask.
type topic func(pane.Env, *subject) (id, why string)

// An answer is a pointer to one of the answers of package look.
type answer interface {
	comparable
	Said() *probe.Answer
}

// answerTime is how long an answer may take.
const answerTime = 5 * time.Second

func newQuestion[A answer](who string, every time.Duration) question[A] {
	return question[A]{who: who, Asking: pane.Asking[A]{Every: every, Within: answerTime}}
}

// ask returns the command that asks, if it is time to and there is something to
// ask about.
func (q *question[A]) ask(env pane.Env, s *subject, read func(pane.Prober, context.Context, probe.Target) (A, error)) tea.Cmd {
	if !q.open(env, s) {
		return nil
	}
	prober, about := env.Prober, s.look()
	return q.Ask(env, func(ctx context.Context) (A, error) { return read(prober, ctx, about) })
}

// open reports whether there is somebody to ask and something to ask about. It
// forgets what was said of another container of that name.
func (q *question[A]) open(env pane.Env, s *subject) bool {
	id, why := q.subject(env, s)
	if id != "" && q.id != id {
		q.Forget()
		q.id = id
	}
	return env.Prober != nil && !s.gone && why == ""
}

// subject is what is asked about, and why it is not.
func (q *question[A]) subject(env pane.Env, s *subject) (id, why string) {
	switch {
	case q.about != nil:
		return q.about(env, s)
	case !s.State.Live():
		return string(s.ID), s.rests()
	}
	return string(s.ID), ""
}

// take takes in msg, and reports whether it was the answer. After the first one
// the next Tick asks again: rates take two.
func (q *question[A]) take(env pane.Env, msg tea.Msg) bool {
	had := q.has()
	if !q.Take(env, msg) {
		return false
	}
	if q.has() && !had && !q.once {
		q.Soon()
	}
	return true
}

// has reports whether there is an answer.
func (q *question[A]) has() bool {
	var none A
	return q.Got != none
}

// two reports whether there are two, and returns the time between them.
func (q *question[A]) two() (time.Duration, bool) {
	var none A
	if q.Got == none || q.Before == none {
		return 0, false
	}
	d := q.Got.Said().At - q.Before.Said().At
	return d, d > 0
}

// tell adds to the sheet how it stands with the answer where that is not as it
// should be, and what could not be read. It reports whether there is an answer.
func (q *question[A]) tell(sheet *widget.Sheet, env pane.Env, s *subject) bool {
	if text := q.standing(env, s); text != "" {
		style := env.Theme.Muted
		if q.has() || q.Err != nil {
			style = env.Theme.Warn
		}
		sheet.Para(style, text)
	}
	if q.has() {
		tellNotes(sheet, q.Got.Said().Missing, model.Warn, model.Bad)
	}
	return q.has()
}

// tellLess adds what could not be read and need not be read first.
func (q *question[A]) tellLess(sheet *widget.Sheet) {
	if q.has() {
		tellNotes(sheet, q.Got.Said().Missing, model.Info, model.Info)
	}
}

// tellNotes adds the notes of a severity from least to most.
func tellNotes(sheet *widget.Sheet, notes []model.Note, least, most model.Severity) {
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
