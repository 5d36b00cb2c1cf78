package containers

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/model/modeltest/race"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/tuitest"
)

// snapshots are what a tracker makes of each of the samples.
func snapshots(samples []*model.Sample) []*model.Snapshot {
	var tr model.Tracker
	all := make([]*model.Snapshot, len(samples))
	for i, s := range samples {
		all[i] = tr.Push(s)
	}
	return all
}

// listOf is a list with the default keys.
func listOf(c Choices) *Pane {
	k := DefaultKeyMap()
	return newPane(&k, c)
}

func envOf(snap *model.Snapshot, w, h int) pane.Env {
	return pane.Env{Snapshot: snap, Past: snap.History, Marks: new(pane.Marks), Width: w, Height: h, Focused: true, Theme: theme.Default(theme.Braille), Open: func(any) {}}
}

func press(p *Pane, env pane.Env, keys ...string) (cmd tea.Cmd) {
	for _, k := range keys {
		cmd = p.Update(env, tuitest.Key(k))
	}
	return cmd
}

func names(p *Pane) []string {
	var all []string
	for i := range p.list.Rows {
		all = append(all, p.list.Rows[i].name())
	}
	return all
}

func selected(p *Pane) string { return p.list.Current().name() }

// tiny is a snapshot of containers with the given CPU; NaN is unknown.
func tiny(at time.Duration, cpu map[string]float64) *model.Snapshot {
	snap := &model.Snapshot{Time: modeltest.Start.Add(at), Mono: time.Hour + at, Engines: []model.Engine{}}
	for name, v := range cpu {
		c := model.Container{Key: model.Key{Name: name}, Runtime: model.Podman, Meta: model.Meta{ID: modeltest.ID(name), Name: name, State: model.Running}}
		c.CPU, c.Mem = v, math.NaN()
		snap.Containers = append(snap.Containers, c)
	}
	slices.SortFunc(snap.Containers, func(a, b model.Container) int { return strings.Compare(a.Name, b.Name) })
	return snap
}

func TestEmptyNamesTheUsersOwnSocket(t *testing.T) {
	for uid, want := range map[int]string{
		0:    "systemctl status podman.socket",
		1000: "systemctl --user enable --now podman.socket",
	} {
		snap := tiny(0, nil)
		snap.Host.UID = uid
		if got := string(listOf(Choices{}).Draw(nil, envOf(snap, 80, 24))); !strings.Contains(got, want) {
			t.Errorf("user %d is told\n%s", uid, got)
		}
	}
}

// Before a Podman that was asked just now has answered, nothing is said of what
// it may yet say.
func TestEmptyWhilePodmanIsAsked(t *testing.T) {
	for _, engines := range [][]model.Engine{nil, {{User: "root", Waiting: true}}, {{User: "root", Up: true, Waiting: true}}} {
		snap := tiny(0, nil)
		snap.Engines = engines
		got := string(listOf(Choices{}).Draw(nil, envOf(snap, 100, 24)))
		if !strings.Contains(got, "asking Podman") || strings.Contains(got, "There is no") || strings.Contains(got, "no Podman answers") {
			t.Errorf("with %+v:\n%s", engines, got)
		}
	}
	snap := tiny(0, map[string]float64{"web": 1})
	snap.Engines, snap.Containers[0].State = nil, model.Exited
	if got := string(listOf(Choices{}).Draw(nil, envOf(snap, 100, 24))); strings.Contains(got, "Nothing is running") {
		t.Errorf("with one that has ended:\n%s", got)
	}
}

func TestEmptyNamesTheSocketThatWasAskedFor(t *testing.T) {
	snap := tiny(0, nil)
	snap.Engines = []model.Engine{{Socket: "/run/nowhere.sock", Named: true}}
	if got := string(listOf(Choices{}).Draw(nil, envOf(snap, 120, 24))); !strings.Contains(got, "check --host or CONTAINER_HOST: nobody answers at /run/nowhere.sock") {
		t.Errorf("it says\n%s", got)
	}
}

