package detail

import (
	"strings"
	"time"

	"podtop/tui/pane"
	"podtop/tui/widget"
)

// patience is how long an answer may be on its way before that is worth a word.
const patience = 2 * time.Second

// standing is what is to be said of an answer: that it is waited for, or how
// old it is; "" if it is as new as can be.
func (q *question[A]) standing(env pane.Env, s *subject) string {
	if !q.has() {
		return q.without(env, s)
	}
	text := ""
	switch _, why := q.subject(env, s); {
	case s.gone:
		text = "It is gone; this"
	case why != "":
		text = why + "; this"
	case q.Silent() || q.Waits(env) > patience:
		text = q.asked() + " has not answered for " + pane.Spell(q.Age(env)) + "; this"
	case q.Err != nil:
		text = q.asked() + ": " + q.Err.Error() + "; this"
	case q.Age(env) > q.Every+2*patience: // what is frozen is asked no more
		text = "This"
	default:
		return ""
	}
	return text + " is from " + widget.Clock(q.Got.Said().Time, env.Snapshot.Time) + "."
}

// without is what is to be said as long as there is no answer.
func (q *question[A]) without(env pane.Env, s *subject) string {
	wait := q.Waits(env)
	_, why := q.subject(env, s)
	switch {
	case env.Prober == nil:
		return "Nobody reads this: there are only samples here."
	case s.gone:
		return "It is gone, and nobody had asked for this before."
	case why != "":
		return why + ": there is nothing to read."
	case q.Silent():
		return q.asked() + " has not answered within " + pane.Spell(q.Within) + "; asking again."
	case q.Err != nil:
		return q.asked() + ": " + q.Err.Error() + "; asking again."
	case wait < time.Second:
		return "asking " + q.who + "…"
	}
	return "asking " + q.who + "… " + pane.Spell(wait)
}

// asked is who is asked, at the beginning of a sentence.
func (q *question[A]) asked() string {
	if q.who == "" {
		return "Nobody"
	}
	return strings.ToUpper(q.who[:1]) + q.who[1:]
}

// rests says that it does not run.
func (s *subject) rests() string {
	if s.State == "" {
		return "It does not run"
	}
	return "It does not run (" + string(s.State) + ")"
}
