package demo

import (
	"time"

	"podtop/model"
)

// tell lets the Podman of c's user tell what happened to it.
func (h *Host) tell(c *container, action string, at time.Time) {
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

// came tells how a container came to be, and what became of one that has ended.
func (h *Host) came(c *container) {
	if c.Image != "" {
		h.events = append(h.events, model.PodmanEvent{
			Time: c.Created.Add(-20 * time.Second), UID: c.UID, User: c.User, Type: "image", Action: "pull", Name: c.Image,
		})
	}
	h.tell(c, "create", c.Created)
	h.tell(c, "start", c.Started)
	if c.State == model.Exited {
		h.tell(c, "died", c.Finished)
	}
}

// A habit is what is done to a container, by the clock.
type habit struct {
	visited time.Duration // how often somebody runs a command in it
	raised  time.Time     // when its limits became what they are
	limit   uint64        // bytes of memory before that
	quota   uint64        // millionths of a core
	checks  int           // of its health, since it was started
	told    string        // its health when that was last asked for
}

// pass lets a step of d pass for c.
func (h *Host) pass(c *container, d time.Duration) {
	if c.hidden || c.State != model.Running {
		return
	}
	if c.Health != "" {
		h.examine(c, d)
	}
	if c.visited > 0 && h.mono/c.visited != (h.mono-d)/c.visited {
		h.tell(c, "exec", h.time)
	}
	if !c.raised.IsZero() && !h.time.Before(c.raised) {
		c.raised = time.Time{}
		c.Limit, c.limit = c.limit, c.Limit
		c.Quota, c.quota = c.quota, c.Quota
		h.tell(c, "update", h.time)
	}
}

// examine checks c's health when it is time to. Of the past, which passes in
// great steps, only the changes are told.
func (h *Host) examine(c *container, d time.Duration) {
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
	h.tell(c, "health_status", h.time)
}

// raises makes what c may use now be less until at.
func (c *container) raises(at time.Time, limit, quota uint64) {
	c.raised, c.limit, c.quota = at, c.Limit, c.Quota
	c.Limit, c.Quota = limit, quota
}
