package detail

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model/probe"
	"podtop/tui/pane"
)

// asked is what several tabs ask for: the one on screen asks, and all of them
// hear the answer.
type asked struct {
	cgroups   question[*probe.Cgroups]
	processes question[*probe.Processes]
	memory    question[*probe.Memory]
	chosen    probe.Who // the process whose memory is asked for; none: the biggest
	about     probe.Who // the one that memory is about
	inspect   inspecting
	storage   question[*probe.Storage]
	unit      question[*probe.Unit]
}

func newAsked() *asked {
	return &asked{
		cgroups:   newQuestion[*probe.Cgroups]("the kernel", 2*time.Second),
		processes: newQuestion[*probe.Processes]("the kernel", 2*time.Second),
		memory:    newQuestion[*probe.Memory]("the kernel", memoryEvery),
		inspect:   newInspecting(),
		storage:   newStorageQuestion(),
		unit:      newUnitQuestion(),
	}
}

// memoryEvery is how often a process is asked for its memory: for smaps_rollup
// the kernel walks all of its page tables.
const memoryEvery = 5 * time.Second

// choose makes who the process whose memory is shown.
func (a *asked) choose(who probe.Who) { a.chosen = who }

// process is the index of the one whose memory is shown: the chosen one or, if
// none was or it has ended, the biggest; -1 if there is none.
func (a *asked) process() int {
	if !a.processes.has() {
		return -1
	}
	list := a.processes.Got
	if i := list.Index(a.chosen); i >= 0 {
		return i
	}
	return list.Biggest()
}

// askMemory asks for the memory of that process.
func (a *asked) askMemory(env pane.Env, s *subject) tea.Cmd {
	i := a.process()
	if i < 0 {
		return nil
	}
	if who := a.processes.Got.List[i].Who(); who != a.about {
		a.memory.Forget()
		a.about = who
	}
	pid := a.about.PID
	return a.memory.ask(env, s, func(l pane.Prober, ctx context.Context, s probe.Target) (*probe.Memory, error) {
		return l.Memory(ctx, s, pid)
	})
}

// take takes in an answer, and reports whether msg was one.
func (a *asked) take(env pane.Env, msg tea.Msg) bool {
	return a.cgroups.take(env, msg) || a.processes.take(env, msg) || a.memory.take(env, msg)
}
