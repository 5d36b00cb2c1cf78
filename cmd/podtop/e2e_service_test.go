//go:build e2e

package main_test

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// testServiceStopped stops Podman's service softly (SIGSTOP) and hard, and
// brings it back: the figures go on all the time.
func testServiceStopped(t *testing.T, h *host) {
	b := h.run(t, h.own, "served", []string{"--cpus", "0.2"}, "sh", "-c", busy)
	v := h.viewer()
	v.socket = filepath.Join(h.dir, "second.sock")
	service := h.own.serve(t, v.socket)
	s := v.watch(t, "500ms")
	uptime := b.figure("uptime")
	s.until(t, "Podman's word", func(sn snapshot) bool { return uptime(sn) > 0 })

	service.signal(syscall.SIGSTOP)
	goesOn(t, s, b)
	degraded(t, v, b)
	service.signal(syscall.SIGCONT)
	goesOn(t, s, b)
	service.stop()
	goesOn(t, s, b)
	degraded(t, v, b)

	h.own.serve(t, v.socket)
	late := h.run(t, h.own, "late", nil, idle...)
	s.until(t, "what started after the service came back", func(sn snapshot) bool {
		r := named(sn.Containers, late.name)
		return r != nil && r.State == "running"
	})
	s.until(t, "Podman's word of it", func(sn snapshot) bool { return late.figure("uptime")(sn) > 0 })
	if code := s.stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if !saysWhy(s.stderr.String()) {
		t.Errorf("stderr says nothing of Podman: %q", s.stderr.String())
	}
}

// goesOn reads 5 s of snapshots, each of which has b's name and figures.
func goesOn(t *testing.T, s *stream, b *box) {
	t.Helper()
	begin := time.Now()
	for sn := s.next(t); sn.Time.Sub(begin) < 5*time.Second; sn = s.next(t) {
		if cpu := b.figure("cpu")(sn); !(cpu > 0) {
			t.Fatalf("cpu of %s is %v: %v", b.name, cpu, names(sn.Containers))
		}
	}
}

// degraded runs podtop stats once without Podman: it says so on stderr, and
// has the figures.
func degraded(t *testing.T, v viewer, b *box) {
	t.Helper()
	s, stderr := v.stats(t)
	if cpu := b.figure("cpu")(s); !(cpu > 0) {
		t.Errorf("cpu of %s is %v: %v", b.name, cpu, names(s.Containers))
	}
	if !saysWhy(stderr) {
		t.Errorf("stderr says nothing of Podman: %q", stderr)
	}
}

// testServiceSilent has podtop meet a socket that accepts and never answers:
// conmon tells the name.
func testServiceSilent(t *testing.T, h *host) {
	b := h.run(t, h.own, "silent", []string{"--cpus", "0.2"}, "sh", "-c", busy)
	v := h.viewer()
	v.socket = filepath.Join(h.dir, "silent.sock")
	silent(t, v.socket)
	degraded(t, v, b)
	v.screen(t, 120, tall).wait(t, b.name)
	v.socket = filepath.Join(h.dir, "absent.sock")
	degraded(t, v, b)
}

// testSocketUnit takes away the host's own Podman socket, and brings it back.
func testSocketUnit(t *testing.T, h *host) {
	if h.kind != "host" {
		skip(t, "the host's own Podman service belongs to others")
	}
	b := h.run(t, h.own, "unit", []string{"--cpus", "0.2"}, "sh", "-c", busy)
	s := h.viewer().watch(t, "500ms")
	uptime := b.figure("uptime")
	s.until(t, "Podman's word", func(sn snapshot) bool { return uptime(sn) > 0 })
	t.Cleanup(func() { systemctl(t, "start", "podman.socket") })
	systemctl(t, "stop", "podman.socket", "podman.service")
	goesOn(t, s, b)
	degraded(t, h.viewer(), b)
	systemctl(t, "start", "podman.socket")
	late := h.run(t, h.own, "late", nil, idle...)
	s.until(t, "Podman's word of what came later", func(sn snapshot) bool { return late.figure("uptime")(sn) > 0 })
}

// saysWhy reports whether podtop told on stderr what it lacks.
func saysWhy(stderr string) bool {
	return strings.Contains(stderr, "figures go on") || strings.Contains(stderr, "Podman")
}
