package storage

import (
	"podtop/model/probe"
	"podtop/tui/column"
	"podtop/tui/poll"
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
		st.devices.AddRow(sheet, &column.Disk{Name: q.Got.Devices[i].Name, DeviceRates: rates[i]})
	}
	sheet.Para(sheet.Theme.Muted, "How long a read or a write takes, busy and queue are of the whole disk, whoever uses it.")
}
