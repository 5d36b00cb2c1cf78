package charts

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/model/modeltest/race"
	"podtop/tui/graph"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/tuitest"
)

// A stage has the graphs of one container.
type stage struct {
	Charts
	keys KeyMap
	env  pane.Env
	of   Subject
}

func newStage(snap *model.Snapshot, name string, w, h int) *stage {
	s := &stage{keys: DefaultKeyMap(), env: pane.Env{
		Snapshot: snap, Past: snap.History, Now: snap.Mono, Window: pane.Minute1, Width: w, Height: h, Theme: theme.Default(theme.Braille),
	}}
	for i := range snap.Containers {
		if c := &snap.Containers[i]; c.Name == name {
			s.of = Subject{Name: name, Past: c.Key, Figures: &c.Figures, Container: c, Owns: func(e *model.Event) bool { return e.Key == c.Key }}
		}
	}
	return s
}

func (s *stage) frame() string {
	var b []byte
	s.Draw(s.env, &s.of, All)
	for y := range s.env.Height {
		b = append(s.AppendLine(b, y), '\n')
	}
	return string(b)
}

func (s *stage) press(keys ...string) {
	for _, k := range keys {
		s.Press(&s.keys, s.env, tuitest.Key(k))
	}
}

func TestLayout(t *testing.T) {
	for _, tt := range []struct {
		height, n int
		graphs    int
		marks     bool
	}{
		{35, 4, 4, true}, {19, 4, 4, true}, {8, 2, 2, true}, {14, 4, 4, true}, {13, 4, 4, false}, {7, 4, 2, false}, {5, 4, 1, false}, {3, 4, 1, false}, {2, 4, 0, false}, {0, 4, 0, false},
	} {
		l := stack(tt.height, All[:tt.n], [graphs]bool{})
		if len(l.graphs) != tt.graphs || (l.marks >= 0) != tt.marks {
			t.Errorf("%d lines for %d: %+v", tt.height, tt.n, l)
		}
		used := 0
		for _, h := range l.heights[:len(l.graphs)] {
			if used += h; h < Least && tt.height > 3 {
				t.Errorf("%d lines for %d: %+v", tt.height, tt.n, l)
			}
		}
		if len(l.graphs) > 0 && (l.axis != tt.height-1 || tt.marks && l.marks != used || used+1 > tt.height) {
			t.Errorf("%d lines for %d: %d are used by %+v", tt.height, tt.n, used, l)
		}
		if g, row := l.at(-1); row >= 0 {
			t.Errorf("above all is row %d of graph %d", row, g)
		}
	}
}

// What the time cursor is on is the instant and the figures of all graphs.
func TestInstant(t *testing.T) {
	snap := modeltest.Last(modeltest.Busy().Samples(301))
	s := newStage(snap, "nginx", 120, 35)
	s.frame()
	if got := s.Instant(s.env, &s.of); got != "" {
		t.Errorf("without a cursor it is %q", got)
	}
	s.press("left", "left")
	got := s.Instant(s.env, &s.of)
	for _, want := range []string{wall(snap, s.time.at).Format(time.DateTime) + " nginx: CPU 1.", " cores, MEM ", ", NET rx ", " tx ", ", BLK r ", " w "} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %q", want, got)
		}
	}
}

// The time cursor reads what was, all graphs at once; going back beyond the
// left edge takes what is shown along.
func TestTimeCursor(t *testing.T) {
	snap := modeltest.Last(modeltest.Busy().Samples(1201))
	s := newStage(snap, "nginx", 80, 19)
	s.frame()
	span := s.time.span
	for _, tt := range []struct {
		keys      string
		at, until time.Duration // before now, to the column; -1: none
	}{
		{"", -1, -1},
		{"right", -1, -1},
		{"left", 0, -1},
		{"left left", 2 * span, -1},
		{"right", span, -1},
		{"shift+left shift+left shift+left", span + 3*74*span, span + 3*74*span - 146*span},
		{"right", 3 * 74 * span, span + 3*74*span - 146*span},
		{"shift+right shift+right shift+right shift+right", -1, -1},
		{"left shift+right", -1, -1},
	} {
		s.press(strings.Fields(tt.keys)...)
		s.frame()
		if at := before(snap, s.time.at, span); at != tt.at {
			t.Errorf("after %q the cursor is %v ago, want %v", tt.keys, at, tt.at)
		}
		if until := before(snap, s.time.end, span); until != tt.until {
			t.Errorf("after %q it is shown until %v ago, want %v", tt.keys, until, tt.until)
		}
	}
}

// before is how many columns ago an instant is, as a time; -1 for none.
func before(s *model.Snapshot, at, span time.Duration) time.Duration {
	if at == 0 {
		return -1
	}
	return (s.Mono/span - at/span) * span
}

// ages are a past that is never at its end.
type ages struct{ pane.Past }

func (ages) Reach() time.Duration { return 900 * time.Hour }

// However far back it is moved, and then on again, the cursor is in a column
// that is shown.
func TestTheTimeCursorIsAlwaysSeen(t *testing.T) {
	keys := DefaultKeyMap()
	for _, w := range pane.Windows() {
		for _, c := range []theme.Charset{theme.Braille, theme.Blocks, theme.ASCII} {
			snap := &model.Snapshot{Mono: 9999*time.Hour + 1234567, Interval: 100 * time.Millisecond}
			env := pane.Env{Snapshot: snap, Past: ages{}, Now: snap.Mono, Window: w, Theme: theme.Default(c)}
			var l timeline
			columns := 74 * graph.Dots(c)
			l.axis(env, columns)
			for i := range 2000 {
				k := "left"
				if i >= 1000 {
					k = "right"
				}
				l.press(&keys, env, tuitest.Key(k))
				if x := l.axis(env, columns).Column(l.at); l.at > 0 && (x < 0 || x >= columns) {
					t.Fatalf("%v, %v: after %d steps the cursor is in column %d of %d", w, c, i+1, x, columns)
				}
			}
		}
	}
}

