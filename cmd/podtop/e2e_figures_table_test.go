//go:build e2e

package main_test

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// table is all that was compared, and what came of it.
func (c *comparison) table() string {
	var b strings.Builder
	wrong, unknown := 0, map[string]int{}
	fmt.Fprintf(&b, "\n%-8s %-40s %22s %22s %22s  %s\n", "", "figure", "kernel, least", "podtop", "kernel, most", "verdict")
	for _, i := range c.order() {
		f, r := &c.figures[i], c.results[i]
		verdict := r.verdict(f)
		fmt.Fprintf(&b, "%-8s %-40s %22s %22s %22s  %s\n", f.subject, f.name, decimal(r.least), decimal(r.got), decimal(r.most), verdict)
		switch why, ok := strings.CutPrefix(verdict, "unknown: "); {
		case ok:
			unknown[why]++
		case verdict != "right":
			wrong++
		}
	}
	fmt.Fprintf(&b, "%d figures compared, %d wrong, %s", len(c.figures), wrong, tally(unknown))
	return b.String()
}

// order is that of the table: by the subject, then by the figure's name.
func (c *comparison) order() []int {
	place := map[string]int{"host": len(c.cast)}
	for i, s := range c.cast {
		place[s.short] = i
	}
	order := make([]int, len(c.figures))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		a, b := &c.figures[i], &c.figures[j]
		return cmp.Or(cmp.Compare(place[a.subject], place[b.subject]), cmp.Compare(a.name, b.name))
	})
	return order
}

// tally is how many are unknown, and why.
func tally(unknown map[string]int) string {
	sum := 0
	var whys []string
	for why, n := range unknown {
		sum += n
		whys = append(whys, fmt.Sprintf("%d %s", n, why))
	}
	slices.Sort(whys)
	return fmt.Sprintf("%d unknown (%s)", sum, strings.Join(whys, "; "))
}

func decimal(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return fmt.Sprintf("%.15g", v)
}
