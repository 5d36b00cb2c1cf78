package poll

import (
	"context"
	"errors"
	"time"

	"podtop/tui/pane"

	tea "charm.land/bubbletea/v2"
)

// An Asking is what a pane asks for again and again while it is shown, at a pace
// of its own. It never asks anew before it has an answer or gave up on it, and
// the last answer stays, with its age, when no other comes.
type Asking[T any] struct {
	Every  time.Duration // from an answer until it asks anew
	Within time.Duration // is an answer expected

	Got    T             // the last answer
	Before T             // the one before it, for rates
	At     time.Duration // Snapshot.Mono when Got came; 0: there is none yet
	Err    error         // why there was no answer last; nil if there was one

	asked   time.Duration // when it asked last
	settled time.Duration // when the last answer or error came
	waiting bool
	round   int
}

// An answerMsg is what an Asking gets; those of earlier rounds are not for it.
type answerMsg[T any] struct {
	of    *Asking[T]
	round int
	value T
	err   error
}

// Ask returns the command that calls read for an answer, if it is time to; else
// nil.
func (q *Asking[T]) Ask(env pane.Env, read func(context.Context) (T, error)) tea.Cmd {
	now := env.Now
	switch {
	case q.waiting:
		return nil
	case q.settled > 0 && now-q.settled < q.Every && now >= q.settled:
		return nil
	}
	q.waiting, q.asked = true, now
	round, ctx, within := q.round, env.Context, q.Within
	return env.Run(func() tea.Msg {
		v, err := pane.Await(ctx, within, read)
		return answerMsg[T]{q, round, v, err}
	})
}

// Take takes in msg, and reports whether it was the answer.
func (q *Asking[T]) Take(env pane.Env, msg tea.Msg) bool {
	a, ok := msg.(answerMsg[T])
	if !ok || a.of != q {
		return false
	}
	if a.round != q.round || !q.waiting {
		return true // about something else, or taken in before
	}
	q.waiting, q.settled, q.Err = false, max(env.Now, 1), a.err
	if a.err == nil {
		q.Before, q.Got, q.At = q.Got, a.value, max(env.Now, 1)
	}
	return true
}

// forget makes q as if it had never asked: it is about something else now.
func (q *Asking[T]) forget() {
	*q = Asking[T]{Every: q.Every, Within: q.Within, round: q.round + 1}
}

// Soon makes the next Tick ask again.
func (q *Asking[T]) Soon() { q.settled = 0 }

// Waits is for how long an answer has been waited for; 0 if none is.
func (q *Asking[T]) Waits(env pane.Env) time.Duration {
	if !q.waiting {
		return 0
	}
	return max(0, env.Now-q.asked)
}

// Age is how old the last answer is.
func (q *Asking[T]) Age(env pane.Env) time.Duration { return max(0, env.Now-q.At) }

// Silent reports whether there was no answer in time last.
func (q *Asking[T]) Silent() bool { return errors.Is(q.Err, context.DeadlineExceeded) }
