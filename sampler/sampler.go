// Package sampler reads the host. It never changes anything.
//
// A Sampler makes one model.Sample a tick from four readers: cgroup and proc,
// which read the kernel's files in the sampler's own goroutine, and podman,
// which learns names and states in the background and is only looked at here.
// So a Podman that hangs costs names, never a tick.
package sampler

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"time"

	"golang.org/x/sys/unix"

	"podtop/model"
	"podtop/sampler/cgroup"
	"podtop/sampler/kernel"
	"podtop/sampler/kmsg"
	"podtop/sampler/proc"
)

// ErrNoCgroups is returned where there is nothing to watch: no Linux, or no
// cgroups mounted.
var ErrNoCgroups = errors.New("no cgroups at /sys/fs/cgroup: podtop needs Linux with cgroup v2 (or v1) mounted")

// pollEvery is the longest time in which a container that comes or goes is
// not noticed, however slow the sampling.
const pollEvery = 200 * time.Millisecond

// Options are what a Sampler may be told. The zero value samples the machine
// it runs on ten times a second.
type Options struct {
	Interval  time.Duration // between samples, 100 ms if 0
	Slow      time.Duration // between reads of the slow tier, 1 s if 0
	Unlimited bool          // never lengthen the interval to spare the host
	Inventory Inventory     // who knows names and states; nil if nobody does
	Log       *slog.Logger  // nil: none
}

// An Inventory knows what Podman, conmon and systemd say. It answers at once.
type Inventory interface {
	Inventory() *model.Inventory
	Notes() []model.Note
	// Events appends to dst what was told since it was asked last, and says
	// how many more events there were than could be kept.
	Events(dst []model.PodmanEvent) (events []model.PodmanEvent, lost int)
	// Seen tells which containers have a cgroup, whenever one came or went.
	Seen([]model.Reading)
}

// A Sampler reads the live host. It is used by one goroutine, but for
// SetInterval.
type Sampler struct {
	opts     Options
	clock    kernel.Clock
	budget   kernel.Budget
	tree     *cgroup.Tree
	host     *proc.Host
	networks *proc.Networks
	self     *proc.Self
	log      *kmsg.Log // nil: it cannot be read
	logErr   error     // why, if nothing stands in for it
	pace     pace
	due      schedule
	timer    *time.Timer
	sample   model.Sample
	changed  bool // containers came or went since Inventory was told

	ticks int           // since logTick said something
	worst time.Duration // that one of them took
}

// roots are where the kernel's files are.
type roots struct {
	cgroup, proc, sys, kmsg string
	mode                    cgroup.Mode
}

// New opens the host's files. It fails only if there are no cgroups at all.
func New(o Options) (*Sampler, error) {
	return open(o, roots{"/sys/fs/cgroup", "/proc", "/sys", kmsg.Path, cgroup.HostMode()})
}

func open(o Options, at roots) (*Sampler, error) {
	s := &Sampler{
		opts: o, clock: kernel.NewClock(), budget: kernel.Budget{Max: descriptors()}, changed: true,
		due: schedule{slowEvery: o.Slow}, timer: time.NewTimer(time.Hour),
	}
	s.pace.ask(o.Interval)
	if s.opts.Log == nil {
		s.opts.Log = slog.New(slog.DiscardHandler)
	}
	s.sample.Host.Cgroups = at.mode.String()
	var err error
	s.tree, err = cgroup.Open(cgroup.Options{
		Root: at.cgroup, Proc: at.proc, Sys: at.sys, Mode: at.mode, Budget: &s.budget, Clock: s.clock.Now,
	})
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, ErrNoCgroups
		}
		return nil, fmt.Errorf("finding containers: %w", err)
	}
	opts := proc.Options{Proc: at.proc, Sys: at.sys, Budget: &s.budget, Clock: s.clock.Now}
	if s.host, err = proc.OpenHost(opts); err != nil {
		s.tree.Close()
		return nil, fmt.Errorf("reading the host: %w", err)
	}
	s.networks = proc.OpenNetworks(opts)
	s.self = proc.OpenSelf(opts)
	if s.log, s.logErr = kmsg.Open(&s.budget, at.kmsg); s.log == nil && s.tree.CountKills() {
		s.logErr = nil // the parents' counts do
	}
	return s, nil
}

// descriptors is how many files may be kept open. The Go runtime has raised
// the soft limit to the hard one; some are left for sockets and the terminal.
func descriptors() int {
	var l unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &l); err != nil {
		return 256
	}
	return max(0, int(min(l.Cur, 1<<20))-64)
}

