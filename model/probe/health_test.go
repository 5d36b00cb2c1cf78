package probe

import (
	"testing"
	"time"

	"podtop/model"
)

func TestFailingSince(t *testing.T) {
	at := func(s int) time.Time { return time.Date(2026, 11, 20, 12, 0, s, 0, time.UTC) }
	log := func(exits ...int) (all []Check) {
		for i, exit := range exits {
			all = append(all, Check{Start: at(10 * i), End: at(10*i + 1), Exit: exit})
		}
		return all
	}
	for _, tt := range []struct {
		name    string
		h       Health
		since   time.Time
		earlier bool
	}{
		{"no check yet", Health{}, time.Time{}, false},
		{"fine", Health{Log: log(1, 1, 0)}, time.Time{}, false},
		{"failed once", Health{Failing: 1, Log: log(0, 0, 1)}, at(20), false},
		{"fails", Health{Failing: 2, Log: log(1, 0, 1, 1)}, at(20), false},
		{"from the first on", Health{Failing: 3, Log: log(1, 1, 137)}, at(0), false},
		{"but for the start period", Health{Failing: 2, Log: log(1, 1, 1)}, at(10), false},
		{"for longer than the log", Health{Failing: 40, Log: log(1, 1, 1)}, at(0), true},
	} {
		if since, earlier := tt.h.FailingSince(); !since.Equal(tt.since) || earlier != tt.earlier {
			t.Errorf("%s: since %v, earlier %v; want %v, %v", tt.name, since, earlier, tt.since, tt.earlier)
		}
	}
}

// What the log of checks says of since when it is so: never more than it can.
func TestHealthTimes(t *testing.T) {
	at := func(s int) time.Time { return time.Date(2026, 11, 20, 12, 0, s, 0, time.UTC) }
	log := func(exits ...int) (all []Check) {
		for i, exit := range exits {
			all = append(all, Check{Start: at(10 * i), End: at(10*i + 1), Exit: exit})
		}
		return all
	}
	times := func(since time.Time, earlier bool, failing time.Time) model.HealthTimes {
		return model.HealthTimes{HealthSince: since, HealthEarlier: earlier, FailingSince: failing}
	}
	start := at(-100)
	for _, tt := range []struct {
		name    string
		h       Health
		started time.Time
		want    model.HealthTimes
	}{
		{"no check", Health{}, start, model.HealthTimes{}},
		{"no log", Health{Status: "unhealthy", Failing: 9}, start, model.HealthTimes{}},
		{"not checked yet", Health{Status: "starting"}, start, model.HealthTimes{HealthSince: start}},
		{"unhealthy by the third", Health{Status: "unhealthy", Failing: 4, Log: log(0, 1, 1, 1, 1)}, start, times(at(31), false, at(10))},
		{"the streak begins with the log", Health{Status: "unhealthy", Failing: 5, Log: log(1, 1, 1, 1, 1)}, start, times(at(21), false, at(0))},
		{"it began before, and turned since", Health{Status: "unhealthy", Failing: 7, Log: log(1, 1, 1, 1, 1)}, start, times(at(1), false, time.Time{})},
		{"it turned before", Health{Status: "unhealthy", Failing: 8, Log: log(1, 1, 1, 1, 1)}, start, times(at(1), true, time.Time{})},
		{"part of the log is lost", Health{Status: "unhealthy", Failing: 8, Log: log(1, 1)}, start, times(at(1), true, time.Time{})},
		{"failures of the start period", Health{Status: "unhealthy", Failing: 3, Log: log(1, 1, 1, 1, 1)}, start, times(at(41), false, at(20))},
		{"a streak of the run before", Health{Status: "unhealthy", Failing: 5, Log: log(1, 1, 1, 1, 1)}, at(25), times(at(31), false, at(30))},
		{"unhealthy, and the last was fine", Health{Status: "unhealthy", Log: log(1, 1, 1, 1, 0)}, start, model.HealthTimes{}},
		{"healthy for long", Health{Status: "healthy", Log: log(0, 0, 0, 0, 0)}, start, times(at(1), true, time.Time{})},
		{"healthy with a failure", Health{Status: "healthy", Failing: 1, Log: log(0, 0, 1, 0, 1)}, start, times(at(1), true, time.Time{})},
		{"healthy again", Health{Status: "healthy", Log: log(1, 1, 1, 0, 0)}, start, times(at(31), false, time.Time{})},
		{"healthy, perhaps all the time", Health{Status: "healthy", Log: log(1, 1, 0, 0, 0)}, start, times(at(21), true, time.Time{})},
		{"healthy since its first check", Health{Status: "healthy", Log: log(1, 0, 0)}, start, times(at(11), false, time.Time{})},
		{"healthy since it was started again", Health{Status: "healthy", Log: log(0, 0, 0, 0, 0)}, at(15), times(at(21), false, time.Time{})},
	} {
		tt.h.Retries, tt.h.Most = 3, 5
		if got := tt.h.Times(tt.started); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

// A check is overdue when it should have come and ended long ago, whatever it takes.
func TestOverdue(t *testing.T) {
	at := func(d time.Duration) time.Time { return time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC).Add(d) }
	const m = time.Minute
	log := []Check{{Start: at(-11 * m), End: at(-10 * m)}}
	h := Health{Status: "healthy", Interval: m, Timeout: 30 * time.Second}
	for _, tt := range []struct {
		name    string
		change  func(*Health)
		started time.Time
		now     time.Time
		due     time.Time
		late    bool
	}{
		{"in time", func(h *Health) { h.Log = log }, at(-20 * m), at(-10*m + 50*time.Second), at(-9 * m), false},
		{"perhaps it goes on", func(h *Health) { h.Log = log }, at(-20 * m), at(-8 * m), at(-9 * m), false},
		{"late", func(h *Health) { h.Log = log }, at(-20 * m), at(0), at(-9 * m), true},
		{"never, since it was started", func(h *Health) { h.Log = log }, at(-5 * m), at(0), at(-4 * m), true},
		{"started just now", func(h *Health) { h.Log = log }, at(-m), at(0), at(0), false},
		{"by hand only", func(h *Health) { h.Interval = 0 }, at(-20 * m), at(0), time.Time{}, false},
		{"no check", func(h *Health) { h.Status = "" }, at(-20 * m), at(0), time.Time{}, false},
		{"it does not run", func(*Health) {}, time.Time{}, at(0), time.Time{}, false},
		{"another check goes first", func(h *Health) { h.Startup, h.Status = true, "starting" }, at(-20 * m), at(0), time.Time{}, false},
	} {
		h := h
		tt.change(&h)
		if due, late := h.Overdue(tt.started, tt.now); late != tt.late || late && !due.Equal(tt.due) {
			t.Errorf("%s: due %v, late %v", tt.name, due, late)
		}
	}
}

func TestTook(t *testing.T) {
	start := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	if d, ok := (&Check{Start: start, End: start.Add(7 * time.Millisecond)}).Took(); d != 7*time.Millisecond || !ok {
		t.Errorf("it took %v, %v", d, ok)
	}
	for _, c := range []Check{{}, {Start: start}, {Start: start, End: start.Add(-time.Second)}} {
		if d, ok := c.Took(); ok {
			t.Errorf("%+v took %v", c, d)
		}
	}
}
