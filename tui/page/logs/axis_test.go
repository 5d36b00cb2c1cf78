package logs

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"podtop/model"
	"podtop/model/demo"
	"podtop/tui/feed/feedtest"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/tuitest"
)

// graphed are how many graphs are above the lines, which have all the rest.
func (u *viewer) graphed() (n int) {
	for l := range strings.Lines(u.screen()) {
		for _, name := range []string{" CPU ", " MEM ", " LOG "} {
			if strings.HasPrefix(l, name) {
				n++
			}
		}
	}
	return n
}

// The lines keep at least half of the page, however high it is, and a key gives
// them the whole.
func TestGraphsHaveRoom(t *testing.T) {
	both := pane.Logs{Of: []model.Key{web.Key(), db.Key()}}
	for _, tt := range []struct{ height, one, several int }{{5, 0, 0}, {29, 0, 0}, {30, 1, 1}, {36, 1, 1}, {37, 3, 1}, {57, 3, 1}} {
		for i, of := range []pane.Logs{one, both} {
			u := view(feedtest.New(numbered(0, 100)...), of, 80, tt.height)
			if n, want := u.graphed(), []int{tt.one, tt.several}[i]; n != want {
				t.Errorf("%d graphs at %d rows, want %d:\n%s", n, tt.height, want, u.screen())
			}
			if u.height(u.env) < tt.height/2 {
				t.Errorf("%d of %d rows are left for lines", u.height(u.env), tt.height)
			}
			u.press("d")
			if u.graphed() > 0 || u.height(u.env) != tt.height-1 {
				t.Errorf("at %d rows they are not hidden:\n%s", tt.height, u.screen())
			}
			keys := DefaultKeyMap()
			if p := Open(&keys, of, u.Preferences()).(*Page); !p.preferences.bare {
				t.Error("the next page has forgotten it")
			}
			if u.press("d"); u.graphed() == 0 && tt.one > 0 {
				t.Error("they do not come back")
			}
		}
	}
}

// The time cursor stands at the line under the cursor, and there is none while the
// page follows.
func TestTimeFollowsLines(t *testing.T) {
	u := view(feedtest.New(numbered(0, 3600)...), one, 80, 37)
	u.draw()
	at := func(want int) {
		t.Helper()
		u.draw()
		if got := int(u.axis.charts.Time(u.env.Snapshot).Sub(noon).Seconds()); got != want {
			t.Errorf("the time cursor is at second %d, want %d", got, want)
		}
	}
	u.press("k", "k")
	at(3597)
	u.press("pgup")
	at(3597 - (u.height(u.env) - 1))
	u.send(pane.Click{X: 9, Y: u.head(u.env)})
	at(u.on()[0])
	u.press("g")
	at(0)
	if !strings.Contains(u.screen(), "└12:00:00") {
		t.Errorf("the window did not go along:\n%s", u.screen())
	}
	if u.find("line 2222"); u.lines.follow {
		t.Error("it follows")
	}
	u.press("k")
	u.find("~line 7$")
	u.press("G")
	if u.draw(); u.axis.charts.HasCursor() || !strings.Contains(u.screen(), "now\n") {
		t.Errorf("it does not end now:\n%s", u.screen())
	}
}

// Lines follow the time cursor, also into a time without lines, out of it, and to
// where none are held. On from now it follows.
func TestLinesFollowTime(t *testing.T) {
	lines := numbered(0, 2000)
	for i := range lines[:1000] { // between line 999 and line 1000 half an hour passes
		lines[i].Time = lines[i].Time.Add(-30 * time.Minute)
	}
	u := view(feedtest.New(lines...), one, 80, 37)
	u.env.Snapshot.Time = noon.Add(2000 * time.Second)
	u.env.Window = pane.Minutes30
	u.draw()
	dot := u.env.Dot((80 - 6) * 2)
	u.press("left")
	last, n := 1999, 0
	for ; last > int(dot/time.Second) && n < 1000; n++ {
		u.draw()
		if u.press("left"); u.lines.follow || u.lines.at != u.feed.First() && u.current().Time.After(u.axis.charts.Until(u.env.Snapshot)) {
			t.Fatalf("the line is %v, the time cursor before %v", u.current().Time, u.axis.charts.Until(u.env.Snapshot))
		}
		var at int
		fmt.Sscan(strings.TrimPrefix(u.current().Text, "line "), &at)
		if at > last {
			t.Fatalf("back from line %d comes line %d", last, at)
		}
		last = at
	}
	if want := int(3800 * time.Second / dot); n < want-10 || n > want+10 {
		t.Errorf("the beginning is reached in %d steps of %v, want %d", n, dot, want)
	}
	for range 2 * n {
		u.draw()
		if u.press("right"); u.lines.follow {
			break
		}
	}
	if u.draw(); !u.lines.follow || u.axis.charts.HasCursor() {
		t.Errorf("it does not follow:\n%s", u.screen())
	}
	u.shows(t, "following", "line 1999")
}

// A graph that is clicked has the lines go to that time.
func TestClickedGraph(t *testing.T) {
	u := view(feedtest.New(numbered(0, 3600)...), one, 80, 37)
	u.draw()
	u.send(pane.Click{X: 79 - 30, Y: 3})
	u.draw()
	if got, want := u.axis.charts.Time(u.env.Snapshot), u.current().Time; u.lines.follow || got.Sub(want).Abs() > time.Second {
		t.Errorf("the time cursor is at %v, the line is of %v", got, want)
	}
	if before := u.lines.at; !u.axis.leads {
		t.Error("the lines do not follow")
	} else if u.send(pane.Click{X: 3, Y: 2}); u.lines.at != before {
		t.Error("a click beside the graph moves")
	}
}

