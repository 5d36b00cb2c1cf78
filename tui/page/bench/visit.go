package bench

import (
	"podtop/model"
	"podtop/tui/pane"
)

// Open returns the page that is asked for, or nil if none is.
func Open(k *KeyMap, v pane.Visit) pane.Pane {
	visit, ok := v.(pane.Bench)
	if !ok {
		return nil
	}
	return &Page{keys: k, of: visit.Of, choices: newChoices()}
}

// Offers is the benchmark that is about no container.
func Offers() []pane.Offer {
	return []pane.Offer{{Name: "benchmark podtop itself", Text: "on this host: choose what is measured", Visit: pane.Bench{}}}
}

// OffersOn are the benchmarks of c.
func OffersOn(c *model.Container) []pane.Offer {
	return []pane.Offer{{Name: "benchmark", Text: "choose what is measured", Visit: pane.Bench{Of: c.Key}}}
}

// Turn implements pane.Turner.
func (p *Page) Turn(v pane.Visit) bool {
	b, ok := v.(pane.Bench)
	return ok && b.Of == p.of
}

// About implements pane.About.
func (p *Page) About() (k model.Key, ok bool) { return p.of, p.of.Name != "" }

// Chosen implements pane.Chooser: the container that the page is about, while it is
// there.
func (p *Page) Chosen(env pane.Env) (*model.Container, string) {
	if p.of.Name == "" {
		return nil, "the benchmark is of podtop itself"
	}
	if c := p.container(env.Snapshot); c != nil {
		return c, ""
	}
	return nil, p.of.Name + " is no more"
}

// container is the one that the page is about, or nil.
func (p *Page) container(s *model.Snapshot) *model.Container {
	if p.of.Name == "" {
		return nil
	}
	return s.ContainerOf(p.of)
}

// subject is what the page is about, in words.
func (p *Page) subject(s *model.Snapshot) string {
	if p.of.Name == "" {
		return "podtop itself"
	}
	if c := p.container(s); c != nil && c.User != "" && c.UID != s.Host.UID {
		return c.User + "/" + p.of.Name
	}
	return p.of.Name
}

// Idle implements pane.Idler.
func (p *Page) Idle(env pane.Env, name string) bool {
	c := p.choices.list.Current()
	switch name {
	case "run":
		return p.run != nil || c == nil || c.Reason != ""
	case "shorter", "longer":
		return p.run != nil || c == nil || c.Reason != ""
	case "again":
		return !p.isOver()
	case "bench":
		return true // it is open
	}
	chosen, _ := p.Chosen(env)
	return pane.IdleFor(chosen, name)
}
