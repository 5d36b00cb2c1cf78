package charts

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"podtop/model"
	"podtop/model/logs"
	"podtop/model/modeltest"
	"podtop/model/modeltest/race"
	"podtop/tui/feed"
	"podtop/tui/feed/feedtest"
	"podtop/tui/pane"
	"podtop/tui/theme"
)

// A logStage has the density of a container's lines, whose log a feed has open.
type logStage struct {
	*stage
	feed feed.Feed
	log  *feedtest.Reader
}

// newLogStage has the lines in the log before it is opened.
func newLogStage(t *testing.T, w, h int, lines ...logs.Line) *logStage {
	snap := *busy()
	s := &logStage{stage: newStage(&snap, "app", w, h), log: feedtest.New(lines...)}
	s.env.Context, s.env.Logs = t.Context(), s.log
	s.do(s.feed.Open(s.env, feed.Request{Of: []logs.Wanted{logs.WantedOf(&s.of.Container.Meta)}}, feed.AtEnd))
	return s
}

var logAlone = []Graph{Log}

var busy = sync.OnceValue(func() *model.Snapshot { return modeltest.Last(modeltest.Busy().Samples(301)) })

// written is a line of app's, so long before that snapshot.
func written(ago time.Duration, stream logs.Stream, text string) logs.Line {
	snap := busy()
	for i := range snap.Containers {
		if c := &snap.Containers[i]; c.Name == "app" {
			return logs.Line{Stamp: logs.Stamp{Time: snap.Time.Add(-ago)}, Stream: stream, Container: logs.WantedOf(&c.Meta).Container, Text: text}
		}
	}
	panic("there is no app")
}

func (s *logStage) do(cmd tea.Cmd) {
	feedtest.Run(cmd, func(msg tea.Msg) tea.Cmd {
		return tea.Batch(s.feed.Update(s.env, msg), s.UpdateLog(s.env, &s.feed, msg))
	})
}

// pass has some time go by, with a tick at its end.
func (s *logStage) pass(d time.Duration) {
	snap := *s.env.Snapshot
	snap.Time, snap.Mono = snap.Time.Add(d), snap.Mono+d
	s.env.Snapshot, s.env.Now = &snap, s.env.Now+d
	s.frame()
	s.do(tea.Batch(s.feed.Update(s.env, pane.Tick{}), s.UpdateLog(s.env, &s.feed, pane.Tick{})))
}

func (s *logStage) frame() string {
	var b []byte
	s.Draw(s.env, &s.of, logAlone)
	for y := range s.env.Height {
		b = append(s.AppendLine(b, y), '\n')
	}
	return string(b)
}

func (s *logStage) shows(t *testing.T, words ...string) {
	t.Helper()
	frame := ansi.Strip(s.frame())
	for _, w := range words {
		if !strings.Contains(frame, w) {
			t.Errorf("no %q in\n%s", w, frame)
		}
	}
}

// some are lines of both streams, two of which have a level.
func some() []logs.Line {
	return []logs.Line{
		written(20*time.Second, logs.Stdout, "a"), written(20*time.Second, logs.Stdout, "b"),
		written(20*time.Second, logs.Stderr, "level=error msg=c"), written(900*time.Millisecond, logs.Stderr, "level=warn msg=d"),
	}
}

// row is the row of a frame that has zero at its left, without that.
func (s *logStage) row() string {
	for line := range strings.Lines(ansi.Strip(s.frame())) {
		if row, ok := strings.CutPrefix(line, "    0 "); ok {
			return strings.TrimSuffix(row, "\n")
		}
	}
	return ""
}

// Lines of both streams, and of those that are loaded the errors, look different
// without colours, too.
func TestDensity(t *testing.T) {
	s := newLogStage(t, 80, 8, some()...)
	s.env.Theme = theme.Default(theme.ASCII)
	s.shows(t, "LOG  not counted yet")
	s.pass(time.Second)
	s.shows(t, "LOG 0 lines/s  stderr 0  max 4  errors 1  warnings 1  ", " + ", " : ")
	if got, want := s.row(), "_______________________________________________#______________________#___"; got != want {
		t.Errorf("it is\n%s\nwant\n%s", got, want)
	}
}

