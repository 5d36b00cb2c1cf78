package model

import "slices"

// betweenStarts reports whether c, which is started again and again, is down just
// now, and has an alert for that. A unit that systemd has given up is down for
// good.
func (a *Alarms) betweenStarts(c *Container) bool {
	failed := c.State == Failed && c.StartError == "" || c.UnitState == string(Failed)
	return c.Looping && !c.State.Live() && !failed && a.restartsFire(c.Key)
}

// restartsFire reports whether a rule about restarts fires for the container
// called k.
func (a *Alarms) restartsFire(k Key) bool {
	for i := range a.rules {
		if ep := a.open[episodeKey{i, k}]; ep != nil && ep.due && a.rules[i].isAboutRestarts() {
			return true
		}
	}
	return false
}

// isAboutState reports whether r is about the state of a container, or of its unit,
// or about why it could not be started.
func (r *Rule) isAboutState() bool {
	return r.When.text != nil && slices.Contains([]string{"state", "unit.state", "error"}, r.When.text.Name)
}

// isAboutRestarts reports whether r is about how often a container was restarted.
func (r *Rule) isAboutRestarts() bool {
	return r.When.metric != nil && r.When.metric.Name == "restarts.5m"
}

// count is how many restarts r speaks of; 0 if of none.
func (r *Rule) count(c *Container) float64 {
	if r.isAboutRestarts() {
		return c.RestartsLately
	}
	return 0
}
