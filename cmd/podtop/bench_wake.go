package main

import (
	"context"
	"os"
	"slices"
	"strings"
	"time"

	"podtop/model"
	"podtop/model/bench"
)

// systemctlTime is how long systemd is waited for.
const systemctlTime = 3 * time.Second

// runProgram runs a program as a user, and returns what it wrote: child.Output.
type runProgram func(ctx context.Context, uid int, args ...string) ([]byte, error)

// wakeService asks the Podman service of who runs podtop for a sign of life, if
// systemd would start it for that, and returns how long the answer took; 0 if the
// service was awake, or no socket of systemd's. It has to come before any other
// question, and no service is stopped for it.
func (s *services) wakeService(ctx context.Context, run runProgram) time.Duration {
	uid := os.Getuid()
	s.mu.Lock()
	k, ok := s.byUID[uid]
	s.mu.Unlock()
	if !ok || !sleeps(ctx, uid, k.Path, run) {
		return 0
	}
	c := s.conn(k)
	began := time.Now()
	if _, err := c.Ping(ctx); err != nil {
		return 0 // whoever asks next says why
	}
	return time.Since(began)
}

// sleeps reports whether systemd listens on a socket for Podman's service, which
// does not run.
func sleeps(ctx context.Context, uid int, socket string, run runProgram) bool {
	ctx, cancel := context.WithTimeout(ctx, systemctlTime)
	defer cancel()
	args := []string{"systemctl"}
	if uid != 0 {
		args = append(args, "--user")
	}
	text, err := run(ctx, uid, append(args, "show", "--property=Id,ActiveState,Listen", "podman.socket", "podman.service")...)
	return err == nil && isAsleep(string(text), socket)
}

// isAsleep reads what systemctl shows of the two units:
//
//	Listen=/run/podman/podman.sock (Stream)
//	Id=podman.socket
//	ActiveState=active
//
//	Id=podman.service
//	ActiveState=inactive
func isAsleep(text, socket string) bool {
	listens, rests := false, false
	for block := range strings.SplitSeq(text, "\n\n") {
		lines := strings.Split(block, "\n")
		has := func(line string) bool { return slices.Contains(lines, line) }
		switch {
		case has("Id=podman.socket"):
			listens = has("ActiveState=active") && has("Listen="+socket+" (Stream)")
		case has("Id=podman.service"):
			rests = has("ActiveState=inactive") || has("ActiveState=failed")
		}
	}
	return listens && rests
}

// addWaking puts into r how long the service took to wake up, if it was asleep.
func addWaking(r *bench.Report, waking time.Duration) {
	if waking > 0 {
		r.Add("service_activation", "seconds", model.Seconds, waking.Seconds())
	}
}
