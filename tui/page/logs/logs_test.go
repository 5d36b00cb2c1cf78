package logs

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
	"pgregory.net/rapid"

	"podtop/model"
	"podtop/model/logs"
	"podtop/model/modeltest"
	"podtop/model/modeltest/race"
	"podtop/tui/feed/feedtest"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/tuitest"
)

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

var (
	web = logs.Container{ID: "1234567890ab", Name: "web"}
	db  = logs.Container{ID: "ab1234567890", Name: "db", UID: 1000}
)

// output is a line that a container wrote in second n.
func output(c logs.Container, n int, text string) logs.Line {
	return logs.Line{Stamp: logs.Stamp{Time: noon.Add(time.Duration(n) * time.Second)}, Stream: logs.Stdout, Container: c, Text: text}
}

func kind(k logs.Kind, c logs.Container, n int, text string) logs.Line {
	l := output(c, n, text)
	l.Kind, l.Stream = k, logs.UnknownStream
	return l
}

func numbered(from, to int) (all []logs.Line) {
	for n := from; n < to; n++ {
		all = append(all, output(web, n, fmt.Sprint("line ", n)))
	}
	return all
}

// few are lines of all kinds.
func few() []logs.Line {
	bad := output(web, 4, "no such file or directory: /srv/www/favicon.ico")
	bad.Stream = logs.Stderr
	gap := kind(logs.Gap, web, 14, "Suppressed 1520 messages")
	gap.Dropped = 1520
	claim := kind(logs.Claimed, web, 15, "web died")
	claim.Claim = logs.Claim{Kind: logs.Output, UID: 1000}
	large := output(web, 16, strings.Repeat("0123456789", 500))
	large.Size = 3 << 20
	reborn := web
	reborn.ID = "fedcba987654"
	return []logs.Line{
		kind(logs.Event, web, 0, "start"),
		output(web, 1, "listening on :8080"),
		output(db, 2, "2026-11-20 12:00:02.000 UTC [1] LOG:  database system is ready to accept connections"),
		output(web, 3, `{"time":"2026-11-20T12:00:03Z","level":"info","msg":"GET /index.html","status":200,"ms":12}`),
		bad,
		output(web, 5, `{"time":"2026-11-20T12:00:05Z","level":"error","msg":"upstream timed out","upstream":"db 1","status":504}`),
		output(db, 6, `level=warn msg="checkpoint takes long" seconds=31`),
		output(web, 7, "\x1b[32mcoloured\x1b[0m and \x1b[2J\x07hostile\u202e"),
		output(web, 8, "容器已经启动, and a long line that does not fit into eighty cells: "+strings.Repeat("lorem ipsum dolor sit amet ", 8)),
		kind(logs.Unit, web, 9, "web.service: Main process exited, code=exited, status=137"),
		kind(logs.OOM, web, 10, "out of memory: killed process 4242 (nginx)"),
		kind(logs.Event, web, 11, "died, exit code 137"),
		kind(logs.Event, reborn, 12, "start"),
		kind(logs.Start, reborn, 13, ""),
		gap, claim, large,
		output(web, 17, "timeout; and a Timeout once more"),
	}
}

// A viewer is somebody in front of a page.
type viewer struct {
	*Page
	env  pane.Env
	log  *feedtest.Reader
	said string
	open any
}

// half is the past of half an hour: what is taken grows in each minute.
type half struct{}

func (half) Reach() time.Duration { return 30 * time.Minute }

func (half) Read(dst []model.Span, _ model.Key, m *model.Metric, end, width time.Duration) {
	for i := range dst {
		at := end - time.Duration(len(dst)-1-i)*width
		v := math.NaN()
		switch in := at % time.Minute; {
		case at < 30*time.Minute:
		case m.Name == "cpu":
			v = in.Seconds() / 60
		case m.Name == "mem", m.Name == "anon":
			v = float64(in / time.Second * 16 << 20)
		case m.Name == "mem.limit":
			v = 1 << 30
		}
		dst[i] = model.Span{Min: v, Avg: v, Max: v}
	}
}

func (half) Maxima([]float32, model.Key, model.Fast, time.Duration, time.Duration) {}

