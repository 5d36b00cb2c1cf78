package processes

import (
	"slices"
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/modeltest/race"
	"podtop/model/probe"
	"podtop/tui/tab/tabtest"
)

const mb = 1 << 20

// onProcesses is the tab with two answers, 2 s apart.
func onProcesses(t *testing.T) *tabtest.Stage {
	g := tabtest.On(t, New, "app")
	g.With.Memory = tabtest.MemoryOf
	g.With.Processes = tabtest.ProcessesOf(g.Env.Now)
	g.Tick(0)
	g.With.Processes = tabtest.ProcessesOf(g.Env.Now + 2*time.Second)
	g.Tick(2 * time.Second)
	return g
}

func TestProcesses(t *testing.T) {
	t.Run("answered", func(t *testing.T) { onProcesses(t).Golden() })
	t.Run("open", func(t *testing.T) {
		g := onProcesses(t)
		g.Press("j", "j", "enter")
		g.Tick(time.Second)
		g.Golden()
	})
	t.Run("hangs", func(t *testing.T) {
		g := onProcesses(t)
		g.With.Hangs = true
		g.Tick(2 * time.Second)
		g.Tick(10 * time.Second)
		g.Golden()
	})
	t.Run("rights", func(t *testing.T) {
		g := tabtest.On(t, New, "jupyter")
		g.With.Processes = &probe.Processes{
			Answer: probe.Answer{Missing: []model.Note{{Severity: model.Warn, Text: "the command lines of op's processes cannot be read: that needs root"}}},
			List:   []probe.Process{{PID: 4711, InsideUID: -1, UID: 100000, State: "S", Name: "python3"}},
		}
		g.Tick(0)
		g.Golden()
	})
	t.Run("hostile", func(t *testing.T) {
		g := tabtest.On(t, New, "app")
		p := &probe.Processes{}
		for i, text := range []string{
			"\x1b[31mred\x1b[0m", "title\x1b]0;owned\a", "tab\there", "line\nfeed\r", "\u202eesrever", "容器名字很长很长很长很长很长很长很长很长很长很长很长很长很长很长很长",
			"e\u0301clair", "\xff\xfe broken", strings.Repeat("long ", 400), "", "$(reboot)",
		} {
			p.List = append(p.List, probe.Process{PID: i + 1, Started: 1, State: "S", Threads: 1, Name: text, Command: text, User: text})
		}
		g.With.Processes = p
		g.Tick(0)
		g.Golden()
	})
	t.Run("gone", func(t *testing.T) {
		g := onProcesses(t)
		g.Subject.Gone = true
		g.Golden()
	})
}

// order is the pids in the order they are on screen.
func order(g *tabtest.Stage) []int {
	g.Screen()
	p := g.Tab.(*processes)
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
		if got := order(g); !slices.Equal(got, want) {
			t.Errorf("by %s they are %v, want %v", processColumns[processOrders[g.Tab.(*processes).list.By].Column].Head, got, want)
		}
		g.Press("s")
	}
}

// What is not known comes last, and CPU is not known of one answer.
func TestProcessesOfOneAnswer(t *testing.T) {
	g := tabtest.On(t, New, "app")
	g.With.Processes = tabtest.ProcessesOf(g.Env.Now)
	g.Tick(0)
	if got := order(g); got[0] != 1077 {
		t.Errorf("they are %v, want the biggest first", got)
	}
	g.Shows("6 processes, 38 threads, CPU –")
}

// The cursor stays with its process, not with another one that has its pid.
func TestProcessCursor(t *testing.T) {
	g := onProcesses(t)
	at := func() int { return g.Tab.(*processes).list.Current().PID }
	g.Press("j", "j")
	if at() != 1077 {
		t.Fatalf("the cursor is on %d", at())
	}
	next := tabtest.ProcessesOf(g.Env.Now + 2*time.Second)
	next.List = append([]probe.Process{{PID: 5000, CPUUsec: model.Known(1), Started: 5, Threads: 1}}, next.List...)
	g.With.Processes = next
	g.Tick(2 * time.Second)
	if g.Screen(); at() != 1077 {
		t.Errorf("the cursor moved to %d", at())
	}
	next = tabtest.ProcessesOf(g.Env.Now + 2*time.Second)
	next.List[3].Started++
	g.With.Processes = next
	g.Tick(2 * time.Second)
	if g.Screen(); at() != 1091 { // its neighbour: CPU of the new one is not known
		t.Errorf("the cursor is on %d", at())
	}
	g.Press("g")
	if at() != 1040 {
		t.Errorf("the first is %d", at())
	}
	g.Press("G")
	if at() != 1077 {
		t.Errorf("the last is %d", at())
	}
}

