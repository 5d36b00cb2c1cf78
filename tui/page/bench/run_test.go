package bench

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"podtop/model"
	"podtop/model/bench"
	"podtop/model/modeltest"
	"podtop/tui/page/bench/benchtest"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/tuitest"
)

// Nothing is run that was not asked about, with its load and its commands.
func TestAsksFirst(t *testing.T) {
	b := &benchtest.Bencher{All: benchtest.Choices(web), Steps: []bench.Progress{benchtest.CPU(20)}}
	u := view(b, web, 80, 21)
	u.press("enter")
	q, ok := u.open.(pane.Question)
	if !ok || len(b.Began()) > 0 {
		t.Fatalf("it opens %#v, and began %v", u.open, b.Began())
	}
	if len(q.Commands) != 2 || !strings.HasPrefix(q.Commands[0], "podtop bench start") || !strings.HasPrefix(q.Commands[1], "podman run") || !strings.Contains(q.Effects[0], "20 containers") {
		t.Errorf("it asks %+v", q)
	}
	u.press("j", "right", "enter")
	u.agree(t, 1)
	if got := b.Began(); len(got) != 1 || got[0].Kind != "cpu" || got[0].Time != 30*time.Second || got[0].Subject != web {
		t.Errorf("it began %+v", got)
	}
	u.open = nil
	u.press("enter")
	if r, ok := u.open.(pane.BenchResults); !ok || r.Name != "20261120-120000-cpu-web" {
		t.Errorf("it opens %#v", u.open)
	}
	u.press("r")
	if _, ok := u.open.(pane.Question); !ok || len(b.Began()) != 1 {
		t.Error("the same is run once more without a question")
	}
}

// What cannot run here is not run, and says why.
func TestGreyed(t *testing.T) {
	b := &benchtest.Bencher{All: benchtest.Choices(web)}
	u := view(b, web, 80, 21)
	u.press("G", "right", "enter")
	if u.open != nil || !strings.Contains(u.said, "no port of it is published") {
		t.Errorf("it opens %v, and says %q", u.open, u.said)
	}
	u.shows(t, "It cannot run here: no port of it is published: podman run --publish does", " that ")
}

