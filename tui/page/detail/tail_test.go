package detail

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"

	"podtop/model"
	"podtop/model/logs"
	"podtop/model/modeltest"
	"podtop/tui/feed/feedtest"
	"podtop/tui/pane"
	"podtop/tui/tuitest"
)

// A reader is somebody in front of the page of a container with a log.
type reader struct {
	*Page
	env pane.Env
	log *feedtest.Reader
	c   *model.Container
}

// read opens the page of a container that wrote a line each second.
func read(t *testing.T, snap *model.Snapshot, name string, w, h, lines int) *reader {
	keys := DefaultKeyMap()
	r := &reader{env: envOf(t, snap, w, h), log: feedtest.New()}
	for i := range snap.Containers {
		if c := &snap.Containers[i]; c.Name == name {
			r.c = c
		}
	}
	r.Page = newPage(&keys, pane.Detail{Key: r.c.Key, Tab: "Graphs"})
	for n := lines; n > 0; n-- {
		r.write(-time.Duration(n)*time.Second, fmt.Sprintf("line %d", lines-n+1))
	}
	r.env.Logs = r.log
	r.tick()
	return r
}

// write has the container write a line, so long after the snapshot.
func (r *reader) write(after time.Duration, text string) { r.log.Write(r.line(after, text)) }

func (r *reader) line(after time.Duration, text string) logs.Line {
	return logs.Line{Stamp: logs.Stamp{Time: r.env.Snapshot.Time.Add(after)}, Stream: logs.Stdout, Container: logs.WantedOf(&r.c.Meta).Container, Text: text}
}

func (r *reader) do(msg tea.Msg) {
	update := func(msg tea.Msg) tea.Cmd { return r.Update(r.env, msg) }
	feedtest.Run(update(msg), update)
}

func (r *reader) tick() { r.do(pane.Tick{}) }

func (r *reader) press(keys ...string) {
	for _, k := range keys {
		text(r.Page, r.env)
		r.do(tuitest.Key(k))
	}
}

// shown are the lines of the log on screen, that of the cursor with its mark.
func (r *reader) shown() (all []string) {
	for line := range strings.Lines(text(r.Page, r.env)) {
		if before, n, ok := strings.Cut(strings.TrimRight(line, " \n"), "line "); ok {
			if strings.HasPrefix(before, r.env.Theme.Glyphs.Cursor) {
				n = ">" + n
			}
			all = append(all, n)
		}
	}
	return all
}

func (r *reader) wants(t *testing.T, what, want string) {
	t.Helper()
	if got := strings.Join(r.shown(), " "); got != want {
		t.Errorf("%s: it shows %q, want %q, in\n%s", what, got, want, text(r.Page, r.env))
	}
}

func TestTail(t *testing.T) {
	snap := modeltest.Last(modeltest.Busy().Samples(301))
	r := read(t, snap, "app", 120, 37, 3000)
	r.wants(t, "at first", "2993 2994 2995 2996 2997 2998 2999 3000")
	r.write(0, "line 3001")
	r.tick()
	r.wants(t, "when one is written", "2994 2995 2996 2997 2998 2999 3000 3001")
	r.press("left")
	r.wants(t, "with the cursor at now", "2994 2995 2996 2997 2998 2999 3000 >3001")
	r.press("shift+left")
	at := r.charts.Until(snap)
	n := 3001 - int(snap.Time.Sub(at)/time.Second)
	r.wants(t, "a page back", fmt.Sprint(n-6, n-5, n-4, n-3, n-2, " >", n-1, " ", n, n+1))
	r.write(0, "line 3002")
	r.tick()
	r.wants(t, "a page back, when one is written", fmt.Sprint(n-6, n-5, n-4, n-3, n-2, " >", n-1, " ", n, n+1))
	r.press(".")
	r.wants(t, "now", "2995 2996 2997 2998 2999 3000 3001 3002")
	r.charts.See(snap, snap.Time.Add(-2000*time.Second-time.Millisecond))
	r.tick()
	r.tick()
	if got := r.shown(); len(got) != 8 || !strings.HasPrefix(got[5], ">10") {
		t.Errorf("far back it shows %q", got)
	}
	r.charts.See(snap, snap.Time.Add(-9000*time.Second))
	r.tick()
	r.tick()
	r.wants(t, "before the log", "1 2 3 4 5 6 7 8")
	if screen := text(r.Page, r.env); !strings.Contains(screen, "LOG  nothing was written before the cursor") {
		t.Errorf("it does not say that nothing was written in\n%s", screen)
	}
	r.press("esc")
	r.Clear()
	r.tick()
	r.wants(t, "without a cursor", "2995 2996 2997 2998 2999 3000 3001 3002")
}

