package tui

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/bench"
	"podtop/model/clean"
	"podtop/model/logs"
	"podtop/model/modeltest"
	"podtop/model/probe"
	"podtop/tui/page/bench/benchtest"
	"podtop/tui/page/detail"
	"podtop/tui/pane"
	"podtop/tui/tuitest"
)

// A liar answers for a demonstration host, with each text poisoned that others
// could have written; every nth answer is an error instead.
type liar struct {
	*tuitest.Prober
	n     atomic.Int64 // the form of limits asks for two things at once
	every int64
	spare []any
}

func (l *liar) fails() error {
	if n := l.n.Add(1); l.every > 0 && n%l.every == 0 {
		return errors.New("no" + modeltest.Payload)
	}
	return nil
}

func lie[T any](l *liar, s probe.Target, ask func(context.Context, probe.Target) (T, error)) (v T, err error) {
	modeltest.Cure(&s)
	if v, err = ask(context.Background(), s); err != nil {
		return v, errors.New(err.Error() + modeltest.Payload)
	}
	modeltest.Poison(&v, l.spare...)
	return v, l.fails()
}

func (l *liar) Cgroups(_ context.Context, s probe.Target) (*probe.Cgroups, error) {
	return lie(l, s, l.Prober.Cgroups)
}

func (l *liar) Processes(_ context.Context, s probe.Target) (*probe.Processes, error) {
	return lie(l, s, l.Prober.Processes)
}

func (l *liar) Memory(_ context.Context, s probe.Target, pid int) (*probe.Memory, error) {
	return lie(l, s, func(ctx context.Context, s probe.Target) (*probe.Memory, error) { return l.Prober.Memory(ctx, s, pid) })
}

func (l *liar) Network(_ context.Context, s probe.Target) (*probe.Network, error) {
	return lie(l, s, l.Prober.Network)
}

func (l *liar) Storage(_ context.Context, s probe.Target) (*probe.Storage, error) {
	return lie(l, s, l.Prober.Storage)
}

func (l *liar) Unit(_ context.Context, s probe.Target) (*probe.Unit, error) {
	return lie(l, s, l.Prober.Unit)
}

// Inspect has the payload in each text of the JSON, too, and in each name.
func (l *liar) Inspect(_ context.Context, s probe.Target) (*probe.Inspection, error) {
	in, err := lie(l, s, l.Prober.Inspect)
	var doc any
	if err != nil || json.Unmarshal(in.JSON, &doc) != nil {
		return in, err
	}
	modeltest.Poison(&doc)
	in.JSON, err = json.Marshal(doc)
	return in, err
}

func (l *liar) Host(ctx context.Context) (*probe.Host, error) {
	return lie(l, probe.Target{}, func(context.Context, probe.Target) (*probe.Host, error) { return l.Prober.Host(ctx) })
}

func (l *liar) DiskUse(ctx context.Context) ([]probe.DiskUse, error) {
	return lie(l, probe.Target{}, func(context.Context, probe.Target) ([]probe.DiskUse, error) { return l.Prober.DiskUse(ctx) })
}

// A vandal plans and does what is asked, in hostile words.
type vandal struct{ *liar }

func (v vandal) Plan(ctx context.Context, a model.Action) (model.Plan, error) {
	plan, _ := obedient{}.Plan(ctx, a)
	modeltest.Fill(&plan.Calls)
	modeltest.Fill(&plan.Effects)
	modeltest.Fill(&plan.Warnings)
	plan.Undo = "undo"
	modeltest.Poison(&plan, model.Verb(""), model.Field(""))
	plan.Action = a
	return plan, v.fails()
}

func (v vandal) Do(context.Context, model.Plan) error { return v.fails() }

func (v vandal) Undo(ctx context.Context, t model.Target) (model.Action, error) {
	a, _ := obedient{}.Undo(ctx, t)
	a.Limits[0] = model.Setting{Field: model.FieldRestartPolicy, Value: clean.Of("always" + modeltest.Payload)}
	return a, v.fails()
}

