package host

import (
	"cmp"
	"slices"
	"strconv"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/table"
	"podtop/tui/widget"
)

// mostRows is how many disks or interfaces are listed: of more, those that do
// most.
const mostRows = 12

// busiest are those of rows that are listed, in the order they have, and how
// many are not.
func busiest[R any](rows []R, weight func(*R) float64) (list []R, rest int) {
	if len(rows) <= mostRows {
		return rows, 0
	}
	at := make([]int, len(rows))
	for i := range at {
		at[i] = i
	}
	slices.SortStableFunc(at, func(a, b int) int { return cmp.Compare(weight(&rows[b]), weight(&rows[a])) })
	at = at[:mostRows]
	slices.Sort(at)
	for _, i := range at {
		list = append(list, rows[i])
	}
	return list, len(rows) - mostRows
}

// drawRest says that some are not listed.
func drawRest(s *widget.Sheet, n int, what string) {
	if n > 0 {
		s.Line(s.Theme.Muted, "and "+strconv.Itoa(n)+" "+what)
	}
}

// drawNone says that there is nothing of a part, unless a note says why.
func (p *Page) drawNone(s *widget.Sheet, q part, text string) {
	if !slices.ContainsFunc(p.host.Got.Missing, func(n model.Note) bool { return n.Source == partSources[q] }) {
		s.Line(s.Theme.Muted, text)
	}
}

// A disk is one row.
type disk struct {
	*probe.Device
	probe.DeviceRates
}

var diskColumns = []table.Column[disk]{
	{Head: "NAME", Width: 8, Most: 14, Left: true, Draw: func(c table.Cell, d *disk) []byte { return c.Text("", d.Name) }},
	{Head: "READ", Width: 6, Draw: func(c table.Cell, d *disk) []byte { return c.Value(d.Read, model.BytesPerSec) }},
	{Head: "WRITE", Width: 6, Draw: func(c table.Cell, d *disk) []byte { return c.Value(d.Written, model.BytesPerSec) }},
	{Head: "R/S", Width: 6, Rank: 5, Draw: func(c table.Cell, d *disk) []byte { return c.Value(d.ReadIOs, model.PerSec) }},
	{Head: "W/S", Width: 6, Rank: 4, Draw: func(c table.Cell, d *disk) []byte { return c.Value(d.WrittenIOs, model.PerSec) }},
	{Head: "MS/R", Width: 6, Rank: 3, Draw: func(c table.Cell, d *disk) []byte { return c.Word("", millis(d.ReadLatency)) }},
	{Head: "MS/W", Width: 6, Rank: 2, Draw: func(c table.Cell, d *disk) []byte { return c.Word("", millis(d.WriteLatency)) }},
	{Head: "QUEUE", Width: 5, Rank: 6, Draw: func(c table.Cell, d *disk) []byte { return c.Value(d.DeviceRates.InFlight, model.Number) }},
	{Head: "BUSY", Width: 12, Most: 23, Draw: func(c table.Cell, d *disk) []byte { return c.Bar(d.DeviceRates.Busy, busyHigh) }},
}

func (p *Page) drawDisks(s *widget.Sheet) {
	var all []disk
	for i := range p.host.Got.Disks {
		all = append(all, disk{&p.host.Got.Disks[i], p.rates.Disks[i]})
	}
	if some := slices.DeleteFunc(slices.Clone(all), func(d disk) bool { return d.DiskReads == model.Known(0) && d.DiskWrites == model.Known(0) }); len(some) > 0 {
		all = some
	}
	heading(s, "disks", "")
	if len(all) == 0 {
		p.drawNone(s, disks, "there is none")
		return
	}
	rows, rest := busiest(all, func(d *disk) float64 { return d.DeviceRates.Busy })
	drawTable(s, diskColumns, rows)
	drawRest(s, rest, "that do less")
}

// millis writes seconds as milliseconds; nothing, if there was no request that
// could have taken any.
func millis(seconds float64) string {
	ms := 1000 * seconds
	switch {
	case ms != ms:
		return ""
	case ms < 10:
		return strconv.FormatFloat(ms, 'f', 1, 64)
	}
	return strconv.FormatFloat(ms, 'f', 0, 64)
}
