//go:build e2e

package main_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"podtop/model"
	"podtop/model/probe"
)

// A subject is a container whose figures are compared.
type subject struct {
	*box
	short             string // its name, as the table has it
	path, net         string // of its cgroup; of its /proc/PID/net/dev, "" where the figures are not its own
	pod               string // the pod's id
	started, restarts float64
	question          probe.Target
	infra             string // the cgroup of its pod's infra container
}

// The commands of the cast. Each then goes on as it is.
const (
	// anonymous memory, page cache, tmpfs, and a child that the OOM killer kills
	remember = `dd if=/dev/zero of=/t/x bs=1M count=8; dd if=/dev/zero of=/dev/null bs=200M count=1
dd if=/dev/zero of=/tmp/f bs=1M count=8; cat /tmp/f >/dev/null
dd if=/dev/zero bs=8M count=1 | sleep 3600`
	many    = "for i in 1 2 3 4 5 6 7; do sleep 3600 & done; wait"
	scribe  = "while :; do dd if=/dev/zero of=/tmp/x bs=256k count=4 conv=fsync 2>/dev/null; sleep 0.5; done"
	serve1M = "dd if=/dev/zero of=/www/f bs=64k count=16; exec httpd -f -p 8000 -h /www"
	// more than its memory
	overflow = "dd if=/dev/zero bs=48M count=1 | sleep 3600"
)

// load fetches a file from a server, again and again.
func load(ip string) string {
	return "while :; do wget -q -O /dev/null http://" + ip + ":8000/f; sleep 1; done"
}

// cast starts containers of each kind.
func (h *host) cast(t *testing.T) []*subject {
	h.files, h.hardware = h.figureFiles(), findHardware()
	h.swapOn(t)
	var cast []*subject
	t.Cleanup(func() { h.own.podman(t, "rm", "-f", "-i", "-t", "0", "-v", "--filter", "label=podtop.e2e="+h.prefix) })
	add := func(name string, flags []string, command ...string) *subject {
		s := &subject{box: h.start(t, h.own, "fig-"+name, flags, command...), short: name}
		cast = append(cast, s)
		return s
	}
	sh := func(script string) []string { return []string{"sh", "-c", script} }

	// Those that keep the host busy come last.
	memory := add("memory", []string{"--memory", "64m", "--memory-swap", "64m", "--tmpfs", "/t:size=32m"}, sh(remember)...)
	add("pids", []string{"--pids-limit", "60", "--memory-reservation", "16m"}, sh(many)...)
	add("hostnet", []string{"--network", "host"}, sh(many)...)
	swap := add("swap", []string{"--memory", "24m", "--memory-swap", "96m"}, sh(overflow)...)
	traffic := h.podOf(t, "fig-trafficpod", "--network", h.network)
	narrow := h.podOf(t, "fig-narrowpod", "--network", "none", "--cpus", "0.2")
	add("server", []string{"--pod", traffic}, sh(serve1M)...)
	add("mate", []string{"--pod", traffic}, sh(load("127.0.0.1"))...)
	add("client", []string{"--network", h.network}, sh(load(h.own.podIP(t, traffic)))...)
	paused := add("paused", []string{"--cpus", "0.2"}, sh(busy)...)
	paused.podman(t, "pause", paused.name)
	add("narrow", []string{"--pod", narrow}, sh(busy)...)
	add("busy", []string{"--cpus", "0.3"}, sh(busy)...)
	add("writer", h.countedWrites(t), sh(scribe)...)

	h.introduce(t, cast)
	wait(t, "the OOM kill, and memory that stands still", func() bool {
		p := &pass{files: map[string]string{}}
		return h.value(p, memory.path, "oom_kills") > 0 && h.value(p, memory.path, "file") >= 16*mib && h.value(p, memory.path, "anon") >= 8*mib && h.value(p, memory.path, "shmem") >= 8*mib
	})
	if swaps := read(t, "/proc/swaps"); strings.Count(swaps, "\n") > 1 {
		wait(t, "swap in use", func() bool { return h.value(&pass{files: map[string]string{}}, swap.path, "swap") > mib })
	}
	return cast
}

// podOf makes a pod and returns its name.
func (h *host) podOf(t *testing.T, name string, flags ...string) string {
	t.Helper()
	pod := h.prefix + name
	t.Cleanup(func() { h.own.podman(t, "pod", "rm", "-f", "-i", "-t", "0", pod) })
	h.own.podman(t, append([]string{"pod", "create", "--name", pod}, flags...)...)
	return pod
}

// introduce asks Podman what it has to say of the cast.
func (h *host) introduce(t *testing.T, cast []*subject) {
	t.Helper()
	const format = "{{.State.CgroupPath}} {{.State.Pid}} {{.State.StartedAt.UnixNano}} {{.RestartCount}} {{.HostConfig.NetworkMode}} {{.Pod}}"
	args := []string{"container", "inspect", "--format", format}
	for _, s := range cast {
		args = append(args, s.name)
	}
	lines := strings.Split(strings.TrimSpace(h.own.podman(t, args...)), "\n")
	infras := map[string]string{}
	for i, s := range cast {
		f := strings.Fields(lines[i])
		pid, err := strconv.Atoi(f[1])
		if err != nil || pid == 0 {
			t.Fatalf("%s has no process: %q", s.name, f)
		}
		s.path, s.box.path, s.started, s.restarts = f[0], f[0], parse(f[2])/1e9, parse(f[3])
		s.question = probe.Target{Target: model.Target{ID: model.ID(s.id), Name: s.name, UID: os.Getuid(), Path: s.path}, Runtime: model.Podman, PID: pid}
		if len(f) > 5 {
			s.pod = f[5]
			if infras[s.pod] == "" {
				infras[s.pod] = h.infra(t, s.pod)
			}
			s.infra = infras[s.pod]
		} else if f[4] != "host" {
			s.net = filepath.Join("/proc", f[1], "net/dev")
		}
	}
}

// infra is the cgroup of a pod's infra container.
func (h *host) infra(t *testing.T, pod string) string {
	t.Helper()
	id := strings.TrimSpace(h.own.podman(t, "pod", "inspect", "--format", "{{.InfraContainerID}}", pod))
	return (&box{account: h.own, name: id}).inspect(t, "{{.State.CgroupPath}}")
}

// countedWrites are the flags by which the kernel counts what a container
// writes: on v1 it does once there is a rule, one that never bites.
func (h *host) countedWrites(t *testing.T) []string {
	if h.unified {
		return nil
	}
	for _, line := range strings.Split(output(t, "df", "--output=source", h.dir), "\n") {
		if disk := filepath.Base(line); strings.HasPrefix(line, "/dev/") {
			if _, err := os.Stat("/sys/block/" + disk); err == nil {
				return []string{"--device-write-bps", line + ":10gb", "--device-read-bps", line + ":10gb"}
			}
		}
	}
	return nil
}

// swapOn gives a throw-away host that has no swap a little of it, for as long
// as the test takes.
func (h *host) swapOn(t *testing.T) {
	if h.kind != "host" || strings.Count(read(t, "/proc/swaps"), "\n") > 1 {
		return
	}
	file := "/var/tmp/" + h.prefix + "swap" // no tmpfs
	t.Cleanup(func() { os.Remove(file) })
	output(t, "dd", "if=/dev/zero", "of="+file, "bs=1M", "count=96")
	if err := os.Chmod(file, 0o600); err != nil {
		t.Fatal(err)
	}
	output(t, "mkswap", file)
	output(t, "swapon", file)
	t.Cleanup(func() { output(t, "swapoff", file) })
}
