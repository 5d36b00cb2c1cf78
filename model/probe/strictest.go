package probe

import (
	"slices"

	"podtop/model"
)

// Own is the container's own cgroup, nil if it is not among the levels.
func (c *Cgroups) Own() *Level {
	if i := c.ownIndex(); i >= 0 {
		return &c.Levels[i]
	}
	return nil
}

func (c *Cgroups) ownIndex() int {
	return slices.IndexFunc(c.Levels, func(l Level) bool { return l.Own })
}

// Inner are the levels the container's runtime made: its own cgroup and those
// inside it.
func (c *Cgroups) Inner() []Level { return c.Levels[:c.ownIndex()+1] }

// Outer are the container's own cgroup and those it is in.
func (c *Cgroups) Outer() []Level { return c.Levels[max(0, c.ownIndex()):] }

// Strictest is the tightest of a limit among levels, and the one that has it,
// nil if none does. A tie goes to the container's own cgroup, then to the
// innermost.
func Strictest(levels []Level, of func(*Level) model.Limit) (limit model.Limit, by *Level) {
	for i := range levels {
		l := &levels[i]
		n, ok := of(l).Get()
		before, bounded := limit.Get()
		if ok && (!bounded || n < before || n == before && l.Own) {
			by = l
		}
		limit = limit.Min(of(l))
	}
	return limit, by
}

// Limits of a level, for Strictest.
var (
	CPUMax     = func(l *Level) model.Limit { return l.CPUMax }
	MemoryMax  = func(l *Level) model.Limit { return l.MemoryMax }
	MemoryHigh = func(l *Level) model.Limit { return l.MemoryHigh }
	MemoryLow  = func(l *Level) model.Limit { return l.MemoryLow }
	MemoryMin  = func(l *Level) model.Limit { return l.MemoryMin }
	SwapMax    = func(l *Level) model.Limit { return l.SwapMax }
	PidsMax    = func(l *Level) model.Limit { return l.PidsMax }
)

// IO is l's limits of a device, unknown if it has none of them.
func (l *Level) IO(device string) IOLimit {
	for _, of := range l.IOMax {
		if of.Device == device {
			return of
		}
	}
	return IOLimit{}
}

// Bounded are the devices one of the levels has a limit for.
func (c *Cgroups) Bounded() []string {
	var all []string
	for i := range c.Levels {
		for _, of := range c.Levels[i].IOMax {
			if !slices.Contains(all, of.Device) {
				all = append(all, of.Device)
			}
		}
	}
	return all
}

// Lacks reports whether the container's own cgroup does not have a controller;
// false if that is not known.
func (c *Cgroups) Lacks(controller string) bool {
	own := c.Own()
	return own != nil && own.Controllers != "" && !slices.Contains(fields(own.Controllers), controller)
}

// Find is what lines say of name, unknown if there is no such line.
func Find(lines []Line, name string) model.Count {
	for i := range lines {
		if lines[i].Name == name {
			return lines[i].Value
		}
	}
	return model.Count{}
}

// First is what lines say of the first of names there is: v1, and kernels of
// another age, have other words for the same.
func First(lines []Line, names ...string) model.Count {
	for _, name := range names {
		if v := Find(lines, name); v.IsKnown() {
			return v
		}
	}
	return model.Count{}
}
