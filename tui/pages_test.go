package tui_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"podtop/model"
	"podtop/model/demo"
	"podtop/tui"
	"podtop/tui/page/detail"
	"podtop/tui/theme"
	"podtop/tui/tuitest"
)

// demonstration is the screen of a demonstration host that stands still, after
// its day and some seconds.
func demonstration(t *testing.T, w, h int, o tui.Options) *tuitest.Screen {
	t.Helper()
	d := still()
	o.Prober = d.prober
	s, _ := playWith(t, d.past, w, h, o)
	return s
}

// A day is what a demonstration host was like, and what it says now.
type day struct {
	past   []*model.Sample
	prober *tuitest.Prober
}

// still is one that nobody lets go on: it takes a while to make.
var still = sync.OnceValue(newDay)

func newDay() day {
	host := demo.New(7, time.Date(2026, 11, 20, 14, 30, 0, 0, time.UTC))
	var past []*model.Sample
	for s := range host.Past() {
		if s.Interval < 10*time.Second { // some minutes are enough for graphs of one
			past = append(past, copied(s))
		}
	}
	for range 20 {
		host.Advance(100 * time.Millisecond)
		past = append(past, copied(host.Sample(100*time.Millisecond)))
	}
	return day{past, tuitest.NewProber(host)}
}

// demonstrationOf is demonstration, and what it is of, so that it can go on.
func demonstrationOf(t *testing.T, w, h int, o tui.Options) (*tuitest.Screen, *tape, *tuitest.Prober) {
	t.Helper()
	d := newDay()
	o.Prober = d.prober
	s, src := playWith(t, d.past, w, h, o)
	return s, src, d.prober
}

// copied is a sample for longer than its source keeps it.
func copied(s *model.Sample) *model.Sample {
	c := *s
	c.Readings = append([]model.Reading(nil), s.Readings...)
	c.Quotas = append([]model.Quota(nil), s.Quotas...)
	c.Networks = append([]model.Network(nil), s.Networks...)
	c.Events = append(c.Events[:0:0], s.Events...)
	return &c
}

// visit opens the page of the container called name, at the tab of that title.
func visit(s *tuitest.Screen, name, tab string) {
	s.Press(":")
	s.WaitFor("go, or do it")
	for _, r := range name + " container" {
		if r == ' ' {
			s.Press("space")
		} else {
			s.Press(string(r))
		}
	}
	s.Press("enter")
	s.WaitFor("CPU ")
	const first = 1 // the tab that a page begins with
	tabs := detail.Tabs()
	for range (slices.Index(tabs, tab) - first + len(tabs)) % len(tabs) {
		s.Press("]")
	}
}

// atRest is the screen once nothing has come for a while: on an answer a tab can
// ask for more.
func atRest(s *tuitest.Screen) string {
	frame := s.Settle()
	for still := 0; still < 5; still++ {
		time.Sleep(50 * time.Millisecond)
		if now := s.Settle(); now != frame {
			frame, still = now, 0
		}
	}
	return frame
}

// answered are words of each tab that stand there once it has its answer.
var answered = map[string]string{
	"Graphs": "NET", "Limits": "unset: 100", "Pressure": "some, ever", "Processes": "nginx: ", "Memory": "what can OOM", "Network": "127.0.0.1/8",
	"Storage": "/", "Health": "exit", "Unit": "No systemd unit", "Inspect": "Created: ", "Env": "PATH",
}

// TestTabs has every tab of a container's page.
func TestTabs(t *testing.T) {
	for i, tab := range detail.Tabs() {
		for j, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
			if !tuitest.Sample(i + j) {
				continue
			}
			t.Run(fmt.Sprintf("%s/%dx%d", tab, size[0], size[1]), func(t *testing.T) {
				t.Parallel()
				s := demonstration(t, size[0], size[1], tui.Options{})
				visit(s, "nginx", tab)
				s.WaitFor(answered[tab])
				if tab == "Memory" { // of a process it asks once it knows which there are
					atRest(s)
					s.Press("]", "[")
				}
				if tab == "Memory" && size[1] >= 40 {
					s.WaitFor("/status")
				}
				golden.RequireEqual(t, atRest(s))
			})
		}
	}
}

// TestPagesInThemes has the page of a container with a limit that holds it
// back, in every theme and charset.
func TestPagesInThemes(t *testing.T) {
	for _, name := range theme.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := demonstration(t, 120, 40, tui.Options{Theme: name})
			visit(s, "shop-worker-1", "Limits")
			s.WaitFor(answered["Limits"])
			atRest(s)
			golden.RequireEqual(t, s.Styled())
		})
	}
	for name, c := range map[string]theme.Charset{"blocks": theme.Blocks, "ascii": theme.ASCII} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := demonstration(t, 120, 40, tui.Options{Charset: c})
			visit(s, "shop-worker-1", "Limits")
			s.WaitFor(answered["Limits"])
			golden.RequireEqual(t, atRest(s))
		})
	}
}
