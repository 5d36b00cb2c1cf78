package cgroup

import (
	"time"

	"podtop/model"
	"podtop/sampler/kernel"
)

// A family is the containers right below one cgroup. The kernel adds up there
// the time they use, so while that does not change none of them needs to be read.
type family struct {
	size  int // containers
	file  kernel.File
	tried bool // to open file
	usage model.Count
	since time.Duration // when it was first read to be that
	at    time.Duration // when it was read last; 0 if it could not be
	tick  uint64        // of that reading
}

// minFamily is the size from which on reading the parent at each tick costs
// less than reading each container every idleEvery.
const minFamily = 4

// familyIdle reports whether none of the containers right below g has used time
// from a time on until now, and when now is.
func (t *Tree) familyIdle(g *group, from time.Duration) (now time.Duration, ok bool) {
	f := &g.family
	if f.size < minFamily {
		return 0, false
	}
	if f.tick != t.tick {
		f.tick = t.tick
		t.readParent(g)
	}
	return f.at, f.since <= from && from <= f.at
}

func (t *Tree) readParent(g *group) {
	f, from := &g.family, &t.cpu[0]
	if !f.tried {
		f.tried = true
		in := t.files[from.file]
		f.file, _ = kernel.Open(t.budget, t.mounts[in.in]+g.path+"/"+in.name)
	}
	f.at = 0
	b, err := f.file.Read(t.buf)
	if err != nil {
		return
	}
	var r model.Reading
	from.set(&r, b, t.clock())
	if !r.CPU.UsageUsec.IsKnown() {
		return
	}
	f.at = r.CPU.At
	if r.CPU.UsageUsec != f.usage {
		f.usage, f.since = r.CPU.UsageUsec, f.at
	}
}

// remove takes one container out of the family.
func (f *family) remove() {
	if f.size--; f.size == 0 {
		f.file.Close()
		*f = family{}
	}
}
