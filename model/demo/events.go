package demo

import (
	"time"

	"podtop/model"
)

// addEvent adds an event of c to what the Podman of its user sends.
func (h *Host) addEvent(c *container, action string, at time.Time) {
	if c.Source == model.FromConmon {
		return // nobody asks that Podman
	}
	e := model.PodmanEvent{
		Time: at, UID: c.UID, User: c.User, Type: "container", Action: action,
		ID: string(c.ID), Name: c.Name, Image: c.Image, Pod: c.Pod,
	}
	switch action {
	case "died":
		e.Exit = model.Known(uint64(c.ExitCode))
	case "health_status":
		e.Health = c.Health
	}
	h.events = append(h.events, e)
}

// addPastEvents adds the events of how a container came to be, and of the end of
// one that has ended.
func (h *Host) addPastEvents(c *container) {
	if c.Image != "" {
		h.events = append(h.events, model.PodmanEvent{
			Time: c.Created.Add(-20 * time.Second), UID: c.UID, User: c.User, Type: "image", Action: "pull", Name: c.Image,
		})
	}
	h.addEvent(c, "create", c.Created)
	h.addEvent(c, "start", c.Started)
	if c.State == model.Exited {
		h.addEvent(c, "died", c.Finished)
	}
}

// A habit is what is done to a container, by the clock.
type habit struct {
	visited    time.Duration // how often somebody runs a command in it
	raised     time.Time     // when its limits became what they are
	limit      uint64        // bytes of memory before that
	quota      uint64        // millionths of a core
	checks     int           // of its health, since it was started
	lastHealth string        // its health when that was last asked for
}

// pass lets a step of d pass for c.
func (h *Host) pass(c *container, d time.Duration) {
	if c.hidden || c.State != model.Running {
		return
	}
	if c.Health != "" {
		h.checkHealth(c, d)
	}
	if c.visited > 0 && h.mono/c.visited != (h.mono-d)/c.visited {
		h.addEvent(c, "exec", h.time)
	}
	if !c.raised.IsZero() && !h.time.Before(c.raised) {
		c.raised = time.Time{}
		c.Limit, c.limit = c.limit, c.Limit
		c.Quota, c.quota = c.quota, c.Quota
		h.addEvent(c, "update", h.time)
	}
}

// checkHealth checks c's health when it is time to. Of the past, which passes in
// great steps, only the changes are events.
func (h *Host) checkHealth(c *container, d time.Duration) {
	k := storyOf(c.Name).check
	if k.every == 0 {
		return
	}
	n := int(h.time.Sub(c.Started) / k.every)
	if n == c.checks {
		return
	}
	c.checks = n
	health := k.status(c.Started, n)
	if health != c.Health {
		c.Health, h.inventory = health, nil
	} else if d > k.every {
		return
	}
	h.addEvent(c, "health_status", h.time)
}

// setRaise makes what c may use less until at.
func (c *container) setRaise(at time.Time, limit, quota uint64) {
	c.raised, c.limit, c.quota = at, c.Limit, c.Quota
	c.Limit, c.Quota = limit, quota
}
