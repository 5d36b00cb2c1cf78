package cgroup

import (
	"podtop/model"
	"podtop/sampler/kernel"
)

// A parentCount is the OOM kills that the parent of containers counts in its
// memory.events: those in all cgroups below it, so also in one that has just
// gone with its own count.
type parentCount struct {
	file   kernel.File
	kills  uint64 // the parent's count, at the last look
	sum    uint64 // of the counts of the containers in it, then
	known  bool   // kills and sum
	size   int    // containers, at this look
	sumNow uint64 // sum, at this look
	gone   []goneContainer
}

// A goneContainer is a container that went since the last look, and what it had
// counted then.
type goneContainer struct {
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
	t.parentCounts = map[*group]*parentCount{}
	return true
}

// noteGone notes that c has gone.
func (t *Tree) noteGone(c *container, r *model.Reading) {
	p := t.parentCounts[c.group.parent]
	if p == nil || len(p.gone) > maxGone {
		return
	}
	n, _ := r.Events.OOMKill.Get()
	p.gone = append(p.gone, goneContainer{r.ID, r.UID, n})
	t.goneCount++
}

// maxGone is of how many containers at a time the kills are looked for.
const maxGone = 64

// TakeGone appends to dst the containers that went since it was called last,
// with what their parents' counts say. It looks once a second, or when some
// went.
func (t *Tree) TakeGone(dst []model.Departure, slow bool) []model.Departure {
	if t.parentCounts == nil || !slow && t.goneCount == 0 {
		return dst
	}
	t.sumKills()
	for g, p := range t.parentCounts {
		kills, ok := t.parentKills(g, p)
		if len(p.gone) > 0 {
			if ok && p.known && kills != p.kills {
				t.rereadKills(g, p)
			}
			dst = p.appendGone(dst, kills, ok)
		}
		if p.size == 0 {
			p.file.Close()
			delete(t.parentCounts, g)
			continue
		}
		p.kills, p.sum, p.known, p.gone = kills, p.sumNow, ok, p.gone[:0]
	}
	t.goneCount = 0
	return dst
}

// sumKills sums up what the containers of each parent have counted.
func (t *Tree) sumKills() {
	for _, p := range t.parentCounts {
		p.size, p.sumNow = 0, 0
	}
	for i, c := range t.containers {
		p := t.parentCounts[c.group.parent]
		if p == nil {
			p = &parentCount{}
			t.parentCounts[c.group.parent] = p
		}
		n, _ := t.readings[i].Events.OOMKill.Get()
		p.size, p.sumNow = p.size+1, p.sumNow+n
	}
}

// rereadKills does so for the containers in g, whose counts are read anew.
func (t *Tree) rereadKills(g *group, p *parentCount) {
	p.sumNow = 0
	for i, c := range t.containers {
		if c.group.parent != g {
			continue
		}
		r := &t.readings[i]
		t.fill(c, r, t.events)
		n, _ := r.Events.OOMKill.Get()
		p.sumNow += n
	}
}

// parentKills is oom_kill of the memory.events of g.
func (t *Tree) parentKills(g *group, p *parentCount) (uint64, bool) {
	if !p.file.IsOpen() {
		p.file, _ = kernel.Open(t.budget, t.mounts[memory]+g.path+"/memory.events")
	}
	b, err := p.file.Read(t.buf)
	if err != nil {
		return 0, false
	}
	return parseMemoryEvents(b).OOMKill.Get()
}

// appendGone appends the containers that went. What the parent counted
// meanwhile is theirs if no other container counted any, and one's alone if no
// other went.
func (p *parentCount) appendGone(dst []model.Departure, kills uint64, ok bool) []model.Departure {
	for _, who := range p.gone {
		g := model.Departure{ID: who.id, UID: who.uid}
		switch {
		case !ok || !p.known || kills < p.kills:
		case kills == p.kills:
			g.Kills = model.Known(0)
		case len(p.gone) == 1 && p.sumNow+who.kills == p.sum:
			g.Kills = model.Known(kills - p.kills)
		}
		dst = append(dst, g)
	}
	return dst
}
