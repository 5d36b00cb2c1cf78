package detail

import (
	"strconv"
	"strings"
	"time"

	"podtop/model"
	"podtop/model/look"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

const (
	checkAt = iota
	checkAgo
	checkResult
	checkTook
	checkOutput
)

var checkColumns = []column{
	checkAt:     {head: "checked at", width: 10, text: true},
	checkAgo:    {head: "ago", width: 5, rank: 2},
	checkResult: {head: "result", width: 10, text: true},
	checkTook:   {head: "took", width: 6},
	checkOutput: {head: "output", width: 30, rank: 1, text: true, wide: true},
}

// writeChecks adds the last checks, the newest first. Output that does not fit
// stands below.
func (h *health) writeChecks(sheet *widget.Sheet, env pane.Env, k *look.Health) {
	sheet.Gap()
	if len(k.Log) == 0 {
		sheet.Para(env.Theme.Muted, "No check has ended yet.")
		return
	}
	h.checks.fit(sheet.Width)
	h.checks.addHeads(sheet)
	room := h.checks.widths[checkOutput]
	for i := len(k.Log) - 1; i >= 0; i-- {
		c := &k.Log[i]
		output := h.cover.text(strings.TrimSpace(c.Output))
		fits := widget.Width(output, env.Theme.Glyphs) <= room && !strings.Contains(output, "\n")
		beside := output
		if !fits {
			beside = ""
		}
		h.checks.add(sheet, func(b []byte, col, width int) []byte {
			return checkCell(b, c, beside, env.Snapshot.Time, col, width, env.Theme)
		})
		if !fits {
			for line := range strings.Lines(output) {
				sheet.Indent(2, env.Theme.Muted, strings.TrimRight(line, "\r\n"))
			}
		}
	}
}

func checkCell(b []byte, c *look.Check, output string, now time.Time, col, width int, t theme.Theme) []byte {
	switch col {
	case checkAt:
		return widget.AppendText(b, clockIn(width, c.Start, now), width, t.Glyphs)
	case checkAgo:
		return appendRight(b, string(model.AppendAge(nil, now.Sub(c.Start))), width, t.Muted, t)
	case checkResult:
		text, style := resultText(c, t)
		return style.End(widget.AppendText(style.Begin(b), text, width, t.Glyphs))
	case checkTook:
		if d, ok := c.Took(); ok {
			return appendTook(b, d.Seconds(), width, t)
		}
		return appendRight(b, t.Glyphs.Dash, width, t.Muted, t)
	}
	return widget.AppendText(b, output, width, t.Glyphs)
}

// clockIn is the time of today, or the day, whatever fits.
func clockIn(width int, at, now time.Time) string {
	if text := clock(at, now); len(text) <= width {
		return text
	}
	return at.Format(time.DateOnly)
}

// resultText is how a check went.
func resultText(c *look.Check, t theme.Theme) (string, theme.Style) {
	if c.Exit == 0 {
		return "fine", t.Good
	}
	return "failed " + strconv.Itoa(c.Exit), t.Bad
}
