package model

import (
	"slices"
	"time"
)

// lastHour is how long before podtop's start what happened is still worth telling.
const lastHour = time.Hour

// fromInventory takes in an inventory: what Podman and systemd answered. before is that
// of the sample before, by id.
func (log *eventLog) fromInventory(inv, old *Inventory, before map[ID]*Meta) {
	if inv == nil {
		return
	}
	for i := range inv.Containers {
		m := &inv.Containers[i]
		log.deaths.addPID(m)
		if was := before[m.ID]; !m.Infra && (was == nil || was.changes(m)) {
			log.addRun(m, was)
			log.addHealth(m)
		}
	}
	for i := range inv.Units {
		log.addUnitKill(&inv.Units[i], old)
	}
	log.forget(inv)
}

// changes reports whether now differs from m in what events are made of.
func (m *Meta) changes(now *Meta) bool {
	return m.State != now.State || m.Health != now.Health || m.OOMKilled != now.OOMKilled || m.StoppedByUser != now.StoppedByUser ||
		!m.Started.Equal(now.Started) || !m.Finished.Equal(now.Finished)
}

// addRun takes in when a container began and ended, and how.
func (log *eventLog) addRun(m, was *Meta) {
	if m.State.Live() && m.Started.After(log.firstTime) && (was == nil || differ(m.Started, was.Started)) {
		e := log.inventoryEvent(m, "start", m.Started)
		log.started(&e)
		log.add(e, byInventory)
	}
	if !m.Ended() || m.Finished.IsZero() || m.Finished.Before(m.Started.Truncate(time.Second)) { // that was the run before
		return
	}
	st := log.stopOf(m)
	if news := was == nil || differ(m.Finished, was.Finished); news && m.Finished.After(log.firstTime) {
		e := log.inventoryEvent(m, "died", m.Finished)
		e.Kind, e.class = StopEvent, stops
		e.Text, e.Severity = exitText(st.exit)
		st.event = log.add(e, byInventory)
	}
	log.ended(st)
	if m.OOMKilled && st.exit != killed && (was == nil || !was.OOMKilled) && log.deaths.tallyOf(m.ID, m.UID).n == 0 {
		log.addEarlierKill(m)
	}
}

// addEarlierKill takes in that by Podman's record the OOM killer killed in m, which
// did not end it, and which nobody has seen.
func (log *eventLog) addEarlierKill(m *Meta) {
	known := slices.ContainsFunc(log.events, func(e Event) bool { return e.ID == m.ID && e.hasClass(kills) })
	if known || !m.Finished.After(log.firstTime.Add(-lastHour)) {
		return
	}
	e := log.asKill(log.inventoryEvent(m, "oom", m.Finished))
	e.Text = "the OOM killer had killed a process in it"
	log.add(e, byInventory)
}

// inventoryEvent is an event of m that follows from Podman's answers.
func (log *eventLog) inventoryEvent(m *Meta, action string, at time.Time) Event {
	e := Event{Type: "container", Key: Key{m.UID, m.Name}, ID: m.ID, Name: m.Name, User: m.User, Source: "podman", Action: action}
	log.setTime(&e, at)
	return e
}

func (log *eventLog) asKill(e Event) Event {
	e.Kind, e.class, e.Severity, e.kills = OOMEvent, kills, Bad, killCount{counted: 1}
	e.kills.describe(&e)
	return e
}

// differ reports whether these are different times, though one of them may be in
// whole seconds.
func differ(a, b time.Time) bool { return a.Sub(b).Abs() >= time.Second }

// addHealth takes in a container's health. Podman's events may have had it
// before. What it was before it was first known is not known, so that is no
// change; and a change that nobody knows the time of is none of now.
func (log *eventLog) addHealth(m *Meta) {
	before := log.health[m.ID].health
	if m.Health == "" || m.Health == before {
		return
	}
	log.health[m.ID] = healthState{m.Health, m.HealthSince}
	if before == "" || m.Health == "starting" || m.HealthSince.IsZero() {
		return
	}
	e := log.inventoryEvent(m, "health_status", m.HealthSince)
	e.Kind, e.class, e.Text = HealthEvent, healths, m.Health
	e.Severity = healthSeverity(m.Health)
	if m.HealthEarlier {
		e.Text += ", at the latest then"
	}
	log.add(e, byInventory)
}

func healthSeverity(health string) Severity {
	if health == "unhealthy" {
		return Bad
	}
	return Info
}

// addUnitKill takes in that a unit's container, which is not there any more, was
// killed for want of memory: only systemd can tell.
func (log *eventLog) addUnitKill(u *Unit, old *Inventory) {
	if u.Result != "oom-kill" || !u.Changed.After(log.firstTime.Add(-lastHour)) {
		return
	}
	if old != nil {
		i := slices.IndexFunc(old.Units, func(o Unit) bool { return o.UID == u.UID && o.Name == u.Name })
		if i >= 0 && old.Units[i].Result == u.Result && !differ(old.Units[i].Changed, u.Changed) {
			return
		}
	}
	e := Event{Type: "container", Key: u.key(), Name: u.key().Name, User: u.User, Source: "systemd", Action: u.Result}
	log.setTime(&e, u.Changed)
	if e = log.asKill(e); log.killsNear(&e) == nil {
		log.add(e, byInventory)
	}
}

// forget drops the healths of containers that are no more.
func (log *eventLog) forget(inv *Inventory) {
	if len(log.restarting) > maxHealths {
		clear(log.restarting)
	}
	if len(log.health) < 2*len(inv.Containers)+100 {
		return
	}
	there := inv.ids()
	for id := range log.health {
		if !there[id] {
			delete(log.health, id)
		}
	}
}
