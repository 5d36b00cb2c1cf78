package detail

import (
	"math"
	"strconv"

	"podtop/model"
	"podtop/model/look"
	"podtop/tui/graph"
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

// mountCell appends what stands in a column of a mount's row.
func mountCell(b []byte, m *look.Mount, col, width int, t theme.Theme) []byte {
	f := &m.Fill
	_, pct := f.Used()
	switch col {
	case mountOn:
		return widget.AppendText(b, m.Destination.String(), width, t.Glyphs)
	case mountAccess:
		return widget.AppendText(b, access(m), width, t.Glyphs)
	case mountType:
		return widget.AppendText(b, m.Type, width, t.Glyphs)
	case mountBar:
		if math.IsNaN(pct) {
			return widget.Pad(b, width)
		}
		return graph.AppendBar(b, width, pct/100, 0, barStyle(pct, t), t)
	case mountUsed:
		return appendStyled(b, pct, model.Percent, width, fullStyle(pct, t), t)
	case mountFree:
		return appendValue(b, f.Avail.Float(), model.Bytes, width, t)
	case mountSize:
		return appendValue(b, f.Total.Float(), model.Bytes, width, t)
	case mountInodes:
		inodes := f.UsedInodes()
		return appendStyled(b, inodes, model.Percent, width, fullStyle(inodes, t), t)
	case mountFS:
		return widget.AppendText(b, f.Type, width, t.Glyphs)
	}
	return widget.AppendText(b, from(m), width, t.Glyphs)
}

func barStyle(pct float64, t theme.Theme) theme.Style {
	if s := fullStyle(pct, t); s != "" {
		return s
	}
	return t.Graph
}

const (
	deviceName = iota
	deviceRead
	deviceWritten
	deviceReadIOs
	deviceWrittenIOs
	deviceReadTook
	deviceWriteTook
	deviceBusy
	deviceQueue
)

var deviceColumns = []column{
	deviceName:       {head: "device", width: 12, text: true},
	deviceRead:       {head: "read/s", width: 6},
	deviceWritten:    {head: "write/s", width: 7},
	deviceReadIOs:    {head: "reads/s", width: 7, rank: 3},
	deviceWrittenIOs: {head: "writes/s", width: 8, rank: 3},
	deviceReadTook:   {head: "a read", width: 7, rank: 1},
	deviceWriteTook:  {head: "a write", width: 7, rank: 1},
	deviceBusy:       {head: "busy", width: 5, rank: 2},
	deviceQueue:      {head: "queue", width: 5, rank: 4},
}

// writeDevices adds what the container did to each disk, and how the disk
// fares.
func (st *storage) writeDevices(sheet *widget.Sheet, s *subject, q *question[*look.Storage]) {
	sheet.Gap()
	if len(q.Got.Devices) == 0 {
		if s.State.Live() {
			sheet.Para(sheet.Theme.Muted, "No device: it has not read or written one, or io is not delegated to it.")
		}
		return
	}
	d, _ := q.two()
	var before []look.Device
	if q.Before != nil {
		before = q.Before.Devices
	}
	rates := look.DevicesSince(before, q.Got.Devices, d)
	st.devices.fit(sheet.Width)
	st.devices.addHeads(sheet)
	for i := range rates {
		st.devices.add(sheet, func(b []byte, col, width int) []byte {
			return deviceCell(b, q.Got.Devices[i].Name, &rates[i], col, width, sheet.Theme)
		})
	}
	sheet.Para(sheet.Theme.Muted, "How long a read or a write takes, busy and queue are of the whole disk, whoever uses it.")
}

func deviceCell(b []byte, name string, r *look.DeviceRates, col, width int, t theme.Theme) []byte {
	switch col {
	case deviceName:
		return widget.AppendText(b, name, width, t.Glyphs)
	case deviceRead:
		return appendValue(b, r.Read, model.BytesPerSec, width, t)
	case deviceWritten:
		return appendValue(b, r.Written, model.BytesPerSec, width, t)
	case deviceReadIOs:
		return appendValue(b, r.ReadIOs, model.PerSec, width, t)
	case deviceWrittenIOs:
		return appendValue(b, r.WrittenIOs, model.PerSec, width, t)
	case deviceReadTook:
		return appendTook(b, r.ReadLatency, width, t)
	case deviceWriteTook:
		return appendTook(b, r.WriteLatency, width, t)
	case deviceBusy:
		return appendStyled(b, r.Busy, model.Percent, width, fullStyle(r.Busy, t), t)
	}
	return appendValue(b, r.InFlight, model.Number, width, t)
}

// appendTook appends how many seconds something took at the right of width
// cells.
func appendTook(b []byte, seconds float64, width int, t theme.Theme) []byte {
	if math.IsNaN(seconds) {
		return appendRight(b, t.Glyphs.Dash, width, t.Muted, t)
	}
	return appendRight(b, tookText(seconds), width, "", t)
}

// tookText is a short time in words: "0.35ms", "12ms", "1.2s".
func tookText(seconds float64) string {
	v, unit := seconds, "s"
	if v < 0.9995 {
		v, unit = v*1000, "ms"
	}
	decimals := 0
	switch {
	case v < 0.995:
		decimals = 2
	case v < 9.95:
		decimals = 1
	}
	return strconv.FormatFloat(v, 'f', decimals, 64) + unit
}
