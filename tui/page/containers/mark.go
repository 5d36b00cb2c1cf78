package containers

import (
	"podtop/model"
	"podtop/tui/pane"
)

// mark marks the container under the cursor, or takes its mark away, and goes
// on to the next row. At the head of a group it does so to the members that
// are shown.
func (p *Pane) mark(env pane.Env) {
	if len(p.list.Rows) == 0 {
		return
	}
	keys := p.below(env, p.current())
	on := false
	for _, k := range keys {
		on = on || !env.Marks.Has(k)
	}
	for _, k := range keys {
		env.Marks.Set(k, on)
	}
	p.list.Step(1)
}

// below are the containers a row stands for: itself, or the members of a group
// that are shown.
func (p *Pane) below(env pane.Env, r *row) []model.Key {
	if r.container != nil {
		return []model.Key{r.key}
	}
	var keys []model.Key
	for _, i := range r.group.Members {
		if c := &env.Snapshot.Containers[i]; p.choice.shows(c, env.Snapshot.Time) {
			keys = append(keys, c.Key)
		}
	}
	return keys
}
