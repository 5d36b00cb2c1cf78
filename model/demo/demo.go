// Package demo is a host that there is not, to show podtop on: some twenty
// containers that live. Demand for them follows the hour, wavers and surges;
// what they use follows the demand, within their limits; and a few end and
// begin again. The same seed gives the same host.
package demo

import (
	"math"
	"math/rand/v2"
	"time"

	"podtop/model"
	"podtop/model/synth"
)

// A Host is the machine and its clock, which only Advance and Past move.
type Host struct {
	seed       uint64
	rng        *rand.Rand
	begin      time.Time
	time       time.Time
	mono       time.Duration
	slow       time.Duration // Mono of the last sample that had the slow tier
	machine    synth.Host
	closer     machine
	tides      []*tide
	containers []*container
	units      []model.Unit
	pods       []model.Pod
	inventory  *model.Inventory // nil: to be made anew
	generation uint64
	events     []model.PodmanEvent // that no sample has had
	sample     model.Sample
}

const (
	kb = 1 << 10
	mb = 1 << 20
	gb = 1 << 30
)

// boot is what the monotonic clock says when a Host is made.
const boot = 9 * 24 * time.Hour

// New returns the host of seed, as it was a day before now: Past leads up to
// now.
func New(seed uint64, now time.Time) *Host {
	begin := now.Add(-day)
	h := &Host{
		seed: seed, rng: rand.New(rand.NewPCG(seed, 0x706f64746f70)), begin: begin, time: begin, mono: boot,
		machine: synth.Host{Name: "demohost", CPUs: 8, MemTotal: 24 * gb}, closer: newMachine(seed),
	}
	h.cast(now)
	for _, c := range h.containers {
		if !c.hidden {
			h.beginPast(c)
		}
	}
	return h
}

// Advance lets d pass, in steps of 100 ms, or of a fifth of d if that is more.
func (h *Host) Advance(d time.Duration) {
	const grain = 100 * time.Millisecond
	step := max(grain, d/5)
	for ; d > 0; d -= step {
		h.step(min(step, d))
	}
}

func (h *Host) step(d time.Duration) {
	h.time, h.mono = h.time.Add(d), h.mono+d
	dt := d.Seconds()
	for _, t := range h.tides {
		t.flow(h, dt)
	}
	var wanted float64
	for _, c := range h.containers {
		h.advance(c)
		h.pass(c, d)
		wanted += c.wantedCores(h.rng, dt)
	}
	crowd := wanted / float64(h.machine.CPUs)
	for _, c := range h.containers {
		if c.State == model.Running && !c.hidden {
			c.use(dt, crowd)
		}
		c.noteLoad(h.time)
	}
	h.take(dt)
}

// take adds up what the machine as a whole has done in dt seconds.
func (h *Host) take(dt float64) {
	m := &h.machine
	busy, waited := systemCores*dt, m.Waited[2]
	m.MemUsed = 1600 * mb
	for _, c := range h.containers {
		busy += c.now.CPU
		m.Rx, m.Tx, m.R, m.W = m.Rx+c.now.Rx, m.Tx+c.now.Tx, m.R+c.now.R, m.W+c.now.W
		m.Waited[2] += min(dt, c.now.R/(600*mb)+c.now.W/(300*mb)) / 2
		if c.hasCgroup() {
			m.MemUsed += c.Anon + c.Shmem + c.Kernel
		}
	}
	m.Up, m.Busy = m.Up+dt, m.Busy+busy
	h.closer.step(dt, busy, m.Waited[2]-waited)
	cores := busy / dt
	for i, minutes := range []float64{1, 5, 15} {
		m.Load[i] += (cores - m.Load[i]) * -math.Expm1(-dt/60/minutes)
	}
	m.Waited[0] += dt * math.Pow(cores/float64(m.CPUs), 4)
}

// Sample reads the host, which is sampled every interval. It is valid until it
// is read again.
func (h *Host) Sample(interval time.Duration) *model.Sample {
	s := &h.sample
	*s = model.Sample{
		Time: h.time, Mono: h.mono, Interval: interval, Demo: true, Inventory: h.names(), KernelLog: model.KernelLog{Whole: time.Second},
		Readings: s.Readings[:0], Quotas: s.Quotas[:0], Networks: s.Networks[:0], Events: append(s.Events[:0], h.events...),
	}
	h.events = h.events[:0]
	if s.Slow = h.mono-h.slow >= time.Second; s.Slow {
		h.slow = h.mono
	}
	for _, c := range h.containers {
		if c.hasCgroup() {
			synth.Read(s, &c.Container)
		}
	}
	synth.ReadHost(s, &h.machine)
	return s
}

// names is what Podman says.
func (h *Host) names() *model.Inventory {
	if h.inventory != nil {
		return h.inventory
	}
	h.generation++
	h.inventory = &model.Inventory{
		Generation: h.generation, Pods: h.pods, Units: append([]model.Unit(nil), h.units...), Engines: Engines,
	}
	for _, c := range h.containers {
		if !c.hidden {
			h.remember(c)
			h.inventory.Containers = append(h.inventory.Containers, c.Meta)
		}
	}
	return h.inventory
}
