package host

import (
	"math"
	"slices"
	"strconv"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/table"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A fill is one row.
type fill struct{ *probe.Fill }

// taken is the percent of what users can have that they have, rounded up as
// df(1) does.
func (f fill) taken() float64 {
	_, pct := f.Used()
	return math.Ceil(pct)
}

// inodes is the percent of inodes taken; NaN for a file system that makes them
// as it needs them.
func (f fill) inodes() float64 {
	return math.Ceil(f.UsedInodes())
}

// purpose says what it is for, and what of it the journal takes.
func (f fill) purpose() string {
	if n, ok := f.Journal.Get(); ok {
		return f.For + " " + value(float64(n))
	}
	return f.For
}

var fillColumns = []table.Column[fill]{
	{Head: "MOUNTED ON", Width: 20, Most: 36, Left: true, Draw: func(c table.Cell, f *fill) []byte { return c.Text("", f.Path) }},
	{Head: "TYPE", Width: 7, Rank: 6, Left: true, Draw: func(c table.Cell, f *fill) []byte { return c.Text(c.Theme.Muted, f.Type) }},
	{Head: "SIZE", Width: 6, Rank: 3, Draw: func(c table.Cell, f *fill) []byte { return c.Value(f.Total.Float(), model.Bytes) }},
	{Head: "USED", Width: 6, Rank: 5, Draw: func(c table.Cell, f *fill) []byte { return c.Value(f.Total.Float()-f.Free.Float(), model.Bytes) }},
	{Head: "AVAIL", Width: 6, Draw: func(c table.Cell, f *fill) []byte { return c.Value(f.Avail.Float(), model.Bytes) }},
	{Head: "USE", Width: 11, Most: 14, Draw: func(c table.Cell, f *fill) []byte { return c.Bar(f.taken(), fullHigh) }},
	{Head: "INODES", Width: 6, Rank: 2, Draw: func(c table.Cell, f *fill) []byte { return c.High(f.inodes(), fullHigh, model.Percent) }},
	{Head: "FOR", Width: 15, Most: 59, Rank: 4, Left: true, Draw: func(c table.Cell, f *fill) []byte { return c.Text(c.Theme.Muted, f.purpose()) }},
}

// fillColumnsFor are the columns, those of text as wide as the texts of rows
// want them.
func fillColumnsFor(rows []fill, g *theme.Glyphs) []table.Column[fill] {
	cols := slices.Clone(fillColumns)
	path, purpose := &cols[0], &cols[len(cols)-1]
	path.Most, purpose.Most = len(path.Head), len(purpose.Head)
	for _, f := range rows {
		path.Most = max(path.Most, widget.Width(f.Path, g))
		purpose.Most = max(purpose.Most, widget.Width(f.purpose(), g))
	}
	path.Width, purpose.Width = min(path.Width, path.Most), min(purpose.Width, purpose.Most)
	return cols
}

func (p *Page) drawFills(s *widget.Sheet) {
	heading(s, "file systems", "those of containers, of the journal and of the root")
	var rows []fill
	for i := range p.host.Got.Fills {
		rows = append(rows, fill{&p.host.Got.Fills[i]})
	}
	if len(rows) > 0 {
		drawTable(s, fillColumnsFor(rows, s.Theme.Glyphs), rows)
	}
}

// A stored is one row of what Podman keeps.
type stored struct {
	user, kind string
	probe.Store
}

var storedColumns = []table.Column[stored]{
	{Head: "OF", Width: 8, Most: 16, Left: true, Draw: func(c table.Cell, u *stored) []byte { return c.Text("", u.user) }},
	{Head: "WHAT", Width: 10, Left: true, Draw: func(c table.Cell, u *stored) []byte { return c.Text("", u.kind) }},
	{Head: "TOTAL", Width: 5, Rank: 3, Draw: func(c table.Cell, u *stored) []byte { return c.Word("", strconv.Itoa(u.Total)) }},
	{Head: "ACTIVE", Width: 6, Rank: 2, Draw: func(c table.Cell, u *stored) []byte { return c.Word("", strconv.Itoa(u.Active)) }},
	{Head: "SIZE", Width: 6, Draw: func(c table.Cell, u *stored) []byte { return c.Value(u.Size.Float(), model.Bytes) }},
	{Head: "RECLAIMABLE", Width: 11, Draw: func(c table.Cell, u *stored) []byte { return c.Value(u.Reclaimable.Float(), model.Bytes) }},
	{Head: "", Width: 5, Rank: 4, Draw: func(c table.Cell, u *stored) []byte {
		return c.Value(100*u.Reclaimable.Float()/u.Size.Float(), model.Percent)
	}},
}

// drawUse adds what `podman system df` says.
func (p *Page) drawUse(s *widget.Sheet, env pane.Env) {
	heading(s, "podman system df", p.useAge(env))
	var rows []stored
	for i := range p.use.Got {
		u := &p.use.Got[i]
		if u.Images.Size.IsKnown() {
			rows = append(rows, stored{u.User, "images", u.Images}, stored{u.User, "containers", u.Containers}, stored{u.User, "volumes", u.Volumes})
		}
	}
	if len(rows) > 0 {
		drawTable(s, storedColumns, rows)
	}
	for i := range p.use.Got {
		for _, n := range p.use.Got[i].Missing {
			n.Text = p.use.Got[i].User + ": " + n.Text
			drawNote(s, n)
		}
	}
	if p.use.At > 0 && len(p.use.Got) == 0 {
		s.Para(s.Theme.Muted, "No Podman service is known here.")
	}
	if p.use.Err != nil {
		drawNote(s, model.Note{Severity: model.Warn, Text: "the last time there was no answer: " + p.use.Err.Error()})
	}
}

// useAge says how old that is, and how to have it anew.
func (p *Page) useAge(env pane.Env) string {
	again := pane.First(p.keys.Again) + " asks again"
	switch waits := p.use.Waits(env); {
	case waits > 0 && p.use.At == 0:
		return "Podman was asked " + pane.FormatDuration(waits) + " ago, it measures all it keeps …"
	case waits > 0:
		return age(env, p.use.At) + "; asked again " + pane.FormatDuration(waits) + " ago"
	case p.use.At == 0:
		return ""
	}
	return age(env, p.use.At) + "; " + again
}
