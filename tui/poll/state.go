package poll

import (
	"strings"
	"time"

	"podtop/tui/pane"
	"podtop/tui/widget"
)

// patience is how long an answer may be on its way before that is worth a word.
const patience = 2 * time.Second

// state is what is to be said of an answer: that it is waited for, or how
// old it is; "" if it is as new as can be.
func (q *Poll[A]) state(env pane.Env, s *Subject) string {
	if !q.Has() {
		return q.without(env, s)
	}
	text := ""
	switch _, reason := q.object(env, s); {
	case s.Gone:
		text = "It is gone; this"
	case reason != "":
		text = reason + "; this"
	case q.Silent() || q.Waits(env) > patience:
		text = q.name() + " has not answered for " + pane.FormatDuration(q.Age(env)) + "; this"
	case q.Err != nil:
		text = q.name() + ": " + q.Err.Error() + "; this"
	case q.Age(env) > q.Every+2*patience: // what is frozen is asked no more
		text = "This"
	default:
		return ""
	}
	return text + " is from " + widget.Clock(q.Got.Base().Time, env.Snapshot.Time) + "."
}

// without is what is to be said as long as there is no answer.
func (q *Poll[A]) without(env pane.Env, s *Subject) string {
	wait := q.Waits(env)
	_, reason := q.object(env, s)
	switch {
	case env.Prober == nil:
		return "Nobody reads this: there are only samples here."
	case s.Gone:
		return "It is gone, and nobody had asked for this before."
	case reason != "":
		return reason + ": there is nothing to read."
	case q.Silent():
		return q.name() + " has not answered within " + pane.FormatDuration(q.Within) + "; asking again."
	case q.Err != nil:
		return q.name() + ": " + q.Err.Error() + "; asking again."
	case wait < time.Second:
		return "asking " + q.who + "…"
	}
	return "asking " + q.who + "… " + pane.FormatDuration(wait)
}

// name is who is asked, at the beginning of a sentence.
func (q *Poll[A]) name() string {
	if q.who == "" {
		return "Nobody"
	}
	return strings.ToUpper(q.who[:1]) + q.who[1:]
}

// notRunning says that it does not run.
func (s *Subject) notRunning() string {
	if s.State == "" {
		return "It does not run"
	}
	return "It does not run (" + string(s.State) + ")"
}