func TestOrderRestsForTwoSeconds(t *testing.T) {
	p := listOf(Choices{})
	sync := func(at time.Duration, cpu map[string]float64, want ...string) {
		t.Helper()
		p.sync(envOf(tiny(at, cpu), 80, 24))
		if got := names(p); !slices.Equal(got, want) {
			t.Errorf("at %v: %v, want %v", at, got, want)
		}
	}
	sync(0, map[string]float64{"a": 1, "b": 2, "c": math.NaN()}, "b", "a", "c")
	sync(500*time.Millisecond, map[string]float64{"a": 3, "b": 2, "c": 9}, "b", "a", "c")
	sync(1500*time.Millisecond, map[string]float64{"a": 3, "c": 9, "new": 10}, "a", "c", "new")
	sync(2*time.Second, map[string]float64{"a": 3, "b": 2, "c": 9}, "c", "a", "b")
	sync(time.Second, map[string]float64{"a": 3, "b": 5, "c": 1}, "b", "a", "c") // a recording sought back
}

func TestUnknownSortsLast(t *testing.T) {
	p, nan := listOf(Choices{}), math.NaN()
	env := envOf(tiny(0, map[string]float64{"a": nan, "b": 2, "c": 0, "d": nan}), 80, 24)
	p.sync(env)
	if got := names(p); !slices.Equal(got, []string{"b", "c", "a", "d"}) {
		t.Errorf("most first: %v", got)
	}
	press(p, env, "I")
	p.sync(env)
	if got := names(p); !slices.Equal(got, []string{"c", "b", "a", "d"}) {
		t.Errorf("least first: %v", got)
	}
	p.Update(env, pane.Chosen(0))
	p.sync(env)
	if got := names(p); !slices.Equal(got, []string{"a", "b", "c", "d"}) {
		t.Errorf("by name: %v", got)
	}
}

func TestCursorStaysWithItsContainer(t *testing.T) {
	p := listOf(Choices{})
	p.sync(envOf(tiny(0, map[string]float64{"a": 3, "b": 2, "c": 1}), 80, 24))
	press(p, envOf(p.synced, 80, 24), "j")
	for _, step := range []struct {
		at   time.Duration
		cpu  map[string]float64
		want string
	}{
		{2 * time.Second, map[string]float64{"a": 1, "b": 9, "c": 2}, "b"},
		{4 * time.Second, map[string]float64{"a": 9, "c": 8}, "a"}, // gone: what is in its place
		{6 * time.Second, map[string]float64{"a": 9, "b": 0, "c": 8}, "b"},
	} {
		p.sync(envOf(tiny(step.at, step.cpu), 80, 24))
		if got := selected(p); got != step.want {
			t.Errorf("at %v the cursor is on %s, want %s", step.at, got, step.want)
		}
	}
	press(p, envOf(p.synced, 80, 24), "g")
	p.sync(envOf(tiny(8*time.Second, map[string]float64{"a": 1, "b": 5, "c": 8}), 80, 24))
	if got := selected(p); got != "c" {
		t.Errorf("after g the cursor is on %s, want the first row", got)
	}
}

func TestPodsAreParents(t *testing.T) {
	snaps := snapshots(modeltest.Busy().Samples(11))
	p := listOf(Choices{})
	p.sync(envOf(snaps[10], 120, 40))
	got := names(p)
	if i := slices.Index(got, "web"); i < 0 || !slices.Equal(got[i:i+3], []string{"web", "app", "nginx"}) {
		t.Errorf("rows %v: want web, app, nginx together", got)
	}
	for _, absent := range []string{"web-infra", "seed", "nightly"} {
		if slices.Contains(got, absent) {
			t.Errorf("%s is shown by default", absent)
		}
	}
	press(p, envOf(snaps[10], 120, 40), "a")
	p.sync(envOf(snaps[10], 120, 40))
	if got := names(p); !slices.Contains(got, "seed") || !slices.Contains(got, "web-infra") {
		t.Errorf("after a: %v", got)
	}
	frame := string(p.Draw(nil, envOf(snaps[10], 120, 40)))
	if n := strings.Count(frame, "12.0M"); n != 1 {
		t.Errorf("the pod's 12.0M stands %d times in\n%s", n, ansi.Strip(frame))
	}
}

func TestFullScale(t *testing.T) {
	for _, tt := range []struct {
		most float32
		want float64
	}{{0, 1}, {0.2, 1}, {1, 1}, {1.5, 2}, {2.5, 3}, {3.5, 4}, {4.8, 6}, {7, 8}, {9, 12}, {100, 128}} {
		if got := fullScale([]float32{0, tt.most, float32(math.NaN())}, pane.Absolute); got != tt.want {
			t.Errorf("up to %v: %v cores, want %v", tt.most, got, tt.want)
		}
	}
}

