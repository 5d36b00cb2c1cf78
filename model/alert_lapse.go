package model

import "time"

// swing is how long a figure that swings about its bound may be on the good side
// without that being news.
const swing = 5 * time.Second

// Holds reports whether the condition holds now, but for a swing about its
// bound. What does not hold is told in the past tense until the episode is over.
func (a *Alert) Holds() bool { return a.Firing() && a.Lapsed < swing }

// lapsedLast puts behind all others what does not hold any more.
func lapsedLast(x, y *Alert) int {
	switch {
	case x.Holds() == y.Holds():
		return 0
	case x.Holds():
		return -1
	}
	return 1
}

// lapse takes in that the condition of a spell does not hold now, and says so in
// its words, with what the figure is instead. A limit that was changed ends it.
func (a *Alarms) lapse(sp *spell, rule int, c *Container, s *Snapshot) {
	r := &a.rules[rule]
	if sp.freed(r.limit(c), s.Mono) || !sp.ebb(s.Mono) {
		return
	}
	sp.there, sp.Lapsed = s.Mono, s.Mono-sp.held
	if sp.due {
		a.text = r.appendLapsed(append(a.text[:0], sp.after...), sp.Lapsed, c)
		keep(&sp.Text, a.text)
	}
}

// appendLapsed appends until when the condition held, and what its figure is
// now: ", until 4s ago (now 12%)".
func (r *Rule) appendLapsed(b []byte, ago time.Duration, c *Container) []byte {
	b = append(b, ", until "...)
	if ago < time.Second {
		b = append(b, "a moment"...)
	} else {
		b = AppendAge(b, ago)
	}
	b = append(b, " ago"...)
	if m := r.When.metric; m != nil && m.Unit != Seconds {
		b = AppendValue(append(b, " (now "...), m.asUsed(c), m.Unit)
		b = append(b, ')')
	}
	return b
}

// limit is the one that r's condition is about, as the kernel enforces it for c;
// unknown if it is about none.
func (r *Rule) limit(c *Container) Limit {
	if r.When.metric == nil {
		return Limit{}
	}
	switch r.When.metric.Name {
	case "cpu.limit%", "throttled%", "psi.cpu":
		return c.Effective.CPU
	case "mem.limit%", "psi.mem":
		return c.Effective.Memory
	}
	return Limit{}
}

// bounded takes in the limit under which the condition holds now.
func (sp *spell) bounded(limit Limit, now time.Duration) {
	if !limit.IsKnown() || limit == sp.limit {
		return
	}
	if sp.limit.IsKnown() {
		sp.moved = now
	}
	sp.limit = limit
}

// freed reports whether the limit was changed since the condition held, or just
// before: rates are means, and take a while to follow.
func (sp *spell) freed(limit Limit, now time.Duration) bool {
	if limit.IsKnown() && sp.limit.IsKnown() && limit != sp.limit {
		return true
	}
	return sp.moved > 0 && now-sp.moved < limitsGrace
}
