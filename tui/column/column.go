// Package column has the columns that the page of the host and tabs of a
// container's page share: of disks, of interfaces and of pressure.
package column

import (
	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/table"
	"podtop/tui/widget"
)

// A Disk is a row: its name, and what is done to it each second.
type Disk struct {
	Name string
	probe.DeviceRates
}

// Disks are the columns of disks.
var Disks = []table.Column[Disk]{
	{Head: "device", Width: 8, Most: 14, Left: true, Draw: func(c table.Cell, d *Disk) []byte { return c.Text("", d.Name) }},
	{Head: "read/s", Width: 6, Draw: func(c table.Cell, d *Disk) []byte { return c.Value(d.Read, model.BytesPerSec) }},
	{Head: "write/s", Width: 7, Draw: func(c table.Cell, d *Disk) []byte { return c.Value(d.Written, model.BytesPerSec) }},
	{Head: "reads/s", Width: 7, Rank: 5, Draw: func(c table.Cell, d *Disk) []byte { return c.Value(d.ReadIOs, model.PerSec) }},
	{Head: "writes/s", Width: 8, Rank: 4, Draw: func(c table.Cell, d *Disk) []byte { return c.Value(d.WrittenIOs, model.PerSec) }},
	{Head: "a read", Width: 6, Rank: 3, Draw: func(c table.Cell, d *Disk) []byte { return c.Latency(d.ReadLatency) }},
	{Head: "a write", Width: 7, Rank: 2, Draw: func(c table.Cell, d *Disk) []byte { return c.Latency(d.WriteLatency) }},
	{Head: "queue", Width: 5, Rank: 6, Draw: func(c table.Cell, d *Disk) []byte { return c.Value(d.InFlight, model.Number) }},
	{Head: "busy", Width: 5, Most: 23, Rank: 1, Draw: func(c table.Cell, d *Disk) []byte { return c.Bar(d.Busy, widget.MuchBusy) }},
}

// An Interface is a row: an interface, and what passes it each second.
type Interface struct {
	*probe.Interface
	Flow probe.Flow
}

// Interfaces are the columns of interfaces.
var Interfaces = []table.Column[Interface]{
	{Head: "name", Width: 9, Most: 16, Left: true, Draw: func(c table.Cell, i *Interface) []byte { return c.Text("", i.Name) }},
	{Head: "state", Width: 7, Most: 10, Rank: 3, Left: true, Draw: func(c table.Cell, i *Interface) []byte { return i.drawState(c) }},
	{Head: "MTU", Width: 5, Rank: 5, Draw: func(c table.Cell, i *Interface) []byte { return c.Int(i.MTU) }},
	{Head: "↓", Width: 6, Draw: func(c table.Cell, i *Interface) []byte { return c.Value(i.Flow.RxBytes, model.BytesPerSec) }},
	{Head: "↑", Width: 6, Draw: func(c table.Cell, i *Interface) []byte { return c.Value(i.Flow.TxBytes, model.BytesPerSec) }},
	{Head: "pkt ↓", Width: 6, Rank: 6, Draw: func(c table.Cell, i *Interface) []byte { return c.Value(i.Flow.RxPackets, model.PerSec) }},
	{Head: "pkt ↑", Width: 6, Rank: 6, Draw: func(c table.Cell, i *Interface) []byte { return c.Value(i.Flow.TxPackets, model.PerSec) }},
	{Head: "drop/s", Width: 6, Rank: 1, Draw: func(c table.Cell, i *Interface) []byte {
		return c.High(i.Flow.RxDrop+i.Flow.TxDrop, widget.MuchLost, model.PerSec)
	}},
	{Head: "err/s", Width: 6, Rank: 2, Draw: func(c table.Cell, i *Interface) []byte {
		return c.High(i.Flow.RxErrs+i.Flow.TxErrs, widget.MuchLost, model.PerSec)
	}},
	{Head: "drops", Width: 6, Rank: 7, Draw: func(c table.Cell, i *Interface) []byte {
		return c.Value(i.RxDrop.Add(i.TxDrop).Float(), model.Number)
	}},
	{Head: "errs", Width: 6, Rank: 7, Draw: func(c table.Cell, i *Interface) []byte {
		return c.Value(i.RxErrs.Add(i.TxErrs).Float(), model.Number)
	}},
}

// drawState mutes an interface that is not up.
func (i *Interface) drawState(c table.Cell) []byte {
	switch i.State {
	case "":
		return c.Text(c.Theme.Muted, c.Theme.Glyphs.Dash)
	case "up":
		return c.Text("", i.State)
	}
	return c.Text(c.Theme.Muted, i.State)
}
