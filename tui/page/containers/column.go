package containers

import (
	"strings"
	"unicode/utf8"

	"podtop/model"
	"podtop/tui/table"
	"podtop/tui/theme"
)

// A column is one figure, or a few that belong together, of each row.
type column struct {
	name  string
	heads []head
	left  int // cells before the heads; 0: they stand at the right
	min   int // cells, the gap on the left included
	most  int // cells it can use, with room to spare
	help  string
	draw  func(table.Cell, *painter, *row) []byte // appends exactly as much as the cell is wide
}

// A head is a word above a column, and the sort key below it.
type head struct{ title, key string }

// leaving is the columns in the order in which they leave where the screen is
// too narrow for all. Those not named leave before the memory does, the one at
// the right first.
var leaving = []string{
	"alert", "image", "pids", "blk", "throttled%", "uptime", "psi", "graph", "net", "limit", others, "mem", "cpu", "state", "name",
}

// others stands for the columns that leaving does not name.
const others = "the columns you added"

// catalogue is every column there can be: podtop's own first, then the other
// metrics and texts.
func catalogue(g *theme.Glyphs) []column {
	one := func(title, key string) []head { return []head{{title, key}} }
	all := []column{
		{"name", one("NAME", "name"), lead, 17, 40, "Name of the container; whose it is, if another user's.", drawName},
		{"state", one("STATE", "state"), 1, 13, 13, "State, health, exit code; what is wrong before what is right.", drawState},
		{"cpu", one("CPU", "cpu"), 0, 6, 6, "CPU time used per second, in cores.", drawCPU},
		{"graph", nil, 1, 9, 61, "CPU over time, all rows on one scale.", drawSpark},
		{"mem", one("MEM", "mem"), 0, 7, 7, "Memory charged to the container.", drawMem},
		{"limit", one("of limit", "mem.limit%"), 1, 13, 25, "Memory of its limit, as a bar.", drawLimit},
		{"net", []head{{"NET " + g.Down, "net.rx"}, {g.Up, "net.tx"}}, 0, 14, 16, "Bytes received and sent per second.", drawNet},
		{"blk", []head{{"BLK r", "blk.r"}, {"w", "blk.w"}}, 0, 14, 16, "Bytes read and written per second.", drawBlk},
		{"psi", one("PSI", ""), 0, 5, 6, "Share of time some task waited: the worst of CPU, memory, I/O.", drawPSI},
		{"throttled%", one("THR", "throttled%"), 0, 5, 6, "Share of periods in which the CPU quota ran out.", drawThrottled},
		{"pids", one("PIDS", "pids"), 0, 6, 6, "Processes and threads.", drawPids},
		{"uptime", one("AGE", "uptime"), 0, 8, 8, "Time since the start, or since the end.", drawAge},
		{"alert", one("ALERT", "alert"), 2, 30, 60, "What is wrong with it, in words.", drawAlert},
		{"image", one("IMAGE", "image"), 2, 20, 60, "The image it was made from.", drawImage},
	}
	for i := range model.Metrics {
		if m := &model.Metrics[i]; columnByName(all, m.Name) == nil {
			all = append(all, metricColumn(m, g))
		}
	}
	for i := range model.Texts {
		if t := &model.Texts[i]; columnByName(all, t.Name) == nil {
			all = append(all, textColumn(t))
		}
	}
	return all
}

// metricColumn is the column of one metric. A value takes six cells at most.
func metricColumn(m *model.Metric, g *theme.Glyphs) column {
	title := strings.NewReplacer("↓", g.Down, "↑", g.Up).Replace(m.Title)
	width := max(7, utf8.RuneCountInString(title)+2) // a gap, and the arrow of the order
	return column{m.Name, []head{{title, m.Name}}, 0, width, width, m.Help, drawMetric(m)}
}

// textWidths are the least and most cells of texts that need more or less than
// others.
var textWidths = map[string][2]int{"id": {14, 14}, "exit": {6, 6}, "ports": {22, 60}, "unit": {16, 40}, "health": {11, 11}}

func textColumn(t *model.Text) column {
	width, ok := textWidths[t.Name]
	if !ok {
		width = [2]int{12, 24}
	}
	return column{t.Name, []head{{t.Title, t.Name}}, 2, width[0], width[1], t.Help, drawText(t)}
}

func columnByName(all []column, name string) *column {
	for i := range all {
		if all[i].name == name {
			return &all[i]
		}
	}
	return nil
}

// columnNames are the columns there can be.
func columnNames() []string {
	all := catalogue(theme.Default(theme.ASCII).Glyphs)
	names := make([]string, len(all))
	for i := range all {
		names[i] = all[i].name
	}
	return names
}
