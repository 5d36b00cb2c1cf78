package podman

import (
	"context"
	"time"

	"podtop/model"
)

// scanConmons looks for conmon processes, if the cgroups show a container that no
// service names, and if the last look is not just over.
func (w *Watcher) scanConmons(ctx context.Context) {
	seen := w.seen.Load()
	if w.scanning {
		return
	}
	if !w.scanned.IsZero() {
		if time.Since(w.scanned) < w.pace.conmon || seen == nil || !w.hasUnnamed(*seen) {
			return
		}
	}
	w.scanning, w.scanned = true, time.Now()
	w.tasks.Go(func() { w.scans <- conmons(ctx, w.opts.Proc, &w.processes) })
}

// hasUnnamed reports whether any container seen has no name.
func (w *Watcher) hasUnnamed(seen owners) bool {
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

// compareCgroups asks the services about containers where their answers and the
// cgroups differ: an event was lost, or came from where events do not
// reach.
func (w *Watcher) compareCgroups(ctx context.Context) {
	w.scanConmons(ctx)
	seen, went := w.seen.Load(), w.departed.take()
	if seen == nil {
		return
	}
	for _, f := range w.engines {
		ids := append(f.differingFrom(*seen, w.isOnly(f)), f.unstarted(went)...)
		if f.API != nil && len(ids) > 0 && !f.request(ids) {
			w.departed.put(went) // for the next time
		}
	}
}

// isOnly reports whether f is the only service, and so answers for all.
func (w *Watcher) isOnly(f *followed) bool { return len(w.engines) == 1 && f.UID == w.opts.UID }

// differingFrom returns the containers of the service's user that have a cgroup
// and do not run, or run and have none.
func (e *engine) differingFrom(seen owners, alone bool) []model.ID {
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

// A healthStatus is the health of a container.
type healthStatus struct {
	uid    int
	id     model.ID
	status string
}

// compareHealth asks the service about a container whose health is another than
// the service last reported.
func (w *Watcher) compareHealth(h healthStatus) {
	for _, f := range w.engines {
		if f.UID == h.uid && f.API != nil && f.hasOtherHealth(h) {
			f.request([]model.ID{h.id})
		}
	}
}

func (e *engine) hasOtherHealth(h healthStatus) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	c := e.containers[h.id]
	return c != nil && c.meta.Health != word(h.status)
}
