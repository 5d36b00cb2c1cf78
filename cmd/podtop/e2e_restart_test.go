//go:build e2e

package main_test

import (
	"math"
	"testing"
	"time"
)

// testRestart restarts a busy container while podtop looks: no figure may go
// below 0, or above what the container can do.
func testRestart(t *testing.T, h *host) {
	b := h.run(t, h.own, "restart", []string{"--cpus", "0.5", "--network", h.network}, "sh", "-c", busy)
	s := h.viewer().watch(t, "500ms", "--all")
	cpu, uptime := b.figure("cpu"), b.figure("uptime")
	seen := s.until(t, "the first start", func(s snapshot) bool { return cpu(s) > 0.4 && uptime(s) > 2 })
	before := time.Now()
	b.podman(t, "restart", "-t", "0", b.name)
	seen = append(seen, s.until(t, "the second start", func(s snapshot) bool {
		return cpu(s) > 0.4 && uptime(s) < time.Since(before).Seconds() // what the first has is 2 s more
	})...)

	for _, sn := range seen {
		rows := 0
		for _, r := range sn.Containers {
			if r.ID != b.id {
				continue
			}
			rows++
			plausible(t, &r)
		}
		if rows > 1 {
			t.Errorf("%d rows of one container", rows)
		}
	}
}

// plausible checks every figure of a container that idles but for a busy loop
// under half a core.
func plausible(t *testing.T, r *row) {
	t.Helper()
	for metric, v := range r.Metrics {
		if math.IsInf(v, 0) || v < 0 {
			t.Errorf("%s %s is %v", r.Name, metric, v)
		}
	}
	// Within half a second lie at most six quotas of 50 ms.
	for metric, most := range map[string]float64{"cpu": 0.75, "throttled%": 100, "net.rx": 1e6, "net.tx": 1e6, "mem": 64 * mib, "psi.cpu": 100.5} {
		if v := value(r, metric); v > most {
			t.Errorf("%s %s is %v, which is more than it can be: %v", r.Name, metric, v, most)
		}
	}
}
