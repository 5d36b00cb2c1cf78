package feed_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"podtop/model"
	"podtop/model/logs"
	"podtop/tui/feed"
	"podtop/tui/feed/feedtest"
	"podtop/tui/pane"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func line(n int) logs.Line {
	return logs.Line{
		Stamp: logs.Stamp{Time: noon.Add(time.Duration(n) * time.Second)}, Stream: logs.Stdout,
		Container: logs.Container{ID: "a", Name: "web"}, Text: fmt.Sprint("line ", n),
	}
}

func lines(from, to int) (all []logs.Line) {
	for n := from; n < to; n++ {
		all = append(all, line(n))
	}
	return all
}

var web = []logs.Wanted{{Container: logs.Container{ID: "a", Name: "web"}}}

// A user has a Feed open, and looks at some lines of it.
type user struct {
	feed.Feed
	env         pane.Env
	log         *feedtest.Reader
	first, last int
	rows        int
	looks       int
}

func newUser(log *feedtest.Reader) *user {
	return &user{log: log, env: pane.Env{Snapshot: &model.Snapshot{Time: noon}, Context: context.Background(), Logs: log, Height: 20}, rows: 20}
}

func (u *user) open(at feed.At) { u.do(u.Open(u.env, feed.Request{Of: web}, at)) }

// do runs commands. Who looks stays where there are lines, at the end if it was
// there.
func (u *user) do(cmd tea.Cmd) {
	feedtest.Run(cmd, func(msg tea.Msg) tea.Cmd {
		if u.looks++; u.looks > 5000 {
			panic("it comes to no rest")
		}
		round, end := u.Round(), u.last == u.End()
		cmd := u.Update(u.env, msg)
		switch {
		case u.Round() != round:
			u.look(u.Anchor())
		case end:
			u.look(u.End())
		}
		return tea.Batch(cmd, u.Look(u.env, u.first, u.last))
	})
}

func (u *user) look(n int) {
	u.first = max(u.First(), min(n, u.End()-u.rows))
	u.last = min(u.End(), u.first+u.rows)
}

func (u *user) move(by int) {
	u.look(u.first + by)
	u.do(u.Look(u.env, u.first, u.last))
}

func (u *user) tick() { u.do(u.Update(u.env, pane.Tick{})) }

// numbers are the numbers of the lines that are held.
func (u *user) numbers() (all []int) {
	for n := u.First(); n < u.End(); n++ {
		all = append(all, int(u.Line(n).Time.Sub(noon)/time.Second))
	}
	return all
}

// holds checks that the lines that are held follow each other, and from where to
// where they go.
func (u *user) holds(t testing.TB, from, to int) {
	t.Helper()
	all := u.numbers()
	for i, n := range all {
		if n != all[0]+i {
			t.Fatalf("after line %d comes line %d", all[i-1], n)
		}
	}
	if len(all) == 0 || all[0] > from || all[len(all)-1] != to {
		t.Fatalf("it holds %d to %d, want %d to %d", all[0], all[len(all)-1], from, to)
	}
}

// At the end there are the last lines, and those that are written meanwhile.
func TestFollow(t *testing.T) {
	u := newUser(feedtest.New(lines(0, 5000)...))
	u.open(feed.AtEnd)
	u.holds(t, 4500, 4999)
	u.log.Write(lines(5000, 5010)...)
	u.tick()
	u.holds(t, 4500, 5009)
	if !u.HasYoungest() || u.HasOldest() || u.Beyond() != 0 || !u.Reach().Equal(noon) {
		t.Errorf("youngest %t, oldest %t, %d beyond, back to %v", u.HasYoungest(), u.HasOldest(), u.Beyond(), u.Reach())
	}
}

// A log in which nothing was written yet is followed, too.
func TestFollowNothing(t *testing.T) {
	u := newUser(feedtest.New())
	u.open(feed.AtEnd)
	if u.Len() != 0 || !u.HasOldest() {
		t.Fatalf("%d lines of nothing", u.Len())
	}
	u.log.Write(lines(0, 3)...)
	u.tick()
	u.holds(t, 0, 2)
}

// What is frozen takes in no line, and has them all when it goes on.
func TestFrozen(t *testing.T) {
	u := newUser(feedtest.New(lines(0, 10)...))
	u.open(feed.AtEnd)
	u.env.Frozen = true
	u.log.Write(lines(10, 12)...)
	u.tick()
	u.holds(t, 0, 9)
	u.env.Frozen = false
	u.tick()
	u.holds(t, 0, 11)
}

