package host

import (
	"cmp"
	"slices"
	"time"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/table"
	"podtop/tui/widget"
)

// A part is one thing of the host that is shown below a title.
type part int

// Parts, in the order they are shown while nothing is wrong with any.
const (
	cores part = iota
	memory
	pressure
	disks
	fills
	interfaces
	cgroups
	podmanUse
	partCount
)

// partSources are what notes name the parts by.
var partSources = [partCount]string{"CPUs", "memory", "pressure", "disks", "file systems", "interfaces", "cgroups", "podman"}

// A sequence is the parts in the order they are shown: what is wrong comes
// first.
type sequence struct {
	order []part
	since time.Duration
}

// partsStay is for how long parts keep their places, to be read.
const partsStay = 10 * time.Second

// take orders the parts by what stands out; not while the user reads further
// down.
func (q *sequence) take(now time.Duration, s *findings, atTop bool) {
	if q.order != nil && (!atTop || now-q.since < partsStay && now >= q.since) {
		return
	}
	worst := s.worst()
	q.since, q.order = now, q.order[:0]
	for i := range partCount {
		q.order = append(q.order, i)
	}
	slices.SortStableFunc(q.order, func(a, b part) int { return cmp.Compare(worst[b], worst[a]) })
}

// Columns of parts, on screens that are wide enough.
const (
	maxColumns  = 3
	leastColumn = 74 // cells
	columnGap   = 3
)

// columnsIn is how many columns fit beside each other, and how wide each is.
func columnsIn(width int) (n, each int) {
	n = max(1, min(maxColumns, (width+columnGap)/(leastColumn+columnGap)))
	return n, (width - (n-1)*columnGap) / n
}

// compose makes the lines of the page, if there is something new to show.
func (p *Page) compose(env pane.Env) {
	m := made{env.Snapshot.Mono, env.Width, env.Height, env.Window, p.news}
	if p.made == m {
		return
	}
	p.made = m
	p.sheet.Begin(env.Width-2, env.Theme)
	p.title(env)
	p.drawFindings(&p.sheet, env)
	p.sheet.Gap()
	p.past.draw(&p.sheet, env)
	if p.host.At == 0 {
		return
	}
	n, each := columnsIn(p.sheet.Width)
	for i := range n {
		p.column[i].Begin(each, env.Theme)
	}
	for _, q := range p.parts.order {
		p.draw(shortest(p.column[:n]), q, n, env)
	}
	p.join(n)
}

// shortest is the column with the fewest lines, of these the first.
func shortest(columns []widget.Sheet) *widget.Sheet {
	best := &columns[0]
	for i := range columns {
		if columns[i].Len() < best.Len() {
			best = &columns[i]
		}
	}
	return best
}

// join puts the columns beside each other.
func (p *Page) join(n int) {
	p.sheet.Gap()
	lines := 0
	for i := range n {
		lines = max(lines, p.column[i].Len())
	}
	for y := range lines {
		p.sheet.Add(func(b []byte) []byte {
			left := p.sheet.Width
			for i := range n {
				if i > 0 {
					b = widget.Pad(b, columnGap)
					left -= columnGap
				}
				b = p.column[i].Append(b, y, 1)
				left -= p.column[i].Width
			}
			return widget.Pad(b, left)
		})
	}
}

// draw draws one part, and what is not known of it, in one of n columns.
func (p *Page) draw(s *widget.Sheet, q part, n int, env pane.Env) {
	s.Gap()
	switch q {
	case cores:
		p.drawCores(s)
	case memory:
		p.drawMemory(s)
	case pressure:
		p.drawPressure(s)
	case disks:
		p.drawDisks(s)
	case fills:
		p.drawFills(s)
	case interfaces:
		p.drawInterfaces(s)
	case cgroups:
		p.drawCgroups(s, env, n)
	case podmanUse:
		p.drawUse(s, env)
	}
	for _, n := range p.host.Got.Missing {
		if n.Source == partSources[q] {
			drawNote(s, n)
		}
	}
}

func drawNote(s *widget.Sheet, n model.Note) {
	text := s.Theme.Glyphs.Own(n.Text)
	if n.Severity == model.Info {
		s.Para(s.Theme.Muted, text)
		return
	}
	s.Signed(s.Theme.Glyphs.Warn, widget.SeverityStyle(n.Severity, s.Theme), text)
}

// heading adds the title of a part and, behind it, what else there is to say.
func heading(s *widget.Sheet, title, more string) {
	s.Add(func(b []byte) []byte {
		t := s.Theme
		b = t.Title.Begin(b)
		b, used := widget.AppendClean(b, t.Glyphs.Own(title), s.Width, t.Glyphs)
		b = t.Title.End(b)
		if more == "" || used+2 >= s.Width {
			return widget.Pad(b, s.Width-used)
		}
		b = t.Muted.Begin(append(b, "  "...))
		b = widget.AppendText(b, t.Glyphs.Own(more), s.Width-used-2, t.Glyphs)
		return t.Muted.End(b)
	})
}

// drawTable adds rows below the heads of columns.
func drawTable[R any](s *widget.Sheet, columns []table.Column[R], rows []R) {
	t := table.Of(columns)
	t.Add(s, rows)
}
