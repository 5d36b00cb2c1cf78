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

// A systemdAnswer is what one systemd answered.
type systemdAnswer struct {
	owner    Endpoint
	quadlets []quadlet
	states   map[string]unitState
	err      error
}

// unitsChanged notes that a unit may be about to change again: it restarts, or
// gives up.
func (w *Watcher) unitsChanged() { w.unsettled = time.Now() }

// untilUnits is the time until the systemds are asked again.
func (w *Watcher) untilUnits() time.Duration {
	if left := w.pace.settled - time.Since(w.unsettled); left > 0 {
		return left
	}
	return w.pace.units
}

// askSystemds asks each systemd for the Quadlet units and those that containers
// name. It asks no systemd that has none. While it is asking, it asks once more
// afterwards.
func (w *Watcher) askSystemds(ctx context.Context) {
	if w.askAgain = w.askingSystemds; w.askAgain || !w.hasSystemd() {
		return
	}
	w.askingSystemds = true
	owners, claims := w.unitOwners()
	w.tasks.Go(func() {
		all := make([]systemdAnswer, len(owners))
		turns := make(chan struct{}, maxAsking)
		var looks sync.WaitGroup
		for i, o := range owners {
			turns <- struct{}{}
			looks.Go(func() {
				d := systemd{uid: o.UID, self: w.opts.UID, runDir: w.opts.Run, child: w.opts.Child}
				all[i] = w.askSystemd(ctx, &d, o, claims[o.UID])
				<-turns
			})
		}
		looks.Wait()
		w.found <- all
	})
}

// maxAsking is how many users' systemds are asked at the same time.
const maxAsking = 4

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

// askSystemd asks one systemd. Its user may have put what hangs in the place of
// the directory in which its units are.
func (w *Watcher) askSystemd(ctx context.Context, d *systemd, owner Endpoint, units map[string]bool) systemdAnswer {
	ctx, cancel := context.WithTimeout(ctx, w.pace.systemctl)
	defer cancel()
	l := systemdAnswer{owner: owner}
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

// setManagers takes over the answers. A systemd that did not answer keeps what
// it said before.
func (w *Watcher) setManagers(found []systemdAnswer) {
	w.askingSystemds = false
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

// setUnit takes over into meta that unit runs the container, if it exists and
// starts Podman: any image can have a label that names sshd.service.
func (m *manager) setUnit(unit string, meta *model.Meta) {
	s, ok := m.states[unit]
	if !ok || !s.loaded || !s.podman {
		return
	}
	meta.Unit, meta.UserUnit, meta.UnitState = unit, m.UID != 0, s.active
	if s.restarts.IsKnown() {
		meta.Restarts = s.restarts
	}
}
