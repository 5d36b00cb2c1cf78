package audit

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"podtop/model"
	"podtop/model/clean"
)

func TestLast(t *testing.T) {
	path := logPath(t)
	l := Open(path, Options{Journal: "-"})
	do := func(p model.Plan, err error) string {
		e, berr := l.Begin(context.Background(), p)
		check(t, berr)
		check(t, l.End(e, outcome(err), err))
		return e.begun.ID
	}
	last := func() string {
		t.Helper()
		e, err := Last(path, pausing("web").Action.Target.ID)
		check(t, err)
		if e == nil {
			return ""
		}
		return e.ID
	}
	if last() != "" {
		t.Error("of no log")
	}
	do(pausing("web"), nil)
	first := do(updating(""), nil)
	second := do(updating(""), nil)
	do(updating(""), errors.New("EBUSY"))
	other := updating("")
	other.Action.Target.ID = "b"
	do(other, nil)
	if last() != second {
		t.Error("not the second")
	}
	do(updating(second), errors.New("EBUSY"))
	if last() != second {
		t.Error("its undo failed")
	}
	do(updating(second), nil)
	if last() != first {
		t.Error("not the first")
	}
	do(updating(first), nil)
	if last() != "" {
		t.Error("all are undone")
	}
	e, err := Last(path, "b")
	check(t, err)
	if s := e.Settings(); len(s) != 2 || s[0] != (model.Setting{Field: model.FieldMemory, Value: clean.Of("64m")}) || !s[1].None {
		t.Errorf("%+v", s)
	}
}

// A log is read in bounded memory, whatever is in it.
func TestReadIsBounded(t *testing.T) {
	path, lines := written(t, 60)
	write(t, path, strings.Repeat("x", 3*maxLine)+"\n\n"+strings.Join(lines, "")+"\n"+"{", 0o600)
	events, bad, err := Read(path, 5, func(e *Event) bool { return e.Outcome == Done })
	check(t, err)
	if len(events) != 5 || bad != 3 {
		t.Errorf("%d events, %d bad", len(events), bad)
	}
	if _, _, err := Read(filepath.Dir(path), 5, nil); err == nil {
		t.Error("a directory was read")
	}
}
