package history

import "time"

// A Span is what a metric was over a span of time; all NaN where nothing is
// known. A slow metric has the same Min, Avg and Max but for spans of several
// buckets.
type Span struct{ Min, Avg, Max float64 }

// A spanReader gathers points into spans.
type spanReader struct {
	dst   []Span
	n     []int           // points in each span, for its mean
	lasts []time.Duration // the step of the coarsest of them; 0: a tick
	first int64           // number of dst[0], in widths since boot
	width time.Duration
	began time.Duration // before it nothing was

	at    int64         // the span of the last point: the next is mostly in it, too
	begin time.Duration // of that span

	reaches time.Duration // when the newest of all points was over
}

// Read fills dst with what metric m of k was in len(dst) equal spans of time,
// the last of which holds end. Metrics are numbered from 0, the fast ones
// first. Spans begin at multiples of their width, so that a spike keeps its
// place while time goes on. They are read from the finest grain that goes back
// so far, or, where that would be much, from the coarsest that is still finer
// than the spans; what lies further back than that, from the next coarser one.
func (s *Store[K]) Read(dst []Span, k K, m int, end, width time.Duration) {
	s.read(dst, k, m, s.columns(m), end, width)
}

// Maxima fills dst with the greatest alone that Read would give, which costs a
// third.
func (s *Store[K]) Maxima(dst []float32, k K, m int, end, width time.Duration) {
	s.spans = append(s.spans[:0], make([]Span, len(dst))...)
	c := s.columns(m)[2]
	s.read(s.spans, k, m, [3]int{c, c, c}, end, width)
	for i := range dst {
		dst[i] = float32(s.spans[i].Max)
	}
}

func (s *Store[K]) read(dst []Span, k K, m int, columns [3]int, end, width time.Duration) {
	for i := range dst {
		dst[i] = Span{nan, nan, nan}
	}
	r := s.series[k]
	if r == nil || width <= 0 || len(dst) == 0 {
		return
	}
	s.counts = append(s.counts[:0], make([]int, len(dst))...)
	s.lasts = append(s.lasts[:0], make([]time.Duration, len(dst))...)
	to := spanReader{dst: dst, n: s.counts, lasts: s.lasts, first: int64(end/width) - int64(len(dst)) + 1, width: width, began: s.began, begin: -width}
	begin, until := time.Duration(to.first)*width, time.Duration(to.first+int64(len(dst)))*width
	g := 0
	until = min(until, end+1) // what came after end is not to be seen
	if m < s.fast && r.recent != nil && (width < grains[0].step || s.reachesBack(r, begin)) {
		until = s.readRecent(&to, r, m, begin, until)
	}
	for g+1 < len(grains) && grains[g+1].step <= width && begin < s.reach(g) {
		r.levels[g].readGathering(&to, columns, grains[g].step, begin, until) // not folded yet
		g++
	}
	for ; g < len(grains) && until > begin; g++ {
		until = r.levels[g].read(&to, columns, grains[g].step, begin, until)
	}
	to.finish()
	s.bridge(&to, m >= s.fast)
}

// reachesBack reports whether the ticks of r kept as they were go back to
// begin, or to the first there was: then nothing is as exact.
func (s *Store[K]) reachesBack(r *series, begin time.Duration) bool {
	oldest := max(r.since, s.n-ticks)
	return s.at[oldest%ticks] <= begin || oldest == r.since && !r.rested
}

// reach is how far back grain g goes, if the budget lets it.
func (s *Store[K]) reach(g int) time.Duration {
	now := int64(s.at[(s.n-1)%ticks] / grains[g].step / chunkLen)
	return chunkStart(now-int64(grains[g].keep)+1, grains[g].step)
}

// columns are those of a metric's least, mean and greatest.
func (s *Store[K]) columns(m int) [3]int {
	if m < s.fast {
		return [3]int{3 * m, 3*m + 1, 3*m + 2}
	}
	c := 3*s.fast + m - s.fast
	return [3]int{c, c, c}
}

// readRecent adds the ticks from begin until until, and returns the time of
// the oldest there is.
func (s *Store[K]) readRecent(to *spanReader, r *series, m int, begin, until time.Duration) time.Duration {
	oldest, recent := until, &r.recent[m]
	var in run
	for t := s.n - 1; t >= r.since && t > s.n-1-ticks; t-- {
		i := t % ticks
		at := s.at[i]
		if at < begin {
			oldest = begin
			break
		}
		oldest = at
		if at >= until || t > r.last || t <= r.last-ticks || recent[i] == unknown {
			continue
		}
		if at < to.begin || in.n == 0 {
			to.addRun(&in)
			in = run{min: recent[i], newest: at}
			to.span(at)
		}
		in.add(recent[i])
	}
	to.addRun(&in)
	return oldest
}