// Where lines came too fast and none is there the tail follows on.
func TestTailFollowsWhatWasSkipped(t *testing.T) {
	r := read(t, modeltest.Last(modeltest.Busy().Samples(301)), "app", 120, 37, 8)
	for n := range 1000 {
		r.write(0, fmt.Sprint("line ", n+9))
	}
	r.log.Skipped, r.log.Bare = 1000, true
	r.tick()
	r.wants(t, "after 1000 were skipped", "1001 1002 1003 1004 1005 1006 1007 1008")
	if n := r.tail.feed.Len(); n > 500 {
		t.Errorf("it read all %d lines to get there", n)
	}
}

// A log is open as long as there is room for it.
func TestTailIsClosed(t *testing.T) {
	snap := modeltest.Last(modeltest.Busy().Samples(301))
	r := read(t, snap, "app", 80, 21, 9)
	if opened, _ := r.log.Counts(); opened != 0 || len(r.shown()) != 0 {
		t.Errorf("%d logs are open, and it shows %q", opened, r.shown())
	}
	r.env.Width, r.env.Height = 120, 37
	r.tick()
	if opened, _ := r.log.Counts(); opened != 1 || len(r.shown()) != 8 {
		t.Errorf("%d logs are open, and it shows %q", opened, r.shown())
	}
	r.do(tuitest.Key("tab"))
	r.do(tuitest.Key("w"))
	if len(r.shown()) != 0 || r.tail.feed.IsOpen() {
		t.Errorf("beside a tab alone it shows %q", r.shown())
	}
	r.do(tuitest.Key("w"))
	if len(r.shown()) != 8 {
		t.Errorf("then it shows %q", r.shown())
	}
	r.Close()
	r.tick()
	if r.tail.feed.IsOpen() {
		t.Error("it is open though the page was left")
	}
}

// The log is opened at the cursor, and at the time of the worst that happened in its
// column.
func TestLogsAtTheCursor(t *testing.T) {
	snap := *modeltest.Last(modeltest.Busy().Samples(301))
	when := snap.Time.Add(-10 * time.Second)
	snap.Events = []model.Event{
		{Time: when.Add(-time.Millisecond), Mono: snap.Mono - 10*time.Second - time.Millisecond, Kind: model.HealthEvent, Key: model.Key{Name: "app"}},
		{Time: when, Mono: snap.Mono - 10*time.Second, Kind: model.OOMEvent, Key: model.Key{Name: "app"}},
		{Time: when, Mono: snap.Mono - 10*time.Second, Kind: model.OOMEvent, Key: model.Key{Name: "nginx"}},
	}
	r := read(t, &snap, "app", 120, 37, 9)
	at := func() time.Time {
		l, _ := r.Logs(r.env)
		return l.At
	}
	if at := at(); !at.IsZero() {
		t.Errorf("without a cursor it is %v", at)
	}
	r.charts.See(&snap, when.Add(time.Millisecond))
	text(r.Page, r.env)
	if at := at(); !at.Equal(when) {
		t.Errorf("it is %v, want %v", at, when)
	}
	r.charts.See(&snap, when.Add(-5*time.Second))
	text(r.Page, r.env)
	if at := at(); !at.Equal(when.Add(-5 * time.Second)) {
		t.Errorf("where nothing happened it is %v", at)
	}
}

// The log below the graphs: of one that runs, at the time cursor, and of one that
// ended.
func TestFrames(t *testing.T) {
	snap := modeltest.Last(modeltest.Busy().Samples(301))
	for _, size := range [][2]int{{120, 37}, {200, 57}} {
		for name, open := range map[string]func(t *testing.T) *reader{
			"following": func(t *testing.T) *reader { return read(t, snap, "app", size[0], size[1], 50) },
			"cursor": func(t *testing.T) *reader {
				r := read(t, snap, "app", size[0], size[1], 50)
				r.press("tab", "shift+left", "left")
				return r
			},
			"stopped": func(t *testing.T) *reader {
				r := read(t, snap, "migrate", size[0], size[1], 0)
				for i, text := range []string{"level=info msg=connecting db=10.88.0.4", "level=error msg=\"no such table\" table=users"} {
					r.write(time.Duration(i)*time.Millisecond-3*time.Hour, text)
				}
				died := r.line(2*time.Millisecond-3*time.Hour, "died, exit code 1")
				died.Kind = logs.Event
				r.log.Write(died)
				r.tick()
				return r
			},
		} {
			t.Run(fmt.Sprintf("%s/%dx%d", name, size[0], size[1]), func(t *testing.T) {
				r := open(t)
				golden.RequireEqual(t, text(r.Page, r.env))
			})
		}
	}
}
