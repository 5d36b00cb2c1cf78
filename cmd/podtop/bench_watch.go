package main

import (
	"context"
	"math"
	"time"

	benchrun "podtop/actions/bench"
	"podtop/model"
	"podtop/model/bench"
	"podtop/model/probe"
	"podtop/sampler/cgroup"
	"podtop/sampler/kernel"
	"podtop/sampler/proc"
)

// A hostWatch reads what the host does beside a benchmark.
type hostWatch struct {
	clock  kernel.Clock
	detail *proc.Detail
	tree   *cgroup.Tree // nil: there are no cgroups
	levels *cgroup.Hierarchies
}

func openHostWatch() *hostWatch {
	w := &hostWatch{clock: kernel.NewClock()}
	w.detail = proc.NewDetail(proc.Options{Proc: "/proc", Sys: "/sys", Clock: w.clock.Now})
	options := cgroup.Options{Mode: cgroup.HostMode(), Clock: w.clock.Now}
	if tree, err := cgroup.Open(options); err == nil {
		w.tree = tree
	}
	w.levels, _ = cgroup.Find(options)
	return w
}

func (w *hostWatch) close() {
	if w.tree != nil {
		w.tree.Close()
	}
}

// A hostReading is what the host's counters were at one time.
type hostReading struct {
	at   time.Duration
	host probe.Host
	cpu  map[model.ID]model.CPU
	psi  map[model.ID]model.PSI
}

func (w *hostWatch) read() hostReading {
	r := hostReading{at: w.clock.Now(), cpu: map[model.ID]model.CPU{}, psi: map[model.ID]model.PSI{}}
	w.detail.Read(&r.host)
	for _, c := range w.readings() {
		r.cpu[c.ID], r.psi[c.ID] = c.CPU, c.PSI
	}
	return r
}

func (w *hostWatch) readings() []model.Reading {
	if w.tree == nil {
		return nil
	}
	var s model.Sample
	w.tree.Poll(w.clock.Now())
	w.tree.Fast(&s)
	w.tree.Slow(&s) // which reads the pressure
	return s.Readings
}

// begin is a benchmark's Watch.
func (w *hostWatch) begin() func(id string) bench.Conditions {
	before := w.read()
	return func(id string) bench.Conditions {
		after := w.read()
		return before.conditions(&after, model.ID(id))
	}
}

// conditions are what the host did from r to after, but for the container id.
func (r *hostReading) conditions(after *hostReading, id model.ID) bench.Conditions {
	passed := float64((after.at - r.at).Microseconds())
	hostA, hostB := &r.host.PSI, &after.host.PSI
	ownA, ownB := r.psi[id], after.psi[id]
	waited := func(hostA, hostB, ownA, ownB model.Count) float64 {
		return 100 * notOwn(hostB.Float()-hostA.Float(), ownB.Float()-ownA.Float()) / passed
	}
	return bench.Conditions{
		PSICPU:   waited(hostA.CPUSome, hostB.CPUSome, ownA.CPUSome, ownB.CPUSome),
		PSIMem:   waited(hostA.MemSome, hostB.MemSome, ownA.MemSome, ownB.MemSome),
		PSIIO:    waited(hostA.IOSome, hostB.IOSome, ownA.IOSome, ownB.IOSome),
		Steal:    100 * (stolen(&after.host) - stolen(&r.host)) / passed / float64(max(1, len(after.host.CPUs))),
		OtherCPU: r.others(after, id),
	}
}

// notOwn is what is left of the time in which tasks of the host waited, at least,
// without that in which the benchmark's own did. Those that a quota holds back
// wait, however idle the host is.
func notOwn(host, own float64) float64 {
	if math.IsNaN(own) {
		return host
	}
	return max(0, host-own)
}

// stolen is what the hypervisor took of all CPUs, in µs.
func stolen(h *probe.Host) (usec float64) {
	for _, c := range h.CPUs {
		usec += c.Steal.Float()
	}
	return usec
}

// others is what the containers that were there all the time have used, in
// cores, but for id.
func (r *hostReading) others(after *hostReading, id model.ID) (cores float64) {
	if len(after.cpu) == 0 && len(r.cpu) == 0 {
		return 0
	}
	for other, b := range after.cpu {
		a, was := r.cpu[other]
		used := b.UsageUsec.Float() - a.UsageUsec.Float()
		if other == id || !was || math.IsNaN(used) || b.At <= a.At {
			continue
		}
		cores += used / float64((b.At - a.At).Microseconds())
	}
	return cores
}

// throttling is that of a container, of all its cgroups.
func (w *hostWatch) throttling(id string) benchrun.Throttling {
	none := benchrun.Throttling{Periods: math.NaN(), Throttled: math.NaN(), Seconds: math.NaN()}
	for _, c := range w.readings() {
		if string(c.ID) != id || w.levels == nil {
			continue
		}
		levels, err := w.levels.Chain(context.Background(), c.Path)
		if err != nil {
			return none
		}
		return findThrottling(levels)
	}
	return none
}

// findThrottling is the throttling of the cgroup that the runtime made inside the
// container's, if that was held back, or else of the container's own.
func findThrottling(levels []probe.Level) (t benchrun.Throttling) {
	for _, l := range levels {
		t = benchrun.Throttling{Periods: l.Periods.Float(), Throttled: l.Throttled.Float(), Seconds: l.ThrottledUsec.Float() / 1e6}
		if l.Own || t.Throttled > 0 {
			break
		}
	}
	return t
}
