package detail

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/tui/feed/feedtest"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/tuitest"
	"podtop/tui/widget"
)

func envOf(t *testing.T, snap *model.Snapshot, w, h int) pane.Env {
	return pane.Env{
		Context: t.Context(), Snapshot: snap, Past: snap.History, Now: snap.Mono, Window: pane.Minute1,
		Width: w, Height: h, Focused: true, Theme: theme.Default(theme.Braille), Open: func(any) {},
	}
}

func press(p *Page, env pane.Env, keys ...string) {
	for _, k := range keys {
		p.Update(env, tuitest.Key(k))
	}
}

func text(p *Page, env pane.Env) string { return ansi.Strip(string(p.Draw(nil, env))) }

// Whatever the size, the tab and the time that is read, a page fills its place.
func TestPagesFillTheirPlace(t *testing.T) {
	snap := modeltest.Last(modeltest.Busy().Samples(201))
	keys := DefaultKeyMap()
	rapid.Check(t, func(rt *rapid.T) {
		env := envOf(t, snap, rapid.IntRange(40, 320).Draw(rt, "width"), rapid.IntRange(1, 110).Draw(rt, "height"))
		env.Theme = theme.Default(rapid.SampledFrom([]theme.Charset{theme.Braille, theme.Blocks, theme.ASCII}).Draw(rt, "charset"))
		env.Window = rapid.SampledFrom(pane.Windows()).Draw(rt, "window")
		if rapid.Bool().Draw(rt, "logs") {
			env.Logs = feedtest.New()
		}
		page := newPage(&keys, pane.Detail{Key: rapid.SampledFrom([]model.Key{{Name: "app"}, {Name: "nginx"}, {Name: "none"}, {UID: 1000, Name: "web"}}).Draw(rt, "key")})
		if rapid.Bool().Draw(rt, "group") {
			page = newMembers(&keys, pane.Members{By: model.ByPod, Key: snap.Pods[0].Key})
		}
		pressed := rapid.SliceOf(rapid.SampledFrom([]string{"tab", "[", "left", "right", "shift+left", "shift+right", ".", "j", "G", "g", "s", "enter"})).Draw(rt, "keys")
		for _, k := range pressed {
			text(page, env)
			press(page, env, k)
		}
		lines := strings.Split(text(page, env), "\n")
		if len(lines) != env.Height {
			rt.Fatalf("%d lines in %d", len(lines), env.Height)
		}
		for _, l := range lines {
			if w := ansi.StringWidthWc(l); w != env.Width {
				rt.Fatalf("a line of %d cells in %d: %q", w, env.Width, l)
			}
		}
	})
}

func TestLayout(t *testing.T) {
	for _, tt := range []struct {
		w, h   int
		whole  bool
		n      int // graphs at most
		lines  int // that they have
		beside bool
	}{
		{120, 37, false, 4, 35, true},
		{120, 37, true, 4, 35, false},
		{80, 21, false, 2, 8, false},
		{80, 21, true, 4, 19, false},
		{80, 12, false, 2, 0, false},
		{300, 97, false, 4, 95, true},
		{40, 3, true, 4, 1, false},
		{100, 9, false, 4, 7, true},
	} {
		l := lay(tt.w, tt.h, tt.whole, false)
		if len(l.which) != tt.n || l.graphs.h != tt.lines || l.beside != tt.beside {
			t.Errorf("%dx%d, whole %v: %+v", tt.w, tt.h, tt.whole, l)
		}
		if tt.h > 3 && !tt.whole && l.tab.y+l.tab.h != tt.h {
			t.Errorf("%dx%d: the tab ends at %d", tt.w, tt.h, l.tab.y+l.tab.h)
		}
	}
}