// An ab gets its limits first. What is no limit is refused as it is written.
func TestLimitsOfAB(t *testing.T) {
	b := &benchtest.Bencher{All: benchtest.Choices(web)}
	u := view(b, web, 80, 21)
	u.press("j", "j", "enter")
	prompt, ok := u.open.(pane.Prompt)
	if !ok {
		t.Fatalf("it opens %#v", u.open)
	}
	for text, at := range map[string]int{"cpus": 0, "cpus=x": 0, "cpus=1.5,memory=lots": 9, "cpus=1,nonsense=2": 7} {
		if err := prompt.Check(text); err == nil || err.At != at {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, text := range []string{"cpus=1.5", "cpus=1.5,memory=512m", "cpuset-cpus=0,2,memory=1g"} {
		if err := prompt.Check(text); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
	u.open = nil
	u.write("")
	if u.open != nil {
		t.Error("it asks without limits")
	}
	u.write("cpus=1.5,memory=512m")
	q, _ := u.open.(pane.Question)
	if len(q.Commands) == 0 || !strings.Contains(q.Commands[0], "--limit cpus=1.5,memory=512m --for 1m") {
		t.Errorf("it asks %+v", q)
	}
}

// What the list says while there are no choices, and that the choices stay when the
// window is another, and when they cannot be asked for again.
func TestChoicesComeAndStay(t *testing.T) {
	view(nil, web, 80, 21).shows(t, "Nobody runs benchmarks here.")
	view(&benchtest.Bencher{}, web, 80, 21).shows(t, "There is nothing to run here.")
	b := &benchtest.Bencher{Err: errors.New("Podman does not answer\x1b[2J")}
	u := view(b, web, 80, 21)
	u.shows(t, "What can be run is not known: Podman does not answer", "asked again")
	b.All, b.Err = benchtest.Choices(web), nil
	u.pass(time.Second)
	u.shows(t, "is not known")
	u.pass(10 * time.Second)
	u.shows(t, "▸ start: its image")
	u.press("j")
	b.Err = errors.New("Podman is gone")
	u.pass(11 * time.Second)
	u.env.Width, u.env.Height = 120, 37
	u.shows(t, "▸ cpu: work a second", "asked once more: Podman is gone")
}

// While Podman does not answer the page says so, and for how long.
func TestSlowChoices(t *testing.T) {
	b := &benchtest.Bencher{All: benchtest.Choices(web), Slow: make(chan struct{})}
	keys := DefaultKeyMap()
	u := &viewer{Page: Open(&keys, pane.Bench{Of: web}).(*Page), env: view(nil, web, 80, 21).env}
	u.env.Bencher = b
	cmd := u.Update(u.env, pane.Tick{})
	u.shows(t, "asking Podman…")
	u.env.Now += 7 * time.Second
	u.press("j", "enter")
	u.shows(t, "asking Podman for 7 s…")
	close(b.Slow)
	u.follow(cmd)
	u.shows(t, "▸ start: its image")
}

// The events tell when it began, each phase once, and how it ended.
func TestNotes(t *testing.T) {
	warming := bench.Progress{Phase: "warming up"}
	u := view(&benchtest.Bencher{All: benchtest.Choices(web)}, web, 80, 21)
	u.begin(t, 1, warming, benchtest.CPU(4), warming, benchtest.CPU(12), benchtest.CPU(20))
	var texts []string
	for _, e := range u.noted {
		texts = append(texts, e.Text)
		if e.Kind != model.BenchEvent || e.Key != web || e.ID != "1234567890ab" || e.Severity != model.Info {
			t.Errorf("there is %+v", e)
		}
	}
	want := "benchmark cpu: began|benchmark cpu: warming up|benchmark cpu: measuring|benchmark cpu: done: median 4.2k/s: work a second, one thread, 20 values"
	if got := strings.Join(texts, "|"); got != want {
		t.Errorf("the events are %s", got)
	}
}

// esc stops what runs, and only then leaves; the page says meanwhile what is done.
func TestStop(t *testing.T) {
	b := &benchtest.Bencher{All: benchtest.Choices(web), Steps: []bench.Progress{benchtest.CPU(4)}}
	u := view(b, web, 80, 21)
	u.press("j", "enter")
	wait := u.start(t)
	u.shows(t, "measuring, 4 of 20", "esc stops it")
	if !u.Clear() {
		t.Fatal("esc leaves it running")
	}
	u.shows(t, "stopping, removing its containers…", "esc leaves")
	if u.Clear() {
		t.Error("esc does not leave while it is being stopped")
	}
	u.follow(wait)
	if b.Stopped() != 1 || !u.isOver() {
		t.Errorf("it was stopped %d times; over: %v", b.Stopped(), u.isOver())
	}
	if last := u.noted[len(u.noted)-1]; last.Severity != model.Bad {
		t.Errorf("the last event is %+v", last)
	}
	if !u.Clear() || u.run != nil || u.Clear() {
		t.Error("esc does not lead from what is over to the choices, and then on")
	}
	u.shows(t, "▸ cpu: work a second")
}

// start agrees to what is asked, follows what comes of it but for the last Wait, and
// returns that.
func (u *viewer) start(t testing.TB) (wait tea.Cmd) {
	t.Helper()
	q, ok := u.open.(pane.Question)
	if !ok {
		t.Fatalf("there is no question, but %#v", u.open)
	}
	batch, ok := u.Update(u.env, q.Agree)().(tea.BatchMsg)
	if !ok || len(batch) != 2 {
		t.Fatalf("of a run come %v", batch)
	}
	u.follow(batch[0])
	reply := batch[1]().(pane.ReplyMsg)
	batch = u.Update(u.env, reply.Msg)().(tea.BatchMsg)
	u.follow(batch[0])
	return batch[1]
}

// A page that is left stops what it runs, and its end is told all the same.
func TestLeft(t *testing.T) {
	b := &benchtest.Bencher{All: benchtest.Choices(web), Steps: []bench.Progress{benchtest.CPU(4)}}
	u := view(b, web, 80, 21)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	u.env.Context = ctx
	u.press("j", "enter")
	wait := u.start(t)
	u.Close()
	note, ok := wait().(pane.NoteMsg)
	if !ok || note.Event.Severity != model.Bad || b.Stopped() != 1 {
		t.Errorf("it was stopped %d times, and there is %+v", b.Stopped(), note)
	}
}

// A run of which nothing is heard says so. One that cannot be waited for is tried
// again.
func TestSilence(t *testing.T) {
	b := &benchtest.Bencher{All: benchtest.Choices(web), Steps: []bench.Progress{benchtest.CPU(4)}}
	u := view(b, web, 120, 37)
	u.press("j", "enter")
	u.start(t)
	u.env.Now += 7 * time.Second
	u.shows(t, "nothing heard for 7 s")
	u.Update(u.env, progressMsg{of: u.run, err: errors.New("who?\x1b[2J")})
	u.shows(t, "nothing more is heard of it: who?")
	if u.run.waits {
		t.Error("it still waits")
	}
	if cmd := u.Update(u.env, pane.Tick{}); cmd == nil || !u.run.waits {
		t.Error("it does not wait again")
	}
	if cmd := u.Update(u.env, pane.Tick{}); cmd != nil {
		t.Error("it waits twice")
	}
}

// What comes of a run that is no longer the page's changes nothing.
func TestStrangeProgress(t *testing.T) {
	u := view(&benchtest.Bencher{All: benchtest.Choices(web)}, web, 80, 21)
	u.begin(t, 1, benchtest.CPU(20))
	old := u.run
	u.press("r")
	u.bencher.Steps = []bench.Progress{benchtest.CPU(4)}
	u.start(t)
	u.send(progressMsg{of: old, progress: benchtest.CPU(20)})
	if u.isOver() {
		t.Error("it is over")
	}
}

// Whatever the texts and the size: each line fills the width, and nothing a terminal
// heeds is in it but colours.
func TestHostileFrames(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range 300 {
		b := &benchtest.Bencher{All: benchtest.Choices(web)}
		u := view(b, web, 40+rng.IntN(200), rng.IntN(70))
		u.env.Theme = theme.Default(theme.Charset(i % 3))
		frames[i%len(frames)].do(t, u)
		for j := range u.choices.list.Rows {
			modeltest.Poison(&u.choices.list.Rows[j])
		}
		if u.run != nil {
			u.run.progress.Notes = []string{"a", "b", "c"}
			modeltest.Poison(&u.run.progress)
			modeltest.Poison(&u.run.choice)
			u.over = over{}
		}
		if i%4 == 0 && u.run != nil && u.run.progress.Err != nil {
			u.run.progress.Err = errors.New(modeltest.Payload)
		}
		frame := string(u.Draw(nil, u.env))
		lines := strings.Split(frame, "\n")
		if u.env.Height > 0 && len(lines) != u.env.Height {
			t.Fatalf("%s: %d lines, want %d", frames[i%len(frames)].name, len(lines), u.env.Height)
		}
		for _, line := range lines {
			if w := ansi.StringWidth(line); u.env.Height > 0 && w != u.env.Width {
				t.Fatalf("%s: %d cells, want %d: %q", frames[i%len(frames)].name, w, u.env.Width, line)
			}
			if text := ansi.Strip(line); strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x202e }) {
				t.Fatalf("%q is in the frame", text)
			}
		}
	}
}

// A look is a charset and a theme.
func TestLooks(t *testing.T) {
	for name, look := range map[string]func() theme.Theme{
		"ascii": func() theme.Theme { return theme.Default(theme.ASCII) },
		"light": func() theme.Theme { th, _ := theme.ByName("light", theme.Braille); return th },
	} {
		t.Run(name, func(t *testing.T) {
			u := view(&benchtest.Bencher{All: benchtest.Choices(web)}, web, 120, 37)
			u.env.Theme = look()
			u.begin(t, 2, benchtest.AB(10), benchtest.AB(31))
			frame := string(u.Draw(nil, u.env))
			if name == "ascii" {
				if frame = tuitest.Draw(frame, 120, 37); strings.ContainsFunc(frame, func(r rune) bool { return r >= 0x7f }) {
					t.Errorf("there is more than ASCII in\n%s", frame)
				}
			}
			golden.RequireEqual(t, frame)
		})
	}
}

// The shares of the picture fit into the room there is.
func TestLay(t *testing.T) {
	for width := 1; width < 300; width += 7 {
		for height := range 80 {
			for n := range 3 {
				for _, graphs := range []bool{false, true} {
					l := lay(width, height, n, graphs)
					used, wide := l.graphs+n*l.plot, max(l.graphsWidth, l.plotWidth)
					if l.graphsWidth < width {
						used, wide = max(l.graphs, n*l.plot), l.graphsWidth+gutter+l.plotWidth
					}
					if used > height || wide > width || l.graphs < 0 || l.plot < 0 {
						t.Fatalf("%dx%d with %d plots, graphs: %v: %+v", width, height, n, graphs, l)
					}
				}
			}
		}
	}
}

// What the run would refuse is refused while it is written.
func TestLimitsThatNoBenchmarkHas(t *testing.T) {
	for _, text := range []string{"blkio-weight=100", "cpus=1, memory=512m", "cpus=1,cpu-quota=5000", "memory=1g,memory-swap=512m"} {
		if checkLimits(text) == nil {
			t.Errorf("%s is taken", text)
		}
	}
}