func TestDrawFillsItsSize(t *testing.T) {
	for name, host := range map[string]*modeltest.Host{"busy": modeltest.Busy(), "hostile": modeltest.Hostile(), "empty": modeltest.Empty()} {
		snap := snapshots(host.Samples(11))[10]
		for _, charset := range []theme.Charset{theme.Braille, theme.Blocks, theme.ASCII} {
			for w := 1; w < 310; w += 7 {
				env := envOf(snap, w, 12)
				env.Theme = theme.Default(charset)
				lines := strings.Split(string(listOf(Choices{}).Draw(nil, env)), "\n")
				if len(lines) != 12 {
					t.Fatalf("%s: %d lines", name, len(lines))
				}
				for _, l := range lines {
					if got := ansi.StringWidthWc(l); w >= 40 && got != w || got > max(w, 40) {
						t.Fatalf("%s at width %d: a line of %d cells: %q", name, w, got, l)
					}
					if charset == theme.ASCII && strings.IndexFunc(l, func(r rune) bool { return r > 0x7e }) >= 0 {
						t.Fatalf("%s: not ASCII: %q", name, l)
					}
				}
			}
		}
	}
}

// Everything that is drawn twice a second for each row, on a screen that shows
// the same containers as before.
func TestRowsDoNotAllocate(t *testing.T) {
	many, busy := snapshots(modeltest.Many(50).Samples(101))[100], alarmed(401)
	for _, tt := range []struct {
		snap    *model.Snapshot
		columns string
		group   string
		most    float64 // two for each row that has ended: its words have a figure in them
	}{
		{many, defaultLayout.String(), "pod", 0},
		{busy, defaultLayout.String(), "pod", 8},
		{busy, "name,state,cpu,mem.hard,net.rx,psi.cpu,restarts,image,unit,health,project,alert", "user", 8},
	} {
		env := envOf(tt.snap, 200, 60)
		columns, _ := ParseColumns(tt.columns)
		p := listOf(Choices{Columns: columns, Group: tt.group})
		buf := p.Draw(nil, env)
		cols := p.columns(env)
		paint := painter{env: env, theme: env.Theme, spark: &p.spark, alerts: p.alerts}
		if n := testing.AllocsPerRun(20, func() {
			p.spark.fill(p.list.Rows, sparkCells(cols), env)
			buf = buf[:0]
			for i := range p.list.Rows {
				paint.line = i
				buf = paint.row(buf, cols, &p.list.Rows[i])
			}
		}); n > tt.most && !race.Enabled {
			t.Errorf("drawing %d rows of %s allocates %v times, want %v", len(p.list.Rows), tt.columns, n, tt.most)
		}
	}
}

// Who does something to the first row finds the cursor still on it when it has
// moved.
func TestCursorStaysWithWhatWasChosen(t *testing.T) {
	p := listOf(Choices{})
	env := envOf(tiny(0, map[string]float64{"a": 3, "b": 2}), 80, 24)
	p.Chosen(env)
	p.sync(envOf(tiny(2*time.Second, map[string]float64{"a": 0, "b": 2}), 80, 24))
	if got := selected(p); got != "a" {
		t.Errorf("the cursor is on %s", got)
	}
}

func BenchmarkDraw(b *testing.B) {
	snap := snapshots(modeltest.Many(50).Samples(701))[700]
	p, env := listOf(Choices{}), envOf(snap, 120, 37)
	buf := p.Draw(nil, env)
	b.ReportAllocs()
	for b.Loop() {
		buf = p.Draw(buf[:0], env)
	}
}

// conmon keeps the name that a container was started with.
func TestConmonsNameIsInDoubt(t *testing.T) {
	for source, want := range map[model.MetaSource]bool{model.FromConmon: true, model.FromAPI: false} {
		snap := tiny(0, map[string]float64{"web": 1})
		snap.Containers[0].Known, snap.Containers[0].Source = true, source
		if got := ansi.Strip(string(listOf(Choices{}).Draw(nil, envOf(snap, 100, 10)))); strings.Contains(got, "web ?") != want {
			t.Errorf("by %v:\n%s", source, got)
		}
	}
}