// A tab has the whole page if that is wanted, and graphs when it is not.
func TestTabAlone(t *testing.T) {
	snap := modeltest.Last(modeltest.Busy().Samples(301))
	keys := DefaultKeyMap()
	for _, size := range [][2]int{{120, 37}, {80, 21}, {200, 57}, {40, 7}, {40, 1}} {
		w, h := size[0], size[1]
		env := envOf(t, snap, w, h)
		p := newPage(&keys, pane.Detail{Key: model.Key{Name: "nginx"}})
		p.Update(env, tuitest.Key("w"))
		if l := p.lay(env); l.tab != (rect{0, 2, w, max(0, h-2)}) || l.graphs.h != 0 || l.beside || !p.preferences.alone {
			t.Errorf("%dx%d: %+v", w, h, l)
		}
		if lines := strings.Split(text(p, env), "\n"); len(lines) != h {
			t.Errorf("%dx%d: %d lines", w, h, len(lines))
		}
		p.choose("Graphs")
		if l := p.lay(env); h > 3 && l.graphs.h == 0 {
			t.Errorf("%dx%d: there are no graphs", w, h)
		}
		p.choose("Limits")
		p.Update(env, tuitest.Key("w"))
		if p.preferences.alone {
			t.Errorf("%dx%d: it stays alone", w, h)
		}
	}
}

// With a time cursor a tab says that it shows the present; where there is no
// cursor it does not.
func TestNotNow(t *testing.T) {
	snap := modeltest.Last(modeltest.Busy().Samples(301))
	keys := DefaultKeyMap()
	env := envOf(t, snap, 120, 37)
	p := newPage(&keys, pane.Detail{Key: model.Key{Name: "nginx"}})
	const says = "now, not at the cursor"
	if strings.Contains(text(p, env), says) {
		t.Error("it says so without a cursor")
	}
	p.Update(env, tuitest.Key("left"))
	if got := text(p, env); !strings.Contains(got, says) || len(strings.Split(got, "\n")) != 37 {
		t.Errorf("with a cursor there is\n%s", got)
	}
	if !p.Clear() || p.Clear() || strings.Contains(text(p, env), says) {
		t.Error("it was not cleared, once")
	}
}

// A container that is no more leaves its page and its past.
func TestAPageOutlivesItsContainer(t *testing.T) {
	samples := modeltest.Busy().Samples(301)
	var tr model.Tracker
	keys := DefaultKeyMap()
	p := newPage(&keys, pane.Detail{Key: model.Key{Name: "nginx"}, Tab: "Graphs"})
	var snap *model.Snapshot
	for _, s := range samples {
		snap = tr.Push(s)
	}
	text(p, envOf(t, snap, 120, 37))
	gone := *snap
	gone.Containers, gone.Mono, gone.Time = nil, snap.Mono+time.Second, snap.Time.Add(time.Second)
	frame := text(p, envOf(t, &gone, 120, 37))
	for _, want := range []string{"nginx", "no more; seen last at " + snap.Time.Format(time.TimeOnly), "max"} {
		if !strings.Contains(frame, want) {
			t.Errorf("no %q in\n%s", want, frame)
		}
	}
	if p.about.last.Image == "" {
		t.Error("what it was is forgotten")
	}
}

func TestEventIsUnderTheCursor(t *testing.T) {
	snap := *modeltest.Last(modeltest.Busy().Samples(301))
	at := snap.Mono - 10*time.Second
	snap.Events = []model.Event{
		{Time: snap.Time.Add(-10 * time.Second), Mono: at, Kind: model.OOMEvent, Severity: model.Bad, Key: model.Key{Name: "app"}, Text: "out of memory: a process was killed"},
		{Time: snap.Time.Add(-10 * time.Second), Mono: at, Kind: model.OOMEvent, Key: model.Key{Name: "nginx"}, Text: "another’s"},
	}
	env := envOf(t, &snap, 120, 37)
	keys := DefaultKeyMap()
	p := newPage(&keys, pane.Detail{Key: model.Key{Name: "app"}, At: snap.Events[0].Time})
	frame := text(p, env)
	if s, said := p.Describe(env); s != model.Bad || !strings.Contains(said, "a process was killed") || strings.Contains(said, "another") {
		t.Errorf("it says %v %q", s, said)
	}
	if strings.Count(frame, env.Theme.Glyphs.OOM) != 1 {
		t.Errorf("not one mark in\n%s", frame)
	}
}

