//go:build e2e

package main_test

import (
	"math"
	"path/filepath"
	"strconv"
	"strings"

	"podtop/model"
)

// podSeries are what the members of pods share.
func (h *host) podSeries(cast []*subject) (all []figure) {
	for _, s := range cast {
		if s.short != "server" && s.short != "narrow" {
			continue
		}
		dev := filepath.Join("/proc", strconv.Itoa(s.question.PID), "net/dev")
		for name, columns := range trafficColumns {
			series := "podtop_pod_" + name + " " + s.pod
			all = append(all, figure{
				subject: s.short, name: "pod " + name, exact: true,
				kernel: func(p *pass) float64 { return p.traffic(dev, columns...) },
				podtop: func(out *prints) float64 { return lookup(out.series, series) },
			})
		}
	}
	return all
}

// podSums are what a pod's member and its infra container have together.
func (h *host) podSums(s *subject) (all []figure) {
	for _, name := range []string{"mem", "anon", "shmem", "pids", "oom_kills"} {
		all = append(all, figure{
			subject: s.short, name: "csv pod " + name, why: notKept,
			kernel: func(p *pass) float64 { return h.value(p, s.path, name) + h.value(p, s.infra, name) },
			podtop: func(out *prints) float64 { return parse(out.csv[model.ID(s.pod).Short()][name]) },
		})
	}
	return all
}

// hostSeries are the host's in OpenMetrics.
func (h *host) hostSeries() (all []figure) {
	add := func(name string, exact bool, kernel func(*pass) float64) {
		all = append(all, figure{
			subject: "host", name: name, why: notKept, exact: exact, kernel: kernel,
			podtop: func(out *prints) float64 { return lookup(out.series, "podtop_host_"+name) },
		})
	}
	add("cpus", true, func(p *pass) float64 { return float64(strings.Count(p.text("/proc/stat"), "\ncpu")) })
	add("cpu_seconds_total", true, func(p *pass) float64 { return p.stat(busyColumns...) })
	add("memory_total_bytes", true, func(p *pass) float64 { return p.meminfo("MemTotal") })
	add("memory_used_bytes", false, func(p *pass) float64 { return p.meminfo("MemTotal") - p.meminfo("MemAvailable") })
	add("swap_total_bytes", true, func(p *pass) float64 { return p.meminfo("SwapTotal") })
	add("swap_used_bytes", false, func(p *pass) float64 { return p.meminfo("SwapTotal") - p.meminfo("SwapFree") })
	for i, name := range []string{"load1", "load5", "load15"} {
		add(name, false, func(p *pass) float64 { return parse(strings.Fields(p.text("/proc/loadavg"))[i]) })
	}
	for _, x := range [][3]string{
		{"pressure_cpu_waiting_seconds_total", "cpu", "some"},
		{"pressure_memory_waiting_seconds_total", "memory", "some"},
		{"pressure_memory_stalled_seconds_total", "memory", "full"},
		{"pressure_io_waiting_seconds_total", "io", "some"},
		{"pressure_io_stalled_seconds_total", "io", "full"},
	} {
		add(x[0], true, func(p *pass) float64 { return p.pressure("/proc/pressure/"+x[1], x[2]) })
	}
	for name, columns := range trafficColumns {
		add(name, true, func(p *pass) float64 { return p.hostTraffic(h, columns...) })
	}
	const reads, sectorsRead, writes, sectorsWritten, sector = 1, 3, 5, 7, 512
	add("block_reads_total", true, func(p *pass) float64 { return p.diskstats(h, reads) })
	add("block_read_bytes_total", true, func(p *pass) float64 { return p.diskstats(h, sectorsRead) * sector })
	add("block_writes_total", true, func(p *pass) float64 { return p.diskstats(h, writes) })
	add("block_written_bytes_total", true, func(p *pass) float64 { return p.diskstats(h, sectorsWritten) * sector })
	return all
}

