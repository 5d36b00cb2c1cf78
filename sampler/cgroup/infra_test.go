package cgroup

import (
	"strings"
	"testing"
)

func TestIsPause(t *testing.T) {
	for in, want := range map[string]bool{
		"/catatonit -P":             true,
		"/pause":                    true,
		"/run/podman-init -- sleep": false,
		"/catatonit -- sleep 1":     false,
		"catatonit -P x":            false,
		"sh -c /pause":              false,
		"":                          false,
	} {
		if isPauseProcess([]byte(strings.ReplaceAll(in, " ", "\x00")+"\x00")) != want {
			t.Errorf("%q: %v", in, !want)
		}
	}
}

// Infra is decided once the runtime has become the container's process.
func TestInfra(t *testing.T) {
	h := newHost(t, Unified)
	h.group(scope(1))
	h.group(scope(1)+"/container", "cgroup.procs=12")
	h.write("proc/12/cgroup", "0::"+scope(1)+"/container\n")
	h.write("proc/12/cmdline", "/usr/bin/crun\x00create\x00")
	tree := h.open()
	if h.only(tree).Infra {
		t.Error("crun is no infra container")
	}
	h.write("proc/12/cmdline", "/catatonit\x00-P\x00")
	if !h.only(tree).Infra {
		t.Error("catatonit -P is one")
	}
}

func TestSecondProcessIsNoInfra(t *testing.T) {
	h := newHost(t, Unified)
	h.group(scope(1), "cgroup.procs=12\n13")
	h.write("proc/12/cmdline", "/pause\x00")
	if h.only(h.open()).Infra {
		t.Error("a container with two processes is no infra container")
	}
}

// A systemd inside puts its processes into cgroups of its own; when a process
// ends, another speaks for the container.
func TestPID(t *testing.T) {
	h := newHost(t, Unified)
	h.group(scope(1))
	h.group(scope(1)+"/container/init.scope", "cgroup.procs=20")
	h.group(scope(1)+"/container/system.slice/a.service", "cgroup.procs=31\n30")
	h.write("proc/20/cgroup", "0::"+scope(1)+"/container/init.scope\n")
	tree := h.open()
	if pid := tree.PID(0); pid != 20 {
		t.Errorf("pid %d, want 20", pid)
	}
	h.write("proc/20/cgroup", "0::/user.slice\n") // another process has the number now
	h.write("cgroup"+scope(1)+"/container/init.scope/cgroup.procs", "")
	if pid := tree.PID(0); pid != 30 {
		t.Errorf("pid %d, want 30", pid)
	}
	if tree.PID(1) != 0 || tree.PID(-1) != 0 {
		t.Error("a pid of no container")
	}
}
