package lines

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"podtop/model/logs"
	"podtop/sampler/journal"
)

// counting is what counting has found out.
type counting struct {
	terms  []term
	match  []journal.Term        // of terms
	kept   map[bound]logs.Counts // of parts in which nothing can change any more
	counts [][]uint32            // of each term; reused
}

// A term matches entries of which each is a line, or a part of one.
type term struct {
	sign   int64 // 1: its entries are added; -1: they are taken away
	stderr bool  // they are on stderr
}

// A bound is a time from and to, in µs since 1970.
type bound struct{ from, to int64 }

const (
	maxCounted = 1 << 14 // parts that are kept
	settled    = 5e6     // µs after which nothing is written for a time any more
)

// Count counts lines in n parts of a time. See pane.Log.
func (l *Log) Count(ctx context.Context, from, to time.Time, n int) (logs.Density, error) {
	d := logs.Density{From: from, To: to}
	j, err := l.begin(ctx, &l.count)
	if err != nil {
		return d, err
	}
	defer l.end(&l.count)
	d.Since = l.oldest(j)
	all := bound{from.UnixMicro(), to.UnixMicro()}
	if n <= 0 || all.from >= all.to {
		return d, nil
	}
	d.Counts = make([]logs.Counts, n)
	l.counted.begin(j, l.wanted)
	l.counted.count(j, all, d.Counts)
	for _, m := range l.memories.all() {
		m.count(all.from, all.to, d.Counts)
	}
	return d, l.ended(ctx)
}

// begin finds out which entries are lines of the containers.
func (c *counting) begin(j *Journal, wanted []logs.Wanted) {
	if c.kept != nil {
		return
	}
	c.kept = map[bound]logs.Counts{}
	seen := map[string]bool{}
	for i := range wanted {
		w := &wanted[i]
		name, id, uid := "CONTAINER_NAME="+w.Name, "CONTAINER_ID_FULL="+string(w.ID), uidItem(w.UID)
		if w.Name != "" {
			c.add(seen, 1, name, uid)
		}
		if w.ID != "" && (w.Name == "" || !j.isNamed(journal.Term{id, uid}, name)) {
			c.add(seen, 1, id, uid)
			if w.Name != "" { // these were counted by the name
				c.add(seen, -1, id, name, uid)
			}
		}
		if w.Passthrough && w.Unit.Name != "" {
			c.addUnit(seen, w.Unit)
		}
	}
	c.counts = make([][]uint32, len(c.match))
}

// isNamed reports whether the container with an id always had this name: with the
// first and the last of its entries.
func (l *Journal) isNamed(id journal.Term, name string) bool {
	first, ok := l.journal.Forward(journal.Match{id}).Next()
	last, _ := l.journal.Backward(journal.Match{id}).Next()
	return ok && has(&first, name) && has(&last, name)
}

// add adds what a container wrote. Of the parts of a line the last counts alone.
func (c *counting) add(seen map[string]bool, sign int64, items ...string) {
	key := strings.Join(items, "\x00")
	if seen[key] {
		return
	}
	seen[key] = true
	stderr := append(items[:len(items):len(items)], "PRIORITY=3")
	c.terms = append(c.terms, term{sign, false}, term{sign, true}, term{-sign, false}, term{-sign, true})
	c.match = append(c.match, items, stderr, append(items[:len(items):len(items)], partialItem), append(stderr[:len(stderr):len(stderr)], partialItem))
}

// addUnit adds what a unit writes that is a container's output.
func (c *counting) addUnit(seen map[string]bool, u logs.UnitName) {
	t := append(unitTerm(u), "_TRANSPORT=stdout")
	if u.User {
		t = append(t, "_SYSTEMD_OWNER_UID="+strconv.Itoa(u.UID))
	}
	if key := strings.Join(t, "\x00"); !seen[key] {
		seen[key] = true
		c.terms, c.match = append(c.terms, term{sign: 1}), append(c.match, t)
	}
}

// count counts in parts of equal length. Those at either end that are known are not
// counted anew, if all parts are whole µs long.
func (c *counting) count(j *Journal, all bound, counts []logs.Counts) {
	n := len(counts)
	part := func(i int) bound {
		return bound{logs.Edge(all.from, all.to, i, n), logs.Edge(all.from, all.to, i+1, n)}
	}
	first, last := 0, n
	if (all.to-all.from)%int64(n) == 0 {
		for first < last && c.fill(&counts[first], part(first)) {
			first++
		}
		for first < last && c.fill(&counts[last-1], part(last-1)) {
			last--
		}
	}
	if first == last || all.from < 0 || len(c.match) == 0 {
		return
	}
	for i := range c.counts {
		c.counts[i] = slices.Grow(c.counts[i][:0], last-first)[:last-first]
		clear(c.counts[i])
	}
	j.journal.Count(c.match, uint64(part(first).from), uint64(part(last-1).to), c.counts) //nolint:gosec // not negative
	_, newest := j.journal.Span()
	for i := first; i < last; i++ {
		counts[i] = c.sum(i - first)
		if p := part(i); p.to < newest.UnixMicro()-settled {
			c.keep(p, counts[i])
		}
	}
}

// fill takes over what is known of a part.
func (c *counting) fill(counts *logs.Counts, part bound) (ok bool) {
	known, ok := c.kept[part]
	if ok {
		*counts = known
	}
	return ok
}

func (c *counting) keep(part bound, counts logs.Counts) {
	if len(c.kept) >= maxCounted {
		clear(c.kept)
	}
	c.kept[part] = counts
}

// sum is what all terms have in a part.
func (c *counting) sum(part int) logs.Counts {
	var lines, stderr int64
	for i, t := range c.terms {
		n := t.sign * int64(c.counts[i][part])
		if t.stderr {
			stderr += n
		} else {
			lines += n
		}
	}
	return logs.Counts{Lines: uint64(max(0, lines)), Stderr: uint64(max(0, stderr))} //nolint:gosec // not negative
}

// oldest is how far back the log reaches; zero if that is not known.
func (l *Log) oldest(j *Journal) (t time.Time) {
	if l.missing.inJournal {
		t, _ = j.journal.Span()
		return t
	}
	for _, m := range l.memories.all() {
		if begin := m.oldest(); begin.After(t) {
			t = begin
		}
	}
	return t
}
