package containers

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"podtop/model"
)

// A Column is one column of the list as the user chose it.
type Column struct {
	Name  string // in the catalogue: a metric's or a text's, or one of podtop's own
	Width int    // cells; 0: as wide as it needs
}

// A Layout is the columns of the list from left to right. The name is always
// the first. The zero Layout stands for the default one.
type Layout []Column

// defaultLayout is the columns unless the user chose others.
var defaultLayout = Layout{
	{Name: "name"},
	{Name: "state"},
	{Name: "cpu"},
	{Name: "graph"},
	{Name: "mem"},
	{Name: "limit"},
	{Name: "net"},
	{Name: "blk"},
	{Name: "psi"},
	{Name: "throttled%"},
	{Name: "pids"},
	{Name: "uptime"},
	{Name: "image"},
	{Name: "alert"},
}

// maxWidth is how wide a column can be made.
const maxWidth = 120

// ParseColumns reads a Layout from its text, such as "name,state,cpu:8,graph":
// names with commas between them, each with a width in cells if it shall have a
// fixed one. The name comes first whether it is listed or not.
func ParseColumns(s string) (Layout, error) {
	layout := Layout{{Name: "name"}}
	if strings.TrimSpace(s) == "" {
		return nil, fmt.Errorf("no columns; there are: %s", strings.Join(columnNames(), " "))
	}
	for word := range strings.SplitSeq(s, ",") {
		c, err := parseColumn(strings.TrimSpace(word))
		switch {
		case err != nil:
			return nil, err
		case c.Name == "name":
			layout[0] = c
			continue
		case slices.ContainsFunc(layout, func(have Column) bool { return have.Name == c.Name }):
			return nil, fmt.Errorf("column %q is there twice", c.Name)
		}
		layout = append(layout, c)
	}
	return layout, nil
}

func parseColumn(word string) (Column, error) {
	name, width, fixed := strings.Cut(word, ":")
	name = strings.ToLower(name)
	if name == "age" {
		name = "uptime"
	}
	if !slices.Contains(columnNames(), name) {
		if near := model.Nearest(name, columnNames()); near != "" {
			return Column{}, fmt.Errorf("there is no column %q; did you mean %s?", name, near)
		}
		return Column{}, fmt.Errorf("there is no column %q; there are: %s", name, strings.Join(columnNames(), " "))
	}
	if !fixed {
		return Column{Name: name}, nil
	}
	w, err := strconv.Atoi(width)
	if err != nil || w < 1 || w > maxWidth {
		return Column{}, fmt.Errorf("column %s: %q is not a width from 1 to %d", name, width, maxWidth)
	}
	return Column{name, w}, nil
}

// String is the text ParseColumns reads.
func (l Layout) String() string {
	var b strings.Builder
	for i, c := range l.orDefault() {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(c.Name)
		if c.Width > 0 {
			fmt.Fprintf(&b, ":%d", c.Width)
		}
	}
	return b.String()
}

func (l Layout) orDefault() Layout {
	if len(l) == 0 {
		return defaultLayout
	}
	return l
}
