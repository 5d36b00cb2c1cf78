package model

import "slices"

// betweenStarts reports whether c, which is started again and again, is down just
// now, and an alert tells of that. A unit that systemd has given up is down for
// good.
func (a *Alarms) betweenStarts(c *Container) bool {
	failed := c.State == Failed && c.StartError == "" || c.UnitState == string(Failed)
	return c.Looping && !c.State.Live() && !failed && a.tellsRestarts(c.Key)
}

// tellsRestarts reports whether a rule about restarts fires for the container
// called k.
func (a *Alarms) tellsRestarts(k Key) bool {
	for i := range a.rules {
		if sp := a.open[spellKey{i, k}]; sp != nil && sp.due && a.rules[i].countsRestarts() {
			return true
		}
	}
	return false
}

// saysState reports whether r speaks of the state of a container, or of its unit,
// or why it could not be started.
func (r *Rule) saysState() bool {
	return r.When.text != nil && slices.Contains([]string{"state", "unit.state", "error"}, r.When.text.Name)
}

// countsRestarts reports whether r speaks of how often a container was restarted.
func (r *Rule) countsRestarts() bool {
	return r.When.metric != nil && r.When.metric.Name == "restarts.5m"
}

// count is how many restarts r speaks of; 0 if of none.
func (r *Rule) count(c *Container) float64 {
	if r.countsRestarts() {
		return c.RestartsLately
	}
	return 0
}
