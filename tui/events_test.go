package tui_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/tui"
	"podtop/tui/theme"
)

// hostileEvents are Hostile's, of what has its names.
func hostileEvents() []*model.Sample {
	h := modeltest.Hostile()
	h.PodmanEvents = map[int][]model.PodmanEvent{}
	for i := range h.Containers {
		c := &h.Containers[i]
		e := model.PodmanEvent{UID: 1000 * (i % 2), User: c.Name, Type: "container", Action: "pause", ID: string(c.ID), Name: c.Name}
		if i%3 == 0 {
			e = model.PodmanEvent{UID: 1000, User: c.Name, Type: c.Name, Action: c.Name, Name: c.Name, Reason: c.Name}
		}
		h.PodmanEvents[i+1] = []model.PodmanEvent{e}
	}
	return h.Samples(41)
}

// TestEvents has the list of what happened.
func TestEvents(t *testing.T) {
	for _, tt := range []struct {
		name, keys, wait string
		samples          func() []*model.Sample
	}{
		{"busy", "E j j", "what happened", func() []*model.Sample { return modeltest.Happenings(modeltest.Busy(), 301) }},
		{"checks", "E h", "what happened", func() []*model.Sample { return modeltest.Happenings(modeltest.Busy(), 301) }},
		{"found", "E / b a t c h space ! o o m enter", "match", func() []*model.Sample { return modeltest.Happenings(modeltest.Busy(), 301) }},
		{"none", "E / z z z enter", "No event", func() []*model.Sample { return modeltest.Busy().Samples(301) }},
		{"degraded", "E", "what happened", func() []*model.Sample { return modeltest.Happenings(modeltest.Degraded(), 301) }},
		{"empty", "E", "Nothing has happened", func() []*model.Sample { return modeltest.Empty().Samples(21) }},
		{"hostile", "E", "what happened", hostileEvents},
		{"frozen", "Z E", "FROZEN", func() []*model.Sample { return modeltest.Happenings(modeltest.Busy(), 301) }},
	} {
		for _, size := range [][2]int{{80, 24}, {120, 40}, {200, 60}} {
			t.Run(fmt.Sprintf("%s/%dx%d", tt.name, size[0], size[1]), func(t *testing.T) {
				t.Parallel()
				s, _ := play(t, tt.samples(), size[0], size[1], nil)
				pressAll(s, tt.keys)
				s.WaitFor(tt.wait)
				golden.RequireEqual(t, s.Settle())
			})
		}
	}
}

// TestEventsLooks has it in ASCII, and with the colours of each theme.
func TestEventsLooks(t *testing.T) {
	for _, name := range append(theme.Names(), "ascii") {
		t.Run(name, func(t *testing.T) {
			o := tui.Options{Theme: name}
			if name == "ascii" {
				o = tui.Options{Charset: theme.ASCII, Theme: "mono"}
			}
			s, _ := playWith(t, modeltest.Happenings(modeltest.Busy(), 301), 100, 24, o)
			s.Press("E", "j")
			s.WaitFor("what happened")
			s.Settle()
			golden.RequireEqual(t, s.Styled())
		})
	}
}

// What podtop did is on the list, and how it went.
func TestDeedsAreEvents(t *testing.T) {
	for _, tt := range []struct {
		err        error
		said, want string
	}{
		{nil, "pause nginx: done", "done: podman pause nginx"},
		{errors.New("nginx: no such container"), "nginx: no such container", "failed: nginx: no such container"},
		{checkFailed{}, "⚠ the health check of nginx ran and", "the health check of nginx ran and failed with 22"},
	} {
		samples := modeltest.Busy().Samples(301)
		s, src := play(t, samples[:250], 120, 40, &fakeActor{doErr: tt.err})
		pressAll(s, "j F")
		s.Press("y")
		s.WaitFor(tt.said)
		s.Press("E")
		for _, sample := range samples[250:] {
			src.more <- sample
		}
		waitUntil(t, s, func(screen string) bool {
			l := line(screen, tt.want)
			return strings.Contains(l, "podtop     nginx") && (strings.HasPrefix(tt.want, "failed") || !strings.Contains(l, "failed: "))
		})
	}
}

// A checkFailed is a health check that failed: it was run, as was asked for.
type checkFailed struct{}

func (checkFailed) Error() string { return "the health check of nginx ran and failed with 22" }
func (checkFailed) Ran() bool     { return true }

// The list opens once, however often it is asked for.
func TestEventsOpenOnce(t *testing.T) {
	s, _ := play(t, modeltest.Busy().Samples(301), 80, 24, nil)
	s.Press("E", "E", "E", "q")
	waitUntil(t, s, cursorOn("pod web"))
}
