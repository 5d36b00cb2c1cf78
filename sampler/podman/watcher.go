package podman

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"podtop/model"
	"podtop/sampler/kernel"
)

// A Watcher knows what containers there are. Inventory, Events, Notes and Seen
// never wait and may be called by anybody at any time.
type Watcher struct {
	opts Options
	pace pace

	inventory atomic.Pointer[model.Inventory]
	notes     atomic.Pointer[[]model.Note]
	seen      atomic.Pointer[owners]
	departed  departed
	queue     queue

	changed, unitNews, seenNews chan struct{} // each holds one word: "look"
	healths                     chan healthStatus

	cancel context.CancelFunc
	tasks  sync.WaitGroup

	// The rest belongs to the goroutine of loop.
	engines        map[string]*followed // by socket
	managers       map[int]*manager     // by uid
	found          chan []systemdAnswer
	waiting        bool // for the first answer of a service
	askingSystemds bool
	askAgain       bool      // once they have answered: there was news meanwhile
	unsettled      time.Time // when a container of a unit last had news
	conmons        []conmon
	scans          chan []conmon
	scanning       bool
	scanned        time.Time         // when that began last
	processes      kernel.StuckCalls // of others, by user
	dirs           kernel.StuckCalls // of units
}

// A followed is an engine that runs.
type followed struct {
	*engine
	stop   context.CancelFunc
	absent int // looks that did not find the socket
}

// maxAbsent is how many looks a user's socket may be absent before what it
// said is forgotten. One's own is never forgotten.
const maxAbsent = 6

// New returns a Watcher that has not begun.
func New(o Options) *Watcher {
	o.Proc, o.Run = cmp.Or(o.Proc, "/proc"), cmp.Or(o.Run, "/run")
	if o.Child == nil {
		o.Child = noChild
	}
	if o.Endpoints == nil {
		o.Endpoints = func() []Endpoint { return nil }
	}
	w := &Watcher{
		opts: o, pace: usualPace,
		changed: make(chan struct{}, 1), unitNews: make(chan struct{}, 1), seenNews: make(chan struct{}, 1),
		healths: make(chan healthStatus, 16),
		engines: map[string]*followed{}, managers: map[int]*manager{}, found: make(chan []systemdAnswer, 1), scans: make(chan []conmon, 1),
	}
	w.inventory.Store(&model.Inventory{})
	w.notes.Store(&[]model.Note{})
	return w
}

// Start begins to watch until ctx ends or Close is called.
func (w *Watcher) Start(ctx context.Context) {
	ctx, w.cancel = context.WithCancel(ctx)
	w.tasks.Go(func() { w.loop(ctx) })
}

// Close ends the watching, and returns when nothing of it runs any more.
func (w *Watcher) Close() {
	if w.cancel != nil {
		w.cancel()
	}
	w.tasks.Wait()
}

// Inventory is what is known now. It is replaced with each change, never
// changed, and never nil.
func (w *Watcher) Inventory() *model.Inventory { return w.inventory.Load() }

// Notes say what is wrong or missing now, worst first. They are not to be
// changed.
func (w *Watcher) Notes() []model.Note { return *w.notes.Load() }

// Events appends to dst what Podman told since it was asked last, as far as it
// is to be believed, and says how many events more there were than it keeps.
func (w *Watcher) Events(dst []model.PodmanEvent) (events []model.PodmanEvent, lost int) {
	return w.queue.take(dst, func(p *model.PodmanEvent) bool {
		return p.Type != "container" || w.owners().trusts(model.ID(p.ID), p.UID, w.opts.UID)
	})
}

// Seen takes in all containers that have a cgroup: to be called when one came
// or went. Of those that Podman has not named, more is asked; those it says
// run and have no cgroup, too.
func (w *Watcher) Seen(readings []model.Reading) {
	o := make(owners, len(readings))
	for i := range readings {
		if r := &readings[i]; r.Runtime == model.Podman {
			o[r.ID] = r.UID
		}
	}
	w.departed.add(w.seen.Swap(&o), o)
	poke(w.seenNews)
}

