package probe

import (
	"math"
	"time"

	"podtop/model"
)

// HostRates are what a Host did since an earlier answer. Each list goes in step
// with the one it is of; what the earlier answer does not have is not known.
type HostRates struct {
	CPUs       []CPURate
	AllCPUs    CPURate // the mean
	Pressure   Pressure
	Disks      []DeviceRates
	Interfaces []Flow
	Cgroups    []CgroupRates
}

// Since is what h did since before, which may be nil.
func (h *Host) Since(before *Host) HostRates {
	if before == nil {
		before = &Host{}
		before.At = h.At // no time has passed, so there is no rate
	}
	d := h.At - before.At
	cpus := CPUsSince(before.CPUs, h.CPUs)
	return HostRates{
		CPUs: cpus, AllCPUs: meanCPU(cpus), Pressure: Waited(&before.PSI, &h.PSI),
		Disks:      DevicesSince(before.Disks, h.Disks, d),
		Interfaces: flowsSince(before.Interfaces, h.Interfaces, d),
		Cgroups:    cgroupsSince(before.Cgroups, h.Cgroups, d),
	}
}

// A CPURate is what a CPU did with its time, in parts of 1.
type CPURate struct {
	N            int
	User, System float64 // user with nice
	IRQ          float64 // with softirq
	IOWait, Idle float64
	Steal        float64 // what the hypervisor took
}

// Busy is the time neither idle nor waiting for I/O.
func (r *CPURate) Busy() float64 { return max(0, 1-r.Idle-r.IOWait) }

// CPUsSince is what each CPU did between two readings.
func CPUsSince(before, now []CPU) []CPURate {
	return eachSince(before, now, func(c *CPU) int { return c.N }, cpuSince)
}

// cpuSince counts what goes back as nothing: idle and iowait do, now and then.
func cpuSince(a, b *CPU) CPURate {
	r := CPURate{
		N: b.N, User: grown(a.User, b.User) + grown(a.Nice, b.Nice), System: grown(a.System, b.System),
		IRQ: grown(a.IRQ, b.IRQ) + grown(a.SoftIRQ, b.SoftIRQ), IOWait: grown(a.IOWait, b.IOWait),
		Idle: grown(a.Idle, b.Idle), Steal: grown(a.Steal, b.Steal),
	}
	parts := []*float64{&r.User, &r.System, &r.IRQ, &r.IOWait, &r.Idle, &r.Steal}
	total := 0.0
	for _, p := range parts {
		if *p == *p { // an old kernel does not have all
			total += *p
		}
	}
	for _, p := range parts {
		*p = divide(*p, total)
	}
	return r
}

func grown(a, b model.Count) float64 { return max(0, b.Float()-a.Float()) }

// divide is a of b, NaN where b is nothing.
func divide(a, b float64) float64 {
	if !(b > 0) {
		return math.NaN()
	}
	return a / b
}

// meanCPU is the mean over those that are known.
func meanCPU(all []CPURate) CPURate {
	mean := func(of func(*CPURate) float64) float64 {
		sum, n := 0.0, 0.0
		for i := range all {
			if v := of(&all[i]); v == v {
				sum, n = sum+v, n+1
			}
		}
		return divide(sum, n)
	}
	return CPURate{
		User:   mean(func(r *CPURate) float64 { return r.User }),
		System: mean(func(r *CPURate) float64 { return r.System }),
		IRQ:    mean(func(r *CPURate) float64 { return r.IRQ }),
		IOWait: mean(func(r *CPURate) float64 { return r.IOWait }),
		Idle:   mean(func(r *CPURate) float64 { return r.Idle }),
		Steal:  mean(func(r *CPURate) float64 { return r.Steal }),
	}
}

func flowsSince(before, now []Interface, d time.Duration) []Flow {
	return eachSince(before, now, func(i *Interface) string { return i.Name }, func(a, b *Interface) Flow { return b.Flow(a, d) })
}

// CgroupRates are what a cgroup took.
type CgroupRates struct {
	CPU           float64 // cores
	Read, Written float64 // bytes per second
}

func cgroupsSince(before, now []OtherCgroup, d time.Duration) []CgroupRates {
	return eachSince(before, now, func(v *OtherCgroup) string { return v.Path }, func(a, b *OtherCgroup) CgroupRates {
		return CgroupRates{
			CPU:  model.Rate(a.CPUUsec, b.CPUUsec, d) / 1e6,
			Read: model.Rate(a.RBytes, b.RBytes, d), Written: model.Rate(a.WBytes, b.WBytes, d),
		}
	})
}

// eachSince derives something from each element of now and the one of before that
// has the same name; from one of which nothing is known, if there is none.
func eachSince[T, R any, K comparable](before, now []T, name func(*T) K, derive func(a, b *T) R) []R {
	all := make([]R, len(now))
	was := make(map[K]*T, len(before))
	for i := range before {
		was[name(&before[i])] = &before[i]
	}
	for i := range now {
		a := was[name(&now[i])]
		if a == nil {
			a = new(T)
		}
		all[i] = derive(a, &now[i])
	}
	return all
}
