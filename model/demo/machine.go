package demo

import (
	"math"
	"math/rand/v2"
)

// A machine is what the page of the host shows beyond what a sample has of it:
// the same totals, in parts. It has dice of its own, so that what the
// containers do is the same with or without it.
type machine struct {
	rng   *rand.Rand
	cores [8]core
	units []unit
}

// A core is a CPU, and what it did with its time, in seconds.
type core struct {
	noise                                  float64
	user, system, irq, iowait, idle, steal float64
}

// A unit is a cgroup of the system's own.
type unit struct {
	path   string
	part   float64 // of what the system uses of the CPUs
	memory float64 // bytes
	writes float64 // bytes per second
	pids   uint64
	noise  float64
	cpu, w float64 // seconds, bytes
}

const systemCores = 0.09 // that the system itself uses

func newMachine(seed uint64) machine {
	const user = "/user.slice/user-1000.slice/user@1000.service"
	return machine{
		rng: rand.New(rand.NewPCG(seed, 0x6d616368696e65)),
		units: []unit{
			{path: "/user.slice/user-0.slice/session-4.scope", part: 0.30, memory: 46 * mb, pids: 14},
			{path: "/system.slice/systemd-journald.service", part: 0.22, memory: 88 * mb, writes: 60 * kb, pids: 1},
			{path: "/system.slice/podman.service", part: 0.15, memory: 71 * mb, pids: 16},
			{path: "/system.slice/prometheus-node-exporter.service", part: 0.12, memory: 24 * mb, pids: 9},
			{path: user + "/app.slice/podman.service", part: 0.07, memory: 52 * mb, pids: 13},
			{path: "/init.scope", part: 0.04, memory: 9 * mb, pids: 1},
			{path: "/system.slice/chronyd.service", part: 0.02, memory: 4 * mb, pids: 1},
			{path: "/system.slice/ssh.service", part: 0.02, memory: 7 * mb, pids: 1},
			{path: "/system.slice/dbus.service", part: 0.02, memory: 4 * mb, pids: 1},
			{path: "/system.slice/systemd-udevd.service", part: 0.01, memory: 8 * mb, pids: 1},
			{path: "/system.slice/systemd-logind.service", part: 0.01, memory: 3 * mb, pids: 1},
			{path: user + "/init.scope", part: 0.01, memory: 5 * mb, pids: 2},
			{path: "/system.slice/cron.service", part: 0.01, memory: 2 * mb, writes: 100, pids: 1},
		},
	}
}

// step lets dt seconds pass, in which the CPUs were busy for so many seconds and
// some of them waited for the disk for so long.
func (m *machine) step(dt, busy, waited float64) {
	m.share(dt, busy, waited)
	for i := range m.units {
		u := &m.units[i]
		u.noise = wander(m.rng, u.noise, 0.4, 6, dt)
		u.cpu += systemCores * dt * u.part * math.Exp(u.noise)
		u.w += u.writes * dt
	}
}

// share gives each core a part of what is to be done, none more than it can.
func (m *machine) share(dt, busy, waited float64) {
	var part, did [len(m.cores)]float64
	sum := 0.0
	for i := range m.cores {
		c := &m.cores[i]
		c.noise = wander(m.rng, c.noise, 0.5, 4, dt)
		part[i] = math.Exp(c.noise)
		sum += part[i]
	}
	left := busy
	for i := range did {
		did[i] = min(dt, busy*part[i]/sum)
		left -= did[i]
	}
	for i := range did { // what is too much for one is done by others
		more := min(left, dt-did[i])
		did[i] += more
		left -= more
		m.cores[i].did(dt, did[i], waited*part[i]/sum)
	}
}

func (c *core) did(dt, busy, waited float64) {
	waited = min(waited, dt-busy)
	c.user, c.system, c.irq = c.user+0.72*busy, c.system+0.23*busy, c.irq+0.05*busy
	c.iowait, c.idle = c.iowait+waited, c.idle+dt-busy-waited
}
