package tui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/tui/theme"
	"podtop/tui/tuitest"
)

// appOn is an App that has taken in samples, without a program around it.
func appOn(samples []*model.Sample, o Options) *App {
	a := New(context.Background(), o)
	for _, s := range samples {
		a.Update(sampleMsg{sample: s})
	}
	return a
}

func typed(key string) tea.KeyPressMsg {
	return tea.KeyPressMsg{Code: []rune(key)[0], Text: key}
}

// Whatever the size and whatever is on the host, the frame fits the screen.
func TestFramesFit(t *testing.T) {
	hosts := []*modeltest.Host{modeltest.Busy(), modeltest.Empty(), modeltest.Hostile(), modeltest.Degraded(), modeltest.Many(200)}
	rng := rand.New(rand.NewPCG(1, 2))
	for i, h := range hosts {
		if !tuitest.Sample(i) {
			continue
		}
		for _, charset := range []theme.Charset{theme.Braille, theme.Blocks, theme.ASCII} {
			a := appOn(h.Samples(21), Options{Charset: charset})
			for _, keys := range []string{"", "?", "s", "c", "/", "confirm"} {
				open(a, keys)
				for range 40 {
					w, ht := 1+rng.IntN(340), 1+rng.IntN(120)
					if rng.IntN(3) == 0 {
						w, ht = 1+rng.IntN(90), 1+rng.IntN(30)
					}
					a.Update(tea.WindowSizeMsg{Width: w, Height: ht})
					checkFits(t, a.View().Content, w, ht, keys)
				}
				a.Update(tea.KeyPressMsg{Code: tea.KeyEscape})
			}
		}
	}
}

// open opens the dialog that keys do.
func open(a *App, keys string) {
	switch keys {
	case "confirm":
		action := model.Action{Verb: model.Pause, Target: model.Target{Name: strings.Repeat("容器name", 300)}}
		a.operation = &operation{actions: []model.Action{action}, left: []string{strings.Repeat("容器 is gone", 90)}}
		a.Update(planMsg{plan: model.Plan{
			Action: action, Command: "podman pause " + strings.Repeat("x", 400),
			Effects: []string{"one", "two\x1b[2J"}, Warnings: []string{strings.Repeat("beware ", 90)}, Undo: "podman unpause x",
		}})
	case "?", "/", "s", "c":
		a.Update(typed(keys))
	}
}

func checkFits(t *testing.T, frame string, w, h int, what string) {
	t.Helper()
	lines := strings.Split(frame, "\n")
	if len(lines) > h {
		t.Fatalf("%q at %dx%d: %d lines\n%s", what, w, h, len(lines), ansi.Strip(frame))
	}
	for i, l := range lines {
		if got := ansi.StringWidthWc(l); got > w || got < w && w >= leastWidth && h >= leastHeight && what == "" {
			t.Fatalf("%q at %dx%d: line %d has %d cells: %q", what, w, h, i, got, ansi.Strip(l))
		}
	}
}

func TestTooSmall(t *testing.T) {
	a := appOn(modeltest.Busy().Samples(11), Options{})
	for _, tt := range []struct {
		w, h int
		want string
	}{
		{32, 8, "40x10 at least, this is 32x8"},
		{39, 50, "40x10 at least, this is 39x50"},
		{300, 9, "40x10 at least, this is 300x9"},
		{5, 1, "40x10"},
		{16, 8, "40x10 at least,\nthis is 16x8"},
		{8, 8, "40x10 at\nleast,\nthis is\n8x8"},
		{8, 2, "40x10 at\nleast,"},
		{3, 1, "40x"},
		{0, 0, ""},
	} {
		a.Update(tea.WindowSizeMsg{Width: tt.w, Height: tt.h})
		if got := a.View().Content; got != tt.want {
			t.Errorf("%dx%d: %q, want %q", tt.w, tt.h, got, tt.want)
		}
	}
}

func TestFirstFrame(t *testing.T) {
	a := New(t.Context(), Options{})
	a.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	if got := ansi.Strip(a.View().Content); !strings.Contains(got, "reading the host…") || !strings.Contains(got, "podtop") {
		t.Errorf("before the first sample:\n%s", got)
	}
	for _, key := range []string{"j", "G", "Z", "F", "a", "P", "+", "?", "q"} {
		a.Update(typed(key))
		a.View()
	}
}

func TestSourceErrors(t *testing.T) {
	a := appOn(modeltest.Busy().Samples(31), Options{})
	a.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	shown := func() string { return ansi.Strip(a.View().Content) }

	_, again := a.Update(sampleMsg{err: errors.New("reading /proc/stat: permission denied")})
	if got := shown(); !strings.Contains(got, "permission denied; what is shown is old, trying again") || !strings.Contains(got, "nginx") || again == nil {
		t.Errorf("after an error:\n%s", got)
	}
	a.Update(sampleMsg{sample: modeltest.Busy().Samples(32)[31]})
	if got := shown(); strings.Contains(got, "permission denied") {
		t.Errorf("the error is still shown:\n%s", got)
	}
	if _, again := a.Update(sampleMsg{err: io.EOF}); again != nil || !strings.Contains(shown(), "no more samples") {
		t.Errorf("at the end:\n%s", shown())
	}
	if _, again := a.Update(sampleMsg{err: context.Canceled}); again != nil {
		t.Error("asks again after it was cancelled")
	}
}

