// Package host is the page of the machine: all that containers share, and what
// runs beside them. A box whose trouble is elsewhere shows it here.
package host

import (
	"cmp"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/widget"
)

// A Page is the page of the host.
type Page struct {
	keys *KeyMap
	host poll.Asking[*probe.Host]
	use  poll.Asking[[]probe.DiskUse] // what Podman keeps

	rates    probe.HostRates // of the last answer
	findings findings        // what stands out
	order    order           // of the cgroups
	parts    sequence        // of what is shown

	lines  widget.Scroll
	sheet  widget.Sheet
	column [maxColumns]widget.Sheet
	past   past
	made   made // what sheet was made of: it costs a hundred allocations, and reads the history
	news   int  // changes with what is to be shown
}

var _ pane.Pane = (*Page)(nil)

// New returns the page, for which nothing was asked yet.
func New(k *KeyMap) *Page {
	return &Page{
		keys: k,
		host: poll.Asking[*probe.Host]{Every: time.Second, Within: 5 * time.Second},
		use:  poll.Asking[[]probe.DiskUse]{Every: time.Minute, Within: 5 * time.Minute},
	}
}

// Update implements pane.Pane.
func (p *Page) Update(env pane.Env, msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pane.Tick:
		return p.ask(env)
	case pane.Wheel:
		p.scroll(env, msg.Lines)
	case tea.KeyPressMsg:
		return p.press(env, msg)
	default:
		p.take(env, msg)
	}
	return nil
}

// ask asks what is due.
func (p *Page) ask(env pane.Env) tea.Cmd {
	if env.Prober == nil {
		return nil
	}
	return tea.Batch(p.host.Ask(env, env.Prober.Host), p.use.Ask(env, env.Prober.DiskUse))
}

// take takes in an answer.
func (p *Page) take(env pane.Env, msg tea.Msg) {
	p.news++
	if p.use.Take(env, msg) || !p.host.Take(env, msg) || p.host.Err != nil {
		return
	}
	p.rates = p.host.Got.Since(p.host.Before)
	p.findings.take(env.Now, standsOut(p.host.Got, &p.rates, env.Snapshot))
	p.order.take(env.Now, p.host.Got, &p.rates)
	p.parts.take(env.Now, &p.findings, p.lines.Top == 0)
	if p.host.Before == nil { // there are no rates yet, and the next answer brings them
		p.order.since, p.parts.since = -orderStays, -partsStay
	}
}

func (p *Page) press(env pane.Env, msg tea.KeyPressMsg) tea.Cmd {
	if lines, ok := p.keys.Lines(msg, env.Height-1); ok {
		p.scroll(env, lines)
		return nil
	}
	p.news++
	switch {
	case key.Matches(msg, p.keys.Sort):
		p.order.next()
		if p.host.At > 0 {
			p.order.take(env.Now, p.host.Got, &p.rates)
		}
	case key.Matches(msg, p.keys.Again):
		p.host.Soon()
		p.use.Soon()
		return p.ask(env)
	}
	return nil
}

func (p *Page) scroll(env pane.Env, lines int) {
	p.compose(env)
	p.lines.Read(lines, p.sheet.Len(), env.Height)
}

// Draw implements pane.Pane: the lines, with a margin of one cell at each side.
func (p *Page) Draw(b []byte, env pane.Env) []byte {
	p.compose(env)
	p.lines.Within(p.sheet.Len(), env.Height)
	for i := range env.Height {
		if i > 0 {
			b = append(b, '\n')
		}
		b = p.sheet.Append(append(b, ' '), p.lines.Top+i, 1)
		b = append(b, ' ')
	}
	return b
}

// made is what the lines on screen were made of.
type made struct {
	mono          time.Duration // of the snapshot
	width, height int
	window        pane.Window
	news          int
}

// now is the time as the screen has it: it stands still while that is frozen.
func now(env pane.Env) time.Duration { return cmp.Or(env.Snapshot.Mono, env.Now) }
