package lines

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"podtop/model"
	"podtop/model/logs"
)

// loading is how long a call waits for what was written before.
const loading = time.Second

// isKept reports whether a log driver keeps lines where only Podman reads them.
func isKept(driver string) bool { return driver == "k8s-file" || driver == "json-file" }

// asked are the containers whose lines Podman is asked for.
type asked struct {
	mu    sync.Mutex
	taken []logs.Container
	left  []logs.Container // that are not: enough others are asked for
}

// takeFiles begins to keep what Podman says of the containers whose lines it has, as far
// as it is not asked for too many.
func (l *Log) takeFiles() {
	a := &l.asked
	a.mu.Lock()
	defer a.mu.Unlock()
	if l.ctx.Err() != nil {
		return
	}
	a.left = slices.DeleteFunc(a.left, func(c logs.Container) bool {
		m := l.files.take(c)
		if m == nil {
			return false
		}
		l.memories.add(m)
		a.taken = append(a.taken, c)
		return true
	})
}

// leaveFiles ends it: the log is closed.
func (l *Log) leaveFiles() {
	a := &l.asked
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, c := range a.taken {
		l.files.leave(c)
	}
	a.taken = nil
}

// text says which containers Podman is not asked for; "" if there are none.
func (a *asked) text() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.left) == 0 {
		return ""
	}
	var names []string
	for i := range a.left {
		names = append(names, cmp.Or(a.left[i].Name, a.left[i].ID.Short()))
	}
	return "Podman is asked for " + model.Plural(maxAsked, "log", "logs") + " that it keeps in files, and no more: left out are " + strings.Join(names, ", ")
}

// load waits until the lines that there are have come, but not for long: a Podman
// that does not answer is named.
func (l *Log) load(ctx context.Context) {
	until := time.Now().Add(loading)
	for !l.isLoaded() && time.Now().Before(until) && l.pause(ctx, settling/4) == nil {
	}
}

// isLoaded reports whether the lines that there were have come.
func (l *Log) isLoaded() bool {
	return !slices.ContainsFunc(l.memories.all(), func(m *memory) bool { return !m.isSettled() })
}

// pause waits, unless the call is to end.
func (l *Log) pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
	case <-l.ctx.Done():
	}
	return l.ended(ctx)
}