// What happened where the time cursor is is said.
func TestDescribesMarks(t *testing.T) {
	u := view(feedtest.New(few()...), pane.Logs{Of: one.Of, At: noon.Add(10 * time.Second)}, 80, 37)
	u.befall()
	u.draw()
	if _, text := u.Describe(u.env); text != "12:00:10 event 10" {
		t.Errorf("it says %q", text)
	}
	u.press(".")
	if _, text := u.Describe(u.env); text != "" {
		t.Errorf("while it follows it says %q", text)
	}
}

// A line of this boot stands where its monotonic time is, whatever the wall clock
// was.
func TestLinesOfThisBoot(t *testing.T) {
	l := output(web, 17, "line 17")
	l.Boot = "0123456789abcdef0123456789abcdef"
	l.MonoUsec = model.Known(uint64((time.Hour - 30*time.Second) / time.Microsecond))
	u := view(feedtest.New(l), one, 80, 37)
	u.env.Snapshot.Host.BootID = "01234567-89ab-cdef-0123-456789abcdef"
	u.draw()
	u.press("k")
	if got, want := u.axis.charts.Time(u.env.Snapshot), u.env.Snapshot.Time.Add(-30*time.Second); !got.Equal(want) {
		t.Errorf("it stands at %v, want %v", got, want)
	}
}

// Nothing is asked while nothing is written, be there a filter or not; what a
// filter leaves out is counted all the same.
func TestGraphsAskNothing(t *testing.T) {
	for _, filter := range []string{"", "level>=warn"} {
		u := view(feedtest.New(few()...), one, 80, 37)
		pass := func(d time.Duration) {
			s := *u.env.Snapshot
			s.Time, s.Mono = s.Time.Add(d), s.Mono+d
			u.env.Snapshot, u.env.Now = &s, s.Mono
			u.draw()
		}
		u.write("&", filter)
		u.env.Snapshot.Time = noon.Add(20 * time.Second)
		u.draw()
		before := u.log.Counted
		for range 10 {
			pass(time.Second)
		}
		if n := u.log.Counted - before; n > 0 {
			t.Errorf("with %q %d parts were counted", filter, n)
		}
		u.log.Write(output(web, 29, "ok"))
		pass(time.Second)
		if u.log.Counted == before {
			t.Errorf("with %q it is not counted that something was written", filter)
		}
	}
}

// Where there is no room for graphs no log is open for them.
func TestGraphsAreClosed(t *testing.T) {
	u := view(feedtest.New(few()...), one, 80, 37)
	opened := func(want int) {
		t.Helper()
		u.draw()
		until := time.Now().Add(time.Minute)
		for open := -1; open != want; time.Sleep(time.Millisecond) {
			opened, closed := u.log.Counts()
			if open = opened - closed; time.Now().After(until) {
				t.Fatalf("%d logs are open, want %d", open, want)
			}
		}
	}
	opened(2)
	u.press("d")
	opened(1)
	u.press("d")
	opened(2)
	u.Close()
	u.env.Logs = nil
	opened(0)
}

// Graphs and lines of the demonstration's thumbnailer, where it was killed for want
// of memory.
func TestFrameOfAnOOMKill(t *testing.T) {
	host := demo.New(1, noon)
	var tracker model.Tracker
	tracker.Recall(host.Past())
	snap := tracker.Push(host.Sample(100 * time.Millisecond))
	var kill *model.Event
	for i := range snap.Events {
		if e := &snap.Events[i]; e.Kind == model.OOMEvent && e.Key.Name == "thumbnailer" {
			kill = e
		}
	}
	keys := DefaultKeyMap()
	for _, size := range [][2]int{{120, 40}, {200, 60}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			u := &viewer{Page: Open(&keys, pane.Logs{Of: []model.Key{kill.Key}, At: kill.Time}, nil).(*Page)}
			u.env = pane.Env{ // frozen, so that it waits for nothing
				Snapshot: snap, Past: snap.History, Now: snap.Mono, Window: pane.Minutes5, Theme: theme.Default(theme.Braille),
				Width: size[0], Height: size[1] - 3, Focused: true, Frozen: true, Context: t.Context(), Logs: tuitest.NewProber(host),
			}
			u.tick()
			u.draw()
			golden.RequireEqual(t, tuitest.Draw(string(u.Draw(nil, u.env)), u.env.Width, u.env.Height))
		})
	}
}

// Keys that do nothing are no hints.
func TestIdleKeys(t *testing.T) {
	u := view(feedtest.New(numbered(0, 100)...), one, 80, 37)
	for _, tt := range []struct {
		key, name string
		idle      bool
	}{
		{"", "earlier", false}, {"", "later", true}, {"k", "later", false}, {"", "graphs", false}, {"", "all", false}, {"d", "earlier", true}, {"", "later-page", true}, {"", "graphs", false},
	} {
		if tt.key != "" {
			u.send(tuitest.Key(tt.key))
		}
		if u.Idle(u.env, tt.name) != tt.idle {
			t.Errorf("after %s %s is idle: %t", tt.key, tt.name, !tt.idle)
		}
	}
	if u.env.Height = 20; !u.Idle(u.env, "graphs") {
		t.Error("without room it is not idle")
	}
}
