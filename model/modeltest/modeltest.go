// Package modeltest makes up hosts for tests: the same host gives the same
// samples, tick for tick, on every machine.
package modeltest

import (
	"hash/fnv"
	"time"

	"podtop/model"
	"podtop/model/synth"
)

// Start is the wall clock at a host's first tick.
var Start = time.Date(2026, 11, 20, 12, 4, 30, 0, time.UTC)

// A Host is a made-up machine. Its counters are pure functions of the tick.
type Host struct {
	Name         string
	CPUs         int
	MemTotal     uint64 // bytes
	Interval     time.Duration
	Containers   []Container
	Pods         []model.Pod
	Units        []model.Unit
	Engines      []model.Engine
	Notes        []model.Note
	NoPodman     bool                        // nobody tells names and states: there is no inventory
	PodmanEvents map[int][]model.PodmanEvent // what Podman sends, by tick; those without a Time just then
}

// A Container is what Podman says of it, and what it does all the time it
// runs.
type Container struct {
	model.Meta
	Load
}

// A Load is what a container uses. Rates are per second and steady, but for
// CPU, which a Burst is added to.
type Load struct {
	CPU      float64 // cores
	Burst    Burst
	Quota    uint64  // millionths of a core; 0: none
	Throttle float64 // share of periods
	Anon     uint64  // bytes
	File     uint64  // bytes
	Limit    uint64  // bytes; 0: none
	Rx, Tx   uint64  // bytes per second
	R, W     uint64  // bytes per second
	Pids     uint64
	PSI      [3]float64 // cpu, memory, io: share of time
	Net      model.NetworkID
	HostNS   bool
}

// A Burst is CPU used on top, in pulses.
type Burst struct {
	Cores     float64
	Every, On time.Duration // from the beginning of each Every, for so long
}

// spent is the CPU time, in seconds, the pulses have taken until d.
func (p Burst) spent(d time.Duration) float64 {
	if p.Every <= 0 {
		return 0
	}
	n := d / p.Every
	on := n*p.On + min(d-n*p.Every, p.On)
	return p.Cores * on.Seconds()
}

// Samples are the host's first n ticks.
func (h *Host) Samples(n int) []*model.Sample {
	inv := h.inventory()
	all := make([]*model.Sample, n)
	for i := range all {
		all[i] = h.sample(i, inv)
	}
	return all
}

func (h *Host) inventory() *model.Inventory {
	if h.NoPodman {
		return &model.Inventory{Generation: 1, Engines: h.Engines}
	}
	inv := &model.Inventory{Generation: 1, Pods: h.Pods, Units: h.Units, Engines: h.Engines}
	for i := range h.Containers {
		inv.Containers = append(inv.Containers, h.Containers[i].Meta)
	}
	return inv
}

// boot is what the monotonic clock says at the first tick.
const boot = 9 * 24 * time.Hour

func (h *Host) sample(i int, inv *model.Inventory) *model.Sample {
	d := time.Duration(i) * h.Interval
	s := &model.Sample{
		Time: Start.Add(d), Mono: boot + d, Interval: h.Interval, KernelLog: model.KernelLog{Whole: time.Second},
		Slow: i%int(max(1, time.Second/h.Interval)) == 0, Inventory: inv, Notes: h.Notes,
	}
	for _, e := range h.PodmanEvents[i] {
		if e.Time.IsZero() {
			e.Time = s.Time
		}
		s.Events = append(s.Events, e)
	}
	for j := range h.Containers {
		if c := &h.Containers[j]; c.State.Live() {
			synth.Read(s, c.at(d))
		}
	}
	h.readHost(s, d)
	return s
}

func (h *Host) readHost(s *model.Sample, d time.Duration) {
	sec := d.Seconds()
	all := synth.Host{
		Name: h.Name, CPUs: h.CPUs, MemTotal: h.MemTotal, MemUsed: 1 << 30, Up: sec, Busy: 0.1 * sec,
		Load: [3]float64{3.2, 2.9, 2.4}, Waited: [3]float64{0.12 * sec, 0, 0.03 * sec},
	}
	for j := range h.Containers {
		if c := &h.Containers[j]; c.State.Live() {
			u := c.used(d)
			all.Busy += u.CPU
			all.MemUsed += c.Anon
			all.Rx, all.Tx, all.R, all.W = all.Rx+u.Rx, all.Tx+u.Tx, all.R+u.R, all.W+u.W
		}
	}
	synth.ReadHost(s, &all)
	s.Self = model.Self{At: s.Mono, CPUUsec: model.Known(uint64(0.004e6 * sec)), RSS: model.Known(14 << 20)}
}

// spent is the CPU time, in seconds, used until d. Each container's bursts
// come at a time of their own.
func (c *Container) spent(d time.Duration) float64 {
	phase := time.Duration(hash(string(c.ID)) % uint64(max(1, c.Burst.Every)))
	return c.CPU*d.Seconds() + c.Burst.spent(d+phase) - c.Burst.spent(phase)
}

// used is all that c has used until d.
func (c *Container) used(d time.Duration) synth.Used {
	sec := d.Seconds()
	total := func(perSec uint64) float64 { return sec * float64(perSec) }
	return synth.Used{
		CPU: c.spent(d), Rx: total(c.Rx), Tx: total(c.Tx), R: total(c.R), W: total(c.W),
		Waited:  [3]float64{sec * c.PSI[0], sec * c.PSI[1], sec * c.PSI[2]},
		Periods: 10 * sec, Throttled: 10 * sec * c.Throttle,
	}
}

// at is c after d.
func (c *Container) at(d time.Duration) *synth.Container {
	return &synth.Container{
		Meta: c.Meta, Used: c.used(d), Limit: c.Limit, Quota: c.Quota, Net: c.Net, HostNS: c.HostNS,
		Holds: synth.Holds{Current: c.Anon + c.File, Anon: c.Anon, File: c.File, Kernel: c.Anon / 50, Pids: c.Pids},
	}
}

// ID is the id of the container called name.
func ID(name string) model.ID { return synth.ID(name) }

func hash(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}

// Last is what a tracker makes of all samples in the end.
func Last(samples []*model.Sample) *model.Snapshot {
	var tr model.Tracker
	var snap *model.Snapshot
	for _, s := range samples {
		snap = tr.Push(s)
	}
	return snap
}
