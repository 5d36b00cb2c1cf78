//go:build e2e

package main_test

import (
	"math"
	"path/filepath"
	"strings"
)

// figureFiles are where the kernel keeps what stands in one file.
func (h *host) figureFiles() map[string]kernelFile {
	files := h.kernelFiles()
	add := map[string]kernelFile{
		"user": {"", "cpu.stat", "user_usec"}, "system": {"", "cpu.stat", "system_usec"},
		"inactive_file": {"", "memory.stat", "inactive_file"}, "slab_reclaimable": {"", "memory.stat", "slab_reclaimable"},
		"kernel": {"", "memory.stat", "kernel"}, "sock": {"", "memory.stat", "sock"}, "swap": {"", "memory.swap.current", ""},
		"high": {"", "memory.events", "high"}, "max": {"", "memory.events", "max"}, "oom": {"", "memory.events", "oom"},
		"oom_kills": {"", "memory.events", "oom_kill"},
	}
	if !h.unified {
		add = map[string]kernelFile{
			"user": {"cpuacct", "cpuacct.stat", "user"}, "system": {"cpuacct", "cpuacct.stat", "system"},
			"inactive_file": {"memory", "memory.stat", "total_inactive_file"}, "swap": {"memory", "memory.stat", "total_swap"},
			"oom_kills": {"memory", "memory.oom_control", "oom_kill"},
		}
	}
	for name, f := range add {
		files[name] = f
	}
	return files
}

// value is what the kernel says of a figure of the cgroup dir, in seconds,
// bytes or number.
func (h *host) value(p *pass, dir, name string) float64 {
	f, ok := h.files[name]
	if !ok {
		return math.NaN()
	}
	v := p.number(h.at(f.controller, dir, f.name), f.key)
	switch name {
	case "usage":
		if !h.unified {
			v = math.Floor(v / 1000) // from nanoseconds
		}
		return v / 1e6
	case "user", "system":
		if !h.unified {
			v *= 10_000 // from ticks
		}
		return v / 1e6
	}
	return v
}

// hard is what of memory cannot be reclaimed; v1 does not tell what of slab can.
func (h *host) hard(p *pass, dir string) float64 {
	v := h.value(p, dir, "mem") - h.value(p, dir, "file") + h.value(p, dir, "shmem")
	if slab := h.value(p, dir, "slab_reclaimable"); !math.IsNaN(slab) {
		v -= slab
	}
	return math.Max(0, v)
}

// blocks is what io.stat says under key, which v1 has in another file.
func (h *host) blocks(p *pass, dir, key string) float64 {
	if h.unified {
		return p.ioStat(h, h.at("", dir, "io.stat"), key)
	}
	op, file := "Read", "blkio.throttle.io_serviced_recursive"
	if key[0] == 'w' {
		op = "Write"
	}
	if strings.HasSuffix(key, "bytes") {
		file = "blkio.throttle.io_service_bytes_recursive"
	}
	return p.blkio(h, h.at("blkio", dir, file), op)
}

// stall is a line of a pressure file of the cgroup dir, in seconds. v1 has none
// but in the unified hierarchy beside it.
func (h *host) stall(p *pass, dir, what, line string) float64 {
	return p.pressure(h.at("unified", dir, what+".pressure"), line)
}

// throttle is a key of cpu.stat of the cgroup dir, if it has a quota.
func (h *host) throttle(p *pass, dir, key string) float64 {
	if math.IsInf(h.cores(p, dir), 1) {
		return math.NaN()
	}
	v := p.number(h.at("cpu", dir, "cpu.stat"), key)
	if key == "throttled_time" {
		v = math.Floor(v/1000) / 1e6 // from nanoseconds
	}
	if key == "throttled_usec" {
		v /= 1e6
	}
	return v
}

// throttledTime is the key of cpu.stat that has it.
func (h *host) throttledTime() string {
	if h.unified {
		return "throttled_usec"
	}
	return "throttled_time"
}

// chain is the strictest bound of a cgroup's child, itself and all around it:
// +Inf if none has one, NaN if none says.
func (h *host) chain(path string, bound func(dir string) float64) float64 {
	strictest := math.NaN()
	dirs := []string{filepath.Join(path, "container")}
	for ; path != "/"; path = filepath.Dir(path) {
		dirs = append(dirs, path)
	}
	for _, dir := range dirs {
		if v := bound(dir); math.IsNaN(strictest) || v < strictest {
			strictest = v
		}
	}
	return strictest
}

// cores is the CPU quota of the cgroup dir, in cores.
func (h *host) cores(p *pass, dir string) float64 {
	f := strings.Fields(p.text(h.at("", dir, "cpu.max")))
	if !h.unified {
		f = append(strings.Fields(p.text(h.at("cpu", dir, "cpu.cfs_quota_us"))), strings.Fields(p.text(h.at("cpu", dir, "cpu.cfs_period_us")))...)
	}
	switch {
	case len(f) != 2:
		return math.NaN()
	case f[0] == "max", f[0] == "-1":
		return math.Inf(1)
	}
	return math.Floor(parse(f[0])*1e6/parse(f[1])) / 1e6
}

// swapBound is how much swap alone the cgroup dir may have; v1 bounds memory
// and swap together.
func (h *host) swapBound(p *pass, dir string) float64 {
	if h.unified {
		return p.bound(h.at("", dir, "memory.swap.max"))
	}
	both, memory := p.bound(h.at("memory", dir, "memory.memsw.limit_in_bytes")), p.bound(h.at("memory", dir, "memory.limit_in_bytes"))
	switch {
	case math.IsInf(both, 1) || math.IsNaN(both):
		return both
	case math.IsInf(memory, 1):
		return math.NaN()
	}
	return math.Max(0, both-memory)
}

// at is a file of the cgroup dir; controller is the hierarchy on v1.
func (h *host) at(controller, dir, name string) string {
	if h.unified {
		controller = ""
	}
	return filepath.Join("/sys/fs/cgroup", controller, dir, name)
}
