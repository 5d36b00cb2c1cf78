package tui

import (
	"context"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// A message tells the user how something went that they did.
type message struct {
	severity model.Severity
	text     string
	since    time.Duration // Snapshot.Mono when it was said
	read     bool          // a key was pressed since
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
	a.message = message{severity: s, text: text, since: a.snapshot.Mono}
}

// sourceFailed says what became of the source and, unless it has come to its
// end, asks it again in a while.
func (a *App) sourceFailed(err error) tea.Cmd {
	switch {
	case a.ctx.Err() != nil || errors.Is(err, context.Canceled):
		return nil // podtop is on its way out
	case errors.Is(err, io.EOF):
		a.source = message{severity: model.Info, text: "the end: there are no more samples", since: a.snapshot.Mono}
		return nil
	}
	a.source = message{severity: model.Bad, text: err.Error() + "; what is shown is old, trying again", since: a.snapshot.Mono}
	return tea.Tick(time.Second, func(time.Time) tea.Msg { return a.next() })
}

// appendStatus appends the last line: what was just done, else what is wrong
// or missing, worst first; at the right, keys.
func (a *App) appendStatus(b []byte, width int) []byte {
	s, text, more := a.news()
	text, more = a.theme.Glyphs.Own(text), a.theme.Glyphs.Own(more)
	const around = 6 // a cell at each end, the sign, a gap before the keys
	t := a.theme
	keys := a.hint(width - around - widget.Width(text, t.Glyphs) - len(more))
	if text == "" {
		b = widget.Pad(b, width-1-utf8.RuneCountInString(keys))
		return append(t.Muted.Append(b, keys), ' ')
	}
	room := width - around - utf8.RuneCountInString(keys) - len(more)
	if head, _, found := strings.Cut(text, "; "); found && widget.Width(text, t.Glyphs) > room {
		text = head // what to do about it is told with the rest
	}
	style, sign := statusStyle(s, t)
	b = style.Begin(append(b, ' '))
	b, used := widget.AppendClean(append(b, sign...), text, room, t.Glyphs)
	b = t.Muted.Append(style.End(b), more)
	b = widget.Pad(b, room-used+2)
	return append(t.Muted.Append(b, keys), ' ')
}

// A hint is keys worth knowing, and what they do.
type hint struct {
	names []string
	does  string
	rank  int // with the least room, those of rank 0 alone are shown
}

var hints = [...]hint{
	{[]string{"next-tab"}, "next", 1},
	{[]string{"earlier", "later"}, "time", 2},
	{[]string{"sort"}, "sort", 2},
	{[]string{"sort-cpu", "sort-mem"}, "by cpu, memory", 3},
	{[]string{"open"}, "open", 2},
	{[]string{"run"}, "run", 1},
	{[]string{"shorter", "longer"}, "how long", 2},
	{[]string{"shell"}, "shell", 3},
	{[]string{"bench"}, "benchmark", 3},
	{[]string{"lines"}, "filter lines", 2},
	{[]string{"all"}, "all", 3},
	{[]string{"pause"}, "pause", 3},
	{[]string{"freeze"}, "freeze", 3},
	{[]string{"palette"}, "find", 2},
	{[]string{"help"}, "help", 0},
	{[]string{"back"}, "quit", 1},
}

// hint is as many keys as fit into so many cells, the fewest at least.
func (a *App) hint(cells int) string {
	text, all := "", a.hinted()
	for rank := 3; rank >= 0; rank-- {
		text = a.theme.Glyphs.Own(a.hintsTo(all, rank))
		if utf8.RuneCountInString(text) <= cells {
			break
		}
	}
	return text
}

func (a *App) hintsTo(all []hint, rank int) string {
	var parts []string
	for _, h := range all {
		text := ""
		if h.rank > rank {
			continue
		}
		for _, name := range h.names {
			if sign := pane.First(a.key(name)); sign != "" {
				text += sign + " "
			}
		}
		if text != "" {
			parts = append(parts, text+h.does)
		}
	}
	return strings.Join(parts, "  ")
}

// hinted are the hints of keys that do something here.
func (a *App) hinted() []hint {
	all := make([]hint, 0, len(hints))
	for _, h := range hints {
		if h.names[0] == "back" && !a.pages.atTop() {
			h.rank, h.does = 0, "back"
		}
		if !a.useless(h.names[0]) {
			all = append(all, h)
		}
	}
	return all
}

// key is the binding called name that works on this page.
func (a *App) key(name string) key.Binding {
	groups := append(a.pages.front().row.keys(), a.keys.general())
	if a.Actor != nil {
		groups = append(groups, a.keys.change())
	}
	for _, g := range groups {
		for _, k := range g.Keys {
			if k.Name == name {
				return *k.Binding
			}
		}
	}
	return key.Binding{}
}

func statusStyle(s model.Severity, t theme.Theme) (theme.Style, string) {
	if s == model.Info {
		return "", "  "
	}
	return widget.SeverityStyle(s, t), t.Glyphs.Warn + " "
}

// news is what to say now: what is being done, how it went, what is wrong with
// the source, what the cursor came to, and then the worst of the findings, of
// those of the page's container if it has any, with the number of the rest.
func (a *App) news() (s model.Severity, text, more string) {
	switch {
	case a.operation != nil:
		return model.Info, a.operation.progress(a.snapshot.Mono), ""
	case a.message.text != "":
		return a.message.severity, a.message.text, ""
	case a.source.text != "":
		return a.source.severity, a.source.text, ""
	}
	all := a.findings()
	switch s, text = a.description(); {
	case text != "" && s == model.Info:
		return s, text, ""
	case text != "":
		return s, text, a.more(len(all) - 1)
	case len(all) == 0:
		return 0, "", ""
	}
	first := all[0]
	if own := a.ownAlert(); own != nil {
		first = noteOf(own)
	}
	return first.Severity, first.Text, a.more(len(all) - 1)
}

// more says that n other things are wrong, and which key lists them.
func (a *App) more(n int) string {
	if n < 1 {
		return ""
	}
	return " +" + strconv.Itoa(n) + " more: " + pane.First(a.key("alerts"))
}

// description is what the focused pane has to say of what its cursor is on.
func (a *App) description() (model.Severity, string) {
	if t, ok := a.front().(pane.Describer); ok {
		return t.Describe(a.env(a.focus()))
	}
	return model.Info, ""
}
