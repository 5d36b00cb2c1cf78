//go:build e2e

package main_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"podtop/model"
)

// testUnit asks about the units of two containers, root's and a user's, and
// compares the answers with what systemctl show says and the file holds.
func testUnit(t *testing.T, h *host) {
	if h.kind != "host" {
		skip(t, "a Quadlet unit belongs to the host's own systemd and Podman")
	}
	t.Run("own", func(t *testing.T) {
		b := h.quadlet(t, "unit", "sleep 3600")
		h.unit(t, b, filepath.Join(quadlets, b.name+".container"))
	})
	t.Run("rootless_by_root", func(t *testing.T) {
		b := h.userQuadlet(t, "unit", "sleep 3600")
		h.unit(t, b, filepath.Join(b.user.quadlets(), b.name+".container"))
	})
	t.Run("none", func(t *testing.T) {
		b := h.run(t, h.own, "unitless", nil, idle...)
		if u, err := h.asker(t).Unit(context.Background(), h.subject(t, b)); err == nil || !strings.Contains(err.Error(), "no systemd unit runs this container") {
			t.Errorf("%+v, %v", u, err)
		}
	})
}

// unit sets limits of b's unit, restarts its container and compares.
func (h *host) unit(t *testing.T, b *box, file string) {
	unit := b.name + ".service"
	b.systemctl(t, "set-property", "--runtime", unit, "CPUQuota=150%", "MemoryHigh=100M", "MemoryLow=1M", "TasksMax=200", "CPUWeight=50")
	b.podman(t, "kill", b.name)
	wait(t, "the second start", func() bool { return b.show(t, "NRestarts") == "1" && b.show(t, "SubState") == "running" })
	s := h.subject(t, b)
	s.Unit, s.UserUnit = unit, b.user != nil
	u := answered(t, h.asker(t).Unit, s)
	for property, got := range map[string]string{
		"Id": u.Name, "Description": u.Description, "LoadState": u.Load, "ActiveState": u.Active, "SubState": u.Sub, "Result": u.Result,
		"NRestarts": digits(u.Restarts), "MainPID": strconv.Itoa(u.MainPID), "ExecMainStatus": strconv.Itoa(u.ExitStatus),
		"Restart": u.Restart, "UnitFileState": u.EnabledState, "SourcePath": u.Source,
		"MemoryHigh": bound(u.MemoryHigh), "MemoryMax": bound(u.MemoryMax), "MemoryLow": bound(u.MemoryLow), "TasksMax": bound(u.TasksMax),
		"CPUWeight": digits(u.CPUWeight), "StateChangeTimestamp": u.Since.Format("Mon 2006-01-02 15:04:05 MST"),
	} {
		if want := b.show(t, property); got != want {
			t.Errorf("%s is %q, systemctl show says %q", property, got, want)
		}
	}
	if u.CPUQuota != model.LimitOf(1_500_000) || u.Source != file || len(u.Missing) > 0 {
		t.Errorf("quota %v, source %s, missing %v", u.CPUQuota.Float(), u.Source, u.Missing)
	}
	for _, p := range u.Properties {
		if want := b.show(t, p.Name); p.Value != want && p.Name != "ExecStart" {
			t.Errorf("%s is %q, systemctl show says %q", p.Name, p.Value, want)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil || strings.Join(u.Text, "\n")+"\n" != string(text) {
		t.Errorf("the file is %q, want %q, %v", u.Text, text, err)
	}
}

// bound is a limit as systemctl writes it.
func bound(l model.Limit) string {
	if l == model.NoLimit {
		return "infinity"
	}
	return digits(l.Count)
}

// systemctl asks the systemd of a's user.
func (a *account) systemctl(t *testing.T, args ...string) string {
	t.Helper()
	if a.user != nil {
		args = append([]string{"--user"}, args...)
	}
	cmd := a.user.become(exec.Command("systemctl", args...))
	cmd.Env = append(cmd.Environ(), "TZ=UTC", "LC_ALL=C")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Errorf("systemctl %s: %v: %s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// show is one property of b's unit.
func (b *box) show(t *testing.T, property string) string {
	t.Helper()
	return b.systemctl(t, "show", "--value", "--property="+property, "--", b.name+".service")
}

// quadlets is where the user's units that are gone after a reboot belong.
func (u *user) quadlets() string { return fmt.Sprintf("/run/user/%d/containers/systemd", u.uid) }

// userQuadlet is quadlet of the other user.
func (h *host) userQuadlet(t *testing.T, name, command string) *box {
	t.Helper()
	b := &box{account: h.other, name: h.prefix + name}
	dir := b.user.quadlets()
	file := filepath.Join(dir, b.name+".container")
	t.Cleanup(func() {
		b.systemctl(t, "stop", b.name+".service")
		os.Remove(file)
		b.systemctl(t, "daemon-reload")
	})
	text := fmt.Sprintf("[Container]\nImage=%s\nContainerName=%s\nNetwork=none\nExec=%s\n[Service]\nRestart=always\nRestartSec=0\n", h.image, b.name, command)
	for _, err := range []error{
		os.MkdirAll(dir, 0o755),
		os.WriteFile(file, []byte(text), 0o600),
		os.Chown(filepath.Dir(dir), int(b.user.uid), int(b.user.gid)),
		os.Chown(dir, int(b.user.uid), int(b.user.gid)),
		os.Chown(file, int(b.user.uid), int(b.user.gid)),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	b.systemctl(t, "daemon-reload")
	b.systemctl(t, "start", b.name+".service")
	return b
}
