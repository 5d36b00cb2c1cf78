package history

import (
	"slices"
	"time"
)

// A grain is one resolution a store keeps, coarser than the sampling.
type grain struct {
	step time.Duration
	keep int // chunks
}

// grains are those of every store, the finest first.
var grains = [...]grain{
	{time.Second, chunks(30*time.Minute, time.Second)},
	{10 * time.Second, chunks(24*time.Hour, 10*time.Second)},
}

func chunks(reach, step time.Duration) int {
	return int((reach/step + chunkLen - 1) / chunkLen)
}

// A bucket gathers what falls into one step of a grain.
type bucket struct {
	index int64 // time / step; -1 while empty
	fast  []gather
	slow  []float64 // the last that was known
}

// gather is the least, the mean and the greatest of a fast metric.
type gather struct {
	min, max, sum float64
	n             int
}

func (g *gather) add(v float64) {
	if v == v {
		g.fold(gather{v, v, v, 1})
	}
}

func (g *gather) fold(h gather) {
	switch {
	case h.n == 0:
	case g.n == 0:
		*g = h
	default:
		g.min, g.max, g.sum, g.n = min(g.min, h.min), max(g.max, h.max), g.sum+h.sum, g.n+h.n
	}
}

// write puts g at place i of its three columns. What a series that rested
// meanwhile has written there before counts too.
func (g *gather) write(columns []page, i int64) {
	if g.n == 0 {
		return
	}
	least, mean, most := g.min, g.sum/float64(g.n), g.max
	if columns[0][i] != unknown {
		least, most = min(least, columns[0][i].value()), max(most, columns[2][i].value())
		mean = (mean + columns[1][i].value()) / 2
	}
	columns[0][i], columns[1][i], columns[2][i] = encode(least), encode(mean), encode(most)
}

// A level is one grain of one series: packed chunks, the oldest first, and
// while it is awake the chunk being written and the bucket being gathered.
type level struct {
	first  int64   // index of chunks[0], in chunks since boot
	chunks []chunk // nil where nothing is known
	index  int64   // of the open chunk; -1 while there is none
	open   []page  // by column; nil at rest
	bucket bucket
}

// wake makes l ready to be written to.
func (l *level) wake(fast, slow int) {
	l.open = make([]page, 3*fast+slow)
	l.clearOpen()
	l.bucket = bucket{index: -1, fast: make([]gather, fast), slow: make([]float64, slow)}
	for i := range l.bucket.slow {
		l.bucket.slow[i] = nan
	}
}

// pack packs the open chunk, the bucket being closed already. It returns how
// many bytes more are kept.
func (l *level) pack() (grown int) {
	if l.index >= 0 {
		grown = l.put(l.index, packExact(l.open))
	}
	l.index, l.open, l.bucket = -1, nil, bucket{index: -1}
	return grown
}

func (l *level) clearOpen() {
	for i := range l.open {
		l.open[i] = emptyPage()
	}
}

// flush writes the bucket to the open chunk. It returns how many bytes more
// are kept, which is more than 0 only when a chunk was packed.
func (l *level) flush(keep int) (grown int) {
	b := &l.bucket
	if b.index < 0 {
		return 0
	}
	grown = l.openChunk(b.index/chunkLen, keep)
	i := b.index % chunkLen
	for f := range b.fast {
		b.fast[f].write(l.open[3*f:3*f+3], i)
		b.fast[f] = gather{}
	}
	for s, v := range b.slow {
		if v == v {
			l.open[3*len(b.fast)+s][i] = encode(v)
		}
		b.slow[s] = nan
	}
	b.index = -1
	return grown
}

// openChunk makes chunk number index the open one.
func (l *level) openChunk(index int64, keep int) (grown int) {
	if l.index == index {
		return 0
	}
	if l.index >= 0 {
		grown = l.put(l.index, packExact(l.open))
		l.clearOpen()
	}
	l.index = index
	return grown + l.reopen() + l.forget(index-int64(keep))
}

// reopen unpacks the chunk that is now the open one, if it was packed at rest.
func (l *level) reopen() (grown int) {
	i := l.index - l.first
	if i < 0 || i >= int64(len(l.chunks)) || l.chunks[i] == nil {
		return 0
	}
	for c := range l.open {
		l.open[c] = l.chunks[i].column(c)
	}
	grown = -cost(l.chunks[i])
	l.chunks = slices.Delete(l.chunks, int(i), len(l.chunks))
	return grown
}

// span is the first and the last chunk there is.
func (l *level) span() (first, last int64, ok bool) {
	switch {
	case len(l.chunks) > 0:
		return l.first, max(l.index, l.first+int64(len(l.chunks))-1), true
	case l.index >= 0:
		return l.index, l.index, true
	}
	return 0, 0, false
}

// put stores a packed chunk at its place.
func (l *level) put(index int64, c chunk) (grown int) {
	if len(l.chunks) == 0 {
		l.first = index
	}
	for index < l.first {
		l.chunks = slices.Insert(l.chunks, 0, nil)
		l.first--
	}
	for int64(len(l.chunks)) <= index-l.first {
		l.chunks = append(l.chunks, nil)
	}
	at := &l.chunks[index-l.first]
	grown = cost(c) - cost(*at)
	*at = c
	return grown
}

// forget drops the chunks up to index.
func (l *level) forget(index int64) (grown int) {
	n := 0
	for n < len(l.chunks) && l.first+int64(n) <= index {
		grown -= cost(l.chunks[n])
		n++
	}
	l.chunks, l.first = slices.Delete(l.chunks, 0, n), l.first+int64(n)
	return grown
}

// chunk returns column c of chunk number index, as far as it is written.
func (l *level) column(index int64, c int) (page, bool) {
	switch i := index - l.first; {
	case index == l.index:
		return l.open[c], true
	case i >= 0 && i < int64(len(l.chunks)) && l.chunks[i] != nil:
		return l.chunks[i].column(c), true
	}
	return page{}, false
}

// chunkOverhead is what a chunk costs beside its bytes: its slice header, and
// what the allocator rounds up.
const chunkOverhead = 24 + 16

func cost(c chunk) int {
	if c == nil {
		return 0
	}
	return cap(c) + chunkOverhead
}
