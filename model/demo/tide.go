package demo

import (
	"math"
	"math/rand/v2"
	"time"
)

// A tide is demand that containers share, such as a site's visitors: all that
// serve it rise and fall together. Times are in seconds, and means.
type tide struct {
	day         float64 // how much the hour matters, from 0 to 1
	sway, slow  float64 // how far it wavers, and for how long
	surge       float64 // how high it surges,
	every, fade float64 // how often, and for how long
	work, rest  float64 // jobs: how long one takes, and the next one takes to come
	period, on  float64 // by the clock: once each period, for so long

	level         float64 // 1 is the usual
	drift, excess float64
	resting       bool
}

// flow moves the tide on by dt seconds.
func (t *tide) flow(h *Host, dt float64) {
	t.drift = wander(h.rng, t.drift, t.sway, t.slow, dt)
	t.level = t.ofDay(h.time) * math.Exp(t.drift)
	if t.surge > 0 {
		t.excess *= math.Exp(-dt / t.fade)
		if chance(h.rng, t.every, dt) {
			t.excess += t.surge * h.rng.ExpFloat64()
		}
		t.level += t.excess
	}
	if t.work > 0 {
		mean := t.work
		if t.resting {
			mean = t.rest
		}
		if chance(h.rng, mean, dt) {
			t.resting = !t.resting
		}
		if t.resting {
			t.level = 0
		}
	}
	if t.period > 0 {
		t.level *= t.pulse(h.mono.Seconds(), dt)
	}
}

// ofDay is the share of the usual that comes at a time of day: least before
// dawn, most in the afternoon.
func (t *tide) ofDay(now time.Time) float64 {
	h, m, _ := now.Clock()
	return 1 + t.day*math.Cos(2*math.Pi*(float64(h)+float64(m)/60-15)/24)
}

// pulse is the share of the last dt seconds in which it was on.
func (t *tide) pulse(now, dt float64) float64 {
	until := func(s float64) float64 {
		whole := math.Floor(s / t.period)
		return whole*t.on + min(s-whole*t.period, t.on)
	}
	return (until(now) - until(now-dt)) / dt
}

// wander is where a random walk that is drawn back to 0 gets from v in dt: its
// deviation is sway, its memory slow.
func wander(rng *rand.Rand, v, sway, slow, dt float64) float64 {
	if sway == 0 {
		return 0
	}
	keep := math.Exp(-dt / slow)
	return v*keep + sway*math.Sqrt(1-keep*keep)*rng.NormFloat64()
}

// chance reports whether what happens every mean seconds happens within dt.
func chance(rng *rand.Rand, mean, dt float64) bool { return rng.Float64() < -math.Expm1(-dt/mean) }
