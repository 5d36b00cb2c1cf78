package tui

import (
	"maps"
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/overlay"
	"podtop/tui/pane"
)

// openPalette opens all there is to do and to go to.
func (a *App) openPalette() { a.overlay.Open(overlay.Palette(&a.keys.writing, a.entries())) }

// entries are the palette's: what concerns the chosen container, pages and
// keys, containers, groups of them, what pages offer, and filters.
func (a *App) entries() []overlay.Entry {
	all := append(a.chosenEntries(), a.keyEntries()...)
	all = append(all, a.containerEntries()...)
	all = append(all, a.groupEntries()...)
	all = append(all, a.pageEntries()...)
	return append(all, a.filterEntries()...)
}

// chosenEntries open the tabs of the chosen container, and change it.
func (a *App) chosenEntries() (all []overlay.Entry) {
	p, ok := a.front().(pane.Chooser)
	if !ok {
		return nil
	}
	c, _ := p.Chosen(a.env(a.focus()))
	if c == nil {
		return nil
	}
	name := a.ownerPrefix(c.UID, c.User) + c.Name
	for _, row := range a.table {
		if row.offersOn == nil || a.keepsOut(row) {
			continue
		}
		for _, o := range row.offersOn(c) {
			o.Name = name + ": " + o.Name
			all = append(all, a.entryOf(row, o))
		}
	}
	if a.Actor == nil {
		return all
	}
	all = append(all, a.changeEntries(c)...)
	return append(all, overlay.Entry{Name: name + ": shell …", Text: "choose a way in", Do: func() tea.Cmd { return a.shell(true) }})
}

// keyEntries are the keys that work everywhere, but for those that make no
// sense here.
func (a *App) keyEntries() (all []overlay.Entry) {
	for i := range a.keys.everywhere {
		c := &a.keys.everywhere[i]
		if c.name == "palette" || c.name == "window" || a.Actor == nil && canChange(c.name) {
			continue
		}
		all = append(all, overlay.Entry{Name: c.Help().Desc, Text: "key " + pane.First(c.Binding), Words: c.name, Do: func() tea.Cmd { return c.do(a, tea.KeyPressMsg{}) }})
	}
	for i, w := range pane.Windows() {
		all = append(all, overlay.Entry{Name: "window: " + w.String(), Text: "time window of graphs", Do: func() tea.Cmd { a.setWindow(i); return nil }})
	}
	return all
}

// containerEntries open the pages of containers.
func (a *App) containerEntries() (all []overlay.Entry) {
	snap := a.shown()
	for i := range snap.Containers {
		c := &snap.Containers[i]
		if c.Infra {
			continue
		}
		text := "container of " + c.Owner() + ", " + string(c.State)
		all = append(all, overlay.Entry{Name: a.ownerPrefix(c.UID, c.User) + c.Name, Text: text, Do: func() tea.Cmd { return a.visit(pane.Detail{Key: c.Key}) }})
	}
	return all
}

// ownerPrefix is what stands before a name, as in the list: the user whose it is, if
// that is not who watches.
func (a *App) ownerPrefix(uid int, user string) string {
	if uid == a.shown().Host.UID || user == "" {
		return ""
	}
	return user + "/"
}

// groupEntries open the pages of groups.
func (a *App) groupEntries() (all []overlay.Entry) {
	snap := a.shown()
	for _, by := range []model.Grouping{model.ByPod, model.ByProject, model.ByUnit} {
		for _, g := range snap.Groups(by) {
			all = append(all, overlay.Entry{
				Name: by.String() + " " + a.ownerPrefix(g.UID, g.User) + g.Name, Text: "group of " + g.Owner() + ", " + strconv.Itoa(len(g.Members)) + " in it",
				Do: func() tea.Cmd { return a.visit(pane.Members{By: by, Key: g.Key}) },
			})
		}
	}
	return all
}

// pageEntries are what pages offer, whichever is on screen.
func (a *App) pageEntries() (all []overlay.Entry) {
	for _, row := range a.table {
		if row.offers == nil || a.keepsOut(row) {
			continue
		}
		for _, o := range row.offers() {
			all = append(all, a.entryOf(row, o))
		}
	}
	return all
}

// entryOf is an offer of a page as an entry.
func (a *App) entryOf(row *pageRow, o pane.Offer) overlay.Entry {
	return overlay.Entry{Name: o.Name, Text: o.Text, Do: func() tea.Cmd {
		if o.Visit != nil {
			return a.visit(o.Visit)
		}
		return a.toPage(row, o.Msg)
	}}
}

// filterEntries put saved filters and those kept before in force.
func (a *App) filterEntries() (all []overlay.Entry) {
	add := func(text string) {
		all = append(all, overlay.Entry{Name: "filter " + text, Text: "of the list", Do: func() tea.Cmd {
			a.search.use(text)
			return a.toList()
		}})
	}
	for _, name := range slices.Sorted(maps.Keys(a.search.saved)) {
		add("@" + name)
	}
	for _, text := range slices.Backward(a.search.past) {
		add(text)
	}
	return append(all, overlay.Entry{Name: "filter: none", Text: "show every container of the list", Do: func() tea.Cmd {
		a.search.clear()
		return a.toList()
	}})
}

// visit opens a page.
func (a *App) visit(what any) tea.Cmd {
	a.open(what)
	return a.tick()
}

// toPage goes back to the page of a row, or opens it if none is open, and has it
// take msg; nil: it only comes to the front.
func (a *App) toPage(row *pageRow, msg tea.Msg) tea.Cmd {
	for a.pages.have(row) && a.pages.front().row != row {
		a.leave()
	}
	a.openPage(row, nil)
	cmd := a.tick()
	if msg == nil {
		return cmd
	}
	return tea.Batch(cmd, a.send(a.focus(), msg))
}

// toList goes back to the list.
func (a *App) toList() tea.Cmd { return a.toPage(a.table.row(ListPage), nil) }

// use puts the filter that text is in force.
func (s *search) use(text string) {
	if f, err := s.saved.Parse(text); err == nil {
		s.filter, s.prompt = f, nil
	}
}
