package detail

import (
	"slices"

	"podtop/model"
	"podtop/model/look"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// An eventTable is how often each cgroup came to a limit on its memory: what is
// in the kernel's files, and their names.
type eventTable struct {
	oldTable
	files string
	names []string // of the lines in Level.Events; the first column is which cgroup
}

// eventsUnified are those of v2.
func eventsUnified() eventTable {
	return eventTable{
		oldTable{columns: []column{
			{head: "", width: 12, text: true, wide: true, most: 32},
			{head: "low", width: 5, rank: 3},
			{head: "high", width: 5, rank: 2},
			{head: "max", width: 6},
			{head: "oom", width: 5, rank: 1},
			{head: "oom_kill", width: 8},
			{head: "group_kill", width: 10, rank: 4},
		}},
		"memory.events",
		[]string{"", "low", "high", "max", "oom", "oom_kill", "oom_group_kill"},
	}
}

// eventsLegacy are those of v1: failcnt counts how often a limit was met, and
// under_oom is 1 while processes wait for memory.
func eventsLegacy() eventTable {
	return eventTable{
		oldTable{columns: []column{
			{head: "", width: 12, text: true, wide: true, most: 32},
			{head: "failcnt", width: 7},
			{head: "memsw.failcnt", width: 13, rank: 2},
			{head: "under_oom", width: 9, rank: 1},
			{head: "oom_kill", width: 8},
		}},
		"memory.failcnt, memory.oom_control",
		[]string{"", "failcnt", "memsw.failcnt", "under_oom", "oom_kill"},
	}
}

// harmful are the names of those that have done harm.
var harmful = []string{"oom", "oom_kill", "oom_group_kill", "under_oom"}

// writeEvents adds the events of each cgroup in which there was any.
func (p *pressure) writeEvents(sheet *widget.Sheet, env pane.Env, s *subject) {
	c, events := p.cgroups.Got, &p.events
	if c.Legacy {
		events = &p.legacy
	}
	eventful := c.Eventful()
	sheet.Head(events.files + ", ever")
	if len(eventful) == 0 {
		text := "None: no limit on memory was ever reached."
		if own := c.Own(); own == nil || len(own.Events) == 0 {
			text = "They are not known."
		}
		sheet.Para(env.Theme.Muted, text)
		return
	}
	events.fit(sheet.Width)
	events.addHeads(sheet)
	for _, l := range eventful {
		events.add(sheet, func(b []byte, col, width int) []byte {
			if col == 0 {
				return widget.AppendText(b, c.Where(l, &s.Meta), width, env.Theme.Glyphs)
			}
			return eventCell(b, l, events.names[col], width, env.Theme)
		})
	}
}

func eventCell(b []byte, l *look.Level, name string, width int, t theme.Theme) []byte {
	n := look.Find(l.Events, name).Float()
	style := much(n, 1, t)
	if n > 0 && !slices.Contains(harmful, name) {
		style = ""
	}
	return appendStyled(b, n, model.Number, width, style, t)
}
