package proc

import (
	"bytes"

	"podtop/model/probe"
	"podtop/sampler/kernel"
)

// VM reads the lines of /proc/PID/status that are about memory. A zombie has
// none.
func (p Process) VM(buf []byte) ([]probe.Line, error) {
	b, err := kernel.ReadOnceAt(p.dir, "status", buf)
	if err != nil {
		return nil, err
	}
	return parseSizes(b, func(key []byte) bool {
		return bytes.HasPrefix(key, []byte("Vm")) || bytes.HasPrefix(key, []byte("Rss"))
	}), nil
}

// Rollup reads /proc/PID/smaps_rollup, for which the kernel walks through all
// of the process's memory. The error is fs.ErrPermission to those who may not
// trace the process.
func (p Process) Rollup() ([]probe.Line, error) {
	b, err := kernel.ReadOnceAt(p.dir, "smaps_rollup", make([]byte, 8<<10))
	if err != nil {
		return nil, err
	}
	return parseSizes(b, func([]byte) bool { return true }), nil
}

// parseSizes parses the lines of a file that are sizes, and that want wants, as
// bytes:
//
//	55d0c0000000-7fff00000000 ---p 00000000 00:00 0                          [rollup]
//	Rss:                1124 kB
//	VmPeak:	    4404 kB
func parseSizes(b []byte, want func(key []byte) bool) (lines []probe.Line) {
	for {
		line, rest, ok := cutLine(b)
		if !ok {
			return lines
		}
		b = rest
		key, value, ok := bytes.Cut(line, []byte(":"))
		if !ok || !want(key) {
			continue
		}
		number, unit := kernel.Field(value)
		if unit, _ = kernel.Field(unit); string(unit) == "kB" {
			lines = append(lines, probe.Line{Name: string(key), Value: times(kernel.Uint(number), 1024)})
		}
	}
}
