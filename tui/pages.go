package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"podtop/tui/overlay"
	"podtop/tui/pane"
)

// Pages are the pages that are open, the list of containers first and the one
// on screen last. An id is never used again: an answer to a page that was left
// finds nobody.
type pages struct {
	stack []page
	last  pane.ID
}

type page struct {
	id  pane.ID
	row *pageRow
	pane.Pane
}

// listID is the id of the list of containers, which is always open.
const listID pane.ID = 1

// mostPages is how many pages may be open: of those between the list and the
// last ones, the oldest are left.
const mostPages = 20

// add puts a page in front of the others.
func (p *pages) add(row *pageRow, with pane.Pane) {
	if n := len(p.stack); n > 0 {
		if r, ok := p.stack[n-1].Pane.(pane.Releaser); ok {
			r.Release()
		}
	}
	p.last++
	p.stack = append(p.stack, page{p.last, row, with})
	if len(p.stack) > mostPages {
		p.stack[1].close()
		p.stack = append(p.stack[:1], p.stack[2:]...)
	}
}

// back leaves the page on screen, unless it is the list.
func (p *pages) back() {
	if !p.atTop() {
		p.front().close()
		p.stack = p.stack[:len(p.stack)-1]
	}
}

// close closes what the page has open.
func (p *page) close() {
	if c, ok := p.Pane.(pane.Closer); ok {
		c.Close()
	}
}

// keep keeps the preferences of the page for the next of its kind.
func (p *page) keep() {
	if k, ok := p.Pane.(pane.Keeper); ok {
		p.row.preferences = k.Preferences()
	}
}

// leave goes back a page.
func (a *App) leave() {
	a.pages.front().keep()
	a.pages.back()
	front := a.pages.front()
	if r, ok := front.Pane.(pane.Resumer); ok {
		r.Resume(front.row.preferences)
	}
}

// atTop reports whether the list is on screen.
func (p *pages) atTop() bool { return len(p.stack) == 1 }

// have reports whether a page of that row is open.
func (p *pages) have(row *pageRow) bool {
	return slices.ContainsFunc(p.stack, func(p page) bool { return p.row == row })
}

// byID returns the page with that id, or nil.
func (p *pages) byID(id pane.ID) pane.Pane {
	for i := range p.stack {
		if p.stack[i].id == id {
			return p.stack[i].Pane
		}
	}
	return nil
}

func (p *pages) front() *page { return &p.stack[len(p.stack)-1] }

// front is the page on screen.
func (a *App) front() pane.Pane { return a.pages.front().Pane }

// focus is its id.
func (a *App) focus() pane.ID { return a.pages.front().id }

// send sends a message to page id, if that is still open.
func (a *App) send(id pane.ID, msg tea.Msg) tea.Cmd {
	p := a.pages.byID(id)
	if p == nil {
		return nil
	}
	if _, ok := msg.(pane.GoTo); ok {
		for a.focus() != id {
			a.leave()
		}
	}
	before := a.focus()
	env := a.env(id)
	env.Open = a.open
	cmd := p.Update(env, msg)
	if r, ok := p.(pane.Releaser); ok && a.focus() != id {
		r.Release()
	}
	if a.focus() != before {
		return tea.Batch(cmd, a.tick())
	}
	return cmd
}

// tick tells the page on screen that there is a new snapshot, or that it is on
// screen now. What is frozen does not move.
func (a *App) tick() tea.Cmd {
	if a.frozen != nil {
		return nil
	}
	return a.send(a.focus(), pane.Tick{})
}

// open opens what a page asks for: a dialog, a line to write on, or another page.
func (a *App) open(what any) {
	switch w := what.(type) {
	case pane.Menu:
		a.overlay.Open(overlay.Menu(&a.keys.dialog, w))
	case pane.Prompt:
		a.openPagePrompt(w)
	case pane.Question:
		a.overlay.Open(overlay.Ask(&a.keys.dialog, w))
	case pane.Arrangement:
		a.overlay.Open(overlay.Arrange(&a.keys.dialog, w))
	case pane.Visit:
		if row := a.table.row(w.Page()); row != nil {
			a.openPage(row, w)
		}
	}
}

// openPage opens the page of a row, unless the one on screen is what is asked
// for; v is nil where that is not about anything.
func (a *App) openPage(row *pageRow, v pane.Visit) {
	front := a.pages.front()
	if t, several := front.Pane.(pane.Turner); front.row == row && (!several || t.Turn(v)) {
		return
	}
	front.keep()
	if p := row.open(v, row.preferences); p != nil {
		a.pages.add(row, p)
	}
}
