package sampler

import (
	"os"
	"strings"
	"testing"

	"podtop/model"
)

var (
	killedID = strings.Repeat("7", 64)
	scope    = "/machine.slice/libpod-" + killedID + ".scope"
)

// What the kernel's log says of OOM kills is in one sample, and how far back it
// goes in each.
func TestTheKernelsLog(t *testing.T) {
	at, write := fakeHost(t)
	write("kmsg", "6,1,1000000,-;oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=x,mems_allowed=0,oom_memcg="+scope+
		",task_memcg="+scope+"/container,task=dd,pid=33,uid=0\n")
	s := start(t, Options{}, at)
	m := next(t, s)
	if k := m.KernelLog.Kills; len(k) != 1 || k[0].ID != model.ID(killedID) || k[0].PID != 33 || m.KernelLog.Whole == 0 {
		t.Errorf("%+v", m.KernelLog)
	}
	if m = next(t, s); len(m.KernelLog.Kills) != 0 || m.KernelLog.Whole == 0 {
		t.Errorf("the next one: %+v", m.KernelLog)
	}
}

// Without it the count of the parent tells of a container that went.
func TestWithoutTheKernelsLog(t *testing.T) {
	at, write := fakeHost(t)
	events := func(kills string) { write("cgroup/machine.slice/memory.events", "oom 0\noom_kill "+kills+"\n") }
	events("3")
	write("cgroup"+scope+"/memory.events", "oom 0\noom_kill 0\n")
	write("cgroup"+scope+"/cpu.stat", "usage_usec 300\n")
	s := start(t, Options{}, at)
	for m := next(t, s); !m.Slow; m = next(t, s) {
	}
	events("4")
	if err := os.RemoveAll(at.cgroup + scope); err != nil {
		t.Fatal(err)
	}
	var gone []model.Departure
	for len(gone) == 0 {
		m := next(t, s)
		if gone = m.Gone; m.KernelLog.Whole != 0 {
			t.Fatalf("a log that is not there: %+v", m.KernelLog)
		}
	}
	if gone[0].ID != model.ID(killedID) || gone[0].Kills != model.Known(1) {
		t.Errorf("%+v", gone)
	}
}
