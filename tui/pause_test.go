package tui_test

import (
	"errors"
	"slices"
	"testing"

	"podtop/model"
	"podtop/model/modeltest"
)

func TestPause(t *testing.T) {
	actor := &fakeActor{hang: make(chan struct{})}
	samples := modeltest.Busy().Samples(400)
	s, src := play(t, samples[:301], 120, 40, actor)
	s.Press("j", "F")
	s.WaitFor("pause nginx?")
	for _, text := range []string{"$ podman pause nginx", "! nginx is published", "every process", "undo: podman unpause nginx", "y do it"} {
		s.WaitFor(text)
	}
	s.Press("y")
	s.WaitFor("pause nginx: waiting for Podman…")
	s.Press("j", "F") // one thing at a time, and the screen goes on
	for _, sample := range samples[301:] {
		src.more <- sample
	}
	s.WaitFor("waiting for Podman… 9 s")
	close(actor.hang)
	s.WaitFor("pause nginx: done")
	s.WaitFor("● running") // nothing is assumed: the next sample tells
	actor.mu.Lock()
	defer actor.mu.Unlock()
	if len(actor.did) != 1 {
		t.Fatalf("did %+v", actor.did)
	}
	if got := actor.did[0].Action.Target; got.ID != modeltest.ID("nginx") || got.Name != "nginx" || got.User != "root" || got.Path == "" {
		t.Errorf("did it to %+v", got)
	}
}

func TestPauseNeedsAYes(t *testing.T) {
	for _, key := range []string{"n", "esc", "q", "enter", "F", "Y"} {
		actor := &fakeActor{}
		s, _ := play(t, modeltest.Busy().Samples(301), 80, 24, actor)
		s.Press("j", "F")
		s.WaitFor("pause nginx?")
		s.Press(key)
		waitUntil(t, s, hides("pause nginx?"))
		if len(actor.did) != 0 {
			t.Errorf("%s paused it", key)
		}
	}
}

func TestPauseFails(t *testing.T) {
	for _, tt := range []struct {
		name  string
		actor *fakeActor
		keys  []string
		want  string
	}{
		{"plan", &fakeActor{planErr: errors.New("pause nginx: no Podman answers")}, []string{"j", "F"}, "⚠ pause nginx: no Podman answers"},
		{"do", &fakeActor{doErr: errors.New("pause nginx: container is gone")}, []string{"j", "F", "y"}, "⚠ pause nginx: container is gone"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, _ := play(t, modeltest.Busy().Samples(301), 80, 24, tt.actor)
			for _, k := range tt.keys {
				if k == "y" {
					s.WaitFor("pause nginx?")
				}
				s.Press(k)
			}
			s.WaitFor(tt.want)
			s.Press("esc")
			waitUntil(t, s, hides(tt.want))
		})
	}
}

func TestReadOnly(t *testing.T) {
	s, _ := play(t, modeltest.Busy().Samples(301), 80, 24, nobody)
	s.Press("j", "F")
	s.WaitFor("read-only")
}

// What is paused next is what the sample says.
func TestPausedShows(t *testing.T) {
	h := modeltest.Busy()
	i := slices.IndexFunc(h.Containers, func(c modeltest.Container) bool { return c.Name == "nginx" })
	h.Containers[i].State = model.Paused
	s, _ := play(t, h.Samples(301), 80, 24, &fakeActor{})
	if l := line(s.Settle(), "nginx"); !shows("‖ paused")(l) {
		t.Errorf("paused nginx is shown as %q", l)
	}
}

// One question for all that are marked, then one after the other; what cannot
// be done is said before, what failed after.
func TestPauseMarked(t *testing.T) {
	actor := &fakeActor{fails: map[string]error{"app": errors.New("pause app: container is gone")}}
	s, _ := play(t, modeltest.Busy().Samples(301), 120, 40, actor)
	s.Press("j", "space", "space", "space", "G", "space", "F")
	s.WaitFor("pause 3 containers?")
	for _, text := range []string{"$ podman pause nginx", "$ podman pause app", "$ podman pause shop-api-1", "left as it is: scratch is exited", "undo: podman unpause nginx"} {
		s.WaitFor(text)
	}
	s.Press("y")
	s.WaitFor("⚠ pause 3 containers: 2 of 3 done; pause app: container is gone")
	actor.mu.Lock()
	defer actor.mu.Unlock()
	if len(actor.did) != 3 {
		t.Errorf("did %+v", actor.did)
	}
}

// With the cursor anywhere, esc ends a series after the step it is at.
func TestEscEndsASeries(t *testing.T) {
	actor := &fakeActor{hang: make(chan struct{})}
	s, _ := play(t, modeltest.Busy().Samples(301), 120, 40, actor)
	s.Press("j", "space", "space", "F")
	s.WaitFor("pause 2 containers?")
	s.Press("y")
	s.WaitFor("1 of 2: pause app: waiting for Podman…; esc: not the others")
	s.Press("esc")
	close(actor.hang)
	s.WaitFor("pause 2 containers: 1 of 2 done, 1 not tried")
}

// Who quits while something is done is told so first.
func TestQuitInTheMidst(t *testing.T) {
	actor := &fakeActor{hang: make(chan struct{})}
	defer close(actor.hang)
	s, _ := play(t, modeltest.Busy().Samples(301), 120, 40, actor)
	s.Press("j", "F")
	s.WaitFor("y do it")
	s.Press("y")
	s.WaitFor("waiting for Podman")
	s.Press("q")
	s.WaitFor("once more: quit all the same")
	select {
	case <-s.Done():
		t.Error("it has quit at once")
	default:
	}
	s.Press("q")
	<-s.Done()
}

// What is refused when it is planned is left out of the question.
func TestRefusedPlansAreSaid(t *testing.T) {
	actor := &fakeActor{refuses: map[string]error{"app": errors.New("pause app: it is its own pod")}}
	s, _ := play(t, modeltest.Busy().Samples(301), 120, 40, actor)
	s.Press("j", "space", "space", "F")
	s.WaitFor("pause nginx?")
	s.WaitFor("left as it is: pause app: it is its own pod")
}
