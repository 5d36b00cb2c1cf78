package memory

import (
	"strconv"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/tab"
	"podtop/tui/widget"
)

// writeBounds adds what bounds the memory, and what protects it.
func (m *memory) writeBounds(sheet *widget.Sheet, env pane.Env, s *poll.Subject, c *probe.Cgroups) {
	t := env.Theme
	sheet.Head("bounds")
	sheet.Field("limit", "", m.bound(s, &probe.MemoryLimited))
	sheet.Field("high", "", m.bound(s, &probe.HighLimited))
	sheet.Field("swap", "", widget.ValueText(s.Swap, model.Bytes)+" used; limit "+m.bound(s, &probe.SwapLimited))
	if m.Cgroups.Has() {
		sheet.Field("swappiness", "", swappiness(c))
		p := c.Protection()
		text, bad := protection(c, &p, &s.Meta)
		if bad {
			sheet.Field("reservation", t.Warn, text)
		} else {
			sheet.Field("reservation", "", text)
		}
	}
}

// andSwap is how much swap it can still take, in words; "" if none.
func (m *memory) andSwap(env pane.Env, s *poll.Subject) string {
	left := env.Snapshot.Host.SwapTotal - env.Snapshot.Host.SwapUsed
	if limit, _ := probe.SwapLimited.Effective(m.Cgroups.Got, s.Container); limit != model.NoLimit {
		left = min(left, limit.Float()-s.Swap)
	}
	if !(left > 0) {
		return ""
	}
	return " and " + widget.ValueText(left, model.Bytes) + " of swap"
}

// bound is the strictest of a limit and who has it, in words.
func (m *memory) bound(s *poll.Subject, f *probe.Limited) string {
	limit, by := f.Effective(m.Cgroups.Got, s.Container)
	text := widget.LimitText(limit, model.Bytes)
	if by != "" {
		text += " (" + by + ")"
	}
	return text
}

// swappiness is how readily the kernel swaps its memory out, and whose that is.
func swappiness(c *probe.Cgroups) string {
	n, hosts := c.Swappiness()
	switch {
	case !n.IsKnown():
		return model.Dash
	case hosts:
		return widget.ValueText(n.Float(), model.Number) + " (the host's)"
	}
	return widget.ValueText(n.Float(), model.Number) + " (" + probe.OwnCgroup + ")"
}

// protection says what a reservation does, and whether it does not do what it
// was made for.
func protection(c *probe.Cgroups, p *probe.Protection, m *model.Meta) (text string, bad bool) {
	n, ok := p.Low.Get()
	switch {
	case !p.Low.IsKnown():
		return model.Dash, false
	case ok && n == 0:
		return "none: what can be reclaimed of it is, as everybody's", false
	}
	text = widget.LimitText(p.Low, model.Bytes)
	if p.Low == model.NoLimit {
		text = "all of it"
	}
	if p.By == nil {
		return text + ": of what it has, " + widget.ValueText(p.Protect, model.Bytes) + " are not reclaimed as long as others have what can be", false
	}
	above := c.Where(p.By, m) + ", which it is in, has a reservation of "
	if p.Protect == 0 {
		return text + " protects nothing from others' need: " + above + "0", true
	}
	return text + ", of which " + widget.ValueText(p.Protect, model.Bytes) + " protect: " + above + widget.LimitText(p.Effective, model.Bytes), true
}

// writeProcess adds what the chosen process, or the biggest, says of its
// memory.
func (m *memory) writeProcess(sheet *widget.Sheet, env pane.Env, s *poll.Subject) {
	i := m.Process()
	if i < 0 {
		return
	}
	one := &m.Processes.Got.List[i]
	reason := "the biggest; enter in Processes chooses another"
	if one.Key() == m.Chosen {
		reason = "chosen in Processes"
	}
	sheet.Head("process " + strconv.Itoa(one.PID) + " " + one.Name)
	sheet.Para(env.Theme.Muted, reason)
	sheet.Line("", one.CommandLine())
	tab.WriteMemory(sheet, env, s, &m.Memory)
}
