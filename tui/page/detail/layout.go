package detail

// A rect is a piece of the page, in cells.
type rect struct{ x, y, w, h int }

// A layout is where things are on the page: the title above all, the graphs
// above each other with one time axis below the last, and a tab beside or below
// them.
type layout struct {
	strip  int // the line of the tabs' titles
	graphs []rect
	marks  rect // one line; h is 0 if there is no room for it
	axis   rect
	tab    rect
	beside bool // the tab is at the right of the graphs
}

// between is the cells between graphs and a tab beside them: a line, and a gap.
const between = "| "

const (
	labels    = 6   // cells at the left of a graph, for the numbers of its scale
	leastPlot = 2   // rows of a graph
	wide      = 100 // cells from which a tab has its place beside the graphs
	leastTab  = 48  // cells of a tab beside graphs
	allGraphs = 4
)

// lay shares out a page of w by h cells. If whole, graphs alone are shown. Of
// quiet graphs little is.
func lay(w, h int, whole bool, quiet [allGraphs]bool, into []rect) layout {
	l := layout{strip: 1}
	body := rect{0, 2, w, max(0, h-2)}
	switch {
	case whole:
		l.stack(body, allGraphs, quiet, into)
	case w >= wide && body.h >= 2*(1+leastPlot)+1:
		l.beside = true
		l.tab = rect{y: body.y, w: max(leastTab, w*9/20), h: body.h}
		l.tab.x = w - l.tab.w
		l.stack(rect{0, body.y, l.tab.x - len(between), body.h}, allGraphs, quiet, into)
	default:
		above := 0
		if body.h >= 14 {
			above = max(2*(1+leastPlot)+2, body.h*2/5)
			l.stack(rect{0, body.y, w, above}, 2, quiet, into)
		}
		l.tab = rect{0, body.y + above, w, body.h - above}
	}
	return l
}

// layAlone shares out a page whose tab has all of it.
func layAlone(w, h int) layout { return layout{strip: 1, tab: rect{0, 2, w, max(0, h-2)}} }

// stack puts up to n graphs of equal height into r, above their axis. Each has
// a line of words above it. The rows that are left over go to the first; what
// quiet ones do not need goes to the first two.
func (l *layout) stack(r rect, n int, quiet [allGraphs]bool, into []rect) {
	below := 2
	if r.h < n*(1+leastPlot)+below {
		below = 1
	}
	n = max(1, min(n, (r.h-below)/(1+leastPlot)))
	rows := r.h - below
	if rows < 1+1 {
		l.graphs = into[:0]
		return
	}
	heights := share(rows, n, quiet)
	y := r.y
	for i := range n {
		g := rect{r.x, y, r.w, heights[i]}
		into = append(into[:i], g)
		y += g.h
	}
	l.graphs = into
	if below == 2 {
		l.marks = rect{r.x, y, r.w, 1}
		y++
	}
	l.axis = rect{r.x, y, r.w, 1}
}

// share shares out rows among n graphs.
func share(rows, n int, quiet [allGraphs]bool) (heights [allGraphs]int) {
	freed := 0
	for i := range n {
		heights[i] = rows / n
		if i < rows%n {
			heights[i]++
		}
		if quiet[i] && heights[i] > 1+leastPlot {
			freed += heights[i] - 1 - leastPlot
			heights[i] = 1 + leastPlot
		}
	}
	heights[cpuPlot] += freed - freed/2
	heights[memPlot] += freed / 2
	return heights
}
