package logs

import (
	"cmp"
	"strings"

	tea "charm.land/bubbletea/v2"

	"podtop/model"
	"podtop/model/logs"
	"podtop/tui/pane"
)

// A selection is lines from one to another, by their numbers. It is open while
// its end goes with the cursor.
type selection struct {
	on, open bool
	from, to int
}

// toggleSelection begins a selection, or ends it where the cursor is.
func (p *Page) toggleSelection() {
	s, at := &p.selection, p.lines.at
	switch {
	case p.current() == nil:
	case s.open:
		s.to, s.open = at, false
	default:
		*s = selection{on: true, open: true, from: at, to: at}
	}
	p.stay()
}

// selected are the numbers of the selected lines; none if first == end.
func (p *Page) selected() (first, end int) {
	s := p.selection
	if !s.on {
		return 0, 0
	}
	if s.open {
		s.to = p.lines.at
	}
	first, end = min(s.from, s.to), max(s.from, s.to)+1
	return max(first, p.feed.First()), max(p.feed.First(), min(end, p.feed.End()))
}

// maxCopied is how many bytes are copied at most: terminals drop more.
const maxCopied = 48 << 10

// Selected implements pane.Selector.
func (p *Page) Selected(pane.Env) (name, text string) {
	first, end := p.selected()
	if first == end {
		return "", ""
	}
	var b strings.Builder
	n := first
	for ; n < end; n++ {
		words := p.feed.Line(n).Words()
		if b.Len()+len(words)+1 > maxCopied && n > first {
			break
		}
		if n > first {
			b.WriteByte('\n')
		}
		b.WriteString(words)
	}
	if n < end {
		return model.Plural(end-first, "line", "lines") + ", the first " + model.Plural(n-first, "of them", "of them"), b.String()
	}
	return model.Plural(end-first, "selected line", "selected lines"), b.String()
}

// save asks the app to save the selected lines, or else all that are held.
func (p *Page) save(env pane.Env) tea.Cmd {
	first, end := p.selected()
	what := model.Plural(end-first, "selected line", "selected lines")
	if first == end {
		first, end = p.feed.First(), p.feed.End()
		what = model.Plural(end-first, "line that is loaded", "lines that are loaded")
	}
	if first == end {
		return pane.Say(model.Info, "there are no lines to save")
	}
	all := make([]logs.Line, 0, end-first)
	for n := first; n < end; n++ {
		all = append(all, *p.feed.Line(n))
	}
	f := logs.TextFormat{Location: env.Snapshot.Time.Location(), NameWidth: p.nameWidth(all)}
	msg := pane.SaveMsg{Name: p.fileName(), What: what, Text: func() (b []byte) {
		for i := range all {
			b = f.AppendLine(b, &all[i])
		}
		return b
	}}
	return func() tea.Msg { return msg }
}

// fileName is what a file of the lines may be called.
func (p *Page) fileName() string {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_.", r) {
			return r
		}
		return '-'
	}, p.about.title())
	return cmp.Or(strings.TrimLeft(name, "-."), "podtop") + ".log"
}

// nameWidth is how wide the names of lines are.
func (p *Page) nameWidth(all []logs.Line) (width int) {
	const most = 30
	for i := range all {
		width = max(width, min(most, len(all[i].Container.Name)))
	}
	return width
}