// Members open their own page; the cursor stays with its member.
func TestMembers(t *testing.T) {
	snap := modeltest.Last(modeltest.Busy().Samples(301))
	env := envOf(t, snap, 120, 37)
	var opened any
	env.Open = func(what any) { opened = what }
	keys := DefaultKeyMap()
	p := newMembers(&keys, pane.Members{By: model.ByPod, Key: snap.Pods[0].Key})
	press(p, env, "s", "s")
	if frame := text(p, env); !strings.Contains(frame, "NAME, by NAME") || !strings.Contains(frame, "▸app ") {
		t.Errorf("by name:\n%s", frame)
	}
	press(p, env, "j")
	was := p.Value(env)
	press(p, env, "s")
	if p.Value(env) != was {
		t.Errorf("the cursor went from %s to %s", was, p.Value(env))
	}
	press(p, env, "enter")
	if want := (pane.Detail{Key: model.Key{Name: was}}); opened != want {
		t.Errorf("it opened %+v, want %+v", opened, want)
	}
}

// The members' states have the signs and the looks that they have in the list,
// and so has what fires for one of them.
func TestMembersSayHowTheyAre(t *testing.T) {
	snap := *modeltest.Last(modeltest.Busy().Samples(301))
	snap.Containers = slices.Clone(snap.Containers)
	pod := snap.Pods[0]
	for _, i := range pod.Members {
		switch c := &snap.Containers[i]; c.Name {
		case "app":
			c.State, c.ExitCode = model.Exited, 3
		case "nginx":
			c.Health, c.MemLimitPct = "unhealthy", 97
		}
	}
	keys := DefaultKeyMap()
	draw := func(env pane.Env) string {
		p := newMembers(&keys, pane.Members{By: model.ByPod, Key: pod.Key})
		press(p, env, "G") // the cursor's row has one look
		return string(p.Draw(nil, env))
	}
	env := envOf(t, &snap, 120, 37)
	th, g := env.Theme, env.Theme.Glyphs
	raw := draw(env)
	for _, want := range []string{g.Stopped + " exited 3", g.Alert + " unhealthy", g.Running + " running", g.Warn + " degraded"} {
		if !strings.Contains(ansi.Strip(raw), want) {
			t.Errorf("no %q in\n%s", want, ansi.Strip(raw))
		}
	}
	for _, want := range []string{th.Bad.Render("unhealthy"), th.Bad.Render("97%"), th.Warn.Render(g.Stopped)} {
		if !strings.Contains(raw, want) {
			t.Errorf("no %q in\n%q", want, raw)
		}
	}
	snap.Alerts = []model.Alert{{Key: model.Key{Name: "web-infra"}, Name: "web-infra", Short: "slow", Severity: model.Warn}}
	if frame := ansi.Strip(draw(env)); !strings.Contains(frame, g.Warn+" slow") {
		t.Errorf("what fires for a member is not said:\n%s", frame)
	}
	snap.Alerts[0].Lapsed = time.Minute
	if frame := ansi.Strip(draw(env)); strings.Contains(frame, g.Warn+" slow") {
		t.Errorf("what does not hold any more is said:\n%s", frame)
	}
}

