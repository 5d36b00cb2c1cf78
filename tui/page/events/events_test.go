package events

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"podtop/model"
	"podtop/model/modeltest/race"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/tuitest"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// event is number n, which happened in minute n.
func event(n int, k model.EventKind, name, text string) model.Event {
	return model.Event{
		N: uint64(n), Time: noon.Add(time.Duration(n) * time.Minute), Mono: time.Duration(n) * time.Minute, Kind: k, Type: "container",
		Key: model.Key{Name: name}, ID: model.ID(fmt.Sprintf("%012x%052x", n, 0)), Name: name, User: "root", Source: "podman", Action: "exec", Text: text,
	}
}

func few() []model.Event {
	return []model.Event{
		event(1, model.StartEvent, "web", "started"),
		event(2, model.CheckEvent, "web", "healthy"),
		event(3, model.OOMEvent, "db", "the OOM killer killed a process"),
		event(4, model.LimitEvent, "db", "memory limit 512M → 1G"),
		event(5, model.CheckEvent, "web", "healthy"),
		event(6, model.OtherEvent, "web", "a command was run in it"),
	}
}

func envOf(events []model.Event, w, h int) pane.Env {
	snap := &model.Snapshot{Time: noon.Add(time.Hour), Mono: time.Hour, Events: events, Engines: []model.Engine{{User: "root", Up: true}}}
	return pane.Env{Snapshot: snap, Past: past{}, Theme: theme.Default(theme.Braille), Width: w, Height: h, Focused: true, Open: func(any) {}}
}

type past struct{}

func (past) Reach() time.Duration { return time.Minute }

func (past) Read([]model.Span, model.Key, *model.Metric, time.Duration, time.Duration) {}

func (past) Maxima([]float32, model.Key, model.Fast, time.Duration, time.Duration) {}

func shown(p *Pane, env pane.Env) string { return ansi.Strip(string(p.Draw(nil, env))) }

// names are the numbers of the events on screen, and where the cursor is.
func on(p *Pane, env pane.Env) (minutes []string, cursor string) {
	for l := range strings.Lines(shown(p, env)) {
		if _, after, ok := strings.Cut(l, " 12:"); ok {
			minutes = append(minutes, after[:2])
			if strings.HasPrefix(l, "▸") {
				cursor = after[:2]
			}
		}
	}
	return minutes, cursor
}

func press(p *Pane, env pane.Env, keys ...string) (cmd tea.Cmd) {
	for _, k := range keys {
		cmd = p.Update(env, tuitest.Key(k))
	}
	return cmd
}

func newPane() *Pane {
	k := DefaultKeyMap()
	return New(&k)
}

// The newest is first, and the cursor stays on it until it is moved; then it
// stays with its event, and that where it is on screen.
func TestCursorStaysWithItsEvent(t *testing.T) {
	var all []model.Event
	add := func(n int) {
		for range n {
			all = append(all, event(len(all)+1, model.StartEvent, "web", "started"))
		}
	}
	add(20)
	p := newPane()
	at := func(want string, line int) {
		t.Helper()
		minutes, cursor := on(p, envOf(all, 80, 10))
		if cursor != want || minutes[line] != want {
			t.Errorf("the cursor is on %s of %v, want %s on line %d", cursor, minutes, want, line)
		}
	}
	at("20", 0)
	add(3)
	at("23", 0)
	press(p, envOf(all, 80, 10), "j", "j")
	at("21", 2)
	add(4)
	at("21", 2)
	for range 10 {
		press(p, envOf(all, 80, 10), "j")
	}
	at("11", 7)
	add(5)
	at("11", 7)
	press(p, envOf(all, 80, 10), "pgup", "k")
	at("19", 0)
	p.Update(envOf(all, 80, 10), pane.Wheel{Lines: -3})
	at("19", 3)
	p.Update(envOf(all, 80, 10), pane.Wheel{Lines: 9})
	at("13", 0)
	p.Update(envOf(all, 80, 10), pane.Click{X: 9, Y: 4})
	at("11", 2)
	press(p, envOf(all, 80, 10), "g")
	add(1)
	at("33", 0)
	press(p, envOf(all, 80, 10), "G")
	at("01", 7)
	all = all[2:] // the oldest were dropped
	at("03", 7)
}

