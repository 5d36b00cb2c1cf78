package podman

import (
	"cmp"
	"os/user"
	"reflect"
	"slices"
	"strconv"
	"time"

	"podtop/model"
)

// publish makes what everybody said one inventory, and puts it in the place of
// the one before.
func (w *Watcher) publish() {
	before := w.Inventory()
	inv := &model.Inventory{Generation: before.Generation, Engines: []model.Engine{}}
	known := map[model.ID]bool{}
	for _, f := range w.sorted() {
		w.addEngine(inv, f, known)
	}
	w.addConmons(inv, known)
	for _, m := range w.managers {
		inv.Units = append(inv.Units, m.units()...)
	}
	slices.SortFunc(inv.Units, func(a, b model.Unit) int {
		return cmp.Or(cmp.Compare(a.UID, b.UID), cmp.Compare(a.Name, b.Name))
	})
	namePods(inv)
	w.noteNow()
	w.waiting = slices.ContainsFunc(inv.Engines, func(e model.Engine) bool { return e.Waiting })
	if reflect.DeepEqual(inv, before) {
		return
	}
	inv.Generation++
	w.inventory.Store(inv)
}

// addEngine adds what one service says, as far as it is to be believed. What
// two say is the first one's.
func (w *Watcher) addEngine(inv *model.Inventory, f *followed, known map[model.ID]bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	inv.Engines = append(inv.Engines, f.model(time.Now()))
	first := len(inv.Containers)
	for id, c := range f.containers {
		if known[id] || !w.owners().trusts(id, f.UID, w.opts.UID) {
			continue
		}
		known[id] = true
		m := c.meta
		dropForeignCgroup(&m, w.opts.UID)
		if units := w.managers[f.UID]; units != nil && c.unit != "" {
			units.setUnit(c.unit, &m)
		}
		inv.Containers = append(inv.Containers, m)
	}
	slices.SortFunc(inv.Containers[first:], func(a, b model.Meta) int { return cmp.Compare(a.ID, b.ID) })
	for _, p := range f.pods {
		inv.Pods = append(inv.Pods, p)
	}
	slices.SortFunc(inv.Pods, func(a, b model.Pod) int {
		return cmp.Or(cmp.Compare(a.UID, b.UID), cmp.Compare(a.ID, b.ID))
	})
}

// addConmons adds the containers that have a cgroup and that only conmon names.
func (w *Watcher) addConmons(inv *model.Inventory, known map[model.ID]bool) {
	seen := w.seen.Load()
	slices.SortFunc(w.conmons, func(a, b conmon) int {
		return cmp.Or(cmp.Compare(a.uid, b.uid), cmp.Compare(a.id, b.id))
	})
	// Once a service has named a container, the service's word counts, and that
	// is also how it ends.
	w.conmons = slices.DeleteFunc(w.conmons, func(c conmon) bool { return known[c.id] })
	for i := range w.conmons {
		c := &w.conmons[i]
		if known[c.id] || !w.owners().trusts(c.id, c.uid, w.opts.UID) {
			continue
		}
		if seen != nil {
			if _, ok := (*seen)[c.id]; !ok {
				continue // it ended since
			}
		}
		known[c.id] = true
		inv.Containers = append(inv.Containers, c.meta(username))
	}
}

func (w *Watcher) owners() owners {
	if o := w.seen.Load(); o != nil {
		return *o
	}
	return nil
}

// namePods gives containers their pod's name and pods the state their
// containers make.
func namePods(inv *model.Inventory) {
	type key struct {
		uid int
		pod string
	}
	pods := map[key]*model.Pod{}
	for i := range inv.Pods {
		p := &inv.Pods[i]
		pods[key{p.UID, p.ID}] = p
	}
	members := map[*model.Pod][]model.State{}
	for i := range inv.Containers {
		m := &inv.Containers[i]
		if p := pods[key{m.UID, m.Pod}]; p != nil {
			m.PodName = p.Name
			m.Infra = m.Infra || p.Infra == m.ID
			members[p] = append(members[p], podmanState(m))
		}
	}
	for p, states := range members {
		p.State = cmp.Or(podState(states), p.State)
	}
}

// username is the name of a user, or the number if there is none.
func username(uid int) string {
	id := strconv.Itoa(uid)
	if u, err := user.LookupId(id); err == nil {
		return text(u.Username)
	}
	return id
}
