//go:build e2e

package main_test

import (
	"testing"
)

const busy = "while :; do :; done"

// testCPU runs a busy loop under half a core.
func testCPU(t *testing.T, h *host) {
	h.each(t, func(t *testing.T, v view) {
		b := h.run(t, v.owner, "cpu", []string{"--cpus", "0.5"}, "sh", "-c", busy)
		watch := v.watch(t, "5s")
		throttled := b.figure("throttled%")
		// A busy machine may not give it its quota.
		seen := watch.until(t, "a quota that is used up", func(s snapshot) bool { return throttled(s) > 90 })
		watch.stop()
		m := v.row(t, seen[len(seen)-1], b).Metrics
		if cpu := m["cpu"]; !(0.45 <= cpu && cpu <= 0.55) {
			t.Errorf("cpu is %v cores over 5 s under --cpus 0.5, want 0.45 to 0.55", cpu)
		}
		if th := m["throttled%"]; th > 100 {
			t.Errorf("throttled%% is %v", th)
		}
		if pct := m["cpu.limit%"]; !(90 <= pct && pct <= 110) {
			t.Errorf("cpu.limit%% is %v, want 90 to 110", pct)
		}
		betweenCPU(t, h, v, b)
	})
}

// betweenCPU compares what podtop says with the kernel's counter. The counter
// is read when a line has come, so the sample behind the line is older, and the
// one behind the next line younger: from line m to line n the container used
// at least what the counter grew from m to n-1, at most from m-1 to n.
func betweenCPU(t *testing.T, h *host, v view, b *box) {
	h.cgroup(t, b) // asks Podman, which takes its time
	s := v.watch(t, "1s")
	var seen []snapshot
	var usec []float64
	const n = 6
	for range n {
		seen = append(seen, s.next(t))
		v.row(t, seen[len(seen)-1], b)
		usec = append(usec, h.kernel(t, b, "usage"))
	}
	const m = 1
	used := 1e6 * total(seen[m:], b.figure("cpu"))
	least, most := usec[n-2]-usec[m], usec[n-1]-usec[m-1]
	if !(0.99*least <= used && used <= 1.01*most) { // JSON has the tick's time, not the file's
		t.Errorf("podtop says %.0f µs, the kernel %.0f to %.0f", used, least, most)
	}
}
