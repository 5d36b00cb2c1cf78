package lines

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"podtop/model/logs"
)

const (
	maxKept  = 4 << 20 // bytes that a memory takes
	lineSize = 300     // bytes of a line beside its text and cursor
	settling = 100 * time.Millisecond
	patience = 30 * time.Second // from which on nothing is awaited of a source
)

// A memory keeps the last lines of a source that cannot be read from just any
// place. Their order is that in which they came; the time by which they are put
// among those of other sources never goes back.
type memory struct {
	name  string // in cursors
	begun time.Time

	mu      sync.Mutex
	lines   []keptLine
	first   uint64 // number of the oldest one kept, counted from 0
	bytes   int
	came    time.Time // when something came last; zero: nothing has yet
	ended   bool      // nothing comes now
	isNew   bool      // what comes now was written since it began
	problem string    // that nothing can come, as a sentence
}

type keptLine struct {
	*logs.Line
	at  int64 // ns since 1970
	nth int   // of those of that time
}

func newMemory(name string) *memory { return &memory{name: name, begun: time.Now()} }

// add keeps a line. A time to come is that of now: it is but what the source says,
// and it would put all that the source gives later behind what others write.
func (m *memory) add(l logs.Line) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.came = time.Now()
	if l.Time.After(m.came) {
		l.Time = m.came
	}
	m.isNew = m.isNew || l.Time.After(m.begun)
	k := keptLine{Line: &l, at: nanos(l.Time)}
	if n := len(m.lines) - 1; n >= 0 && m.lines[n].at >= k.at {
		k.at, k.nth = m.lines[n].at, m.lines[n].nth+1
	}
	l.Cursor = keptCursor(m.name, k.at, k.nth)
	m.lines = append(m.lines, k)
	for m.bytes += k.size(); m.bytes > maxKept && len(m.lines) > 1; m.first++ {
		m.bytes -= m.lines[0].size()
		m.lines[0] = keptLine{}
		m.lines = m.lines[1:]
	}
}

func (k *keptLine) size() int { return len(k.Text) + len(k.Cursor) + lineSize }

// say notes that the source answers, ends, or fails.
func (m *memory) say(ended bool, problem string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ended, m.problem = ended, problem
	if m.came.IsZero() || ended {
		m.came = time.Now()
	}
}

// isSettled reports whether the lines that there were have come, or are not awaited
// any more.
func (m *memory) isSettled() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.ended || m.isNew || !m.came.IsZero() && time.Since(m.came) > settling || time.Since(m.begun) > patience
}

// end is the number of the line that comes next.
func (m *memory) end() uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.first + uint64(len(m.lines))
}

// oldestNumber is the number of the oldest line.
func (m *memory) oldestNumber() uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.first
}

// at is the line of a number; of those that are not kept any more the oldest one
// that is, with its number.
func (m *memory) at(n uint64) (k keptLine, number uint64, ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n = max(n, m.first)
	if n-m.first >= uint64(len(m.lines)) {
		return k, n, false
	}
	return m.lines[n-m.first], n, true
}

// rank is the number of the first line behind a spot; in is which source m is.
// Forward the spot's own line is not in what follows, and backward not in what is
// before, unless lines are open behind it.
func (m *memory) rank(s *spot, in int, backward bool) uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	i, _ := slices.BinarySearchFunc(m.lines, s, func(k keptLine, s *spot) int {
		isBefore := k.at < s.at || k.at == s.at && s.in > in
		if s.in == in {
			order := cmp.Or(cmp.Compare(k.at, s.at), cmp.Compare(k.nth, s.nth))
			isBefore = order < 0 || order == 0 && !s.before && (!backward || s.open)
		}
		if isBefore {
			return -1
		}
		return 1
	})
	return m.first + uint64(i)
}

// oldest is when the oldest line was written; zero if there is none.
func (m *memory) oldest() (t time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.lines) > 0 {
		t = m.lines[0].Time
	}
	return t
}

// count adds what was written between two times, in µs, to parts of equal length.
func (m *memory) count(from, to int64, counts []logs.Counts) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i, _ := slices.BinarySearchFunc(m.lines, from, func(k keptLine, from int64) int {
		if k.at < from*1000 {
			return -1
		}
		return 1
	})
	part := 0
	for ; i < len(m.lines) && m.lines[i].at < to*1000; i++ {
		for part < len(counts)-1 && m.lines[i].at >= 1000*logs.Edge(from, to, part+1, len(counts)) {
			part++
		}
		add(&counts[part], m.lines[i].Line)
	}
}

// add counts a line, if a container wrote it.
func add(c *logs.Counts, l *logs.Line) {
	if l.Kind != logs.Output {
		return
	}
	c.Lines++
	if l.Stream == logs.Stderr {
		c.Stderr++
	}
}
