package model

// Degraded reports whether only some of a pod's members run, or are well: others
// have ended, could not be started, or their health checks fail.
func (g *Group) Degraded(s *Snapshot) bool {
	if g.By != ByPod {
		return false
	}
	live, wrong := 0, 0
	for _, i := range g.Members {
		switch c := &s.Containers[i]; {
		case c.Ended(), c.State == Failed:
			wrong++
		case c.State.Live():
			live++
			if c.Health == "unhealthy" {
				wrong++
			}
		}
	}
	return live > 0 && wrong > 0
}
