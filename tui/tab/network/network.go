// Package network is the tab of the container's network.
package network

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/tab"
	"podtop/tui/table"
	"podtop/tui/widget"
)

// network is what the tab shows.
type network struct {
	*poll.Shared
	answer     poll.Poll[*probe.Network]
	interfaces table.Table[iface]
}

// New returns the tab.
func New(k *tab.KeyMap, a *poll.Shared) tab.Tab {
	return &tab.Sheet{Name: "Network", Keys: k, Text: &network{
		Shared: a, interfaces: table.Of(interfaceColumns),
		answer: poll.New[*probe.Network]("the kernel", 2*time.Second),
	}}
}

// Ask implements tab.Writer.
func (n *network) Ask(env pane.Env, s *poll.Subject) tea.Cmd {
	return tea.Batch(n.answer.Ask(env, s, pane.Prober.Network), n.Inspect.Ask(env, s))
}

// Take implements tab.Writer.
func (n *network) Take(env pane.Env, msg tea.Msg) bool {
	return n.answer.Take(env, msg) || n.Inspect.Take(env, msg)
}

// Write implements tab.Writer.
func (n *network) Write(sheet *widget.Sheet, env pane.Env, s *poll.Subject) {
	infra := infraOf(env.Snapshot, s)
	for _, text := range whose(s, infra) {
		sheet.Para("", text)
	}
	has := n.answer.WriteState(sheet, env, s)
	if has {
		n.writeInterfaces(sheet)
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
	n.answer.WriteNotes(sheet)
}

// An iface is a row: an interface, and what passes it each second.
type iface struct {
	*probe.Interface
	flow probe.Flow
}

var interfaceColumns = []table.Column[iface]{
	{Width: 9, Most: 15, Left: true, Draw: func(c table.Cell, i *iface) []byte { return c.Text("", i.Name) }},
	{Head: "state", Width: 7, Rank: 5, Left: true, Draw: func(c table.Cell, i *iface) []byte { return c.Text("", c.Theme.Glyphs.Own(widget.OrDash(i.State))) }},
	{Head: "MTU", Width: 5, Rank: 3, Draw: func(c table.Cell, i *iface) []byte { return c.Int(i.MTU) }},
	{Head: "↓", Width: 6, Draw: func(c table.Cell, i *iface) []byte { return c.Value(i.flow.RxBytes, model.BytesPerSec) }},
	{Head: "↑", Width: 6, Draw: func(c table.Cell, i *iface) []byte { return c.Value(i.flow.TxBytes, model.BytesPerSec) }},
	{Head: "pkt ↓", Width: 6, Rank: 7, Draw: func(c table.Cell, i *iface) []byte { return c.Value(i.flow.RxPackets, model.PerSec) }},
	{Head: "pkt ↑", Width: 6, Rank: 7, Draw: func(c table.Cell, i *iface) []byte { return c.Value(i.flow.TxPackets, model.PerSec) }},
	{Head: "drop/s", Width: 6, Rank: 1, Draw: func(c table.Cell, i *iface) []byte { return c.High(i.flow.RxDrop+i.flow.TxDrop, 1, model.PerSec) }},
	{Head: "err/s", Width: 6, Rank: 2, Draw: func(c table.Cell, i *iface) []byte { return c.High(i.flow.RxErrs+i.flow.TxErrs, 1, model.PerSec) }},
	{Head: "drops", Width: 6, Rank: 4, Draw: func(c table.Cell, i *iface) []byte { return c.Value(i.RxDrop.Add(i.TxDrop).Float(), model.Number) }},
	{Head: "errs", Width: 6, Rank: 4, Draw: func(c table.Cell, i *iface) []byte { return c.Value(i.RxErrs.Add(i.TxErrs).Float(), model.Number) }},
}

// writeInterfaces adds what passes each interface each second, what was lost
// ever, and addresses.
func (n *network) writeInterfaces(sheet *widget.Sheet) {
	now := n.answer.Got
	title := "interfaces"
	if d, ok := n.answer.Between(); ok {
		title += ", over the last " + pane.Spell(max(time.Second, d.Round(time.Second)))
	}
	sheet.Head(title)
	n.interfaces.AddHeads(sheet)
	for i := range now.Interfaces {
		n.interfaces.AddRow(sheet, &iface{&now.Interfaces[i], now.Flow(i, n.answer.Before)})
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

// writeSampled adds what the samples tell of the network.
func (*network) writeSampled(sheet *widget.Sheet, s *poll.Subject) {
	if s.Net == model.NetHost {
		return
	}
	f := s.WithTraffic()
	sheet.Gap()
	sheet.Field("received", "", widget.ValueText(f.NetRx, model.BytesPerSec)+" each second")
	sheet.Field("sent", "", widget.ValueText(f.NetTx, model.BytesPerSec)+" each second")
	sheet.Field("lost", "", widget.ValueText(f.NetDrops, model.PerSec)+" dropped, "+model.PluralOf(f.NetErrs, model.PerSec, "error", "errors")+" each second")
}
