// Package tui is podtop's screen.
//
//	Source ── sample ──▶ App.Update ── Snapshot ──▶ Pane.Draw
//	                         │  ▲
//	                  action ▼  │ plan, outcome
//	                        Actor
//
// Panes hold what the user did (cursor, sort, scroll); App holds what the host
// did (the snapshot). Everything slow is a command, so that nothing the host
// does can hold up a frame.
package tui

import (
	"context"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"podtop/model"
	"podtop/tui/overlay"
	"podtop/tui/page/containers"
	"podtop/tui/pane"
	"podtop/tui/theme"
)

// A Source yields samples in time order: the live host, or a recording. A
// Sample is valid until the next is asked for.
type Source interface {
	Next(context.Context) (*model.Sample, error)
}

// A Pacer is a Source that can sample faster or slower.
type Pacer interface {
	SetInterval(time.Duration)
}

// An Actor says what an action would do, and does it. Its calls may be slow:
// they are given a deadline, and are left alone after it.
type Actor interface {
	Plan(context.Context, model.Action) (model.Plan, error)
	Do(context.Context, model.Plan) error
}

// Options say what an App shows, and how.
type Options struct {
	Source  Source
	Actor   Actor  // nil: the host may only be watched
	Version string // of podtop
	Charset theme.Charset

	// NoShell says that no shell waits to bring podtop back when it is
	// suspended, as with ssh -t HOST podtop: the kernel would not stop it.
	NoShell bool
}

// App is the root model.
type App struct {
	ctx context.Context
	Options
	theme theme.Theme
	keys  keyMap

	tracker  model.Tracker
	snapshot *model.Snapshot
	frozen   *freeze // nil: what is shown is what is
	pace     pace

	panes   []pane.Pane // by pane.ID
	focus   pane.ID
	overlay overlay.Stack
	deed    *deed // what is being done now
	message message
	source  message // what is wrong with the source

	width, height int
	buf           []byte
	view          tea.View
	drawn         bool // view shows all there is to show
}

// New returns an App that runs until ctx is done or the user quits.
func New(ctx context.Context, o Options) *App {
	return &App{
		ctx: ctx, Options: o,
		theme: theme.Default(o.Charset), keys: defaultKeyMap(),
		tracker:  model.Tracker{Every: redraw},
		snapshot: &model.Snapshot{},
		panes:    []pane.Pane{containers.New()},
	}
}

// redraw is how often digits change: twice a second can be read.
const redraw = 500 * time.Millisecond

// Init implements tea.Model.
func (a *App) Init() tea.Cmd {
	// bubbletea does not ask for it over SSH, where it is needed most.
	return tea.Batch(a.next, tea.Raw(ansi.RequestModeSynchronizedOutput))
}

// Update implements tea.Model.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case sampleMsg:
		return a, a.take(msg)
	case tea.WindowSizeMsg:
		a.width, a.height = msg.Width, msg.Height
	case tea.KeyPressMsg:
		a.drawn = false
		return a, a.press(msg)
	case pane.ReplyMsg:
		a.drawn = false
		return a, a.panes[msg.To].Update(a.env(msg.To), msg.Msg)
	case pane.MenuMsg:
		a.overlay.Open(overlay.Menu(msg))
	case pane.SayMsg:
		a.say(msg.Severity, msg.Text)
	case pane.DoMsg, planMsg, agreedMsg, doneMsg:
		a.drawn = false
		return a, a.act(msg)
	default:
		return a, nil
	}
	a.drawn = false
	return a, nil
}

// A sampleMsg is what the source said.
type sampleMsg struct {
	sample *model.Sample
	err    error
}

// next waits for the next sample. It is asked for again each time one arrives,
// so there is never more than one on the way.
func (a *App) next() tea.Msg {
	s, err := a.Source.Next(a.ctx)
	return sampleMsg{s, err}
}

// take takes in a sample and asks for the next one.
func (a *App) take(msg sampleMsg) tea.Cmd {
	if msg.err != nil {
		a.drawn = false
		return a.sourceFailed(msg.err)
	}
	if a.source.text != "" {
		a.source, a.drawn = message{}, false
	}
	if snap := a.tracker.Push(msg.sample); snap != a.snapshot {
		a.snapshot = snap
		a.message.expire(snap.Mono)
		// What is frozen does not change, but for what is said below it.
		a.drawn = false
	}
	return a.next
}

// press sends a key to whoever should have it: the dialog in front, then the
// app, then the focused pane.
func (a *App) press(msg tea.KeyPressMsg) tea.Cmd {
	k := a.keys
	switch {
	case key.Matches(msg, k.Quit):
		return tea.Quit
	case key.Matches(msg, k.Suspend):
		return a.suspend()
	case key.Matches(msg, k.Redraw):
		return tea.ClearScreen
	case a.overlay.Front() != nil:
		return a.overlay.Update(msg)
	}
	a.message = message{} // it was read
	switch {
	case key.Matches(msg, k.Back):
		return tea.Quit
	case key.Matches(msg, k.Help):
		a.overlay.Open(a.help())
	case key.Matches(msg, k.Close): // has closed the message
	case key.Matches(msg, k.Freeze):
		a.toggleFreeze()
	case key.Matches(msg, k.Faster):
		a.setPace(-1)
	case key.Matches(msg, k.Slower):
		a.setPace(1)
	default:
		return a.panes[a.focus].Update(a.env(a.focus), msg)
	}
	return nil
}

// suspend puts podtop in the background, if somebody can take it out again.
func (a *App) suspend() tea.Cmd {
	if a.NoShell {
		a.say(model.Info, "no shell to return from: podtop was not started from one")
		return nil
	}
	return tea.Suspend
}

func (a *App) help() overlay.Dialog {
	about := "podtop " + a.Version + " watches the containers of this host."
	if a.Actor == nil {
		about += " It is read-only: nothing can be changed."
	}
	return overlay.Help(about, append([]pane.Group{a.keys.group()}, a.panes[a.focus].Keys()...), a.concerns())
}

// env is what pane id may look at.
func (a *App) env(id pane.ID) pane.Env {
	l, _ := lay(a.width, a.height)
	env := pane.Env{
		Snapshot: a.snapshot, Past: a.snapshot.History, Theme: a.theme, Self: id, Focused: id == a.focus,
		Width: l.page.w, Height: l.page.h,
	}
	if a.frozen != nil {
		env.Snapshot, env.Past = a.frozen.snapshot, a.frozen
	}
	return env
}
