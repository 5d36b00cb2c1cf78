package journal

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// countOf counts as Count does, entry by entry.
func countOf(t *testing.T, all []expected, term Term, from, to uint64, buckets int) []uint32 {
	counts := make([]uint32, buckets)
	for _, e := range having(all, Match{term}) {
		p, err := ParseCursor(e.cursor)
		if err != nil {
			t.Fatal(err)
		}
		for i := range counts {
			if p.Realtime >= edge(from, to, i, buckets) && p.Realtime < edge(from, to, i+1, buckets) {
				counts[i]++
			}
		}
	}
	return counts
}

func TestCount(t *testing.T) {
	terms := []Term{
		{"CONTAINER_NAME=web"},
		{"CONTAINER_NAME=web", "PRIORITY=3"},
		{"CONTAINER_NAME=db", "PRIORITY=6", "_UID=1000"},
		{"CONTAINER_NAME=none"},
		{"CONTAINER_NAME=db", "PRIORITY=7"},
		{},
	}
	r := rand.New(rand.NewPCG(1, 2))
	for _, name := range journals {
		j := open(t, unpack(t, name))
		all := said(t, name)
		oldest, newest := j.Span()
		if c := all[len(all)-1].cursor; newest != mustParse(t, c).Time() || oldest != mustParse(t, all[0].cursor).Time() {
			t.Error(name, oldest, newest)
		}
		begin, end := uint64(oldest.UnixMicro()), uint64(newest.UnixMicro())
		for i := range 40 {
			from, to := begin, end+1
			if i > 0 {
				from += r.Uint64N(end - begin)
				to = from + 1 + r.Uint64N(2*(end-begin))
			}
			buckets := 1 + r.IntN(50)
			counts := make([][]uint32, len(terms))
			want := make([][]uint32, len(terms))
			for i, term := range terms {
				counts[i] = make([]uint32, buckets)
				want[i] = countOf(t, all, term, from, to, buckets)
			}
			j.Count(terms, from, to, counts)
			if d := cmp.Diff(want, counts); d != "" {
				t.Fatalf("%s, %d buckets from %d to %d: %s", name, buckets, from, to, d)
			}
		}
	}
}

func mustParse(t *testing.T, cursor string) Position {
	t.Helper()
	p, err := ParseCursor(cursor)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
