package graph

import (
	"slices"
	"strconv"
	"time"
)

// clockFrom is the least window whose labels are times of day; in a shorter
// one that ends now they say how long ago.
const clockFrom = 15 * time.Minute

// clock reports whether the labels of l are times of day.
func (l Timeline) clock() bool { return !l.Live || l.window() >= clockFrom }

// steps are how far labels can be apart.
var steps = []time.Duration{
	time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 15 * time.Second, 30 * time.Second,
	time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour,
}

// step is the least that in so many cells gives labels room, and at most
// eight of them.
func (l Timeline) step(width int) time.Duration {
	i := slices.IndexFunc(steps, func(s time.Duration) bool {
		cells := max(l.labelCells(s)+5, width/8)
		return float64(l.window())*float64(cells) <= float64(s)*float64(width)
	})
	if i < 0 {
		return max(steps[0], l.window())
	}
	return steps[i]
}

// labelCells is the most that a label takes.
func (l Timeline) labelCells(step time.Duration) int {
	switch {
	case l.clock() && step < time.Minute:
		return len("15:04:05")
	case l.clock():
		return len("15:04")
	case l.minutes(step):
		return len("-14:45")
	}
	return len("-120s")
}

// minutes reports whether how long ago it was is written in minutes and
// seconds.
func (l Timeline) minutes(step time.Duration) bool {
	return l.window() > 2*time.Minute && step < time.Minute
}

// label appends the i-th label from the right, the first being 1, and says
// which column it belongs to.
func (l Timeline) label(b []byte, i, step time.Duration) (column int, text []byte) {
	if !l.clock() {
		return l.Columns - int(i*step/l.span()), l.appendAgo(b, i*step, step)
	}
	_, zone := l.Wall.Zone()
	past := time.Duration((l.Wall.Unix()+int64(zone))%int64(step/time.Second))*time.Second + time.Duration(l.Wall.Nanosecond())
	past += (i - 1) * step
	layout := "15:04"
	if step < time.Minute {
		layout = "15:04:05"
	}
	return l.Column(l.End - past), l.Wall.Add(-past).AppendFormat(b, layout)
}

// appendAgo appends how long ago, as all labels of that step do.
func (l Timeline) appendAgo(b []byte, ago, step time.Duration) []byte {
	b = append(b, '-')
	seconds := int64(ago / time.Second)
	switch {
	case l.minutes(step):
		b = append(strconv.AppendInt(b, seconds/60, 10), ':', byte('0'+seconds%60/10))
		return append(b, byte('0'+seconds%10))
	case l.window() > 2*time.Minute:
		return append(strconv.AppendInt(b, seconds/60, 10), 'm')
	}
	return append(strconv.AppendInt(b, seconds, 10), 's')
}
