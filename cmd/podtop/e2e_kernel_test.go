//go:build e2e

package main_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A kernelFile is where the kernel keeps a figure of a container: a file of
// its cgroup and, where the file has several, the key.
type kernelFile struct {
	controller string // the v1 hierarchy; "" on v2
	name, key  string
}

// kernelFiles are the counters and gauges the suite compares podtop's with.
func (h *host) kernelFiles() map[string]kernelFile {
	if h.unified {
		return map[string]kernelFile{
			"usage": {"", "cpu.stat", "usage_usec"}, // microseconds
			"mem":   {"", "memory.current", ""},
			"anon":  {"", "memory.stat", "anon"},
			"shmem": {"", "memory.stat", "shmem"},
			"file":  {"", "memory.stat", "file"},
			"pids":  {"", "pids.current", ""},
		}
	}
	return map[string]kernelFile{
		"usage": {"cpuacct", "cpuacct.usage", ""}, // nanoseconds
		"mem":   {"memory", "memory.usage_in_bytes", ""},
		"anon":  {"memory", "memory.stat", "total_rss"},
		"shmem": {"memory", "memory.stat", "total_shmem"},
		"file":  {"memory", "memory.stat", "total_cache"},
		"pids":  {"pids", "pids.current", ""},
	}
}

// kernel reads what the kernel says of b's figure now.
func (h *host) kernel(t *testing.T, b *box, figure string) float64 {
	t.Helper()
	f := h.kernelFiles()[figure]
	path := filepath.Join("/sys/fs/cgroup", f.controller, h.cgroup(t, b), f.name)
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	v := strings.TrimSpace(string(text))
	if f.key != "" {
		v = field(t, text, f.key)
	}
	n, err := strconv.ParseFloat(v, 64)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if figure == "usage" && !h.unified {
		n /= 1000
	}
	return n
}

// cgroup returns the path of b's own cgroup, without the child crun makes.
func (h *host) cgroup(t *testing.T, b *box) string {
	t.Helper()
	if b.path == "" {
		b.path = b.inspect(t, "{{.State.CgroupPath}}")
	}
	return b.path
}

// field returns the value of a line "key value".
func field(t *testing.T, text []byte, key string) string {
	t.Helper()
	for line := range bytes.Lines(text) {
		if f := strings.Fields(string(line)); len(f) == 2 && f[0] == key {
			return f[1]
		}
	}
	t.Fatalf("no %s in %s", key, text)
	return ""
}

// pid returns the process id of b's first process.
func (b *box) pid(t *testing.T) int {
	t.Helper()
	pid, err := strconv.Atoi(b.inspect(t, "{{.State.Pid}}"))
	if err != nil || pid <= 0 {
		t.Fatalf("%s has no process: %d, %v", b.name, pid, err)
	}
	return pid
}

// received returns the bytes that b's network namespace has received, from
// its /proc/PID/net/dev.
func (b *box) received(t *testing.T) float64 {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(b.pid(t)), "net/dev"))
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for line := range strings.Lines(string(text)) {
		name, rest, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || name == "lo" {
			continue
		}
		n, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
		if err != nil {
			t.Fatal(err)
		}
		sum += n
	}
	return sum
}