func (v vandal) NextUndo(context.Context, model.Target) (string, error) {
	return "memory" + modeltest.Payload, v.fails()
}

func (v vandal) Shells(context.Context, probe.Target, model.State) ([]Shell, error) {
	text := "sh" + modeltest.Payload
	open := func(context.Context) error { return errors.New(text) }
	return []Shell{{text, text, true, open}, {text, text, false, open}}, v.fails()
}

func (vandal) Podman(probe.Target) string { return "podman --url " + modeltest.Payload }

// gossip is a log of what everybody writes into it.
type gossip struct{}

func (gossip) OpenLog([]logs.Wanted, logs.Sources) pane.Log { return gossip{} }

func (gossip) Read(_ context.Context, _ logs.Place, q logs.Query) (b logs.Batch, _ error) {
	b.AtEnd = true
	if !q.Backward {
		return b, nil
	}
	for n := range 40 {
		b.Lines = append(b.Lines, logs.Line{
			Stamp: logs.Stamp{Time: time.Unix(int64(n), 0)}, Kind: logs.Kind(n % 7), Stream: logs.Stream(n % 3),
			Container: logs.Container{ID: "a", Name: "web"}, Text: `{"level":"warn","msg":"a","b":"` + modeltest.Payload + `"}`,
		})
	}
	b.Missing = []string{"this"}
	modeltest.Poison(&b)
	return b, nil
}

func (gossip) Wait(context.Context, logs.Place, logs.Query) (logs.Batch, error) {
	return logs.Batch{}, errors.New("no" + modeltest.Payload)
}

func (gossip) Count(context.Context, time.Time, time.Time, int) (logs.Density, error) {
	return logs.Density{}, nil
}

func (gossip) Close() {}

// fraud has benchmarks of which each text is poisoned.
type fraud struct{ *benchtest.Bencher }

func newFraud() fraud {
	b := &benchtest.Bencher{
		All:   benchtest.Choices(model.Key{Name: "web"}),
		Steps: []bench.Progress{benchtest.CPU(12), benchtest.AB(12), benchtest.AB(40)},
	}
	for i := range b.All {
		poisonBench(&b.All[i])
	}
	for i := range b.Steps {
		p := &b.Steps[i]
		p.Notes, p.Report.Notes = []string{"a"}, []string{"b"}
		poisonBench(p)
		p.Err = errors.New("no" + modeltest.Payload)
	}
	return fraud{b}
}

// poisonBench poisons all texts but the kinds of jobs, by which they are known.
func poisonBench[T any](v *T) {
	c, isChoice := any(v).(*bench.Choice)
	var kind string
	if isChoice {
		kind = c.Job.Kind
	}
	modeltest.Poison(v)
	if isChoice {
		c.Job.Kind = kind
	}
}

