package podman

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"sync"
	"time"

	"podtop/model"
	"podtop/model/probe"
	"podtop/sampler/cgroup"
	"podtop/sampler/fill"
	"podtop/sampler/kernel"
	"podtop/sampler/proc"
)

// AskerOptions say whom an Asker asks, and where it looks.
type AskerOptions struct {
	UID int // who podtop runs as
	// Service is the service of user uid. One without an API sleeps, and is left
	// so.
	Service func(uid int) (Endpoint, bool)
	// Health hears how the health of a container stands, as Podman has it on
	// record; nil: nobody does.
	Health func(uid int, id model.ID, status string)
	Child  Child  // nil: systemd is not asked
	Proc   string // "/proc" if empty
	Run    string // "/run" if empty
	Sys    string // "/sys" if empty
	Cgroup string // "/sys/fs/cgroup" if empty
	Mode   cgroup.Mode
}

// An Asker answers what a page about one container asks of Podman and systemd.
// Each call has its own deadline, within ctx's. Its methods may be called at
// the same time.
type Asker struct {
	o      AskerOptions
	pace   askPace
	clock  kernel.Clock
	tree   *cgroup.Hierarchies // nil without cgroups
	fills  fill.Asker
	layers layers
	dirs   kernel.StuckCalls // of timers

	diskMu sync.Mutex
	disks  *proc.Detail
}

// askPace is how long an answer may take.
type askPace struct {
	inspect, systemctl time.Duration
	fill               time.Duration // of all file systems together
	size               time.Duration // that is waited for; the question goes on
	walk               time.Duration // that question
	again              time.Duration // from one such question to the next, at least
}

var usualAskPace = askPace{
	inspect: 4 * time.Second, systemctl: 4 * time.Second,
	fill: 500 * time.Millisecond, size: 500 * time.Millisecond,
	walk: time.Minute, again: time.Minute,
}

// NewAsker returns an Asker. Without cgroups it answers all the same.
func NewAsker(o AskerOptions) *Asker {
	o.Proc, o.Run, o.Sys = cmp.Or(o.Proc, "/proc"), cmp.Or(o.Run, "/run"), cmp.Or(o.Sys, "/sys")
	if o.Child == nil {
		o.Child = noChild
	}
	if o.Service == nil {
		o.Service = func(int) (Endpoint, bool) { return Endpoint{}, false }
	}
	if o.Health == nil {
		o.Health = func(int, model.ID, string) {}
	}
	if o.Mode == cgroup.Unavailable {
		o.Mode = cgroup.HostMode()
	}
	a := &Asker{o: o, pace: usualAskPace, clock: kernel.NewClock()}
	a.tree, _ = cgroup.Find(cgroup.Options{Root: o.Cgroup, Sys: o.Sys, Proc: o.Proc, Mode: o.Mode, Clock: a.clock.Now})
	a.fills.Proc = proc.Options{Proc: o.Proc}
	a.disks = proc.NewDetail(proc.Options{Proc: o.Proc, Sys: o.Sys, Budget: &kernel.Budget{}, Clock: a.clock.Now})
	return a
}

// now is what an answer that is complete begins with.
func (a *Asker) now(missing []model.Note) probe.Answer {
	return probe.Answer{At: a.clock.Now(), Time: time.Now(), Missing: missing}
}

// hasSystemd reports whether systemd runs this host, as sd_booted(3) tells.
func (a *Asker) hasSystemd() bool { return isBooted(a.o.Run) }

func isBooted(run string) bool {
	_, err := os.Stat(filepath.Join(run, "systemd/system"))
	return err == nil
}

// Shares of the time that is left.
const (
	mostShare = 0.9 // the rest is for saying why there is no answer
	halfShare = 0.5 // the rest is for what else there is to ask
)

// withDeadline is ctx with a deadline in d, or when that share of the time ctx
// has left has passed, if that is earlier.
func withDeadline(ctx context.Context, d time.Duration, share float64) (context.Context, context.CancelFunc) {
	if end, ok := ctx.Deadline(); ok {
		d = min(d, time.Duration(share*float64(time.Until(end))))
	}
	return context.WithTimeout(ctx, d)
}
