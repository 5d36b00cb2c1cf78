package detail

import (
	"slices"
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/model/modeltest/race"
	"podtop/model/probe"
)

// processesOf is what runs in a container at a time.
func processesOf(at time.Duration) *probe.Processes {
	boot := int64(9 * 24 * 3600 * 100)
	p := &probe.Processes{Answer: probe.Answer{At: at, Time: modeltest.Start.Add(at - 9*24*time.Hour)}}
	for _, of := range []struct {
		pid, parent, inside, threads int
		state                        string
		age                          int64 // s, at boot
		cores                        float64
		rss                          uint64
		name, command                string
	}{
		{1003, 900, 1, 1, "S", 259200, 0, 9 * mb, "nginx", "nginx: master process nginx -g daemon off;"},
		{1040, 1003, 7, 1, "R", 259200, 0.51, 41 * mb, "nginx", "nginx: worker process"},
		{1041, 1003, 8, 1, "S", 259200, 0.32, 44 * mb, "nginx", "nginx: worker process"},
		{1077, 1003, 20, 33, "S", 3600, 0.25, 640 * mb, "node", "node --max-old-space-size=600 /srv/app/server.js --port 8080"},
		{1090, 1077, 31, 1, "Z", 12, 0, 0, "sh", ""},
		{1091, 1077, 32, 1, "D", 9, 0.02, 2 * mb, "cp", "cp -r /data/in /data/out"},
	} {
		used := uint64(of.cores * at.Seconds() * 1e6)
		p.List = append(p.List, probe.Process{
			PID: of.pid, Parent: of.parent, Inside: of.inside, UID: 101, State: of.state, Threads: of.threads, Started: boot - of.age*100,
			CPUUsec: model.Known(used), RSS: model.Known(of.rss), Name: of.name, Command: of.command, InsideUID: 101,
		})
	}
	p.List[0].UID, p.List[0].InsideUID, p.List[0].User = 0, 0, "root"
	p.List[3].User, p.List[3].Cgroup = "node", "container"
	return p
}

func memoryOf(pid int) *probe.Memory {
	cg := model.Known
	return &probe.Memory{
		Answer: probe.Answer{At: 1, Time: modeltest.Start}, PID: pid,
		Status: []probe.Line{{Name: "VmPeak", Value: cg(1200 * mb)}, {Name: "VmHWM", Value: cg(700 * mb)}, {Name: "VmRSS", Value: cg(640 * mb)}, {Name: "VmLck", Value: cg(0)}},
		Rollup: []probe.Line{{Name: "Pss", Value: cg(600 * mb)}, {Name: "Private_Dirty", Value: cg(590 * mb)}, {Name: "Swap", Value: cg(0)}},
	}
}

// onProcesses is the tab with two answers, 2 s apart.
func onProcesses(t *testing.T) *stage {
	g := onStage(t, newProcesses, "app")
	g.with.memory = memoryOf
	g.with.processes = processesOf(g.env.Now)
	g.tick(0)
	g.with.processes = processesOf(g.env.Now + 2*time.Second)
	g.tick(2 * time.Second)
	return g
}

func TestProcesses(t *testing.T) {
	t.Run("answered", func(t *testing.T) { onProcesses(t).golden() })
	t.Run("open", func(t *testing.T) {
		g := onProcesses(t)
		g.press("j", "j", "enter")
		g.tick(time.Second)
		g.golden()
	})
	t.Run("hangs", func(t *testing.T) {
		g := onProcesses(t)
		g.with.hangs = true
		g.tick(2 * time.Second)
		g.tick(10 * time.Second)
		g.golden()
	})
	t.Run("rights", func(t *testing.T) {
		g := onStage(t, newProcesses, "jupyter")
		g.with.processes = &probe.Processes{
			Answer: probe.Answer{Missing: []model.Note{{Severity: model.Warn, Text: "the command lines of op's processes cannot be read: that needs root"}}},
			List:   []probe.Process{{PID: 4711, InsideUID: -1, UID: 100000, State: "S", Name: "python3"}},
		}
		g.tick(0)
		g.golden()
	})
	t.Run("hostile", func(t *testing.T) {
		g := onStage(t, newProcesses, "app")
		p := &probe.Processes{}
		for i, text := range []string{
			"\x1b[31mred\x1b[0m", "title\x1b]0;owned\a", "tab\there", "line\nfeed\r", "\u202eesrever", "容器名字很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长",
			"e\u0301clair", "\xff\xfe broken", strings.Repeat("long ", 400), "", "$(reboot)",
		} {
			p.List = append(p.List, probe.Process{PID: i + 1, Started: 1, State: "S", Threads: 1, Name: text, Command: text, User: text})
		}
		g.with.processes = p
		g.tick(0)
		g.golden()
	})
	t.Run("gone", func(t *testing.T) {
		g := onProcesses(t)
		g.s.gone = true
		g.golden()
	})
}

