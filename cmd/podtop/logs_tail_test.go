package main

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/logs"
)

// A madeLog is a lineReader of lines that are at hand, and counts how many of
// them are read.
type madeLog struct {
	lines []logs.Line
	read  int
}

func (m *madeLog) Forward(since time.Time) logs.Source {
	i, _ := slices.BinarySearchFunc(m.lines, since, func(l logs.Line, t time.Time) int { return l.Time.Compare(t) })
	return m.counted(slices.Clone(m.lines[i:]))
}

func (m *madeLog) Backward(until time.Time) logs.Source {
	i := len(m.lines)
	if !until.IsZero() {
		i, _ = slices.BinarySearchFunc(m.lines, until, func(l logs.Line, t time.Time) int { return l.Time.Compare(t) })
	}
	lines := slices.Clone(m.lines[:i])
	slices.Reverse(lines)
	return m.counted(lines)
}

func (m *madeLog) counted(lines []logs.Line) logs.Source {
	next := logs.Lines(lines)
	return func() (logs.Line, bool) {
		m.read++
		return next()
	}
}

func (*madeLog) Follow() {}

func (*madeLog) Poll(lines []logs.Line) []logs.Line { return lines }

// madeLines are n lines and parts of lines, some seconds apart, of two
// containers' streams by turns.
func madeLines(n int) (all []logs.Line) {
	rng := rand.New(rand.NewPCG(1, 2))
	at := time.Unix(1_700_000_000, 0)
	for i := range n {
		at = at.Add(time.Second)
		l := logs.Line{Stamp: logs.Stamp{Time: at}, Stream: logs.Stdout, Text: fmt.Sprint("line ", i%50, " "), Partial: rng.IntN(3) == 0}
		l.Container.Name = []string{"a", "b"}[rng.IntN(2)]
		l.Container.ID, l.Size = model.ID(l.Container.Name), uint64(len(l.Text))
		all = append(all, l)
	}
	all[n-1].Partial = false
	return all
}

// The last lines are those that reading all of them ends with, also where lines
// came in parts, and where some are left out.
func TestLastLines(t *testing.T) {
	m := &madeLog{lines: madeLines(3000)}
	for _, grep := range []string{"", "line 7 ", "line 7 line 8", "nothing"} {
		for _, n := range []int{0, 1, 2, 60, 70, 500, 5000} {
			read := func(tail int) []logs.Line {
				r := logReader{logsOptions: &logsOptions{tail: tail}, lines: m}
				r.pattern, _ = logs.Literal(grep, logs.ExactCase)
				next, err := r.history(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				return take(next, len(m.lines))
			}
			want := read(-1)
			want = want[max(0, len(want)-n):]
			if got := read(n); !slices.Equal(got, want) {
				t.Errorf("the last %d with %q are %d lines, want %d", n, grep, len(got), len(want))
			}
		}
	}
}

// Of what is asked for no more is read than there is around it.
func TestBoundsOfReading(t *testing.T) {
	m := &madeLog{lines: madeLines(20_000)}
	at := func(i int) time.Time { return m.lines[i].Time }
	for _, tt := range []struct {
		name       string
		from, to   time.Time
		where      string
		tail, most int
	}{
		{"few lines since", at(19_900), time.Time{}, "", 1000, 500},
		{"few lines since, of which most are left out", at(19_900), time.Time{}, "nothing", 1000, 500},
		{"until", time.Time{}, at(100), "", -1, 500},
		{"until, the last", time.Time{}, at(10_000), "", 20, 500},
		{"since and until", at(10_000), at(10_100), "", -1, 500},
		{"the last", time.Time{}, time.Time{}, "", 20, 500},
		{"in the filter", time.Time{}, time.Time{}, "until=@" + fmt.Sprint(at(100).Unix()), -1, 500},
	} {
		m.read = 0
		lo := &logsOptions{tail: tt.tail, where: tt.where}
		if tt.where == "" || tt.where == "nothing" {
			lo.from, lo.to = tt.from, tt.to
		}
		if err := lo.checkFilters(time.Now()); err != nil {
			t.Fatal(err)
		}
		r := logReader{logsOptions: lo, lines: m}
		next, err := r.history(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		lines := take(next, len(m.lines))
		if m.read > tt.most || tt.where == "" && len(lines) == 0 {
			t.Errorf("%s: %d lines were read for %d", tt.name, m.read, len(lines))
		}
	}
}
