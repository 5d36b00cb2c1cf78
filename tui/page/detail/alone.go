package detail

// alone is the layout of a page whose tab has all of it.
func alone(w, h int) layout { return layout{strip: 1, tab: rect{0, 2, w, max(0, h-2)}} }
