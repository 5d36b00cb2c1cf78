package cgroup

import (
	"bytes"
	"os"
	"strconv"

	"podtop/model"
	"podtop/sampler/kernel"
)

// PID returns a process of Readings[i], 0 if there is none: the one with the
// lowest number, which is most likely the container's first. It remembers the
// answer, but asks the kernel each time whether that process is still there
// and still in the container (two files): ask when you need one, not each tick.
func (t *Tree) PID(i int) int {
	c := t.at(i)
	if c == nil {
		return 0
	}
	if c.pid == 0 || !t.isIn(c.pid, c.group) {
		c.pid, _ = t.processes(c)
	}
	return c.pid
}

// isIn reports whether process pid is in g or below it, by /proc/PID/cgroup:
//
//	0::/machine.slice/libpod-….scope/container
func (t *Tree) isIn(pid int, g *group) bool {
	b, err := kernel.ReadOnce(t.proc+"/"+strconv.Itoa(pid)+"/cgroup", t.buf)
	if err != nil {
		return false
	}
	return bytes.Contains(b, []byte(g.path))
}

// processes returns the lowest pid in c and below, and how many there are. A
// container's processes can all be in descendants: crun's child, or the many
// of a systemd inside. One that pids.current said is empty is not searched: a
// host can be full of them.
func (t *Tree) processes(c *container) (lowest, n int) {
	if t.readings[c.index].Pids.Current == model.Known(0) && !t.isYoung(c) {
		return 0, 0
	}
	return t.countProcesses(t.primary+c.group.path, 0)
}

// maxDepth bounds how deep a container's own cgroups are searched.
const maxDepth = 8

func (t *Tree) countProcesses(dir string, depth int) (lowest, n int) {
	b, _ := kernel.ReadOnce(dir+"/cgroup.procs", t.buf) // a threaded cgroup refuses: those below may not
	lowest, n = parsePIDs(b)
	if _, links, ok := stat(dir); !ok || links == 2 || depth == maxDepth {
		return lowest, n
	}
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		pid, m := t.countProcesses(dir+"/"+e.Name(), depth+1)
		n += m
		if pid != 0 && (lowest == 0 || pid < lowest) {
			lowest = pid
		}
	}
	return lowest, n
}

// parsePIDs returns the lowest of the pids in cgroup.procs, one on each line,
// and how many there are.
func parsePIDs(b []byte) (lowest, n int) {
	for {
		pid, rest := cutPID(b)
		if pid == 0 {
			return lowest, n
		}
		b = rest
		n++
		if lowest == 0 || pid < lowest {
			lowest = pid
		}
	}
}

// cutPID cuts the first pid off cgroup.procs; it is 0 at the end. A process of
// a foreign pid namespace is "0", and left out.
func cutPID(b []byte) (pid int, rest []byte) {
	for len(b) > 0 {
		var line []byte
		line, b = kernel.Line(b)
		if n, ok := kernel.Uint(line).Get(); ok && n > 0 && n <= 1<<30 {
			return int(n), b
		}
	}
	return 0, nil
}
