package results

import (
	"context"
	"errors"
	"fmt"
	"slices"
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

// A viewer is somebody in front of the page.
type viewer struct {
	*Page
	env  pane.Env
	said string
	save *pane.SaveMsg
}

func view(b *benchtest.Bencher, v pane.Visit, w, h int) *viewer {
	keys := DefaultKeyMap()
	u := &viewer{Page: Open(&keys, v).(*Page)}
	snap := &model.Snapshot{Time: time.Date(2026, 11, 20, 14, 0, 0, 0, time.UTC), Mono: time.Hour}
	u.env = pane.Env{
		Snapshot: snap, Now: snap.Mono, Theme: theme.Default(theme.Braille), Width: w, Height: h, Focused: true,
		Context: context.Background(), Open: func(any) {},
	}
	if b != nil {
		u.env.Bencher = b
	}
	u.send(pane.Tick{})
	return u
}

func (u *viewer) send(msg tea.Msg) {
	feedtest.Run(func() tea.Msg { return msg }, func(msg tea.Msg) tea.Cmd {
		switch msg := msg.(type) {
		case pane.SayMsg:
			u.said = msg.Text
		case pane.SaveMsg:
			u.save = &msg
		default:
			return u.Update(u.env, msg)
		}
		return nil
	})
}

func (u *viewer) press(keys ...string) {
	for _, k := range keys {
		u.send(tuitest.Key(k))
	}
}

func (u *viewer) screen() string { return ansi.Strip(string(u.Draw(nil, u.env))) }

func (u *viewer) shows(t *testing.T, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if screen := u.screen(); !strings.Contains(screen, text) {
			t.Errorf("%q is not in\n%s", text, screen)
		}
	}
}

// kept are some results, of which one cannot be read.
func kept() []benchtest.Kept {
	later := benchtest.CPU(20).Report
	later.Time = later.Time.Add(-24 * time.Hour)
	later.Machine.Kernel = "6.12.40"
	for i := range later.Series[0].Values {
		later.Series[0].Values[i].Value *= 0.9
	}
	ab := benchtest.AB(40).Report
	slow := &ab.Series[1].Values[20]
	slow.Value, slow.Host.OtherCPU = 4100, 1.8
	return []benchtest.Kept{
		{Name: "20261120-120000-ab", Report: ab},
		{Name: "20261120-110000-cpu", Report: benchtest.CPU(20).Report},
		{Name: "20261120-100000-cpu"},
		{Name: "20261119-120000-cpu", Report: later},
	}
}

func TestFrames(t *testing.T) {
	for _, tt := range []struct {
		name string
		keys []string
	}{
		{"list", []string{"j"}},
		{"ab", append([]string{"enter"}, slices.Repeat([]string{"right"}, 21)...)},
		{"cpu", []string{"j", "enter", "right", "right"}},
		{"empty", nil},
		{"two", []string{"j", "space", "j", "space", "enter"}},
	} {
		for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
			t.Run(fmt.Sprintf("%s/%dx%d", tt.name, size[0], size[1]), func(t *testing.T) {
				b := &benchtest.Bencher{Kept: kept()}
				if tt.name == "empty" {
					b.Kept = nil
				}
				u := view(b, nil, size[0], size[1]-3)
				u.press(tt.keys...)
				golden.RequireEqual(t, tuitest.Draw(string(u.Draw(nil, u.env)), size[0], size[1]-3))
			})
		}
	}
}

func TestNoResults(t *testing.T) {
	view(nil, nil, 80, 20).shows(t, "Nobody runs benchmarks here.")
	view(&benchtest.Bencher{}, nil, 80, 20).shows(t, "No result was kept yet.", "podtop bench start")
	view(&benchtest.Bencher{Err: errors.New("the disk is gone")}, nil, 80, 20).shows(t, "The results cannot be read: the disk is gone")
	u := view(&benchtest.Bencher{Kept: kept()}, nil, 80, 20)
	u.Find(u.env, "nginx")
	u.shows(t, "No result has nginx.")
	u.Find(u.env, "-CPU 2026")
	u.shows(t, "20261120-100000-cpu cannot be", "11-19 12:00")
	if strings.Contains(u.screen(), " ab ") {
		t.Errorf("an ab is found as a cpu:\n%s", u.screen())
	}
}

