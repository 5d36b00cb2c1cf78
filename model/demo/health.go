package demo

import (
	"time"

	"podtop/model/probe"
)

// checked is what c's health check has found.
func (h *Host) checked(c *container) probe.Health {
	k := storyOf(c.Name).check
	if c.Health == "" || k.test == "" {
		return probe.Health{}
	}
	health := probe.Health{
		Status: c.Health, Test: []string{"CMD-SHELL", k.test},
		Interval: k.every, Timeout: 30 * time.Second, Retries: retries, Most: maxChecks,
	}
	end := h.time
	if !c.State.Live() {
		end = c.Finished
	}
	last := int(end.Sub(c.Started) / k.every)
	for n := max(1, last-maxChecks+1); n <= last; n++ {
		health.Log = append(health.Log, k.run(c.Started, n))
	}
	switch n := len(health.Log); {
	case k.failsAfterStart > 0:
		health.Failing = max(0, last-int(k.failsAfterStart/k.every))
	case n > 0:
		health.Failing = k.failing(c.Started, last)
	}
	return health
}

// remember keeps since when c's health is what it is, which its log forgets.
func (h *Host) remember(c *container) {
	health := h.checked(c)
	now := health.Times(c.Started)
	if c.Health == c.lastHealth {
		now = c.HealthTimes.Through(now)
	}
	c.HealthTimes, c.lastHealth = now, c.Health
}

const (
	retries   = 3 // that fail make a container unhealthy
	maxChecks = 5
)

// failing is how many checks have failed up to the nth, as far as they are kept.
func (k *check) failing(started time.Time, n int) (failed int) {
	for failed < maxChecks && failed < n && k.run(started, n-failed).Exit != 0 {
		failed++
	}
	return failed
}

// status is what the checks up to the nth make of a container.
func (k *check) status(started time.Time, n int) string {
	if k.failing(started, n) >= retries {
		return "unhealthy"
	}
	return "healthy"
}

// run is what the nth check since the start found.
func (k *check) run(started time.Time, n int) probe.Check {
	at := started.Add(time.Duration(n) * k.every)
	if k.failsAfterStart > 0 && at.Sub(started) > k.failsAfterStart || k.failsOnceIn > 0 && n%k.failsOnceIn < max(1, k.failsInARow) {
		return probe.Check{Start: at, End: at.Add(k.takes + time.Duration(n%7)*time.Millisecond), Exit: 1, Output: k.failed}
	}
	// One in some takes a little longer than the others.
	took := k.takes/2 + k.takes*time.Duration(n*7919%23)/23
	return probe.Check{Start: at, End: at.Add(took), Output: k.fine}
}
