//go:build e2e

package main_test

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// serve32M serves a file of 32 MiB by HTTP.
const serve32M = "dd if=/dev/zero of=/www/f bs=1M count=32 && exec httpd -f -p 8000 -h /www"

// fetch loads serve32M's file from the container at ip, with patience: the
// server may still be writing it.
func (b *box) fetch(t *testing.T, ip string) {
	t.Helper()
	b.podman(t, "exec", b.name, "sh", "-c",
		"for i in 1 2 3 4 5 6 7 8 9 10; do wget -q -O /dev/null http://"+ip+":8000/f && exit; sleep 1; done; exit 1")
}

// idle does nothing, in the way that a container's first process can.
var idle = []string{"sleep", "3600"}

// testTransfer moves 32 MiB from one container to another.
func testTransfer(t *testing.T, h *host) {
	server := h.run(t, h.own, "server", []string{"--network", h.network}, "sh", "-c", serve32M)
	client := h.run(t, h.own, "client", []string{"--network", h.network}, idle...)
	rx, tx := client.figure("net.rx"), server.figure("net.tx")
	s := h.viewer().watch(t, window)
	before := client.received(t)
	seen := during(t, s, func() { client.fetch(t, server.ip(t)) }, rx, tx)
	got := total(seen, rx)
	about(t, "bytes the client received", got, 32*mib)
	about(t, "bytes the server sent", total(seen, tx), 32*mib)
	if kernel := client.received(t) - before; !(got <= 1.05*kernel) {
		t.Errorf("podtop says %.0f bytes were received, the kernel %.0f", got, kernel)
	}
}

// testPod has a pod serve 32 MiB: the pod has sent them once, whatever the
// number of its members.
func testPod(t *testing.T, h *host) {
	pod := h.prefix + "pod"
	t.Cleanup(func() { h.own.podman(t, "pod", "rm", "-f", "-i", "-t", "0", pod) })
	h.own.podman(t, "pod", "create", "--name", pod, "--network", h.network)
	server := h.run(t, h.own, "member1", []string{"--pod", pod}, "sh", "-c", serve32M)
	h.run(t, h.own, "member2", []string{"--pod", pod}, idle...)
	client := h.run(t, h.own, "client", []string{"--network", h.network}, idle...)

	tx := func(s snapshot) float64 { return value(named(s.Pods, pod), "net.tx") }
	s := h.viewer().watch(t, window, "--all")
	ip := h.own.podIP(t, pod)
	seen := during(t, s, func() { client.fetch(t, ip) }, tx)
	about(t, "bytes the pod sent", total(seen, tx), 32*mib)

	last := seen[len(seen)-1]
	id := named(last.Pods, pod).ID
	members := 0
	for _, r := range last.Containers {
		if r.Pod != pod && (id == "" || r.Pod != id) {
			continue
		}
		members++
		for _, metric := range []string{"net.rx", "net.tx"} {
			if v := value(&r, metric); !math.IsNaN(v) {
				t.Errorf("%s has %s %v of its own, which the pod shows already", r.Name, metric, v)
			}
		}
	}
	if members < 2 {
		t.Errorf("%d containers say they are in pod %s, want %s and its sibling: %v", members, pod, server.name, names(last.Containers))
	}
	cpu := 0.0
	for _, r := range last.Containers {
		if r.Pod == pod || id != "" && r.Pod == id {
			cpu += value(&r, "cpu")
		}
	}
	if sum := value(named(last.Pods, pod), "cpu"); !(math.Abs(sum-cpu) <= 1e-6) {
		t.Errorf("the pod's cpu is %v, its members' sum %v", sum, cpu)
	}
}

// testBlockWrite writes 64 MiB past the page cache.
func testBlockWrite(t *testing.T, h *host) {
	if !h.unified {
		skip(t, "cgroup v1 counts no direct I/O without a throttle rule")
	}
	b := h.run(t, h.own, "block", nil, idle...)
	if _, err := os.Stat(filepath.Join("/sys/fs/cgroup", h.cgroup(t, b), "io.stat")); err != nil {
		skip(t, "this user's containers have no io controller")
	}
	w := b.figure("blk.w")
	s := h.viewer().watch(t, window)
	// io.stat has no line of a device before the first I/O.
	write := func(count string) {
		b.podman(t, "exec", b.name, "dd", "if=/dev/zero", "of=/tmp/x", "bs=1M", "oflag=direct", "count="+count)
	}
	write("1")
	seen := during(t, s, func() { write("64") }, w)
	about(t, "bytes written", total(seen, w), 64*mib)
}

// ip returns b's address on the suite's network.
func (b *box) ip(t *testing.T) string {
	t.Helper()
	return b.inspect(t, "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}")
}

// podIP returns a pod's address on the suite's network: its infra container's.
func (a *account) podIP(t *testing.T, pod string) string {
	t.Helper()
	infra := strings.TrimSpace(a.podman(t, "pod", "inspect", "--format", "{{.InfraContainerID}}", pod))
	b := &box{account: a, name: infra}
	return b.ip(t)
}