func TestReport(t *testing.T) {
	u := view(&benchtest.Bencher{Kept: kept()}, pane.BenchResults{Name: "20261120-110000-cpu"}, 100, 40)
	u.shows(t, "result  20261120-110000-cpu", "cpu of web", "in their order", "20 values")
	u.press("left")
	if v := u.Value(u.env); !strings.HasPrefix(v, "no. 20 of 20") {
		t.Errorf("the last value is %q", v)
	}
	u.press("ctrl+s")
	if u.save == nil || u.save.Name != "20261120-110000-cpu.json" {
		t.Fatalf("saved: %+v", u.save)
	}
	if r, err := bench.Read(u.save.Text()); err != nil || r.Subject != "web" {
		t.Errorf("%v, %v", r, err)
	}
	u.press("]") // over one that cannot be read
	u.shows(t, "result  20261119-120000-cpu", "6.12.40")
	u.press("[", "[")
	u.shows(t, "result  20261120-120000-ab", "18 % faster")
	if !u.Clear() {
		t.Error("esc does not lead back")
	}
	u.shows(t, "results of benchmarks")
	if u.Clear() {
		t.Error("esc does not leave the page")
	}
	view(&benchtest.Bencher{Kept: kept()}, pane.BenchResults{Name: "gone"}, 80, 20).shows(t, "It cannot be read: it is damaged")
}

func TestTwo(t *testing.T) {
	u := view(&benchtest.Bencher{Kept: kept()}, nil, 100, 40)
	u.press("G", "space", "g", "j", "space")
	u.shows(t, "two are marked")
	u.press("g", "space")
	if !strings.HasPrefix(u.said, "two are marked") {
		t.Errorf("of a third it says %q", u.said)
	}
	u.press("enter")
	u.shows(t, "20261119-120000-cpu  against  20261120-110000-cpu", "11 % faster", "measured one after the other", "kernel 6.12.40 against kernel 6.12.48")
	u.press("ctrl+s")
	if u.save != nil {
		t.Error("two were saved")
	}
	u.Clear()
	u.press("j", "space", "g", "space", "enter") // one mark goes, another comes
	u.shows(t, "nothing in common")
	u.Clear()
	if !u.Clear() || len(u.marked) > 0 {
		t.Error("esc leaves the marks")
	}
	u.press("g", "j", "j", "space")
	if !strings.Contains(u.said, "cannot be read") {
		t.Errorf("of a damaged one it says %q", u.said)
	}
}

// What is asked for first comes late: the page says for how long it has waited.
func TestSlow(t *testing.T) {
	for name, tt := range map[string]struct {
		visit pane.Visit
		text  string
	}{
		"list":   {nil, "reading the results"},
		"report": {pane.BenchResults{Name: "x"}, "reading it"},
	} {
		t.Run(name, func(t *testing.T) {
			u := view(nil, tt.visit, 80, 20)
			u.env.Bencher = &benchtest.Bencher{}
			u.Update(u.env, pane.Tick{}) // nobody runs the commands
			u.shows(t, tt.text+"…")
			u.env.Now += 4 * time.Second
			u.shows(t, tt.text+" for 4 s…")
		})
	}
}

// Whatever is looked for, the older of two that are marked comes first.
func TestTwoWhileLookedFor(t *testing.T) {
	u := view(&benchtest.Bencher{Kept: kept()}, nil, 100, 40)
	u.press("G", "space", "g", "j", "space")
	u.Find(u.env, "20261120")
	u.press("enter")
	u.shows(t, "20261119-120000-cpu  against  20261120-110000-cpu")
}

