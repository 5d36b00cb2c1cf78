package detail

import (
	"time"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/widget"
)

// instant is what the time cursor is on, as text: when, and the figures of all
// graphs.
func (p *Page) instant(env pane.Env) string {
	at, span := p.time.at, max(1, p.time.span)
	end := (at/span+1)*span - 1 // of the column
	text := wall(env.Snapshot, at).Format(time.DateTime) + " " + p.about.name() + ": "
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
		env.Past.Read(one[:], p.about.past, m, end, span)
		text += f.name + widget.ValueText(one[0].Avg, m.Unit)
		if i == 0 {
			text += " cores"
		}
	}
	return widget.Clean(text, env.Theme.Glyphs)
}
