package storage

import (
	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/poll"
	"podtop/tui/table"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// How full a file system is before it stands out, in percent.
const (
	fullWarn = 85
	fullBad  = 95
)

func fullStyle(pct float64, t theme.Theme) theme.Style {
	switch {
	case pct >= fullBad:
		return t.Bad
	case pct >= fullWarn:
		return t.Warn
	}
	return ""
}

func barStyle(pct float64, t theme.Theme) theme.Style {
	if s := fullStyle(pct, t); s != "" {
		return s
	}
	return t.Graph
}

// A device is a row: its name, and what is done to it each second.
type device struct {
	name string
	probe.DeviceRates
}

var deviceColumns = []table.Column[device]{
	{Head: "device", Width: 12, Left: true, Draw: func(c table.Cell, d *device) []byte { return c.Text("", d.name) }},
	{Head: "read/s", Width: 6, Draw: func(c table.Cell, d *device) []byte { return c.Value(d.Read, model.BytesPerSec) }},
	{Head: "write/s", Width: 7, Draw: func(c table.Cell, d *device) []byte { return c.Value(d.Written, model.BytesPerSec) }},
	{Head: "reads/s", Width: 7, Rank: 3, Draw: func(c table.Cell, d *device) []byte { return c.Value(d.ReadIOs, model.PerSec) }},
	{Head: "writes/s", Width: 8, Rank: 3, Draw: func(c table.Cell, d *device) []byte { return c.Value(d.WrittenIOs, model.PerSec) }},
	{Head: "a read", Width: 7, Rank: 1, Draw: func(c table.Cell, d *device) []byte { return c.Latency(d.ReadLatency) }},
	{Head: "a write", Width: 7, Rank: 1, Draw: func(c table.Cell, d *device) []byte { return c.Latency(d.WriteLatency) }},
	{Head: "busy", Width: 5, Rank: 2, Draw: func(c table.Cell, d *device) []byte {
		return c.Styled(fullStyle(d.Busy, c.Theme), d.Busy, model.Percent)
	}},
	{Head: "queue", Width: 5, Rank: 4, Draw: func(c table.Cell, d *device) []byte { return c.Value(d.InFlight, model.Number) }},
}

// writeDevices adds what the container did to each disk, and how the disk
// fares.
func (st *storage) writeDevices(sheet *widget.Sheet, s *poll.Subject, q *poll.Poll[*probe.Storage]) {
	sheet.Gap()
	if len(q.Got.Devices) == 0 {
		if s.State.Live() {
			sheet.Para(sheet.Theme.Muted, "No device: it has not read or written one, or io is not delegated to it.")
		}
		return
	}
	d, _ := q.Between()
	var before []probe.Device
	if q.Before != nil {
		before = q.Before.Devices
	}
	rates := probe.DevicesSince(before, q.Got.Devices, d)
	st.devices.AddHeads(sheet)
	for i := range rates {
		st.devices.AddRow(sheet, &device{q.Got.Devices[i].Name, rates[i]})
	}
	sheet.Para(sheet.Theme.Muted, "How long a read or a write takes, busy and queue are of the whole disk, whoever uses it.")
}
