package tui_test

import (
	"errors"
	"strings"
	"testing"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/modeltest"
	"podtop/tui"
)

// A key does what makes sense for the container, or says why nothing does.
func TestChangesMakeSense(t *testing.T) {
	samples := modeltest.Busy().Samples(301)
	for _, tt := range []struct{ name, key, want string }{
		{"nginx", "S", "stop nginx?"},
		{"migrate", "S", "start migrate?"},
		{"mailer", "S", "start mailer?"},
		{"legacy", "S", "nothing to do: legacy is paused"},
		{"legacy", "F", "unpause legacy?"},
		{"legacy", "K", "send a signal to the first process of legacy"},
		{"migrate", "K", "nothing to do: migrate is exited"},
		{"legacy", "D", "remove legacy?"},
		{"search", "C", "run the health check of search?"},
		{"legacy", "C", "nothing to do: legacy is paused"},
		{"migrate", "L", "limits of migrate"},
	} {
		t.Run(tt.name+"/"+tt.key, func(t *testing.T) {
			s, _ := play(t, samples, 120, 40, &fakeActor{})
			pressAll(s, "/ n a m e = "+strings.Join(strings.Split(tt.name, ""), " ")+" enter n "+tt.key)
			s.WaitFor(tt.want)
		})
	}
}

// Where podtop may only watch, the keys that change something are in no help,
// no hint and no palette, and say so.
func TestReadOnlyHasNoChanges(t *testing.T) {
	for _, key := range []string{"S", "R", "F", "K", "D", "L", "C"} {
		s, _ := play(t, modeltest.Busy().Samples(21), 120, 120, nobody)
		s.Press("j", key)
		s.WaitFor("read-only")
		s.Press("?")
		s.WaitFor("everywhere")
		help := s.Settle()
		for _, text := range []string{"send a signal", "stop, or start", "limits …"} {
			if strings.Contains(help, text) {
				t.Errorf("%q is in\n%s", text, help)
			}
		}
		s.Press("esc", ":")
		s.WaitFor(": Graphs")
		if palette := s.Settle(); strings.Contains(palette, "remove ") || strings.Contains(palette, "limits …") {
			t.Errorf("the palette offers changes:\n%s", palette)
		}
	}
	s, _ := play(t, modeltest.Busy().Samples(21), 160, 40, nobody)
	if strings.Contains(s.Settle(), "F pause") {
		t.Error("it hints at a key that does nothing")
	}
}

// The palette offers what makes sense for the chosen container alone, whatever
// is marked.
func TestPaletteChanges(t *testing.T) {
	actor := &fakeActor{}
	s, _ := play(t, modeltest.Busy().Samples(301), 120, 40, actor)
	pressAll(s, "j space space space k k k : s t o p space n g i enter")
	s.WaitFor("stop nginx?")
	s.Press("y")
	s.WaitFor("stop nginx: done")
	pressAll(s, ": s t a r t space n g i n x")
	s.Settle()
	if strings.Contains(s.Text(), "▸ start nginx") {
		t.Errorf("it offers to start what runs:\n%s", s.Text())
	}
}

// Signals go to all that are marked, as one question.
func TestSignalMarked(t *testing.T) {
	actor := &fakeActor{}
	s, _ := play(t, modeltest.Busy().Samples(301), 120, 40, actor)
	pressAll(s, "j space space K j enter")
	s.WaitFor("send SIGHUP to 2 containers?")
	s.Press("y")
	s.WaitFor("send SIGHUP to 2 containers: 2 of 2 done")
	actor.mu.Lock()
	defer actor.mu.Unlock()
	for _, p := range actor.did {
		if p.Action.Verb != model.Kill || p.Action.Signal != "HUP" {
			t.Errorf("did %+v", p.Action)
		}
	}
}

// Who wrote what cannot be finds it again, with the reason, and mends it.
func TestLimitsRefused(t *testing.T) {
	actor := &fakeActor{refuses: map[string]error{"nginx": errors.New("cannot change the limits of nginx: cpus 64 is more than the 4 there are")}}
	s, _ := playWith(t, modeltest.Busy().Samples(301), 120, 40, tui.Options{Actor: actor})
	pressAll(s, "j L 6 4 enter")
	s.WaitFor("more than the 4 there are")
	form := s.Settle()
	if !strings.Contains(form, " 64") || strings.Count(form, "more than the 4 there are") != 2 {
		t.Errorf("the form is to have what was written and, as the status line, why it is refused:\n%s", form)
	}
	pressAll(s, "backspace")
	if again := s.Settle(); strings.Count(again, "more than the 4 there are") != 1 {
		t.Errorf("the form still says why, though its text is another:\n%s", again)
	}
	actor.mu.Lock()
	delete(actor.refuses, "nginx")
	actor.mu.Unlock()
	pressAll(s, "enter")
	s.WaitFor("change the limits of nginx?")
	actor.mu.Lock()
	defer actor.mu.Unlock()
	if last := actor.asks[len(actor.asks)-1]; len(last.Limits) != 1 || last.Limits[0].Value != clean.Of("6") {
		t.Errorf("asked for %+v", actor.asks)
	}
}

// A change of limits is what was written, and can be taken back from the
// palette.
func TestLimitsAndBack(t *testing.T) {
	actor := &fakeActor{}
	s, _ := playWith(t, modeltest.Busy().Samples(301), 120, 40, tui.Options{Actor: actor})
	pressAll(s, "j : u n d o space l i m enter")
	s.WaitFor("nothing to undo: the audit log has no change of nginx")
	pressAll(s, "L 1 . 5 down down down down down down n o n e enter")
	s.WaitFor("change the limits of nginx?")
	s.WaitFor("memory-swap")
	s.WaitFor("API: POST")
	s.Press("y")
	s.WaitFor("change the limits of nginx: done (:undo makes cpus 1.5 → 2)")
	pressAll(s, ": u n d o space l i m enter")
	s.WaitFor("change the limits of nginx?")
	s.Press("y")
	s.WaitFor("change the limits of nginx: done (nothing is left to undo)")
	actor.mu.Lock()
	defer actor.mu.Unlock()
	if len(actor.did) != 2 {
		t.Fatalf("did %+v", actor.did)
	}
	first, back := actor.did[0].Action.Limits, actor.did[1].Action.Limits
	if len(first) != 2 || first[0] != (model.Setting{Field: model.FieldCPUs, Value: clean.Of("1.5")}) || first[1] != (model.Setting{Field: model.FieldMemory, None: true}) {
		t.Errorf("first %+v", first)
	}
	if len(back) != 2 || back[0].Value != clean.Of("2") || actor.did[1].Action.Undoes != "7" {
		t.Errorf("back %+v", back)
	}
}