// A caption that is cut says so, and a name never stands without its value.
func TestCaptionsSayThatTheyAreCut(t *testing.T) {
	for _, cs := range []theme.Charset{theme.Braille, theme.ASCII} {
		th := theme.Default(cs)
		for room := range 60 {
			c := widget.Line{Room: room, Theme: th}
			c.Word(th.Title, "MEM")
			c.Named("limit", "", 512<<20, model.Bytes)
			c.Label("  unit ", "", "web.service", 40)
			c.Label("  user ", "", "root", 40)
			line := ansi.Strip(string(c.End()))
			if w := ansi.StringWidthWc(line); w != room {
				t.Errorf("%d cells, not %d: %q", w, room, line)
			}
			words := strings.TrimSpace(line)
			if whole := strings.HasSuffix(words, "user root"); !whole && room >= 5 && !strings.HasSuffix(words, th.Glyphs.Ellipsis) {
				t.Errorf("cut at %d: %q", room, line)
			}
			for _, name := range []string{"limit", "unit", "user", "limit " + th.Glyphs.Ellipsis, "unit " + th.Glyphs.Ellipsis} {
				if strings.HasSuffix(words, name) {
					t.Errorf("a name alone at %d: %q", room, line)
				}
			}
		}
	}
}

// What befell a member is seen when that is no more.
func TestMarksOutliveTheirMember(t *testing.T) {
	snap := *modeltest.Last(modeltest.Busy().Samples(301))
	pod := snap.Pods[0]
	member := snap.Containers[pod.Members[0]].Key
	snap.Events = []model.Event{{Mono: snap.Mono - 10*time.Second, Kind: model.OOMEvent, Key: member, Text: "out of memory"}}
	keys := DefaultKeyMap()
	p := newMembers(&keys, pane.Members{By: model.ByPod, Key: pod.Key})
	without := snap
	without.Mono += time.Second
	without.Pods = slices.Clone(snap.Pods)
	without.Pods[0].Members = pod.Members[1:]
	for _, s := range []*model.Snapshot{&snap, &without} {
		env := envOf(t, s, 120, 37)
		if frame := text(p, env); strings.Count(frame, env.Theme.Glyphs.OOM) != 1 {
			t.Errorf("not one mark in\n%s", frame)
		}
	}
}

func BenchmarkDraw(b *testing.B) {
	snap := modeltest.Last(modeltest.Busy().Samples(1201))
	keys := DefaultKeyMap()
	for _, w := range []pane.Window{pane.Minute1, pane.Minutes60, pane.Hours24} {
		b.Run(fmt.Sprint(w), func(b *testing.B) {
			p := newPage(&keys, pane.Detail{Key: model.Key{Name: "app"}, Tab: "Graphs"})
			env := pane.Env{Snapshot: snap, Past: snap.History, Now: snap.Mono, Window: w, Width: 120, Height: 37, Theme: theme.Default(theme.Braille)}
			var buf []byte
			b.ReportAllocs()
			for b.Loop() {
				p.Release()
				buf = p.Draw(buf[:0], env)
			}
		})
	}
}

// What could not be started says so on its page, and why.
func TestStateOfAFailedStart(t *testing.T) {
	c := &model.Container{Meta: model.Meta{State: model.Failed, StartError: "exec /nope: no such file"}}
	if got := stateText(c); got != "failed to start: exec /nope: no such file" {
		t.Errorf("it is %q", got)
	}
	if th := theme.Default(theme.Braille); stateStyle(c, th) != th.Bad {
		t.Error("it does not look bad")
	}
	c.State = model.Running // and Podman has not said so yet
	if got := stateText(c); got != "running" {
		t.Errorf("once it runs it is %q", got)
	}
}

// The page has a container that a person has paused or stops as the list has it.
func TestStateOfALoopThatIsHalted(t *testing.T) {
	for state, want := range map[model.State]string{
		model.Running: "restarting, 14x in 5m", model.Exited: "restarting, 14x in 5m",
		model.Paused: "paused", model.Stopping: "stopping", model.Removing: "removing",
	} {
		c := &model.Container{Meta: model.Meta{State: state}, Looping: true}
		c.RestartsLately = 14
		if got := stateText(c); got != want {
			t.Errorf("%s: it is %q", state, got)
		}
	}
}
