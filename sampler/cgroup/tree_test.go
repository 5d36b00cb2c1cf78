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

func TestReadingIsFilled(t *testing.T) {
	h := newHost(t, Unified)
	h.group(scope(1), "pids.max=2048")
	h.group(scope(1)+"/container", "cgroup.procs=12\n13")
	h.write("proc/12/cgroup", "0::"+scope(1)+"/container\n")
	h.write("proc/12/cmdline", "sleep\x001d\x00")
	tree := h.open()
	r := h.only(tree)

	if r.ID != model.ID(id(1)) || r.Runtime != model.Podman || r.Path != scope(1) || r.Inode == 0 || r.Frozen || r.Infra {
		t.Errorf("identity: %+v", r)
	}
	if r.CPU.UsageUsec != known(300) || r.CPU.UserUsec != known(200) || r.CPU.SystemUsec != known(100) || r.CPU.At == 0 {
		t.Errorf("CPU: %+v", r.CPU)
	}
	if r.Memory.Bytes != known(4096) || r.Memory.At <= r.CPU.At {
		t.Errorf("memory: %+v", r.Memory)
	}
	if want := (model.MemoryStat{
		At: r.Stat.At, Current: known(4096), Anon: known(1024), File: known(2048), Kernel: known(512), Sock: known(3),
		Shmem: known(4), InactiveFile: known(5), SlabReclaimable: known(6), Swap: known(7),
	}); r.Stat != want || r.Stat.At == 0 {
		t.Errorf("memory.stat: %+v", r.Stat)
	}
	if want := (model.MemoryEvents{At: r.Events.At, High: known(1), Max: known(2), OOM: known(3), OOMKill: known(4)}); r.Events != want {
		t.Errorf("memory.events: %+v", r.Events)
	}
	if want := (model.IO{At: r.IO.At, RBytes: known(9), WBytes: known(10), RIOs: known(11), WIOs: known(12)}); r.IO != want {
		t.Errorf("io.stat: %+v", r.IO)
	}
	if r.Pids.Current != known(8) || r.Pids.At == 0 {
		t.Errorf("pids: %+v", r.Pids)
	}
	if want := (model.PSI{
		At: r.PSI.At, CPUSome: known(13), CPUFull: known(14), MemSome: known(15), MemFull: known(16), IOSome: known(17), IOFull: known(18),
	}); r.PSI != want || r.PSI.At == 0 {
		t.Errorf("PSI: %+v", r.PSI)
	}
	if pid := tree.PID(0); pid != 12 {
		t.Errorf("pid %d, want 12", pid)
	}
	if notes := tree.Notes(); len(notes) != 0 {
		t.Errorf("notes: %v", notes)
	}
}

// What is not delegated is unknown, what is torn costs only itself, and what
// comes later is found.
func TestMissingAndTornFiles(t *testing.T) {
	h := newHost(t, Unified)
	h.group(scope(1), "cpu.stat=usage_usec x", "memory.current=99999999999999999999")
	for _, f := range []string{"io.stat", "memory.stat", "cpu.max"} {
		h.remove(scope(1) + "/" + f)
	}
	tree := h.open()
	r := h.only(tree)
	if r.CPU.UsageUsec.IsKnown() || r.Memory.Bytes.IsKnown() || r.IO != (model.IO{}) || r.Stat.At != 0 || r.Limits.CPU.IsKnown() {
		t.Errorf("known: %+v", r)
	}
	if r.Pids.Current != known(8) || r.Stat.Swap != known(7) || r.Limits.Memory != model.NoLimit {
		t.Errorf("unknown: %+v", r)
	}
	h.write("cgroup"+scope(1)+"/io.stat", "")
	if r = h.only(tree); r.IO.RBytes != known(0) {
		t.Errorf("io.stat came, and no I/O was done: %+v", r.IO)
	}
}

