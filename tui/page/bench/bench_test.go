package bench

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"podtop/model"
	"podtop/model/bench"
	"podtop/tui/feed/feedtest"
	"podtop/tui/page/bench/benchtest"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/tuitest"
)

var web = model.Key{Name: "web"}

// A viewer is somebody in front of a page.
type viewer struct {
	*Page
	bencher *benchtest.Bencher
	env     pane.Env
	noted   []model.Event
	said    string
	open    any
}

// past is the past of what takes more in each minute, and then begins anew.
type past struct{}

func (past) Reach() time.Duration { return 30 * time.Minute }

func (past) Read(dst []model.Span, _ model.Key, m *model.Metric, end, width time.Duration) {
	for i := range dst {
		at := end - time.Duration(len(dst)-1-i)*width
		v := 0.0
		switch in := at % time.Minute; m.Name {
		case "cpu":
			v = in.Seconds() / 60
		case "mem", "anon":
			v = float64(in / time.Second * 16 << 20)
		case "cpu.limit":
			v = 1.5
		case "mem.limit":
			v = 1 << 30
		}
		dst[i] = model.Span{Min: v, Avg: v, Max: v}
	}
}

func (past) Maxima([]float32, model.Key, model.Fast, time.Duration, time.Duration) {}

func view(b *benchtest.Bencher, of model.Key, w, h int) *viewer {
	keys := DefaultKeyMap()
	u := &viewer{Page: Open(&keys, pane.Bench{Of: of}).(*Page), bencher: b}
	snap := &model.Snapshot{Time: time.Date(2026, 11, 20, 12, 0, 20, 0, time.UTC), Mono: time.Hour, Interval: 100 * time.Millisecond}
	c := model.Container{Key: web, Runtime: model.Podman, Meta: model.Meta{ID: "1234567890ab", Name: "web", State: model.Running}, Figures: model.Unknown()}
	c.CPU, c.Mem, c.CPULimit, c.MemLimit = 0.98, 812<<20, 1.5, 1<<30
	snap.Containers = append(snap.Containers, c)
	u.env = pane.Env{
		Snapshot: snap, Past: past{}, Now: snap.Mono, Window: pane.Minute1, Theme: theme.Default(theme.Braille), Width: w, Height: h, Focused: true,
		Context: context.Background(), Open: func(what any) { u.open = what },
	}
	if b != nil {
		u.env.Bencher = b
	}
	u.send(pane.Tick{})
	return u
}

func (u *viewer) send(msg tea.Msg) { u.follow(func() tea.Msg { return msg }) }

// follow runs a command, and those that come of it.
func (u *viewer) follow(cmd tea.Cmd) {
	feedtest.Run(cmd, func(msg tea.Msg) tea.Cmd {
		switch msg := msg.(type) {
		case pane.SayMsg:
			u.said = msg.Text
		case pane.NoteMsg:
			u.noted = append(u.noted, msg.Event)
		default:
			return u.Update(u.env, msg)
		}
		return nil
	})
}

// pass lets time go by.
func (u *viewer) pass(d time.Duration) {
	snap := *u.env.Snapshot
	snap.Time, snap.Mono = snap.Time.Add(d), snap.Mono+d
	u.env.Snapshot, u.env.Now = &snap, snap.Mono
	u.send(pane.Tick{})
}

// write writes limits, and keeps them.
func (u *viewer) write(limits string) {
	u.send(pane.Written{Sign: limitsSign, Text: limits})
	u.send(pane.Written{Sign: limitsSign, Text: limits, Kept: true})
}

func (u *viewer) press(keys ...string) {
	for _, k := range keys {
		u.send(tuitest.Key(k))
	}
}

// agree answers the question that is open. What waits for the run is not followed
// to its end, which may not come, but for so many steps.
func (u *viewer) agree(t testing.TB, steps int) {
	t.Helper()
	q, ok := u.open.(pane.Question)
	if !ok {
		t.Fatalf("there is no question, but %#v", u.open)
	}
	u.open = nil
	cmds := []tea.Cmd{u.Update(u.env, q.Agree)}
	for len(cmds) > 0 {
		cmd := cmds[0]
		cmds = cmds[1:]
		if cmd == nil {
			continue
		}
		if steps == 0 && len(u.noted) > 0 && !u.isOver() {
			return
		}
		switch msg := cmd().(type) {
		case tea.BatchMsg:
			cmds = append(cmds, msg...)
		case pane.NoteMsg:
			u.noted = append(u.noted, msg.Event)
		case pane.ReplyMsg:
			steps--
			cmds = append([]tea.Cmd{}, append(cmds, u.Update(u.env, msg.Msg))...)
		}
	}
}

func (u *viewer) screen() string { return ansi.Strip(string(u.Draw(nil, u.env))) }

func (u *viewer) shows(t testing.TB, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if screen := u.screen(); !strings.Contains(screen, text) {
			t.Errorf("%q is not in\n%s", text, screen)
		}
	}
}

// frames are those of which there are goldens.
var frames = []struct {
	name string
	of   model.Key
	do   func(testing.TB, *viewer)
}{
	{"choosing", web, func(_ testing.TB, u *viewer) { u.press("j", "right") }},
	{"greyed", web, func(_ testing.TB, u *viewer) { u.press("G") }},
	{"cpu", web, func(t testing.TB, u *viewer) { u.begin(t, 1, benchtest.CPU(4), benchtest.CPU(12)) }},
	{"ab", web, func(t testing.TB, u *viewer) { u.begin(t, 2, benchtest.AB(10), benchtest.AB(31)) }},
	{"itself", model.Key{}, func(t testing.TB, u *viewer) { u.begin(t, 1, benchtest.CPU(4), benchtest.CPU(12)) }},
	{"over", web, func(t testing.TB, u *viewer) { u.begin(t, 2, benchtest.AB(10), benchtest.AB(40)) }},
	{"failed", web, func(t testing.TB, u *viewer) {
		p := benchtest.CPU(3)
		p.Over, p.Err = true, fmt.Errorf("cpu of web: Podman did not answer for 10 s; is podman.socket active?")
		u.begin(t, 1, p)
	}},
}

// begin runs a choice up to the last of some steps.
func (u *viewer) begin(t testing.TB, choice int, steps ...bench.Progress) {
	t.Helper()
	u.bencher.Steps = steps
	u.press("g")
	for range choice {
		u.press("j")
	}
	u.press("enter")
	if _, writes := u.open.(pane.Prompt); writes {
		u.write("cpus=1.5")
	}
	u.agree(t, len(steps))
	for i := range u.noted {
		e := u.noted[i]
		e.Mono, e.Time = u.env.Snapshot.Mono-time.Duration(20-5*i)*time.Second, u.env.Snapshot.Time
		u.env.Snapshot.Events = append(u.env.Snapshot.Events, e)
	}
}

func TestFrames(t *testing.T) {
	for _, tt := range frames {
		for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
			t.Run(fmt.Sprintf("%s/%dx%d", tt.name, size[0], size[1]), func(t *testing.T) {
				u := view(&benchtest.Bencher{All: benchtest.Choices(web)}, tt.of, size[0], size[1]-3)
				tt.do(t, u)
				golden.RequireEqual(t, tuitest.Draw(string(u.Draw(nil, u.env)), size[0], size[1]-3))
			})
		}
	}
}
