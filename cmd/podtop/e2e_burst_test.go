//go:build e2e

package main_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

const burst = 30

// idleConnections is how many connections to Podman podtop keeps for a minute
// after they were busy.
const idleConnections = 4

// testBurst starts and removes containers as fast as Podman can while podtop
// looks, which then must not hold a descriptor of any of them.
func testBurst(t *testing.T, h *host) {
	s := h.viewer().watch(t, "200ms", "--all")
	quiet := h.run(t, h.own, "quiet", nil, idle...)
	s.until(t, "Podman's word of it", func(sn snapshot) bool { return quiet.figure("uptime")(sn) > 0 })
	before := descriptors(t, s.Process.Pid)

	boxes := h.startBurst(t)
	seen := map[string]bool{}
	s.until(t, "the burst", func(sn snapshot) bool {
		for _, r := range sn.Containers {
			seen[r.ID] = seen[r.ID] || r.State == "running"
		}
		for _, b := range boxes {
			if !seen[b.id] {
				return false
			}
		}
		return true
	})
	rm := []string{"rm", "-f", "-t", "0"}
	for _, b := range boxes {
		rm = append(rm, b.name)
	}
	h.own.podman(t, rm...)

	s.until(t, "the burst's end", func(sn snapshot) bool {
		return !slices.ContainsFunc(boxes, func(b *box) bool { return named(sn.Containers, b.name) != nil })
	})
	if left := staysLeaked(t, s, s.Process.Pid, before, boxes); len(left) > 0 {
		t.Errorf("descriptors left:\n%s", strings.Join(left, "\n"))
	}
	if code := s.stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// startBurst starts the containers, some at a time.
func (h *host) startBurst(t *testing.T) []*box {
	boxes := make([]*box, burst)
	var wg sync.WaitGroup
	slots := make(chan bool, 6)
	for i := range boxes {
		b := &box{account: h.own, name: fmt.Sprintf("%sburst%d", h.prefix, i)}
		boxes[i] = b
		t.Cleanup(b.remove(t))
		wg.Go(func() {
			slots <- true
			defer func() { <-slots }()
			b.id = strings.TrimSpace(b.podman(t, "run", "-d", "--network", "none", "--name", b.name, h.image, "sleep", "3600"))
		})
	}
	wg.Wait()
	return boxes
}

// descriptors returns what the descriptors of process pid point to.
func descriptors(t *testing.T, pid int) []string {
	t.Helper()
	dir := fmt.Sprintf("/proc/%d/fd", pid)
	fds, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var targets []string
	for _, fd := range fds {
		if target, err := os.Readlink(filepath.Join(dir, fd.Name())); err == nil {
			targets = append(targets, target)
		}
	}
	return targets
}

var process = regexp.MustCompile(`^/proc/\d+`)

// staysLeaked is what process pid has leaked and keeps while s goes on: what
// leads to a container of somebody else's that has just ended is let go at the
// next look, and another may have ended by then.
func staysLeaked(t *testing.T, s *stream, pid int, before []string, boxes []*box) []string {
	t.Helper()
	left := leaked(descriptors(t, pid), before, boxes)
	for end := time.Now().Add(patience / 3); len(left) > 0 && time.Now().Before(end); s.next(t) {
		now := leaked(descriptors(t, pid), before, boxes)
		left = slices.DeleteFunc(left, func(target string) bool { return !slices.Contains(now, target) })
	}
	return left
}

// leaked returns which of now lead to something gone, and how many sockets,
// pipes and the like are more than before. Other containers of the host come
// and go as they like.
func leaked(now, before []string, boxes []*box) []string {
	left := slices.DeleteFunc(slices.Clone(now), func(target string) bool { return !gone(target, boxes) })
	kinds := anonymous(before)
	for kind, n := range anonymous(now) {
		if more := n - kinds[kind]; more > idleConnections {
			left = append(left, kind+": more than before")
		}
	}
	return left
}

// gone reports whether a descriptor leads to a process or a file that is no
// more, or to one of boxes.
func gone(target string, boxes []*box) bool {
	if slices.ContainsFunc(boxes, func(b *box) bool { return strings.Contains(target, b.id) }) {
		return true
	}
	if pid := process.FindString(target); pid != "" {
		_, err := os.Stat(pid) // what is below is "(deleted)" as soon as it is out of the kernel's cache
		return err != nil
	}
	return strings.HasSuffix(target, "(deleted)")
}

// anonymous counts what has no path, by kind: "socket", "anon_inode".
func anonymous(targets []string) map[string]int {
	kinds := map[string]int{}
	for _, target := range targets {
		if kind, _, ok := strings.Cut(target, ":"); ok && !strings.HasPrefix(target, "/") {
			kinds[kind]++
		}
	}
	return kinds
}