// Health tells how the health of user uid's container stands, as somebody has
// asked Podman. If that is not what is known, Podman is asked once more. It may be
// called by anybody at any time, and never waits.
func (w *Watcher) Health(uid int, id model.ID, status string) {
	select {
	case w.healths <- healthStatus{uid, id, status}:
	default: // it is going to be told again
	}
}

func poke(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default: // it is going to look anyway
	}
}

func (w *Watcher) loop(ctx context.Context) {
	endpoints, second := time.NewTicker(w.pace.endpoints), time.NewTicker(min(time.Second, w.pace.patience))
	defer endpoints.Stop()
	defer second.Stop()
	publish, units, doubt := newAlarm(), newAlarm(), newAlarm()
	for _, a := range []*alarm{publish, units, doubt} {
		defer a.Stop()
	}
	w.follow(ctx)
	w.scanConmons(ctx)
	w.publish()
	units.within(0)
	for {
		select {
		case <-ctx.Done():
			return
		case <-endpoints.C:
			w.follow(ctx)
		case <-second.C:
			w.note(time.Now())
			if w.waiting {
				publish.within(0)
			}
		case <-w.changed:
			publish.within(w.publishDelay())
		case <-publish.C:
			publish.clear()
			w.publish()
		case <-w.seenNews:
			w.scanConmons(ctx)
			doubt.within(w.pace.compare)
			publish.within(w.publishDelay())
		case h := <-w.healths:
			w.compareHealth(h)
		case <-doubt.C:
			doubt.clear()
			w.compareCgroups(ctx)
		case <-w.unitNews:
			units.within(w.pace.settle)
			w.unitsChanged()
		case <-units.C:
			units.clear()
			w.askSystemds(ctx)
			units.within(w.untilUnits())
		case w.conmons = <-w.scans:
			w.scanning = false
			publish.within(0)
		case l := <-w.found:
			w.setManagers(l)
			if w.askAgain {
				units.within(0)
			}
			publish.within(w.publishDelay())
		}
	}
}

// publishDelay is how long changes are collected before they are published:
// what is published is all that is known, and with thousands of containers
// large.
func (w *Watcher) publishDelay() time.Duration {
	const each = 100 * time.Microsecond
	return max(w.pace.publish, time.Duration(len(w.Inventory().Containers))*each)
}

// follow starts to follow sockets that came, and stops with those that went.
func (w *Watcher) follow(ctx context.Context) {
	there := map[string]bool{}
	for _, e := range w.opts.Endpoints() {
		there[e.Socket] = true
		f := w.engines[e.Socket]
		if f != nil && f.UID == e.UID && (f.API == nil) == (e.API == nil) {
			f.absent = 0
			continue
		}
		if f != nil {
			f.stop()
		}
		w.engines[e.Socket] = w.start(ctx, e)
	}
	for socket, f := range w.engines {
		if there[socket] {
			continue
		}
		if f.absent++; f.UID != w.opts.UID && f.absent > maxAbsent {
			f.stop()
			delete(w.engines, socket)
		}
	}
	poke(w.changed)
}

func (w *Watcher) start(ctx context.Context, e Endpoint) *followed {
	e.User = text(e.User)
	f := &followed{engine: newEngine(e, &w.pace, func() { poke(w.changed) }, func() { poke(w.unitNews) })}
	f.queue, f.since = &w.queue, w.opts.Since
	f.trusted = e.UID == 0 || e.UID == w.opts.UID
	ctx, f.stop = context.WithCancel(ctx)
	if e.API != nil {
		w.tasks.Go(func() { f.run(ctx) })
	}
	return f
}

// sorted are the engines by uid: whom one believes first comes first.
func (w *Watcher) sorted() []*followed {
	all := make([]*followed, 0, len(w.engines))
	for _, f := range w.engines {
		all = append(all, f)
	}
	slices.SortFunc(all, func(a, b *followed) int {
		return cmp.Or(cmp.Compare(a.UID, b.UID), cmp.Compare(a.Socket, b.Socket))
	})
	return all
}

// hasSystemd reports whether systemd runs this host, as sd_booted(3) tells.
func (w *Watcher) hasSystemd() bool { return isBooted(w.opts.Run) }