// busyColumns are the columns of /proc/stat that are neither idle nor waiting
// for I/O; allColumns have these, too.
var (
	busyColumns = []int{0, 1, 2, 5, 6, 7}
	allColumns  = []int{0, 1, 2, 3, 4, 5, 6, 7}
)

// rates are those in the JSON.
func (h *host) rates(cast []*subject) (all []figure) {
	for _, s := range cast {
		all = append(all, h.ratesOf(s)...)
	}
	add := func(name string, scale, most float64, per, kernel func(*pass) float64) {
		all = append(all, figure{
			subject: "host", name: "rate " + name, why: notKept, kernel: kernel, rate: &rate{per: per, scale: scale, most: most},
			podtop: func(out *prints) float64 {
				if v, ok := out.last.Host["metrics"].(map[string]any)[name].(float64); ok {
					return v
				}
				return math.NaN()
			},
		})
	}
	cpus := float64(strings.Count(lookAt(nil).text("/proc/stat"), "\ncpu"))
	add("cpu", cpus, cpus, func(p *pass) float64 { return p.stat(allColumns...) }, func(p *pass) float64 { return p.stat(busyColumns...) })
	for _, x := range [][2]string{{"psi.cpu", "cpu"}, {"psi.mem", "memory"}, {"psi.io", "io"}} {
		add(x[0], 100, 100, nil, func(p *pass) float64 { return p.pressure("/proc/pressure/"+x[1], "some") })
	}
	add("net.rx", 1, 0, nil, func(p *pass) float64 { return p.hostTraffic(h, rxBytes) })
	add("net.tx", 1, 0, nil, func(p *pass) float64 { return p.hostTraffic(h, txBytes) })
	add("blk.r", 512, 0, nil, func(p *pass) float64 { return p.diskstats(h, 3) })
	add("blk.w", 512, 0, nil, func(p *pass) float64 { return p.diskstats(h, 7) })
	return all
}

// ratesOf are those of a container.
func (h *host) ratesOf(s *subject) (all []figure) {
	add := func(name, why string, r rate, kernel func(*pass) float64) {
		all = append(all, figure{
			subject: s.short, name: "rate " + name, why: why, kernel: kernel, rate: &r,
			podtop: func(out *prints) float64 { return value(named(out.last.Containers, s.name), name) },
		})
	}
	usage := func(p *pass) float64 { return h.value(p, s.path, "usage") }
	add("cpu", notKept, rate{scale: 1}, usage)
	switch s.short {
	case "busy", "narrow", "paused":
		dir := s.path
		if s.short == "narrow" {
			dir = filepath.Dir(dir) // the pod's
		}
		cores := h.chain(s.path, func(dir string) float64 { return h.cores(lookAt(nil), dir) })
		add("cpu.limit%", noLimit, rate{scale: 100 / cores}, usage)
		add("throttled%", noLimit, rate{
			scale: 100, most: 100, per: func(p *pass) float64 { return h.throttle(p, dir, "nr_periods") },
		}, func(p *pass) float64 { return h.throttle(p, dir, "nr_throttled") })
	case "writer":
		for name, key := range map[string]string{"blk.r": "rbytes", "blk.w": "wbytes", "blk.riops": "rios", "blk.wiops": "wios"} {
			add(name, notKept, rate{scale: 1}, func(p *pass) float64 { return h.blocks(p, s.path, key) })
		}
	case "client", "hostnet", "server":
		for name, columns := range map[string][]int{"net.rx": {rxBytes}, "net.tx": {txBytes}, "net.drops": {rxDrop, txDrop}, "net.errs": {rxErrs, txErrs}} {
			add(name, notItsOwn, rate{scale: 1}, func(p *pass) float64 { return p.traffic(s.net, columns...) })
		}
	}
	for name, what := range map[string]string{"psi.cpu": "cpu", "psi.mem": "memory", "psi.io": "io"} {
		add(name, notKept, rate{scale: 100, most: 100}, func(p *pass) float64 { return h.stall(p, s.path, what, "some") })
	}
	return all
}
