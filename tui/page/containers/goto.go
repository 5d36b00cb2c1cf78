package containers

import (
	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/pane"
)

// goTo puts the cursor on the row of k; it unfolds the group k is in, and shows
// all rows if k is not among those that are.
func (p *Pane) goTo(env pane.Env, k model.Key) tea.Cmd {
	p.unfold(env.Snapshot, k)
	p.sync(env)
	p.moved = env.Snapshot.Mono
	if p.to(k) {
		return nil
	}
	p.choice.all, p.synced = true, nil
	p.sync(env)
	if p.to(k) {
		return nil
	}
	reason := " is no more"
	if !env.Filter.IsZero() {
		reason = " is not in the list: the filter is " + env.Filter.String()
	}
	return pane.Say(model.Info, k.Name+reason)
}
