package detail

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"podtop/model/probe"
)

// processRows are the processes of an answer, in order.
type processRows struct {
	of    *probe.Processes // what they are of; nil: make them anew
	cpu   []float64        // cores, by place in of.List
	order []int            // places in of.List
}

// A process is one of them.
type process struct {
	*probe.Process
	cpu float64 // cores
}

// A processKey is what processes are sorted by.
type processKey struct {
	col  int // whose head says so
	less func(a, b process) int
}

var processKeys = []processKey{
	{processCPU, func(a, b process) int { return most(a.cpu, b.cpu) }},
	{processRSS, func(a, b process) int { return most(a.RSS.Float(), b.RSS.Float()) }},
	{processPID, func(a, b process) int { return cmp.Compare(a.PID, b.PID) }},
	{processThreads, func(a, b process) int { return cmp.Compare(b.Threads, a.Threads) }},
	{processAge, func(a, b process) int { return cmp.Compare(b.Started, a.Started) }}, // the youngest first
}

// most puts the greatest first, and what is not known last.
func most(a, b float64) int {
	if math.IsNaN(a) || math.IsNaN(b) {
		return cmp.Compare(b2i(math.IsNaN(a)), b2i(math.IsNaN(b)))
	}
	return cmp.Compare(b, a)
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// sync makes the rows of another answer.
func (r *processRows) sync(now, before *probe.Processes, less func(a, b process) int) {
	if r.of == now {
		return
	}
	r.of, r.order = now, r.order[:0]
	if now == nil {
		return
	}
	r.cpu = now.CPU(r.cpu, before)
	for i := range now.List {
		r.order = append(r.order, i)
	}
	slices.SortFunc(r.order, func(i, j int) int {
		a, b := r.at(i), r.at(j)
		return cmp.Or(less(a, b), most(a.RSS.Float(), b.RSS.Float()), cmp.Compare(a.PID, b.PID))
	})
}

func (r *processRows) len() int { return len(r.order) }

// process is the one in a row.
func (r *processRows) process(row int) process { return r.at(r.order[row]) }

func (r *processRows) at(i int) process { return process{&r.of.List[i], r.cpu[i]} }

// index is the row of a process, -1 if it is not there.
func (r *processRows) index(who probe.Who) int {
	return slices.IndexFunc(r.order, func(i int) bool { return r.of.List[i].Who() == who })
}

// has reports whether text is in what one would know the process by.
func (p process) has(text string) bool {
	text = strings.ToLower(text)
	return strings.Contains(strings.ToLower(p.Command), text) || strings.Contains(strings.ToLower(p.Name), text) ||
		strings.Contains(strings.ToLower(p.User), text) || strconv.Itoa(p.PID) == text || strconv.Itoa(p.Inside) == text
}