func TestHealthChecksAreHidden(t *testing.T) {
	p, env := newPane(), envOf(few(), 100, 20)
	minutes, _ := on(p, env)
	if len(minutes) != 4 || !strings.Contains(shown(p, env), "2 health checks hidden: h shows them") {
		t.Errorf("%v in\n%s", minutes, shown(p, env))
	}
	press(p, env, "j", "h")
	if minutes, cursor := on(p, env); len(minutes) != 6 || cursor != "04" || strings.Contains(shown(p, env), "hidden") {
		t.Errorf("%v, cursor on %s, in\n%s", minutes, cursor, shown(p, env))
	}
	press(p, env, "j", "j", "j", "h") // the cursor was on one of them
	if minutes, cursor := on(p, env); len(minutes) != 4 || cursor != "01" {
		t.Errorf("%v, cursor on %s", minutes, cursor)
	}
}

func TestFind(t *testing.T) {
	p, env := newPane(), envOf(few(), 100, 20)
	for query, want := range map[string]string{
		"":             "06 04 03 01",
		"oom":          "03",
		"OOM":          "03",
		"db":           "04 03",
		"db !oom":      "04",
		"!db":          "06 01",
		"limit →":      "04",
		"exec":         "06 04 03 01",
		"podman start": "01",
		"check":        "",
		"000000000006": "06",
		"! root":       "06 04 03 01",
		"容器":           "",
		"nobody":       "",
	} {
		p.Find(env, query)
		minutes, _ := on(p, env)
		if got := strings.Join(minutes, " "); got != want || p.Found() != query {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}

// What contains finds is what strings finds in small letters.
func TestContains(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.RuneFrom([]rune("aAbBé→ ")), 0, 12, -1).Draw(t, "s")
		word := strings.ToLower(rapid.StringOfN(rapid.RuneFrom([]rune("aAbBé→")), 1, 4, -1).Draw(t, "word"))
		if got, want := contains(s, word), strings.Contains(strings.ToLower(s), word); got != want {
			t.Fatalf("%q in %q: %t", word, s, got)
		}
	})
}

func TestOpen(t *testing.T) {
	image := event(7, model.OtherEvent, "nginx:1", "pulled")
	image.Type, image.Key = "image", model.Key{UID: 1000}
	pod := event(8, model.OtherEvent, "shop", "stopped")
	pod.Type, pod.Key = "pod", model.Key{Name: "pod/shop"}
	p := newPane()
	env := envOf(append(few(), image, pod), 100, 20)
	env.Snapshot.Containers = []model.Container{{Key: model.Key{Name: "web"}, Meta: model.Meta{Name: "web"}}}
	var opened any
	env.Open = func(what any) { opened = what }
	for _, tt := range []struct {
		keys   string
		want   any
		chosen string // or why nothing is
	}{
		{"enter", pane.Members{By: model.ByPod, Key: pod.Key}, "the event is about no container"},
		{"j enter", nil, "the event is about no container"},
		{"j enter", pane.Detail{Key: model.Key{Name: "web"}, At: noon.Add(6 * time.Minute)}, "web"},
		{"j enter", pane.Detail{Key: model.Key{Name: "db"}, At: noon.Add(4 * time.Minute)}, "db is no more"},
	} {
		opened = nil
		cmd := press(p, env, strings.Fields(tt.keys)...)
		if opened != tt.want || (cmd != nil) != (tt.want == nil) {
			t.Errorf("%s opened %+v, want %+v", tt.keys, opened, tt.want)
		}
		c, why := p.Chosen(env)
		if c != nil {
			why = c.Name
		}
		if why != tt.chosen {
			t.Errorf("%s: chosen %q, want %q", tt.keys, why, tt.chosen)
		}
	}
	p, env = newPane(), envOf(nil, 100, 20)
	press(p, env, "enter", "j", "G", "k", "pgdown")
	if c, why := p.Chosen(env); c != nil || why == "" || p.Value(env) != "" {
		t.Errorf("of nothing: %v, %q, %q", c, why, p.Value(env))
	}
}

