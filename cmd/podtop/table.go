package main

import (
	"cmp"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/mattn/go-runewidth"

	"podtop/model"
	"podtop/model/clean"
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
	rows = append(rows, so.body(cols, snap)...)
	if so.watch {
		rows = append(rows, nil)
	}
	text := align(rows, func(column int) bool { return cols[column].metric != nil })
	if snap.Demo {
		text = demoTitle + text
	}
	_, err := io.WriteString(w, text)
	return err
}

// body is the rows of pods and containers. By name, the members of a pod stand
// below it; any other order is one of all containers.
func (so *statsOptions) body(cols []*column, snap *model.Snapshot) (rows [][]string) {
	containers := so.withoutInfra(snap).Containers
	done := make([]bool, len(containers))
	for i := range snap.Pods {
		p := &snap.Pods[i]
		rows = append(rows, podCells(cols, p))
		for j := range containers {
			if c := &containers[j]; so.sort == "name" && c.Pod != "" && c.Pod == p.ID && c.UID == p.UID {
				rows = append(rows, containerCells(cols, c, "  "))
				done[j] = true
			}
		}
	}
	for j := range containers {
		if !done[j] {
			rows = append(rows, containerCells(cols, &containers[j], ""))
		}
	}
	return rows
}

func containerCells(cols []*column, c *model.Container, indent string) []string {
	cells := make([]string, len(cols))
	for i, col := range cols {
		switch {
		case col.name == "name":
			cells[i] = indent + shortened(col.value(c))
		case col.name == "state" && c.State == model.Failed && c.StartError != "":
			cells[i] = runewidth.Truncate("failed to start: "+c.StartError, 48, "…")
		case col.name == "state" && c.Ended():
			cells[i] = outcome(c)
		case col.name == "uptime" && c.Ended() && !math.IsNaN(c.EndedAgo):
			cells[i] = string(model.AppendValue(nil, c.EndedAgo, model.Seconds)) + " ago"
		default:
			cells[i] = col.value(c)
		}
	}
	return cells
}

// outcome is the state of what has ended, and how it came to that.
func outcome(c *model.Container) string {
	text := string(c.State)
	if c.ExitCode != 0 {
		text += " " + strconv.Itoa(c.ExitCode)
	}
	if c.OOMKilled {
		text += ", oom"
	}
	return text
}

// shortened is a name that leaves the other columns some room. All of it is in
// the other formats.
func shortened(name string) string { return runewidth.Truncate(name, 40, "…") }

func podCells(cols []*column, p *model.Group) []string {
	cells := make([]string, len(cols))
	for i, col := range cols {
		switch {
		case col.metric != nil:
			cells[i] = sum(p, col.metric)
		case col.name == "name":
			cells[i] = "pod " + shortened(p.Name)
		default:
			cells[i] = cmp.Or(podText(p, col.name), model.Dash)
		}
	}
	return cells
}

// sum writes a metric of a pod; where a live member's is not known, it is at
// least what the others have.
func sum(p *model.Group, m *model.Metric) string {
	text := number(&p.Figures, m, p.Net)
	if m.Of(&p.Unknown) > 0 && !math.IsNaN(m.Of(&p.Figures)) {
		return "≥" + text
	}
	return text
}

// podText is what a pod has to say of the text called name; "" if nothing.
func podText(p *model.Group, name string) string {
	switch name {
	case "id":
		return model.ID(p.ID).Short()
	case "name":
		return p.Name
	case "user":
		return p.Owner()
	case "state":
		return strings.ToLower(p.State)
	}
	return ""
}

// align joins cells to lines, with two blanks between the columns: texts to the left, and
// columns of numbers to the right.
func align(rows [][]string, isNumber func(column int) bool) string {
	var widths []int
	for _, row := range rows {
		for i := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			row[i] = clean.Text(row[i])
			widths[i] = max(widths[i], runewidth.StringWidth(row[i]))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		var line strings.Builder
		for i, cell := range row {
			pad := strings.Repeat(" ", widths[i]-runewidth.StringWidth(cell))
			if isNumber(i) {
				line.WriteString(pad + cell + "  ")
			} else {
				line.WriteString(cell + pad + "  ")
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}