func TestWorstFindingIsShown(t *testing.T) {
	a := appOn(modeltest.Degraded().Samples(31), Options{})
	a.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	if got := ansi.Strip(a.View().Content); !strings.Contains(got, "⚠ podman: no answer for 4 s") || !strings.Contains(got, " more") {
		t.Errorf("the worst note is not shown:\n%s", got)
	}
	a.Update(tea.WindowSizeMsg{Width: 120, Height: 60})
	a.Update(typed("?"))
	got := ansi.Strip(a.View().Content)
	for _, text := range []string{"no answer for 4 s", "systemctl --user start podman.socket", "not delegated"} {
		if !strings.Contains(got, text) {
			t.Errorf("help does not say %q:\n%s", text, got)
		}
	}
}

// A unit between two starts is counted, and its row is there and says so.
func TestUnitsBetweenTwoStarts(t *testing.T) {
	for active, want := range map[string][2]string{
		"activating": {"1 starting", "activating"}, "deactivating": {"1 stopping", "stopping"}, "reloading": {"1 reloading", "reloading"},
	} {
		h := modeltest.Empty()
		h.Units = []model.Unit{{Name: "mailer.service", User: "root", Container: "mailer", ActiveState: active}}
		a := appOn(h.Samples(11), Options{})
		a.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
		header, rows, _ := strings.Cut(ansi.Strip(a.View().Content), "\n")
		_, row, _ := strings.Cut(rows, "mailer ")
		row, _, _ = strings.Cut(row, "\n")
		if !strings.Contains(header, want[0]) || !strings.Contains(row, " "+want[1]+" ") {
			t.Errorf("%s: header %q, row %q", active, header, row)
		}
	}
}

func TestFrameIsKeptUntilThereIsNews(t *testing.T) {
	samples := modeltest.Many(50).Samples(40)
	a := appOn(samples[:31], Options{})
	a.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	a.View()
	kept := 0
	for _, s := range samples[31:36] {
		a.Update(sampleMsg{sample: s})
		if a.drawn {
			kept++
		}
		a.View()
	}
	if kept != 4 {
		t.Errorf("of 5 samples %d left the frame as it was, want 4", kept)
	}
	if n := testing.AllocsPerRun(100, func() { a.View() }); n != 0 {
		t.Errorf("View without news allocates %v times, want 0", n)
	}
}

func TestDescribe(t *testing.T) {
	a := model.Action{Verb: model.Pause, Target: model.Target{Name: "web"}}
	if got := describe(a, context.DeadlineExceeded); !strings.Contains(got, "pause web: Podman did not answer") {
		t.Errorf("it says %q", got)
	}
	a.Verb = model.Update
	silent := fmt.Errorf("changing the limits of web: Podman gave no answer in time (%w); by its cgroup, memory is still 64M", context.DeadlineExceeded)
	if got := describe(a, silent); got != silent.Error() {
		t.Errorf("it says %q", got)
	}
}

// A question does not appear under the fingers of who writes a filter.
func TestQuestionWaitsForNobody(t *testing.T) {
	action := model.Action{Verb: model.Stop, Target: model.Target{Name: "web"}}
	for _, busy := range []bool{false, true} {
		a := New(t.Context(), Options{})
		a.operation = &operation{actions: []model.Action{action}}
		if busy {
			a.search.open()
		}
		a.planned(planMsg{plan: model.Plan{Action: action}})
		if asked := a.overlay.Front() != nil; asked == busy || a.operation != nil {
			t.Errorf("busy %t: asked %t", busy, asked)
		}
		if busy && !strings.Contains(a.message.text, "stop web: not asked") {
			t.Errorf("it says %q", a.message.text)
		}
	}
}

func TestSuspend(t *testing.T) {
	ctrlZ := tea.KeyPressMsg{Code: 'z', Mod: tea.ModCtrl}
	if _, cmd := New(t.Context(), Options{}).Update(ctrlZ); cmd == nil || cmd() != tea.Suspend() {
		t.Error("ctrl+z does not suspend")
	}
	a := New(t.Context(), Options{NoShell: true})
	if _, cmd := a.Update(ctrlZ); cmd != nil || !strings.Contains(a.message.text, "no shell") {
		t.Error("ctrl+z suspends what nobody can bring back")
	}
}

func TestNextPace(t *testing.T) {
	for _, tt := range []struct {
		now  time.Duration
		step int
		want time.Duration
	}{
		{100 * time.Millisecond, -1, 100 * time.Millisecond},
		{100 * time.Millisecond, 1, 200 * time.Millisecond},
		{300 * time.Millisecond, -1, 200 * time.Millisecond},
		{300 * time.Millisecond, 1, 500 * time.Millisecond},
		{5 * time.Second, 1, 5 * time.Second},
		{0, -1, 100 * time.Millisecond},
		{time.Minute, -1, 5 * time.Second},
	} {
		if got := nextPace(tt.now, tt.step); got != tt.want {
			t.Errorf("nextPace(%v, %d) = %v, want %v", tt.now, tt.step, got, tt.want)
		}
	}
}

// BenchmarkView draws the whole frame anew: 50 containers on 120x40.
func BenchmarkView(b *testing.B) {
	a := appOn(modeltest.Many(50).Samples(701), Options{})
	a.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	b.ReportAllocs()
	for b.Loop() {
		a.drawn = false
		_ = a.View()
	}
}
