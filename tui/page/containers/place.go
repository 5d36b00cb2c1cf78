package containers

import (
	"slices"
	"strings"

	"podtop/tui/theme"
)

// A placed column has its width.
type placed struct {
	column
	width int
	keep  int  // how long it stays: the longer the greater
	fixed bool // in width, by the user
}

// place chooses the columns of layout that fit into width cells and shares out
// what is left, to each in the measure it can use more. What rows are sorted
// by is always to be seen: if none of the columns that fit shows it, it gets
// one beside the name.
func place(layout Layout, sort sortKey, width int, g *theme.Glyphs) []placed {
	all := catalogue(g)
	cols := resolve(layout, all, width)
	fit := fitting(cols, width)
	if sort.name != "name" && !slices.ContainsFunc(fit, func(c placed) bool { return c.shows(sort.name) }) {
		cols = slices.DeleteFunc(cols, func(c placed) bool { return c.name == sort.name })
		c := columnByName(all, sort.name)
		cols = slices.Insert(cols, 1, placed{*c, c.min, cols[0].keep, false})
		fit = fitting(cols, width)
	}
	return grow(fit, width)
}

// resolve finds the columns of layout.
func resolve(layout Layout, all []column, width int) []placed {
	var cols []placed
	for _, want := range layout.orDefault() {
		c := columnByName(all, want.Name)
		if c == nil {
			continue
		}
		p := placed{*c, c.min, keepOf(c.name), want.Width > 0}
		if p.fixed {
			p.width = max(c.min, min(want.Width, maxWidth))
		}
		if want.Name == "name" {
			p.width = max(c.min, min(p.width, width)) // without it nothing would be left
		}
		cols = append(cols, p)
	}
	return cols
}

// fitting are the columns of cols, in their order, that stay on width cells.
func fitting(cols []placed, width int) []placed {
	order := make([]int, len(cols))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cols[j].keep - cols[i].keep })
	stays := make([]bool, len(cols))
	for _, i := range order {
		if width -= cols[i].width; width < 0 {
			break
		}
		stays[i] = true
	}
	var out []placed
	for i := range cols {
		if stays[i] {
			out = append(out, cols[i])
		}
	}
	return out
}

// keepOf is how long the column called name stays.
func keepOf(name string) int {
	if i := slices.Index(leaving, name); i >= 0 {
		return i
	}
	return slices.Index(leaving, others)
}

// shows reports whether one of the column's heads is that of key.
func (p *placed) shows(key string) bool {
	return slices.ContainsFunc(p.heads, func(h head) bool { return h.key == key })
}

// grow gives the spare cells to the columns that can use more.
func grow(cols []placed, width int) []placed {
	spare, wish := width, 0
	for i := range cols {
		spare -= cols[i].width
		wish += cols[i].wish()
	}
	spare = min(spare, wish)
	for i := range cols {
		if more := cols[i].wish(); more > 0 && spare > 0 {
			share := (more*spare + wish - 1) / wish
			cols[i].width += share
			spare, wish = spare-share, wish-more
		}
	}
	return cols
}

// wish is how many cells more the column could use.
func (p *placed) wish() int {
	if p.fixed {
		return 0
	}
	return p.most - p.width
}

// leavingText says in words in which order columns leave.
func leavingText() string {
	names := slices.DeleteFunc(slices.Clone(leaving), func(name string) bool { return name == "name" })
	return "Where the screen is too narrow columns leave in this order: " + strings.Join(names, ", ") +
		". What rows are sorted by always has a column."
}
