package detail

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/look"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// network is the tab of the container's network.
type network struct {
	body
	*asked
	look       question[*look.Network]
	interfaces table
}

func newNetwork(k *KeyMap, a *asked) tab {
	return &network{
		body: body{keys: k}, asked: a, interfaces: table{columns: interfaceColumns},
		look: newQuestion[*look.Network]("the kernel", 2*time.Second),
	}
}

func (*network) title() string { return "Network" }

func (n *network) update(env pane.Env, s *subject, msg tea.Msg) tea.Cmd {
	switch {
	case n.look.take(env, msg), n.inspect.take(env, msg):
		n.anew()
	case msg == pane.Tick{}:
		return tea.Batch(n.look.ask(env, s, pane.Looker.Network), n.inspect.ask(env, s))
	default:
		n.press(env, msg)
	}
	return nil
}

func (n *network) draw(b []byte, env pane.Env, s *subject) []byte {
	return n.body.draw(b, env, func(sheet *widget.Sheet) { n.write(sheet, env, s) })
}

func (n *network) write(sheet *widget.Sheet, env pane.Env, s *subject) {
	infra := infraOf(env.Snapshot, s)
	for _, text := range whose(s, infra) {
		sheet.Para("", text)
	}
	has := n.look.tell(sheet, env, s)
	if has {
		n.writeInterfaces(sheet, env)
	} else {
		n.writeSampled(sheet, s)
	}
	n.writePorts(sheet, env, s, infra)
	if has {
		n.writeSockets(sheet, env)
		n.writeDNS(sheet)
	}
	n.writeAttachments(sheet, env, s)
	sheet.Gap()
	n.look.tellLess(sheet)
}

var interfaceColumns = []column{
	{head: "", width: 9, text: true, wide: true, most: 15},
	{head: "state", width: 7, rank: 5, text: true},
	{head: "MTU", width: 5, rank: 3},
	{head: "↓", width: 6},
	{head: "↑", width: 6},
	{head: "pkt ↓", width: 6, rank: 7},
	{head: "pkt ↑", width: 6, rank: 7},
	{head: "drop/s", width: 6, rank: 1},
	{head: "err/s", width: 6, rank: 2},
	{head: "drops", width: 6, rank: 4},
	{head: "errs", width: 6, rank: 4},
}

// writeInterfaces adds what passes each interface each second, what was lost
// ever, and addresses.
func (n *network) writeInterfaces(sheet *widget.Sheet, env pane.Env) {
	now := n.look.Got
	title := "interfaces"
	if d, ok := n.look.two(); ok {
		title += ", over the last " + pane.Spell(max(time.Second, d.Round(time.Second)))
	}
	sheet.Head(title)
	n.interfaces.fit(sheet.Width)
	n.interfaces.addHeads(sheet)
	for i := range now.Interfaces {
		of, f := &now.Interfaces[i], now.Flow(i, n.look.Before)
		n.interfaces.add(sheet, func(b []byte, col, width int) []byte {
			switch col {
			case 0:
				return widget.AppendText(b, of.Name, width, env.Theme.Glyphs)
			case 1:
				return widget.AppendText(b, env.Theme.Glyphs.Own(orDash(of.State)), width, env.Theme.Glyphs)
			case 2:
				return appendInt(b, of.MTU, width, env.Theme)
			}
			return flowCell(b, of, &f, col, width, env.Theme)
		})
	}
	sheet.Gap()
	for i := range now.Interfaces {
		of := &now.Interfaces[i]
		for j, address := range of.Addresses {
			name := of.Name
			if j > 0 {
				name = ""
			}
			sheet.Field(name, "", address)
		}
	}
}

func flowCell(b []byte, of *look.Interface, f *look.Flow, col, width int, t theme.Theme) []byte {
	lost := func(v float64) []byte { return appendStyled(b, v, model.PerSec, width, much(v, 1, t), t) }
	switch col {
	case 3:
		return appendValue(b, f.RxBytes, model.BytesPerSec, width, t)
	case 4:
		return appendValue(b, f.TxBytes, model.BytesPerSec, width, t)
	case 5:
		return appendValue(b, f.RxPackets, model.PerSec, width, t)
	case 6:
		return appendValue(b, f.TxPackets, model.PerSec, width, t)
	case 7:
		return lost(f.RxDrop + f.TxDrop)
	case 8:
		return lost(f.RxErrs + f.TxErrs)
	case 9:
		return appendValue(b, of.RxDrop.Add(of.TxDrop).Float(), model.Number, width, t)
	}
	return appendValue(b, of.RxErrs.Add(of.TxErrs).Float(), model.Number, width, t)
}

// writeSampled adds what the samples tell of the network.
func (*network) writeSampled(sheet *widget.Sheet, s *subject) {
	if s.Net == model.NetHost {
		return
	}
	f := s.WithTraffic()
	sheet.Gap()
	sheet.Field("received", "", value(f.NetRx, model.BytesPerSec)+" each second")
	sheet.Field("sent", "", value(f.NetTx, model.BytesPerSec)+" each second")
	sheet.Field("lost", "", value(f.NetDrops, model.PerSec)+" dropped, "+model.PluralOf(f.NetErrs, model.PerSec, "error", "errors")+" each second")
}