// Whatever others write: no page, tab or dialog has anything in it that a
// terminal heeds, but for podtop's own colours, and nothing copied has.
func TestHostileWalk(t *testing.T) {
	seen := map[string]bool{}
	for i, spare := range [][]any{{model.State(""), model.Runtime("")}, {model.State(""), model.Runtime("")}, nil} {
		rules := model.DefaultRules()
		modeltest.Poison(&rules)
		w := newWalk(t, Options{Notice: modeltest.Payload, Rules: rules, Saved: model.Saved{"x" + modeltest.Payload: {}}})
		l := &liar{Prober: tuitest.NewProber(w.host), every: []int64{0, 5, 7}[i], spare: spare}
		w.app.Prober, w.app.Actor, w.app.Shell, w.app.Logs = l, vandal{l}, vandal{l}, gossip{}
		w.app.Bencher = newFraud()
		w.poison = func(s *model.Sample) {
			cgroups := s.Host.Cgroups
			modeltest.Poison(s, spare...)
			s.Host.Cgroups = cgroups
			s.Notes = append(s.Notes, model.Note{Severity: model.Bad, Source: modeltest.Payload, Text: modeltest.Payload})
		}
		w.copied = func(text string) {
			seen["copied"] = true
			if w.app.pages.front().row.name == "logs" {
				text = strings.ReplaceAll(text, "\n", " ") // the ends of the lines that were selected
			}
			if clean.Text(text) != text {
				t.Errorf("after %s it copies %q", w.latest, text)
			}
		}
		w.resize(140, 45)
		w.shown = func() {
			seen[w.app.pages.front().row.name], seen[fmt.Sprintf("%T", w.app.overlay.Front())] = true, true
			if p, ok := w.app.front().(*detail.Page); ok {
				seen[p.Tab()] = true
			}
			checkHeeded(t, w)
		}
		hostileSteps(w, rand.New(rand.NewPCG(11, uint64(i))))
	}
	for _, what := range []string{
		"copied", "list", "detail", "events", "host", "logs", "bench", "results",
		"Graphs", "Limits", "Pressure", "Processes", "Memory", "Network", "Storage", "Health", "Unit", "Inspect", "Env",
		"*overlay.LimitsForm", "*overlay.alerts", "*overlay.arrange", "*overlay.confirm", "*overlay.menu", "*overlay.palette", "*overlay.text",
	} {
		if !seen[what] && !testing.Short() {
			t.Errorf("the walk did not come to %s", what)
		}
	}
}

// hostileSteps goes through the tabs of containers and copies there what it can,
// and then anywhere.
func hostileSteps(w *walk, rng *rand.Rand) {
	steps, most := 2000, 8
	if testing.Short() {
		steps, most = 150, 2
	}
	for range 20 {
		w.tick(time.Second)
	}
	for _, key := range []string{"c", "j", "esc"} { // the columns of the list
		w.send(key, tuitest.Key(key))
	}
	for i := range min(most, len(w.app.shown().Containers)) {
		w.app.visit(pane.Detail{Key: w.app.shown().Containers[i].Key})
		for range 11 {
			w.tick(time.Second)
			for _, key := range []string{"x", "j", "enter", "y", "enter", "G", "y", "down", "enter", "y", "up", "enter", "tab"} {
				w.send(key, tuitest.Key(key))
			}
		}
		for _, key := range []string{"l", "w", "k", "space", "k", "k", "space", "y", "enter", "y", "down", "enter", "o", "t", "a", "w", "/", "a", "enter", "n", "q"} {
			w.send(key, tuitest.Key(key))
		}
	}
	for range 2 {
		w.app.visit(pane.Bench{Of: w.app.shown().Containers[0].Key})
		for _, key := range []string{"G", "enter", "g", "y", "enter", "enter", "y", "y", "enter", "r", "y", "esc", "j", "j", "enter", "c", "p", "u", "s", "=", "1", "enter", "y", "enter"} {
			w.send(key, tuitest.Key(key))
			w.tick(time.Second)
		}
	}
	for range steps {
		a := byte(rng.UintN(256))
		if a >= 200 && a < 230 {
			a = 0 // the screen stays as large as it is: all is on it
		}
		w.step(a, byte(rng.UintN(256)))
	}
}

// sgr is what podtop's own colours are made by.
var sgr = regexp.MustCompile("\x1b\\[[0-9;:]*m")

func checkHeeded(t *testing.T, w *walk) {
	t.Helper()
	view := w.app.View()
	if view.WindowTitle != "" {
		t.Fatalf("after %s the title is %q", w.latest, view.WindowTitle)
	}
	marks := 0
	for i, r := range sgr.ReplaceAllString(view.Content, "") {
		if marks++; !unicode.Is(unicode.M, r) {
			marks = 0
		}
		if r != '\n' && unicode.IsControl(r) || r == utf8.RuneError || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Variation_Selector) || marks > 1 {
			t.Fatalf("after %s a terminal heeds %U, at %d of\n%q", w.latest, r, i, view.Content)
		}
	}
}

var (
	_ pane.Prober = &liar{}
	_ Actor       = vandal{}
	_ Sheller     = vandal{}
	_ tea.Model   = &App{}
)