// befall has the snapshot be of second 20, and has what befell web until then.
func (u *viewer) befall() {
	s := u.env.Snapshot
	s.Time = noon.Add(20 * time.Second)
	for n, k := range map[int]model.EventKind{10: model.OOMEvent, 11: model.StopEvent, 12: model.StartEvent} {
		s.Events = append(s.Events, model.Event{Time: noon.Add(time.Duration(n) * time.Second), Mono: s.Mono + time.Duration(n-20)*time.Second, Kind: k, Key: web.Key(), Text: fmt.Sprint("event ", n)})
	}
	slices.SortFunc(s.Events, func(a, b model.Event) int { return a.Time.Compare(b.Time) })
}

// draw has the graphs drawn, so that what they show is counted.
func (u *viewer) draw() {
	u.screen()
	u.tick()
}

func view(log *feedtest.Reader, v pane.Logs, w, h int) *viewer {
	keys := DefaultKeyMap()
	snap := &model.Snapshot{Time: noon.Add(time.Hour), Mono: time.Hour, Interval: 100 * time.Millisecond}
	for _, c := range []logs.Container{web, db} {
		snap.Containers = append(snap.Containers, model.Container{
			Key: c.Key(), Runtime: model.Podman,
			Figures: model.Unknown(),
			Meta:    model.Meta{ID: c.ID, Name: c.Name, UID: c.UID, User: map[int]string{0: "root", 1000: "op"}[c.UID], Started: noon},
		})
	}
	u := &viewer{Page: Open(&keys, v, nil).(*Page), log: log}
	u.env = pane.Env{
		Snapshot: snap, Past: half{}, Now: snap.Mono, Window: pane.Minute1, Theme: theme.Default(theme.Braille), Width: w, Height: h, Focused: true,
		Context: context.Background(), Open: func(what any) { u.open = what },
	}
	if log != nil {
		u.env.Logs = log
	}
	u.tick()
	return u
}

func (u *viewer) send(msg tea.Msg) { u.run(func() tea.Msg { return msg }) }

// run runs a command, and those that come of it.
func (u *viewer) run(cmd tea.Cmd) {
	update := func(msg tea.Msg) tea.Cmd {
		if say, ok := msg.(pane.SayMsg); ok {
			u.said = say.Text
			return nil
		}
		return u.Update(u.env, msg)
	}
	feedtest.Run(cmd, update)
}

func (u *viewer) tick() { u.send(pane.Tick{}) }

func (u *viewer) press(keys ...string) {
	for _, k := range keys {
		u.send(tuitest.Key(k))
	}
}

// find is / and a text, kept.
func (u *viewer) find(text string) { u.write("/", text) }

func (u *viewer) write(sign, text string) {
	u.send(pane.Written{Sign: sign, Text: text})
	u.send(pane.Written{Sign: sign, Text: text, Kept: true})
}

func (u *viewer) screen() string { return ansi.Strip(string(u.Draw(nil, u.env))) }

// on are the numbered lines on screen.
func (u *viewer) on() (numbers []int) {
	for l := range strings.Lines(u.screen()) {
		var n int
		if _, after, ok := strings.Cut(l, "| line "); ok {
			fmt.Sscan(after, &n)
			numbers = append(numbers, n)
		}
	}
	return numbers
}

func (u *viewer) shows(t testing.TB, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if screen := u.screen(); !strings.Contains(screen, text) {
			t.Errorf("%q is not in\n%s", text, screen)
		}
	}
}

var one = pane.Logs{Of: []model.Key{web.Key()}}

func TestFrames(t *testing.T) {
	both := pane.Logs{Of: []model.Key{web.Key(), db.Key()}}
	for _, tt := range []struct {
		name string
		of   pane.Logs
		do   func(*viewer)
	}{
		{"following", one, func(*viewer) {}},
		{"several", both, func(*viewer) {}},
		{"searching", both, func(u *viewer) { u.find("timeout"); u.press("n") }},
		{"filtered", both, func(u *viewer) { u.write("&", "level>=warn"); u.press("k") }},
		{"claims", one, func(u *viewer) { u.press("o", "t") }},
		{"wrapped", one, func(u *viewer) { u.press("w", "t", "t", "k", "k") }},
		{"cursor", one, func(u *viewer) { u.press("shift+left", "left", "left") }},
		{"oom", pane.Logs{Of: one.Of, At: noon.Add(10 * time.Second)}, func(*viewer) {}},
		{"unseen", one, func(u *viewer) {
			u.env.Snapshot.Time = noon.Add(45 * time.Minute)
			u.press("g", "left")
		}},
		{"selected", both, func(u *viewer) { u.press("k", "k", "space", "k", "k", "k", "space", "t", "t", "t") }},
	} {
		for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
			t.Run(fmt.Sprintf("%s/%dx%d", tt.name, size[0], size[1]), func(t *testing.T) {
				u := view(feedtest.New(few()...), tt.of, size[0], size[1]-3)
				u.befall()
				u.draw()
				tt.do(u)
				u.draw()
				golden.RequireEqual(t, tuitest.Draw(string(u.Draw(nil, u.env)), size[0], size[1]-3))
			})
		}
	}
}

