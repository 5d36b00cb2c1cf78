package host

import (
	"math"
	"slices"
	"strconv"

	"podtop/model"
	"podtop/model/look"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A fill is one row.
type fill struct{ *look.Fill }

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

var fillColumns = []column[fill]{
	{"MOUNTED ON", room{least: 20, most: 36}, true, func(c cell, f *fill) []byte { return c.text("", f.Path) }},
	{"TYPE", room{least: 8, rank: 6}, true, func(c cell, f *fill) []byte { return c.text(c.theme.Muted, f.Type) }},
	{"SIZE", room{least: 7, rank: 3}, false, func(c cell, f *fill) []byte { return c.value(f.Total.Float(), model.Bytes) }},
	{"USED", room{least: 7, rank: 5}, false, func(c cell, f *fill) []byte { return c.value(f.Total.Float()-f.Free.Float(), model.Bytes) }},
	{"AVAIL", room{least: 7}, false, func(c cell, f *fill) []byte { return c.value(f.Avail.Float(), model.Bytes) }},
	{"USE", room{least: 12, most: 15}, false, func(c cell, f *fill) []byte { return c.share(f.taken(), fullHigh) }},
	{"INODES", room{least: 7, rank: 2}, false, func(c cell, f *fill) []byte { return c.figure(f.inodes(), fullHigh, model.Percent) }},
	{"FOR", room{least: 16, most: 60, rank: 4}, true, func(c cell, f *fill) []byte { return c.text(c.theme.Muted, f.purpose()) }},
}

// fillColumnsFor are the columns, those of text as wide as the texts of rows
// want them.
func fillColumnsFor(rows []fill, g *theme.Glyphs) []column[fill] {
	cols := slices.Clone(fillColumns)
	path, purpose := &cols[0].room, &cols[len(cols)-1].room
	path.most, purpose.most = 0, 0
	for _, f := range rows {
		path.most = max(path.most, widget.Width(f.Path, g))
		purpose.most = max(purpose.most, 1+widget.Width(f.purpose(), g))
	}
	path.least, purpose.least = min(path.least, max(path.most, 11)), min(purpose.least, max(purpose.most, 4))
	return cols
}

func (p *Page) drawFills(s *widget.Sheet) {
	heading(s, "file systems", "those of containers, of the journal and of the root")
	var rows []fill
	for i := range p.host.Got.Fills {
		rows = append(rows, fill{&p.host.Got.Fills[i]})
	}
	if len(rows) > 0 {
		drawTable(s, fillColumnsFor(rows, s.Theme.Glyphs), -1, rows)
	}
}

// A stored is one row of what Podman keeps.
type stored struct {
	user, kind string
	look.Store
}

var storedColumns = []column[stored]{
	{"OF", room{least: 8, most: 16}, true, func(c cell, u *stored) []byte { return c.text("", u.user) }},
	{"WHAT", room{least: 11}, true, func(c cell, u *stored) []byte { return c.text("", u.kind) }},
	{"TOTAL", room{least: 6, rank: 3}, false, func(c cell, u *stored) []byte { return c.right("", strconv.Itoa(u.Total)) }},
	{"ACTIVE", room{least: 7, rank: 2}, false, func(c cell, u *stored) []byte { return c.right("", strconv.Itoa(u.Active)) }},
	{"SIZE", room{least: 7}, false, func(c cell, u *stored) []byte { return c.value(u.Size.Float(), model.Bytes) }},
	{"RECLAIMABLE", room{least: 12}, false, func(c cell, u *stored) []byte { return c.value(u.Reclaimable.Float(), model.Bytes) }},
	{"", room{least: 6, rank: 4}, false, func(c cell, u *stored) []byte {
		return c.value(100*u.Reclaimable.Float()/u.Size.Float(), model.Percent)
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
		drawTable(s, storedColumns, -1, rows)
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
		return "Podman was asked " + pane.Spell(waits) + " ago, it measures all it keeps …"
	case waits > 0:
		return age(env, p.use.At) + "; asked again " + pane.Spell(waits) + " ago"
	case p.use.At == 0:
		return ""
	}
	return age(env, p.use.At) + "; " + again
}
