package containers

import "podtop/model"

// isContainer reports whether a row is what the keys for the next one look for:
// with a filter, one that was looked for.
func isContainer(r *row) bool { return r.container != nil }

// to moves the cursor to the row of k and reports whether there is one.
func (p *Pane) to(k model.Key) bool {
	i := p.list.Index(k)
	p.list.To(i)
	return i >= 0
}

// current is the row under the cursor, which from now on stays with it; nil if
// there are no rows.
func (p *Pane) current() *row {
	p.list.Step(0)
	return p.list.Current()
}
