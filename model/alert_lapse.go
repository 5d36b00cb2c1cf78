package model

import "time"

// swingTime is how long a figure that swings about its bound may be on the good side
// without that being news.
const swingTime = 5 * time.Second

// Holds reports whether the condition holds now, but for a swing about its
// bound. What does not hold is in the past tense until the episode is over.
func (a *Alert) Holds() bool { return a.Firing() && a.Lapsed < swingTime }

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

// lapse takes in that the condition of an episode does not hold now, and says so in
// its words, with what the figure is instead. A limit that was changed ends it.
func (a *Alarms) lapse(ep *episode, rule int, c *Container, s *Snapshot) {
	r := &a.rules[rule]
	if ep.limitJustChanged(r.limit(c), s.Mono) || !ep.addNotHeld(s.Mono) {
		return
	}
	ep.lastSeen, ep.Lapsed = s.Mono, s.Mono-ep.lastHeld
	if ep.due {
		a.text = r.appendLapsed(append(a.text[:0], ep.endText...), ep.Lapsed, c)
		setText(&ep.Text, a.text)
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

// setLimit takes in the limit under which the condition holds now.
func (ep *episode) setLimit(limit Limit, now time.Duration) {
	if !limit.IsKnown() || limit == ep.limit {
		return
	}
	if ep.limit.IsKnown() {
		ep.limitChanged = now
	}
	ep.limit = limit
}

// limitJustChanged reports whether the limit was changed since the condition held,
// or just before: rates are means, and take a while to follow.
func (ep *episode) limitJustChanged(limit Limit, now time.Duration) bool {
	if limit.IsKnown() && ep.limit.IsKnown() && limit != ep.limit {
		return true
	}
	return ep.limitChanged > 0 && now-ep.limitChanged < limitsGrace
}
