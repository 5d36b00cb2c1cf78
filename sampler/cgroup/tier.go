package cgroup

import (
	"time"

	"podtop/model"
)

// stillEvery is how often the slow files of a container that stands still are
// read: one that used no time, charged no memory, and whose files said the same
// twice. What the kernel does on its behalf meanwhile, such as writing its
// pages back, is seen so much later, and once seen each second.
const stillEvery = 3 * time.Second

// A container that used no time for idleAfter is asked four times a second
// whether it does again, and then at each tick: what it does first is known as
// a mean over at most idleEvery. Most containers of most hosts are idle, and
// with a whole host of them every read counts.
const (
	idleAfter = 2 * time.Second
	idleEvery = 250 * time.Millisecond
)

// fresh is how old memory.current may be to stand beside memory.stat.
const fresh = 20 * time.Millisecond

// fastOne reads the fast tier of c. It reports false if c has gone.
func (t *Tree) fastOne(c *container, r *model.Reading) bool {
	now, before := t.clock(), r.CPU.UsageUsec
	if now-c.moved > idleAfter && now-r.CPU.At < idleEvery-fresh && !t.eager {
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

// slowOne reads the slow tier of c. It reports false if c has gone.
func (t *Tree) slowOne(c *container, r *model.Reading) bool {
	charged, now := r.Memory.Bytes, t.clock()
	if now-r.Memory.At > fresh && !t.fill(c, r, t.memory) {
		return false
	}
	moved := c.ran || r.Memory.Bytes != charged || t.eager
	if !moved && c.still && now-c.read < stillEvery {
		return true
	}
	before := slowOf(r)
	if !t.fill(c, r, t.slow) {
		return false
	}
	r.Stat.Current = r.Memory.Bytes
	c.ran, c.read, c.still = false, now, slowOf(r) == before
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
