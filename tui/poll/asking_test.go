package poll

import (
	"context"
	"errors"
	"testing"
	"time"

	"podtop/tui/pane"
)

// It asks at its own pace, never twice at once, and an answer about something
// else is not taken for one.
func TestAsking(t *testing.T) {
	env := pane.Env{Context: t.Context(), Self: 3, Now: time.Second}
	q := Asking[int]{Every: 2 * time.Second, Within: time.Minute}
	value, fail := 1, error(nil)
	read := func(context.Context) (int, error) { return value, fail }
	first := q.Ask(env, read)
	if first == nil || q.Ask(env, read) != nil {
		t.Fatal("it is not asked once")
	}
	env.Now = 4 * time.Second
	if q.Waits(env) != 3*time.Second {
		t.Errorf("it waits %v", q.Waits(env))
	}
	reply := first().(pane.ReplyMsg)
	if reply.To != 3 || !q.Take(env, reply.Msg) || q.Got != 1 || q.At != env.Now || q.Waits(env) != 0 {
		t.Errorf("the answer %+v gave %+v", reply, q)
	}
	if !q.Take(env, reply.Msg) || q.Before != 0 {
		t.Errorf("the same answer twice is the one before itself: %+v", q)
	}
	if other := (Asking[int]{}); other.Take(env, reply.Msg) {
		t.Error("another one took the answer")
	}
	env.Now = 5 * time.Second
	if q.Ask(env, read) != nil {
		t.Error("it is asked too soon")
	}
	env.Now, fail = 6*time.Second, errors.New("no")
	second := q.Ask(env, read)
	q.Take(env, second().(pane.ReplyMsg).Msg)
	if q.Err == nil || q.Got != 1 || q.Age(env) != 2*time.Second {
		t.Errorf("after an error: %+v", q)
	}
	env.Now, fail, value = 8*time.Second, nil, 2
	late := q.Ask(env, read)
	q.forget()
	if !q.Take(env, late().(pane.ReplyMsg).Msg) || q.At != 0 || q.Got != 0 {
		t.Errorf("an answer to what was forgotten: %+v", q)
	}
	if q.Ask(env, read) == nil {
		t.Error("after forget it is not asked anew")
	}
}
