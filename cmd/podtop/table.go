package main

import (
	"io"
	"strings"

	"github.com/mattn/go-runewidth"

	"podtop/model"
)

// writeTable prints a snapshot as aligned columns: pods, which have the
// figures of the network their members share, and containers.
func writeTable(w io.Writer, snap *model.Snapshot, so *statsOptions) error {
	names := so.columns
	if len(names) == 0 {
		names = defaultColumns
	}
	cols := make([]*column, len(names))
	rows := [][]string{make([]string, len(names))}
	for i, name := range names {
		cols[i] = columnByName(name)
		rows[0][i] = cols[i].title
	}
	for i := range snap.Pods {
		rows = append(rows, podCells(cols, &snap.Pods[i]))
	}
	for i := range snap.Containers {
		if c := &snap.Containers[i]; so.all || !c.Infra {
			rows = append(rows, containerCells(cols, c))
		}
	}
	if so.watch {
		rows = append(rows, nil)
	}
	_, err := io.WriteString(w, align(rows, cols))
	return err
}

func containerCells(cols []*column, c *model.Container) []string {
	cells := make([]string, len(cols))
	for i, col := range cols {
		cells[i] = col.value(c)
	}
	return cells
}

func podCells(cols []*column, p *model.Group) []string {
	cells := make([]string, len(cols))
	for i, col := range cols {
		switch {
		case col.metric != nil:
			cells[i] = number(&p.Figures, col.metric, p.Net)
		case col.name == "name":
			cells[i] = "pod " + p.Name
		case col.name == "user":
			cells[i] = p.Owner()
		case col.name == "state":
			cells[i] = strings.ToLower(p.State)
		}
		if cells[i] == "" {
			cells[i] = model.Dash
		}
	}
	return cells
}

// align joins cells to lines, texts to the left and numbers to the right.
func align(rows [][]string, cols []*column) string {
	widths := make([]int, len(cols))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], runewidth.StringWidth(cell))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			pad := strings.Repeat(" ", widths[i]-runewidth.StringWidth(cell))
			if i > 0 {
				line.WriteString("  ")
			}
			if cols[i].metric != nil {
				line.WriteString(pad + cell)
			} else {
				line.WriteString(cell + pad)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}
