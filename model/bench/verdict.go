package bench

import (
	"math"
	"slices"
	"strconv"

	"podtop/model"
)

// Verdict is in one sentence what an ab showed of its first series, such as
// "1.5 cpus: 18 % faster (12 to 24 %), 40 pairs; the host was quiet". Of a time,
// that is 18 % less of it. "" is the verdict of what is no ab.
func (r *Report) Verdict() string {
	return r.verdict(r.Differences())
}

// verdict is the verdict where all is what the arms show.
func (r *Report) verdict(all []Difference) string {
	if r.Arms == nil {
		return ""
	}
	if len(all) == 0 {
		return r.Arms.B + ": nothing was measured of both"
	}
	d := &all[0]
	text := r.Arms.B + ": " + d.Text()
	if r.Arms.TimeUp {
		text += ", then its time was up"
	}
	a, b := r.SeriesAt(join(ArmA, d.Path)), r.SeriesAt(join(ArmB, d.Path))
	return text + "; " + hostText(slices.Concat(a.Values, b.Values))
}

// Text is in words what d comes to.
func (d *Difference) Text() string {
	switch d.Finding {
	case NotEnough:
		return d.notEnoughText()
	case NoneSeen:
		return d.noneSeenText() + d.count()
	case TooSmall:
		return d.changeText() + ", too little to matter" + d.count()
	}
	return d.changeText() + d.count()
}

func (d *Difference) notEnoughText() string {
	n, least, what := min(d.A.N, d.B.N), fewestApart, "values"
	if d.Paired {
		least, what = fewestPairs, "pairs"
	}
	if n >= least {
		return "values of 0 have no ratio, and cannot be compared"
	}
	return "not enough " + what + ": " + strconv.Itoa(n) + " of at least " + strconv.Itoa(least)
}

// noneSeenText bounds what was not seen, where there is an interval. Beside several
// others, one that is clear by itself may be chance.
func (d *Difference) noneSeenText() string {
	if d.Low > 0 || d.High < 0 {
		return d.changeText() + ", which may be chance"
	}
	if bound := max(math.Abs(d.Low), math.Abs(d.High)); isFinite(bound) {
		return "no difference seen within ±" + percentUp(bound) + " %"
	}
	return "no significant difference"
}

// changeText is such as "18 % faster (12 to 24 %)".
func (d *Difference) changeText() string {
	sign := 1.0
	if d.Change < 0 {
		sign = -1
	}
	text := percent(sign*d.Change) + " % " + d.word()
	low, high := sign*d.Low, sign*d.High
	if !isFinite(low) || !isFinite(high) {
		return text
	}
	return text + " (" + percent(min(low, high)) + " to " + percent(max(low, high)) + " %)"
}

// word is the word for a change of d's sign. Only of what takes time or is done
// in a time one says faster.
func (d *Difference) word() string {
	less := d.Change < 0
	switch {
	case d.Unit == model.Seconds && d.Better == Less:
		return pick(less, "faster", "slower")
	case (d.Unit == model.PerSec || d.Unit == model.BytesPerSec) && d.Better == More:
		return pick(less, "slower", "faster")
	}
	return pick(less, "less", "more")
}

func pick(first bool, a, b string) string {
	if first {
		return a
	}
	return b
}

func (d *Difference) count() string {
	if d.Paired {
		return ", " + model.Plural(d.Pairs, "pair", "pairs")
	}
	return ", " + strconv.Itoa(d.A.N) + " and " + model.Plural(d.B.N, "value", "values")
}
