package tui

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/page/bench"
	"podtop/tui/page/containers"
	"podtop/tui/page/detail"
	"podtop/tui/page/events"
	"podtop/tui/page/host"
	"podtop/tui/page/logs"
	"podtop/tui/page/results"
	"podtop/tui/pane"
)

// ListPage is the name of the list of containers, which is always open.
const ListPage = "list"

// newPageTable returns the pages there are, a row each, the list first. To add
// a page is to add a row.
func newPageTable() pageTable {
	listKeys, detailKeys, eventKeys, hostKeys, logKeys := containers.DefaultKeyMap(), detail.DefaultKeyMap(), events.DefaultKeyMap(), host.DefaultKeyMap(), logs.DefaultKeyMap()
	benchKeys, resultKeys := bench.DefaultKeyMap(), results.DefaultKeyMap()
	return pageTable{
		{
			name: ListPage, keys: listKeys.Groups,
			open:   func(_ pane.Visit, preferences any) pane.Pane { return containers.Open(&listKeys, preferences) },
			offers: containers.Offers,
		},
		{
			name: "detail", keys: detailKeys.Groups,
			opener: opener{
				name: "inspect", Binding: pane.Bind("inspect the container", "i"), after: "shell", visit: (*App).inspection,
			},
			open:     func(v pane.Visit, preferences any) pane.Pane { return detail.Open(&detailKeys, v, preferences) },
			offersOn: detail.Offers,
		},
		{
			name: "events", keys: eventKeys.Groups,
			opener: opener{name: "events", Binding: pane.Bind("what happened", "E"), after: "alerts"},
			open:   func(pane.Visit, any) pane.Pane { return events.New(&eventKeys) },
		},
		{
			name: "host", keys: hostKeys.Groups,
			opener: opener{name: "host", Binding: pane.Bind("the host as a whole", "H"), after: "copy"},
			open:   func(pane.Visit, any) pane.Pane { return host.New(&hostKeys) },
		},
		{
			name: "logs", keys: logKeys.Groups,
			opener:   opener{name: "logs", Binding: pane.Bind("logs: of the marked, or this", "l"), after: "shell", visit: (*App).logs},
			open:     func(v pane.Visit, preferences any) pane.Pane { return logs.Open(&logKeys, v, preferences) },
			offersOn: logs.Offers,
		},
		{
			name: "bench", keys: benchKeys.Groups,
			opener:   opener{name: "bench", Binding: pane.Bind("benchmark it", "B"), after: "shell", visit: (*App).benchmark},
			open:     func(v pane.Visit, _ any) pane.Pane { return bench.Open(&benchKeys, v) },
			offers:   bench.Offers,
			offersOn: bench.OffersOn,
		},
		{
			name: "results", keys: resultKeys.Groups,
			open:   func(v pane.Visit, _ any) pane.Pane { return results.Open(&resultKeys, v) },
			offers: results.Offers,
		},
	}
}

type pageTable []*pageRow

// A pageRow is all that the app knows of a page.
type pageRow struct {
	name   string              // that of a pane.Visit which asks for it
	keys   func() []pane.Group // that work on it, for help and to be changed
	opener opener
	// open returns the page that is asked for: by a Visit, or without one by the
	// opener; nil if the page has to be about something, and is not.
	open        func(v pane.Visit, preferences any) pane.Pane
	preferences any // of the page of this kind on screen last, nil at first; only pages read them
	// What there is in the palette: on every page, and where a container is chosen.
	offers   func() []pane.Offer
	offersOn func(*model.Container) []pane.Offer
}

// An opener is the key that opens a page wherever it is pressed. The zero opener
// is none: then other pages open it.
type opener struct {
	name string // in the configuration
	key.Binding
	after string // the command that help lists before it; "": the last one
	// visit is what the key asks for on the page on screen; nil if there is nothing
	// to ask for, which was said. A nil visit: the page is not about anything.
	visit func(*App) pane.Visit
}

// inspection asks for Podman's record of the chosen container.
func (a *App) inspection() pane.Visit {
	if c := a.chosen("to inspect"); c != nil {
		return pane.Detail{Key: c.Key, Tab: "Inspect"}
	}
	return nil
}

// benchmark asks for the benchmarks of the chosen container.
func (a *App) benchmark() pane.Visit {
	if a.readOnly() {
		return nil
	}
	if c := a.chosen("to benchmark"); c != nil {
		return pane.Bench{Of: c.Key}
	}
	return nil
}

// row is the row of the page of that name, or nil.
func (t pageTable) row(name string) *pageRow {
	if i := slices.IndexFunc(t, func(r *pageRow) bool { return r.name == name }); i >= 0 {
		return t[i]
	}
	return nil
}

// keys are the keys of each page, those of the list first. Pages share a name
// where a key means the same, such as down.
func (t pageTable) keys() [][]pane.Group {
	var all [][]pane.Group
	for _, r := range t {
		all = append(all, r.keys())
	}
	return all
}

// openers adds the keys that open pages to the commands, each in its place in
// help.
func (t pageTable) openers(all commands) commands {
	for _, r := range t {
		if r.opener.name == "" {
			continue
		}
		at := len(all)
		if i := slices.IndexFunc(all, func(c command) bool { return c.name == r.opener.after }); i >= 0 {
			at = i + 1
		}
		all = slices.Insert(all, at, command{r.opener.name, r.opener.Binding, r.press})
	}
	return all
}

// press opens the page: that of what is chosen, if it is about that.
func (r *pageRow) press(a *App, _ tea.KeyPressMsg) tea.Cmd {
	if r.opener.visit == nil {
		a.openPage(r, nil)
		return a.tick()
	}
	if v := r.opener.visit(a); v != nil {
		return a.visit(v)
	}
	return nil
}
