package bench

import (
	"strings"
	"unicode/utf8"

	"podtop/model/clean"
)

// A grid is rows of cells, the first of which are the titles of the columns.
type grid [][]string

// table has two blanks between the columns, and none at the end of a line.
func (g grid) table() string {
	widths := make([]int, len(g[0]))
	for _, row := range g {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(clean.Text(cell)))
		}
	}
	var b strings.Builder
	for _, row := range g {
		line := ""
		for i, cell := range row {
			cell = clean.Text(cell)
			line += cell + strings.Repeat(" ", widths[i]+2-utf8.RuneCountInString(cell))
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}

// markdown has the first column to the left and all others to the right.
func (g grid) markdown() string {
	var b strings.Builder
	for i, row := range g {
		cells := make([]string, len(row))
		for j, cell := range row {
			cells[j] = escape(cell)
		}
		b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
		if i == 0 {
			b.WriteString("|---" + strings.Repeat("|---:", len(row)-1) + "|\n")
		}
	}
	return b.String()
}

// escape is text that Markdown shows as it is.
func escape(s string) string { return markdownEscapes.Replace(clean.Text(s)) }

var markdownEscapes = strings.NewReplacer(
	`\`, `\\`, "|", `\|`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", "&lt;", ">", "&gt;", "&", "&amp;", "@", "&#64;", "#", `\#`, "~", `\~`,
)
