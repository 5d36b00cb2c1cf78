// Package modeltest makes up hosts for tests: the same host gives the same
// samples, tick for tick, on every machine.
package modeltest

import (
	"fmt"
	"hash/fnv"
	"time"

	"podtop/model"
)

// Start is the wall clock at a host's first tick.
var Start = time.Date(2026, 11, 20, 12, 4, 30, 0, time.UTC)

// A Host is a made-up machine. Its counters are pure functions of the tick.
type Host struct {
	Name       string
	CPUs       int
	MemTotal   uint64 // bytes
	Interval   time.Duration
	Containers []Container
	Pods       []model.Pod
	Units      []model.Unit
	Engines    []model.Engine
	Notes      []model.Note
	NoPodman   bool // nobody tells names and states: there is no inventory
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
		Time: Start.Add(d), Mono: boot + d, Interval: h.Interval,
		Slow: i%int(max(1, time.Second/h.Interval)) == 0, Inventory: inv, Notes: h.Notes,
	}
	nets := map[model.NetworkID]int{}
	for j := range h.Containers {
		if c := &h.Containers[j]; c.State.Live() {
			c.read(s, nets, d)
		}
	}
	h.readSelf(s, d)
	return s
}

func (h *Host) readSelf(s *model.Sample, d time.Duration) {
	var busy, used, rx, tx, r, w float64
	for j := range h.Containers {
		if c := &h.Containers[j]; c.State.Live() {
			busy += c.spent(d)
			used += float64(c.Anon)
			rx, tx = rx+float64(c.Rx), tx+float64(c.Tx)
			r, w = r+float64(c.R), w+float64(c.W)
		}
	}
	at, sec := s.Mono, d.Seconds()
	s.Host = model.HostReading{
		Name: h.Name, CPUs: h.CPUs, Cgroups: "v2", At: at,
		BusyUsec:  usec(busy + 0.1*sec),
		TotalUsec: usec(float64(h.CPUs) * sec),
		MemAt:     at, MemTotal: model.Known(h.MemTotal), MemAvailable: model.Known(h.MemTotal - uint64(used) - 1<<30),
		SwapTotal: model.Known(0), SwapFree: model.Known(0),
		LoadAt: at, Load1: 3.2, Load5: 2.9, Load15: 2.4,
		PSI: psi(at, sec, [3]float64{0.12, 0, 0.03}),
		Net: network(1, at, sec, uint64(rx), uint64(tx)),
		IO:  blocks(at, sec, uint64(r), uint64(w)),
	}
	s.Self = model.Self{At: at, CPUUsec: usec(0.004 * sec), RSS: model.Known(14 << 20)}
}

// spent is the CPU time, in seconds, used until d. Each container's bursts
// come at a time of their own.
func (c *Container) spent(d time.Duration) float64 {
	phase := time.Duration(hash(string(c.ID)) % uint64(max(1, c.Burst.Every)))
	return c.CPU*d.Seconds() + c.Burst.spent(d+phase) - c.Burst.spent(phase)
}

// read adds what the kernel says of c at d.
func (c *Container) read(s *model.Sample, nets map[model.NetworkID]int, d time.Duration) {
	at, sec := s.Mono, d.Seconds()
	used := c.Anon + c.File
	r := model.Reading{
		ID: c.ID, Runtime: model.Podman, Path: c.CgroupPath, Inode: inode(c.ID), UID: c.UID, Pod: c.Pod,
		Infra: c.Infra, Frozen: c.State == model.Paused, Net: c.Net, HostNS: c.HostNS,
		CPU:    model.CPU{At: at, UsageUsec: usec(c.spent(d))},
		Memory: model.MemoryCurrent{At: at, Bytes: model.Known(used)},
		Stat: model.MemoryStat{
			At: at, Current: model.Known(used), Anon: model.Known(c.Anon), File: model.Known(c.File),
			Shmem: model.Known(0), Kernel: model.Known(c.Anon / 50), Sock: model.Known(0),
			InactiveFile: model.Known(c.File / 2), SlabReclaimable: model.Known(0), Swap: model.Known(0),
		},
		Events: model.MemoryEvents{At: at, OOMKill: model.Known(0)},
		IO:     blocks(at, sec, c.R, c.W),
		Pids:   model.Pids{At: at, Current: model.Known(c.Pids)},
		PSI:    psi(at, sec, c.PSI),
		Limits: model.Limits{CPU: model.NoLimit, Memory: model.NoLimit, High: model.NoLimit, Pids: model.LimitOf(2048)},
	}
	if c.Limit > 0 {
		r.Limits.Memory, r.Limits.MemoryBy = model.LimitOf(c.Limit), c.CgroupPath
	}
	if c.Quota > 0 {
		r.Limits.CPU, r.Limits.CPUBy = model.LimitOf(c.Quota), c.CgroupPath
		r.Quotas = []int{len(s.Quotas)}
		s.Quotas = append(s.Quotas, model.Quota{
			Path: c.CgroupPath, Inode: inode(c.ID), At: at,
			Periods: model.Known(uint64(10 * sec)), Throttled: model.Known(uint64(10 * sec * c.Throttle)), Usec: usec(sec * c.Throttle / 2),
		})
	}
	if c.Net != 0 && !c.HostNS {
		share(s, nets, network(c.Net, at, sec, c.Rx, c.Tx))
	}
	s.Readings = append(s.Readings, r)
}

// share adds n to the sample's networks, or to the figures of that same
// network that another member brought.
func share(s *model.Sample, nets map[model.NetworkID]int, n model.Network) {
	i, ok := nets[n.ID]
	if !ok {
		nets[n.ID] = len(s.Networks)
		s.Networks = append(s.Networks, n)
		return
	}
	s.Networks[i].RxBytes = s.Networks[i].RxBytes.Add(n.RxBytes)
	s.Networks[i].TxBytes = s.Networks[i].TxBytes.Add(n.TxBytes)
}

func network(id model.NetworkID, at time.Duration, sec float64, rx, tx uint64) model.Network {
	count := func(perSec uint64) model.Count { return model.Known(uint64(sec * float64(perSec))) }
	zero := model.Known(0)
	return model.Network{
		ID: id, At: at, RxBytes: count(rx), TxBytes: count(tx), RxPackets: count(rx / 1000), TxPackets: count(tx / 1000),
		RxErrs: zero, TxErrs: zero, RxDrop: zero, TxDrop: zero,
	}
}

func blocks(at time.Duration, sec float64, r, w uint64) model.IO {
	count := func(perSec uint64) model.Count { return model.Known(uint64(sec * float64(perSec))) }
	return model.IO{At: at, RBytes: count(r), WBytes: count(w), RIOs: count(r >> 14), WIOs: count(w >> 14)}
}

func psi(at time.Duration, sec float64, some [3]float64) model.PSI {
	return model.PSI{
		At:      at,
		CPUSome: usec(sec * some[0]), MemSome: usec(sec * some[1]), IOSome: usec(sec * some[2]),
		CPUFull: usec(0), MemFull: usec(0), IOFull: usec(0),
	}
}

func usec(sec float64) model.Count { return model.Known(uint64(sec * 1e6)) }

func inode(id model.ID) uint64 { return hash(string(id)) }

// ID is the id of the container called name.
func ID(name string) model.ID {
	a, b := hash(name), hash(name+"'")
	return model.ID(fmt.Sprintf("%016x%016x%016x%016x", a, b, a^b, a+b))
}

func hash(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}
