// Package cgroup finds the containers of a host by their cgroups, and reads
// what the kernel says of them. It needs no container engine, and changes
// nothing.
//
// See Documentation/admin-guide/cgroup-v2.rst, and cgroup-v1/ for the older
// hierarchies.
package cgroup

import (
	"time"

	"podtop/model"
	"podtop/sampler/kernel"

	"golang.org/x/sys/unix"
)

// Options say where to look.
type Options struct {
	Root   string // "/sys/fs/cgroup" if empty
	Sys    string // "/sys" if empty: for what block devices are made of
	Proc   string // "/proc" if empty: for what containers run
	Mode   Mode   // see HostMode
	Budget *kernel.Budget
	Clock  func() time.Duration // the clock of Sample.Mono; CLOCK_BOOTTIME if nil
}

// A Tree is the containers of a host. It is for one goroutine.
type Tree struct {
	proc     string
	mode     Mode
	mounts   mounts
	primary  string // the hierarchy that is walked
	changing []string
	budget   *kernel.Budget
	clock    func() time.Duration
	buf      []byte

	root    *group
	inotify *inotify
	walks   uint64
	walked  time.Duration // when the last whole walk was
	now     time.Duration // when Poll was called last
	tick    uint64        // how often Fast was called

	files       []file
	cpu, memory []row // the fast tier: always, and where the time moved
	slow        []row
	events      []row // what is read at once when inotify reports it
	eager       bool  // read what stands still as often as what moves
	sparing     uint  // see Spare
	devices     devices

	// containers and readings go in step.
	containers   []*container
	readings     []model.Reading
	quotas       []model.Quota
	chain        []*group // all groups whose bounds some container is under
	quotaOf      []*group // whose quotas[i] is
	changes      int
	stale        bool    // chain, quotas and limits are to be worked out anew
	dirty        bool    // some bounds are to be read anew
	credit       float64 // how many bounds are due to be read without a reason
	turn         int     // whose turn it is
	links        uint64  // how often relink was called
	parentCounts map[*group]*parentCount
	goneCount    int // in parentCounts
	notes        []model.Note
}

// bufSize holds the longest file there is: io.stat of a host with hundreds of
// disks, or cgroup.procs.
const bufSize = 256 << 10

// Open finds the hierarchies below o.Root, and the containers in them. It fails
// only if there is no hierarchy at all.
func Open(o Options) (*Tree, error) {
	o = withDefaults(o)
	m, err := findMounts(o.Root, o.Mode)
	if err != nil {
		return nil, err
	}
	inode, _, _ := stat(m.primary())
	t := &Tree{
		proc: o.Proc, mode: o.Mode, mounts: m, primary: m.primary(), changing: m.changing(),
		budget: o.Budget, clock: o.Clock, buf: make([]byte, bufSize),
		root: &group{inode: inode}, inotify: newInotify(),
		devices: newDevices(o.Sys + "/dev/block"),
	}
	t.plan()
	t.now = t.clock()
	t.watch(t.root)
	t.walk()
	t.refresh(0)
	t.changes = 0
	return t, nil
}

func withDefaults(o Options) Options {
	if o.Root == "" {
		o.Root = "/sys/fs/cgroup"
	}
	if o.Sys == "" {
		o.Sys = "/sys"
	}
	if o.Proc == "" {
		o.Proc = "/proc"
	}
	if o.Budget == nil {
		o.Budget = &kernel.Budget{Max: 512}
	}
	if o.Clock == nil {
		o.Clock = sinceBoot
	}
	return o
}

func sinceBoot() time.Duration {
	var ts unix.Timespec
	if unix.ClockGettime(unix.CLOCK_BOOTTIME, &ts) != nil {
		return 0
	}
	return time.Duration(ts.Nano())
}

// walkEvery is how often the whole tree is walked, as the net below inotify or
// in its place. Then it is each second tick, even if that comes a little early:
// with 200 ms it would be the third, past the 250 ms a change may take.
func (t *Tree) walkEvery() time.Duration {
	if t.watching() {
		return 5 * time.Second
	}
	return 150 * time.Millisecond
}

// Poll takes in what has changed: containers that came or went, limits, pauses.
// It never blocks. It reports whether containers came or went since it was
// called last. now is on the clock of Options.
func (t *Tree) Poll(now time.Duration) (changed bool) {
	passed := max(0, now-t.now)
	t.now = now
	lost := t.drain()
	if lost || now-t.walked >= t.walkEvery() || now < t.walked {
		t.walk()
	} else {
		t.settle(false)
	}
	t.refresh(passed)
	t.devices.lookUpUnknown()
	changed = t.changes > 0
	t.changes = 0
	return changed
}

// Fast reads the time used of each container, and the memory of those that
// used some: memory is seldom charged or freed for one that did not run, and
// Slow looks. s.Readings and s.Quotas belong to the Tree and stay as they are
// until its next call; their other fields keep what was read last.
func (t *Tree) Fast(s *model.Sample) {
	t.tick++
	t.sweep((*Tree).fastOne)
	s.Readings, s.Quotas = t.readings, t.quotas
}

// Slow reads the rest: memory.stat and memory.events, io.stat, pids.current,
// pressure, and the throttling of each cgroup that has a CPU quota. It comes
// after Fast in a tick.
func (t *Tree) Slow(s *model.Sample) {
	t.sweep((*Tree).slowOne)
	t.throttling()
	s.Readings, s.Quotas = t.readings, t.quotas
}

// Spare has what stands still read 2^n times less often than else, but at least
// every stillMost: for a host that has too much of it.
func (t *Tree) Spare(n uint) { t.sparing = n }

// sweep has each container read; those that have gone drop out.
func (t *Tree) sweep(one func(*Tree, *container, *model.Reading) bool) {
	for i := 0; i < len(t.containers); {
		c := t.containers[i]
		if one(t, c, &t.readings[i]) && t.readEvents(c, &t.readings[i]) {
			i++
			continue
		}
		t.drop(c.group) // another one has taken its index
	}
	if t.stale {
		t.refresh(0)
	}
}

// Close gives all descriptors back.
func (t *Tree) Close() {
	t.inotify.close()
	for _, kid := range t.root.kids {
		t.drop(kid)
	}
}
