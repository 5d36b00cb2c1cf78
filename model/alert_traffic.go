package model

// checkTraffic checks a rule about traffic. It holds for each container that uses
// a network, but only one of them gets the alert: the one that had it before, the
// one whose network it is or else, as in the list, the first by name.
func (a *Alarms) checkTraffic(rule int, s *Snapshot) {
	clear(a.alerted)
	for turn := range 3 {
		for i := range s.Containers {
			c := &s.Containers[i]
			if c.Infra || c.Benchmarked(s.Time) || a.trafficTurn(rule, c) != turn || c.network != 0 && a.alerted[c.network] {
				continue
			}
			if a.checkRule(rule, c, s) {
				a.alerted[c.network] = true
			}
		}
	}
}

// trafficTurn is when it is c's turn to get the alert of a rule.
func (a *Alarms) trafficTurn(rule int, c *Container) int {
	switch {
	case a.open[episodeKey{rule, c.Key}] != nil:
		return 0
	case c.Net == NetOwn:
		return 1
	}
	return 2
}
