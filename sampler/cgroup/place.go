package cgroup

import (
	"podtop/model"
	"podtop/sampler/kernel"
)

// A place is one cgroup in each of the hierarchies, to read files of that are
// not read each tick.
type place struct {
	mode   Mode
	mounts *mounts
	path   string
	buf    []byte
}

func (t *Tree) place(g *group) place { return place{t.mode, &t.mounts, g.path, t.buf} }

// read reads a file, valid until the next read; nil if it cannot be.
func (p place) read(c controller, name string) []byte {
	if p.mounts[c] == "" {
		return nil
	}
	b, err := kernel.ReadOnce(p.mounts[c]+p.path+"/"+name, p.buf)
	if err != nil {
		return nil
	}
	return b
}

// number reads a file that holds one number.
func (p place) number(c controller, name string) model.Count { return kernel.Number(p.read(c, name)) }

// limit reads a file that says "max" or a number.
func (p place) limit(c controller, name string) model.Limit { return kernel.Limit(p.read(c, name)) }
