package cgroup

import (
	"time"

	"podtop/model"
)

// stillEvery is how often the files of a container that stands still are read:
// one that used no time, and whose files said the same twice. What the kernel
// does on its behalf meanwhile, such as writing its pages back, is seen so much
// later, and once seen each second.
const (
	stillEvery = 3 * time.Second
	stillMost  = 20 * time.Second
)

// A container that used no time for idleAfter is asked four times a second
// whether it does again, if its family does not tell, and then at each tick:
// what it does first is known as a mean over at most idleEvery. Most containers
// of most hosts are idle, and with a whole host of them every read counts.
const (
	idleAfter = 2 * time.Second
	idleEvery = 250 * time.Millisecond
)

// maxAge is how old memory.current may be to stand beside memory.stat.
const maxAge = 20 * time.Millisecond

// fastOne reads the fast tier of c. It reports false if c has gone.
func (t *Tree) fastOne(c *container, r *model.Reading) bool {
	now, before := t.clock(), r.CPU.UsageUsec
	if now-c.moved > idleAfter && !t.eager && (t.isIdle(c, r) || now-r.CPU.At < idleEvery-maxAge) {
		return true
	}
	if !t.fill(c, r, t.cpu) {
		return false
	}
	if r.CPU.UsageUsec == before && r.Memory.At != 0 && !t.eager {
		return true
	}
	c.ran, c.moved = true, now
	return t.fill(c, r, t.memory)
}

// isIdle reports whether the family of c used no time. Then what was read of c is
// what reading it now would give.
func (t *Tree) isIdle(c *container, r *model.Reading) bool {
	now, still := t.familyIdle(c.group.parent, r.CPU.At)
	if still {
		r.CPU.At = now
	}
	return still
}

// slowOne reads the slow tier of c. It reports false if c has gone.
func (t *Tree) slowOne(c *container, r *model.Reading) bool {
	now := t.clock()
	if !c.ran && c.still && now < c.due && !t.eager {
		return true
	}
	if now-r.Memory.At > maxAge && !t.fill(c, r, t.memory) {
		return false
	}
	before, stood := slowOf(r), c.still
	if !t.fill(c, r, t.slow) {
		return false
	}
	r.Stat.Current, c.lastSlow = r.Memory.Bytes, t.tick
	every := min(stillEvery<<t.sparing, stillMost)
	c.ran, c.still, c.due = false, slowOf(r) == before, now+every-maxAge
	if !stood {
		// What came to a stand together, as at podtop's start, is not read
		// together ever after.
		const turns = 12
		c.due -= time.Duration(c.index%turns) * every / turns
	}
	return true
}

// slow is what the slow files say, without when.
type slow struct {
	stat   model.MemoryStat
	events model.MemoryEvents
	io     model.IO
	pids   model.Pids
	psi    model.PSI
}

func slowOf(r *model.Reading) slow {
	s := slow{r.Stat, r.Events, r.IO, r.Pids, r.PSI}
	s.stat.At, s.events.At, s.io.At, s.pids.At, s.psi.At = 0, 0, 0, 0, 0
	return s
}
