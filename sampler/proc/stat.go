package proc

import (
	"bytes"

	"podtop/model"
	"podtop/model/probe"
	"podtop/sampler/kernel"
)

// usecPerTick is one tick of /proc/stat: USER_HZ is 100 wherever Go runs.
const usecPerTick = 10_000

// columns of the cpu line of /proc/stat. The last two, guest and guest_nice,
// are in user and nice already.
const (
	user = iota
	nice
	system
	idle
	iowait
	irq
	softirq
	steal
	statColumns
)

// parseStat gives the time of all CPUs since boot, from the first line of
// /proc/stat, in ticks of 10 ms:
//
//	cpu  11329 0 8078 136515 831 0 203 7 0 0
//	cpu0 5305 0 2983 70082 103 0 24 2 0 0
//
// Busy is what was neither idle nor waiting for I/O; time the hypervisor stole
// is busy. See proc_stat(5).
func parseStat(b []byte) (busyUsec, totalUsec model.Count) {
	line, _, _ := cutLine(b)
	name, line := kernel.Field(line)
	if string(name) != "cpu" {
		return busyUsec, totalUsec
	}
	busy, total := model.Known(0), model.Known(0)
	for i := range statColumns {
		var field []byte
		field, line = kernel.Field(line)
		if len(field) == 0 && i > idle {
			break // an older kernel has fewer
		}
		v := kernel.Uint(field)
		total = total.Add(v)
		if i != idle && i != iowait {
			busy = busy.Add(v)
		}
	}
	return times(busy, usecPerTick), times(total, usecPerTick)
}

// parseCPUs gives the time of each CPU, from the lines of /proc/stat that
// follow the first:
//
//	cpu0 5305 0 2983 70082 103 0 24 2 0 0
func parseCPUs(b []byte) []probe.CPU {
	var all []probe.CPU
	for {
		line, rest, ok := cutLine(b)
		if !ok {
			return all
		}
		b = rest
		name, line := kernel.Field(line)
		digits, isCPU := bytes.CutPrefix(name, []byte("cpu"))
		if !isCPU {
			return all // the CPUs come first, and interrupts after them, at length
		}
		n, ok := kernel.Uint(digits).Get()
		if !ok || n > 1<<20 {
			continue // the sum of all
		}
		all = append(all, parseCPU(int(n), line))
	}
}

func parseCPU(n int, line []byte) probe.CPU {
	c := probe.CPU{N: n}
	for _, to := range [statColumns]*model.Count{&c.User, &c.Nice, &c.System, &c.Idle, &c.IOWait, &c.IRQ, &c.SoftIRQ, &c.Steal} {
		var field []byte
		field, line = kernel.Field(line)
		*to = times(kernel.Uint(field), usecPerTick)
	}
	return c
}

// parseCPUList counts the CPUs of a list such as
// /sys/devices/system/cpu/online; 0 if it is not one:
//
//	0-3,8,10-11
func parseCPUList(b []byte) int {
	line, _, ok := cutLine(b)
	n := 0
	for ok && len(line) > 0 {
		first, rest, isNumber := cutUint(line)
		last := first
		if isNumber && len(rest) > 0 && rest[0] == '-' {
			last, rest, isNumber = cutUint(rest[1:])
		}
		if !isNumber || last < first || last > 1<<20 {
			return 0
		}
		n += int(last-first) + 1
		if len(rest) > 0 && rest[0] != ',' {
			return 0
		}
		line = rest[min(1, len(rest)):]
	}
	return n
}

// cutUint cuts a decimal number off the front of b.
func cutUint(b []byte) (v uint64, rest []byte, ok bool) {
	i := 0
	for i < len(b) && '0' <= b[i] && b[i] <= '9' {
		i++
	}
	v, ok = kernel.Uint(b[:i]).Get()
	return v, b[i:], ok
}
