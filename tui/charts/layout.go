package charts

// A layout is which lines graphs have: above each other, with one time axis
// below the last.
type layout struct {
	graphs      []Graph
	heights     [graphs]int // of each, with its line of words
	marks, axis int         // the lines of those; -1: there is no room
}

const (
	leastPlot = 2 // rows of a graph

	// Least is the lines of the smallest graph, with its line of words.
	Least = 1 + leastPlot
)

// stack puts graphs of equal height above their axis. The rows that are left
// over go to the first; what quiet ones do not need goes to the first two.
func stack(height int, which []Graph, quiet [graphs]bool) layout {
	below := 2
	if height < len(which)*Least+below {
		below = 1
	}
	rows := height - below
	if rows < 1+1 || len(which) == 0 {
		return layout{marks: -1, axis: -1}
	}
	n := max(1, min(len(which), rows/Least))
	l := layout{graphs: which[:n], heights: share(rows, which[:n], quiet), marks: -1, axis: height - 1}
	if below == 2 {
		l.marks = rows
	}
	return l
}

// share shares out rows among graphs.
func share(rows int, which []Graph, quiet [graphs]bool) (heights [graphs]int) {
	freed, n := 0, len(which)
	for i, g := range which {
		heights[i] = rows / n
		if i < rows%n {
			heights[i]++
		}
		if quiet[g] && heights[i] > Least {
			freed += heights[i] - Least
			heights[i] = Least
		}
	}
	heights[0] += freed - freed/2
	heights[1] += freed / 2
	return heights
}

// at is the graph that line y is of, and which of its lines that is; -1: it is
// of none.
func (l *layout) at(y int) (g Graph, row int) {
	for i, g := range l.graphs {
		if y < l.heights[i] {
			return g, max(-1, y)
		}
		y -= l.heights[i]
	}
	return 0, -1
}
