package containers

import (
	"strconv"
	"unicode/utf8"

	"podtop/model"
	"podtop/tui/theme"
)

// alerts are what fires and holds now, the worst for each container.
type alerts map[model.Key]*model.Alert

// take takes in what fires now.
func (a *alerts) take(snap *model.Snapshot) {
	if *a == nil {
		*a = alerts{}
	}
	clear(*a)
	for i := range snap.Alerts {
		if k := snap.Alerts[i].Key; (*a)[k] == nil && snap.Alerts[i].Holds() {
			(*a)[k] = &snap.Alerts[i]
		}
	}
}

// of is the worst that fires for the row's container, or for a member of the
// group.
func (a alerts) of(r *row) *model.Alert {
	switch {
	case r.container != nil:
		return a[r.key]
	case r.fold.worst != nil:
		return a[r.fold.worst.Key]
	}
	return nil
}

// rank is how bad that is: 0 if nothing fires.
func (a alerts) rank(r *row) int {
	if x := a.of(r); x != nil {
		return 1 + int(x.Severity)
	}
	return 0
}

// alert is what the row has to say: of a group only what is folded away.
func (p *painter) alert(r *row) *model.Alert {
	if r.group != nil && !r.fold.closed {
		return nil
	}
	return p.alerts.of(r)
}

// away counts the rows above and below those on screen, so many from top on, that
// something fires for.
func (p *Pane) away(top, shown int) (above, below int) {
	for i := range p.list.Rows {
		switch {
		case !p.fires(i):
		case i < top:
			above++
		case i >= top+shown:
			below++
		}
	}
	return above, below
}

// awayText says in at most width cells how many alerts scrolling would show, ""
// if there are none.
func awayText(above, below, width int, g *theme.Glyphs) string {
	text := g.Warn + " "
	switch {
	case above == 0 && below == 0:
		return ""
	case above == 0:
		text += strconv.Itoa(below) + " below"
	case below == 0:
		text += strconv.Itoa(above) + " above"
	default:
		text += strconv.Itoa(above) + g.Up + " " + strconv.Itoa(below) + g.Down
	}
	if utf8.RuneCountInString(text) > width {
		text = g.Warn + strconv.Itoa(above+below)
	}
	return text
}
