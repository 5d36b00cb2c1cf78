package probe

import (
	"cmp"
	"context"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/probe"
	"podtop/sampler/kernel"
)

// Cgroups reads the cgroups of s, from the innermost up to the root.
func (r *Reader) Cgroups(ctx context.Context, s probe.Target) (*probe.Cgroups, error) {
	switch {
	case r.err != nil:
		return nil, r.err
	case s.Path == "":
		return nil, errNoCgroup(s)
	}
	c := &probe.Cgroups{Answer: r.answer()}
	levels, err := r.cgroups.Chain(ctx, s.Path)
	if err != nil {
		return nil, ended(s, err)
	}
	c.Levels, c.Memory = levels, r.cgroups.MemoryStat(s.Path)
	if c.Legacy = r.cgroups.Legacy(); !c.Legacy {
		c.HostSwappiness = r.swappiness()
	}
	c.Missing = r.cgroups.Missing(levels, s.UID)
	for i := range levels {
		levels[i].Path = clean.Text(levels[i].Path) // users name those below theirs
	}
	return c, nil
}

// swappiness reads /proc/sys/vm/swappiness: one number.
func (r *Reader) swappiness() model.Count {
	b, err := kernel.ReadOnce(cmp.Or(r.proc.Proc, "/proc")+"/sys/vm/swappiness", make([]byte, 64))
	if err != nil {
		return model.Count{}
	}
	return kernel.Number(b)
}