// At the ends of the list, and where two are compared, a turn says why it does nothing.
func TestTurns(t *testing.T) {
	u := view(&benchtest.Bencher{Kept: kept()}, nil, 100, 40)
	says := func(keys, text string) {
		t.Helper()
		u.said = ""
		u.press(strings.Fields(keys)...)
		if u.said != text {
			t.Errorf("%s says %q, want %q", keys, u.said, text)
		}
	}
	says("enter [", "it is the newest")
	says("] ] ]", "it is the oldest")
	u.Turn(pane.BenchResults{})
	u.shows(t, "results of benchmarks")
	says("space g j space enter ]", "two are compared: esc leads back to the list")
	u.Turn(pane.BenchResults{Name: "20261120-110000-cpu"})
	u.send(pane.Tick{})
	u.shows(t, "result  20261120-110000-cpu")
}

// Of an ab the values of both arms are told, and the outliers are marked.
func TestArms(t *testing.T) {
	u := view(&benchtest.Bencher{Kept: kept()}, nil, 120, 37)
	u.press("enter", "right")
	u.shows(t, "a: no. 1 of 40, 4.2k/s", "b: no. 1 of 40, 4.95k/s", "   !   ")
	u.press("left") // stays on the first
	for range 20 {
		u.press("right")
	}
	if v := u.Value(u.env); !strings.Contains(v, "b: outlier no. 21 of 40, 4.1k/s: other containers used 1.8 cores") {
		t.Errorf("the cursor is on %q", v)
	}
}

// What a row has no room for is told in the last line.
func TestDescribe(t *testing.T) {
	u := view(&benchtest.Bencher{Kept: kept()}, nil, 80, 21)
	u.screen()
	if _, text := u.Describe(u.env); !strings.HasSuffix(text, "40 pairs; the host was quiet") {
		t.Errorf("of an ab it tells %q", text)
	}
	u.press("j", "j")
	if _, text := u.Describe(u.env); text != "" {
		t.Errorf("of what is on the row it tells %q", text)
	}
}

// On one scale are only values of one thing.
func TestShapesOfTwo(t *testing.T) {
	cpu, other := benchtest.CPU(20).Report, benchtest.CPU(20).Report
	names := []string{"a", "b"}
	if n := len(shapesOf([]*bench.Report{cpu, other}, names)); n != 2 {
		t.Errorf("of the same there are %d shapes", n)
	}
	other.Series = slices.Clone(other.Series)
	other.Series[0].Name = "answers_per_second"
	if n := len(shapesOf([]*bench.Report{cpu, other}, names)); n != 0 {
		t.Errorf("of two things there are %d shapes", n)
	}
}

// TestHostile has texts that would be commands to a terminal.
func TestHostile(t *testing.T) {
	evil := "\x1b[2J\x1b]0;owned\x07\u202e"
	r := benchtest.AB(40).Report
	r.Subject, r.Kind, r.Arms.A, r.Machine.Kernel = evil, evil, evil, evil
	r.Notes = append(r.Notes, evil)
	u := view(&benchtest.Bencher{Kept: []benchtest.Kept{{Name: evil, Report: r}, {Name: "b" + evil}, {Name: "c", Report: r}}}, nil, 120, 40)
	for _, keys := range [][]string{nil, {"enter"}, {"right"}} {
		u.press(keys...)
		if screen := string(u.Draw(nil, u.env)); strings.Contains(screen, "\x1b[2J") || strings.Contains(screen, "\x1b]") || strings.Contains(screen, "\u202e") {
			t.Errorf("after %v:\n%q", keys, screen)
		}
	}
	u.Clear()
	u.press("space", "j", "space", "enter")
	if screen := string(u.Draw(nil, u.env)); strings.Contains(screen, "\x1b[2J") || strings.Contains(screen, "\u202e") {
		t.Errorf("two: %q", screen)
	}
}