// What is written is shown until somebody scrolls up; then it is counted.
func TestFollow(t *testing.T) {
	u := view(feedtest.New(numbered(0, 1000)...), one, 80, 11)
	u.shows(t, "following", "line 999")
	u.log.Write(numbered(1000, 1003)...)
	u.tick()
	if got := u.on(); !slices.Equal(got, []int{993, 994, 995, 996, 997, 998, 999, 1000, 1001, 1002}) {
		t.Errorf("on screen: %v", got)
	}
	u.press("k")
	before := u.on()
	u.log.Write(numbered(1003, 1015)...)
	u.tick()
	if got := u.on(); !slices.Equal(got, before) {
		t.Errorf("it moved from %v to %v", before, got)
	}
	u.shows(t, "12 new below", "at 12:16:41")
	u.press(".")
	u.shows(t, "following", "line 1014")
	u.press("g")
	u.shows(t, "line 0", "at 12:00:00")
	u.press("G")
	u.shows(t, "following", "line 1014")
	u.press("k", "j", "j")
	u.shows(t, "following")
}

// Where lines came too fast and none is there the page follows on.
func TestFollowWhatWasSkipped(t *testing.T) {
	u := view(feedtest.New(numbered(0, 100)...), one, 80, 11)
	u.log.Write(numbered(100, 1100)...)
	u.log.Skipped, u.log.Bare = 1000, true
	u.tick()
	u.shows(t, "following", "line 1099", "1000 skipped, too fast")
	u.log.Write(numbered(1100, 1101)...)
	u.tick()
	u.shows(t, "line 1100")
}

// A frozen page does not move, and has all lines when it goes on.
func TestFrozen(t *testing.T) {
	u := view(feedtest.New(numbered(0, 20)...), one, 80, 11)
	u.env.Frozen = true
	u.log.Write(numbered(20, 25)...)
	before := u.on()
	u.tick()
	if got := u.on(); !slices.Equal(got, before) {
		t.Errorf("it moved from %v to %v", before, got)
	}
	u.env.Frozen = false
	u.tick()
	u.shows(t, "line 24")
}

// Whatever is pressed, turned, written and clicked: lines on screen follow each
// other, and the screen is full where there are enough.
func TestWalkShowsConsecutiveLines(t *testing.T) {
	keys := []string{"left", "right", "shift+left", "shift+right", "d", "k", "j", "up", "down", "pgup", "pgdown", "pgup", "pgup", "g", "G", ".", "[", "]", "t", "w", "a", "o", "n", "N", "space", "home", "end"}
	rapid.Check(t, func(t *rapid.T) {
		written := rapid.IntRange(0, 4000).Draw(t, "lines")
		u := view(feedtest.New(numbered(0, written)...), one, 80, rapid.IntRange(2, 50).Draw(t, "height"))
		u.log.Step = rapid.SampledFrom([]int{0, 300}).Draw(t, "step")
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			switch rapid.IntRange(0, 12).Draw(t, "what") {
			case 0:
				more := rapid.IntRange(1, 40).Draw(t, "more")
				u.log.Write(numbered(written, written+more)...)
				written += more
				u.tick()
			case 1:
				u.send(pane.Wheel{Lines: rapid.SampledFrom([]int{-3, 3}).Draw(t, "wheel")})
			case 2:
				u.send(pane.Click{X: 3, Y: rapid.IntRange(0, 50).Draw(t, "y")})
			case 3:
				u.find(fmt.Sprint("line ", rapid.IntRange(0, 4000).Draw(t, "found")))
			case 4:
				u.env.Height = rapid.IntRange(2, 50).Draw(t, "height")
			default:
				u.press(rapid.SampledFrom(keys).Draw(t, "key"))
			}
			on := u.on()
			for i, n := range on {
				if n != on[0]+i {
					t.Fatalf("after line %d comes line %d in\n%s", on[max(0, i-1)], n, u.screen())
				}
			}
			if want := min(written, u.height(u.env)); len(on) != want {
				t.Fatalf("%d lines are on screen, want %d:\n%s", len(on), want, u.screen())
			}
			if l := strings.Count(u.screen(), "\n") + 1; l != u.env.Height {
				t.Fatalf("it draws %d lines, want %d", l, u.env.Height)
			}
		}
	})
}

