package host

import (
	"math"
	"strconv"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/graph"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// drawCores adds what the CPUs do: each with a bar while there is room for
// that, else each in one cell.
func (p *Page) drawCores(s *widget.Sheet) {
	all := p.rates.CPUs
	if len(all) == 0 {
		heading(s, "cores", "not known")
		return
	}
	heading(s, "cores", coresText(len(all), &p.rates.AllCPUs))
	const most = 8 // lines of bars
	if per := barsIn(s.Width, len(all)); len(all) <= most*per {
		lines := (len(all) + per - 1) / per
		drawBars(s, all, (len(all)+lines-1)/lines)
		return
	}
	drawLevels(s, all)
}

// coresText says what all CPUs do: "8 CPUs: user 12%  system 5% …".
func coresText(n int, r *probe.CPURate) string {
	text := model.Plural(n, "CPU", "CPUs")
	for _, part := range []struct {
		name  string
		value float64
	}{{"user", r.User}, {"system", r.System}, {"irq", r.IRQ}, {"iowait", r.IOWait}, {"steal", r.Steal}, {"idle", r.Idle}} {
		text += "  " + part.name + " " + percent(part.value)
	}
	return text
}

// percent writes a part of 1.
func percent(part float64) string {
	return string(model.AppendValue(nil, 100*part, model.Percent))
}

const (
	barCells = 10
	barGap   = 3
)

// barsIn is how many cores fit beside each other with a bar each, of n.
func barsIn(width, n int) int { return max(1, (width+barGap)/(barWidth(n)+barGap)) }

// barWidth is the cells of a core among n: its number, bar and percent.
func barWidth(n int) int { return digits(n) + 1 + barCells + 5 }

func digits(n int) int { return len(strconv.Itoa(max(0, n-1))) }

// drawBars adds bars of the time each core is busy and, lighter, waits for
// disks.
func drawBars(s *widget.Sheet, all []probe.CPURate, per int) {
	width := barWidth(len(all))
	for i := 0; i < len(all); i += per {
		row := all[i:min(i+per, len(all))]
		s.Add(func(b []byte) []byte {
			left := s.Width
			for j := range row {
				if j > 0 {
					b = widget.Pad(b, barGap)
					left -= barGap
				}
				if width > left {
					break
				}
				b = appendBar(b, &row[j], digits(len(all)), s.Theme)
				left -= width
			}
			return widget.Pad(b, left)
		})
	}
}

func appendBar(b []byte, c *probe.CPURate, digits int, t theme.Theme) []byte {
	b = widget.AppendRight(b, strconv.Itoa(c.N), digits, t.Muted)
	b = graph.AppendBar(append(b, ' '), barCells, c.Busy(), c.IOWait, t.Graph, t)
	return widget.AppendValue(b, 100*c.Busy(), model.Percent, 5, t)
}

// drawLevels adds the cores in lines of one cell each, as high as they are busy.
func drawLevels(s *widget.Sheet, all []probe.CPURate) {
	label := 2*digits(len(all)) + 2 // "192-255 "
	per := levelsIn(s.Width - label)
	levels := make([]float32, per)
	charset := theme.Blocks
	if s.Theme.Glyphs.Charset == theme.ASCII {
		charset = theme.ASCII
	}
	for i := 0; i < len(all); i += per {
		row := all[i:min(i+per, len(all))]
		for j := range row {
			levels[j] = float32(row[j].Busy())
		}
		s.Add(func(b []byte) []byte {
			name := strconv.Itoa(row[0].N) + "-" + strconv.Itoa(row[len(row)-1].N)
			b = widget.AppendRight(b, name, label-1, s.Theme.Muted)
			b = s.Theme.Graph.Begin(append(b, ' '))
			b = s.Theme.Graph.End(graph.AppendSpark(b, levels[:len(row)], 1, charset))
			return widget.Pad(b, s.Width-label-len(row))
		})
	}
}

// levelsIn is how many cores a line of so many cells shows: a power of two, so
// that they are found again.
func levelsIn(cells int) int {
	return 1 << int(math.Log2(float64(max(1, cells))))
}
