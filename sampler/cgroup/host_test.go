package cgroup

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/sampler/kernel"
)

// A fakeHost is a cgroup hierarchy of ordinary files. Files there do not go
// with ENODEV, but inotify and the walk work as on a real one.
type fakeHost struct {
	t    *testing.T
	dir  string
	mode Mode
	now  time.Duration
}

func newHost(t *testing.T, mode Mode) *fakeHost {
	h := &fakeHost{t: t, dir: t.TempDir(), mode: mode, now: time.Minute}
	h.write("cgroup/cgroup.controllers", "cpuset cpu io memory pids\n")
	h.write("sys/dev/block/8:0/size", "1\n")
	h.write("sys/dev/block/252:0/slaves/sda/size", "1\n")
	return h
}

func (h *fakeHost) write(path, text string) {
	h.t.Helper()
	path = filepath.Join(h.dir, path)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		h.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		h.t.Fatal(err)
	}
}

// group writes the files of a v2 cgroup: "name=text" each, and the ordinary
// ones of a cgroup that does nothing.
func (h *fakeHost) group(path string, files ...string) {
	h.t.Helper()
	all := map[string]string{
		"cpu.stat":            "usage_usec 300\nuser_usec 200\nsystem_usec 100\nnr_periods 5\nnr_throttled 2\nthrottled_usec 70\n",
		"cpu.max":             "max 100000\n",
		"memory.current":      "4096\n",
		"memory.stat":         "anon 1024\nfile 2048\nkernel 512\nsock 3\nshmem 4\ninactive_file 5\nslab_reclaimable 6\n",
		"memory.swap.current": "7\n",
		"memory.events":       "low 0\nhigh 1\nmax 2\noom 3\noom_kill 4\noom_group_kill 0\n",
		"memory.max":          "max\n",
		"memory.high":         "max\n",
		"memory.swap.max":     "max\n",
		"pids.current":        "8\n",
		"pids.max":            "max\n",
		"io.stat":             "8:0 rbytes=9 wbytes=10 rios=11 wios=12 dbytes=0 dios=0\n",
		"cpu.pressure":        "some avg10=0.00 avg60=0.00 avg300=0.00 total=13\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=14\n",
		"memory.pressure":     "some avg10=0.00 avg60=0.00 avg300=0.00 total=15\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=16\n",
		"io.pressure":         "some avg10=0.00 avg60=0.00 avg300=0.00 total=17\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=18\n",
		"cgroup.events":       "populated 1\nfrozen 0\n",
		"cgroup.procs":        "",
	}
	for _, f := range files {
		name, text, _ := strings.Cut(f, "=")
		all[name] = text + "\n"
	}
	for name, text := range all {
		h.write("cgroup"+path+"/"+name, text)
	}
}

func (h *fakeHost) remove(path string) {
	h.t.Helper()
	if err := os.RemoveAll(h.dir + "/cgroup" + path); err != nil {
		h.t.Fatal(err)
	}
}

func (h *fakeHost) open() *Tree {
	h.t.Helper()
	t, err := Open(Options{
		Root: h.dir + "/cgroup", Sys: h.dir + "/sys", Proc: h.dir + "/proc", Mode: h.mode,
		Budget: &kernel.Budget{Max: 10000},
		Clock:  func() time.Duration { h.now += time.Microsecond; return h.now },
	})
	if err != nil {
		h.t.Fatal(err)
	}
	h.t.Cleanup(t.Close)
	return t
}

// tick is one turn of the sampler, 100 ms after the one before.
func (h *fakeHost) tick(t *Tree) (s model.Sample) {
	h.now += 100 * time.Millisecond
	t.Poll(h.now)
	t.Fast(&s)
	t.Slow(&s)
	return s
}

// only is the Reading of the one container there is.
func (h *fakeHost) only(t *Tree) model.Reading {
	h.t.Helper()
	s := h.tick(t)
	if len(s.Readings) != 1 {
		h.t.Fatalf("%d readings, want 1", len(s.Readings))
	}
	return s.Readings[0]
}

// id is a container's id that begins with n.
func id(n int) string { return fmt.Sprintf("%012x%052x", n, 0xabc) }

func scope(n int) string { return "/machine.slice/libpod-" + id(n) + ".scope" }

func known(n uint64) model.Count { return model.Known(n) }