// Each column is counted once, and after that nothing is asked as long as nothing
// is written.
func TestColumnsAreCountedOnce(t *testing.T) {
	s := newLogStage(t, 80, 8, some()...)
	s.pass(time.Second)
	all := s.log.Counted
	if all < 146 || all > 148 {
		t.Errorf("%d columns were counted at first", all)
	}
	for range 10 {
		s.pass(time.Second)
	}
	if s.log.Counted != all {
		t.Errorf("%d columns were counted though nothing was written", s.log.Counted-all)
	}
	s.shows(t, "LOG 0 lines/s", "max 7")
	s.log.Write(written(-10500*time.Millisecond, logs.Stdout, "e"), written(-10600*time.Millisecond, logs.Stdout, "f"))
	s.pass(100 * time.Millisecond)
	s.shows(t, "LOG 2 lines/s")
	s.pass(time.Second)
	if n := s.log.Counted - all; n < 1 || n > 12 {
		t.Errorf("%d columns were counted when something was written", n)
	}
	s.pass(5 * time.Second)
	var sum logs.Counts
	for i := range s.density.columns {
		sum.Add(s.density.columns[i].Counts)
	}
	if sum.Lines != 6 || sum.Stderr != 2 {
		t.Errorf("there are %d lines, %d of them of stderr", sum.Lines, sum.Stderr)
	}
}

// What is written while the screen stands still is there when it goes on.
func TestDensityOfAFrozenScreen(t *testing.T) {
	s := newLogStage(t, 80, 8, some()...)
	s.pass(time.Second)
	shown := *s.env.Snapshot
	s.env.Frozen = true
	s.log.Write(written(-5*time.Second, logs.Stderr, "e"))
	s.env.Now += 9 * time.Second
	s.pass(0)
	s.env.Frozen = false
	s.env.Now = shown.Mono
	s.pass(10 * time.Second)
	s.pass(5 * time.Second)
	x := s.drawn.axis.Column(place(s.env.Snapshot, written(-5*time.Second, 0, "").Time))
	if c := s.density.columns[x]; c.Lines != 1 || c.Stderr != 1 {
		t.Errorf("there it has %+v", c)
	}
}

// Where nothing is known nothing is drawn; where nothing was written there is a
// line of dots.
func TestDensityBeforeTheJournal(t *testing.T) {
	s := newLogStage(t, 80, 8, some()...)
	s.env.Theme = theme.Default(theme.ASCII)
	s.log.Since = s.env.Snapshot.Time.Add(-30 * time.Second)
	s.pass(time.Second)
	want := strings.Repeat(" ", 35) + "____________#______________________#___"
	if got := s.row(); got != want {
		t.Errorf("it is\n%s\nwant\n%s", got, want)
	}
	s.shows(t, "  begins "+s.log.Since.Format(time.TimeOnly))
	all := s.log.Counted
	if s.pass(time.Second); s.log.Counted != all {
		t.Error("what is not known is asked for again")
	}
}

// Levels are those of lines that are loaded, and the words say so where those are
// not all.
func TestLevelsOfWhatIsLoaded(t *testing.T) {
	var lines []logs.Line
	for i := range 700 {
		lines = append(lines, written(50*time.Second-time.Duration(i)*10*time.Millisecond, logs.Stdout, "level=error msg=x"))
	}
	s := newLogStage(t, 80, 8, lines...)
	s.pass(time.Second)
	s.shows(t, "errors 500  warnings 0 of what is loaded")
	s.do(s.feed.Look(s.env, s.feed.First(), s.feed.First()))
	s.shows(t, "errors 700  warnings 0  ")
	s.See(s.env.Snapshot, lines[0].Time)
	s.shows(t, "lines/s  stderr 0  max 101  errors 14  warnings 0  ")
}

// A log that cannot be read says so, and is read once it can be.
func TestDensityThatFails(t *testing.T) {
	s := newLogStage(t, 80, 8, some()...)
	s.log.Err = errors.New("reading journal: no right to")
	s.pass(time.Second)
	s.shows(t, "LOG  lines could not be counted: reading journal: no right to")
	s.log.Err = nil
	s.pass(2 * time.Second)
	s.shows(t, "LOG 0 lines/s")
	s.feed.Close()
	s.pass(time.Second)
	s.shows(t, "LOG  not read")
	if opened, closed := s.log.Counts(); opened != 2 || closed > 2 {
		t.Errorf("%d logs were opened, %d closed", opened, closed)
	}
}

