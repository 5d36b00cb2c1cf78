package probe

import (
	"slices"

	"podtop/model"
)

// A Record is the limits Podman has on record in the kernel's units; what it
// says nothing of is no limit.
type Record struct {
	CPU    model.Limit // millionths of a core
	Memory model.Limit
	Swap   model.Limit // bytes of swap alone
	Low    model.Limit
	Pids   model.Limit
	CPUSet string
}

// Recorded is what m has on record; all of it unknown where only conmon told of
// the container.
func Recorded(m *model.Meta) Record {
	if m.Source != model.FromAPI {
		return Record{}
	}
	l := &m.Limits
	return Record{
		CPU: cores(l), Memory: limit(l.Memory), Swap: swapAlone(l), Low: limit(l.Reserve), Pids: limit(l.Pids), CPUSet: l.CPUSet,
	}
}

func limit(n model.Count) model.Limit {
	if v, ok := n.Get(); ok {
		return model.LimitOf(v)
	}
	return model.NoLimit
}

// cores is --cpus, or --cpu-quota of --cpu-period.
func cores(l *model.Configured) model.Limit {
	if nano, ok := l.NanoCPUs.Get(); ok {
		return model.LimitOf(nano / 1000)
	}
	quota, ok := l.CPUQuota.Get()
	period, known := l.CPUPeriod.Get()
	if !known || period == 0 {
		period = 100_000
	}
	if !ok || quota > 1<<40 {
		return model.NoLimit
	}
	return model.LimitOf(quota * 1_000_000 / period)
}

// swapAlone is what the limit of memory and swap together leaves for swap.
func swapAlone(l *model.Configured) model.Limit {
	both, ok := l.Swap.Get()
	memory, bounded := l.Memory.Get()
	if !ok || !bounded {
		return model.NoLimit
	}
	return model.LimitOf(both - min(both, memory))
}

// A Difference is a limit of which Podman's record says one thing and the
// container's own cgroups another.
type Difference struct {
	Field          string
	Unit           model.Dimension
	Record, Kernel model.Limit // of CPU in millionths of a core
	By             *Level      // where the kernel has it; nil if it has none
	Lacks          string      // the controller there is none of, so that nothing is enforced; "" if there is
}

// bounds are the limits that have a record.
var bounds = []struct {
	field, controller string
	unit              model.Dimension
	record            func(*Record) model.Limit
	of                func(*Level) model.Limit
}{
	{"cpu", "cpu", model.Cores, func(r *Record) model.Limit { return r.CPU }, CPUMax},
	{"memory", "memory", model.Bytes, func(r *Record) model.Limit { return r.Memory }, MemoryMax},
	{"reservation", "memory", model.Bytes, func(r *Record) model.Limit { return r.Low }, none0(MemoryLow)},
	{"swap", "memory", model.Bytes, func(r *Record) model.Limit { return r.Swap }, SwapMax},
	{"pids", "pids", model.Number, func(r *Record) model.Limit { return r.Pids }, PidsMax},
}

// none0 is of, where 0 is what the kernel has if nothing was set.
func none0(of func(*Level) model.Limit) func(*Level) model.Limit {
	return func(l *Level) model.Limit {
		if n, ok := of(l).Get(); ok && n == 0 {
			return model.NoLimit
		}
		return of(l)
	}
}

// Differences are those between r and what the kernel has, as far as both are
// known; Splits tells of those that a cgroup inside the container's own makes.
func (c *Cgroups) Differences(r Record) []Difference {
	own := c.Own()
	if own == nil {
		return nil
	}
	var all []Difference
	for _, b := range bounds {
		kernel, by := Strictest(c.Inner(), b.of)
		record := b.record(&r)
		_, has := record.Get()
		split := has && nearlyEqual(record, b.of(own), b.unit)
		switch {
		case has && !kernel.IsKnown() && c.Lacks(b.controller):
			all = append(all, Difference{Field: b.field, Unit: b.unit, Record: record, Lacks: b.controller})
		case record.IsKnown() && kernel.IsKnown() && !split && !nearlyEqual(record, kernel, b.unit):
			all = append(all, Difference{Field: b.field, Unit: b.unit, Record: record, Kernel: kernel, By: by})
		}
	}
	return all
}

// nearlyEqual reports whether two limits are the same but for rounding: bytes
// to a page, CPU to a thousandth.
func nearlyEqual(a, b model.Limit, unit model.Dimension) bool {
	x, ok := a.Get()
	y, bounded := b.Get()
	apart := max(x, y) - min(x, y)
	switch {
	case ok != bounded:
		return false
	case unit == model.Bytes:
		return apart < 4096
	case unit == model.Cores:
		return apart <= max(x, y)/1000
	}
	return apart == 0
}

// A Split is a limit that the container's own cgroup and one inside it have at
// different values: the lesser one holds.
type Split struct {
	Field      string
	Unit       model.Dimension
	Own, Child model.Limit
	At         *Level // the one inside
}

// Splits are those limits.
func (c *Cgroups) Splits() []Split {
	own, inner := c.Own(), c.Inner()
	var all []Split
	for i := range inner[:max(0, len(inner)-1)] {
		for _, b := range bounds {
			_, has := b.of(own).Get()
			_, childHas := b.of(&inner[i]).Get()
			if has && childHas && !nearlyEqual(b.of(own), b.of(&inner[i]), b.unit) {
				all = append(all, Split{b.field, b.unit, b.of(own), b.of(&inner[i]), &inner[i]})
			}
		}
	}
	return all
}

// OtherCPUs reports whether r has another set of CPUs than the container's own
// cgroups, and returns theirs.
func (c *Cgroups) OtherCPUs(r Record) (kernel string, other bool) {
	record, err := ParseCPUs(r.CPUSet)
	cpus, _ := CPUs(c.Inner())
	if err != nil || len(record) == 0 || c.Lacks("cpuset") {
		return "", false
	}
	return FormatCPUs(cpus), !slices.Equal(record, cpus)
}
