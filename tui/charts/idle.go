package charts

import "time"

// Idleness is which graphs have nothing to show, so that others can have their
// room: traffic and block I/O, as long as nothing above 0 is known of them.
type idleness struct {
	begun bool
	quiet [graphs]bool
	since [graphs]time.Duration // when that came about; 0: it has not
}

// turn looks at the curves again. A graph has its room back at once, but gives
// it away only when it has been idle for a while.
func (i *idleness) turn(c *curves, now time.Duration) {
	i.see(Net, c.most(rx, tx) > 0, now)
	i.see(Blk, c.most(read, write) > 0, now)
	i.begun = true
}

func (i *idleness) see(g Graph, busy bool, now time.Duration) {
	switch since := i.since[g]; {
	case busy:
		i.quiet[g], i.since[g] = false, 0
	case !i.begun:
		i.quiet[g], i.since[g] = true, now
	case since == 0 || since > now:
		i.since[g] = now
	case now-since >= settling:
		i.quiet[g] = true
	}
}
