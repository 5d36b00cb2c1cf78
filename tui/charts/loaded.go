package charts

import (
	"slices"
	"sort"

	"podtop/model"
	"podtop/model/logs"
	"podtop/tui/feed"
	"podtop/tui/graph"
	"podtop/tui/pane"
)

// levels are those of the lines that a feed has: finding one in a text takes a
// while, so it is done once.
type levels struct {
	round, first int // Feed.Round, and the number of the first line
	of           []logs.Level
}

// update finds the levels of the lines that are new.
func (l *levels) update(f *feed.Feed) {
	first, end := f.First(), f.End()
	if l.round != f.Round() || first >= l.first+len(l.of) || end <= l.first {
		*l = levels{f.Round(), first, l.of[:0]}
	}
	if older := l.first - first; older > 0 {
		l.of = slices.Insert(l.of, 0, make([]logs.Level, older)...)
		for n := range older {
			l.of[n] = f.Line(first + n).KnownLevel()
		}
	} else {
		l.of = l.of[-older:]
	}
	l.first, l.of = first, l.of[:min(len(l.of), end-first)]
	for n := first + len(l.of); n < end; n++ {
		l.of = append(l.of, f.Line(n).KnownLevel())
	}
}

// at is the level of the line of that number.
func (l *levels) at(n int) logs.Level { return l.of[n-l.first] }

// show makes columns what is known of an axis: what was counted, and the lines that
// are loaded.
func (d *density) show(env pane.Env, axis graph.Timeline) {
	d.settle(env, axis)
	a := &d.newest
	if a.axis.Span != axis.Span {
		return
	}
	begin := d.begin(env)
	for x := range d.columns {
		c, at := &d.columns[x], axis.At(x)
		if i := a.axis.Column(at); c.LinesShare < 1 && i >= a.first && i < a.first+len(a.Counts) && at+axis.Span > begin {
			c.Counts, c.LinesShare = a.counts(i), 1
		}
	}
	from, now := axis.Columns, axis.Column(env.Snapshot.Mono)
	if end := a.axis.At(a.first + len(a.Counts)); end > a.at && d.feed.HasYoungest() && !d.filtered() {
		from = max(0, axis.Column(end))
	}
	for x := from; x < min(now+1, axis.Columns); x++ {
		d.columns[x].LinesShare = 1
	}
	d.load(env, axis, from)
}

// load adds the levels of the lines that are loaded, and from a column on those
// lines: they came since all was counted.
func (d *density) load(env pane.Env, axis graph.Timeline, from int) {
	f, clock := d.feed, logs.ClockOf(env.Snapshot)
	d.levels.update(f)
	column := func(n int) int {
		at, _ := clock.Place(f.Line(n).Stamp)
		return axis.Column(place(env.Snapshot, at))
	}
	begin := wall(env.Snapshot, axis.At(0)-axis.Span)
	n := f.First() + sort.Search(f.Len(), func(i int) bool { return !f.Line(f.First() + i).Time.Before(begin) })
	for ; n < f.End(); n++ {
		l, x := f.Line(n), column(n)
		if x < 0 || l.Kind != logs.Output {
			continue
		}
		if x >= axis.Columns {
			break
		}
		c := &d.columns[x]
		c.Levels[min(d.levels.at(n), logs.Emerg)]++
		if x >= from {
			c.Lines++
			if l.Stream == logs.Stderr {
				c.Stderr++
			}
		}
	}
	if f.Len() > 0 && !d.filtered() {
		d.loaded(column(f.First()), column(f.End()-1))
	}
}

// filtered reports whether the feed leaves out lines, which are counted all the
// same.
func (d *density) filtered() bool { return !d.feed.Request().Filter.IsZero() }

// loaded says of which columns all lines are loaded, but for those at both ends.
func (d *density) loaded(first, last int) {
	if d.feed.HasOldest() {
		first = -1
	}
	if d.feed.HasYoungest() {
		last = len(d.columns)
	}
	for x := max(0, first+1); x < min(last, len(d.columns)); x++ {
		d.columns[x].LevelsShare = 1
	}
}

// LineAt is the number of the last line of a feed that was written before the
// column of the time cursor ends; that before the first if none was.
func (c *Charts) LineAt(s *model.Snapshot, f *feed.Feed) int {
	_, last := c.time.column()
	clock := logs.ClockOf(s)
	return f.First() - 1 + sort.Search(f.Len(), func(i int) bool {
		at, _ := clock.Place(f.Line(f.First() + i).Stamp)
		return place(s, at) > last
	})
}