// The status line says what a row has no room for, and nothing else.
func TestDescribe(t *testing.T) {
	long := event(9, model.OtherEvent, "db-"+strings.Repeat("long-", 12), "a command was run in it")
	long.Key.UID, long.User, long.Severity = 1000, "op", model.Warn
	p := newPane()
	if _, text := p.Describe(envOf(few(), 120, 20)); text != "" {
		t.Errorf("of what is on the row it says %q", text)
	}
	s, text := p.Describe(envOf([]model.Event{long}, 120, 20))
	if want := "12:09:00 op/" + long.Name + ": a command was run in it, says podman"; text != want || s != model.Warn {
		t.Errorf("it says %q, want %q", text, want)
	}
	if p.Value(envOf([]model.Event{long}, 120, 20)) != text {
		t.Error("something else is copied")
	}
}

// What has room neither in its row nor in the status line stands whole below the
// list, while the cursor is on it; the cursor stays on screen.
func TestFoot(t *testing.T) {
	long := event(9, model.OperationEvent, "db", "failed: "+strings.Repeat("one thing and another, ", 12)+"and the end")
	var all []model.Event
	for range 30 {
		all = append(all, event(1, model.OOMEvent, "web", "the OOM killer killed a process"))
	}
	env := envOf(append(append(all[:20:20], long), all[:4]...), 80, 16)
	p := newPane()
	if got := shown(p, env); strings.Contains(got, "and the end") {
		t.Errorf("the cursor is on another:\n%s", got)
	}
	press(p, env, "j", "j", "j", "j")
	got := shown(p, env)
	if text := strings.Join(strings.Fields(got), " "); !strings.Contains(text, "another, one thing and another, and the end, says podman") || !strings.Contains(got, "▸") {
		t.Errorf("it is not told whole:\n%s", got)
	}
	if n := len(p.foot(env)); n < 2 || p.room(env) != 16-2-n {
		t.Errorf("%d lines below %d rows", n, p.room(env))
	}
}

func TestEmpty(t *testing.T) {
	down := []model.Engine{{User: "root"}, {User: "op"}}
	checks := few()[1:2]
	for _, tt := range []struct {
		name    string
		events  []model.Event
		query   string
		engines []model.Engine
		want    string
	}{
		{"nothing", nil, "", []model.Engine{{Up: true}}, "Nothing has happened in the 60 s that podtop has watched."},
		{"checks", checks, "", []model.Engine{{Up: true}}, "1 health check that changed nothing: press h to see it"},
		{"no match", few(), "zzz", []model.Engine{{Up: true}}, "No event matches  zzz"},
		{"hidden match", checks, "web", []model.Engine{{Up: true}}, "No event matches  web, but for health checks: press h"},
		{"no answer", nil, "", down, "Podman does not answer: only what the cgroups tell"},
		{"one does not", few(), "", []model.Engine{{User: "root", Up: true}, {User: "op"}}, "The Podman of op does not answer"},
		{"two do not", few(), "", append(down, model.Engine{Up: true}), "2 of 3 Podmans do not answer"},
		{"no Podman", nil, "", []model.Engine{}, "There is no Podman to ask"},
	} {
		p, env := newPane(), envOf(tt.events, 100, 20)
		env.Snapshot.Engines = tt.engines
		p.Find(env, tt.query)
		if got := shown(p, env); !strings.Contains(got, tt.want) {
			t.Errorf("%s: %q is not in\n%s", tt.name, tt.want, got)
		}
	}
	for _, engines := range [][]model.Engine{nil, {{User: "root", Waiting: true}}} {
		env := envOf(nil, 100, 20)
		env.Snapshot.Engines = engines
		if got := shown(newPane(), env); strings.Contains(got, "not answer") || strings.Contains(got, "no Podman") {
			t.Errorf("before Podman had the time to answer:\n%s", got)
		}
	}
	env := envOf(nil, 80, 10)
	env.Snapshot.Time = time.Time{}
	if got := shown(newPane(), env); !strings.Contains(got, "reading the host…") {
		t.Errorf("before the first sample:\n%s", got)
	}
}

