package tui

import (
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"time"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A message tells the user how something went that they did.
type message struct {
	severity model.Severity
	text     string
	since    time.Duration // Snapshot.Mono when it was said
}

// stays is how long a message stays on screen, and a bad one: long enough to be
// read by who looks away, not so long that it hides what is wrong by then.
const (
	stays    = 8 * time.Second
	staysBad = time.Minute
)

func (m *message) expire(now time.Duration) {
	most := stays
	if m.severity == model.Bad {
		most = staysBad
	}
	if now-m.since > most {
		*m = message{}
	}
}

func (a *App) say(s model.Severity, text string) {
	a.message = message{s, text, a.snapshot.Mono}
}

// sourceFailed says what became of the source and, unless it has come to its
// end, asks it again in a while.
func (a *App) sourceFailed(err error) tea.Cmd {
	switch {
	case a.ctx.Err() != nil || errors.Is(err, context.Canceled):
		return nil // podtop is on its way out
	case errors.Is(err, io.EOF):
		a.source = message{model.Info, "the end: there are no more samples", a.snapshot.Mono}
		return nil
	}
	a.source = message{model.Bad, err.Error() + "; what is shown is old, trying again", a.snapshot.Mono}
	return tea.Tick(time.Second, func(time.Time) tea.Msg { return a.next() })
}

// appendStatus appends the last line: what was just done, else what is wrong
// or missing, worst first; at the right, keys.
func (a *App) appendStatus(b []byte, width int) []byte {
	s, text, more := a.news()
	const around = 6 // a cell at each end, the sign, a gap before the keys
	t := a.theme
	keys := hint(width - around - widget.Width(text, t.Glyphs) - len(more))
	if text == "" {
		b = widget.Pad(b, width-1-len(keys))
		return append(t.Muted.Append(b, keys), ' ')
	}
	room := width - around - len(keys) - len(more)
	style, sign := statusStyle(s, t)
	b = style.Begin(append(b, ' '))
	b, used := widget.AppendClean(append(b, sign...), text, room, t.Glyphs)
	b = t.Muted.Append(style.End(b), more)
	b = widget.Pad(b, room-used+2)
	return append(t.Muted.Append(b, keys), ' ')
}

// hints are the keys worth knowing, the more the better.
var hints = [...]string{
	"s sort  P M by cpu, memory  a all  F pause  Z freeze  ? help  q quit",
	"s sort  a all  F pause  ? help  q quit",
	"? help  q quit",
	"? help",
}

// hint is the longest hint that fits into so many cells, else the shortest.
func hint(cells int) string {
	for _, h := range hints {
		if len(h) <= cells {
			return h
		}
	}
	return hints[len(hints)-1]
}

func statusStyle(s model.Severity, t theme.Theme) (theme.Style, string) {
	switch s {
	case model.Bad:
		return t.Bad, t.Glyphs.Warn + " "
	case model.Warn:
		return t.Warn, t.Glyphs.Warn + " "
	}
	return "", "  "
}

// news is what to say now: what is being done, how it went, what is wrong with
// the source, and then the worst of the concerns with the number of the rest.
func (a *App) news() (s model.Severity, text, more string) {
	switch {
	case a.deed != nil:
		return model.Info, a.deed.progress(a.snapshot.Mono), ""
	case a.message.text != "":
		return a.message.severity, a.message.text, ""
	case a.source.text != "":
		return a.source.severity, a.source.text, ""
	}
	all := a.concerns()
	if len(all) == 0 {
		return 0, "", ""
	}
	if len(all) > 1 {
		more = " +" + strconv.Itoa(len(all)-1) + " more"
	}
	return all[0].Severity, all[0].Text, more
}

// concerns is all that is wrong or missing, worst first.
func (a *App) concerns() []model.Note {
	snap := a.snapshot
	if a.frozen != nil {
		snap = a.frozen.snapshot
	}
	all := append(slices.Clone(snap.Notes), warnings(snap)...)
	slices.SortStableFunc(all, func(x, y model.Note) int { return int(y.Severity) - int(x.Severity) })
	return all
}
