package demo

import (
	"math"
	"math/rand/v2"
	"time"

	"podtop/model"
	"podtop/model/synth"
)

// A container is one of the host's, and what it does.
type container struct {
	synth.Container
	work
	lifecycle
	habit
	diary
	from   time.Time // when it comes to be
	hidden bool      // it is not there now
	halted bool      // somebody stopped or removed it: it does not begin again by itself

	noise  float64 // its own, beside the tide's
	demand float64
	cores  float64    // wanted now
	now    synth.Used // in this step
}

// work is what a container uses: by itself, and more with each unit of demand.
type work struct {
	tide       *tide
	idle, busy float64 // cores
	rx, tx     float64 // bytes per second
	r, w       float64
	anon       float64 // bytes
	more       float64 // bytes of anon that come with demand
	shmem      float64 // bytes of shared memory
	cache      float64 // bytes of page cache at most, with shared memory
	pids       float64
}

// hasCgroup reports whether there is a cgroup to read.
func (c *container) hasCgroup() bool { return !c.hidden && c.State.Live() }

// wantedCores is how many cores c would use now.
func (c *container) wantedCores(rng *rand.Rand, dt float64) float64 {
	const sway, slow = 0.18, 2.5
	c.noise = wander(rng, c.noise, sway, slow, dt)
	c.now, c.cores = synth.Used{}, 0
	if c.State != model.Running || c.hidden {
		return 0
	}
	c.demand = 1
	if c.tide != nil {
		c.demand = c.tide.level
	}
	c.demand *= math.Exp(c.noise)
	c.cores = c.idle*math.Exp(c.noise) + c.busy*c.demand
	return c.may()
}

// may is how many of the cores it wants c's quota lets it have.
func (c *container) may() float64 {
	if c.Quota == 0 {
		return c.cores
	}
	return min(c.cores, float64(c.Quota)/1e6)
}

// use lets c run for dt seconds on a machine whose cores are wanted crowd times
// over.
func (c *container) use(dt, crowd float64) {
	u := &c.now
	u.CPU = dt * c.may() / max(1, crowd/0.97)
	u.Waited[0] = dt * min(1, math.Pow(crowd, 3)*math.Sqrt(c.cores)*0.15)
	if c.Quota > 0 {
		c.throttle(dt)
	}
	u.Rx, u.Tx, u.R, u.W = dt*c.rx*c.demand, dt*c.tx*c.demand, dt*c.r*c.demand, dt*c.w*c.demand
	u.Waited[2] = min(dt, u.R/(240*mb)+u.W/(120*mb))
	c.remember(dt)
	c.add()
}

// throttle holds c to its quota.
func (c *container) throttle(dt float64) {
	const perSecond = 10 // cpu.max has a period of 100 ms
	quota := float64(c.Quota) / 1e6
	// Demand comes unevenly, so that the quota runs out in some periods before
	// it does in all.
	share := min(0.97, max(0, 1.1*c.cores/quota-0.75))
	c.now.Periods, c.now.Throttled = perSecond*dt, perSecond*dt*share
	c.now.Waited[0] = min(dt, c.now.Waited[0]+dt*max(0, 1-quota/c.cores))
}

// remember moves c's memory: what its processes hold follows the demand, and
// what it has read and written stays in the page cache while there is room.
func (c *container) remember(dt float64) {
	const slow = 8
	if c.leak > 0 {
		c.Anon += uint64(dt * c.leak * c.demand)
	} else {
		goal := c.anon + c.more*min(3, c.demand)
		c.Anon = uint64(goal + (float64(c.Anon)-goal)*math.Exp(-dt/slow))
	}
	room := c.cache
	if c.Limit > 0 {
		most := c.Limit * 99 / 100
		c.Anon = min(c.Anon, most)
		room = min(room, float64(c.Limit-c.Anon)-64*kb)
		if full := float64(c.Limit-c.Anon) / float64(c.Limit); full < 0.08 {
			c.now.Waited[1] = dt * (0.08 - full) * 2
		}
	}
	c.File = uint64(min(float64(c.File)+c.now.R+c.now.W, max(0, room)))
	c.roundMemory()
	c.Pids = uint64(c.pids + math.Round(c.pids*0.2*min(2, c.demand)))
}

// roundMemory rounds c's memory to pages and adds it up.
func (c *container) roundMemory() {
	const page = 4 * kb
	c.Anon, c.File = c.Anon/page*page, max(c.File, c.Shmem)/page*page
	c.Kernel = min(c.Anon/60, 24*mb) / page * page
	if c.Limit > 0 {
		c.Kernel = min(c.Kernel, c.Limit-c.Anon-c.File)
	}
	c.Current = c.Anon + c.File + c.Kernel
}

func (c *container) add() {
	c.CPU += c.now.CPU
	c.Rx, c.Tx, c.R, c.W = c.Rx+c.now.Rx, c.Tx+c.now.Tx, c.R+c.now.R, c.W+c.now.W
	c.Periods, c.Throttled = c.Periods+c.now.Periods, c.Throttled+c.now.Throttled
	for i := range c.Waited {
		c.Waited[i] += c.now.Waited[i]
	}
}
