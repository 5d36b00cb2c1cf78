package poll

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A stage is a container on a busy host, about which somebody is asked.
type stage struct {
	env   pane.Env
	s     Subject
	hangs bool // nobody answers
}

func newStage(t *testing.T) *stage {
	var tr model.Tracker
	snap := *tr.Push(modeltest.Busy().Samples(1)[0])
	i := slices.IndexFunc(snap.Containers, func(c model.Container) bool { return c.Name == "app" })
	return &stage{
		s:   Subject{Container: &snap.Containers[i]},
		env: pane.Env{Snapshot: &snap, Context: t.Context(), Now: snap.Mono, Theme: theme.Default(theme.Braille), Prober: someone{}},
	}
}

// someone is a Prober: what it answers is made where it is asked.
type someone struct{ pane.Prober }

// asks is a Poll, and how often it was asked.
type asks struct {
	Poll[*probe.Cgroups]
	n int
}

func (a *asks) tick(g *stage, err error) {
	g.env.Prober = someone{}
	cmd := a.Ask(g.env, &g.s, func(pane.Prober, context.Context, probe.Target) (*probe.Cgroups, error) {
		a.n++
		return &probe.Cgroups{Answer: probe.Answer{At: g.env.Now, Time: modeltest.Start}}, err
	})
	if cmd != nil && !g.hangs {
		a.Take(g.env, cmd().(pane.ReplyMsg).Msg)
	}
}

// What is said of an answer: nothing as long as it is new, else what it waits
// for and how old it is.
func TestState(t *testing.T) {
	from := "from " + modeltest.Start.Format(time.TimeOnly)
	for _, tt := range []struct {
		name string
		do   func(*stage, *asks)
		want string
	}{
		{"at first", func(g *stage, a *asks) { g.hangs = true; a.tick(g, nil) }, "asking the kernel…"},
		{"for a while", func(g *stage, a *asks) {
			g.hangs = true
			a.tick(g, nil)
			g.env.Now += 2 * time.Second
		}, "asking the kernel… 2 s"},
		{"answered", func(g *stage, a *asks) { a.tick(g, nil) }, ""},
		{"hangs", func(g *stage, a *asks) {
			a.tick(g, nil)
			g.hangs = true
			g.env.Now += 2 * time.Second
			a.tick(g, nil)
			g.env.Now += 10 * time.Second
		}, "The kernel has not answered for 12 s; this is " + from + "."},
		{"silent", func(g *stage, a *asks) { a.tick(g, context.DeadlineExceeded) }, "The kernel has not answered within 5 s; asking again."},
		{"fails", func(g *stage, a *asks) { a.tick(g, errors.New("no")) }, "The kernel: no; asking again."},
		{"fails later", func(g *stage, a *asks) {
			a.tick(g, nil)
			g.env.Now += 2 * time.Second
			a.tick(g, errors.New("no"))
		}, "The kernel: no; this is " + from + "."},
		{"frozen", func(g *stage, a *asks) { a.tick(g, nil); g.env.Now += time.Minute }, "This is " + from + "."},
		{"yesterday", func(g *stage, a *asks) {
			a.tick(g, nil)
			snap := *g.env.Snapshot
			snap.Time = snap.Time.Add(24 * time.Hour)
			g.env.Snapshot, g.env.Now = &snap, g.env.Now+24*time.Hour
		}, "This is from " + modeltest.Start.Format(time.DateTime) + "."},
		{"gone", func(g *stage, a *asks) { a.tick(g, nil); g.s.Gone = true }, "It is gone; this is " + from + "."},
		{"gone before", func(g *stage, _ *asks) { g.s.Gone = true }, "It is gone, and nobody had asked for this before."},
		{"ended", func(g *stage, a *asks) { a.tick(g, nil); g.s.State = model.Exited }, "It does not run (exited); this is " + from + "."},
		{"ended before", func(g *stage, _ *asks) { g.s.State = model.NoState }, "It does not run: there is nothing to read."},
		{"nobody reads", func(g *stage, _ *asks) { g.env.Prober = nil }, "Nobody reads this: there are only samples here."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			g := newStage(t)
			a := &asks{Poll: New[*probe.Cgroups]("the kernel", 2*time.Second)}
			tt.do(g, a)
			if got := a.state(g.env, &g.s); got != tt.want {
				t.Errorf("it says %q, want %q", got, tt.want)
			}
		})
	}
}

// It is asked at its own pace, again at once after the first answer, and never
// of what has ended or is gone.
func TestPace(t *testing.T) {
	g := newStage(t)
	a := &asks{Poll: New[*probe.Cgroups]("the kernel", 2*time.Second)}
	asked := func(want int, when string) {
		t.Helper()
		a.tick(g, nil)
		if a.n != want {
			t.Errorf("%s it was asked %d times, want %d", when, a.n, want)
		}
	}
	asked(1, "at first")
	if d, ok := a.Between(); ok {
		t.Errorf("between one answer and none passed %v", d)
	}
	g.env.Now += 500 * time.Millisecond
	asked(2, "right after")
	if d, ok := a.Between(); d != 500*time.Millisecond || !ok {
		t.Errorf("between the answers passed %v", d)
	}
	g.env.Now += time.Second
	asked(2, "too soon")
	g.env.Now += time.Second
	asked(3, "in time")
	g.env.Now += 2 * time.Second
	g.s.Gone = true
	asked(3, "once it was gone")
	g.s.Gone, g.s.State = false, model.Exited
	asked(3, "once it had ended")
	g.s.State, g.s.ID = model.Running, "another"
	asked(4, "made anew")
	if a.before() {
		t.Error("an answer about another container is the one before")
	}
}

func (a *asks) before() bool { return a.Before != nil }

// What must be read first comes before the rest.
func TestNotes(t *testing.T) {
	g := newStage(t)
	a := &asks{Poll: New[*probe.Cgroups]("the kernel", 2*time.Second)}
	a.tick(g, nil)
	a.Got.Missing = []model.Note{{Severity: model.Info, Text: "a trifle"}, {Severity: model.Bad, Text: "a right\x1b[2J"}, {Severity: model.Warn, Text: "a file"}}
	var sheet widget.Sheet
	sheet.Begin(40, g.env.Theme.Plain())
	a.WriteState(&sheet, g.env, &g.s)
	sheet.Line("", "figures")
	a.WriteNotes(&sheet)
	got := strings.Join(strings.Fields(string(sheet.Append(nil, 0, sheet.Len()))), " ")
	if got != "a right?[2J a file figures a trifle" {
		t.Errorf("it says %q", got)
	}
}

// Who is asked has no name in a Poll made by hand: that is no reason to end.
func TestAskedOfNobody(t *testing.T) {
	q := New[*probe.Cgroups]("", 2*time.Second)
	if got := q.name(); got != "Nobody" {
		t.Errorf("it asks %q", got)
	}
}
