package cgroup

import (
	"podtop/model"
	"podtop/sampler/kernel"
)

// A ledger is the OOM kills that the parent of containers counts in its
// memory.events: those in all cgroups below it, so also in one that has just
// gone with its own count.
type ledger struct {
	file  kernel.File
	kills uint64 // the parent's count, at the last look
	sum   uint64 // of the counts of the containers in it, then
	known bool   // kills and sum
	size  int    // containers, at this look
	now   uint64 // sum, at this look
	left  []leaver
}

// A leaver is a container that went since the last look, and what it had
// counted then.
type leaver struct {
	id    model.ID
	uid   int
	kills uint64
}

// CountKills has the Tree look after the parents' counts, for TakeGone. v1 has no
// such count: then it reports false.
func (t *Tree) CountKills() bool {
	if t.mode != Unified {
		return false
	}
	t.ledgers = map[*group]*ledger{}
	return true
}

// leave notes that c has gone.
func (t *Tree) leave(c *container, r *model.Reading) {
	l := t.ledgers[c.group.parent]
	if l == nil || len(l.left) > mostLeavers {
		return
	}
	n, _ := r.Events.OOMKill.Get()
	l.left = append(l.left, leaver{r.ID, r.UID, n})
	t.leavers++
}

// mostLeavers is of how many at a time it can be told how they ended.
const mostLeavers = 64

// TakeGone appends to dst the containers that went since it was called last,
// with what their parents' counts say. It looks once a second, or when some
// went.
func (t *Tree) TakeGone(dst []model.Departure, slow bool) []model.Departure {
	if t.ledgers == nil || !slow && t.leavers == 0 {
		return dst
	}
	t.addUp()
	for g, l := range t.ledgers {
		kills, ok := t.parentKills(g, l)
		if len(l.left) > 0 {
			if ok && l.known && kills != l.kills {
				t.addUpOf(g, l)
			}
			dst = l.tell(dst, kills, ok)
		}
		if l.size == 0 {
			l.file.Close()
			delete(t.ledgers, g)
			continue
		}
		l.kills, l.sum, l.known, l.left = kills, l.now, ok, l.left[:0]
	}
	t.leavers = 0
	return dst
}

// addUp sums up what the containers of each parent have counted.
func (t *Tree) addUp() {
	for _, l := range t.ledgers {
		l.size, l.now = 0, 0
	}
	for i, c := range t.containers {
		l := t.ledgers[c.group.parent]
		if l == nil {
			l = &ledger{}
			t.ledgers[c.group.parent] = l
		}
		n, _ := t.readings[i].Events.OOMKill.Get()
		l.size, l.now = l.size+1, l.now+n
	}
}

// addUpOf does so for the containers in g, whose counts are read anew.
func (t *Tree) addUpOf(g *group, l *ledger) {
	l.now = 0
	for i, c := range t.containers {
		if c.group.parent != g {
			continue
		}
		r := &t.readings[i]
		t.fill(c, r, t.events)
		n, _ := r.Events.OOMKill.Get()
		l.now += n
	}
}

// parentKills is oom_kill of the memory.events of g.
func (t *Tree) parentKills(g *group, l *ledger) (uint64, bool) {
	if !l.file.IsOpen() {
		l.file, _ = kernel.Open(t.budget, t.mounts[memory]+g.path+"/memory.events")
	}
	b, err := l.file.Read(t.buf)
	if err != nil {
		return 0, false
	}
	return parseMemoryEvents(b).OOMKill.Get()
}

// tell appends those that left. What the parent counted meanwhile is theirs if
// no other container counted any, and one's alone if no other left.
func (l *ledger) tell(dst []model.Departure, kills uint64, ok bool) []model.Departure {
	for _, who := range l.left {
		g := model.Departure{ID: who.id, UID: who.uid}
		switch {
		case !ok || !l.known || kills < l.kills:
		case kills == l.kills:
			g.Kills = model.Known(0)
		case len(l.left) == 1 && l.now+who.kills == l.sum:
			g.Kills = model.Known(kills - l.kills)
		}
		dst = append(dst, g)
	}
	return dst
}
