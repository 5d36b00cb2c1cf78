package probe

import (
	"time"

	"podtop/model"
)

// FailingSince is the first of the checks that have failed since the last that
// did not, and that count. The log goes back a few checks only: earlier says that
// it failed before that already. It is zero if the last check was fine, or if
// there was none.
func (h *Health) FailingSince() (since time.Time, earlier bool) {
	n := h.failed(h.Log)
	if n == 0 {
		return time.Time{}, false
	}
	return h.Log[len(h.Log)-n].Start, n == len(h.Log) && h.Failing > n
}

// failed is how many of the last checks of log failed in a row. Those that
// failed in the start period are not in the streak, and do not count.
func (h *Health) failed(log []Check) (n int) {
	for n < len(log) && log[len(log)-1-n].Exit != 0 {
		n++
	}
	if h.Failing > 0 {
		n = min(n, h.Failing)
	}
	return n
}

// Times are since when the status is what it is, as far as the log of checks
// goes back. Checks from before the container was started are of another run.
func (h *Health) Times(started time.Time) model.HealthTimes {
	log := h.Log
	for len(log) > 0 && log[0].Start.Before(started) {
		log = log[1:]
	}
	again, full := len(log) < len(h.Log), h.Most > 0 && len(log) >= h.Most
	whole := again || !full && h.Failing <= h.failed(log) // all of this run is in it
	switch h.Status {
	case "healthy":
		return h.healthyTimes(log, whole)
	case "unhealthy":
		return h.unhealthyTimes(log, whole)
	case "starting":
		return model.HealthTimes{HealthSince: started}
	}
	return model.HealthTimes{}
}

// healthyTimes looks for the first check that was fine after as many had failed
// as make a container unhealthy, or after the start.
func (h *Health) healthyTimes(log []Check, whole bool) (t model.HealthTimes) {
	failed, ill := 0, whole
	for i := range log {
		switch c := &log[i]; {
		case c.Exit != 0:
			if failed++; failed >= h.Retries {
				t, ill = model.HealthTimes{}, true
			}
			continue
		case t.HealthSince.IsZero():
			t.HealthSince, t.HealthEarlier = c.ended(), !ill
		}
		failed = 0
	}
	return t
}

// unhealthyTimes looks for the check that was the last one too many of those
// that have failed in a row.
func (h *Health) unhealthyTimes(log []Check, whole bool) (t model.HealthTimes) {
	n := h.failed(log)
	if n == 0 {
		return t
	}
	log = log[len(log)-n:]
	before := max(0, h.Failing-n) // that the log has forgotten
	if whole || before == 0 {
		t.FailingSince = log[0].Start
	}
	i := min(max(0, h.Retries-before-1), n-1)
	t.HealthSince = log[i].ended()
	t.HealthEarlier = !whole && before >= max(1, h.Retries)
	return t
}

// Overdue is when the next check was due, if it should have come and ended long
// before now. In the start period of another check none is due.
func (h *Health) Overdue(started, now time.Time) (due time.Time, ok bool) {
	if h.Interval <= 0 || h.Status == "" || started.IsZero() || h.Startup && h.Status == "starting" {
		return due, false
	}
	due = started
	if n := len(h.Log); n > 0 && h.Log[n-1].ended().After(started) {
		due = h.Log[n-1].ended()
	}
	due = due.Add(h.Interval)
	return due, now.Sub(due) > h.Timeout+max(slack, h.Interval/2)
}

// slack is how late a check may be on a host that is busy.
const slack = 10 * time.Second

// ended is when the check ended, or began if nobody tells its end.
func (c *Check) ended() time.Time {
	if c.End.Before(c.Start) {
		return c.Start
	}
	return c.End
}

// Took is how long the check took; ok is false if it has not ended.
func (c *Check) Took() (d time.Duration, ok bool) {
	d = c.End.Sub(c.Start)
	return d, !c.Start.IsZero() && d >= 0
}
