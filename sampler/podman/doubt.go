package podman

import (
	"context"
	"time"

	"podtop/model"
)

// scan looks for conmon processes, if the cgroups show a container that no
// service names, and if the last look is not just over.
func (w *Watcher) scan(ctx context.Context) {
	seen := w.seen.Load()
	if w.scanning {
		return
	}
	if !w.scanned.IsZero() {
		if time.Since(w.scanned) < w.pace.conmon || seen == nil || !w.strange(*seen) {
			return
		}
	}
	w.scanning, w.scanned = true, time.Now()
	w.tasks.Go(func() { w.scans <- conmons(ctx, w.opts.Proc, &w.processes) })
}

// strange reports whether any container seen has no name.
func (w *Watcher) strange(seen owners) bool {
	named := map[model.ID]bool{}
	for _, c := range w.conmons {
		named[c.id] = true
	}
	for _, f := range w.engines {
		f.mu.Lock()
		for id := range f.containers {
			named[id] = true
		}
		f.mu.Unlock()
	}
	for id := range seen {
		if !named[id] {
			return true
		}
	}
	return false
}

// doubt asks the services about containers where what they said and what the
// cgroups show differ: an event was lost, or came from where events do not
// reach.
func (w *Watcher) doubt(ctx context.Context) {
	w.scan(ctx)
	seen := w.seen.Load()
	if seen == nil {
		return
	}
	for _, f := range w.engines {
		if ids := f.differs(*seen, w.alone(f)); f.API != nil && len(ids) > 0 {
			f.want(ids)
		}
	}
}

// alone reports whether f is the only service, and so answers for all.
func (w *Watcher) alone(f *followed) bool { return len(w.engines) == 1 && f.UID == w.opts.UID }

// differs returns the containers of the service's user that have a cgroup and
// do not run, or run and have none.
func (e *engine) differs(seen owners, alone bool) []model.ID {
	e.mu.Lock()
	defer e.mu.Unlock()
	var ids []model.ID
	for id, uid := range seen {
		if uid != e.UID && !alone {
			continue
		}
		if c := e.containers[id]; c == nil || !c.meta.State.Live() {
			ids = append(ids, id)
		}
	}
	for id, c := range e.containers {
		if _, ok := seen[id]; !ok && c.meta.State.Live() && c.meta.CgroupPath != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// A standing is how a container's health stands.
type standing struct {
	uid    int
	id     model.ID
	status string
}

// doubtHealth asks the service about a container whose health is said to be
// another than it told.
func (w *Watcher) doubtHealth(h standing) {
	for _, f := range w.engines {
		if f.UID == h.uid && f.API != nil && f.differsIn(h) {
			f.want([]model.ID{h.id})
		}
	}
}

func (e *engine) differsIn(h standing) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	c := e.containers[h.id]
	return c != nil && c.meta.Health != word(h.status)
}
