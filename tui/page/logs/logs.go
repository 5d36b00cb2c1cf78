// Package logs is the page of what containers wrote.
package logs

import (
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/logs"
	"podtop/tui/feed"
	"podtop/tui/logline"
	"podtop/tui/pane"
)

// A Page shows lines of one or several containers, in the order of time: as they
// are written, or around another time.
type Page struct {
	keys        *KeyMap
	about       about
	preferences Preferences
	filter      logs.Filter
	feed        feed.Feed
	lines       lines
	find        find
	selection   selection
	axis        axis
	turned      bool       // another time was asked for
	wants       logs.Place // the line that the cursor was on before it was read anew

	style logline.Style
	look  look // what style is made of
	texts logline.Texts
}

var (
	_ pane.Pane      = (*Page)(nil)
	_ pane.About     = (*Page)(nil)
	_ pane.Chooser   = (*Page)(nil)
	_ pane.Clearer   = (*Page)(nil)
	_ pane.Closer    = (*Page)(nil)
	_ pane.Describer = (*Page)(nil)
	_ pane.Idler     = (*Page)(nil)
	_ pane.Keeper    = (*Page)(nil)
	_ pane.Logger    = (*Page)(nil)
	_ pane.Prompter  = (*Page)(nil)
	_ pane.Releaser  = (*Page)(nil)
	_ pane.Resumer   = (*Page)(nil)
	_ pane.Selector  = (*Page)(nil)
	_ pane.Turner    = (*Page)(nil)
	_ pane.Valuer    = (*Page)(nil)
)

// Update implements pane.Pane.
func (p *Page) Update(env pane.Env, msg tea.Msg) tea.Cmd {
	p.restyle(env)
	cmds := []tea.Cmd{p.handle(env, msg), p.reconcile(env), p.feed.Update(env, msg)}
	cmds = append(cmds, p.settle(env))
	cmds = append(cmds, p.found(env), p.updateGraphs(env, msg))
	if p.lines.follow {
		cmds = append(cmds, p.feed.Follow(env))
	}
	first, last := p.onScreen(env)
	return tea.Batch(append(cmds, p.feed.Look(env, first, last))...)
}

func (p *Page) handle(env pane.Env, msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return p.press(env, msg)
	case pane.Written:
		return p.write(env, msg)
	case pane.Wheel:
		p.wheel(env, msg.Lines)
	case pane.Click:
		p.click(env, msg)
	}
	return nil
}

func (p *Page) press(env pane.Env, msg tea.KeyPressMsg) tea.Cmd {
	switch k := p.keys; {
	case p.pressTime(env, msg):
	case key.Matches(msg, k.Top):
		return p.toOldest(env)
	case key.Matches(msg, k.Bottom, k.Now):
		return p.toNewest(env)
	case key.Matches(msg, k.EarlierStart):
		return p.toStart(env, true)
	case key.Matches(msg, k.LaterStart):
		return p.toStart(env, false)
	case key.Matches(msg, k.Next):
		return p.seekNext(env, true)
	case key.Matches(msg, k.Previous):
		return p.seekNext(env, false)
	case key.Matches(msg, k.Stamps):
		p.preferences.stamp = p.preferences.stamp.Next()
		return pane.Say(model.Info, "times: "+p.preferences.stamp.String())
	case key.Matches(msg, k.Wrap):
		p.preferences.wrap = !p.preferences.wrap
	case key.Matches(msg, k.Graphs):
		p.preferences.bare = !p.preferences.bare
	case key.Matches(msg, k.All):
		p.feed.StopSeeking() // it looks through the others
		p.about.turn()
		p.axis.synced = nil // it is of another now
	case key.Matches(msg, k.Sources):
		p.preferences.sources = (p.preferences.sources + 1) % (logs.WithClaims + 1)
		return pane.Say(model.Info, sourceTexts[p.preferences.sources])
	case key.Matches(msg, k.Filter):
		env.Open(p.filterPrompt(env))
	case key.Matches(msg, k.Select):
		p.toggleSelection()
	case key.Matches(msg, k.Save):
		return p.save(env)
	default:
		if n, ok := k.Lines(msg, p.page(env)); ok {
			p.step(n)
		}
	}
	return nil
}

// sourceTexts say what is shown.
var sourceTexts = [...]string{
	logs.OutputAlone: "what containers wrote alone",
	logs.WithEvents:  "with events, units and OOM kills",
	logs.WithClaims:  "with what others only say to be one of these",
}

// reconcile opens the log anew where it is to be another: a container came, other
// sources or another filter are wanted. What is on screen stays there.
func (p *Page) reconcile(env pane.Env) tea.Cmd {
	if env.Snapshot.Time.IsZero() || env.Logs == nil {
		return nil
	}
	if !env.Frozen || !p.feed.IsOpen() {
		p.about.sync(env.Snapshot)
	}
	r := feed.Request{Of: p.about.wanted, Sources: p.preferences.sources, Filter: p.filter}
	turned := p.turned
	switch have := p.feed.Request(); {
	case len(r.Of) == 0:
		return nil
	case !p.feed.IsOpen():
		return p.feed.Open(env, r, p.visited(env))
	case !slices.Equal(have.Of, r.Of) || have.Sources != r.Sources || have.Filter.String() != r.Filter.String():
		return p.feed.Open(env, r, p.here(env))
	case turned:
		return p.feed.Show(env, p.visited(env))
	}
	return nil
}

// visited is where the page was opened.
func (p *Page) visited(env pane.Env) feed.At {
	p.turned = false
	if p.about.At.IsZero() {
		return feed.AtEnd
	}
	p.lines.follow, p.axis.leads = false, false
	p.axis.charts.See(env.Snapshot, p.about.At)
	return feed.AtTime(p.about.At)
}

// here is where the cursor is.
func (p *Page) here(env pane.Env) feed.At {
	l := p.current()
	if p.lines.follow || l == nil {
		return p.visited(env)
	}
	p.wants = l.Place()
	return feed.AtTime(l.Time)
}

// current is the line under the cursor, or nil.
func (p *Page) current() *logs.Line {
	if n := p.lines.at; n >= p.feed.First() && n < p.feed.End() {
		return p.feed.Line(n)
	}
	return nil
}

// Clear implements pane.Clearer: first a search ends, then the selection goes,
// what was found, and the filter.
func (p *Page) Clear() bool {
	switch {
	case p.feed.StopSeeking():
	case p.selection.on:
		p.selection = selection{}
	case !p.find.pattern.IsZero():
		p.find.text, p.find.pattern = "", logs.Pattern{}
	case !p.filter.IsZero():
		p.filter = logs.Filter{}
	default:
		return false
	}
	return true
}

// Close implements pane.Closer.
func (p *Page) Close() {
	p.feed.Close()
	p.axis.charts.CloseLog()
}

// Release implements pane.Releaser.
func (p *Page) Release() {
	p.feed.Rest()
	p.axis.release()
}

// Value implements pane.Valuer.
func (p *Page) Value(pane.Env) string {
	if l := p.current(); l != nil {
		return l.Words()
	}
	return ""
}
