package detail

import (
	"testing"
	"time"

	"podtop/tui/poll"
	"podtop/tui/tab"
	"podtop/tui/tab/memory"
	"podtop/tui/tab/processes"
	"podtop/tui/tab/tabtest"
)

// The process chosen in Processes is the one that is asked for its memory.
func TestMemoryOfChosen(t *testing.T) {
	keys := tab.DefaultKeyMap()
	a := poll.NewShared()
	g := tabtest.On(t, memory.New, "app")
	g.With.Memory, g.With.Processes = tabtest.MemoryOf, tabtest.ProcessesOf(g.Env.Now)
	g.With.Cgroups = tabtest.CgroupsOf(g.Subject.Container, g.Env.Now)
	list := &tabtest.Stage{T: t, Tab: processes.New(&keys, a), Env: g.Env, Subject: g.Subject, With: g.With}
	list.Tick(0)
	list.Press("j", "enter")
	g.Tab = memory.New(&keys, a)
	g.Tick(0)
	g.Shows("process 1041 nginx", "chosen in Processes", "/proc/1041/status")
	g.With.Processes = tabtest.ProcessesOf(g.Env.Now)
	g.With.Processes.List = g.With.Processes.List[3:]
	g.Tick(11 * time.Second)
	g.Tick(time.Second)
	g.Shows("process 1077 node", "/proc/1077/status")
	g.Lacks("chosen in Processes")
}
