package detail

// alone is the layout of a page whose tab has all of it.
func alone(w, h int) layout { return layout{strip: 1, tab: rect{0, 2, w, max(0, h-2)}} }

// Alone reports whether the tab has the page to itself.
func (p *Page) Alone() bool { return p.alone }

// SetAlone gives the tab all of the page, or a place beside the graphs.
func (p *Page) SetAlone(alone bool) { p.alone = alone }
