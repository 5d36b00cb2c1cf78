package charts

// A layout is which lines graphs have: above each other, with one time axis
// below the last.
type layout struct {
	n           int         // so many graphs
	heights     [graphs]int // of each, with its line of words
	marks, axis int         // the lines of those; -1: there is no room
}

const (
	leastPlot = 2 // rows of a graph

	// Least is the lines of the smallest graph, with its line of words.
	Least = 1 + leastPlot
)

// stack puts up to n graphs of equal height above their axis. The rows that are
// left over go to the first; what quiet ones do not need goes to the first two.
func stack(height, n int, quiet [graphs]bool) layout {
	below := 2
	if height < n*Least+below {
		below = 1
	}
	rows := height - below
	if rows < 1+1 {
		return layout{marks: -1, axis: -1}
	}
	n = max(1, min(n, rows/Least))
	l := layout{n: n, heights: share(rows, n, quiet), marks: -1, axis: height - 1}
	if below == 2 {
		l.marks = rows
	}
	return l
}

// share shares out rows among n graphs.
func share(rows, n int, quiet [graphs]bool) (heights [graphs]int) {
	freed := 0
	for i := range n {
		heights[i] = rows / n
		if i < rows%n {
			heights[i]++
		}
		if quiet[i] && heights[i] > Least {
			freed += heights[i] - Least
			heights[i] = Least
		}
	}
	heights[cpuPlot] += freed - freed/2
	heights[memPlot] += freed / 2
	return heights
}

// at is the graph that line y is of, and which of its lines that is; -1: it is
// of none.
func (l *layout) at(y int) (n, row int) {
	for n, height := range l.heights[:l.n] {
		if y >= 0 && y < height {
			return n, y
		}
		y -= height
	}
	return -1, 0
}