// order is the pids in the order they are on screen.
func (g *stage) order() []int {
	g.screen()
	p := g.tab.(*processes)
	var all []int
	for _, one := range p.list.Rows {
		all = append(all, one.PID)
	}
	return all
}

func TestProcessesSort(t *testing.T) {
	g := onProcesses(t)
	for _, want := range [][]int{
		{1040, 1041, 1077, 1091, 1003, 1090}, // CPU, then RSS
		{1077, 1041, 1040, 1003, 1091, 1090}, // RSS
		{1003, 1040, 1041, 1077, 1090, 1091}, // pid
		{1077, 1041, 1040, 1003, 1091, 1090}, // threads
		{1091, 1090, 1077, 1041, 1040, 1003}, // age
		{1040, 1041, 1077, 1091, 1003, 1090},
	} {
		if got := g.order(); !slices.Equal(got, want) {
			t.Errorf("by %s they are %v, want %v", processColumns[processOrders[g.tab.(*processes).list.By].Column].Head, got, want)
		}
		g.press("s")
	}
}

// What is not known comes last, and CPU is not known of one answer.
func TestProcessesOfOneAnswer(t *testing.T) {
	g := onStage(t, newProcesses, "app")
	g.with.processes = processesOf(g.env.Now)
	g.tick(0)
	if got := g.order(); got[0] != 1077 {
		t.Errorf("they are %v, want the biggest first", got)
	}
	g.shows("6 processes, 38 threads, CPU –")
}

// The cursor stays with its process, not with another one that has its pid.
func TestProcessCursor(t *testing.T) {
	g := onProcesses(t)
	at := func() int { return g.tab.(*processes).list.Current().PID }
	g.press("j", "j")
	if at() != 1077 {
		t.Fatalf("the cursor is on %d", at())
	}
	next := processesOf(g.env.Now + 2*time.Second)
	next.List = append([]probe.Process{{PID: 5000, CPUUsec: model.Known(1), Started: 5, Threads: 1}}, next.List...)
	g.with.processes = next
	g.tick(2 * time.Second)
	if g.screen(); at() != 1077 {
		t.Errorf("the cursor moved to %d", at())
	}
	next = processesOf(g.env.Now + 2*time.Second)
	next.List[3].Started++
	g.with.processes = next
	g.tick(2 * time.Second)
	if g.screen(); at() != 1091 { // its neighbour: CPU of the new one is not known
		t.Errorf("the cursor is on %d", at())
	}
	g.press("g")
	if at() != 1040 {
		t.Errorf("the first is %d", at())
	}
	g.press("G")
	if at() != 1077 {
		t.Errorf("the last is %d", at())
	}
}

// Enter shows one process whole, with its memory, and goes back.
func TestProcessOpen(t *testing.T) {
	g := onProcesses(t)
	g.press("j", "j", "enter")
	g.tick(time.Second)
	g.shows(
		"1077 node", "--max-old-space-size=600 /srv/app/server.js", "1077 on the host, 20 inside; parent 1003", "node (101)",
		"/proc/1077/status", "VmHWM             700M the most memory it ever held", "/proc/1077/smaps_rollup", "Private_Dirty     590M its own",
	)
	g.lacks("VmLck", "nginx: worker")
	next := processesOf(g.env.Now + 2*time.Second)
	next.List = next.List[:3]
	g.with.processes = next
	g.tick(2 * time.Second)
	g.shows("Process 1077 has ended; this is the last of it.", "1077 node")
	g.press("enter")
	g.shows("nginx: worker process")
	g.lacks("1077 node")
}

