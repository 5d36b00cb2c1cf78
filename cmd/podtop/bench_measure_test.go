//go:build e2e && bench

package main_test

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// median runs f n times and returns the median, in ms.
func median(n int, f func() time.Duration) float64 {
	var took []time.Duration
	for range n {
		took = append(took, f())
	}
	slices.Sort(took)
	return float64(took[n/2]) / 1e6
}

// cpuOver returns the processor time each process used over d, in ms per s.
func cpuOver(t *testing.T, d time.Duration, pids ...int) []float64 {
	t.Helper()
	before, begin := cpuOf(t, pids), time.Now()
	time.Sleep(d)
	after, took := cpuOf(t, pids), time.Since(begin)
	used := make([]float64, len(pids))
	for i := range pids {
		used[i] = float64(after[i]-before[i]) / 1e6 / took.Seconds()
	}
	return used
}

// cpuOf returns the processor time each process has used so far, also in
// threads that have ended: its CPU clock, see clock_getcpuclockid(3), is finer
// than the ticks of 10 ms in /proc/PID/stat.
func cpuOf(t *testing.T, pids []int) []time.Duration {
	t.Helper()
	const processClock = 2 // CPUCLOCK_SCHED, of all threads
	used := make([]time.Duration, len(pids))
	for i, pid := range pids {
		var ts unix.Timespec
		if err := unix.ClockGettime(int32(^pid<<3|processClock), &ts); err != nil {
			t.Fatalf("processor time of %d: %v", pid, err)
		}
		used[i] = time.Duration(ts.Nano())
	}
	return used
}

// ticks runs the benchmarks of the cgroup reader on the containers there are,
// each turn beside the bare pread of the same files.
func (r report) ticks() {
	out, err := exec.Command(os.Getenv("PODTOP_TICKS"), "-test.run", "^$", "-test.bench", "^Benchmark(Fast|Slow)$",
		"-test.benchmem", "-test.count", "5", "-test.benchtime", "300ms").CombinedOutput()
	if err != nil {
		r.t.Errorf("%v:\n%s", err, out)
	}
	costs := tickCosts(out)
	for _, tier := range []string{"Fast", "Slow"} {
		name, c := strings.ToLower(tier)+"_tick_", costs[tier]
		if len(c.ofPread) == 0 {
			r.notRun("there is no cgroup to read", name+"of_pread", name+"allocs")
			continue
		}
		slices.Sort(c.ofPread)
		r.line(name+"of_pread", c.ofPread[len(c.ofPread)/2], 1.25)
		r.line(name+"allocs", c.allocs, 0)
	}
}

// A cost is one benchmark's results: a tick of the bare pread, each time, and
// its allocations, at the most.
type cost struct {
	ofPread []float64
	allocs  float64
}

// tickCosts reads what the benchmarks print:
//
//	BenchmarkFast-2  12000  98123 ns/op  86000 floor-ns/op  1.14 tick/floor  0 B/op  0 allocs/op
func tickCosts(out []byte) map[string]cost {
	costs := map[string]cost{}
	in := bufio.NewScanner(bytes.NewReader(out))
	for in.Scan() {
		f := strings.Fields(in.Text())
		if len(f) < 8 || !strings.HasPrefix(f[0], "Benchmark") {
			continue
		}
		name, _, _ := strings.Cut(strings.TrimPrefix(f[0], "Benchmark"), "-")
		c := costs[name]
		c.ofPread, c.allocs = append(c.ofPread, number(f, "tick/floor")), max(c.allocs, number(f, "allocs/op"))
		costs[name] = c
	}
	return costs
}

// number returns the field before unit; 0 if there is none.
func number(fields []string, unit string) float64 {
	i := slices.Index(fields, unit)
	if i < 1 {
		return 0
	}
	v, _ := strconv.ParseFloat(fields[i-1], 64)
	return v
}
