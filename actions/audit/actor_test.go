package audit

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"podtop/model"
)

func TestDoHasALineBeforeAndAfter(t *testing.T) {
	path := logPath(t)
	now := time.Date(2026, 11, 20, 15, 30, 0, 0, time.FixedZone("", 3600))
	t.Setenv("SSH_CONNECTION", "192.0.2.7 50122 192.0.2.1 22")
	l := Open(path, Options{Journal: "-", Now: func() time.Time { return now }})
	f := &fake{do: func(context.Context) error {
		if n := len(read(t, path)); n != 1 {
			t.Errorf("%d lines before it is done", n)
		}
		return nil
	}}
	if err := Audited(f, l).Do(context.Background(), updating("")); err != nil {
		t.Fatal(err)
	}
	events, bad, err := readFile(path, 10, nil)
	if err != nil || bad != 0 || len(events) != 1 || f.did != 1 {
		t.Fatal(events, bad, err)
	}
	e := events[0]
	if e.Outcome != Done || e.Container.Name != "web" || e.Who.SSH != "192.0.2.7:50122" || e.Who.UID != os.Getuid() || len(e.Changes) != 2 || e.Changes[0].Old != "64M" || !e.Changes[1].Implied ||
		!e.Time.Equal(now) || !e.End.Equal(now) || len(e.Back) != 2 || !e.Back[1].None || e.Undo == "" {
		t.Errorf("%+v", e)
	}
	if !strings.Contains(read(t, path)[0], `"time":"2026-11-20T14:30:00Z"`) {
		t.Error(read(t, path)[0])
	}
	for at, mode := range map[string]os.FileMode{path: 0o600, filepath.Dir(path): 0o700 | os.ModeDir} {
		if st, err := os.Stat(at); err != nil || st.Mode() != mode {
			t.Error(st.Mode(), err)
		}
	}
	if v := verify(t, path); v.Wrong != nil || v.Lines != 2 || v.Unproven == "" {
		t.Errorf("%+v", v)
	}
}

func TestOutcomes(t *testing.T) {
	ended, stop := context.WithCancel(context.Background())
	defer stop()
	for name, tt := range map[string]struct {
		do   func(context.Context) error
		want Outcome
		says string
	}{
		"failed": {func(context.Context) error { return errors.New("no such container") }, Failed, "no such container"},
		"ran":    {func(context.Context) error { return ran{errors.New("the check failed")} }, Done, "the check failed"},
		"half":   {func(context.Context) error { return half{errors.New("not back")} }, Half, "not back"},
		"panic":  {func(context.Context) error { panic("oh") }, Broke, "mistake in it: oh"},
		"late":   {func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, Late, "deadline"},
		"deaf":   {func(context.Context) error { <-ended.Done(); return nil }, Late, "web: nothing tells what became of it, and it may still happen: context deadline"},
	} {
		t.Run(name, func(t *testing.T) {
			path := logPath(t)
			ctx := context.Background()
			if tt.want == Late {
				var cancel func()
				ctx, cancel = context.WithTimeout(ctx, 20*time.Millisecond)
				defer cancel()
			}
			err := Audited(&fake{do: tt.do}, Open(path, Options{Journal: "-", Grace: 50 * time.Millisecond})).Do(ctx, pausing("web"))
			if err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Error(err)
			}
			events, _, err := readFile(path, 10, nil)
			if err != nil || len(events) != 1 || events[0].Outcome != tt.want || !strings.Contains(events[0].Error, tt.says) {
				t.Errorf("%+v, %v", events, err)
			}
		})
	}
}

// half is a change that failed and was not taken back.
type half struct{ error }

func (half) NotBack() bool { return true }

type ran struct{ error }

func (ran) Ran() bool { return true }

// An Actor that makes good what failed has time for that after its own, and its
// last word is what is written.
func TestGrace(t *testing.T) {
	path := logPath(t)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	f := &fake{do: func(ctx context.Context) error {
		<-ctx.Done()
		time.Sleep(100 * time.Millisecond)
		return errors.New("it was taken back")
	}}
	if err := Audited(f, Open(path, Options{Journal: "-"})).Do(ctx, pausing("web")); err == nil || !strings.Contains(err.Error(), "it was taken back") {
		t.Error(err)
	}
}

// Undo takes back one change after the other, newest first, and says when
// there is none left.
func TestUndo(t *testing.T) {
	path := logPath(t)
	f := &fake{}
	a := Audited(f, Open(path, Options{Journal: "-"}))
	target := updating("").Action.Target
	if _, err := a.Undo(t.Context(), target); err == nil || !strings.Contains(err.Error(), "nothing to undo") {
		t.Errorf("before any change: %v", err)
	}
	for range 2 {
		check(t, a.Do(t.Context(), updating("")))
	}
	seen := map[string]bool{}
	for range 2 {
		action, err := a.Undo(t.Context(), target)
		check(t, err)
		if action.Verb != model.Update || action.Target != target || len(action.Limits) == 0 || seen[action.Undoes] {
			t.Errorf("%+v", action)
		}
		seen[action.Undoes] = true
		check(t, a.Do(t.Context(), updating(action.Undoes)))
	}
	if _, err := a.Undo(t.Context(), target); err == nil {
		t.Error("with all taken back there is one more")
	}
	// One that does not hold any more does not stand before those that do.
	check(t, a.Do(t.Context(), updating("")))
	first, err := a.Undo(t.Context(), target)
	check(t, err)
	check(t, a.Do(t.Context(), updating("")))
	f.idle = 1
	action, err := a.Undo(t.Context(), target)
	if err != nil || !strings.HasPrefix(action.Undoes, first.Undoes+" ") {
		t.Errorf("%+v, %v, want %s", action, err, first.Undoes)
	}
	// Nor does it come back when those are taken back: its values would be new.
	check(t, a.Do(t.Context(), updating(action.Undoes)))
	if action, err := a.Undo(t.Context(), target); err == nil {
		t.Errorf("what did not hold is to be undone: %+v", action)
	}
}