// Enter shows one process whole, with its memory, and goes back.
func TestProcessOpen(t *testing.T) {
	g := onProcesses(t)
	g.Press("j", "j", "enter")
	g.Tick(time.Second)
	g.Shows(
		"1077 node", "--max-old-space-size=600 /srv/app/server.js", "1077 on the host, 20 inside; parent 1003", "node (101)",
		"/proc/1077/status", "VmHWM             700M the most memory it ever held", "/proc/1077/smaps_rollup", "Private_Dirty     590M its own",
	)
	g.Lacks("VmLck", "nginx: worker")
	next := tabtest.ProcessesOf(g.Env.Now + 2*time.Second)
	next.List = next.List[:3]
	g.With.Processes = next
	g.Tick(2 * time.Second)
	g.Shows("Process 1077 has ended; this is the last of it.", "1077 node")
	g.Press("enter")
	g.Shows("nginx: worker process")
	g.Lacks("1077 node")
}

func TestProcessMemoryRights(t *testing.T) {
	g := onProcesses(t)
	g.With.Memory = func(pid int) *probe.Memory {
		m := tabtest.MemoryOf(pid)
		m.Rollup, m.Missing = nil, []model.Note{{Severity: model.Warn, Text: "smaps_rollup cannot be read: that needs root"}}
		return m
	}
	g.Press("enter")
	g.Tick(time.Second)
	g.Shows("smaps_rollup cannot be read: that needs root", "/proc/1040/status")
	g.Lacks("/proc/1040/smaps_rollup")
}

func TestProcessesFind(t *testing.T) {
	g := onProcesses(t)
	p := g.Tab.(*processes)
	at := func() int { return p.list.Current().PID }
	p.Find(g.Env, &g.Subject, "SERVER.js")
	if at() != 1077 {
		t.Errorf("found %d", at())
	}
	g.Shows("1 with SERVER.js")
	p.Find(g.Env, &g.Subject, "worker")
	g.Press("n")
	second := at()
	g.Press("n")
	if first := at(); first == second || first < 1040 || first > 1041 || second < 1040 || second > 1041 {
		t.Errorf("found %d and %d", second, first)
	}
	g.Press("N")
	if at() != second {
		t.Errorf("the one before is %d, want %d", at(), second)
	}
	p.Find(g.Env, &g.Subject, "no such")
	if at() != second {
		t.Errorf("for nothing it went to %d", at())
	}
	if got := p.Value(g.Env, &g.Subject); got != "nginx: worker process" {
		t.Errorf("copied is %q", got)
	}
}

func TestProcessesAtEverySize(t *testing.T) {
	g := tabtest.On(t, New, "app")
	g.EverySize()
	g = onProcesses(t)
	g.EverySize()
	g.Press("enter")
	g.Tick(time.Second)
	g.EverySize()
}

// A frame of many processes allocates nothing.
func TestProcessesDoNotAllocate(t *testing.T) {
	g := onProcesses(t)
	many := tabtest.ProcessesOf(g.Env.Now + 2*time.Second)
	for i := range 500 {
		many.List = append(many.List, probe.Process{PID: 2000 + i, Started: 7, State: "S", Threads: 1, UID: 70000 + i, Name: "a", RSS: model.Known(mb)})
	}
	g.With.Processes = many
	g.Tick(2 * time.Second)
	g.Env.Height = 60
	var b []byte
	if n := testing.AllocsPerRun(50, func() { b = g.Tab.Draw(b[:0], g.Env, &g.Subject) }); n != 0 && !race.Enabled {
		t.Errorf("it allocates %v times, want 0", n)
	}
}

// Beside graphs on a usual screen there is room for the command, and threads
// stay; pids are as wide as the largest.
func TestProcessesBesideGraphs(t *testing.T) {
	g := onProcesses(t)
	heads := func(width int) string {
		g.Env.Width, g.Env.Height = width, 20
		return strings.Join(strings.Fields(strings.Split(g.Screen(), "\n")[1]), " ")
	}
	for width, want := range map[int]string{
		54: "PID USER CPU▾ RSS S THR COMMAND", 60: "PID INSIDE USER CPU▾ RSS S THR COMMAND", 66: "PID INSIDE USER CPU▾ RSS S THR AGE COMMAND",
	} {
		if got := heads(width); got != want {
			t.Errorf("at %d cells the heads are %q, want %q", width, got, want)
		}
	}
	g.With.Processes.List[0].PID = 4194304
	g.Tick(2 * time.Second)
	if heads(54); !strings.Contains(g.Screen(), "4194304") {
		t.Errorf("a large pid is cut off in\n%s", g.Screen())
	}
}

// The cursor is never under the line that says how many there are below.
func TestProcessesBelow(t *testing.T) {
	g := onProcesses(t)
	g.Env.Width, g.Env.Height = 80, 6 // of which two are above the list
	for i := range 6 {
		screen := g.Screen()
		if !strings.Contains(screen, "▸") || strings.Contains(screen, "more below") != (i < 4) {
			t.Errorf("on row %d:\n%s", i, screen)
		}
		g.Press("j")
	}
}

// A process stays open while its container is made anew: nothing is known of
// that one's processes yet.
func TestOpenProcessOfWhatIsMadeAnew(t *testing.T) {
	g := onProcesses(t)
	g.Press("j", "enter")
	g.With.Hangs = true
	g.Subject.ID = "another"
	g.Tick(2 * time.Second)
	g.Shows("has ended; this is the last of it.")
}
