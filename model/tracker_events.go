package model

// Note takes in what podtop itself did, just now or at the time that e has. The
// next snapshot has it among its Events.
func (t *Tracker) Note(e Event) { t.events.add(e, 0) }

// takeEvents takes in what Podman and systemd say.
func (t *Tracker) takeEvents(s *Sample) {
	if t.events.begin(s) {
		t.present = 0
		for _, cs := range t.byID {
			cs.cgroup = cgroupState{}
		}
	}
	old, before := t.names.inventory, t.names.meta
	t.names.setInventory(s.Inventory, s.Host.UID)
	news := s.Inventory != old || before == nil
	if news {
		t.events.fromInventory(s.Inventory, old, before)
	}
	t.events.fromKernelLog(s, &t.names)
	t.events.fromDepartures(s, &t.names)
	t.events.fromPodman(s, &t.names, t.byID)
	t.takeExits(s.Events)
	t.events.settleDeaths(&t.names)
	if news {
		t.events.addFailures(s.Inventory, old, before, t.byID)
	}
}

// takeContainerEvents takes in what happened to cs.
func (t *Tracker) takeContainerEvents(cs *containerState, r *Reading) {
	if !cs.cgroup.there {
		t.present++
	}
	t.events.fromCgroup(cs, r, &t.names)
	before := cs.kills
	if cs.countKills(r.Events.OOMKill, t.now); cs.kills > before {
		t.events.addKills(cs, cs.kills-before, &t.names)
	}
}

// findGone looks for the cgroups that have gone, if there are fewer readings than
// there would be.
func (t *Tracker) findGone(readings int) {
	if readings == t.present {
		return
	}
	for _, cs := range t.byID {
		if cs.seen != t.now {
			t.takeGone(cs)
		}
	}
}

// takeGone takes in that the cgroup of cs has gone.
func (t *Tracker) takeGone(cs *containerState) {
	if cs.cgroup.there {
		t.present--
		t.events.cgroupGone(cs, &t.names)
	}
}
