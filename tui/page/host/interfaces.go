package host

import (
	"strings"

	"podtop/tui/column"
	"podtop/tui/table"
	"podtop/tui/widget"
)

var addressColumn = table.Column[column.Interface]{
	Head: "ADDRESSES", Width: 18, Most: 59, Rank: 4, Left: true, Draw: func(c table.Cell, i *column.Interface) []byte {
		return c.Text(c.Theme.Muted, strings.Join(i.Addresses, " "))
	},
}

func (p *Page) drawInterfaces(s *widget.Sheet) {
	var all []column.Interface
	ends := 0 // of containers' networks
	for i := range p.host.Got.Interfaces {
		switch f := &p.host.Got.Interfaces[i]; {
		case f.Name == "lo":
		case strings.HasPrefix(f.Name, "veth"):
			ends++
		default:
			all = append(all, column.Interface{Interface: f, Flow: p.rates.Interfaces[i]})
		}
	}
	heading(s, "interfaces", "")
	if len(all) == 0 {
		p.drawNone(s, interfaces, "there is none but lo")
	} else {
		rows, rest := busiest(all, func(f *column.Interface) float64 { return f.Flow.RxBytes + f.Flow.TxBytes })
		drawTable(s, interfaceColumns, rows)
		drawRest(s, rest, "with less traffic")
	}
	drawRest(s, ends, "veth, the host's ends of containers' networks")
}
