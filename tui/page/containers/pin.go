package containers

import (
	"cmp"
	"slices"
)

// mostPins is how many rows are pinned at the most, and pinShare the part of the
// list that they may take.
const (
	mostPins = 3
	pinShare = 5
)

// inSight are the rows to be drawn in so many lines: those around the cursor and,
// last, those of p.pins: whatever rows are sorted by, what is wrong stays in
// sight, the worst first.
func (p *Pane) inSight(height int) []row {
	p.pins = p.pins[:0]
	without := p.list.Scroll
	without.Show(len(p.list.Rows), height)
	above, below := p.away(without.Top, height)
	pins := min(mostPins, height/pinShare, above+below)
	visible := p.scroll(height - pins)
	if pins < 1 {
		return visible
	}
	p.pin(pins, len(visible))
	p.drawn = append(p.drawn[:0], visible...)
	for _, i := range p.pins {
		p.drawn = append(p.drawn, p.list.Rows[i])
	}
	return p.drawn
}

// pin chooses so many of the rows that something fires for, out of those that are
// not among the shown.
func (p *Pane) pin(most, shown int) {
	for i := range p.list.Rows {
		if p.fires(i) && (i < p.list.Top || i >= p.list.Top+shown) {
			p.pins = append(p.pins, i)
		}
	}
	slices.SortStableFunc(p.pins, func(i, j int) int {
		return cmp.Compare(p.alerts.rank(&p.list.Rows[j]), p.alerts.rank(&p.list.Rows[i]))
	})
	p.pins = p.pins[:min(most, len(p.pins))]
	slices.Sort(p.pins)
}

// fires reports whether something fires for row i: for a container, or for one
// that is folded away in a group.
func (p *Pane) fires(i int) bool {
	r := &p.list.Rows[i]
	return (r.container != nil || r.fold.closed) && p.alerts.of(r) != nil
}
