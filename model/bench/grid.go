package bench

import (
	"slices"
	"strings"
	"unicode/utf8"

	"podtop/model"
	"podtop/model/clean"
)

// A grid is rows of cells, the first of which are the titles of the columns.
type grid [][]string

// spared are the columns that are left out where there is no room for all, the first
// of them first.
var spared = []string{"cv", "stdev", "p99", "max", "p95", "mean", "min", "n"}

// leastLast is how many cells the last column has at least before names are cut.
const leastLast = 16

// table has two blanks between the columns, and none at the end of a line. No line has
// more than width cells, of which a rune takes one; 0 is as many as it takes. What
// nothing is known of is left out, then columns of less worth; a long text at the end
// is folded in its column, and at last names are cut.
func (g grid) table(width int) string {
	g = g.cleaned()
	for i := len(g[0]) - 1; i > 0; i-- {
		if g.isUnknown(i) {
			g = g.without(i)
		}
	}
	for _, title := range spared {
		if i := slices.Index(g[0], title); width > 0 && g.width() > width && i > 0 {
			g = g.without(i)
		}
	}
	widths := g.widths()
	last := len(widths) - 1
	narrow(widths[:last], width-min(widths[last], leastLast)-2*last)
	before := sum(widths[:last]) + 2*last
	var b strings.Builder
	for _, row := range g {
		line := ""
		for i, cell := range row[:last] {
			line += padded(cut(cell, widths[i]), widths[i]+2)
		}
		texts := []string{row[last]}
		if width > 0 {
			texts = fold(row[last], max(leastLast, width-before))
		}
		for i, text := range texts {
			if i > 0 {
				line = strings.Repeat(" ", before)
			}
			b.WriteString(strings.TrimRight(line+text, " ") + "\n")
		}
	}
	return b.String()
}

func (g grid) cleaned() grid {
	all := make(grid, len(g))
	for i, row := range g {
		for _, cell := range row {
			all[i] = append(all[i], clean.Text(cell))
		}
	}
	return all
}

// isUnknown reports whether nothing is known in a column of several.
func (g grid) isUnknown(column int) bool {
	return len(g) > 1 && !slices.ContainsFunc(g[1:], func(row []string) bool { return row[column] != model.Dash })
}

func (g grid) without(column int) grid {
	left := make(grid, len(g))
	for i, row := range g {
		left[i] = slices.Delete(slices.Clone(row), column, column+1)
	}
	return left
}

func (g grid) widths() []int {
	widths := make([]int, len(g[0]))
	for _, row := range g {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	return widths
}

// width is that of the whole, with two blanks between the columns.
func (g grid) width() int { return sum(g.widths()) + 2*(len(g[0])-1) }

// narrow takes from the widest columns until all have so many cells together, or eight
// each; below 1 there is no bound.
func narrow(widths []int, room int) {
	const least = 8
	for room > 0 && sum(widths) > room {
		i := slices.Index(widths, slices.Max(widths))
		if widths[i] <= least {
			return
		}
		widths[i]--
	}
}

func sum(widths []int) (all int) {
	for _, w := range widths {
		all += w
	}
	return all
}

func padded(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(s)))
}

// cut is s with so many runes at most: what it begins and ends with tells it from
// others.
func cut(s string, width int) string {
	runes := []rune(s)
	if len(runes) <= width {
		return s
	}
	end := (width - 1) / 2
	return string(runes[:width-1-end]) + "…" + string(runes[len(runes)-end:])
}

// fold is s in lines of so many runes at most, broken between words where that is
// possible.
func fold(s string, width int) (lines []string) {
	runes := []rune(strings.TrimSpace(s))
	for len(runes) > width {
		at := width
		for at > 0 && runes[at] != ' ' {
			at--
		}
		if at == 0 {
			at = width
		}
		lines = append(lines, strings.TrimSpace(string(runes[:at])))
		runes = []rune(strings.TrimSpace(string(runes[at:])))
	}
	return append(lines, string(runes))
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
