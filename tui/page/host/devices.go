package host

import (
	"cmp"
	"slices"
	"strconv"

	"podtop/model"
	"podtop/model/look"
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
	*look.Device
	look.DeviceRates
}

var diskColumns = []column[disk]{
	{"NAME", room{least: 8, most: 14}, true, func(c cell, d *disk) []byte { return c.text("", d.Name) }},
	{"READ", room{least: 7}, false, func(c cell, d *disk) []byte { return c.value(d.Read, model.BytesPerSec) }},
	{"WRITE", room{least: 7}, false, func(c cell, d *disk) []byte { return c.value(d.Written, model.BytesPerSec) }},
	{"R/S", room{least: 7, rank: 5}, false, func(c cell, d *disk) []byte { return c.value(d.ReadIOs, model.PerSec) }},
	{"W/S", room{least: 7, rank: 4}, false, func(c cell, d *disk) []byte { return c.value(d.WrittenIOs, model.PerSec) }},
	{"MS/R", room{least: 7, rank: 3}, false, func(c cell, d *disk) []byte { return c.right("", millis(d.ReadLatency)) }},
	{"MS/W", room{least: 7, rank: 2}, false, func(c cell, d *disk) []byte { return c.right("", millis(d.WriteLatency)) }},
	{"QUEUE", room{least: 6, rank: 6}, false, func(c cell, d *disk) []byte { return c.value(d.DeviceRates.InFlight, model.Number) }},
	{"BUSY", room{least: 13, most: 24}, false, func(c cell, d *disk) []byte { return c.share(d.DeviceRates.Busy, busyHigh) }},
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
	drawTable(s, diskColumns, -1, rows)
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
