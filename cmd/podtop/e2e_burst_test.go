//go:build e2e

package main_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
)

const burst = 30

// testBurst starts and removes containers as fast as Podman can while podtop
// looks, which then must not hold a descriptor of any of them.
func testBurst(t *testing.T, h *host) {
	s := h.viewer().watch(t, "200ms", "--all")
	quiet := h.run(t, h.own, "quiet", nil, idle...)
	s.until(t, "a container", func(sn snapshot) bool { return named(sn.Containers, quiet.name) != nil })
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

	var left []string
	s.until(t, "the burst's end", func(sn snapshot) bool {
		for _, b := range boxes {
			if named(sn.Containers, b.name) != nil {
				return false
			}
		}
		left = leaked(descriptors(t, s.Process.Pid), before, boxes)
		return len(left) == 0
	})
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

// leaked returns which of now lead to something gone, and how many sockets,
// pipes and the like are more than before. Other containers of the host come
// and go as they like.
func leaked(now, before []string, boxes []*box) []string {
	var left []string
	for _, target := range now {
		pid := process.FindString(target)
		_, err := os.Stat(pid)
		gone := pid != "" && err != nil || strings.HasSuffix(target, "(deleted)")
		for _, b := range boxes {
			gone = gone || strings.Contains(target, b.id)
		}
		if gone {
			left = append(left, target)
		}
	}
	if n := anonymous(now) - anonymous(before); n > 2 { // connections to Podman come and go
		left = append(left, fmt.Sprintf("%d sockets or pipes more", n))
	}
	return left
}

// anonymous counts what has no path: "socket:[1]", "anon_inode:inotify".
func anonymous(targets []string) int {
	n := 0
	for _, target := range targets {
		if !strings.HasPrefix(target, "/") {
			n++
		}
	}
	return n
}
