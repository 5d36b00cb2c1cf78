package main

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/spf13/cobra"

	"podtop/model"
)

// What does not end is ended: a change that has begun later than all else, and
// no change with the code of success.
func TestEnding(t *testing.T) {
	for name, tt := range map[string]struct {
		change, begun bool
		within        time.Duration
		code          int
	}{
		"a look":                 {within: atLast, code: exitDone},
		"a change before it":     {change: true, within: atLast, code: exitFailed},
		"a change that is begun": {change: true, begun: true, within: atLastOfChange, code: exitFailed},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var e ending
				e.change.Store(tt.change)
				ctx, cancel := context.WithCancel(t.Context())
				codes := make(chan int, 2)
				ended := e.await(ctx, func(code int) { codes <- code })
				defer ended()
				e.begun.Store(tt.begun)
				cancel()
				time.Sleep(tt.within - time.Nanosecond)
				synctest.Wait()
				if len(codes) > 0 {
					t.Error("it is ended too soon")
				}
				time.Sleep(time.Nanosecond)
				synctest.Wait()
				if len(codes) != 1 {
					t.Fatalf("ended %d times", len(codes))
				}
				if code := <-codes; code != tt.code {
					t.Errorf("ended with %d, want %d", code, tt.code)
				}
			})
		})
	}
}

// What has ended by itself is not ended.
func TestEndedByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		ended := new(ending).await(ctx, func(int) { t.Error("it is ended") })
		cancel()
		ended()
		time.Sleep(2 * atLastOfChange)
	})
}

// A changer is an Actor that tells what became of an ending when it is called.
type changer struct {
	end  *ending
	seen []bool // whether a change has begun
}

func (c *changer) note() { c.seen = append(c.seen, c.end.begun.Load()) }

func (c *changer) Plan(context.Context, model.Action) (model.Plan, error) {
	c.note()
	return model.Plan{Changes: make([]model.Change, 1)}, nil
}

func (c *changer) Do(context.Context, model.Plan) error { c.note(); return nil }

func (c *changer) Undo(context.Context, model.Target) (model.Action, error) {
	return model.Action{}, nil
}

func (c *changer) NextUndo(context.Context, model.Target) (string, error) {
	return "", errors.New("nothing is left to undo")
}

// Of podtop limits only the change itself is given more time.
func TestChangeIsGivenTime(t *testing.T) {
	var end ending
	actor := &changer{end: &end}
	lo := limitsOptions{options: &options{}, end: &end, yes: true}
	var cmd cobra.Command
	cmd.SetOut(t.Output())
	if err := lo.change(t.Context(), &cmd, &host{actor: actor}, make([]model.Container, 1)); err != nil {
		t.Fatal(err)
	}
	if len(actor.seen) != 2 || actor.seen[0] || !actor.seen[1] {
		t.Errorf("begun when it plans and when it does: %v", actor.seen)
	}
}

// A limit given is a change, whatever becomes of it; a look at limits is none.
func TestWhatIsAChange(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, change := range []bool{false, true} {
		var end ending
		root := newRoot(&end)
		args := []string{"limits", "web", "--host", "unix:///nowhere"}
		if change {
			args = append(args, "--memory", "64m", "--dry-run")
		}
		root.SetArgs(args)
		if err := root.ExecuteContext(ctx); err == nil || end.change.Load() != change {
			t.Errorf("%q: %t, %v", args, end.change.Load(), err)
		}
	}
}
