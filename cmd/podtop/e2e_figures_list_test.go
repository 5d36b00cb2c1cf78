//go:build e2e

package main_test

import (
	"math"
	"path/filepath"
	"strconv"
	"strings"
)

// Why neither the kernel nor podtop has a figure.
const (
	notKept   = "the kernel of this host does not tell it"
	noLimit   = "there is no such limit"
	notItsOwn = "the network is the pod's, or the host's"
	noRule    = "without a throttle rule v1 does not count it"
	noIO      = "the io controller is not delegated"
	noEvents  = "v1 has no memory.events"
	noKmem    = "podtop leaves v1's kmem files alone"
)

// finite is v, or NaN for no limit.
func finite(v float64) float64 {
	if math.IsInf(v, 1) {
		return math.NaN()
	}
	return v
}

// series are the figures of a container that OpenMetrics has.
func (h *host) series(s *subject) []figure {
	var all []figure
	add := func(name, why string, exact bool, kernel func(*pass) float64) {
		series := "podtop_container_" + name + " " + s.id
		all = append(all, figure{
			subject: s.short, name: name, why: why, exact: exact, kernel: kernel,
			podtop: func(out *prints) float64 { return lookup(out.series, series) },
		})
	}
	value := func(name string) func(*pass) float64 {
		return func(p *pass) float64 { return h.value(p, s.path, name) }
	}
	for _, x := range [][2]string{
		{"cpu_seconds_total", "usage"},
		{"cpu_user_seconds_total", "user"},
		{"cpu_system_seconds_total", "system"},
		{"oom_kills_total", "oom_kills"},
		{"memory_high_events_total", "high"},
		{"memory_max_events_total", "max"},
		{"memory_oom_events_total", "oom"},
	} {
		add(x[0], noEvents, true, value(x[1]))
	}
	for _, x := range [][2]string{
		{"memory_bytes", "mem"},
		{"memory_anon_bytes", "anon"},
		{"memory_file_bytes", "file"},
		{"memory_shmem_bytes", "shmem"},
		{"memory_kernel_bytes", "kernel"},
		{"memory_sock_bytes", "sock"},
		{"memory_swap_bytes", "swap"},
		{"pids", "pids"},
	} {
		add(x[0], noKmem, false, value(x[1]))
	}
	add("memory_working_set_bytes", notKept, false, func(p *pass) float64 {
		return math.Max(0, h.value(p, s.path, "mem")-h.value(p, s.path, "inactive_file"))
	})
	add("memory_hard_bytes", notKept, false, func(p *pass) float64 { return h.hard(p, s.path) })
	for name, key := range map[string]string{
		"cpu_quota_periods_total": "nr_periods", "cpu_throttled_periods_total": "nr_throttled", "cpu_throttled_seconds_total": h.throttledTime(),
	} {
		add(name, noLimit, true, func(p *pass) float64 { return h.throttle(p, s.path, key) })
	}
	for name, key := range map[string]string{
		"block_read_bytes_total": "rbytes", "block_written_bytes_total": "wbytes", "block_reads_total": "rios", "block_writes_total": "wios",
	} {
		add(name, map[bool]string{true: noIO, false: noRule}[h.unified], true, func(p *pass) float64 { return h.blocks(p, s.path, key) })
	}
	for _, what := range []string{"cpu", "memory", "io"} {
		add("pressure_"+what+"_waiting_seconds_total", notKept, true, func(p *pass) float64 { return h.stall(p, s.path, what, "some") })
		add("pressure_"+what+"_stalled_seconds_total", notKept, true, func(p *pass) float64 { return h.stall(p, s.path, what, "full") })
	}
	for name, columns := range trafficColumns {
		add(name, notItsOwn, true, func(p *pass) float64 { return p.traffic(s.net, columns...) })
	}
	h.seriesOfLimits(s, add)
	return all
}

// trafficColumns are the columns of net/dev that a series is the sum of.
var trafficColumns = map[string][]int{
	"network_receive_bytes_total": {rxBytes}, "network_transmit_bytes_total": {txBytes},
	"network_dropped_packets_total": {rxDrop, txDrop}, "network_errors_total": {rxErrs, txErrs},
}

// seriesOfLimits are what bounds the container: the strictest of the cgroups
// around it.
func (h *host) seriesOfLimits(s *subject, add func(name, why string, exact bool, kernel func(*pass) float64)) {
	limit := func(bound func(*pass, string) float64) func(*pass) float64 {
		return func(p *pass) float64 {
			return finite(h.chain(s.path, func(dir string) float64 { return bound(p, dir) }))
		}
	}
	memory := limit(h.memoryBound)
	add("cpu_limit_cores", noLimit, true, limit(h.cores))
	add("memory_limit_bytes", noLimit, true, memory)
	add("memory_high_bytes", noLimit, true, limit(func(p *pass, dir string) float64 {
		return p.bound(filepath.Join("/sys/fs/cgroup", dir, "memory.high")) // v2 alone
	}))
	add("pids_limit", noLimit, true, limit(h.pidsBound))
	add("memory_limit_used_ratio", noLimit, false, func(p *pass) float64 { return 100 * (h.hard(p, s.path) / memory(p)) / 100 })
}

func (h *host) memoryBound(p *pass, dir string) float64 {
	if h.unified {
		return p.bound(h.at("", dir, "memory.max"))
	}
	return p.bound(h.at("memory", dir, "memory.limit_in_bytes"))
}

func (h *host) pidsBound(p *pass, dir string) float64 { return p.bound(h.at("pids", dir, "pids.max")) }

func lookup(values map[string]float64, name string) float64 {
	if v, ok := values[name]; ok {
		return v
	}
	return math.NaN()
}

// parseSize is a size or a number as podtop limits writes it: 64m, max, none.
func parseSize(text string) float64 {
	switch text {
	case "max":
		return math.Inf(1)
	case "none":
		return 0
	case "":
		return math.NaN()
	}
	text = strings.TrimPrefix(text, "weight ")
	if i := strings.IndexByte("bkmgt", text[len(text)-1]); i >= 0 {
		n, err := strconv.ParseFloat(text[:len(text)-1], 64)
		if err != nil {
			return math.NaN()
		}
		return n * math.Pow(1024, float64(i))
	}
	return parse(text)
}