// The log may go back before the history and the boot: there is the density
// alone.
func TestDensityBeforeTheHistory(t *testing.T) {
	old := written(90*time.Hour, logs.Stderr, "long ago")
	s := newLogStage(t, 80, 8, append([]logs.Line{old}, some()...)...)
	s.pass(time.Second)
	s.See(s.env.Snapshot, old.Time)
	s.pass(100 * time.Millisecond)
	s.shows(t, "LOG 2 lines/s  stderr 2  max 2")
	at := s.time.at
	s.press("left")
	if s.pass(time.Second); s.time.at != at {
		t.Errorf("the cursor went on to %v from %v, which is the log's beginning", s.time.at, at)
	}
}

// The time cursor is put on a line: the window stays while it is in it, goes along
// to what is near, and has what is far in its middle.
func TestPut(t *testing.T) {
	s := newLogStage(t, 80, 8, some()...)
	s.frame()
	shown := s.drawn.axis
	for _, tt := range []struct {
		ago   time.Duration
		where string
	}{
		{10 * time.Second, "here"},
		{70 * time.Second, "left"},
		{20 * time.Minute, "middle"},
		{-5 * time.Second, "now"},
		{time.Hour, "middle"},
		{time.Hour - 10*time.Second, "here"},
	} {
		l := written(tt.ago, logs.Stdout, "")
		s.Put(s.env.Snapshot, &l)
		s.frame()
		axis, x := s.drawn.axis, s.drawn.column
		if got := s.Time(s.env.Snapshot); got.Sub(l.Time).Abs() > axis.Span && tt.where != "now" {
			t.Errorf("%v ago it is at %v, want %v", tt.ago, got, l.Time)
		}
		ok := false
		switch tt.where {
		case "here":
			ok = axis == shown
		case "left":
			ok = x < 4
		case "middle":
			ok = x > axis.Columns/2-4 && x < axis.Columns/2+4
		case "now":
			ok = s.time.end == 0 && x > axis.Columns-3
		}
		if !ok {
			t.Errorf("%v ago it is in column %d of %d, want it %s", tt.ago, x, axis.Columns, tt.where)
		}
		shown = axis
	}
	if s.Clear(); !s.Time(s.env.Snapshot).IsZero() {
		t.Error("without a cursor it has a time")
	}
}

// What a filter leaves out is counted all the same, and the words say so.
func TestDensityOfAFilteredLog(t *testing.T) {
	s := newLogStage(t, 120, 8, some()...)
	f, err := logs.ParseFilter("level>=error", s.env.Snapshot.Time, logs.SmartCase)
	if err != nil {
		t.Fatal(err)
	}
	s.do(s.feed.Open(s.env, feed.Request{Of: s.feed.Request().Of, Filter: f}, feed.AtEnd))
	s.pass(time.Second)
	s.shows(t, "errors 1  warnings 0 of what is loaded  those left out are counted, too")
	s.pass(5 * time.Second)
	all := s.log.Counted
	s.log.Write(written(-6*time.Second, logs.Stdout, "e"))
	s.pass(time.Second)
	s.pass(5 * time.Second)
	if s.log.Counted == all {
		t.Error("what is written and left out is not counted")
	}
	x := s.drawn.axis.Column(place(s.env.Snapshot, written(-6*time.Second, 0, "").Time))
	if c := s.density.columns[x]; c.Lines != 1 {
		t.Errorf("there it has %+v", c)
	}
}

// An answer in other parts is none, and is not asked for without an end.
func TestDensityInOtherParts(t *testing.T) {
	s := newLogStage(t, 80, 8, some()...)
	s.log.Fewer = true
	s.pass(time.Second)
	s.shows(t, "LOG  lines could not be counted: they were counted in other parts")
}

// What moves on the screen costs no memory.
func TestDensityDoesNotAllocate(t *testing.T) {
	s := newLogStage(t, 80, 8, some()...)
	s.pass(time.Second)
	var b []byte
	draw := func() {
		s.env.Snapshot.Mono += time.Second
		s.env.Snapshot.Time = s.env.Snapshot.Time.Add(time.Second)
		s.Draw(s.env, &s.of, logAlone)
		b = s.AppendLine(b[:0], 0)
	}
	draw()
	if n := testing.AllocsPerRun(20, draw); n > 0 && !race.Enabled {
		t.Errorf("it allocates %v times a frame", n)
	}
}
