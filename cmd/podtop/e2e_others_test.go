//go:build e2e

package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// testRootless checks that a user's container is seen by the user and by root,
// and that a user does not need root's Podman to see root's.
func testRootless(t *testing.T, h *host) {
	if h.other == nil {
		skip(t, "another user's containers need a systemd that runs for that user")
	}
	theirs := h.run(t, h.other, "theirs", nil, idle...)
	ours := h.run(t, h.own, "ours", nil, idle...)
	for _, v := range h.views()[1:] {
		t.Run(v.name, func(t *testing.T) {
			s, _ := v.stats(t)
			r := v.row(t, s, theirs)
			if r.State != "running" || !(value(r, "mem") > 0) || !(value(r, "pids") >= 1) {
				t.Errorf("%+v", r)
			}
			if r := named(s.Containers, ours.name); r == nil || r.ID != ours.id || r.User != "root" {
				t.Errorf("root's container is %+v", r)
			}
		})
	}
}

// testUnprivileged looks as a user who has no Podman: names come from conmon,
// figures from the cgroups.
func testUnprivileged(t *testing.T, h *host) {
	if os.Getuid() != 0 {
		skip(t, "only root can become another user")
	}
	b := h.run(t, h.own, "seen", []string{"--cpus", "0.2"}, "sh", "-c", busy)
	v := viewer{user: nobody(t), podtop: h.podtop}
	degraded(t, v, b)
	s, _ := v.stats(t)
	r := named(s.Containers, b.name)
	if r == nil || r.ID != b.id || r.User != "root" || !(value(r, "mem") > 0) {
		t.Errorf("%s is %+v", b.name, r)
	}
}

// testFalseConmon has nobody run a program that looks like root's container's
// conmon: it must not give the container a name.
func testFalseConmon(t *testing.T, h *host) {
	if os.Getuid() != 0 {
		skip(t, "only root can become another user")
	}
	b := h.run(t, h.own, "named", []string{"--cpus", "0.2"}, "sh", "-c", busy)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	conmon := filepath.Join(h.dir, "conmon")
	copyFile(t, self, conmon)
	for _, id := range []string{b.id, strings.Repeat("0f", 32)} {
		cmd := nobody(t).become(exec.Command(conmon, "--api-version", "1", "-c", id, "-u", id, "-r", "/usr/bin/crun", "-n", "\x1b[31mfalse\u202e", "-l", "k8s-file:/x"))
		cmd.Env = append(cmd.Env, idleEnv+"=1")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	}
	v := h.viewer()
	v.socket = filepath.Join(h.dir, "absent.sock")
	degraded(t, v, b)
	s, _ := v.stats(t, "--all")
	for _, r := range s.Containers {
		if strings.Contains(r.Name, "false") {
			t.Errorf("nobody's program named a container: %+q", r.Name)
		}
	}
}