// A run is ticks that follow each other and are in the same span. Codes are in
// the order of what they stand for.
type run struct {
	min, max code
	sum      float64
	n        int
	newest   time.Duration
}

func (r *run) add(c code) {
	r.min, r.max, r.sum = min(r.min, c), max(r.max, c), r.sum+c.value()
	r.n++
}

// addRun adds a run of ticks to the span they are in.
func (to *spanReader) addRun(r *run) {
	i := to.at
	if r.n == 0 || i < 0 || i >= int64(len(to.dst)) {
		return
	}
	to.reaches = max(to.reaches, r.newest)
	to.gather(i, Span{r.min.value(), r.sum, r.max.value()}, r.n)
}

// gather adds n points to a span; p.Avg is their sum.
func (to *spanReader) gather(i int64, p Span, n int) {
	d := &to.dst[i]
	if to.n[i] == 0 {
		*d = p
	} else {
		d.Min, d.Avg, d.Max = min(d.Min, p.Min), d.Avg+p.Avg, max(d.Max, p.Max)
	}
	to.n[i] += n
}

// read adds the buckets from begin until until, and returns the time of the
// oldest there is.
func (l *level) read(to *spanReader, columns [3]int, step, begin, until time.Duration) time.Duration {
	l.readGathering(to, columns, step, begin, until)
	first, last, ok := l.span()
	if !ok {
		return until
	}
	oldest := max(begin, chunkStart(first, step))
	for c := int64(oldest / step / chunkLen); c <= last && chunkStart(c, step) < until; c++ {
		l.readChunk(to, c, columns, step, oldest, until)
	}
	return min(until, oldest)
}

func (l *level) readChunk(to *spanReader, c int64, columns [3]int, step, begin, until time.Duration) {
	var pages [3]page
	for i, column := range columns {
		var ok bool
		if i > 0 && column == columns[i-1] {
			pages[i] = pages[i-1]
		} else if pages[i], ok = l.column(c, column); !ok {
			return
		}
	}
	for i := range pages[0] {
		at := chunkStart(c, step) + time.Duration(i)*step
		if at+step <= begin || at >= until {
			continue
		}
		to.add(at, step, Span{pages[0][i].value(), pages[1][i].value(), pages[2][i].value()})
	}
}

// readGathering adds the bucket that is not yet full.
func (l *level) readGathering(to *spanReader, columns [3]int, step, begin, until time.Duration) {
	b := &l.bucket
	at := time.Duration(b.index) * step
	if b.index < 0 || at+step <= begin || at >= until {
		return
	}
	if n := columns[0] - 3*len(b.fast); n >= 0 {
		to.add(at, step, Span{b.slow[n], b.slow[n], b.slow[n]})
		return
	}
	if g := b.fast[columns[0]/3]; g.n > 0 {
		to.add(at, step, Span{g.min, g.sum / float64(g.n), g.max})
	}
}

// chunkStart is when chunk number c begins.
func chunkStart(c int64, step time.Duration) time.Duration {
	return time.Duration(c) * chunkLen * step
}

// add adds a point at a time to its span; one that lasts longer than a span to
// all that it lasts through.
func (to *spanReader) add(at, lasts time.Duration, p Span) {
	if p.Max != p.Max {
		return
	}
	to.reaches = max(to.reaches, at+lasts)
	from := to.span(max(at, to.began))
	until := from
	if lasts > to.width {
		until = int64((at+lasts-1)/to.width) - to.first
	}
	for i := max(0, from); i <= until && i < int64(len(to.dst)); i++ {
		to.gather(i, p, 1)
		to.lasts[i] = max(to.lasts[i], lasts)
	}
}

// span is the number of the span that a time is in.
func (to *spanReader) span(at time.Duration) int64 {
	if at < to.begin || at >= to.begin+to.width {
		n := int64(at / to.width)
		to.at, to.begin = n-to.first, time.Duration(n)*to.width
	}
	return to.at
}

func (to *spanReader) finish() {
	for i, n := range to.n {
		if n > 1 {
			to.dst[i].Avg /= float64(n)
		}
	}
}
