package cgroup

import (
	"bytes"
	"strconv"

	"podtop/sampler/kernel"
)

// decideInfra finds out whether c is a pod's infra container: its only process
// does nothing but hold the namespaces. While the runtime still sets the
// container up, that stays open.
func (t *Tree) decideInfra(c *container) {
	pid, n := t.processes(c)
	if n == 0 {
		return
	}
	cmdline, err := kernel.ReadOnce(t.proc+"/"+strconv.Itoa(pid)+"/cmdline", t.buf)
	if err != nil || isRuntime(cmdline) {
		return
	}
	c.infra = true
	t.readings[c.index].Infra = n == 1 && isPauseProcess(cmdline)
}

// isPauseProcess reports whether cmdline, arguments ended by NULs as in
// /proc/PID/cmdline, is what Podman runs in an infra container:
//
//	/catatonit -P
//	/pause
func isPauseProcess(cmdline []byte) bool {
	args := bytes.Split(bytes.TrimRight(cmdline, "\x00"), []byte{0})
	switch name := args[0]; {
	case string(name) == "/pause":
		return true
	case bytes.HasSuffix(name, []byte("catatonit")):
		return len(args) == 2 && string(args[1]) == "-P"
	}
	return false
}

// isRuntime reports whether cmdline is that of crun or runc, before they
// become the container's first process.
func isRuntime(cmdline []byte) bool {
	name, _, _ := bytes.Cut(cmdline, []byte{0})
	name = name[bytes.LastIndexByte(name, '/')+1:]
	return len(name) == 0 || string(name) == "crun" || string(name) == "runc" || bytes.HasPrefix(name, []byte("runc:["))
}
