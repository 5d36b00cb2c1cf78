package demo

import (
	"fmt"
	"slices"
	"time"

	"podtop/model"
	"podtop/model/synth"
)

// A lifecycle is how a container ends, and begins again. The zero one is to run
// on.
type lifecycle struct {
	leak  float64       // bytes per second at the usual demand, until the OOM killer comes
	lasts time.Duration // else it fails after so long; 0: never
	code  int           // its exit code then
	back  time.Duration // how long it is away
	unit  string        // the unit that makes it anew each time; "": Podman starts the same one again

	killed bool          // the OOM killer has come
	until  time.Duration // Mono at which the next thing happens
}

// advance ends or starts c if that is due.
func (h *Host) advance(c *container) {
	switch {
	case !c.from.IsZero():
		if !h.time.Before(c.from) {
			c.from, c.hidden = time.Time{}, c.unit != ""
			c.until = h.mono
			h.inventory = nil
			if c.unit == "" {
				h.addPastEvents(c)
				h.beginPast(c)
			}
		}
	case c.halted, c.lasts == 0 && c.leak == 0, c.State == model.Paused:
	case c.State == model.Running && !c.hidden:
		h.endIfDue(c)
	case h.mono >= c.until:
		h.start(c)
	}
}

// endIfDue ends c if it is time.
func (h *Host) endIfDue(c *container) {
	const grace = 200 * time.Millisecond // from the kill to the end of the cgroup
	switch {
	case c.killed && h.mono >= c.until:
		h.end(c, 137)
	case c.killed:
	case c.leak > 0 && c.Anon >= c.Limit*98/100:
		c.killed, c.until = true, h.mono+grace
		c.OOMKills++
		c.present.killed = h.time
	case c.lasts > 0 && h.mono >= c.until:
		h.end(c, c.code)
	}
}

func (h *Host) end(c *container, code int) {
	c.State, c.ExitCode, c.OOMKilled, c.Finished = model.Exited, code, c.killed, h.time
	c.CgroupPath, c.PID = "", 0
	c.until = h.mono + c.back
	h.addEvent(c, "died", h.time)
	c.diary.end(h.time, code)
	h.inventory = nil
	if c.unit != "" {
		c.hidden = true // Quadlet's containers are removed when they end
		h.addEvent(c, "remove", h.time)
		u := h.unit(c.unit)
		u.ActiveState, u.SubState, u.Result, u.ExitCode, u.Changed = "activating", "auto-restart", "exit-code", code, h.time
	}
}

// start makes c run again: nothing is left of what it held and used.
func (h *Host) start(c *container) {
	c.Life++
	restarts, _ := c.Restarts.Get()
	c.Restarts = model.Known(restarts + 1)
	if c.unit != "" {
		c.ID, c.Created, c.hidden = synth.ID(fmt.Sprint(c.Name, " ", c.Life)), h.time, false
		u := h.unit(c.unit)
		u.ActiveState, u.SubState, u.Result, u.ExitCode, u.Changed, u.Restarts = "active", "running", "success", 0, h.time, c.Restarts
	}
	c.State, c.ExitCode, c.OOMKilled, c.Started, c.Finished = model.Running, 0, false, h.time, time.Time{}
	c.CgroupPath, c.PID = synth.Cgroup(c.UID, c.ID), 100000+h.rng.IntN(100000)
	c.Net += 1000 // a namespace of its own, made anew
	c.Used, c.Holds = synth.Used{}, synth.Holds{Anon: uint64(c.anon), Shmem: uint64(c.shmem)}
	c.roundMemory()
	c.killed, c.until = false, h.mono+c.lasts
	h.inventory = nil
	if c.unit != "" {
		h.addEvent(c, "create", h.time.Add(-300*time.Millisecond))
	}
	h.addEvent(c, "start", h.time)
	c.begin(c.ID, h.time)
}

func (h *Host) unit(name string) *model.Unit {
	return &h.units[slices.IndexFunc(h.units, func(u model.Unit) bool { return u.Name == name })]
}
