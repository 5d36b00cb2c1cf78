package host

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"podtop/model"
	"podtop/tui/column"
	"podtop/tui/table"
	"podtop/tui/widget"
)

// The columns that tabs of a container have, too, with this page's heads.
var (
	diskColumns      = capitals(column.Disks)
	interfaceColumns = append(capitals(column.Interfaces), addressColumn)
	pressureColumns  = capitals(column.Waits)
)

// capitals are columns with heads in capitals.
func capitals[R any](columns []table.Column[R]) []table.Column[R] {
	columns = slices.Clone(columns)
	for i := range columns {
		columns[i].Head = strings.ToUpper(columns[i].Head)
	}
	return columns
}

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

// drawDisks adds the disks that were ever used, or all if none was.
func (p *Page) drawDisks(s *widget.Sheet) {
	var all, used []column.Disk
	for i := range p.host.Got.Disks {
		d := &p.host.Got.Disks[i]
		row := column.Disk{Name: d.Name, DeviceRates: p.rates.Disks[i]}
		all = append(all, row)
		if d.DiskReads != model.Known(0) || d.DiskWrites != model.Known(0) {
			used = append(used, row)
		}
	}
	if len(used) > 0 {
		all = used
	}
	heading(s, "disks", "")
	if len(all) == 0 {
		p.drawNone(s, disks, "there is none")
		return
	}
	rows, rest := busiest(all, func(d *column.Disk) float64 { return d.Busy })
	drawTable(s, diskColumns, rows)
	drawRest(s, rest, "that do less")
}
