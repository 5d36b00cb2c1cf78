package containers

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/pane"
)

// groupBy is the groupings in the order their key goes round.
var groupBy = [...]model.Grouping{model.ByPod, model.ByProject, model.ByUnit, model.ByUser, model.ByNone}

// nextGrouping groups rows by something else and says what.
func (p *Pane) nextGrouping(env pane.Env) tea.Cmd {
	for i, by := range groupBy {
		if by == p.choice.by {
			p.choice.by = groupBy[(i+1)%len(groupBy)]
			break
		}
	}
	p.list.Step(0)
	p.resort()
	p.sync(env)
	return pane.Say(model.Info, p.groupsText())
}

// groupsText says what rows are grouped by, and how many groups that makes.
func (p *Pane) groupsText() string {
	if p.choice.by == model.ByNone {
		return "not grouped"
	}
	heads, outside := 0, 0
	for i := range p.list.Rows {
		switch r := &p.list.Rows[i]; {
		case r.group != nil:
			heads++
		case r.in == nil:
			outside++
		}
	}
	text := "grouped by " + p.choice.by.String() + ": "
	if heads == 0 {
		return text + "no group here"
	}
	text += model.Plural(heads, "group", "groups")
	if outside > 0 {
		text += ", " + model.Plural(outside, "container", "containers") + " outside"
	}
	return text
}

// setFold folds or unfolds the group under the cursor. From a member, folding
// goes to the head first.
func (p *Pane) setFold(closed bool) tea.Cmd {
	r := p.current()
	switch {
	case r == nil:
	case r.group != nil:
		p.fold(r.key, closed)
	case closed && r.in != nil:
		p.to(r.in.Key)
	default:
		return nothingToFold(r)
	}
	return nil
}

// nothingToFold says why a key does nothing.
func nothingToFold(r *row) tea.Cmd {
	return pane.Say(model.Info, "nothing to unfold: "+r.name()+" is a container, not a group")
}

// Chosen implements pane.Chooser.
func (p *Pane) Chosen(env pane.Env) (*model.Container, string) {
	p.sync(env)
	switch r := p.current(); {
	case r == nil:
		return nil, "there is no container"
	case r.container == nil:
		return nil, "this is a " + r.group.By.String()
	default:
		return r.container, ""
	}
}

// Group implements pane.Grouper.
func (p *Pane) Group(env pane.Env) *model.Group {
	p.sync(env)
	if r := p.current(); r != nil {
		return r.group
	}
	return nil
}

// open opens the page of what is under the cursor.
func (p *Pane) open(env pane.Env) {
	switch r := p.current(); {
	case r == nil:
	case r.group != nil:
		env.Open(pane.Members{By: p.choice.by, Key: r.key})
	default:
		env.Open(pane.Detail{Key: r.key})
	}
}

func (p *Pane) fold(k model.Key, closed bool) {
	if p.choice.folded == nil {
		p.choice.folded = map[model.Key]bool{}
	}
	p.choice.folded[k] = closed
	p.resort()
}

// badness is how much is wrong with c: 0 if nothing is.
func (a alerts) badness(c *model.Container) int {
	bad := 0
	switch {
	case c.State == model.Failed, c.Ended() && c.OOMKilled, c.State.Live() && c.Health == "unhealthy":
		bad = 3
	case c.Ended() && c.ExitCode != 0:
		bad = 2
	case c.State == model.Paused, c.State == model.Activating:
		bad = 1
	}
	if x := a[c.Key]; x != nil {
		bad = max(bad, 2*(int(x.Severity)+1))
	}
	return bad
}

// text says how folded members are, in so few words as for a container.
func (f *fold) text() string {
	if f.live == f.members {
		return strconv.Itoa(f.live) + " running"
	}
	return strconv.Itoa(f.live) + " of " + strconv.Itoa(f.members) + " up"
}

// left says how many of all members a filter leaves.
func (f *fold) left() string {
	return strconv.Itoa(f.members) + " of " + strconv.Itoa(f.members+f.hidden)
}

// unfold unfolds the group that k is in, if it is folded.
func (p *Pane) unfold(snap *model.Snapshot, k model.Key) {
	for _, g := range snap.Groups(p.choice.by) {
		for _, i := range g.Members {
			if p.choice.folded[g.Key] && snap.Containers[i].Key == k {
				p.fold(g.Key, false)
			}
		}
	}
}

// groupsHelp is what help says of groups.
var groupsHelp = []string{
	"Rows are grouped by pod, compose project, systemd unit or user, or not at all.",
	"A group's figures are the sums over all its members, also those that are not shown; with a filter over those it leaves, so many of all. ≥ where a member that runs is missing from one.",
	"A network that several containers share has its traffic once: at their pod, at the container whose network it is or, where neither has a row, at the first of them by name; the others say whose it is.",
	"A group that is folded counts its members and shows the worst of them.",
}
