package model

import (
	"slices"
	"time"
)

// startGrace is how long after a container was made its start, if it was started at
// once, has failed and Podman has said so.
const startGrace = 15 * time.Second

// addFailures takes in which containers could not be started. What Podman says
// when it has only begun to answer is no news.
func (log *eventLog) addFailures(inv, old *Inventory, before map[ID]*Meta, lives map[ID]*containerState) {
	if inv == nil || old == nil {
		return
	}
	for i := range inv.Units {
		log.addUnitFailure(&inv.Units[i], old)
	}
	for i := range inv.Containers {
		m := &inv.Containers[i]
		was := before[m.ID]
		if m.StartError == "" || m.Infra || was != nil && was.StartError == m.StartError || !old.listed(m.UID) {
			continue
		}
		log.addFailure(m, was, lives[m.ID])
	}
}

// listed reports whether a Podman of user uid has said which containers there
// are.
func (inv *Inventory) listed(uid int) bool {
	for i := range inv.Engines {
		if e := &inv.Engines[i]; e.UID == uid && e.Listed {
			return true
		}
	}
	return false
}

// ids are those of the containers there are.
func (inv *Inventory) ids() map[ID]bool {
	there := make(map[ID]bool, len(inv.Containers))
	for i := range inv.Containers {
		there[inv.Containers[i].ID] = true
	}
	return there
}

// addFailure takes in that m could not be started: when its cgroup came, if it was
// seen to, or when it was made, if it is that new. That cgroup was no start, and
// its going no end.
func (log *eventLog) addFailure(m, was *Meta, cs *containerState) {
	e := log.inventoryEvent(m, "start", log.wall)
	if (was == nil || was.State == Created) && !m.Created.IsZero() && log.wall.Sub(m.Created) < startGrace {
		log.setTime(&e, log.created(m))
	}
	if cs != nil {
		log.retract(cs.cgroup.stop)
		if start, ok := log.retract(cs.cgroup.start); ok {
			e.Time, e.Mono = start.Time, start.Mono
		}
	}
	e.Kind, e.Severity, e.Text = FailEvent, Bad, "failed to start: "+m.StartError
	log.add(e, byInventory)
}

// created is when m was made: by Podman's event, a little later than by its
// record.
func (log *eventLog) created(m *Meta) time.Time {
	for i := len(log.events) - 1; i >= 0 && log.now-log.events[i].Mono < startGrace; i-- {
		if e := &log.events[i]; e.ID == m.ID && e.Action == "create" {
			return e.Time
		}
	}
	return m.Created
}

// neverRan reports whether the cgroup of cs, which has gone, was that of a start that
// failed, and takes back that it started. A start that did not fail has an
// event of Podman's.
func (log *eventLog) neverRan(cs *containerState, n *names) bool {
	if cs.cgroup.idle {
		return true
	}
	m := n.meta[cs.id]
	if m == nil || m.StartError == "" || m.UID != cs.key.UID {
		return false
	}
	if cs.cgroup.start == 0 {
		return cs.cgroup.born > 0
	}
	e := log.find(cs.cgroup.start)
	if e != nil && e.witnesses == byCgroup {
		log.retract(e.N)
		return true
	}
	return e == nil
}

// neverStarted reports whether the container of cs, which is removed, was created
// under Podman's eyes and not started, though it had a cgroup for a moment, and
// takes back the events of that cgroup.
func (log *eventLog) neverStarted(cs *containerState) bool {
	e := log.find(cs.cgroup.start)
	if e == nil || e.witnesses != byCgroup || !log.podmanReported(cs.id, "create") {
		return false
	}
	cs.cgroup.idle = true
	log.retract(cs.cgroup.start)
	log.retract(cs.cgroup.stop)
	return true
}

// podmanReported reports whether Podman has sent an event of this action on a
// container.
func (log *eventLog) podmanReported(id ID, action string) bool {
	return slices.ContainsFunc(log.events, func(e Event) bool { return e.ID == id && e.Action == action && e.witnesses&byEvent != 0 })
}

// addUnitFailure takes in that a unit's container could not be started, by
// what is left of it: the unit.
func (log *eventLog) addUnitFailure(u *Unit, old *Inventory) {
	if u.StartError == "" || !u.Changed.After(log.firstTime) || old.hasFailed(u) {
		return
	}
	e := Event{Type: "container", Key: u.key(), Name: u.key().Name, User: u.User, Source: "systemd", Action: u.Result}
	log.setTime(&e, u.Changed)
	e.Kind, e.Severity, e.Text = FailEvent, Bad, "failed to start: "+u.StartError
	log.add(e, byInventory)
}

// hasFailed reports whether the inventory has u, failed just so.
func (inv *Inventory) hasFailed(u *Unit) bool {
	return slices.ContainsFunc(inv.Units, func(o Unit) bool {
		return o.UID == u.UID && o.Name == u.Name && o.StartError == u.StartError && !differ(o.Changed, u.Changed)
	})
}