// Whatever is told, however wide and high it is, each line is as wide as the
// pane.
func TestFits(t *testing.T) {
	odd := []string{"\x1b[2J", "容器名字", "tab\there", strings.Repeat("long-", 99), "שלום", "", "🐳", "a → b → c"}
	rapid.Check(t, func(t *rapid.T) {
		var all []model.Event
		for i, name := range odd {
			e := event(i+1, model.EventKind(i%12), name, odd[(i+3)%len(odd)])
			e.User, e.Source, e.Action, e.Key.UID = name, odd[(i+1)%len(odd)], name, i%2*1000
			if i%3 == 0 {
				e.Type = odd[(i+5)%len(odd)]
				e.Time = e.Time.Add(-48 * time.Hour)
			}
			all = append(all, e)
		}
		w, h := rapid.IntRange(40, 220).Draw(t, "width"), rapid.IntRange(1, 30).Draw(t, "height")
		env := envOf(all, w, h)
		env.Theme = theme.Default(rapid.SampledFrom([]theme.Charset{theme.Braille, theme.ASCII}).Draw(t, "charset"))
		if rapid.Bool().Draw(t, "silent") {
			env.Snapshot.Engines = nil
		}
		p := newPane()
		p.Find(env, rapid.SampledFrom([]string{"", "a", "容", strings.Repeat("x", 200)}).Draw(t, "query"))
		press(p, env, rapid.SliceOfN(rapid.SampledFrom([]string{"j", "k", "h", "G", "g", "pgdown"}), 0, 4).Draw(t, "keys")...)
		lines := strings.Split(string(p.Draw(nil, env)), "\n")
		if len(lines) != h {
			t.Fatalf("%d lines, want %d", len(lines), h)
		}
		for i, l := range lines {
			if got := ansi.StringWidthWc(l); got != w {
				t.Fatalf("line %d has %d cells, want %d: %q", i, got, w, l)
			}
		}
	})
}

func TestASCII(t *testing.T) {
	env := envOf(few(), 100, 20)
	env.Theme = theme.Default(theme.ASCII)
	got := shown(newPane(), env)
	if !strings.Contains(got, "memory limit 512M -> 1G") || strings.ContainsFunc(got, func(r rune) bool { return r > '~' }) {
		t.Errorf("in ASCII:\n%s", got)
	}
}

func TestDrawDoesNotAllocate(t *testing.T) {
	var all []model.Event
	for i := range 3000 {
		e := event(i+1, model.EventKind(i%12), "web", "memory limit 512M → 1G")
		e.Key.UID, e.User = 1000, "op"
		all = append(all, e)
	}
	for _, charset := range []theme.Charset{theme.Braille, theme.ASCII} {
		p, env := newPane(), envOf(all, 120, 40)
		env.Theme = theme.Default(charset)
		p.Find(env, "WEB !nobody")
		buf := p.Draw(nil, env)
		if n := testing.AllocsPerRun(50, func() {
			p.made = false
			buf = p.Draw(buf[:0], env)
		}); n != 0 && !race.Enabled {
			t.Errorf("a frame costs %v allocations, want 0", n)
		}
	}
}

