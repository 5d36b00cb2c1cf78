// Package tabtest puts a tab on screen, with somebody who answers it.
package tabtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/tab"
	"podtop/tui/theme"
	"podtop/tui/tuitest"
)

// A Stage is a tab on screen, and who answers it.
type Stage struct {
	T       *testing.T
	Tab     tab.Tab
	Env     pane.Env
	Subject poll.Subject
	With    *Answers
}

// Answers are what a Prober is given to say; what it is not given cannot be
// read.
type Answers struct {
	Cgroups   *probe.Cgroups
	Processes *probe.Processes
	Memory    func(pid int) *probe.Memory
	Network   *probe.Network
	Inspect   *probe.Inspection
	Storage   *probe.Storage
	Unit      *probe.Unit
	Err       error // in the place of every answer
	Hangs     bool  // nobody answers
	Asked     int   // how often
}

// prober says what is in Answers.
type prober struct {
	pane.Prober
	*Answers
}

func answer[A any](a *Answers, v *A) (*A, error) {
	a.Asked++
	switch {
	case a.Err != nil:
		return nil, a.Err
	case v == nil:
		return nil, errors.New("cannot be read")
	}
	return v, nil
}

func (a prober) Cgroups(context.Context, probe.Target) (*probe.Cgroups, error) {
	return answer(a.Answers, a.Answers.Cgroups)
}

func (a prober) Processes(context.Context, probe.Target) (*probe.Processes, error) {
	return answer(a.Answers, a.Answers.Processes)
}

func (a prober) Memory(_ context.Context, _ probe.Target, pid int) (*probe.Memory, error) {
	if a.Answers.Memory == nil {
		return answer[probe.Memory](a.Answers, nil)
	}
	return answer(a.Answers, a.Answers.Memory(pid))
}

func (a prober) Network(context.Context, probe.Target) (*probe.Network, error) {
	return answer(a.Answers, a.Answers.Network)
}

func (a prober) Inspect(context.Context, probe.Target) (*probe.Inspection, error) {
	return answer(a.Answers, a.Answers.Inspect)
}

func (a prober) Storage(context.Context, probe.Target) (*probe.Storage, error) {
	return answer(a.Answers, a.Answers.Storage)
}

func (a prober) Unit(context.Context, probe.Target) (*probe.Unit, error) {
	return answer(a.Answers, a.Answers.Unit)
}

// busy is the last of some snapshots of modeltest.Busy.
var busy = func() *model.Snapshot {
	var tr model.Tracker
	var snap *model.Snapshot
	for _, s := range modeltest.Busy().Samples(701) {
		snap = tr.Push(s)
	}
	return snap
}()

// On shows a tab about the container called name of the busy host.
func On(t *testing.T, of func(*tab.KeyMap, *poll.Shared) tab.Tab, name string) *Stage {
	keys := tab.DefaultKeyMap()
	i := slices.IndexFunc(busy.Containers, func(c model.Container) bool { return c.Name == name })
	c := busy.Containers[i]
	snap := *busy
	g := &Stage{T: t, Tab: of(&keys, poll.NewShared()), Subject: poll.Subject{Container: &c}, With: &Answers{}}
	g.Env = pane.Env{
		Snapshot: &snap, Past: snap.History, Marks: new(pane.Marks), Width: 80, Height: 24, Focused: true, Self: 7,
		Theme: theme.Default(theme.Braille), Context: t.Context(), Now: snap.Mono, Prober: prober{Answers: g.With}, Window: pane.Minute1,
	}
	return g
}

// Tick lets d pass, and has the tab hear it and what it asked for.
func (g *Stage) Tick(d time.Duration) {
	snap := *g.Env.Snapshot
	snap.Mono, snap.Time = snap.Mono+d, snap.Time.Add(d)
	g.Env.Snapshot, g.Env.Now = &snap, g.Env.Now+d
	g.run(g.Tab.Update(g.Env, &g.Subject, pane.Tick{}))
}

// run runs a command to its end, unless nobody answers.
func (g *Stage) run(cmd tea.Cmd) {
	if cmd == nil || g.With.Hangs {
		return
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range msg {
			g.run(c)
		}
	case pane.ReplyMsg:
		if msg.To != g.Env.Self {
			g.T.Fatalf("asked as pane %d", msg.To)
		}
		g.run(g.Tab.Update(g.Env, &g.Subject, msg.Msg))
	}
}

// Press presses keys.
func (g *Stage) Press(keys ...string) {
	for _, k := range keys {
		g.run(g.Tab.Update(g.Env, &g.Subject, tuitest.Key(k)))
	}
}

// Screen is what one sees of the tab.
func (g *Stage) Screen() string {
	g.T.Helper()
	b := string(g.Tab.Draw(nil, g.Env, &g.Subject))
	g.Check(b)
	return tuitest.Draw(b, g.Env.Width, g.Env.Height)
}

// Check holds b to the size of the tab.
func (g *Stage) Check(b string) {
	g.T.Helper()
	lines := strings.Split(b, "\n")
	if len(lines) != g.Env.Height {
		g.T.Fatalf("at %dx%d it is %d high", g.Env.Width, g.Env.Height, len(lines))
	}
	for i, line := range lines {
		if w := ansi.StringWidthWc(line); w != g.Env.Width {
			g.T.Fatalf("at %dx%d line %d is %d cells wide: %q", g.Env.Width, g.Env.Height, i, w, line)
		}
	}
}

// Shows fails unless each text is on a screen of that tab that is tall enough.
func (g *Stage) Shows(texts ...string) {
	g.T.Helper()
	g.Env.Width, g.Env.Height = 160, 80
	screen := g.Screen()
	for _, text := range texts {
		if !strings.Contains(screen, text) {
			g.T.Errorf("there is no %q in\n%s", text, screen)
		}
	}
}

// Lacks fails if one of the texts is there.
func (g *Stage) Lacks(texts ...string) {
	g.T.Helper()
	g.Env.Width, g.Env.Height = 160, 80
	screen := g.Screen()
	for _, text := range texts {
		if strings.Contains(screen, text) {
			g.T.Errorf("there is %q in\n%s", text, screen)
		}
	}
}

var tabSizes = [][2]int{{50, 20}, {80, 8}, {110, 30}}

// Golden compares the tab at each size, and in ASCII, with what it was.
func (g *Stage) Golden() {
	g.T.Helper()
	t, window := g.T, g.Env.Theme
	for _, size := range tabSizes {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			g.T, g.Env.Width, g.Env.Height = t, size[0], size[1]
			golden.RequireEqual(t, g.Screen())
		})
	}
	t.Run("ascii", func(t *testing.T) {
		g.T, g.Env.Theme, g.Env.Width, g.Env.Height = t, theme.Default(theme.ASCII), 80, 24
		screen := g.Screen()
		if strings.ContainsFunc(screen, func(r rune) bool { return r > 0x7e }) {
			t.Errorf("it is not ASCII:\n%s", screen)
		}
		golden.RequireEqual(t, screen)
	})
	g.T, g.Env.Theme = t, window
}

// EverySize draws the tab at each size there can be.
func (g *Stage) EverySize() {
	g.T.Helper()
	for w := 1; w <= 200; w += 1 + w/12 {
		for h := 1; h <= 60; h += 1 + h/5 {
			g.Env.Width, g.Env.Height = w, h
			g.Check(string(g.Tab.Draw(nil, g.Env, &g.Subject)))
		}
	}
}
