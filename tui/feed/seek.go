package feed

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model/logs"
	"podtop/tui/pane"
)

// A Seek looks for the next line through the whole log.
type Seek struct {
	Sources logs.Sources
	Query   logs.Query // its N is 1, whatever it says
	From    logs.Place
}

// A Sought is what came of a Seek.
type Sought struct {
	Line    *logs.Line // nil: there is none
	Reached time.Time  // up to where it was looked
	Err     error      // why it could not be looked any further
}

// seek is a Seek under way. It has a log of its own, so that it can look for other
// things than those on screen, and be ended.
type seek struct {
	Seek
	log     pane.Log // nil: none is under way
	cancel  context.CancelFunc
	ctx     context.Context
	number  int
	reached time.Time
	done    *Sought // that nobody has taken yet
}

// soughtMsg is a piece of a Seek, in which there is a line or none.
type soughtMsg struct {
	feed   *Feed
	number int
	batch  logs.Batch
	err    error
}

// Seek begins to look for a line. That before it ends.
func (f *Feed) Seek(env pane.Env, s Seek) tea.Cmd {
	f.StopSeeking()
	if env.Logs == nil {
		return nil
	}
	s.Query.N = 1
	f.seek.Seek, f.seek.number, f.seek.reached = s, f.seek.number+1, s.From.Time
	f.seek.log = env.Logs.OpenLog(f.request.Of, s.Sources)
	f.seek.ctx, f.seek.cancel = context.WithCancel(env.Context)
	return f.seekOn(env)
}

func (f *Feed) seekOn(env pane.Env) tea.Cmd {
	s, number := f.seek, f.seek.number
	return env.Run(func() tea.Msg {
		b, err := s.log.Read(s.ctx, s.From, s.Query)
		return soughtMsg{f, number, b, err}
	})
}

// sought takes in a piece, and looks on where it has no line.
func (f *Feed) sought(env pane.Env, msg soughtMsg) tea.Cmd {
	s := &f.seek
	if msg.feed != f || msg.number != s.number || s.log == nil {
		return nil
	}
	if at := msg.batch.Reached.Time; !at.IsZero() {
		s.reached = at
	}
	s.From = msg.batch.Reached
	done := Sought{Reached: s.reached, Err: msg.err}
	if n := len(msg.batch.Lines); n > 0 {
		done.Line = &msg.batch.Lines[n-1]
	}
	if done.Line == nil && msg.err == nil && !msg.batch.AtEnd {
		return f.seekOn(env)
	}
	f.StopSeeking()
	s.done = &done
	return nil
}

// StopSeeking ends a Seek, and reports whether there was one.
func (f *Feed) StopSeeking() bool {
	s := &f.seek
	s.done = nil
	if s.log == nil {
		return false
	}
	s.cancel()
	go s.log.Close()
	s.log = nil
	return true
}

// Seeks reports whether a Seek is under way, and how far it has come.
func (f *Feed) Seeks() (reached time.Time, ok bool) { return f.seek.reached, f.seek.log != nil }

// Sought is what came of a Seek, once; nil while there is nothing.
func (f *Feed) Sought() *Sought {
	done := f.seek.done
	f.seek.done = nil
	return done
}
