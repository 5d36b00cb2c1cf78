package cgroup

import (
	"time"

	"podtop/model"
	"podtop/sampler/kernel"
)

// setCPU takes in cpu.stat (v2).
func setCPU(r *model.Reading, b []byte, at time.Duration) {
	r.CPU = parseCPU(b)
	r.CPU.At = at
}

// parseCPU parses the time used in cpu.stat, in microseconds:
//
//	usage_usec 512345
//	user_usec 301222
//
// system_usec follows; the kernel writes these three first.
func parseCPU(b []byte) (c model.CPU) {
	for found := 0; found < 3; {
		var key []byte
		var n model.Count
		if key, n, b = kernel.Pair(b); key == nil {
			break
		}
		found++
		switch string(key) {
		case "usage_usec":
			c.UsageUsec = n
		case "user_usec":
			c.UserUsec = n
		case "system_usec":
			c.SystemUsec = n
		default:
			found-- // the kernel adds keys; skip the ones we do not know
		}
	}
	return c
}
