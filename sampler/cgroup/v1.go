package cgroup

import (
	"bytes"
	"time"

	"podtop/model"
	"podtop/sampler/kernel"
)

// setUsageV1 takes in cpuacct.usage: nanoseconds.
func setUsageV1(r *model.Reading, b []byte, at time.Duration) {
	r.CPU.At = at
	r.CPU.UsageUsec = divide(kernel.Number(b), 1000)
}

// setUserSystemV1 takes in cpuacct.stat.
func setUserSystemV1(r *model.Reading, b []byte, _ time.Duration) {
	r.CPU.UserUsec, r.CPU.SystemUsec = parseCPUAcctStat(b)
}

// parseCPUAcctStat parses cpuacct.stat, in ticks of USER_HZ, which is 100 on
// every architecture podtop runs on:
//
//	user 2341
//	system 112
func parseCPUAcctStat(b []byte) (user, system model.Count) {
	const usecPerTick = 10_000
	for {
		key, n, rest := kernel.Pair(b)
		if key == nil {
			return user, system
		}
		b = rest
		switch string(key) {
		case "user":
			user = multiply(n, usecPerTick)
		case "system":
			system = multiply(n, usecPerTick)
		}
	}
}

// setStatV1 takes in memory.stat (v1).
func setStatV1(r *model.Reading, b []byte, at time.Duration) {
	current := r.Stat.Current
	r.Stat = parseMemoryStatV1(b)
	r.Stat.At, r.Stat.Current = at, current
}

// parseMemoryStatV1 parses memory.stat of v1, of which the total_ lines count
// the cgroups below too, in bytes:
//
//	total_cache 1081344
//	total_rss 57344
//
// It has neither kernel memory nor what of slab could be reclaimed. (The former
// is in memory.kmem.usage_in_bytes, which is not read.)
func parseMemoryStatV1(b []byte) (m model.MemoryStat) {
	for {
		key, n, rest := kernel.Pair(b)
		if key == nil {
			return m
		}
		b = rest
		switch string(key) {
		case "total_rss":
			m.Anon = n
		case "total_cache":
			m.File = n
		case "total_shmem":
			m.Shmem = n
		case "total_inactive_file":
			m.InactiveFile = n
		case "total_swap":
			m.Swap = n
		}
	}
}

// setEventsV1 takes in memory.oom_control, whose oom_kill line counts:
//
//	under_oom 0
//	oom_kill 2
func setEventsV1(r *model.Reading, b []byte, at time.Duration) {
	r.Events = model.MemoryEvents{At: at, OOMKill: parseMemoryEvents(b).OOMKill}
}

// setBytesV1 takes in blkio.throttle.io_service_bytes_recursive.
func (ds *devices) setBytesV1(r *model.Reading, b []byte, at time.Duration) {
	r.IO.At = at
	r.IO.RBytes, r.IO.WBytes = ds.parseBlkio(b)
}

// setIOsV1 takes in blkio.throttle.io_serviced_recursive.
func (ds *devices) setIOsV1(r *model.Reading, b []byte, _ time.Duration) {
	r.IO.RIOs, r.IO.WIOs = ds.parseBlkio(b)
}

// parseBlkio sums a blkio.throttle file over the devices that are stacked on
// no other:
//
//	8:0 Read 4096
//	8:0 Write 1048576
//
// The kernel counts only once a device has a throttle rule: without its lines
// nothing is known.
func (ds *devices) parseBlkio(b []byte) (read, write model.Count) {
	for len(b) > 0 {
		end := bytes.IndexByte(b, '\n')
		if end < 0 {
			return model.Count{}, model.Count{}
		}
		name, line := kernel.Field(b[:end])
		op, line := kernel.Field(line)
		value, _ := kernel.Field(line)
		b = b[end+1:]
		d, ok := parseDevice(name)
		if !ok {
			continue // "Total 1052672"
		}
		switch leaf, known := ds.isLeaf(d); {
		case !known:
			return model.Count{}, model.Count{}
		case !leaf:
		case string(op) == "Read":
			read = sum(read, kernel.Uint(value))
		case string(op) == "Write":
			write = sum(write, kernel.Uint(value))
		}
	}
	return read, write
}

// sum is a.Add(b), where an unknown a is the sum of nothing yet.
func sum(a, b model.Count) model.Count {
	if !a.IsKnown() {
		return b
	}
	return a.Add(b)
}

func divide(c model.Count, by uint64) model.Count {
	if n, ok := c.Get(); ok {
		return model.Known(n / by)
	}
	return c
}

func multiply(c model.Count, by uint64) model.Count {
	if n, ok := c.Get(); ok && n <= (1<<64-1)/by {
		return model.Known(n * by)
	}
	return model.Count{}
}
