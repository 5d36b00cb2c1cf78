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
	"iter"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"podtop/model"
	"podtop/tui/overlay"
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
	// Undo is the Action that takes back the last change of a container's
	// limits, of this session or an earlier one; an error if there is none.
	Undo(context.Context, model.Target) (model.Action, error)
	// NextUndo says what Undo would change: "memory 128M → 64M". The error is why
	// there is nothing to take back.
	NextUndo(context.Context, model.Target) (string, error)
}

// Options say what an App shows, and how.
type Options struct {
	Source  Source
	Past    iter.Seq[*model.Sample] // what was before the source's first sample; nil: not known
	Prober  pane.Prober             // what pages read beside the samples; nil: nothing
	Logs    pane.LogReader          // what containers wrote; nil: nobody reads it
	Bencher pane.Bencher            // nil: nobody runs benchmarks
	Actor   Actor                   // nil: the host may only be watched
	Saver   Saver                   // nil: no file is written
	Shell   Sheller                 // nil: there is no way into a container
	Version string                  // of podtop
	Charset theme.Charset
	Theme   string       // one of theme.Names; "": the default one
	Filter  model.Filter // to begin with
	Saved   model.Saved  // what @name stands for in a filter
	Rules   []model.Rule // what is worth an alert; nil: model.DefaultRules
	History int          // bytes it may take; 0: model.DefaultBudget
	Chosen  Choices      // to begin with
	Notice  string       // said at the start; "": nothing

	// Keys are the keys the user wants, as the function Keys takes them.
	Keys map[string]string

	// NoShell says that no shell waits to bring podtop back when it is
	// suspended, as with ssh -t HOST podtop: the kernel would not stop it.
	NoShell bool
}

// App is the root model.
type App struct {
	ctx context.Context
	Options
	theme      theme.Theme
	keys       *keyMap
	oddKeySaid bool // a key that does nothing was pressed, and it was said

	tracker  model.Tracker
	snapshot *model.Snapshot
	frozen   *freeze // nil: what is shown is what is
	pace     pace
	window   pane.Window
	scale    pane.Scale

	table     pageTable
	pages     pages
	search    search
	marks     pane.Marks
	overlay   overlay.Stack
	operation *operation // what is being done now
	inShell   bool       // what is typed is for a shell in front, also before that reads
	message   message
	source    message // what is wrong with the source

	width, height int
	buf           []byte
	view          tea.View
	drawn         bool // view shows all there is to show
}

// New returns an App that runs until ctx is done or the user quits.
func New(ctx context.Context, o Options) *App {
	table := newPageTable()
	a := &App{
		ctx: ctx, Options: o, table: table,
		keys:     defaultKeyMap(table),
		search:   search{filter: o.Filter, saved: o.Saved},
		tracker:  model.Tracker{Every: redraw, Rules: o.Rules, Budget: o.History},
		snapshot: &model.Snapshot{},
	}
	a.choose(o.Chosen)
	list := table.row(ListPage)
	a.pages.add(list, list.open(nil, list.preferences))
	if o.Notice != "" {
		a.say(model.Warn, o.Notice)
	}
	if o.Rules == nil {
		a.tracker.Rules = model.DefaultRules()
	}
	a.theme, _ = theme.ByName(o.Theme, o.Charset)
	if err := pane.Remap(a.keys.layers(table.keys()), o.Keys); err != nil {
		a.say(model.Bad, err.Error())
	}
	if o.Past != nil {
		a.tracker.Recall(o.Past)
	}
	return a
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
	case tea.MouseMsg:
		return a, a.point(msg)
	case tea.PasteMsg:
		a.drawn = false
		return a, a.paste(msg)
	case pane.ReplyMsg:
		a.drawn = false
		return a, a.send(msg.To, msg.Msg)
	case pane.SayMsg:
		a.say(msg.Severity, msg.Text)
	case pane.NoteMsg:
		a.drawn = false
		a.tracker.Note(msg.Event)
	case pane.SaveMsg:
		a.drawn = false
		return a, a.save(msg)
	case pane.DoMsg, planMsg, agreedMsg, doneMsg:
		a.drawn = false
		return a, a.act(msg)
	case appMsg:
		a.drawn = false
		return a, msg.apply(a)
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
	snap := a.tracker.Push(msg.sample)
	if snap == a.snapshot {
		return a.next
	}
	if a.snapshot.Mono == 0 {
		a.message.since = snap.Mono // it was said before there was a clock
	}
	a.snapshot = snap
	a.message.expire(snap.Mono)
	// What is frozen does not change, but for what is said below it.
	a.drawn = false
	if tick := a.tick(); tick != nil {
		return tea.Batch(a.next, tick)
	}
	return a.next
}

// clear is what esc does beyond taking away what was said: it ends what is
// being done after the present step, or else what is looked for, or takes away
// what the page would clear, or leaves the page, or clears the filter of the
// list.
func (a *App) clear() {
	clearer, clears := a.front().(pane.Clearer)
	switch finder, ok := a.front().(pane.Finder); {
	case a.operation != nil:
		a.operation.stopped = true
	case a.message.text != "":
	case ok && finder.Found() != "":
		finder.Find(a.env(a.focus()), "")
	case clears && clearer.Clear():
	case !a.pages.atTop():
		a.leave()
	default:
		a.search.clear()
	}
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
	about += " Graphs show " + a.window.String() + "; " + a.reach() + "."
	if a.Actor == nil {
		about += " It is read-only: nothing can be changed."
	}
	return overlay.Help(&a.keys.dialog, about, a.usable(a.keys.all(a.pages.front().row.keys())), a.findings())
}

// env is what pane id may look at.
func (a *App) env(id pane.ID) pane.Env {
	l, _ := a.layout()
	env := pane.Env{
		Snapshot: a.snapshot, Past: a.snapshot.History, Theme: a.theme, Self: id, Focused: id == a.focus() && a.overlay.Front() == nil,
		Context: a.ctx, Now: a.snapshot.Mono, Prober: a.Prober, Logs: a.Logs, Bencher: a.Bencher,
		Filter: a.search.filter, Marks: &a.marks, Window: a.window, Scale: a.scale,
		Width: l.page.w, Height: l.page.h,
	}
	if a.frozen != nil {
		env.Snapshot, env.Past = a.frozen.snapshot, a.frozen
		env.Frozen = true
	}
	return env
}