// What is looked for is found through all there is, the newest first.
func TestFind(t *testing.T) {
	lines := numbered(0, 3000)
	lines[7].Text, lines[2500].Text, lines[2999].Text = "line 7 Needle", "line 2500 needle", "line 2999 needle"
	u := view(feedtest.New(lines...), one, 80, 11)
	u.log.Step = 100
	for i, tt := range []struct{ key, want string }{{"", "at 12:49:59"}, {"n", "at 12:41:40"}, {"n", "at 12:00:07"}, {"N", "at 12:41:40"}, {"N", "at 12:49:59"}} {
		if i == 0 {
			u.press("k", "j")
			u.find("needle")
		} else {
			u.press(tt.key)
		}
		if u.lines.follow {
			u.press("k")
			u.press("j")
		}
		u.shows(t, tt.want)
	}
	u.press("n", "n", "n")
	if u.said != "no more needle back to 12:00:00; N looks the other way" {
		t.Errorf("it says %q", u.said)
	}
	u.find("~needle$")
	if !u.Clear() || !u.Page.find.pattern.IsZero() {
		t.Error("esc does not end the search")
	}
	u.press("n")
	if u.said != "nothing is looked for: / finds" {
		t.Errorf("it says %q", u.said)
	}
	p := u.FindPrompt(u.env)
	if fault := p.Check("~a(b"); fault == nil || fault.At != 2 {
		t.Errorf("the fault is at %+v", fault)
	}
}

// The filter keeps and drops lines, and what is left out is counted.
func TestFilter(t *testing.T) {
	u := view(feedtest.New(few()...), one, 100, 21)
	u.press("&")
	prompt, ok := u.open.(pane.Prompt)
	if !ok || prompt.Sign != "&" || prompt.Check("level>=nothing") == nil || prompt.Check("level>=warn") != nil {
		t.Fatalf("it opens %+v", u.open)
	}
	u.write("&", "-GET kind=output")
	u.shows(t, "only -GET kind=output", "8 left out", "listening on")
	if strings.Contains(u.screen(), "index.html") {
		t.Errorf("it is not dropped:\n%s", u.screen())
	}
	u.write("&", "nothing at all")
	u.shows(t, "No line is left by  nothing at all")
	if !u.Clear() || u.Clear() {
		t.Error("esc takes away the filter, and then nothing")
	}
	u.tick()
	u.shows(t, "index.html")
}

// Starts are gone to one after the other, also where events are not shown.
func TestStarts(t *testing.T) {
	var lines []logs.Line
	for n := range 3000 {
		l := output(web, n, fmt.Sprint("line ", n))
		if n%1000 == 500 {
			l = kind(logs.Event, web, n, "start")
		}
		lines = append(lines, l)
	}
	for _, sources := range []logs.Sources{logs.OutputAlone, logs.WithEvents} {
		u := view(feedtest.New(lines...), one, 80, 11)
		u.Resume(Preferences{sources: sources})
		u.tick()
		for _, tt := range []struct{ key, want string }{{"[", "at 12:41:4"}, {"[", "at 12:25:0"}, {"[", "at 12:08:2"}, {"]", "at 12:25:0"}} {
			u.press(tt.key)
			u.shows(t, tt.want)
		}
	}
}

