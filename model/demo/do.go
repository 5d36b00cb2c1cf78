package demo

import (
	"errors"
	"fmt"

	"podtop/model"
)

// Do does to a container what Podman would, by the verb of its API.
func (h *Host) Do(v model.Verb, id model.ID) error {
	c, err := h.one(id)
	if err != nil {
		return err
	}
	switch v {
	case model.Pause:
		return h.setState(c, v, model.Running, model.Paused)
	case model.Unpause:
		return h.setState(c, v, model.Paused, model.Running)
	case model.Stop:
		return h.stop(c, 0)
	case model.Start:
		return h.startAgain(c)
	case model.Restart:
		if c.State == model.Running {
			_ = h.stop(c, 0)
		}
		return h.startAgain(c)
	case model.Remove:
		return h.remove(c)
	case model.Healthcheck:
		return h.checkNow(c)
	}
	return fmt.Errorf("the demonstration cannot %s a container", v)
}

func (h *Host) one(id model.ID) (*container, error) {
	for _, c := range h.containers {
		if c.ID == id && !c.hidden {
			return c, nil
		}
	}
	return nil, fmt.Errorf("no container with ID %s", id.Short())
}

// setState changes c's state and nothing else.
func (h *Host) setState(c *container, v model.Verb, from, to model.State) error {
	if c.State != from {
		return fmt.Errorf("it is %s, not %s", c.State, from)
	}
	c.State, h.inventory = to, nil
	h.addEvent(c, string(v), h.time)
	return nil
}

func (h *Host) stop(c *container, code int) error {
	if c.State != model.Running {
		return fmt.Errorf("it is %s, not running", c.State)
	}
	c.halted = true
	h.end(c, code)
	return nil
}

func (h *Host) startAgain(c *container) error {
	if c.State.Live() {
		return fmt.Errorf("it is %s", c.State)
	}
	c.halted = false
	h.start(c)
	return nil
}

// remove takes c away. A unit that restarts its container makes another.
func (h *Host) remove(c *container) error {
	if c.State.Live() {
		c.State = model.Running
		_ = h.stop(c, 0)
	}
	if !c.hidden {
		h.addEvent(c, "remove", h.time)
	}
	c.hidden, c.halted, h.inventory = true, c.unit == "", nil
	return nil
}

// checkNow is a health check out of turn, that finds what the last one did.
func (h *Host) checkNow(c *container) error {
	if c.Health == "" {
		return errors.New("it has no health check")
	}
	h.addEvent(c, "health_status", h.time)
	return nil
}

// Signal sends one to a container's first process.
func (h *Host) Signal(name string, id model.ID) error {
	c, err := h.one(id)
	switch {
	case err != nil:
		return err
	case !c.State.Live():
		return fmt.Errorf("it is %s", c.State)
	}
	h.addEvent(c, "kill", h.time)
	code := map[string]int{"KILL": 137, "TERM": 143, "INT": 130, "QUIT": 131}[name]
	if code == 0 || c.State == model.Paused && name != "KILL" {
		return nil
	}
	c.State = model.Running
	return h.stop(c, code)
}

// DoUnit does to the containers of a unit what systemd would.
func (h *Host) DoUnit(v model.Verb, name string, user int) error {
	for i := range h.units {
		if u := &h.units[i]; u.Name == name && u.UID == user {
			h.doUnit(v, u)
			return nil
		}
	}
	return fmt.Errorf("unit %s not found", name)
}

func (h *Host) doUnit(v model.Verb, u *model.Unit) {
	u.ActiveState, u.SubState, u.Changed = "inactive", "dead", h.time
	for _, c := range h.containers {
		if c.Unit != u.Name || c.UID != u.UID {
			continue
		}
		c.unit = u.Name // its container is made anew from now on
		if v != model.Start && c.hasCgroup() {
			c.State = model.Running
			_ = h.stop(c, 0)
		}
		c.hidden, c.halted = c.hidden || !c.hasCgroup(), true
		if v != model.Stop && !c.hasCgroup() {
			c.halted = false
			h.start(c)
		} else {
			u.ActiveState, u.SubState, u.Changed = "inactive", "dead", h.time
		}
	}
	h.inventory = nil
}

// NewLimits are the limits to be set, as Podman's update takes them: of what is
// nil nothing is said, -1 is none.
type NewLimits struct {
	CPU struct {
		Quota  *int64  // µs, of Period
		Period *uint64 // µs
		Shares *uint64
	}
	Memory struct{ Limit, Swap, Reservation *int64 }
	Pids   struct{ Limit *int64 }
}

// Update changes the limits of a container.
func (h *Host) Update(w *NewLimits, id model.ID) error {
	c, err := h.one(id)
	if err != nil {
		return err
	}
	l := &c.Limits
	c.updateCPU(w)
	if n := w.Memory.Limit; n != nil {
		c.Limit, l.Memory = positive(*n), countOf(*n)
	}
	if n := w.Memory.Swap; n != nil {
		l.Swap = countOf(*n)
	}
	if n := w.Memory.Reservation; n != nil {
		l.Reserve = countOf(*n)
	}
	if n := w.Pids.Limit; n != nil {
		l.Pids, c.Most = countOf(*n), model.NoLimit
		if *n > 0 {
			c.Most = model.LimitOf(positive(*n))
		}
	}
	h.addEvent(c, "update", h.time)
	h.inventory = nil
	return nil
}

func (c *container) updateCPU(w *NewLimits) {
	if n := w.CPU.Quota; n != nil {
		period := uint64(100_000)
		if p := w.CPU.Period; p != nil && *p > 0 {
			period = *p
		}
		c.Quota = positive(*n) * 1_000_000 / period
		c.Limits.NanoCPUs, c.Limits.CPUQuota, c.Limits.CPUPeriod = countOf(int64(c.Quota)*1000), model.Count{}, model.Count{}
	}
	if n := w.CPU.Shares; n != nil {
		c.Limits.CPUShares = countOf(int64(*n))
	}
}

func positive(n int64) uint64 { return uint64(max(0, n)) }

// countOf is n, unless it means that there is none.
func countOf(n int64) model.Count {
	if n <= 0 {
		return model.Count{}
	}
	return model.Known(uint64(n))
}