func TestContainersComeAndGo(t *testing.T) {
	for _, inotify := range []bool{true, false} {
		t.Run(fmt.Sprintf("inotify=%v", inotify), func(t *testing.T) {
			h := newHost(t, Unified)
			h.group("/system.slice")
			tree := h.open()
			if !inotify {
				blind(tree)
			}
			ticks := func(want int) {
				t.Helper()
				var got int
				for range 2 { // 200 ms
					got = len(h.tick(tree).Readings)
				}
				if got != want {
					t.Errorf("%d containers, want %d", got, want)
				}
			}
			ticks(0)
			h.group(scope(1))
			h.group("/system.slice/web.service/libpod-payload-" + id(2))
			h.group("/machine.slice/libpod-conmon-" + id(1) + ".scope")
			ticks(2)
			h.remove("/system.slice/web.service")
			ticks(1)
			first := h.only(tree).Inode
			held, err := os.Open(h.dir + "/cgroup" + scope(1)) // so that its inode is not used again
			if err != nil {
				t.Fatal(err)
			}
			defer held.Close()
			h.remove("/machine.slice")
			ticks(0)
			h.group(scope(1))
			ticks(1)
			if again := h.only(tree); again.Inode == first {
				t.Error("another life has the same inode")
			}
			for i := range 30 {
				h.group(scope(100 + i))
			}
			ticks(31)
			h.remove("/machine.slice")
			ticks(0)
			if n := tree.budget.Kept(); n != 0 {
				t.Errorf("%d descriptors kept for no container", n)
			}
			if len(tree.inotify.groups) > 2 { // the root and system.slice
				t.Errorf("%d watches kept for no container", len(tree.inotify.groups))
			}
		})
	}
}

// blind takes inotify from a Tree, as fs.inotify.max_user_instances can.
func blind(t *Tree) {
	t.inotify.close()
	t.inotify.err = os.ErrPermission
	clear(t.inotify.groups)
	t.Poll(t.now)
}

func TestPollReportsChanges(t *testing.T) {
	h := newHost(t, Unified)
	h.group(scope(1))
	tree := h.open()
	poll := func() bool { h.now += 100 * time.Millisecond; return tree.Poll(h.now) }
	if poll() {
		t.Error("changed, when nothing did")
	}
	h.group(scope(2))
	if !poll() || poll() {
		t.Error("a container that came is to be reported once")
	}
	h.remove(scope(2))
	if !poll() || poll() {
		t.Error("a container that went is to be reported once")
	}
}

// What is inside a container is the container's, whatever it is called.
func TestOutermostContainerCounts(t *testing.T) {
	h := newHost(t, Unified)
	h.group(scope(1) + "/container/init.scope")
	h.group(scope(1) + "/container/machine.slice/libpod-" + id(2) + ".scope")
	h.group(scope(1) + "/libpod-payload-" + id(3))
	if r := h.only(h.open()); r.ID != model.ID(id(1)) {
		t.Errorf("found %s", r.ID)
	}
}

func TestOpenFails(t *testing.T) {
	for _, o := range []Options{
		{Root: "/nowhere", Mode: Unified},
		{Root: t.TempDir(), Mode: Legacy},
		{Root: "/nowhere", Mode: Hybrid},
		{Root: t.TempDir(), Mode: Unavailable},
	} {
		if _, err := Open(o); err == nil {
			t.Errorf("%v: no error", o)
		}
	}
}

func TestTicksAllocateNothing(t *testing.T) {
	for _, mode := range []Mode{Unified, Hybrid} {
		t.Run(mode.String(), func(t *testing.T) {
			h := newHost(t, mode)
			for i := range 50 {
				if mode == Unified {
					h.group(scope(i), "cpu.max=50000 100000")
					h.group(scope(i) + "/container")
				} else {
					h.legacy("/libpod_parent/libpod-" + id(i))
				}
			}
			tree := h.open()
			var s model.Sample
			h.now += young // and nothing is looked for any more
			h.tick(tree)
			for name, tick := range map[string]func(){
				"Fast": func() { tree.Fast(&s) },
				"Slow": func() { tree.Slow(&s) },
				"Poll": func() { tree.Poll(tree.now) },
			} {
				if n := testing.AllocsPerRun(20, tick); n != 0 {
					t.Errorf("%s: %v allocations", name, n)
				}
			}
			if len(s.Readings) != 50 {
				t.Errorf("%d readings", len(s.Readings))
			}
		})
	}
}