// The first line of another run is a start, too, also where Podman's event of it
// stands before it and is not shown; the two are one start.
func TestStartsOfRuns(t *testing.T) {
	lines := numbered(0, 3000)
	for n := range lines {
		switch n % 1000 {
		case 499:
			lines[n] = kind(logs.Event, web, n, "start")
		case 500:
			lines[n] = kind(logs.Start, web, n, "")
		}
	}
	for _, tt := range []struct {
		sources logs.Sources
		at      []string // after [, [ and so on, and then ]
	}{
		{logs.OutputAlone, []string{"at 12:41:40", "at 12:25:00", "at 12:08:20", "at 12:08:20", "at 12:25:00"}},
		{logs.WithEvents, []string{"at 12:41:40", "at 12:25:00", "at 12:08:20", "at 12:08:20", "at 12:24:59"}},
	} {
		u := view(feedtest.New(lines...), one, 80, 11)
		u.Resume(Preferences{sources: tt.sources})
		u.tick()
		for i, want := range tt.at {
			u.said = ""
			u.press([]string{"[", "[", "[", "[", "]"}[i])
			if u.shows(t, want); tt.sources == logs.OutputAlone && i == 3 && u.said != "no more start back to 12:00:00; ] looks the other way" {
				t.Errorf("it says %q", u.said)
			}
		}
	}
}

// A group takes up containers as they start, and the page stays where it is.
func TestGroupTakesUpContainers(t *testing.T) {
	u := view(feedtest.New(few()...), pane.Logs{By: model.ByUser, Group: model.Key{UID: 1000, Name: "user/op"}}, 100, 21)
	groups := u.env.Snapshot.Groups(model.ByUser)
	i := slices.IndexFunc(groups, func(g model.Group) bool { return g.UID == 1000 })
	u = view(feedtest.New(append(few(), output(logs.Container{ID: "c", Name: "new", UID: 1000}, 20, "born"))...), pane.Logs{By: model.ByUser, Group: groups[i].Key}, 100, 21)
	if screen := u.screen(); strings.Contains(screen, "listening") || !strings.Contains(screen, "user op") || !strings.Contains(screen, "database") {
		t.Errorf("not the group's:\n%s", screen)
	}
	snap := *u.env.Snapshot
	snap.Containers = append(slices.Clone(snap.Containers), model.Container{
		Key: model.Key{UID: 1000, Name: "new"}, Runtime: model.Podman, Meta: model.Meta{ID: "c", Name: "new", UID: 1000, User: "op"},
	})
	u.env.Snapshot = &snap
	u.tick()
	u.shows(t, "born")
	opened, _ := u.log.Counts()
	u.tick()
	if again, _ := u.log.Counts(); again != opened {
		t.Error("it is opened again, and nothing is new")
	}
}

// A container that is no more has its log by its name.
func TestGone(t *testing.T) {
	u := view(feedtest.New(output(logs.Container{ID: "f", Name: "gone", UID: 7}, 1, "the end")), pane.Logs{Of: []model.Key{{UID: 7, Name: "gone"}}, At: noon}, 80, 11)
	u.shows(t, "gone", "the end", "at 12:00:01")
	if w := u.log.Wanted()[0]; w.Driver != "journald" || w.ID != "" {
		t.Errorf("it asked for %+v", w)
	}
}

// All containers, and back.
func TestAll(t *testing.T) {
	u := view(feedtest.New(few()...), one, 100, 21)
	u.press("a")
	u.shows(t, "all containers", "op/db", "checkpoint takes long")
	u.press("a")
	if strings.Contains(u.screen(), "checkpoint") {
		t.Errorf("it is not back:\n%s", u.screen())
	}
}

func TestEmpty(t *testing.T) {
	for want, u := range map[string]*viewer{
		"Nobody reads logs here.":               view(nil, one, 80, 11),
		"web has written nothing.":              view(feedtest.New(), one, 80, 11),
		"web: its log driver is none":           view(&feedtest.Reader{Missing: []string{"web: its log driver is none"}}, one, 80, 11),
		"The log is not read: no right to read": view(&feedtest.Reader{Err: fmt.Errorf("no right to read")}, one, 80, 11),
	} {
		u.shows(t, want)
		u.press("j", "k", "g", "G", ".", "[", "]", "n", "w", "t", "space", "pgup", "ctrl+s")
		u.send(pane.Wheel{Lines: -3})
		u.send(pane.Click{X: 1, Y: 5})
		u.shows(t, want)
	}
}

// A log that hangs holds up no frame, and it is said for how long.
func TestHangs(t *testing.T) {
	u := view(nil, one, 80, 11)
	log := feedtest.New(numbered(0, 10)...)
	log.Hangs = true
	u.env.Logs = log
	u.Update(u.env, pane.Tick{}) // the command is not run
	u.shows(t, "reading the log…")
	u.env.Now += 5 * time.Second
	u.shows(t, "reading the log for 5 s…")
}

