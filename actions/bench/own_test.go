package bench

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"podtop/model/bench"
)

// The processor time of podtop itself is in the report, and a warning if it is
// more than 2 % of what it measured.
func TestOwnShare(t *testing.T) {
	for used, warns := range map[time.Duration]bool{time.Millisecond: false, 2 * time.Millisecond: true} {
		synctest.Test(t, func(t *testing.T) {
			f := newFake()
			f.slow = 16 * time.Millisecond // of five calls a lap has: 80 ms
			f.images["web"] = payload
			s := start(f, Subject{Image: "web", Payload: true}, 3)
			s.Standby = false
			var all time.Duration
			s.Used = func() time.Duration { all += used; return all } // once before each lap and once after
			var r bench.Report
			if err := s.Run(t.Context(), &r); err != nil {
				t.Fatal(err)
			}
			checkPlaces(t, "start", &r)
			got := 0.0
			for _, n := range r.Numbers() {
				if n.Name == "podtop.cpu_percent" {
					got = n.Value
				}
			}
			if want := 100 * used.Seconds() / 0.08; got < want-1e-9 || got > want+1e-9 {
				t.Errorf("%v is %v %%, want %v", used, got, want)
			}
			if notes := strings.Join(r.Notes, " "); strings.Contains(notes, "more than 2 %") != warns {
				t.Errorf("%v: %q", used, notes)
			}
		})
	}
}