func TestProcessMemoryRights(t *testing.T) {
	g := onProcesses(t)
	g.with.memory = func(pid int) *probe.Memory {
		m := memoryOf(pid)
		m.Rollup, m.Missing = nil, []model.Note{{Severity: model.Warn, Text: "smaps_rollup cannot be read: that needs root"}}
		return m
	}
	g.press("enter")
	g.tick(time.Second)
	g.shows("smaps_rollup cannot be read: that needs root", "/proc/1040/status")
	g.lacks("/proc/1040/smaps_rollup")
}

func TestProcessesFind(t *testing.T) {
	g := onProcesses(t)
	p := g.tab.(*processes)
	at := func() int { return p.list.Current().PID }
	p.find(g.env, &g.s, "SERVER.js")
	if at() != 1077 {
		t.Errorf("found %d", at())
	}
	g.shows("1 with SERVER.js")
	p.find(g.env, &g.s, "worker")
	g.press("n")
	second := at()
	g.press("n")
	if first := at(); first == second || first < 1040 || first > 1041 || second < 1040 || second > 1041 {
		t.Errorf("found %d and %d", second, first)
	}
	g.press("N")
	if at() != second {
		t.Errorf("the one before is %d, want %d", at(), second)
	}
	p.find(g.env, &g.s, "no such")
	if at() != second {
		t.Errorf("for nothing it went to %d", at())
	}
	if got := p.value(g.env, &g.s); got != "nginx: worker process" {
		t.Errorf("copied is %q", got)
	}
}

func TestProcessesAtEverySize(t *testing.T) {
	g := onStage(t, newProcesses, "app")
	g.everySize()
	g = onProcesses(t)
	g.everySize()
	g.press("enter")
	g.tick(time.Second)
	g.everySize()
}

// A frame of many processes allocates nothing.
func TestProcessesDoNotAllocate(t *testing.T) {
	g := onProcesses(t)
	many := processesOf(g.env.Now + 2*time.Second)
	for i := range 500 {
		many.List = append(many.List, probe.Process{PID: 2000 + i, Started: 7, State: "S", Threads: 1, UID: 70000 + i, Name: "a", RSS: model.Known(mb)})
	}
	g.with.processes = many
	g.tick(2 * time.Second)
	g.env.Height = 60
	var b []byte
	if n := testing.AllocsPerRun(50, func() { b = g.tab.draw(b[:0], g.env, &g.s) }); n != 0 && !race.Enabled {
		t.Errorf("it allocates %v times, want 0", n)
	}
}

// Beside graphs on a usual screen there is room for the command, and threads
// stay; pids are as wide as the largest.
func TestProcessesBesideGraphs(t *testing.T) {
	g := onProcesses(t)
	heads := func(width int) string {
		g.env.Width, g.env.Height = width, 20
		return strings.Join(strings.Fields(strings.Split(g.screen(), "\n")[1]), " ")
	}
	for width, want := range map[int]string{
		54: "PID USER CPU▾ RSS S THR COMMAND", 60: "PID INSIDE USER CPU▾ RSS S THR COMMAND", 66: "PID INSIDE USER CPU▾ RSS S THR AGE COMMAND",
	} {
		if got := heads(width); got != want {
			t.Errorf("at %d cells the heads are %q, want %q", width, got, want)
		}
	}
	g.with.processes.List[0].PID = 4194304
	g.tick(2 * time.Second)
	if heads(54); !strings.Contains(g.screen(), "4194304") {
		t.Errorf("a large pid is cut off in\n%s", g.screen())
	}
}

// The cursor is never under the line that says how many there are below.
func TestProcessesBelow(t *testing.T) {
	g := onProcesses(t)
	g.env.Width, g.env.Height = 80, 6 // of which two are above the list
	for i := range 6 {
		screen := g.screen()
		if !strings.Contains(screen, "▸") || strings.Contains(screen, "more below") != (i < 4) {
			t.Errorf("on row %d:\n%s", i, screen)
		}
		g.press("j")
	}
}
