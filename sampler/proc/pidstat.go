package proc

import (
	"bytes"
	"math"
	"os"
	"strings"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/probe"
	"podtop/sampler/kernel"
)

const (
	maxName    = 64      // bytes of a process's name; the kernel's own threads have long ones
	maxCommand = 1 << 10 // and of its arguments
)

// Describe reads stat, status and uid_map of the process. The error is
// kernel.ErrGone if it has gone.
func (p Process) Describe(buf []byte) (probe.Process, error) {
	d := probe.Process{PID: p.PID, UID: -1, InsideUID: -1}
	b, err := kernel.ReadOnceAt(p.dir, "stat", buf)
	if err != nil {
		return d, err
	}
	if !parsePIDStat(&d, b) {
		return d, kernel.ErrGone
	}
	d.Name = clean.Head(d.Name, maxName)
	if b, err = kernel.ReadOnceAt(p.dir, "status", buf); err != nil {
		return d, err
	}
	parseStatus(&d, b)
	if b, err = kernel.ReadOnceAt(p.dir, "uid_map", buf); err == nil {
		d.InsideUID = parseUIDMap(b, d.UID)
	}
	return d, nil
}

// Command reads the arguments of the process, with blanks between them. The
// kernel takes them from the memory of the process, for which it may wait
// without end.
func (p Process) Command() (string, error) {
	var buf [maxCommand]byte
	b, err := kernel.HeadAt(p.dir, "cmdline", buf[:])
	return parseCmdline(b), err
}

// parseCmdline parses /proc/PID/cmdline, arguments ended by NULs.
func parseCmdline(b []byte) string {
	b = bytes.TrimRight(b, "\x00")
	return clean.Head(strings.ReplaceAll(string(b), "\x00", " "), maxCommand)
}

// fields of /proc/PID/stat, behind the name.
const (
	statState   = 0
	statParent  = 1
	statUser    = 11
	statSystem  = 12
	statThreads = 17
	statStarted = 19
	statRSS     = 21
)

var pageSize = uint64(os.Getpagesize())

// parsePIDStat takes in /proc/PID/stat:
//
//	4242 (a b) S 4200 4200 4200 0 -1 4194560 1033 0 0 0 112 31 0 0 20 0 3 0 8212 11223040 1311 18446744073709551615 …
//
// The name is what the process likes, with blanks, newlines and parentheses in
// it: it ends at the last one. It is not clean yet. See proc_pid_stat(5).
func parsePIDStat(d *probe.Process, b []byte) bool {
	from, to := bytes.IndexByte(b, '('), bytes.LastIndexByte(b, ')')
	if from < 0 || to < from {
		return false
	}
	d.Name = string(b[from+1 : to])
	line, _ := kernel.Line(b[to+1:])
	n := 0
	for ; ; n++ {
		var field []byte
		if field, line = kernel.Field(line); len(field) == 0 {
			break
		}
		v := kernel.Uint(field)
		switch n {
		case statState:
			d.State = clean.Head(string(field), 1)
		case statParent:
			d.Parent = small(v)
		case statUser:
			d.CPUUsec = times(v, usecPerTick)
		case statSystem:
			d.CPUUsec = d.CPUUsec.Add(times(v, usecPerTick))
		case statThreads:
			d.Threads = small(v)
		case statStarted:
			ticks, _ := v.Get()
			d.Started = int64(min(ticks, math.MaxInt64))
		case statRSS:
			d.RSS = times(v, pageSize)
		}
	}
	return n > statRSS
}

// small is c as an int, 0 if it is unknown or no number of a process.
func small(c model.Count) int {
	if v, ok := c.Get(); ok && v <= math.MaxInt32 {
		return int(v)
	}
	return 0
}

// parseStatus takes in the lines of /proc/PID/status that stat has not got, or
// not as exactly: its pages are as the kernel's CPUs last told each other.
//
//	Uid:	101	101	101	101
//	NSpid:	4242	7
//	VmRSS:	    1124 kB
//
// The second uid is the effective one, which ps(1) shows; the last pid is that
// in the process's own namespace. See proc_pid_status(5).
func parseStatus(d *probe.Process, b []byte) {
	for {
		line, rest, ok := cutLine(b)
		if !ok {
			return
		}
		b = rest
		key, line := kernel.Field(line)
		switch string(key) {
		case "Uid:":
			_, line = kernel.Field(line)
			field, _ := kernel.Field(line)
			if v, ok := kernel.Uint(field).Get(); ok && v <= math.MaxUint32 {
				d.UID = int(v)
			}
		case "NSpid:":
			d.Inside = small(kernel.Uint(lastField(line)))
		case "VmRSS:":
			field, _ := kernel.Field(line)
			d.RSS = times(kernel.Uint(field), 1024)
		}
	}
}

func lastField(line []byte) (last []byte) {
	for {
		field, rest := kernel.Field(line)
		if len(field) == 0 {
			return last
		}
		last, line = field, rest
	}
}

// parseUIDMap gives what a uid of the host is inside a user namespace, -1 if it
// is nobody there. Of /proc/PID/uid_map each line is a range: its first uid
// inside, on the host, and how many.
//
//	0       1000          1
//	1     524288      65536
//
// See user_namespaces(7).
func parseUIDMap(b []byte, uid int) int {
	for {
		line, rest, ok := cutLine(b)
		if !ok || uid < 0 {
			return -1
		}
		b = rest
		var r [3]uint64
		for i := range r {
			var field []byte
			field, line = kernel.Field(line)
			if r[i], ok = kernel.Uint(field).Get(); !ok || r[i] > math.MaxUint32 {
				return -1
			}
		}
		inside, outside, n := r[0], r[1], r[2]
		if u := uint64(uid); outside <= u && u-outside < n {
			return int(inside + u - outside)
		}
	}
}
