//go:build e2e

package main_test

import (
	"math"
	"testing"
	"time"
)

const mib = 1 << 20

// allocate fills a tmpfs and then holds as much anonymous memory: dd has its
// block in memory and cannot write it, since nobody reads.
const allocate = `dd if=/dev/zero of=/t/x bs=1M count=64
dd if=/dev/zero bs=64M count=1 | sleep 3600`

// testMemory allocates known amounts, and reads the kernel's files before and
// after podtop does.
func testMemory(t *testing.T, h *host) {
	h.each(t, func(t *testing.T, v view) {
		b := h.run(t, v.owner, "memory", []string{"--tmpfs", "/t:size=100m"}, "sh", "-c", allocate)
		wait(t, "the allocation", func() bool {
			return h.kernel(t, b, "anon") >= 64*mib && h.kernel(t, b, "shmem") >= 64*mib
		})
		time.Sleep(3 * time.Second) // memory.stat may be 2 s old

		before := h.gauges(t, b)
		s, _ := v.stats(t)
		after := h.gauges(t, b)
		r := v.row(t, s, b)
		about(t, "anon", value(r, "anon"), 64*mib)
		about(t, "shmem", value(r, "shmem"), 64*mib)
		for figure := range before {
			least, most := math.Min(before[figure], after[figure]), math.Max(before[figure], after[figure])
			if got := value(r, figure); !(least <= got && got <= most) {
				t.Errorf("%s is %.0f; the kernel's file said %.0f before and %.0f after", figure, got, before[figure], after[figure])
			}
		}
	})
}

// gauges reads all of the kernel's files that have a present value.
func (h *host) gauges(t *testing.T, b *box) map[string]float64 {
	t.Helper()
	values := map[string]float64{}
	for figure := range h.kernelFiles() {
		if figure != "usage" {
			values[figure] = h.kernel(t, b, figure)
		}
	}
	return values
}