// The figures above a graph are those of the column that the cursor is in.
func TestCaptionsReadAtTheCursor(t *testing.T) {
	s := newStage(modeltest.Last(modeltest.Busy().Samples(601)), "app", 120, 35)
	s.frame()
	s.press("left", "left", "left", "left", "left")
	frame := ansi.Strip(s.frame())
	column := s.curves.of.axis.Column(s.time.at)
	want := "CPU " + string(model.AppendValue(nil, s.curves.spans[cpu][column].Avg, model.Cores)) + " cores"
	if !strings.Contains(frame, want) {
		t.Errorf("no %q in\n%s", want, frame)
	}
}

// What moves on the screen twice a second costs no memory.
func TestGraphsDoNotAllocate(t *testing.T) {
	var tr model.Tracker
	var snaps []*model.Snapshot
	for _, s := range modeltest.Busy().Samples(301) {
		snaps = append(snaps, tr.Push(s))
	}
	s := newStage(snaps[300], "app", 120, 35)
	var b []byte
	i := 0
	draw := func() {
		i++
		s.env.Snapshot = snaps[200+i%100]
		s.Draw(s.env, &s.of, All)
		b = s.AppendWhen(b[:0], s.env.Snapshot)
		for y := range s.env.Height {
			b = s.AppendLine(b, y)
		}
	}
	for _, at := range []time.Duration{0, snaps[150].Mono} {
		s.time.at = at
		draw()
		if n := testing.AllocsPerRun(50, draw); n > 0 && !race.Enabled {
			t.Errorf("with the cursor at %v graphs allocate %v times a frame", at, n)
		}
	}
}

// A graph with nothing in it leaves its room to others, after a while, and has
// it back at once.
func TestIdleGraphsAreSmall(t *testing.T) {
	var i idleness
	var c curves
	busy := []model.Span{{Min: 1, Avg: 1, Max: 1}}
	heights := func(at time.Duration, blk []model.Span) []int {
		c.spans[read] = blk
		i.turn(&c, at)
		l := stack(38, All, i.quiet)
		return l.heights[:len(l.graphs)]
	}
	for _, tt := range []struct {
		at   time.Duration
		blk  []model.Span
		want []int
	}{
		{time.Hour, nil, []int{15, 15, 3, 3}},
		{time.Hour + time.Second, busy, []int{12, 12, 3, 9}},
		{time.Hour + 2*time.Second, nil, []int{12, 12, 3, 9}},
		{time.Hour + 4*time.Second, nil, []int{12, 12, 3, 9}},
		{time.Hour + 5*time.Second, nil, []int{15, 15, 3, 3}},
	} {
		if got := heights(tt.at, tt.blk); !slices.Equal(got, tt.want) {
			t.Errorf("at %v: %v, want %v", tt.at, got, tt.want)
		}
	}
}

// The line of a limit has room above it, on any scale and in any graph that
// has such a line.
func TestLimitsAreNotInTheTopRow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var p plot
		p.Reset(20, rapid.IntRange(1, 30).Draw(t, "rows"), theme.Default(theme.Braille))
		limit, of := rapid.Float64Range(0.01, 1e15).Draw(t, "limit"), rapid.Float64Range(0.01, 1).Draw(t, "of it")
		p.fit(pane.Env{Snapshot: &model.Snapshot{Mono: 1}}, near(limit*of, limit), limit, rapid.SampledFrom([]model.Dimension{model.Cores, model.Bytes}).Draw(t, "unit"))
		row := p.limit([]model.Span{{Min: limit, Avg: limit, Max: limit}}, theme.Default(theme.Braille))
		if row == 0 || row < 0 && p.Rows() >= leastLimit && limit <= p.scale.Top {
			t.Fatalf("a limit of %v is in row %d of %d, up to %v", limit, row, p.Rows(), p.scale.Top)
		}
	})
}

// The cursor goes as far back as the log does, before the history and before the
// boot: figures are not known there, and it comes back to now.
func TestTheTimeCursorGoesBeforeHistory(t *testing.T) {
	snap := modeltest.Last(modeltest.Busy().Samples(301))
	s := newStage(snap, "app", 120, 35)
	s.frame()
	written := snap.Time.Add(-snap.Mono - 50*time.Hour)
	s.time.reach = snap.Time.Sub(written)
	s.See(snap, written)
	frame := ansi.Strip(s.frame())
	for _, want := range []string{"CPU – cores", "MEM –"} {
		if !strings.Contains(frame, want) {
			t.Errorf("no %q in\n%s", want, frame)
		}
	}
	if got := s.Instant(s.env, &s.of); !strings.HasPrefix(got, written.Format(time.DateTime)+" app: CPU –") {
		t.Errorf("the instant is %q", got)
	}
	if got := string(s.AppendWhen(nil, snap)); !strings.HasPrefix(got, "at "+written.Format(time.TimeOnly)) {
		t.Errorf("it is read %q", got)
	}
	at := s.time.at
	s.press("left")
	if s.frame(); s.time.at != at {
		t.Errorf("it went from %v on to %v, before the log", at, s.time.at)
	}
	s.press("right")
	if s.frame(); s.time.at != at+s.time.span {
		t.Errorf("one column on it is at %v, was at %v", s.time.at, at)
	}
	s.See(snap, snap.Time.Add(1e6*time.Hour))
	if s.frame(); s.HasCursor() {
		t.Errorf("in the future it is at %v", s.time.at)
	}
}
