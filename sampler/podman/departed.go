package podman

import (
	"sync"
	"time"

	"podtop/model"
)

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
