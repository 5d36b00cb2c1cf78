package cgroup

import (
	"time"

	"podtop/model"
	"podtop/sampler/kernel"
)

// setMemory takes in memory.current (v2), memory.usage_in_bytes (v1): bytes.
func setMemory(r *model.Reading, b []byte, at time.Duration) {
	r.Memory = model.MemoryCurrent{At: at, Bytes: kernel.Number(b)}
}

// setSwap takes in memory.swap.current: bytes.
func setSwap(r *model.Reading, b []byte, _ time.Duration) { r.Stat.Swap = kernel.Number(b) }

// setStat takes in memory.stat (v2).
func setStat(r *model.Reading, b []byte, at time.Duration) {
	current, swap := r.Stat.Current, r.Stat.Swap
	r.Stat = parseMemoryStat(b)
	r.Stat.At, r.Stat.Current, r.Stat.Swap = at, current, swap
}

// parseMemoryStat parses memory.stat, in bytes:
//
//	anon 57344
//	file 66699264
func parseMemoryStat(b []byte) (m model.MemoryStat) {
	for {
		key, n, rest := kernel.Pair(b)
		if key == nil {
			return m
		}
		b = rest
		switch string(key) {
		case "anon":
			m.Anon = n
		case "file":
			m.File = n
		case "kernel":
			m.Kernel = n
		case "sock":
			m.Sock = n
		case "shmem":
			m.Shmem = n
		case "inactive_file":
			m.InactiveFile = n
		case "slab_reclaimable":
			m.SlabReclaimable = n
		}
	}
}

// setEvents takes in memory.events (v2).
func setEvents(r *model.Reading, b []byte, at time.Duration) {
	r.Events = parseMemoryEvents(b)
	r.Events.At = at
}

// parseMemoryEvents parses memory.events, how often each happened:
//
//	max 1381
//	oom_kill 1
func parseMemoryEvents(b []byte) (e model.MemoryEvents) {
	for {
		key, n, rest := kernel.Pair(b)
		if key == nil {
			return e
		}
		b = rest
		switch string(key) {
		case "high":
			e.High = n
		case "max":
			e.Max = n
		case "oom":
			e.OOM = n
		case "oom_kill":
			e.OOMKill = n
		}
	}
}