// What was selected is copied line by line, cleaned, and no more than a terminal
// takes.
func TestSelect(t *testing.T) {
	u := view(feedtest.New(append(numbered(0, 100), output(web, 100, "\x1b]52;c;eA==\x07\nreboot"))...), one, 80, 11)
	if name, _ := u.Selected(u.env); name != "" {
		t.Errorf("%q is selected", name)
	}
	u.press("space", "k", "k", "space", "k")
	name, text := u.Selected(u.env)
	if name != "3 selected lines" || text != "line 98\nline 99\n?]52;c;eA==? reboot" {
		t.Errorf("%s: %q", name, text)
	}
	u.shows(t, "3 selected")
	var saved pane.SaveMsg
	feedtest.Run(u.Update(u.env, tuitest.Key("ctrl+s")), func(msg tea.Msg) tea.Cmd {
		if s, ok := msg.(pane.SaveMsg); ok {
			saved = s
		}
		return nil
	})
	if saved.Name != "web.log" || strings.Count(string(saved.Text()), "\n") != 3 || strings.ContainsAny(string(saved.Text()), "\x1b\x07") {
		t.Errorf("%s: %q", saved.Name, saved.Text())
	}
	if !u.Clear() {
		t.Error("esc does not end it")
	}
	large := numbered(0, 100)
	for i := range large {
		large[i].Text = strings.Repeat("x", 1000)
	}
	u = view(feedtest.New(large...), one, 80, 11)
	u.press("space", "g")
	if name, text := u.Selected(u.env); name != "100 selected lines, the first 49" || len(text) > maxCopied {
		t.Errorf("%s: %d bytes", name, len(text))
	}
}

// A line that is longer than what is copied is cut.
func TestSelectLongLines(t *testing.T) {
	long := output(web, 0, "x"+strings.Repeat("ü", maxCopied))
	u := view(feedtest.New(long, long), one, 80, 11)
	for want, keys := range map[string][]string{"1 selected line, the first 48 KiB": {"space", "space"}, "2 selected lines, the first 48 KiB": {"space", "k", "space"}} {
		u.press(keys...)
		if name, text := u.Selected(u.env); name != want || len(text) != maxCopied-1 || !strings.HasPrefix(long.Text, text) {
			t.Errorf("%s: %d bytes, want %s", name, len(text), want)
		}
		u.Clear()
	}
}

// start has one container more be there.
func (u *viewer) start() {
	snap := *u.env.Snapshot
	name := fmt.Sprint("new", len(snap.Containers))
	snap.Containers = append(slices.Clone(snap.Containers), model.Container{
		Key: model.Key{Name: name}, Runtime: model.Podman, Meta: model.Meta{ID: model.ID(name), Name: name},
	})
	u.env.Snapshot = &snap
}

// What is found while the log is opened anew is gone to, whichever comes first.
func TestFoundWhileALogIsOpened(t *testing.T) {
	lines := numbered(0, 3000)
	lines[2990].Text = "line 2990 needle"
	u := view(feedtest.New(lines...), pane.Logs{}, 80, 11)
	u.press("k")
	search := u.Update(u.env, pane.Written{Sign: "/", Text: "needle", Kept: true})
	u.start()
	opening := u.Update(u.env, pane.Tick{})
	u.run(search)
	u.run(opening)
	u.shows(t, "line 2990 needle", "at 12:49:50")
}

