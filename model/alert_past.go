package model

import (
	"cmp"
	"slices"
)

// addPast puts what has ended at the head of what was. An episode that follows
// soon after another of the same rule and container is one with that: what ends
// and begins again and again leaves the others their place.
func (a *Alarms) addPast(ended []Alert) {
	if len(ended) == 0 {
		return
	}
	past := slices.Clone(a.past)
	for i := range ended {
		past = ended[i].mergePast(past)
	}
	slices.SortFunc(ended, func(x, y Alert) int {
		return cmp.Or(y.Until.Compare(x.Until), byKey(x.Key, y.Key), cmp.Compare(x.Rule, y.Rule))
	})
	past = append(ended, past...)
	a.past = past[:min(len(past), maxPastAlerts):min(len(past), maxPastAlerts)]
}

// mergePast takes the episode that x follows out of past, into x.
func (x *Alert) mergePast(past []Alert) []Alert {
	i := slices.IndexFunc(past, func(was Alert) bool {
		return was.Rule == x.Rule && was.Key == x.Key && x.Since.Sub(was.Until) <= lately
	})
	if i < 0 {
		return past
	}
	was := &past[i]
	x.Times = max(1, x.Times) + max(1, was.Times)
	x.Since, x.For, x.Before = was.Since, x.For+was.For, was.Before
	return slices.Delete(past, i, i+1)
}
