// Package network is the tab of the container's network.
package network

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/column"
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
	interfaces table.Table[column.Interface]
}

// New returns the tab.
func New(k *tab.KeyMap, a *poll.Shared) tab.Tab {
	return &tab.Sheet{Name: "Network", Keys: k, Text: &network{
		Shared: a, interfaces: table.Of(column.Interfaces),
		answer: poll.New[*probe.Network]("the kernel", 2*time.Second),
	}}
}

// Ask implements tab.Writer.
func (n *network) Ask(env pane.Env, s *poll.Subject) tea.Cmd {
	return tea.Batch(n.answer.Ask(env, s, pane.Prober.Network), n.Inspect.Ask(env, s))
}

// Take implements tab.Writer.
func (n *network) Take(env pane.Env, msg tea.Msg) bool {
	return n.answer.Take(env, msg) || n.Shared.Take(env, msg)
}

// Write implements tab.Writer.
func (n *network) Write(sheet *widget.Sheet, env pane.Env, s *poll.Subject) {
	infra := infraOf(env.Snapshot, s)
	for _, text := range ownership(s, infra) {
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

// writeInterfaces adds what passes each interface each second, what was lost
// ever, and addresses.
func (n *network) writeInterfaces(sheet *widget.Sheet) {
	now := n.answer.Got
	title := "interfaces"
	if d, ok := n.answer.Between(); ok {
		title += ", over the last " + pane.FormatDuration(max(time.Second, d.Round(time.Second)))
	}
	sheet.Head(title)
	n.interfaces.AddHeads(sheet)
	for i := range now.Interfaces {
		n.interfaces.AddRow(sheet, &column.Interface{Interface: &now.Interfaces[i], Flow: now.Flow(i, n.answer.Before)})
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
