package podman

import (
	"unsafe"

	"podtop/model"
)

// weigh keeps book of how much is kept of containers, after c has changed. What
// would be more than a service may fill is dropped, but for the state: c is one
// of those whose details are not to be had. e.mu is held.
func (e *engine) weigh(c *container) (fits bool) {
	e.weight -= c.weight
	c.weight = weight(&c.meta)
	if fits = e.weight+c.weight <= maxWeight; !fits {
		m := &c.meta
		if m.StartError != "" {
			m.State = model.Created
		}
		c.meta = model.Meta{
			ID: m.ID, UID: m.UID, User: m.User, Source: m.Source, State: m.State,
			PID: m.PID, ExitCode: m.ExitCode, Created: m.Created, Started: m.Started, Finished: m.Finished,
		}
		c.unit, c.weight = "", 0
	}
	e.weight += c.weight
	return fits
}

// weight is how many bytes m refers to.
func weight(m *model.Meta) int {
	n := len(m.Ports) * int(unsafe.Sizeof(model.Port{}))
	for i := range m.Ports {
		n += len(m.Ports[i].HostIP) + len(m.Ports[i].Protocol)
	}
	for _, s := range []string{m.Name, m.Image, m.PodName, m.Project, m.NetworkMode, m.LogDriver, m.Limits.CPUSet, m.CgroupPath, m.Health, m.StartError} {
		n += len(s)
	}
	return n
}
