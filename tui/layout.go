package tui

// The least screen podtop can say anything on.
const (
	leastWidth  = 40
	leastHeight = 10
)

// A rect is a piece of the screen, in cells.
type rect struct{ x, y, w, h int }

// A layout is where things are on screen. They are below each other and as
// wide as it is.
type layout struct{ header, host, page, status rect }

// lay shares out a screen of w by h cells; ok is false if it is too small.
func lay(w, h int) (l layout, ok bool) {
	if w < leastWidth || h < leastHeight {
		return layout{}, false
	}
	return layout{
		header: rect{0, 0, w, 1},
		host:   rect{0, 1, w, 1},
		page:   rect{0, 2, w, h - 3},
		status: rect{0, h - 1, w, 1},
	}, true
}

// layout is where things are now: while a filter is written it takes a line
// more.
func (a *App) layout() (layout, bool) {
	l, ok := lay(a.width, a.height)
	if ok && a.search.prompt != nil {
		l.page.h--
		l.status.y, l.status.h = l.status.y-1, l.status.h+1
	}
	return l, ok
}
