package model

// Note takes in what podtop itself did, just now or at the time that e has. The
// next snapshot has it among its Events.
func (t *Tracker) Note(e Event) { t.events.add(e, 0) }

// listen takes in what Podman and systemd say.
func (t *Tracker) listen(s *Sample) {
	if t.events.begin(s) {
		t.there = 0
		for _, l := range t.byID {
			l.course = course{}
		}
	}
	old, before := t.names.inventory, t.names.meta
	t.names.use(s.Inventory, s.Host.UID)
	news := s.Inventory != old || before == nil
	if news {
		t.events.fromInventory(s.Inventory, old, before)
	}
	t.events.fromKernelLog(s, &t.names)
	t.events.fromDepartures(s, &t.names)
	t.events.fromPodman(s, &t.names, t.byID)
	t.hearExits(s.Events)
	t.events.settleDeaths(&t.names)
	if news {
		t.events.addFailures(s.Inventory, old, before, t.byID)
	}
}

// takeNews takes in what happened to l.
func (t *Tracker) takeNews(l *life, r *Reading) {
	if !l.course.there {
		t.there++
	}
	t.events.fromCgroup(l, r, &t.names)
	before := l.killed
	if l.countKills(r.Events.OOMKill, t.now); l.killed > before {
		t.events.addKills(l, l.killed-before, &t.names)
	}
}

// miss looks for the cgroups that have gone, if there are fewer readings than
// there would be.
func (t *Tracker) miss(readings int) {
	if readings == t.there {
		return
	}
	for _, l := range t.byID {
		if l.seen != t.now {
			t.lose(l)
		}
	}
}

// lose takes in that the cgroup of l has gone.
func (t *Tracker) lose(l *life) {
	if l.course.there {
		t.there--
		t.events.cgroupGone(l, &t.names)
	}
}