// A container that starts ends neither a search nor the selection.
func TestAStartDisturbsNothing(t *testing.T) {
	lines := numbered(0, 3000)
	lines[7].Text = "line 7 needle"
	u := view(feedtest.New(lines...), pane.Logs{}, 80, 11)
	u.log.Step = 10
	start := func() {
		u.start()
		u.tick()
	}
	u.press("k", "space", "k", "k", "space", "k", "k")
	start()
	if name, text := u.Selected(u.env); name != "3 selected lines" || text != "line 2996\nline 2997\nline 2998" {
		t.Errorf("%s: %q", name, text)
	}
	u.press("space", "k")
	start()
	if _, text := u.Selected(u.env); text != "line 2993\nline 2994" {
		t.Errorf("of the open selection there is %q", text)
	}
	opened, _ := u.log.Counts()
	u.send(pane.Written{Sign: "/", Text: "needle"})
	search := u.Update(u.env, pane.Written{Sign: "/", Text: "needle", Kept: true})
	start()
	if again, _ := u.log.Counts(); again != opened+2 {
		t.Fatalf("%d logs were opened", again-opened)
	}
	u.run(search)
	u.shows(t, "line 7 needle", "at 12:00:07")
	if name, _ := u.Selected(u.env); name != "" || !strings.HasPrefix(u.said, "the selection has ended") {
		t.Errorf("%s that are not there; it says %q", name, u.said)
	}
	u.Update(u.env, tuitest.Key("n"))
	if _, ok := u.feed.Seeks(); !ok {
		t.Error("it does not look for more")
	}
	u.press("a")
	if _, ok := u.feed.Seeks(); ok {
		t.Error("it looks through the lines of others")
	}
}

// Whatever a line has in it: nothing reaches the terminal that it heeds.
func TestHostile(t *testing.T) {
	l := output(web, 1, modeltest.Payload)
	l.Container.Name = "web"
	j := output(web, 2, `{"level":"error","msg":"`+"\x1b[2J"+`","\u001b[2J":"\u001b]0;x\u0007"}`)
	claim := kind(logs.Claimed, logs.Container{Name: "web"}, 3, modeltest.Payload)
	for _, charset := range []theme.Charset{theme.Braille, theme.ASCII} {
		u := view(feedtest.New(l, j, claim), one, 60, 21)
		u.env.Theme = theme.Default(charset)
		for _, key := range []string{"w", "o", "t", "t", "t", "space"} {
			u.press(key)
			for i, r := range ansi.Strip(string(u.Draw(nil, u.env))) {
				if r != '\n' && (r < ' ' || r >= 0x7f && r < 0xa0) || charset == theme.ASCII && r > 0x7f {
					t.Fatalf("after %s there is %U at %d", key, r, i)
				}
			}
		}
	}
}

// A frame that is the same as before allocates next to nothing.
func TestAllocations(t *testing.T) {
	u := view(feedtest.New(slices.Concat(few(), numbered(20, 100))...), pane.Logs{Of: []model.Key{web.Key(), db.Key()}}, 200, 57)
	b := u.Draw(nil, u.env)
	if n := testing.AllocsPerRun(50, func() { b = u.Draw(b[:0], u.env) }); n > 25 && !race.Enabled {
		t.Errorf("%v allocations a frame", n)
	}
}

// Lines made ready to be drawn are let go when they are far from the screen.
func TestTextsAreLetGo(t *testing.T) {
	u := view(feedtest.New(numbered(0, 1000)...), one, 80, 11)
	u.press("w")
	for range 60 {
		u.press("pgup")
		u.screen()
	}
	if n := len(u.texts); n == 0 || n > 4*u.env.Height {
		t.Errorf("%d are kept", n)
	}
}

// The mouse puts the cursor on a line, and its wheel scrolls.
func TestMouse(t *testing.T) {
	u := view(feedtest.New(numbered(0, 100)...), one, 80, 11)
	u.send(pane.Click{X: 9, Y: 1})
	u.shows(t, "▸12:01:30.000 | line 90")
	u.send(pane.Wheel{Lines: -3})
	u.shows(t, "▸12:01:30.000 | line 90", "line 87")
	if on := u.on(); on[0] != 87 {
		t.Errorf("on screen: %v", on)
	}
	u.send(pane.Click{X: 9, Y: 0})
	u.shows(t, "▸12:01:30.000 | line 90")
}

// What was chosen is there on the next page.
func TestPreferences(t *testing.T) {
	u := view(feedtest.New(few()...), one, 80, 21)
	u.press("t", "w", "o")
	keys := DefaultKeyMap()
	p := Open(&keys, one, u.Preferences()).(*Page)
	if p.preferences != u.preferences || p.preferences == (Preferences{}) {
		t.Errorf("%+v, want %+v", p.preferences, u.preferences)
	}
	if !p.Turn(one) || p.Turn(pane.Logs{}) || p.Turn(pane.Detail{}) {
		t.Error("it is another page")
	}
	if Open(&keys, nil, nil) != nil {
		t.Error("a page about nothing")
	}
}