// SetInterval changes the interval that was asked for. It may be called from
// another goroutine; it holds from the next tick on.
func (s *Sampler) SetInterval(d time.Duration) { s.pace.ask(d) }

// Close gives all descriptors back.
func (s *Sampler) Close() {
	s.tree.Close()
	s.host.Close()
	s.networks.Close()
	s.self.Close()
	s.log.Close()
}

// Next waits for the next tick and reads the host. The sample is valid until
// Next is called again.
func (s *Sampler) Next(ctx context.Context) (*model.Sample, error) {
	if err := s.wait(ctx); err != nil {
		return nil, err
	}
	s.read()
	return &s.sample, nil
}

// wait sleeps until the tick, or until a container has come or gone.
func (s *Sampler) wait(ctx context.Context) error {
	for {
		now := s.clock.Now()
		sleep := s.due.untilFast(now, s.pace.interval())
		if sleep > pollEvery {
			sleep = pollEvery
		}
		if sleep > 0 {
			s.timer.Reset(sleep)
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-s.timer.C:
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		now = s.clock.Now()
		changed := s.tree.Poll(now)
		s.changed = s.changed || changed
		if changed || s.due.untilFast(now, s.pace.interval()) <= 0 {
			s.due.tookFast(now, s.pace.interval())
			return nil
		}
	}
}

func (s *Sampler) read() {
	m := &s.sample
	m.Time, m.Mono, m.Interval = time.Now(), s.clock.Now(), s.pace.interval()
	m.Slow = s.due.takeSlow(m.Mono)
	defer s.logTick(m)
	s.tree.Fast(m)
	s.networks.Assign(m.Readings, s.tree.PID)
	s.networks.Fast(m)
	s.host.Fast(&m.Host)
	if m.Slow {
		s.readSlow(m)
	}
	s.readLog(m)
	s.takeInventory(m)
}

// readLog reads the kernel's log once a second, and when a container went: the
// kernel writes of a kill before it kills.
func (s *Sampler) readLog(m *model.Sample) {
	m.KernelLog.Kills = nil
	m.Gone = s.tree.TakeGone(m.Gone[:0], m.Slow)
	if s.log != nil && (m.Slow || s.changed) {
		s.log.Read(time.Now(), s.clock.Now(), &m.KernelLog)
	}
}

func (s *Sampler) takeInventory(m *model.Sample) {
	if s.opts.Inventory == nil {
		return
	}
	if s.changed {
		s.opts.Inventory.Seen(m.Readings)
		s.changed = false
	}
	m.Inventory = s.opts.Inventory.Inventory()
	m.Events, m.EventsLost = s.opts.Inventory.Events(m.Events[:0])
}

func (s *Sampler) readSlow(m *model.Sample) {
	s.tree.Slow(m)
	s.host.Slow(&m.Host)
	s.self.Read(&m.Self)
	if !s.opts.Unlimited {
		s.pace.adjust(&m.Self)
		s.tree.Spare(s.pace.slow)
	}
	s.takeNotes(m)
}

func (s *Sampler) takeNotes(m *model.Sample) {
	m.Notes = append(m.Notes[:0], s.tree.Notes()...)
	if s.opts.Inventory != nil {
		m.Notes = append(m.Notes, s.opts.Inventory.Notes()...)
	}
	if n, ok := kmsg.Note(s.logErr); ok {
		m.Notes = append(m.Notes, n)
	}
	if n, ok := s.pace.note(); ok {
		m.Notes = append(m.Notes, n)
	}
	model.SortNotes(m.Notes)
}

// logTick says once a second how long the ticks of that second took.
func (s *Sampler) logTick(m *model.Sample) {
	s.ticks, s.worst = s.ticks+1, max(s.worst, s.clock.Now()-m.Mono)
	if !m.Slow || !s.opts.Log.Enabled(context.Background(), slog.LevelDebug) {
		return
	}
	defer func() { s.ticks, s.worst = 0, 0 }()
	s.opts.Log.Debug("tick", "ticks", s.ticks, "worst", s.worst, "interval", m.Interval, "containers", len(m.Readings),
		"networks", len(m.Networks), "descriptors", s.budget.Kept())
	for _, n := range m.Notes {
		s.opts.Log.Debug("note", "source", n.Source, "text", n.Text)
	}
}
