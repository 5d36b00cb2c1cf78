package sampler

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

const ms = time.Millisecond

func TestALateTickIsNotMadeUpFor(t *testing.T) {
	var s schedule
	now := time.Hour
	s.tookFast(now, 100*ms)
	if got := s.untilFast(now, 100*ms); got != 100*ms {
		t.Fatalf("the second tick is due in %v", got)
	}
	now += 750 * ms // seven ticks late
	s.tookFast(now, 100*ms)
	if got := s.untilFast(now, 100*ms); got != 100*ms {
		t.Errorf("after a late tick the next is due in %v, want 100ms", got)
	}
	now += 110 * ms // a little late: the beat is kept
	s.tookFast(now, 100*ms)
	if got := s.untilFast(now, 100*ms); got != 90*ms {
		t.Errorf("after a tick 10 ms late the next is due in %v, want 90ms", got)
	}
}

// However late ticks are, they are never closer than half an interval, and
// the slow tier comes once a second.
func TestScheduleNeverBursts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var s schedule
		now, slow := time.Hour, 0
		begin := now
		for range 300 {
			now += max(0, s.untilFast(now, 100*ms)) + time.Duration(rapid.IntRange(0, 260).Draw(t, "late"))*ms
			s.tookFast(now, 100*ms)
			if d := s.untilFast(now, 100*ms); d < 50*ms || d > 150*ms {
				t.Fatalf("next tick in %v", d)
			}
			if s.takeSlow(now) {
				slow++
			}
		}
		if want := int((now - begin) / time.Second); slow < want*3/4 || slow > want+2 {
			t.Fatalf("%d slow ticks in %v", slow, now-begin)
		}
	})
}
