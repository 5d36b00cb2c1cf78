package bench

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// Whatever becomes of the answer to create, no container is left.
func TestCreateLeavesNothing(t *testing.T) {
	for _, tt := range []struct {
		what string
		late time.Duration
		lost error
	}{
		{"interrupted before it is there", 10 * time.Millisecond, nil},
		{"the answer is lost", 0, io.ErrUnexpectedEOF},
	} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake()
			f.images["web"], f.late, f.lost = payload, tt.late, tt.lost
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Millisecond)
			defer cancel()
			if c, err := f.podman().create(ctx, "start", &Subject{Image: "web"}); err == nil {
				c.clear()
			}
			time.Sleep(time.Second)
			f.checkEmpty(t)
		})
	}
}

// What was removed is not removed again.
func TestClearAfterRemove(t *testing.T) {
	f := newFake()
	f.make(t, time.Second)
	for id := range f.made {
		c := &container{podman: f.podman(), id: id}
		if err := c.remove(t.Context()); err != nil {
			t.Error(err)
		}
		before := len(f.calls)
		if c.clear(); len(f.calls) > before {
			t.Errorf("%q", f.calls)
		}
	}
}

// What was refused is not there to be removed; of what cannot be removed there
// is a warning.
func TestClearWarns(t *testing.T) {
	for _, tt := range []struct {
		err     error
		deletes int
	}{{refusal{http.StatusConflict}, 0}, {io.ErrUnexpectedEOF, 1}} {
		f := newFake()
		f.images["web"], f.lost = payload, tt.err
		p := f.podman()
		var warned []string
		p.Warn = func(text string) { warned = append(warned, text) }
		if _, err := p.create(t.Context(), "start", &Subject{Image: "web"}); err == nil {
			t.Error("the error is lost")
		}
		isDelete := func(call string) bool { return strings.HasPrefix(call, "DELETE ") }
		if slices.ContainsFunc(f.calls, isDelete) != (tt.deletes > 0) || len(warned) > 0 {
			t.Errorf("%v: %q, warned %q", tt.err, f.calls, warned)
		}
	}
	f := newFake()
	f.make(t, time.Second)
	p := f.podman()
	var warned []string
	p.Warn = func(text string) { warned = append(warned, text) }
	for id := range f.made {
		f.refuse[id] = refusal{500}
		(&container{podman: p, id: id}).clear()
	}
	if len(warned) != 1 || !strings.Contains(warned[0], "may be left") {
		t.Errorf("%q", warned)
	}
}
