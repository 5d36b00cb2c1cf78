package overlay

import (
	"strings"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// Language returns a Dialog that says how a filter is written.
func Language(k *KeyMap) Dialog { return &text{keys: k, lines: languageLines} }

// Examples returns a Dialog that explains a language by examples.
func Examples(k *KeyMap, l pane.Language) Dialog {
	return &text{keys: k, lines: func(t theme.Theme, width int) []string {
		const exampleWidth = 26
		lines := append(wrap(nil, l.About, "", width, t), "")
		for _, e := range l.Examples {
			lines = define(lines, e.Filter, e.Meaning, exampleWidth, width, t)
		}
		for _, p := range l.More {
			lines = wrap(append(lines, ""), p, "", width, t)
		}
		return lines
	}}
}

func languageLines(t theme.Theme, width int) []string {
	lines := wrap(nil, "A filter is terms with blanks between them; a container is shown if all of them hold.", "", width, t)
	lines = append(lines, "")
	const filterWidth, nameWidth = 18, 12
	for _, e := range model.FilterHelp {
		lines = define(lines, e.Filter, e.Meaning, filterWidth, width, t)
	}
	for _, p := range []string{
		"What is not known is neither more nor less than anything: such a term does not hold, turned round or not.",
		"A filter looks at all containers, also at those that are stopped; at pods' infra containers only after a. The figures of a group are then the sums over what is left of it.",
	} {
		lines = wrap(append(lines, ""), p, "", width, t)
	}
	lines = append(lines, "", t.Title.Render("texts"))
	for _, x := range model.Texts {
		lines = define(lines, x.Name, x.Help, nameWidth, width, t)
	}
	lines = append(lines, "", t.Title.Render("numbers"))
	for _, m := range model.Metrics {
		lines = define(lines, m.Name, m.Help, nameWidth, width, t)
	}
	return lines
}

// define appends a name, in so many cells, and what it stands for, in as many
// lines as that takes.
func define(lines []string, name, means string, nameWidth, width int, t theme.Theme) []string {
	for i, text := range wrap(nil, t.Glyphs.Own(strings.TrimSuffix(means, ".")), "", max(1, width-nameWidth), t) {
		if i > 0 {
			name = ""
		}
		lines = append(lines, string(widget.AppendText([]byte{' '}, name, nameWidth-1, t.Glyphs))+text)
	}
	return lines
}
