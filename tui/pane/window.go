package pane

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Window is how much of the past graphs show, up to now.
type Window int

// Windows, in the order of their keys, 0 to 8.
const (
	Live Window = iota // a dot for each sample
	AllTime
	Minute1
	Minutes5
	Minutes15
	Minutes30
	Minutes60
	Hours6
	Hours24
	windows
)

var windowSpans = [windows]time.Duration{
	Minute1: time.Minute, Minutes5: 5 * time.Minute, Minutes15: 15 * time.Minute,
	Minutes30: 30 * time.Minute, Minutes60: time.Hour, Hours6: 6 * time.Hour, Hours24: 24 * time.Hour,
}

// Windows are all there are, in the order of their keys.
func Windows() []Window {
	all := make([]Window, windows)
	for i := range all {
		all[i] = Window(i)
	}
	return all
}

// String is the window's name: "live", "all", "5 min".
func (w Window) String() string {
	switch w {
	case Live:
		return "live"
	case AllTime:
		return "all"
	}
	return FormatDuration(windowSpans[w])
}

// WindowByName returns the window called name.
func WindowByName(name string) (Window, bool) {
	for w := range windows {
		if w.String() == name {
			return w, true
		}
	}
	return 0, false
}

// Dot is the time each of so many dots stands for.
func (e Env) Dot(columns int) time.Duration {
	span, n := windowSpans[e.Window], time.Duration(max(1, columns))
	switch e.Window {
	case Live:
		return max(e.Snapshot.Interval, time.Millisecond)
	case AllTime:
		return roundUp((e.Past.Reach() + n - 1) / n)
	}
	return max(span/n, time.Millisecond)
}

// dots are what the dots of a graph of all there is stand for.
var dots = []time.Duration{
	100 * time.Millisecond, 200 * time.Millisecond, 300 * time.Millisecond, 500 * time.Millisecond,
	1 * time.Second, 2 * time.Second, 3 * time.Second, 5 * time.Second, 10 * time.Second, 12 * time.Second,
	15 * time.Second, 20 * time.Second, 30 * time.Second, 50 * time.Second, 60 * time.Second, 90 * time.Second,
	2 * time.Minute, 3 * time.Minute, 5 * time.Minute, 10 * time.Minute, 12 * time.Minute, 15 * time.Minute,
	20 * time.Minute, 30 * time.Minute, 50 * time.Minute, 60 * time.Minute, 90 * time.Minute,
	2 * time.Hour, 3 * time.Hour, 5 * time.Hour,
}

// roundUp is the least of dots that d is not above, or so many hours: while all
// there is grows, the dots of a graph of it stay what they are.
func roundUp(d time.Duration) time.Duration {
	if i, _ := slices.BinarySearch(dots, d); i < len(dots) {
		return dots[i]
	}
	return d.Truncate(time.Hour) + time.Hour
}

// Span says what a graph of so many dots shows: "60 s", or "12 min of 24 h" as
// long as no more is known.
func (e Env) Span(dots int) string {
	reach, span := e.Past.Reach(), windowSpans[e.Window]
	switch {
	case e.Window == Live:
		return FormatDuration(e.Dot(dots) * time.Duration(dots))
	case e.Window == AllTime:
		return "all " + FormatDuration(reach)
	case !full(reach, span):
		return FormatDuration(reach) + " of " + FormatDuration(span)
	}
	return FormatDuration(span)
}

// ShortSpan says the same in few cells: "60s", or "12m/24h". A minute is soon
// full.
func (e Env) ShortSpan(dots int) string {
	reach, span := e.Past.Reach(), windowSpans[e.Window]
	switch {
	case e.Window == Live:
		return short(e.Dot(dots) * time.Duration(dots))
	case e.Window == AllTime:
		return short(reach)
	case e.Window != Minute1 && !full(reach, span):
		return short(reach) + "/" + short(span)
	}
	return short(span)
}

// full reports whether span is known from one end to the other, as near as one
// can see.
func full(reach, span time.Duration) bool { return reach >= span-span/20 }

// short writes d as FormatDuration does, in fewer letters: "60s", "5m", "24h".
func short(d time.Duration) string {
	n, word, _ := strings.Cut(FormatDuration(d), " ")
	return n + word[:1]
}

// FormatDuration writes d in words that are read fast: "60 s", "5 min", "24 h".
func FormatDuration(d time.Duration) string {
	unit, word := time.Second, " s"
	switch {
	case d >= 2*time.Hour:
		unit, word = time.Hour, " h"
	case d >= 2*time.Minute:
		unit, word = time.Minute, " min"
	}
	return strconv.Itoa(int(d/unit)) + word
}
