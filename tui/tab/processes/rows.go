package processes

import (
	"cmp"
	"math"
	"strconv"
	"strings"
	"time"

	"podtop/model/probe"
	"podtop/tui/table"
)

// A process is a row of the list.
type process struct {
	*probe.Process
	cpu  float64       // cores
	at   time.Duration // of the answer, on the clock of Sample.Mono
	mark string        // the cursor, or that it was chosen
}

// processOrders are what processes can be sorted by.
var processOrders = []table.Order[process]{
	{Column: processCPU, Less: func(a, b process) int { return cmp.Or(most(a.cpu, b.cpu), bySize(a, b)) }},
	{Column: processRSS, Less: bySize},
	{Column: processPID, Rising: true, Less: func(a, b process) int { return cmp.Compare(a.PID, b.PID) }},
	{Column: processThreads, Less: func(a, b process) int { return cmp.Or(cmp.Compare(b.Threads, a.Threads), bySize(a, b)) }},
	{Column: processAge, Rising: true, Less: func(a, b process) int { return cmp.Or(cmp.Compare(b.Started, a.Started), bySize(a, b)) }},
}

// bySize puts the greatest first.
func bySize(a, b process) int {
	return cmp.Or(most(a.RSS.Float(), b.RSS.Float()), cmp.Compare(a.PID, b.PID))
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

// sync makes the rows of another answer: once for each, as that costs memory.
func (p *processes) sync() {
	now := p.Processes.Got
	if p.of == now {
		return
	}
	p.of, p.list.Rows = now, p.list.Rows[:0]
	if now != nil {
		p.cpu = now.CPU(p.cpu, p.Processes.Before)
		for i := range now.List {
			p.list.Rows = append(p.list.Rows, process{Process: &now.List[i], cpu: p.cpu[i], at: now.At})
		}
	}
	p.list.Sort()
}

// has reports whether text is in what one would know the process by.
func (p *process) has(text string) bool {
	text = strings.ToLower(text)
	return strings.Contains(strings.ToLower(p.Command), text) || strings.Contains(strings.ToLower(p.Name), text) ||
		strings.Contains(strings.ToLower(p.User), text) || strconv.Itoa(p.PID) == text || strconv.Itoa(p.Inside) == text
}
