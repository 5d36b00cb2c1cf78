package tui

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/bench"
	"podtop/model/demo"
	"podtop/model/logs"
	"podtop/tui/feed/feedtest"
	"podtop/tui/page/bench/benchtest"
	"podtop/tui/theme"
	"podtop/tui/tuitest"
)

// A walk is an App in the hands of somebody who does anything at all, over the
// demonstration.
type walk struct {
	t      *testing.T
	app    *App
	host   *demo.Host
	keys   []string
	w, h   int
	latest string // what was done last

	poison func(*model.Sample) // what becomes of each sample; nil: nothing
	copied func(text string)   // is told what goes to the clipboard; may be nil
	shown  func()              // looks at each frame, too; may be nil
}

func newWalk(t *testing.T, o Options) *walk {
	w := &walk{t: t, host: demo.New(1, time.Date(2026, 11, 20, 14, 30, 0, 0, time.UTC)), w: 80, h: 24}
	o.Source, o.Actor, o.Prober = nobody{}, obedient{}, tuitest.NewProber(w.host)
	w.app = New(t.Context(), o)
	groups, err := Keys(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range groups {
		for _, k := range g.Keys {
			w.keys = append(w.keys, k.Keys()...)
		}
	}
	w.keys = append(w.keys, "w", "b", ">", "=", ".", "%", "x", "容", "backspace", "left", "right", "delete", "ctrl+u", "ctrl+w", "f9")
	w.send("a size", tea.WindowSizeMsg{Width: w.w, Height: w.h})
	w.tick(100 * time.Millisecond)
	if o.Logs == nil {
		w.app.Logs = w.log()
	}
	w.app.Bencher = &benchtest.Bencher{
		All:   benchtest.Choices(model.Key{Name: "web"}),
		Kept:  []benchtest.Kept{{Name: "ab", Report: benchtest.AB(40).Report}, {Name: "damaged"}, {Name: "cpu", Report: benchtest.CPU(20).Report}},
		Steps: []bench.Progress{benchtest.CPU(0), benchtest.CPU(12), benchtest.AB(12), benchtest.AB(40)},
	}
	return w
}

// log has lines of all containers.
func (w *walk) log() *feedtest.Reader {
	snap, log := w.app.shown(), feedtest.New()
	for n := range 3000 {
		c := &snap.Containers[n%len(snap.Containers)]
		log.Write(logs.Line{
			Stamp: logs.Stamp{Time: snap.Time.Add(time.Duration(n-3000) * time.Second)}, Kind: logs.Kind(n / 100 % 7), Stream: logs.Stream(n % 3),
			Container: logs.Container{ID: c.ID, Name: c.Name, UID: c.UID}, Text: strings.Repeat("level=warn msg=x", n%20),
		})
	}
	return log
}

// nobody is a Source that has nothing to say: the walk has the samples.
type nobody struct{}

func (nobody) Next(context.Context) (*model.Sample, error) { return nil, context.Canceled }

// obedient is an Actor that does all that is asked.
type obedient struct{}

func (obedient) Plan(_ context.Context, a model.Action) (model.Plan, error) {
	plan := model.Plan{Action: a, Command: "podman " + string(a.Verb) + " " + a.Target.Name}
	for _, s := range a.Limits {
		plan.Changes = append(plan.Changes, model.Change{Field: s.Field, Old: "none", New: s.Value.String()})
		plan.Back = append(plan.Back, model.Setting{Field: s.Field, None: true})
	}
	return plan, nil
}

func (obedient) Do(context.Context, model.Plan) error { return nil }

func (obedient) Undo(_ context.Context, t model.Target) (model.Action, error) {
	return model.Action{Verb: model.Update, Target: t, Limits: []model.Setting{{Field: model.FieldMemory, None: true}}}, nil
}

func (obedient) NextUndo(context.Context, model.Target) (string, error) {
	return "memory 1G → 512M", nil
}

// tick is a sample, and what the page on screen then asks for.
func (w *walk) tick(d time.Duration) {
	w.host.Advance(d)
	s := w.host.Sample(d)
	if w.poison != nil {
		s = new(*s)
		w.poison(s)
	}
	w.send("a sample", sampleMsg{sample: s})
}

// send gives the App a message, and what comes of it.
func (w *walk) send(what string, msg tea.Msg) {
	w.latest = what
	w.follow(msg, 20)
}

// follow gives the App a message and the answers to what it asks, as long as
// there are more, which is not for ever.
func (w *walk) follow(msg tea.Msg, most int) {
	if most == 0 {
		w.t.Fatalf("after %s there is no end of commands", w.latest)
	}
	_, cmd := w.app.Update(msg)
	w.look()
	if cmd == nil {
		return
	}
	next := cmd()
	if text, ok := copied(next); ok && w.copied != nil {
		w.copied(text)
	}
	switch msg := next.(type) {
	case nil, tea.QuitMsg:
	case tea.BatchMsg:
		for _, c := range msg {
			if c != nil {
				w.follow(c(), most-1)
			}
		}
	default:
		w.follow(msg, most-1)
	}
}

// look checks the frame.
func (w *walk) look() {
	w.t.Helper()
	frame := w.app.View().Content
	what := w.latest
	if w.app.overlay.Front() == nil {
		what = "" // each line fills the screen
	}
	checkFits(w.t, frame, w.w, w.h, what)
	if w.shown != nil {
		w.shown()
	}
}

// step does what two bytes stand for: most often it presses a key.
func (w *walk) step(a, b byte) {
	switch {
	case a < 170:
		key := w.keys[int(b)%len(w.keys)]
		if key == "ctrl+z" {
			return // it would stop the test
		}
		w.send(key, tuitest.Key(key))
	case a < 200:
		w.tick(time.Duration(1+b%30) * 100 * time.Millisecond)
	case a < 220:
		w.resize(1+int(b)*300/255, 1+int(a-200)*int(b)%100)
	case a < 230:
		w.resize(40+int(b), 10+int(a-220)*4)
	case a < 242:
		w.send("a click", tea.MouseClickMsg{X: int(b) % w.w, Y: int(a-230) * w.h / 11, Button: tea.MouseLeft})
	case a < 252:
		w.send("the wheel", tea.MouseWheelMsg{X: int(b) % w.w, Y: int(b) % w.h, Button: tea.MouseWheelUp + tea.MouseButton(a%2)})
	default:
		w.send("a paste", tea.PasteMsg{Content: "cpu>1 \x1b[2J 名前\n" + string(rune(b))})
	}
}

func (w *walk) resize(width, height int) {
	w.w, w.h = width, height
	w.send("a size", tea.WindowSizeMsg{Width: width, Height: height})
}

// Whatever is pressed, clicked, pasted or resized: no panic, and no frame that
// does not fit the screen.
func TestWalk(t *testing.T) {
	for i, o := range []Options{{}, {Charset: theme.ASCII, Theme: "mono"}, {Charset: theme.Blocks, Theme: "light"}} {
		rng := rand.New(rand.NewPCG(7, uint64(i)))
		w := newWalk(t, o)
		pages := map[string]bool{}
		steps := 4500
		if testing.Short() {
			steps = 150
		}
		for range steps {
			w.step(byte(rng.UintN(256)), byte(rng.UintN(256)))
			pages[w.app.pages.front().row.name] = true
		}
		for _, row := range w.app.table {
			if !pages[row.name] && !testing.Short() {
				t.Errorf("walk %d did not come to page %s", i, row.name)
			}
		}
	}
}

func FuzzWalk(f *testing.F) {
	rng := rand.New(rand.NewPCG(8, 9))
	for range 5 {
		steps := make([]byte, 200)
		for i := range steps {
			steps[i] = byte(rng.UintN(256))
		}
		f.Add(steps)
	}
	f.Fuzz(func(t *testing.T, steps []byte) {
		w := newWalk(t, Options{})
		for i := 0; i+1 < len(steps) && i < 1000; i += 2 {
			w.step(steps[i], steps[i+1])
		}
	})
}
