package cgroup

import (
	"errors"
	"time"

	"podtop/model"
	"podtop/sampler/kernel"
)

// A container is a group that is read. Its Reading is Tree.readings[index].
type container struct {
	group  *group
	index  int
	born   time.Duration // when it was found
	files  [maxFiles]kernel.File
	lacks  bool // some file is not there, or not yet
	infra  bool // whether Reading.Infra is decided
	events bool // memory.events has news
	pid    int

	moved    time.Duration // when it was last seen to use time
	ran      bool          // it used time since its slow files were read
	still    bool          // these said the same twice
	due      time.Duration // when a container that is still is read again
	lastSlow uint64        // the tick at which they were read last
}

// young is how long a container is looked at in each Poll for what was not
// there yet: its runtime makes cgroups, processes and limits one by one.
const young = 2 * time.Second

func (t *Tree) isYoung(c *container) bool { return t.now-c.born <= young }

// adopt makes g a container.
func (t *Tree) adopt(g *group, who identity) {
	c := &container{group: g, index: len(t.containers), born: t.now, lacks: true}
	g.container = c
	g.parent.family.size++
	t.containers = append(t.containers, c)
	t.readings = append(t.readings, model.Reading{
		ID: who.id, Runtime: who.runtime, Pod: who.pod, UID: who.uid,
		Path: g.path, Inode: g.inode,
	})
	t.watch(g) // now for its files too
	t.stale = true
	t.changes++
}

// release takes c out of the tables; the last one takes its place.
func (t *Tree) release(c *container) {
	t.noteGone(c, &t.readings[c.index])
	for i := range c.files {
		c.files[i].Close()
	}
	last := len(t.containers) - 1
	t.containers[c.index], t.readings[c.index] = t.containers[last], t.readings[last]
	t.containers[c.index].index = c.index
	t.containers[last], t.readings[last] = nil, model.Reading{}
	t.containers, t.readings = t.containers[:last], t.readings[:last]
	c.group.container = nil
	c.group.parent.family.remove()
	t.stale = true
	t.changes++
}

// settle looks for what containers lacked when they were found: always while
// they are young, and with each walk.
func (t *Tree) settle(all bool) {
	for _, c := range t.containers {
		if !all && !t.isYoung(c) {
			continue
		}
		if c.lacks {
			t.openFiles(c)
		}
		if !c.infra {
			t.decideInfra(c)
		}
		if t.watching() && len(c.group.watches) < len(t.changing) {
			t.watch(c.group)
			t.dirty = true
			if c.group.bounds != nil {
				c.group.bounds.dirty = true
			}
		}
	}
}

// unsettle lets the next settle look at the containers in g again, as if they
// were young.
func (t *Tree) unsettle(g *group) {
	if g.container != nil {
		g.container.born = t.now
	}
	for _, kid := range g.kids {
		if kid.container != nil {
			kid.container.born = t.now
		}
	}
}

// openFiles opens those files of c that are not. What its cgroup has not got
// was not delegated to it: it stays unknown.
func (t *Tree) openFiles(c *container) {
	c.lacks = false
	for i, f := range t.files {
		if c.files[i].IsOpen() {
			continue
		}
		if t.mounts[f.in] == "" {
			continue
		}
		var err error
		c.files[i], err = kernel.Open(t.budget, t.mounts[f.in]+c.group.path+"/"+f.name)
		if err != nil {
			c.lacks = true
		}
	}
}

// fill reads the files of rows into r. It reports false if the container has
// gone.
func (t *Tree) fill(c *container, r *model.Reading, rows []row) bool {
	for i := range rows {
		f := &c.files[rows[i].file]
		if !f.IsOpen() {
			continue
		}
		b, err := f.Read(t.buf)
		if err == nil {
			rows[i].set(r, b, t.clock())
			continue
		}
		if errors.Is(err, kernel.ErrGone) && !t.exists(c.group) {
			return false
		}
		// The controller was switched off, or does not do what it says, as
		// pressure with psi=0.
		f.Close()
		c.lacks = true
		rows[i].set(r, nil, 0)
	}
	return true
}

// readEvents reads the files that inotify has reported since the last tick, for
// what is in them may end with the container: an OOM kill is in memory.events
// for a moment.
func (t *Tree) readEvents(c *container, r *model.Reading) bool {
	if !c.events {
		return true
	}
	c.events = false
	return t.fill(c, r, t.events)
}

// at returns the container whose Reading is i, or nil.
func (t *Tree) at(i int) *container {
	if i < 0 || i >= len(t.containers) {
		return nil
	}
	return t.containers[i]
}
