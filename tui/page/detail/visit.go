package detail

import (
	"cmp"

	"podtop/model"
	"podtop/tui/pane"
)

// Preferences are what the user chose on a page and finds again on the next.
type Preferences struct {
	tab   string // the title of the one on screen last in a container's page
	alone bool   // tabs have pages to themselves
}

var (
	_ pane.About   = (*Page)(nil)
	_ pane.Keeper  = (*Page)(nil)
	_ pane.Resumer = (*Page)(nil)
	_ pane.Turner  = (*Page)(nil)
)

// Open returns the page that is asked for, with preferences of type
// Preferences, or nil if none is asked for.
func Open(k *KeyMap, v pane.Visit, preferences any) pane.Pane {
	last, _ := preferences.(Preferences)
	var p *Page
	switch v := v.(type) {
	case pane.Members:
		p = newMembers(k, v)
	case pane.Detail:
		v.Tab = cmp.Or(v.Tab, last.tab)
		p = newPage(k, v)
	default:
		return nil
	}
	p.preferences = last
	return p
}

// Preferences implements pane.Keeper: they are Preferences.
func (p *Page) Preferences() any {
	if !p.ofGroup() {
		p.preferences.tab = p.Tab()
	}
	return p.preferences
}

// Resume implements pane.Resumer.
func (p *Page) Resume(preferences any) { p.preferences, _ = preferences.(Preferences) }

// Turn implements pane.Turner: the page of a container shows another tab.
func (p *Page) Turn(v pane.Visit) bool {
	d, ok := v.(pane.Detail)
	if !ok || p.ofGroup() || d.Key != p.about.key || !d.At.IsZero() {
		return false
	}
	p.choose(cmp.Or(d.Tab, p.preferences.tab))
	return true
}

// Offers are the tabs of c's page.
func Offers(c *model.Container) (all []pane.Offer) {
	for _, tab := range Tabs() {
		all = append(all, pane.Offer{Name: tab, Text: "open this tab of its page", Visit: pane.Detail{Key: c.Key, Tab: tab}})
	}
	return all
}
