package tui_test

import (
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/bench"
	"podtop/model/modeltest"
	"podtop/tui"
	"podtop/tui/page/bench/benchtest"
	"podtop/tui/tuitest"
)

// A benching is a screen on which a benchmark of nginx has come to its first step.
type benching struct {
	*tuitest.Screen
	bencher *benchtest.Bencher
	src     *tape
	samples []*model.Sample // that were not played yet
}

func newBenching(t *testing.T) *benching {
	t.Helper()
	b := &benching{samples: modeltest.Busy().Samples(701), bencher: &benchtest.Bencher{
		All: benchtest.Choices(model.Key{Name: "nginx"}), Gate: make(chan struct{}, 10),
		Steps: []bench.Progress{benchtest.CPU(4), benchtest.CPU(20)},
	}}
	b.Screen, b.src = playWith(t, b.samples[:301], 120, 40, tui.Options{Bencher: b.bencher})
	b.samples = b.samples[301:]
	pressAll(b.Screen, "j B choices j enter asked y")
	b.step()
	b.WaitFor("measuring, 4 of 20")
	return b
}

// step lets the run come a step further.
func (b *benching) step() { b.bencher.Gate <- struct{}{} }

// tells plays samples until the screen has a text: events come with the next one.
func (b *benching) tells(t *testing.T, text string) {
	t.Helper()
	for !strings.Contains(b.Settle(), text) {
		if len(b.samples) == 0 {
			t.Fatalf("%q is not in\n%s", text, b.Text())
		}
		b.src.give(b.samples[0])
		b.samples = b.samples[1:]
	}
}

// What runs goes on while another page covers it, and its end is among the events.
func TestBenchmarkGoesOnWhenCovered(t *testing.T) {
	b := newBenching(t)
	b.Press("E")
	b.tells(t, "benchmark cpu: measuring")
	b.step()
	b.tells(t, "benchmark cpu: done: median")
	b.Press("q")
	b.WaitFor("kept as")
	if n := b.bencher.Stopped(); n > 0 {
		t.Errorf("it was stopped %d times", n)
	}
}

// However the page is left, what runs is stopped.
func TestBenchmarkIsStopped(t *testing.T) {
	for _, keys := range []string{"esc", "q", "ctrl+c", "E ctrl+c"} {
		t.Run(keys, func(t *testing.T) {
			b := newBenching(t)
			pressAll(b.Screen, keys)
			for end := time.Now().Add(time.Minute); b.bencher.Stopped() == 0; time.Sleep(time.Millisecond) {
				if time.Now().After(end) {
					t.Fatal("it goes on")
				}
			}
			switch keys {
			case "esc":
				b.WaitFor("it was stopped")
				b.Press("esc")
				b.WaitFor("▸ cpu: work a second")
			case "q":
				b.Press("E")
				b.tells(t, "benchmark cpu: it was stopped")
			}
		})
	}
}

// Where the host may only be watched nothing is run, nor offered.
func TestNoBenchmarkInReadOnly(t *testing.T) {
	for name, actor := range map[string]tui.Actor{"read-only": nobody, "not": nil} {
		t.Run(name, func(t *testing.T) {
			b := &benchtest.Bencher{All: benchtest.Choices(model.Key{Name: "nginx"})}
			s, _ := playWith(t, modeltest.Busy().Samples(301), 240, 60, tui.Options{Bencher: b, Actor: actor})
			s.Press("j")
			s.WaitFor("find  ? help")
			says(t, s.Settle(), actor != nobody, "B benchmark")
			pressAll(s, ": b e n c h m a r k")
			s.WaitFor("esc leave")
			says(t, s.Settle(), actor != nobody, "nginx: benchmark", "benchmark podtop itself")
			s.Press("esc", "B")
			if actor == nobody {
				s.WaitFor("read-only: podtop was started so")
			} else {
				s.WaitFor("▸ start: its image")
			}
		})
	}
}
