package logs

import (
	"slices"

	"podtop/model"
	"podtop/model/logs"
	"podtop/tui/logline"
	"podtop/tui/pane"
)

// Preferences are what the user chose on a page and finds again on the next.
type Preferences struct {
	stamp   logline.Stamp
	wrap    bool
	sources logs.Sources
	bare    bool // no graphs above the lines
}

// Open returns the page that is asked for, with preferences of type
// Preferences, or nil if none is asked for.
func Open(k *KeyMap, v pane.Visit, preferences any) pane.Pane {
	visit, ok := v.(pane.Logs)
	if !ok {
		return nil
	}
	p := &Page{keys: k, about: about{Logs: visit}, preferences: Preferences{sources: logs.WithEvents}}
	p.lines.follow = visit.At.IsZero()
	p.Resume(preferences)
	return p
}

// Preferences implements pane.Keeper: they are Preferences.
func (p *Page) Preferences() any { return p.preferences }

// Resume implements pane.Resumer.
func (p *Page) Resume(preferences any) {
	if last, ok := preferences.(Preferences); ok {
		p.preferences = last
	}
}

// Offers are c's log, of what there is to be read.
func Offers(c *model.Container) []pane.Offer {
	if c.Runtime != model.Podman {
		return nil
	}
	return []pane.Offer{{Name: "logs", Text: "what it writes", Visit: pane.Logs{Of: []model.Key{c.Key}}}}
}

// Turn implements pane.Turner: a page about the same shows another time.
func (p *Page) Turn(v pane.Visit) bool {
	l, ok := v.(pane.Logs)
	if !ok || p.about.all || l.By != p.about.By || l.Group != p.about.Group || !slices.Equal(l.Of, p.about.Of) {
		return false
	}
	if !l.At.IsZero() {
		p.about.At, p.turned = l.At, true
	}
	return true
}

// About implements pane.About.
func (p *Page) About() (k model.Key, ok bool) { return p.about.one() }

// Chosen implements pane.Chooser: the container of the line under the cursor,
// while it is there.
func (p *Page) Chosen(env pane.Env) (*model.Container, string) {
	k, ok := p.key()
	if !ok {
		return nil, "no container is chosen here"
	}
	if c := env.Snapshot.ContainerOf(k); c != nil {
		return c, ""
	}
	return nil, k.Name + " is no more"
}

// key is that of the container of the line under the cursor, or of the page.
func (p *Page) key() (model.Key, bool) {
	if l := p.current(); l != nil && l.Container.Name != "" {
		return l.Container.Key(), true
	}
	return p.about.one()
}

// Logs implements pane.Logger: those of the container of the line alone, around
// that.
func (p *Page) Logs(pane.Env) (*pane.Logs, string) {
	k, ok := p.key()
	if !ok {
		return nil, "the line is no container’s"
	}
	v := &pane.Logs{Of: []model.Key{k}}
	if l := p.current(); l != nil && !p.lines.follow {
		v.At = l.Time
	}
	return v, ""
}
