package poll

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model/probe"
	"podtop/tui/pane"
)

// Shared is what several tabs of a page ask for: the one on screen asks, and all
// of them get the answer.
type Shared struct {
	Cgroups   Poll[*probe.Cgroups]
	Processes Poll[*probe.Processes]
	Memory    Poll[*probe.Memory] // of one process
	Chosen    probe.ProcessKey    // the process whose memory is asked for; none: the biggest
	Inspect   InspectPoll

	memoryOf probe.ProcessKey // the one that Memory is about
}

// NewShared returns what the tabs of a page ask for together.
func NewShared() *Shared {
	return &Shared{
		Cgroups:   New[*probe.Cgroups]("the kernel", 2*time.Second),
		Processes: New[*probe.Processes]("the kernel", 2*time.Second),
		Memory:    New[*probe.Memory]("the kernel", memoryEvery),
		Inspect:   newInspectPoll(),
	}
}

// memoryEvery is how often a process is asked for its memory: for smaps_rollup
// the kernel walks all of its page tables.
const memoryEvery = 5 * time.Second

// Process is the index of the one whose memory is shown: the chosen one or, if
// none was or it has ended, the biggest; -1 if there is none.
func (a *Shared) Process() int {
	if !a.Processes.Has() {
		return -1
	}
	list := a.Processes.Got
	if i := list.Index(a.Chosen); i >= 0 {
		return i
	}
	return list.Biggest()
}

// AskMemory asks for the memory of that process.
func (a *Shared) AskMemory(env pane.Env, s *Subject) tea.Cmd {
	i := a.Process()
	if i < 0 {
		return nil
	}
	if who := a.Processes.Got.List[i].Key(); who != a.memoryOf {
		a.Memory.forget()
		a.memoryOf = who
	}
	pid := a.memoryOf.PID
	return a.Memory.Ask(env, s, func(p pane.Prober, ctx context.Context, t probe.Target) (*probe.Memory, error) {
		return p.Memory(ctx, t, pid)
	})
}

// Take takes in an answer, and reports whether msg was one.
func (a *Shared) Take(env pane.Env, msg tea.Msg) bool {
	return a.Cgroups.Take(env, msg) || a.Processes.Take(env, msg) || a.Memory.Take(env, msg) || a.Inspect.Take(env, msg)
}
