package charts

import (
	"time"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/widget"
)

// Instant is what the time cursor is on, as text: when, and the figures of all
// graphs; "" if there is no cursor.
func (c *Charts) Instant(env pane.Env, of *Subject) string {
	if c.time.at == 0 {
		return ""
	}
	first, last := c.time.column()
	text := wall(env.Snapshot, c.time.at).Format(time.DateTime) + " " + of.Name + ": "
	for i, f := range []struct {
		name, metric string
	}{
		{"CPU ", "cpu"},
		{", MEM ", "mem"},
		{", NET rx ", "net.rx"},
		{" tx ", "net.tx"},
		{", BLK r ", "blk.r"},
		{" w ", "blk.w"},
	} {
		var one [1]model.Span
		m := model.MetricByName(f.metric)
		env.Past.Read(one[:], of.Past, m, last, last-first+1)
		text += f.name + widget.ValueText(one[0].Avg, m.Unit)
		if i == 0 {
			text += " cores"
		}
	}
	return widget.Clean(text, env.Theme.Glyphs)
}
