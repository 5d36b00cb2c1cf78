package containers

import (
	"math"
	"slices"

	"podtop/tui/theme"
)

// A column is one figure, or a few that belong together, of each row.
type column struct {
	heads []head
	left  int // cells before the heads; 0: they stand at the right
	min   int // cells, the gap on the left included
	most  int // cells it can use, with room to spare
	keep  int // the column with the least leaves first
	draw  func([]byte, *painter, *row, int) []byte
}

// A head is a word above a column, and the name of the metric below it.
type head struct{ title, metric string }

// columns is every column, as they stand from left to right. Where the screen
// is too narrow for all, those with the least keep leave first: image, pids,
// block I/O, throttling, age, pressure, network, sparkline, limit, memory.
func columns(g *theme.Glyphs) []column {
	one := func(title, metric string) []head { return []head{{title, metric}} }
	return []column{
		{one("NAME", byName), lead, 17, 40, 100, drawName},
		{one("STATE", ""), 1, 13, 13, 99, drawState},
		{one("CPU", "cpu"), 0, 6, 6, 98, drawCPU},
		{nil, 1, 9, 61, 60, drawSpark},
		{one("MEM", "mem"), 0, 7, 7, 90, drawMem},
		{one("of limit", "mem.limit%"), 1, 13, 25, 80, drawLimit},
		{[]head{{"NET " + g.Down, "net.rx"}, {g.Up, "net.tx"}}, 0, 14, 16, 70, drawNet},
		{[]head{{"BLK r", "blk.r"}, {"w", "blk.w"}}, 0, 14, 16, 30, drawBlk},
		{one("PSI", ""), 0, 5, 6, 50, drawPSI},
		{one("THR", "throttled%"), 0, 5, 6, 40, drawThrottled},
		{one("PIDS", "pids"), 0, 6, 6, 20, drawPids},
		{one("AGE", "uptime"), 0, 8, 8, 45, drawAge},
		{one("IMAGE", ""), 2, 20, 60, 10, drawImage},
	}
}

// A placed column has its width.
type placed struct {
	column
	width int
}

// place chooses the columns that fit into width cells and shares out what is
// left, to each in the measure it can use more.
func place(width int, g *theme.Glyphs) []placed {
	all := columns(g)
	byKeep := make([]int, len(all))
	for i := range byKeep {
		byKeep[i] = i
	}
	slices.SortFunc(byKeep, func(a, b int) int { return all[b].keep - all[a].keep })
	used, wish, keep := 0, 0, math.MaxInt
	for _, i := range byKeep {
		if used+all[i].min > width {
			break
		}
		used += all[i].min
		wish += all[i].most - all[i].min
		keep = all[i].keep
	}
	return grow(all, keep, width-used, wish)
}

// grow gives the columns with at least keep their width, and spare cells to
// those that wish for more.
func grow(all []column, keep, spare, wish int) []placed {
	spare = min(spare, wish)
	var out []placed
	for _, c := range all {
		if c.keep < keep {
			continue
		}
		w := c.min
		if more := c.most - c.min; more > 0 {
			share := (more*spare + wish - 1) / wish
			w += share
			spare, wish = spare-share, wish-more
		}
		out = append(out, placed{c, w})
	}
	return out
}
