package look

import (
	"context"

	"podtop/model/clean"
	"podtop/model/look"
)

// Cgroups reads the cgroups of s, from the innermost up to the root.
func (r *Reader) Cgroups(ctx context.Context, s look.Subject) (*look.Cgroups, error) {
	switch {
	case r.err != nil:
		return nil, r.err
	case s.Path == "":
		return nil, errNoCgroup(s)
	}
	c := &look.Cgroups{Answer: r.answer()}
	levels, err := r.cgroups.Chain(ctx, s.Path)
	if err != nil {
		return nil, ended(s, err)
	}
	c.Levels, c.Memory = levels, r.cgroups.MemoryStat(s.Path)
	c.Missing = r.cgroups.Missing(levels, s.UID)
	for i := range levels {
		levels[i].Path = clean.Text(levels[i].Path) // users name those below theirs
	}
	return c, nil
}
