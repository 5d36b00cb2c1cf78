package podman

import (
	"context"
	"sync"
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
	seen, went := w.seen.Load(), w.went.take()
	if seen == nil {
		return
	}
	for _, f := range w.engines {
		ids := append(f.differs(*seen, w.alone(f)), f.unstarted(went)...)
		if f.API != nil && len(ids) > 0 && !f.want(ids) {
			w.went.put(went) // for the next time
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

// departed are containers whose cgroup went, and when.
type departed struct {
	mu  sync.Mutex
	ids map[model.ID]time.Time
}

// add takes in which cgroups there were and are.
func (d *departed) add(before *owners, now owners) {
	if before == nil {
		return
	}
	var at map[model.ID]time.Time
	for id := range *before {
		if _, ok := now[id]; ok {
			continue
		}
		if at == nil {
			at = map[model.ID]time.Time{}
		}
		at[id] = time.Now()
	}
	d.put(at)
}

// put takes in which went, and when.
func (d *departed) put(at map[model.ID]time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for id, t := range at {
		if d.ids == nil {
			d.ids = map[model.ID]time.Time{}
		}
		if len(d.ids) < maxContainers {
			d.ids[id] = t
		}
	}
}

// take returns those that went since it was called last.
func (d *departed) take() map[model.ID]time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	ids := d.ids
	d.ids = nil
	return ids
}

// unstarted returns those of the service's containers whose cgroup went, though
// as far as is known they did not run lately: a start may have failed, of which
// Podman has no event.
func (e *engine) unstarted(went map[model.ID]time.Time) []model.ID {
	e.mu.Lock()
	defer e.mu.Unlock()
	var ids []model.ID
	for id, at := range went {
		if c := e.containers[id]; c != nil && !c.meta.State.Live() && at.Sub(c.meta.Finished) > lateEnd {
			ids = append(ids, id)
		}
	}
	return ids
}

// lateEnd is how long before its cgroup goes a container may have ended.
const lateEnd = 2 * time.Second

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
