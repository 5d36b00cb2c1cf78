package limits

import (
	"math"
	"testing"
	"time"

	"podtop/model"
	"podtop/tui/pane"
)

// counted is a past of which one span is known, and how often it was read.
type counted struct{ n *int }

func (counted) Reach() time.Duration { return time.Hour }

func (c counted) Read(dst []model.Span, _ model.Key, _ *model.Metric, _, _ time.Duration) {
	*c.n++
	for i := range dst {
		dst[i] = model.Span{Min: math.NaN(), Avg: math.NaN(), Max: math.NaN()}
	}
	dst[0] = model.Span{Min: 1, Avg: 2, Max: 3}
}

func (counted) Maxima([]float32, model.Key, model.Fast, time.Duration, time.Duration) {}

// It is read anew when enough time has passed for it to be another one, and at
// once when it is another's or over another time.
func TestPastIsReadSeldom(t *testing.T) {
	var p past
	n, cpu := 0, model.MetricByName("cpu")
	env := pane.Env{Snapshot: &model.Snapshot{Mono: time.Hour}, Past: counted{&n}, Window: pane.Minutes60}
	read := func(want int, k model.Key, when string) {
		t.Helper()
		p.turn(env, k)
		if p95, most := p.extremes(cpu, 1); p95 != 2 || most != 3 || n != want {
			t.Errorf("%s: %v and %v, read %d times, want %d", when, p95, most, n, want)
		}
	}
	a, b := model.Key{Name: "a"}, model.Key{Name: "b"}
	read(1, a, "at first")
	read(1, a, "again")
	env.Snapshot.Mono += time.Second
	read(1, a, "a second later")
	env.Snapshot.Mono += 2 * time.Second
	read(2, a, "three seconds later")
	read(3, b, "of another")
	env.Window = pane.Minutes5
	read(4, b, "over another time")
	env.Snapshot.Mono -= time.Minute
	read(5, b, "back in time")
	if _, most := p.extremes(cpu, 9); most != 9 {
		t.Errorf("now is 9, and at most it was %v", most)
	}
}
