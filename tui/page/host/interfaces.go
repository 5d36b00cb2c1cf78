package host

import (
	"strconv"
	"strings"

	"podtop/model"
	"podtop/model/look"
	"podtop/tui/widget"
)

// An iface is one row.
type iface struct {
	*look.Interface
	look.Flow
}

var interfaceColumns = []column[iface]{
	{"NAME", room{least: 10, most: 16}, true, func(c cell, f *iface) []byte { return c.text("", f.Name) }},
	{"STATE", room{least: 11, rank: 4}, true, func(c cell, f *iface) []byte { return c.state(f.State) }},
	{"↓", room{least: 7}, false, func(c cell, f *iface) []byte { return c.value(f.Flow.RxBytes, model.BytesPerSec) }},
	{"↑", room{least: 7}, false, func(c cell, f *iface) []byte { return c.value(f.Flow.TxBytes, model.BytesPerSec) }},
	{"PK/S", room{least: 7, rank: 6}, false, func(c cell, f *iface) []byte {
		return c.value(f.Flow.RxPackets+f.Flow.TxPackets, model.PerSec)
	}},
	{"DROPS", room{least: 6}, false, func(c cell, f *iface) []byte { return c.figure(f.Flow.RxDrop+f.Flow.TxDrop, lostHigh, model.PerSec) }},
	{"ERRS", room{least: 6, rank: 2}, false, func(c cell, f *iface) []byte { return c.figure(f.Flow.RxErrs+f.Flow.TxErrs, lostHigh, model.PerSec) }},
	{"MTU", room{least: 6, rank: 5}, false, func(c cell, f *iface) []byte { return c.right(c.theme.Muted, mtu(f.MTU)) }},
	{"ADDRESSES", room{least: 19, most: 60, rank: 3}, true, func(c cell, f *iface) []byte {
		return c.text(c.theme.Muted, strings.Join(f.Addresses, " "))
	}},
}

func (c cell) state(state string) []byte {
	if state == "up" || state == "" {
		return c.text("", state)
	}
	return c.text(c.theme.Muted, state)
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
		drawTable(s, interfaceColumns, -1, rows)
		drawRest(s, rest, "with less traffic")
	}
	drawRest(s, ends, "veth, the host's ends of containers' networks")
}
