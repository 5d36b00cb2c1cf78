package tui

import (
	"maps"
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/overlay"
	"podtop/tui/page/containers"
	"podtop/tui/page/detail"
	"podtop/tui/pane"
)

// openPalette opens all there is to do and to go to.
func (a *App) openPalette() { a.overlay.Open(overlay.Palette(&a.keys.writing, a.entries())) }

// entries are the palette's: what concerns the chosen container, pages and
// keys, containers, groups of them, what the list is sorted by, its columns,
// and filters.
func (a *App) entries() []overlay.Entry {
	all := append(a.chosenEntries(), a.keyEntries()...)
	all = append(all, a.containerEntries()...)
	all = append(all, a.groupEntries()...)
	all = append(all, a.listEntries()...)
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
	name := a.whose(c.UID, c.User) + c.Name
	for _, tab := range detail.Tabs() {
		all = append(all, overlay.Entry{Name: name + ": " + tab, Text: "open this tab of its page", Do: func() tea.Cmd { return a.visit(pane.Detail{Key: c.Key, Tab: tab}) }})
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
		all = append(all, overlay.Entry{Name: a.whose(c.UID, c.User) + c.Name, Text: text, Do: func() tea.Cmd { return a.visit(pane.Detail{Key: c.Key}) }})
	}
	return all
}

// whose is what stands before a name, as in the list: the user whose it is, if
// that is not who watches.
func (a *App) whose(uid int, user string) string {
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
				Name: by.String() + " " + a.whose(g.UID, g.User) + g.Name, Text: "group of " + g.Owner() + ", " + strconv.Itoa(len(g.Members)) + " in it",
				Do: func() tea.Cmd { return a.visit(pane.Members{By: by, Key: g.Key}) },
			})
		}
	}
	return all
}

// listEntries sort the list, and show or hide its columns.
func (a *App) listEntries() (all []overlay.Entry) {
	for _, name := range containers.SortNames() {
		all = append(all, overlay.Entry{Name: "sort by " + name, Text: "order of the list", Do: func() tea.Cmd { return a.toList(containers.SortBy(name)) }})
	}
	for _, name := range containers.ColumnNames() {
		all = append(all, overlay.Entry{Name: "column " + name, Text: "show it in the list, or not", Do: func() tea.Cmd { return a.toList(containers.ToggleColumn(name)) }})
	}
	return all
}

// filterEntries put saved filters and those kept before in force.
func (a *App) filterEntries() (all []overlay.Entry) {
	add := func(text string) {
		all = append(all, overlay.Entry{Name: "filter " + text, Text: "of the list", Do: func() tea.Cmd {
			a.search.use(text)
			return a.toList(nil)
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
		return a.toList(nil)
	}})
}

// visit opens a page.
func (a *App) visit(what any) tea.Cmd {
	a.open(what)
	return a.tick()
}

// toList goes back to the list, with a message for it.
func (a *App) toList(msg tea.Msg) tea.Cmd {
	for !a.pages.atTop() {
		a.leave()
	}
	if msg == nil {
		return nil
	}
	return a.tell(listID, msg)
}

// use puts the filter that text is in force.
func (s *search) use(text string) {
	if f, err := s.saved.Parse(text); err == nil {
		s.filter, s.prompt = f, nil
	}
}