// At a time there are lines before and behind it; to the end it is read on.
func TestAtTime(t *testing.T) {
	u := newUser(feedtest.New(lines(0, 3000)...))
	u.open(feed.AtTime(noon.Add(1000 * time.Second)))
	if n := u.Line(u.Anchor()); n.Text != "line 1000" {
		t.Errorf("it stands at %q", n.Text)
	}
	u.holds(t, 500, 1499)
	if u.HasYoungest() {
		t.Error("that is not the end")
	}
	for range 200 {
		u.move(20)
	}
	u.log.Write(line(3000))
	u.tick()
	u.holds(t, 500, 3000)
}

// Around a line that was found it is there once.
func TestAtLine(t *testing.T) {
	u := newUser(feedtest.New(lines(0, 300)...))
	u.open(feed.AtEnd)
	found := *u.Line(u.First() + 100)
	u.do(u.Show(u.env, feed.AtLine(&found)))
	u.holds(t, 0, 299)
	if u.Line(u.Anchor()).Text != "line 100" {
		t.Errorf("it stands at %q", u.Line(u.Anchor()).Text)
	}
	if n, ok := u.Find(found.Place()); !ok || n != u.Anchor() {
		t.Errorf("it is found at %d", n)
	}
}

// Whatever is looked at, however much is written meanwhile: the lines that are
// held follow each other, and are no more than may be.
func TestHoldsConsecutiveLines(t *testing.T) {
	large := strings.Repeat("x", 200<<10)
	rapid.Check(t, func(t *rapid.T) {
		written := rapid.IntRange(0, 3000).Draw(t, "lines")
		size := rapid.SampledFrom([]int{1, 100, len(large)}).Draw(t, "size")
		write := func(n int) (all []logs.Line) {
			for _, l := range lines(written, written+n) {
				l.Text = large[:size]
				all = append(all, l)
			}
			written += n
			return all
		}
		n := written
		written = 0
		u := newUser(feedtest.New(write(n)...))
		u.log.Step = rapid.SampledFrom([]int{0, 50, 700}).Draw(t, "step")
		u.open(feed.AtEnd)
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			switch rapid.IntRange(0, 4).Draw(t, "what") {
			case 0:
				u.log.Write(write(rapid.IntRange(1, 300).Draw(t, "more"))...)
				u.tick()
			case 1:
				u.do(u.Show(u.env, feed.AtTime(noon.Add(time.Duration(rapid.IntRange(0, written).Draw(t, "at"))*time.Second))))
			default:
				u.move(rapid.IntRange(-500, 500).Draw(t, "by"))
			}
			all, bytes := u.numbers(), 0
			for i, n := range all {
				if n != all[0]+i {
					t.Fatalf("after line %d comes line %d", all[i-1], n)
				}
				bytes += size
			}
			if len(all) > feed.MaxLines || bytes > feed.MaxText {
				t.Fatalf("it holds %d lines, %d bytes", len(all), bytes)
			}
			if u.HasYoungest() && len(all) > 0 && all[len(all)-1] != written-1 {
				t.Fatalf("the last line is %d of %d", all[len(all)-1], written)
			}
		}
	})
}

// Who looks at the oldest lines keeps them, however many are written; those are
// counted, and read when they are looked at.
func TestWhatIsOnScreenStays(t *testing.T) {
	u := newUser(feedtest.New(lines(0, 100)...))
	u.open(feed.Oldest())
	u.move(-100)
	for n := 100; n < 100+feed.MaxLines+5000; n += 500 {
		u.log.Write(lines(n, n+500)...)
		u.tick()
	}
	if u.Line(u.first).Text != "line 0" || u.Beyond() == 0 || u.HasYoungest() {
		t.Fatalf("it shows %q, %d lines are beyond", u.Line(u.first).Text, u.Beyond())
	}
	if got, want := u.numbers()[u.Len()-1]+1+int(u.Beyond()), 100+feed.MaxLines+5000; got != want {
		t.Errorf("with those beyond there are %d lines, want %d", got, want)
	}
	for range 100 {
		u.move(400)
	}
	u.holds(t, 20_000, 100+feed.MaxLines+5000-1)
	if u.Beyond() != 0 {
		t.Errorf("%d are beyond the youngest", u.Beyond())
	}
}

