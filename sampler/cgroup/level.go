package cgroup

import (
	"bytes"
	"time"

	"podtop/model"
	"podtop/model/probe"
	"podtop/sampler/kernel"
)

// level reads all that the cgroup at path says of its bounds and of how often
// they were met.
func (h *Hierarchies) level(path string, buf []byte) probe.Level {
	p := h.place(path, buf)
	l := probe.Level{Path: path, PSI: p.psi(h.clock)}
	if path == "" {
		l.Path = "/"
	}
	limits := p.limits()
	l.CPUMax, l.MemoryMax, l.MemoryHigh = limits.CPU, limits.Memory, limits.High
	l.SwapMax, l.PidsMax = limits.Swap, limits.Pids
	l.Pids = p.number(pids, "pids.current")
	l.CPUSet, l.MemSet = p.text(cpuset, "cpuset.cpus"), p.text(cpuset, "cpuset.mems")
	q := parseThrottling(p.read(cpu, "cpu.stat"))
	l.Periods, l.Throttled, l.ThrottledUsec = q.Periods, q.Throttled, q.Usec
	if h.mode == Unified {
		h.unified(p, &l)
	} else {
		h.legacy(p, &l)
	}
	return l
}

// unified reads what v2 has in files of its own.
func (h *Hierarchies) unified(p place, l *probe.Level) {
	quota, period := cutCPUMax(p.read(cpu, "cpu.max"))
	l.CPUQuota, l.CPUPer = kernel.Uint(quota), kernel.Uint(period)
	l.CPUWeight = p.number(cpu, "cpu.weight")
	l.MemoryLow = p.limit(memory, "memory.low")
	l.MemoryMin = p.limit(memory, "memory.min")
	l.MemoryNow = p.number(memory, "memory.current")
	l.Events = parseLines(p.read(memory, "memory.events"))
	l.IOMax = h.named(parseIOMax(p.read(io, "io.max")))
	l.Controllers = p.text(cpu, "cgroup.controllers")
	l.ControllersSpread = p.text(cpu, "cgroup.subtree_control")
}

// legacy reads what v1 has in files of its own.
func (h *Hierarchies) legacy(p place, l *probe.Level) {
	l.CPUQuota = p.number(cpu, "cpu.cfs_quota_us") // -1, no quota, is no number
	l.CPUPer = p.number(cpu, "cpu.cfs_period_us")
	l.CPUWeight = p.number(cpu, "cpu.shares")
	l.MemoryLow = softLimit(p.number(memory, "memory.soft_limit_in_bytes"))
	l.MemoryNow = p.number(memory, "memory.usage_in_bytes")
	l.Swappiness = p.number(memory, "memory.swappiness")
	for _, name := range []string{"failcnt", "memsw.failcnt"} {
		if n := p.number(memory, "memory."+name); n.IsKnown() {
			l.Events = append(l.Events, probe.Line{Name: name, Value: n})
		}
	}
	l.Events = append(l.Events, parseLines(p.read(memory, "memory.oom_control"))...)
	l.IOMax = h.named(p.ioMaxV1())
}

// softLimit is what memory.soft_limit_in_bytes protects. Without a limit there
// it protects nothing.
func softLimit(n model.Count) model.Limit {
	l := limitV1(n)
	if l == model.NoLimit {
		return model.LimitOf(0)
	}
	return l
}

// text reads a file of one line.
func (p place) text(c controller, name string) string {
	line, _ := kernel.Line(p.read(c, name))
	return string(bytes.TrimSpace(line))
}

// psi reads the pressure files.
func (p place) psi(clock func() time.Duration) model.PSI {
	var r model.Reading
	for _, f := range pressures {
		if b := p.read(pressure, f.name); b != nil {
			f.set(&r, b, clock())
		}
	}
	return r.PSI
}
