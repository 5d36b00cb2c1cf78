package model

import "math"

// A Count is a number the kernel reported: a counter, a gauge or a limit. The
// zero Count is one nobody has read, so what a reader leaves out is unknown,
// never 0.
type Count struct{ plusOne uint64 }

// Known returns the Count of v. The largest uint64, which no file holds but by
// overflow, is unknown.
func Known(v uint64) Count { return Count{v + 1} }

// Get returns the number and whether it is known.
func (c Count) Get() (uint64, bool) { return c.plusOne - 1, c.plusOne != 0 }

// IsKnown reports whether somebody read the number.
func (c Count) IsKnown() bool { return c.plusOne != 0 }

// Float returns the number, or NaN if it is unknown.
func (c Count) Float() float64 {
	if c.plusOne == 0 {
		return math.NaN()
	}
	return float64(c.plusOne - 1)
}

// Add returns the sum; it is unknown if either is.
func (c Count) Add(d Count) Count {
	a, aok := c.Get()
	b, bok := d.Get()
	if !aok || !bok || a+b < a {
		return Count{}
	}
	return Known(a + b)
}

// A Limit is a bound the kernel enforces: unknown (nobody read it), none, or a
// number.
type Limit struct{ Count }

// NoLimit is the limit of a file that says "max".
var NoLimit = Limit{Count{math.MaxUint64}}

// LimitOf returns the Limit v.
func LimitOf(v uint64) Limit { return Limit{Known(min(v, math.MaxUint64-2))} }

// Get returns the bound and whether there is one.
func (l Limit) Get() (uint64, bool) {
	if !l.IsKnown() || l == NoLimit {
		return 0, false
	}
	return l.Count.Get()
}

// Float returns the bound; +Inf if there is none, NaN if it is unknown.
func (l Limit) Float() float64 {
	if l == NoLimit {
		return math.Inf(1)
	}
	return l.Count.Float()
}

// Min returns the stricter of two limits. An unknown one does not loosen a
// known one.
func (l Limit) Min(m Limit) Limit {
	if !l.IsKnown() || m.IsKnown() && m.plusOne < l.plusOne {
		return m
	}
	return l
}
