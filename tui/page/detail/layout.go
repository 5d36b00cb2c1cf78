package detail

import "podtop/tui/charts"

// A rect is a piece of the page, in cells.
type rect struct{ x, y, w, h int }

// A layout is where things are on the page: the title above all, graphs above
// each other, and a tab beside or below them.
type layout struct {
	strip  int // the line of the tabs' titles
	graphs rect
	which  []charts.Graph
	tab    rect
	beside bool // the tab is at the right of the graphs
	tail   rect // below all; h is 0 if there is no room for it
}

// between is the cells between graphs and a tab beside them: a line, and a gap.
const between = "| "

const (
	wide     = 100 // cells from which a tab has its place beside the graphs
	leastTab = 48  // cells of a tab beside graphs

	tailWidth, tailHeight = 120, 37 // of a page from which on there is a log below the graphs
	leastTail, mostTail   = 8, 12   // lines of it, and one of words above them
)

// lay shares out a page of w by h cells. If whole, graphs alone are shown; if
// logged, there is a log.
func lay(w, h int, whole, logged bool) layout {
	l := layout{strip: 1, which: charts.All}
	body := rect{0, 2, w, max(0, h-2)}
	if logged && w >= tailWidth && h >= tailHeight {
		l.tail = rect{0, 0, w, 1 + max(leastTail, min(body.h/4, mostTail))}
		l.tail.y = h - l.tail.h
		body.h -= l.tail.h
	}
	switch {
	case whole:
		l.graphs = body
	case w >= wide && body.h >= 2*charts.Least+1:
		l.beside = true
		l.tab = rect{y: body.y, w: max(leastTab, w*9/20), h: body.h}
		l.tab.x = w - l.tab.w
		l.graphs = rect{0, body.y, l.tab.x - len(between), body.h}
	default:
		above := 0
		if body.h >= 14 {
			above = max(2*charts.Least+2, body.h*2/5)
		}
		l.which = charts.All[:2]
		l.graphs = rect{0, body.y, w, above}
		l.tab = rect{0, body.y + above, w, body.h - above}
	}
	return l
}

// layAlone shares out a page whose tab has all of it.
func layAlone(w, h int) layout { return layout{strip: 1, tab: rect{0, 2, w, max(0, h-2)}} }
