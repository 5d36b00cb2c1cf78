package pressure

import (
	"slices"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/table"
	"podtop/tui/widget"
)

// An eventful is a row: a cgroup that came to a limit on its memory.
type eventful struct {
	where string
	*probe.Level
}

// An eventTable is how often each cgroup came to a limit, and the kernel's files
// that say so.
type eventTable struct {
	table.Table[eventful]
	files string
}

// eventsUnified are those of v2.
func eventsUnified() eventTable {
	return eventTable{
		table.Of([]table.Column[eventful]{
			whereColumn,
			eventColumn("low", "low", 5, 3),
			eventColumn("high", "high", 5, 2),
			eventColumn("max", "max", 6, 0),
			eventColumn("oom", "oom", 5, 1),
			eventColumn("oom_kill", "oom_kill", 8, 0),
			eventColumn("group_kill", "oom_group_kill", 10, 4),
		}),
		"memory.events",
	}
}

// eventsLegacy are those of v1: failcnt counts how often a limit was met, and
// under_oom is 1 while processes wait for memory.
func eventsLegacy() eventTable {
	return eventTable{
		table.Of([]table.Column[eventful]{
			whereColumn,
			eventColumn("failcnt", "failcnt", 7, 0),
			eventColumn("memsw.failcnt", "memsw.failcnt", 13, 2),
			eventColumn("under_oom", "under_oom", 9, 1),
			eventColumn("oom_kill", "oom_kill", 8, 0),
		}),
		"memory.failcnt, memory.oom_control",
	}
}

var whereColumn = table.Column[eventful]{Width: 12, Most: 32, Left: true, Draw: func(c table.Cell, e *eventful) []byte { return c.Text("", e.where) }}

// eventColumn is the column of the line called name in Level.Events.
func eventColumn(head, name string, width, rank int) table.Column[eventful] {
	return table.Column[eventful]{Head: head, Width: width, Rank: rank, Draw: func(c table.Cell, e *eventful) []byte {
		n := probe.Find(e.Events, name).Float()
		if slices.Contains(harmful, name) {
			return c.High(n, 1, model.Number)
		}
		return c.Value(n, model.Number)
	}}
}

// harmful are the names of those that have done harm.
var harmful = []string{"oom", "oom_kill", "oom_group_kill", "under_oom"}

// writeEvents adds the events of each cgroup in which there was any.
func (p *pressure) writeEvents(sheet *widget.Sheet, env pane.Env, s *poll.Subject) {
	c, events := p.Cgroups.Got, &p.events
	if c.Legacy {
		events = &p.legacy
	}
	met := c.Eventful()
	sheet.Head(events.files + ", ever")
	if len(met) == 0 {
		text := "None: no limit on memory was ever reached."
		if own := c.Own(); own == nil || len(own.Events) == 0 {
			text = "They are not known."
		}
		sheet.Para(env.Theme.Muted, text)
		return
	}
	events.AddHeads(sheet)
	for _, l := range met {
		events.AddRow(sheet, &eventful{c.Where(l, &s.Meta), l})
	}
}