func BenchmarkDraw(b *testing.B) {
	var all []model.Event
	for i := range 5000 {
		all = append(all, event(i+1, model.EventKind(i%12), "web", "started again"))
	}
	p, env := newPane(), envOf(all, 120, 40)
	p.Find(env, "zzz")
	var buf []byte
	b.ReportAllocs()
	for b.Loop() {
		p.made = false
		buf = p.Draw(buf[:0], env)
	}
}

// What starts again and again has one row, that of the newest, whatever is
// looked for; what is between stays.
func TestFold(t *testing.T) {
	var all []model.Event
	add := func(k model.EventKind, name, text string, after time.Duration) {
		e := event(len(all)+1, k, name, text)
		e.Time, e.Mono = noon, time.Hour
		if n := len(all); n > 0 {
			e.Time, e.Mono = all[n-1].Time.Add(after), all[n-1].Mono+after
		}
		if k == model.OtherEvent {
			e.Action = "create"
		}
		all = append(all, e)
	}
	add(model.StartEvent, "crash", "started", 0)
	for range 21 {
		add(model.StopEvent, "crash", "exited with 1", 5*time.Second)
		add(model.OtherEvent, "crash", "created", 5*time.Second)
		add(model.RestartEvent, "crash", "started again", 5*time.Second)
	}
	add(model.OOMEvent, "db", "the OOM killer killed a process", time.Second)
	add(model.StopEvent, "crash", "exited with 1", 5*time.Second)
	all[3].Severity = model.Bad
	p, env := newPane(), envOf(all, 120, 20)
	screen := shown(p, env)
	if len(p.list.Rows) != 2 || !strings.Contains(screen, "restarted 22 times in 5 min; last: exited with 1") || !strings.Contains(screen, "the OOM killer") {
		t.Fatalf("there is\n%s", screen)
	}
	var opened any
	env.Open = func(what any) { opened = what }
	if press(p, env, "enter"); opened != (pane.Detail{Key: model.Key{Name: "crash"}, At: all[len(all)-1].Time}) {
		t.Errorf("enter opens %v", opened)
	}
	press(p, env, "j", "k") // the cursor is on the fold, and goes along with it
	add(model.RestartEvent, "crash", "started again", 5*time.Second)
	add(model.OOMEvent, "db", "the OOM killer killed a process", time.Second)
	env = envOf(all, 120, 20)
	if shown(p, env); p.at().Name != "crash" {
		t.Errorf("the cursor went to %s", p.at().Name)
	}
	for query, want := range map[string]string{
		"crash": " 1 of 3 match  crash", "created": " 1 of 3 match  created", "!restart": " 2 of 3 match  !restart", "crash !oom": " 1 of 3 match", "nobody": " 0 of 3 match",
	} {
		p.Find(env, query)
		if screen := shown(p, env); !strings.Contains(screen, want) {
			t.Errorf("%s: the head is %q, want %q", query, strings.SplitN(screen, "\n", 2)[0], want)
		}
	}
	add(model.StopEvent, "crash", "exited with 1", 2*time.Minute)
	p.Find(envOf(all, 120, 20), "")
	if shown(p, envOf(all, 120, 20)); len(p.list.Rows) != 4 {
		t.Errorf("what came later is folded: %d rows", len(p.list.Rows))
	}
}

// Heads do not run together where there is little room.
func TestHeadsApart(t *testing.T) {
	for _, width := range []int{40, 44, 49, 50, 69, 70} {
		heads := strings.Split(shown(newPane(), envOf(few(), width, 10)), "\n")[1]
		for _, head := range strings.FieldsFunc(heads, func(r rune) bool { return r == ' ' }) {
			if !strings.Contains(" TIME WHAT WHOSE HAPPENED HAPPEN… HAPPE… ", " "+head+" ") {
				t.Errorf("at %d cells: %q", width, heads)
			}
		}
	}
}
