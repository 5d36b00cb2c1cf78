package host

import (
	"strconv"
	"strings"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/table"
	"podtop/tui/widget"
)

// An iface is one row.
type iface struct {
	*probe.Interface
	probe.Flow
}

var interfaceColumns = []table.Column[iface]{
	{Head: "NAME", Width: 10, Most: 16, Left: true, Draw: func(c table.Cell, f *iface) []byte { return c.Text("", f.Name) }},
	{Head: "STATE", Width: 10, Rank: 4, Left: true, Draw: func(c table.Cell, f *iface) []byte { return f.drawState(c) }},
	{Head: "↓", Width: 6, Draw: func(c table.Cell, f *iface) []byte { return c.Value(f.Flow.RxBytes, model.BytesPerSec) }},
	{Head: "↑", Width: 6, Draw: func(c table.Cell, f *iface) []byte { return c.Value(f.Flow.TxBytes, model.BytesPerSec) }},
	{Head: "PK/S", Width: 6, Rank: 6, Draw: func(c table.Cell, f *iface) []byte {
		return c.Value(f.Flow.RxPackets+f.Flow.TxPackets, model.PerSec)
	}},
	{Head: "DROPS", Width: 5, Draw: func(c table.Cell, f *iface) []byte {
		return c.High(f.Flow.RxDrop+f.Flow.TxDrop, lostHigh, model.PerSec)
	}},
	{Head: "ERRS", Width: 5, Rank: 2, Draw: func(c table.Cell, f *iface) []byte {
		return c.High(f.Flow.RxErrs+f.Flow.TxErrs, lostHigh, model.PerSec)
	}},
	{Head: "MTU", Width: 5, Rank: 5, Draw: func(c table.Cell, f *iface) []byte { return c.Word(c.Theme.Muted, mtu(f.MTU)) }},
	{Head: "ADDRESSES", Width: 18, Most: 59, Rank: 3, Left: true, Draw: func(c table.Cell, f *iface) []byte {
		return c.Text(c.Theme.Muted, strings.Join(f.Addresses, " "))
	}},
}

// drawState mutes an interface that is not up.
func (f *iface) drawState(c table.Cell) []byte {
	if f.State == "up" || f.State == "" {
		return c.Text("", f.State)
	}
	return c.Text(c.Theme.Muted, f.State)
}

func mtu(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (p *Page) drawInterfaces(s *widget.Sheet) {
	var all []iface
	ends := 0 // of containers' networks
	for i := range p.host.Got.Interfaces {
		switch f := &p.host.Got.Interfaces[i]; {
		case f.Name == "lo":
		case strings.HasPrefix(f.Name, "veth"):
			ends++
		default:
			all = append(all, iface{f, p.rates.Interfaces[i]})
		}
	}
	heading(s, "interfaces", "")
	if len(all) == 0 {
		p.drawNone(s, interfaces, "there is none but lo")
	} else {
		rows, rest := busiest(all, func(f *iface) float64 { return f.Flow.RxBytes + f.Flow.TxBytes })
		drawTable(s, interfaceColumns, rows)
		drawRest(s, rest, "with less traffic")
	}
	drawRest(s, ends, "veth, the host's ends of containers' networks")
}
