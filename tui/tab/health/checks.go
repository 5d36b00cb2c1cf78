package health

import (
	"math"
	"strconv"
	"strings"
	"time"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/table"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A check is a row: one of the last checks, and its output if that fits beside
// the rest.
type check struct {
	*probe.Check
	beside string
	now    time.Time
}

// checkOutput is the column of outputs.
const checkOutput = 4

var checkColumns = []table.Column[check]{
	{Head: "checked at", Width: 10, Left: true, Draw: func(c table.Cell, k *check) []byte { return c.Text("", clockIn(c.Width, k.Start, k.now)) }},
	{Head: "ago", Width: 5, Rank: 2, Draw: func(c table.Cell, k *check) []byte {
		return c.Word(c.Theme.Muted, string(model.AppendAge(nil, k.now.Sub(k.Start))))
	}},
	{Head: "result", Width: 10, Left: true, Draw: func(c table.Cell, k *check) []byte {
		text, style := resultText(k.Check, c.Theme)
		return c.Text(style, text)
	}},
	{Head: "took", Width: 6, Draw: func(c table.Cell, k *check) []byte {
		if took, ok := k.Took(); ok {
			return c.Latency(took.Seconds())
		}
		return c.Latency(math.NaN())
	}},
	checkOutput: {Head: "output", Width: 30, Most: table.All, Rank: 1, Left: true, Draw: func(c table.Cell, k *check) []byte { return c.Text("", k.beside) }},
}

// writeChecks adds the last checks, the newest first. Output that does not fit
// stands below.
func (h *health) writeChecks(sheet *widget.Sheet, env pane.Env, k *probe.Health) {
	sheet.Gap()
	if len(k.Log) == 0 {
		sheet.Para(env.Theme.Muted, "No check has ended yet.")
		return
	}
	h.checks.AddHeads(sheet)
	for i := len(k.Log) - 1; i >= 0; i-- {
		c := &k.Log[i]
		output := h.Cover.Text(strings.TrimSpace(c.Output))
		fits := widget.Width(output, env.Theme.Glyphs) <= h.checks.Width(checkOutput) && !strings.Contains(output, "\n")
		if fits {
			h.checks.AddRow(sheet, &check{c, output, env.Snapshot.Time})
			continue
		}
		h.checks.AddRow(sheet, &check{c, "", env.Snapshot.Time})
		for line := range strings.Lines(output) {
			sheet.Indent(2, env.Theme.Muted, strings.TrimRight(line, "\r\n"))
		}
	}
}

// clockIn is the time of today, or the day, whatever fits.
func clockIn(width int, at, now time.Time) string {
	if text := widget.Clock(at, now); len(text) <= width {
		return text
	}
	return at.Format(time.DateOnly)
}

// resultText is how a check went.
func resultText(c *probe.Check, t theme.Theme) (string, theme.Style) {
	if c.Exit == 0 {
		return "fine", t.Good
	}
	return "failed " + strconv.Itoa(c.Exit), t.Bad
}
