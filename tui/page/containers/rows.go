package containers

import (
	"podtop/model"
)

// A row is a pod or a container.
type row struct {
	key       model.Key
	pod       *model.Group    // nil for a container
	container *model.Container // nil for a pod
	brace     brace
}

// A brace is a member's place among those of its pod that are shown.
type brace int

const (
	noBrace brace = iota
	braceTop
	braceMiddle
	braceBottom
	braceOnly
)

func (r *row) figures() *model.Figures {
	if r.pod != nil {
		return &r.pod.Figures
	}
	return &r.container.Figures
}

// rows appends the rows of snap in order: pods and single containers, each
// pod's members below it.
func (o *order) rows(dst []row, snap *model.Snapshot, all bool) []row {
	shown := func(c *model.Container) bool { return all || c.Notable(snap.Time) }
	o.begin(snap)
	o.outer, o.inner = o.outer[:0], o.inner[:0]
	member := make(map[int]bool, len(snap.Containers))
	for i := range snap.Pods {
		p := &snap.Pods[i]
		some := all
		for _, m := range p.Members {
			member[m] = true
			some = some || shown(&snap.Containers[m])
		}
		if some {
			o.outer = append(o.outer, row{key: p.Key, pod: p})
		}
	}
	for i := range snap.Containers {
		if c := &snap.Containers[i]; !member[i] && shown(c) {
			o.outer = append(o.outer, row{key: c.Key, container: c})
		}
	}
	o.sort(o.outer)
	for _, r := range o.outer {
		dst = append(dst, r)
		if r.pod != nil {
			dst = o.members(dst, r.pod, snap, shown)
		}
	}
	o.end(dst)
	return dst
}

func (o *order) members(dst []row, p *model.Group, snap *model.Snapshot, shown func(*model.Container) bool) []row {
	o.inner = o.inner[:0]
	for _, m := range p.Members {
		if c := &snap.Containers[m]; shown(c) {
			o.inner = append(o.inner, row{key: c.Key, container: c})
		}
	}
	o.sort(o.inner)
	for i := range o.inner {
		o.inner[i].brace = braceOf(i, len(o.inner))
	}
	return append(dst, o.inner...)
}

func braceOf(i, n int) brace {
	switch {
	case n == 1:
		return braceOnly
	case i == 0:
		return braceTop
	case i == n-1:
		return braceBottom
	}
	return braceMiddle
}
