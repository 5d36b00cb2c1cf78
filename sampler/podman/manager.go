package podman

import (
	"context"
	"fmt"
	"sync"
	"time"

	"podtop/model"
)

// A manager is what is known of the units of one systemd.
type manager struct {
	Endpoint // whose
	quadlets []quadlet
	states   map[string]unitState
	err      error
}

// A looked is what one look at one systemd gave.
type looked struct {
	owner    Endpoint
	quadlets []quadlet
	states   map[string]unitState
	err      error
}

// news remembers that a unit may be about to change its mind: it restarts, or
// gives up.
func (w *Watcher) news() { w.unsettled = time.Now() }

// nextLook is how long the units may be left alone.
func (w *Watcher) nextLook() time.Duration {
	if left := w.pace.settled - time.Since(w.unsettled); left > 0 {
		return left
	}
	return w.pace.units
}

// look asks each systemd for the Quadlet units and those that containers name.
// It asks no systemd that has none. While it is asking, it asks once more
// afterwards.
func (w *Watcher) look(ctx context.Context) {
	if w.again = w.looking; w.again || !w.hasSystemd() {
		return
	}
	w.looking = true
	owners, claims := w.unitOwners()
	w.tasks.Go(func() {
		all := make([]looked, len(owners))
		turns := make(chan struct{}, asking)
		var looks sync.WaitGroup
		for i, o := range owners {
			turns <- struct{}{}
			looks.Go(func() {
				d := systemd{uid: o.UID, self: w.opts.UID, runDir: w.opts.Run, child: w.opts.Child}
				all[i] = w.lookAt(ctx, &d, o, claims[o.UID])
				<-turns
			})
		}
		looks.Wait()
		w.found <- all
	})
}

// asking is how many users' systemds are asked at the same time.
const asking = 4

// unitOwners are the users whose systemd is to be asked, and the units that
// their containers name.
func (w *Watcher) unitOwners() ([]Endpoint, map[int]map[string]bool) {
	claims := map[int]map[string]bool{}
	var who []Endpoint
	add := func(e Endpoint) {
		if claims[e.UID] == nil {
			claims[e.UID] = map[string]bool{}
			who = append(who, e)
		}
	}
	for _, f := range w.sorted() {
		add(f.Endpoint)
		f.mu.Lock()
		for _, c := range f.containers {
			if c.unit != "" && len(claims[f.UID]) < maxUnits {
				claims[f.UID][c.unit] = true
			}
		}
		f.mu.Unlock()
	}
	add(Endpoint{UID: w.opts.UID, User: username(w.opts.UID)})
	return who, claims
}

// lookAt looks at one systemd. Its user may have put what hangs in the place of
// the directory in which its units are.
func (w *Watcher) lookAt(ctx context.Context, d *systemd, owner Endpoint, units map[string]bool) looked {
	ctx, cancel := context.WithTimeout(ctx, w.pace.systemctl)
	defer cancel()
	l := looked{owner: owner}
	var generated []quadlet
	read := func() { generated = quadlets(d.generated()) }
	if !w.dirs.Try(ctx, d.generated(), w.pace.systemctl/2, read, func() {}) {
		l.err = fmt.Errorf("%s does not answer", d.generated())
		return l
	}
	l.quadlets = generated
	names := make([]string, 0, len(units)+len(l.quadlets))
	for _, q := range l.quadlets {
		names = append(names, q.unit)
		delete(units, q.unit)
	}
	for u := range units {
		names = append(names, u)
	}
	if len(names) == 0 {
		return l
	}
	l.states, l.err = d.show(ctx, names)
	return l
}

// manage takes over what was found. A systemd that did not answer keeps what
// it said before.
func (w *Watcher) manage(found []looked) {
	w.looking = false
	managers := map[int]*manager{}
	for _, l := range found {
		m := &manager{Endpoint: l.owner, quadlets: l.quadlets, states: l.states, err: l.err}
		if before := w.managers[l.owner.UID]; l.err != nil && before != nil {
			m.states = before.states
			if m.quadlets == nil {
				m.quadlets = before.quadlets
			}
		}
		managers[l.owner.UID] = m
	}
	w.managers = managers
}

// units are the Quadlet units that exist.
func (m *manager) units() []model.Unit {
	var units []model.Unit
	for i := range m.quadlets {
		q := &m.quadlets[i]
		if s, ok := m.states[q.unit]; ok && s.loaded {
			units = append(units, q.model(&s, &m.Endpoint))
		}
	}
	return units
}

// runs takes over into meta that unit runs the container, if it exists and
// starts Podman: any image can have a label that names sshd.service.
func (m *manager) runs(unit string, meta *model.Meta) {
	s, ok := m.states[unit]
	if !ok || !s.loaded || !s.podman {
		return
	}
	meta.Unit, meta.UserUnit, meta.UnitState = unit, m.UID != 0, s.active
	if s.restarts.IsKnown() {
		meta.Restarts = s.restarts
	}
}
