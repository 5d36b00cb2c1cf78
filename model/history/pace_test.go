package history

import (
	"testing"
	"time"
)

// What was sampled every five seconds is a line in a graph with dots of a
// second, but for where nothing was known.
func TestWhatATickSaysHoldsSinceTheOneBefore(t *testing.T) {
	s := New[string](1<<24, 1, 1)
	at := time.Hour
	for i := range 12 {
		at += 5 * time.Second
		s.Pace(at, 5*time.Second)
		s.Tick(at)
		if i == 6 || i == 7 {
			continue // it was away
		}
		s.Put("a", []float64{float64(i)})
		s.PutSlow("a", []float64{float64(i)})
	}
	for m := range 2 {
		var dst [30]Span // each holds the second that ends with it, but for its first instant
		s.Read(dst[:], "a", m, at, time.Second)
		for i := range dst {
			ago := len(dst) - 1 - i
			want := float64(11 - ago/5)
			if want == 6 || want == 7 {
				want = nan
			}
			if m == 1 && ago == 20 {
				want = 8 // of a grain of a second, the tick was up to one later
			}
			if got := dst[i].Max; got != want && (got == got || want == want) {
				t.Errorf("metric %d, %d s ago: %v, want %v", m, ago, got, want)
			}
		}
	}
}

// A pause of podtop's own is not what was said: it is not filled.
func TestAPauseIsAGap(t *testing.T) {
	s := New[string](1<<24, 1, 1)
	for _, at := range []time.Duration{10 * time.Second, 10100 * time.Millisecond, 40 * time.Second} {
		s.Pace(at, 100*time.Millisecond)
		s.Tick(at)
		s.Put("a", []float64{1})
	}
	var dst [31]Span
	s.Read(dst[:], "a", 0, 40*time.Second, time.Second)
	if dst[0].Max != 1 || dst[30].Max != 1 {
		t.Errorf("the ends are %v and %v", dst[0], dst[30])
	}
	for i := 1; i < 30; i++ {
		if dst[i].Max == dst[i].Max {
			t.Errorf("%d s into the pause it is %v", i, dst[i].Max)
		}
	}
}

// Nothing is known of the time before the first tick, however coarse the grain
// it is read from and however seldom was sampled.
func TestNothingBeforeTheFirst(t *testing.T) {
	for _, every := range []time.Duration{100 * time.Millisecond, 5 * time.Second, time.Minute} {
		s := New[string](1<<24, 1, 1)
		began := 10*time.Hour + 3700*time.Millisecond
		for at := began; at <= began+30*time.Minute; at += every {
			s.Pace(at, every)
			s.Tick(at)
			s.Put("a", []float64{1})
			s.PutSlow("a", []float64{1})
		}
		for _, width := range []time.Duration{500 * time.Millisecond, time.Second, 10 * time.Second, 30 * time.Second} {
			var dst [120]Span
			end := began + 5*width
			for m := range 2 {
				s.Read(dst[:], "a", m, end, width)
				for i := range dst {
					over := end/width*width - time.Duration(len(dst)-2-i)*width
					if known := dst[i].Max == dst[i].Max; known && over <= began {
						t.Errorf("every %v, spans of %v, metric %d: something is known of %v before the first tick", every, width, m, began-over)
					}
				}
			}
		}
	}
}

// paced is a store that was told one value at a pace for two hours, but for a
// pause in the middle of them, and when the last tick was.
func paced(every, phase, pause time.Duration) (s *Store[string], last time.Duration) {
	s = New[string](1<<26, 1, 1)
	for at := 10*time.Hour + phase; at < 12*time.Hour; at += every {
		if at >= 11*time.Hour && at < 11*time.Hour+pause {
			continue
		}
		s.Pace(at, every)
		s.Tick(at)
		s.Put("a", []float64{1})
		s.PutSlow("a", []float64{1})
		last = at
	}
	return s, last
}

// However often was sampled and whatever the dots of a graph are, there are no
// holes in it but where there was a pause.
func TestGraphsHaveNoHoles(t *testing.T) {
	widths := []time.Duration{
		700 * time.Millisecond, time.Second, 2430 * time.Millisecond, 5 * time.Second, 10 * time.Second, 15790 * time.Millisecond, time.Minute,
	}
	for _, every := range []time.Duration{time.Second, 2 * time.Second, 5 * time.Second, 15 * time.Second, time.Minute} {
		for _, phase := range []time.Duration{0, every / 3, every * 19 / 20} {
			whole, now := paced(every, phase, 0)
			split, _ := paced(every, phase, 10*time.Minute)
			for _, width := range widths {
				for m := range 2 {
					for _, end := range []time.Duration{now, now - 25*time.Minute, now - 48*time.Minute} {
						dst := make([]Span, min(400, int((end-10*time.Hour-2*time.Minute)/width)))
						whole.Read(dst, "a", m, end, width)
						if n := holes(dst); n > 0 {
							t.Errorf("every %v from %v on, in spans of %v until %v, metric %d: %d holes", every, phase, width, end, m, n)
						}
					}
					dst := make([]Span, int(15*time.Minute/width))
					split.Read(dst, "a", m, 11*time.Hour+12*time.Minute, width)
					if n := time.Duration(holes(dst)) * width; n < 10*time.Minute-2*every-2*max(width, 10*time.Second) {
						t.Errorf("every %v from %v on, in spans of %v, metric %d: of a pause %v are left", every, phase, width, m, n)
					}
				}
			}
		}
	}
}

func holes(spans []Span) (n int) {
	for _, s := range spans {
		if s.Max != s.Max {
			n++
		}
	}
	return n
}

// The first tick of another pace has an interval of the one before behind it.
func TestAnotherPaceLeavesNoHole(t *testing.T) {
	for _, paces := range [][2]time.Duration{{5 * time.Second, 100 * time.Millisecond}, {100 * time.Millisecond, 5 * time.Second}, {time.Minute, time.Second}} {
		s, at := New[string](1<<24, 1, 1), time.Hour
		for i := range 40 {
			every := paces[i/20]
			at += max(every, paces[max(0, i-1)/20])
			s.Pace(at, every)
			s.Tick(at)
			s.Put("a", []float64{1})
		}
		dst := make([]Span, (at-time.Hour-paces[0])/time.Second)
		if s.Read(dst, "a", 0, at, time.Second); holes(dst) > 0 {
			t.Errorf("from %v to %v: %d holes", paces[0], paces[1], holes(dst))
		}
	}
}
