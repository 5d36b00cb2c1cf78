package containers

import "podtop/model"

// carry finds who shows the figures of networks whose own row is not there,
// such as that of a pod where rows are not grouped by pod: the first, by name,
// of the containers that share one and are shown. So it stays the same whatever
// rows are sorted by.
func (o *order) carry(snap *model.Snapshot, ch *choice) {
	if o.carriers == nil {
		o.carriers = map[model.Key]*model.Figures{}
	}
	clear(o.carriers)
	shown := map[model.NetworkID]bool{}
	for i := range snap.Containers {
		if c := &snap.Containers[i]; ch.standsAt(c) && ch.shows(c, snap.Time) {
			shown[c.Network()] = true
		}
	}
	for i := range snap.Containers {
		c := &snap.Containers[i]
		if c.Net == model.NetShared && !shown[c.Network()] && ch.shows(c, snap.Time) {
			figures := c.WithTraffic()
			o.carriers[c.Key], shown[c.Network()] = &figures, true
		}
	}
}

// standsAt reports whether the figures of c's network stand at its own row, or
// at the head of its pod.
func (ch *choice) standsAt(c *model.Container) bool {
	return c.Net == model.NetOwn || c.Net == model.NetShared && ch.by == model.ByPod && c.Pod != "" && c.NetFrom == c.PodTitle()
}