// Lines that came too fast leave no hole: going back they are read.
func TestSkippedLinesAreReadGoingBack(t *testing.T) {
	u := newUser(feedtest.New(lines(0, 100)...))
	u.open(feed.AtEnd)
	u.log.Write(lines(100, 900)...)
	u.log.Skipped = 300
	round := u.Round()
	u.tick()
	u.holds(t, 100, 899)
	if u.Round() == round {
		t.Error("it goes on where it cannot keep up")
	}
	u.move(-1000)
	u.holds(t, 0, 899)
	if u.Skipped() != 300 {
		t.Errorf("%d skipped", u.Skipped())
	}
}

// Where lines came too fast and none is there, who follows is taken to the end.
func TestFollowWhatWasSkipped(t *testing.T) {
	u := newUser(feedtest.New(lines(0, 100)...))
	u.open(feed.AtEnd)
	u.log.Write(lines(100, 1100)...)
	u.log.Skipped, u.log.Bare = 1000, true
	update := func(msg tea.Msg) tea.Cmd { return u.Update(u.env, msg) }
	feedtest.Run(update(pane.Tick{}), update)
	if u.HasYoungest() {
		t.Fatal("nothing was skipped")
	}
	u.env.Frozen = true
	if u.Follow(u.env) != nil {
		t.Error("it moves while the screen is frozen")
	}
	u.env.Frozen = false
	u.do(u.Follow(u.env))
	u.holds(t, 600, 1099)
	if !u.HasYoungest() || u.Skipped() != 1000 || u.Follow(u.env) != nil {
		t.Errorf("youngest %t, %d skipped", u.HasYoungest(), u.Skipped())
	}
	u.log.Err = errors.New("no right to read it")
	u.do(u.Show(u.env, feed.Oldest()))
	if u.Follow(u.env) != nil {
		t.Error("it asks again at once where it cannot be read")
	}
}

// large are lines that are as long as lines can be.
func large(from, to int) []logs.Line {
	all := lines(from, to)
	for i := range all {
		all[i].Text = strings.Repeat("x", logs.MaxText)
	}
	return all
}

// Of lines that are so long that few are held the youngest stay, and a screen of
// them comes to rest.
func TestLongLines(t *testing.T) {
	for _, rows := range []int{20, 50, 90} {
		u := newUser(feedtest.New(large(0, 100)...))
		u.rows, u.env.Height = rows, rows
		u.open(feed.AtEnd)
		u.holds(t, 50, 99)
		for n := 100; n < 180; n += 40 {
			u.log.Write(large(n, n+40)...)
			u.tick()
			u.holds(t, n-10, n+39)
		}
		if !u.HasYoungest() || u.Len()*logs.MaxText > feed.MaxText || u.looks > 100 {
			t.Errorf("with %d rows: youngest %t, %d lines, after %d looks", rows, u.HasYoungest(), u.Len(), u.looks)
		}
	}
	u := newUser(feedtest.New(large(0, 200)...))
	u.rows, u.env.Height = 50, 50
	u.open(feed.AtEnd)
	for range 200 {
		u.move(-1)
	}
	u.holds(t, 0, u.numbers()[u.Len()-1])
}

func TestParts(t *testing.T) {
	part := func(n int, partial bool) logs.Line {
		l := line(n)
		l.Partial, l.Size = partial, uint64(len(l.Text))
		return l
	}
	u := newUser(feedtest.New(part(0, false), part(1, true)))
	u.open(feed.AtEnd)
	u.log.Write(part(2, true), part(3, false), part(4, false))
	u.tick()
	var texts []string
	for n := u.First(); n < u.End(); n++ {
		texts = append(texts, u.Line(n).Text)
	}
	if got := strings.Join(texts, "|"); got != "line 0|line 1line 2line 3|line 4" {
		t.Errorf("joined: %s", got)
	}
}

// A line without an end stays where it is, while others come before it and behind
// it, and its end comes.
func TestPrompt(t *testing.T) {
	all := append(lines(0, 520), line(520))
	all[510].Partial, all[510].Stream = true, logs.Stderr
	u := newUser(feedtest.New(all...))
	u.open(feed.AtEnd)
	n := u.End() - 11
	u.log.Write(lines(521, 530)...)
	u.tick()
	u.move(-400)
	u.holds(t, 0, 529)
	rest := line(530)
	rest.Stream = logs.Stderr
	u.log.Write(rest)
	u.tick()
	if got := u.Line(n).Text; got != "line 510line 530" {
		t.Errorf("where it stood there is %q", got)
	}
	u.holds(t, 0, 529)
}

