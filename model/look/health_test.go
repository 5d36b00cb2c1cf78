package look

import (
	"testing"
	"time"
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
		{"for longer than the log", Health{Failing: 40, Log: log(1, 1, 1)}, at(0), true},
	} {
		if since, earlier := tt.h.FailingSince(); !since.Equal(tt.since) || earlier != tt.earlier {
			t.Errorf("%s: since %v, earlier %v; want %v, %v", tt.name, since, earlier, tt.since, tt.earlier)
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
