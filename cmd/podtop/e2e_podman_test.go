//go:build e2e

package main_test

import (
	"bytes"
	"net"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// An account is one user's Podman.
type account struct {
	*user
	cmd []string // the podman command, before its arguments
}

// command returns the podman command with args.
func (a *account) command(args ...string) *exec.Cmd {
	args = append(a.cmd[1:len(a.cmd):len(a.cmd)], args...)
	return a.user.become(exec.Command(a.cmd[0], args...))
}

// podman runs a podman command and returns what it printed.
func (a *account) podman(t *testing.T, args ...string) string {
	t.Helper()
	cmd := a.command(args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		// A t.Error, so that it serves in a cleanup too.
		t.Errorf("podman %s: %v: %s", strings.Join(args, " "), err, strings.TrimSpace(stderr.String()))
	}
	return stdout.String()
}

// A box is a container the suite made.
type box struct {
	*account
	name, id string
	path     string // of its cgroup, once asked for
}

// run starts a container with the given flags, image and command, and removes
// it when the test ends.
func (h *host) run(t *testing.T, a *account, name string, flags []string, command ...string) *box {
	t.Helper()
	t.Cleanup((&box{account: a, name: h.prefix + name}).remove(t))
	return h.start(t, a, name, flags, command...)
}

// start is run, but leaves it to others to remove the container.
func (h *host) start(t *testing.T, a *account, name string, flags []string, command ...string) *box {
	t.Helper()
	b := &box{account: a, name: h.prefix + name}
	args := []string{"run", "-d", "--name", b.name, "--label", "podtop.e2e=" + h.prefix}
	if !strings.Contains(strings.Join(flags, " "), "--network") && !strings.Contains(strings.Join(flags, " "), "--pod") {
		args = append(args, "--network", "none")
	}
	args = append(append(append(args, flags...), h.image), command...)
	b.id = strings.TrimSpace(a.podman(t, args...))
	if t.Failed() {
		t.FailNow()
	}
	return b
}

func (b *box) remove(t *testing.T) func() {
	return func() { b.podman(t, "rm", "-f", "-i", "-t", "0", "-v", b.name) }
}

// inspect returns a field of podman inspect, given as a Go template.
func (b *box) inspect(t *testing.T, format string) string {
	t.Helper()
	return strings.TrimSpace(b.podman(t, "container", "inspect", "--format", format, b.name))
}

// A service is podman system service on a socket of the suite's own.
type service struct {
	*exec.Cmd
}

// serve starts a service of a and waits until it accepts connections. It ends
// with the test.
func (a *account) serve(t *testing.T, socket string) *service {
	t.Helper()
	s := &service{a.command("system", "service", "--time=0", "unix://"+socket)}
	s.SysProcAttr.Setpgid = true
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.stop)
	wait(t, "the service's socket", func() bool {
		c, err := net.Dial("unix", socket)
		if err == nil {
			c.Close()
		}
		return err == nil
	})
	return s
}

// stop ends the service, also one that is stopped. A second time it does
// nothing.
func (s *service) stop() {
	if s.ProcessState == nil {
		s.signal(syscall.SIGKILL)
		s.Wait()
	}
}

// signal sends sig to the service and what it started.
func (s *service) signal(sig syscall.Signal) { syscall.Kill(-s.Process.Pid, sig) }

// wait waits until ok.
func wait(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited %v for %s", patience, what)
		}
	}
}