func TestSeek(t *testing.T) {
	u := newUser(feedtest.New(lines(0, 3000)...))
	u.log.Step = 100
	u.open(feed.AtEnd)
	pattern, err := logs.ParsePattern("~line 12$", logs.SmartCase)
	if err != nil {
		t.Fatal(err)
	}
	u.do(u.Seek(u.env, feed.Seek{Query: logs.Query{Backward: true, Pattern: pattern}}))
	if s := u.Sought(); s == nil || s.Line == nil || s.Line.Text != "line 12" {
		t.Fatalf("it found %+v", s)
	}
	if u.Sought() != nil {
		t.Error("it finds it twice")
	}
	u.do(u.Seek(u.env, feed.Seek{Query: logs.Query{Backward: true, Pattern: pattern}, From: logs.PlaceAt(noon.Add(5 * time.Second))}))
	if s := u.Sought(); s == nil || s.Line != nil || s.Err != nil || !s.Reached.Equal(noon) {
		t.Errorf("it found %+v", s)
	}
}

// A search that was ended finds nothing, and its log is closed.
func TestStopSeeking(t *testing.T) {
	u := newUser(feedtest.New(lines(0, 3000)...))
	u.log.Step = 10
	u.open(feed.AtEnd)
	cmd := u.Seek(u.env, feed.Seek{Query: logs.Query{Backward: true, Pattern: must("nowhere")}})
	if _, ok := u.Seeks(); !ok || !u.StopSeeking() || u.StopSeeking() {
		t.Error("it was not looking")
	}
	u.do(cmd)
	if u.Sought() != nil {
		t.Error("it went on")
	}
	u.Close()
	for end := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) {
		if opened, closed := u.log.Counts(); opened == closed {
			break
		}
		if time.Now().After(end) {
			t.Fatal("logs stay open")
		}
	}
}

// A search goes on while containers come, and ends when other lines are wanted of
// them.
func TestSeekGoesOn(t *testing.T) {
	u := newUser(feedtest.New(lines(0, 3000)...))
	u.log.Step = 100
	u.open(feed.AtEnd)
	cmd := u.Seek(u.env, feed.Seek{Query: logs.Query{Backward: true, Pattern: must("~line 12$")}})
	two := append(slices.Clone(web), logs.Wanted{Container: logs.Container{ID: "b", Name: "db"}})
	u.do(u.Open(u.env, feed.Request{Of: two}, feed.AtEnd))
	u.do(cmd)
	if s := u.Sought(); s == nil || s.Line == nil || s.Line.Text != "line 12" {
		t.Errorf("it found %+v", s)
	}
	u.Seek(u.env, feed.Seek{Query: logs.Query{Backward: true, Pattern: must("~line 12$")}})
	u.do(u.Open(u.env, feed.Request{Of: two, Sources: logs.WithEvents}, feed.AtEnd))
	if _, ok := u.Seeks(); ok {
		t.Error("it looks for lines that are not wanted any more")
	}
}

func must(pattern string) logs.Pattern {
	p, err := logs.ParsePattern(pattern, logs.SmartCase)
	if err != nil {
		panic(err)
	}
	return p
}

// What cannot be read is said, and tried again.
func TestErrors(t *testing.T) {
	u := newUser(feedtest.New(lines(0, 10)...))
	u.log.Err = errors.New("no right to read it")
	u.open(feed.AtEnd)
	if u.Err() == nil || u.Len() != 0 {
		t.Fatalf("%v, %d lines", u.Err(), u.Len())
	}
	u.log.Err = nil
	u.tick()
	if u.Err() != nil {
		t.Error(u.Err())
	}
	u.holds(t, 0, 9)
}

// What is left out by the filter is counted, and once, also what is behind the last
// line that is not.
func TestLeftOut(t *testing.T) {
	u := newUser(feedtest.New(lines(0, 20)...))
	f, err := logs.ParseFilter("-~[19]$", noon, logs.SmartCase)
	if err != nil {
		t.Fatal(err)
	}
	u.do(u.Open(u.env, feed.Request{Of: web, Filter: f}, feed.AtEnd))
	if u.Len() != 16 || u.LeftOut() != 4 {
		t.Errorf("%d lines, %d left out", u.Len(), u.LeftOut())
	}
}

// Without somebody who reads logs there are none.
func TestNobodyReads(t *testing.T) {
	u := newUser(nil)
	u.env.Logs = nil
	u.open(feed.AtEnd)
	if u.IsOpen() || u.Len() != 0 {
		t.Error("it is open")
	}
	u.do(u.Show(u.env, feed.AtEnd))
	u.do(u.Seek(u.env, feed.Seek{}))
	u.Close()
}
