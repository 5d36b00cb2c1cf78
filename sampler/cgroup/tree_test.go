package cgroup

import (
	"fmt"
	"os"
	"testing"
	"time"

	"podtop/model"
)

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

// One pressure file that cannot be read costs its own figures.
func TestPressureFilesFailAlone(t *testing.T) {
	h := newHost(t, Unified)
	h.group(scope(1))
	fail := func(name string) { // a directory opens, and reading it fails
		h.remove(scope(1) + "/" + name)
		h.write("cgroup"+scope(1)+"/"+name+"/x", "")
	}
	fail("io.pressure")
	tree := h.open()
	r := h.only(tree)
	if want := (model.PSI{At: r.PSI.At, CPUSome: known(13), CPUFull: known(14), MemSome: known(15), MemFull: known(16)}); r.PSI != want || r.PSI.At == 0 {
		t.Errorf("without io.pressure: %+v", r.PSI)
	}
	for _, name := range []string{"cpu.pressure", "memory.pressure"} {
		fail(name)
	}
	tree = h.open()
	if r = h.only(tree); r.PSI != (model.PSI{}) {
		t.Errorf("without any: %+v", r.PSI)
	}
}

// Without inotify a change is seen within 250 ms, also if a tick comes a little
// before its time.
func TestWalkBearsJitter(t *testing.T) {
	h := newHost(t, Unified)
	tree := h.open()
	blind(tree)
	poll := func(after time.Duration) int {
		h.now += after
		tree.Poll(h.now)
		return len(tree.readings)
	}
	poll(time.Second) // walks
	h.group(scope(1))
	poll(100 * time.Millisecond)
	if n := poll(99 * time.Millisecond); n != 1 {
		t.Errorf("%d containers after 199 ms, want 1", n)
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
			tree.eager = true
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
