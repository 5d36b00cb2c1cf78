package detail

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

const (
	kb = 1 << 10
	mb = 1 << 20
)

// A stage is a tab on screen, and who answers it.
type stage struct {
	t    *testing.T
	tab  tab.Tab
	env  pane.Env
	s    poll.Subject
	with *answers
}

// answers is a Prober that knows what it is given; an error in the place of
// what it does not.
type answers struct {
	pane.Prober
	cgroups   *probe.Cgroups
	processes *probe.Processes
	memory    func(pid int) *probe.Memory
	network   *probe.Network
	inspect   *probe.Inspection
	storage   *probe.Storage
	unit      *probe.Unit
	err       error
	hangs     bool // nobody answers
	asked     int
}

func said[A any](a *answers, v *A) (*A, error) {
	a.asked++
	switch {
	case a.err != nil:
		return nil, a.err
	case v == nil:
		return nil, errors.New("cannot be read")
	}
	return v, nil
}

func (a *answers) Cgroups(context.Context, probe.Target) (*probe.Cgroups, error) {
	return said(a, a.cgroups)
}

func (a *answers) Processes(context.Context, probe.Target) (*probe.Processes, error) {
	return said(a, a.processes)
}

func (a *answers) Memory(_ context.Context, _ probe.Target, pid int) (*probe.Memory, error) {
	if a.memory == nil {
		return said[probe.Memory](a, nil)
	}
	return said(a, a.memory(pid))
}

func (a *answers) Network(context.Context, probe.Target) (*probe.Network, error) {
	return said(a, a.network)
}

func (a *answers) Inspect(context.Context, probe.Target) (*probe.Inspection, error) {
	return said(a, a.inspect)
}

func (a *answers) Storage(context.Context, probe.Target) (*probe.Storage, error) {
	return said(a, a.storage)
}

func (a *answers) Unit(context.Context, probe.Target) (*probe.Unit, error) { return said(a, a.unit) }

// busy is the last of some snapshots of modeltest.Busy.
var busy = func() *model.Snapshot {
	var tr model.Tracker
	var snap *model.Snapshot
	for _, s := range modeltest.Busy().Samples(701) {
		snap = tr.Push(s)
	}
	return snap
}()

// onStage shows a tab about the container called name of the busy host.
func onStage(t *testing.T, of func(*tab.KeyMap, *poll.Shared) tab.Tab, name string) *stage {
	keys := tab.DefaultKeyMap()
	i := slices.IndexFunc(busy.Containers, func(c model.Container) bool { return c.Name == name })
	c := busy.Containers[i]
	snap := *busy
	g := &stage{t: t, tab: of(&keys, poll.NewShared()), s: poll.Subject{Container: &c}, with: &answers{}}
	g.env = pane.Env{
		Snapshot: &snap, Past: snap.History, Marks: new(pane.Marks), Width: 80, Height: 24, Focused: true, Self: 7,
		Theme: theme.Default(theme.Braille), Context: t.Context(), Now: snap.Mono, Prober: g.with, Window: pane.Minute1,
	}
	return g
}

// tick lets d pass, and has the tab hear it and what it asked for.
func (g *stage) tick(d time.Duration) {
	snap := *g.env.Snapshot
	snap.Mono, snap.Time = snap.Mono+d, snap.Time.Add(d)
	g.env.Snapshot, g.env.Now = &snap, g.env.Now+d
	g.run(g.tab.Update(g.env, &g.s, pane.Tick{}))
}

// run runs a command to its end, unless nobody answers.
func (g *stage) run(cmd tea.Cmd) {
	if cmd == nil || g.with.hangs {
		return
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range msg {
			g.run(c)
		}
	case pane.ReplyMsg:
		if msg.To != g.env.Self {
			g.t.Fatalf("asked as pane %d", msg.To)
		}
		g.run(g.tab.Update(g.env, &g.s, msg.Msg))
	}
}

func (g *stage) press(keys ...string) {
	for _, k := range keys {
		g.run(g.tab.Update(g.env, &g.s, tuitest.Key(k)))
	}
}

// screen is what one sees of the tab.
func (g *stage) screen() string {
	g.t.Helper()
	b := string(g.tab.Draw(nil, g.env, &g.s))
	g.check(b)
	return tuitest.Draw(b, g.env.Width, g.env.Height)
}

// check holds b to the size of the tab.
func (g *stage) check(b string) {
	g.t.Helper()
	lines := strings.Split(b, "\n")
	if len(lines) != g.env.Height {
		g.t.Fatalf("at %dx%d there are %d lines", g.env.Width, g.env.Height, len(lines))
	}
	for i, line := range lines {
		if w := ansi.StringWidthWc(line); w != g.env.Width {
			g.t.Fatalf("at %dx%d line %d is %d cells wide: %q", g.env.Width, g.env.Height, i, w, line)
		}
	}
}

// shows fails unless each text is on a screen of that tab that is tall enough.
func (g *stage) shows(texts ...string) {
	g.t.Helper()
	g.env.Width, g.env.Height = 160, 80
	screen := g.screen()
	for _, text := range texts {
		if !strings.Contains(screen, text) {
			g.t.Errorf("there is no %q in\n%s", text, screen)
		}
	}
}

// lacks fails if one of the texts is there.
func (g *stage) lacks(texts ...string) {
	g.t.Helper()
	g.env.Width, g.env.Height = 160, 80
	screen := g.screen()
	for _, text := range texts {
		if strings.Contains(screen, text) {
			g.t.Errorf("there is %q in\n%s", text, screen)
		}
	}
}

var tabSizes = [][2]int{{50, 20}, {80, 8}, {110, 30}}

// golden compares the tab at each size, and in ASCII, with what it was.
func (g *stage) golden() {
	g.t.Helper()
	t, window := g.t, g.env.Theme
	for _, size := range tabSizes {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			g.t, g.env.Width, g.env.Height = t, size[0], size[1]
			golden.RequireEqual(t, g.screen())
		})
	}
	t.Run("ascii", func(t *testing.T) {
		g.t, g.env.Theme, g.env.Width, g.env.Height = t, theme.Default(theme.ASCII), 80, 24
		screen := g.screen()
		if strings.ContainsFunc(screen, func(r rune) bool { return r > 0x7e }) {
			t.Errorf("it is not ASCII:\n%s", screen)
		}
		golden.RequireEqual(t, screen)
	})
	g.t, g.env.Theme = t, window
}

// everySize draws the tab at each size there can be.
func (g *stage) everySize() {
	g.t.Helper()
	for w := 1; w <= 200; w += 1 + w/12 {
		for h := 1; h <= 60; h += 1 + h/5 {
			g.env.Width, g.env.Height = w, h
			g.check(string(g.tab.Draw(nil, g.env, &g.s)))
		}
	}
}
