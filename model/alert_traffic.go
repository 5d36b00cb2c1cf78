package model

// lookAtTraffic looks at a rule that speaks of traffic. It holds for each that
// uses a network, but is told of one of them: of whom it was told before, of
// whose network it is or else, as in the list, of the first by name.
func (a *Alarms) lookAtTraffic(rule int, s *Snapshot) {
	clear(a.told)
	for turn := range 3 {
		for i := range s.Containers {
			c := &s.Containers[i]
			if c.Infra || a.turn(rule, c) != turn || c.network != 0 && a.told[c.network] {
				continue
			}
			if a.lookAt(rule, c, s) {
				a.told[c.network] = true
			}
		}
	}
}

// turn is when it is c's turn to be told of by a rule.
func (a *Alarms) turn(rule int, c *Container) int {
	switch {
	case a.open[spellKey{rule, c.Key}] != nil:
		return 0
	case c.Net == NetOwn:
		return 1
	}
	return 2
}
