package audit

import (
	"context"
	"errors"
	"strings"
	"testing"

	"podtop/model"
	"podtop/model/clean"
)

// memory is an Actor that changes the limit of one container's memory.
type memory struct {
	now     string
	refuses string
}

func (m *memory) Plan(_ context.Context, a model.Action) (model.Plan, error) {
	p := model.Plan{Action: a, Undo: "set again: memory " + m.now, Back: []model.Setting{{Field: model.FieldMemory, Value: clean.Of(m.now)}}}
	for _, s := range a.Limits {
		switch to := s.Value.Raw(); to {
		case m.refuses:
			return model.Plan{}, errors.New("too little")
		case m.now:
		default:
			p.Changes = []model.Change{{Field: model.FieldMemory, Old: m.now, New: to}}
		}
	}
	return p, nil
}

func (m *memory) Do(_ context.Context, p model.Plan) error {
	m.now = p.Action.Limits[0].Value.Raw()
	return nil
}

// A plan and what is said after it name what the next undo does, and it does
// that: after an undo it takes back the change before, and in the end nothing.
func TestNextUndoIsWhatIsDone(t *testing.T) {
	m := &memory{now: "64m"}
	a := Audited(m, Open(logPath(t), Options{Journal: "-"}))
	target := updating("").Action.Target
	do := func(action model.Action) (undo string) {
		t.Helper()
		p, err := a.Plan(t.Context(), action)
		check(t, err)
		check(t, a.Do(t.Context(), p))
		return p.Undo
	}
	next := func() string {
		text, err := a.NextUndo(t.Context(), target)
		if err != nil {
			return err.Error()
		}
		return text
	}
	undo := func() string {
		t.Helper()
		action, err := a.Undo(t.Context(), target)
		check(t, err)
		return do(action)
	}
	for _, to := range []string{"128m", "256m"} {
		set := model.Action{Verb: model.Update, Target: target, Limits: []model.Setting{{Field: model.FieldMemory, Value: clean.Of(to)}}}
		before := m.now
		if got := do(set); got != "set again: memory "+before {
			t.Errorf("to %s: undo is %q", to, got)
		}
	}
	for _, tt := range []struct{ next, plan, now string }{
		{"memory 256m → 128m", "the next one takes back the change before, and sets again: memory 64M", "128m"},
		{"memory 128m → 64m", "none: an undo is not taken back, and no earlier change is on record", "64m"},
	} {
		if got := next(); got != tt.next {
			t.Errorf("next is %q, want %q", got, tt.next)
		}
		if got := undo(); got != tt.plan || m.now != tt.now {
			t.Errorf("undo is planned with %q, want %q; memory is %s, want %s", got, tt.plan, m.now, tt.now)
		}
	}
	if got := next(); got != "nothing is left to undo" {
		t.Errorf("in the end next is %q", got)
	}
	m.now, m.refuses = "512m", "128m"
	do(model.Action{Verb: model.Update, Target: target, Limits: []model.Setting{{Field: model.FieldMemory, Value: clean.Of("1g")}}})
	m.refuses = "512m"
	if got := next(); got != "the next undo would be refused: too little" {
		t.Errorf("refused: %q", got)
	}
}

// What was changed by hand meanwhile is passed over, in the plan as in what is done.
func TestNextUndoPassesOverWhatDoesNotHold(t *testing.T) {
	m := &memory{now: "64m"}
	a := Audited(m, Open(logPath(t), Options{Journal: "-"}))
	target := updating("").Action.Target
	for _, to := range []string{"128m", "64m", "256m"} { // so the second restores what holds after the third is taken back
		p, err := a.Plan(t.Context(), model.Action{Verb: model.Update, Target: target, Limits: []model.Setting{{Field: model.FieldMemory, Value: clean.Of(to)}}})
		check(t, err)
		check(t, a.Do(t.Context(), p))
	}
	m.now = "128m" // by hand
	action, err := a.Undo(t.Context(), target)
	check(t, err)
	p, err := a.Plan(t.Context(), action)
	check(t, err)
	if len(p.Changes) != 1 || p.Changes[0].New != "64m" || p.Undo != "the next one takes back the change before, and sets again: memory 128M" {
		t.Errorf("%+v", p)
	}
}

// The changes of an earlier container of the same name are none of this one's.
func TestNothingToUndoAfterARecreation(t *testing.T) {
	a := Audited(&fake{}, Open(logPath(t), Options{Journal: "-"}))
	check(t, a.Do(t.Context(), updating("")))
	target := updating("").Action.Target
	target.ID = model.ID(strings.Repeat("b", 64))
	if _, err := a.Undo(t.Context(), target); err == nil || !strings.Contains(err.Error(), "earlier container of that name") {
		t.Error(err)
	}
	target.Name = "other"
	if _, err := a.Undo(t.Context(), target); err == nil || strings.Contains(err.Error(), "earlier container") {
		t.Error(err)
	}
}
