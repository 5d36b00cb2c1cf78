package probe

import "podtop/model"

// Cgroups are a container's cgroups from the innermost (crun's "container")
// up to the root, and what the container's own one says of memory.
type Cgroups struct {
	Answer
	Legacy         bool        // the limits and counters are those of v1's files
	HostSwappiness model.Count // /proc/sys/vm/swappiness: on v2, where no cgroup has its own, that of all of them
	Levels         []Level
	Memory         []Line // memory.stat in the kernel's order; bytes, then events such as workingset_refault_file
}

// A Level is one cgroup of the chain. What its controllers do not have, as one
// that is not delegated, is unknown.
type Level struct {
	Path string // below the mount; "/" is the root
	Own  bool   // it is the container's scope, where usage is read

	CPUMax            model.Limit // millionths of a core: cpu.max, quota over period
	CPUQuota, CPUPer  model.Count // µs, of cpu.max; the quota is unknown where it is "max"
	CPUWeight         model.Count // cpu.weight (v2), cpu.shares (v1)
	CPUSet, MemSet    string      // cpuset.cpus, cpuset.mems; "" if none
	MemoryMax         model.Limit // bytes
	MemoryHigh        model.Limit
	MemoryLow         model.Limit // protection: what --memory-reservation sets; on v1 its soft limit
	MemoryMin         model.Limit
	SwapMax           model.Limit // bytes of swap alone
	Swappiness        model.Count // memory.swappiness, which v2 does not have
	PidsMax           model.Limit
	IOMax             []IOLimit
	Pids              model.Count // pids.current
	MemoryNow         model.Count // memory.current
	Periods           model.Count // cpu.stat nr_periods
	Throttled         model.Count // nr_throttled
	ThrottledUsec     model.Count
	Events            []Line // memory.events: low high max oom oom_kill oom_group_kill; on v1 failcnt, memsw.failcnt, under_oom, oom_kill, …
	PSI               model.PSI
	Controllers       string // cgroup.controllers
	ControllersSpread string // cgroup.subtree_control: what it gives its children
}

// An IOLimit is one device's line of io.max.
type IOLimit struct {
	Device                     string // "252:0", or "vda" where the name is known
	RBytes, WBytes, RIOs, WIOs model.Limit
}

// Swappiness is the one that applies to the container: its own cgroup's or, on
// v2, the host's.
func (c *Cgroups) Swappiness() (n model.Count, hosts bool) {
	if !c.Legacy {
		return c.HostSwappiness, true
	}
	if own := c.Own(); own != nil {
		n = own.Swappiness
	}
	return n, false
}

// UnsetWeight is the CPU weight of a cgroup that was given none: that of
// cpu.weight or, on v1, that of cpu.shares.
func (c *Cgroups) UnsetWeight() uint64 {
	if c.Legacy {
		return 1024
	}
	return 100
}
