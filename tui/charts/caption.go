package charts

import (
	"math"
	"strings"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/widget"
)

// value is the curve at the cursor, or v, what the figure is now.
func (d *drawing) value(which int, v float64) float64 {
	if d.column >= 0 && d.column < len(d.curves.spans[which]) {
		return d.curves.spans[which][d.column].Avg
	}
	if d.env.Snapshot.Mono > d.axis.End { // what is shown is past
		return d.curves.last(which)
	}
	return v
}

// at is the span of a curve at the cursor, or of all that is shown.
func (d *drawing) at(which int) model.Span {
	if d.column >= 0 && d.column < len(d.curves.spans[which]) {
		return d.curves.spans[which][d.column]
	}
	return d.curves.overall(which)
}

// caption appends the line of words above a graph.
func (d *drawing) caption(b []byte, g Graph, width int) []byte {
	c := widget.Line{B: b, Room: width, Theme: d.env.Theme}
	f := d.of.Figures
	switch g {
	case CPU:
		d.captionCPU(&c, f)
	case Mem:
		d.captionMem(&c, f)
	case Net:
		d.captionNet(&c, f)
	case Blk:
		d.captionBlk(&c, f)
	case Log:
		d.captionLog(&c)
	}
	return c.End()
}

func (d *drawing) captionCPU(c *widget.Line, f *model.Figures) {
	t := d.env.Theme
	c.Word(t.Title, "CPU ")
	v := d.value(cpu, f.CPU)
	shown, unit := d.scaled(v, f.CPULimit, float64(d.env.Snapshot.Host.CPUs), model.Cores)
	c.Value("", shown, unit)
	if unit == model.Cores {
		c.Word(t.Muted, " cores")
	}
	s := d.at(cpu)
	c.Named("min", "", s.Min, model.Cores)
	c.Named("max", "", s.Max, model.Cores)
	if share := d.value(throttled, f.ThrottledPct); share > 0 {
		c.Named("throttled", t.Warn, share, model.Percent)
	}
	if limit := d.value(cpuLimit, f.CPULimit); !math.IsNaN(limit) && !math.IsInf(limit, 0) {
		c.Named("limit", "", limit, model.Cores)
		d.by(c, true)
	}
}

// by says whose limit it is, where it is not the container's own.
func (d *drawing) by(c *widget.Line, ofCPU bool) {
	of := d.of.Container
	if of == nil {
		return
	}
	path := of.Effective.MemoryBy
	if ofCPU {
		path = of.Effective.CPUBy
	}
	if path == "" || path == of.Path || within(path, of.Path) {
		return
	}
	c.Label(" by ", d.env.Theme.Muted, base(path), 28)
}

// scaled is v as the key for it has it: of the host, of the limit, or as it is.
func (d *drawing) scaled(v, limit, host float64, unit model.Dimension) (float64, model.Dimension) {
	whole := host
	switch d.env.Scale {
	case pane.Absolute:
		return v, unit
	case pane.OfLimit:
		whole = limit
	}
	if !(whole > 0) || math.IsInf(whole, 0) {
		return math.NaN(), model.Percent
	}
	return 100 * v / whole, model.Percent
}

func (d *drawing) captionMem(c *widget.Line, f *model.Figures) {
	t := d.env.Theme
	c.Word(t.Title, "MEM ")
	shown, unit := d.scaled(d.value(mem, f.Mem), f.MemLimit, d.env.Snapshot.Host.MemTotal, model.Bytes)
	c.Value("", shown, unit)
	c.Named("anon", t.Graph, d.value(anon, f.Anon), model.Bytes)
	if v := d.value(shmem, f.Shmem); v > 0 {
		c.Named("shmem", t.Third, v, model.Bytes)
	}
	c.Named("cache", t.Muted, d.value(cache, cacheOf(f.File, f.Shmem)), model.Bytes)
	if limit := d.value(memLimit, f.MemLimit); !math.IsNaN(limit) && !math.IsInf(limit, 0) {
		c.Named("limit", style(f.MemLimitPct >= widget.NearLimit, t.Bad), limit, model.Bytes)
		d.by(c, false)
	}
	c.Named("kernel", t.Second, d.value(kernel, f.Kernel), model.Bytes)
	c.Named("max", "", d.at(mem).Max, model.Bytes)
	if low := d.of.reserved(); low > 0 {
		c.Named("reserved (on record)", t.Good, low, model.Bytes)
	}
}

func style(is bool, s theme.Style) theme.Style {
	if is {
		return s
	}
	return ""
}

func (d *drawing) captionNet(c *widget.Line, f *model.Figures) {
	t := d.env.Theme
	c.Word(t.Title, "NET")
	of := d.of.Container
	if of != nil && of.Net == model.NetHost {
		c.Word(t.Muted, "  the host’s own network: no figures of its own")
		return
	}
	rxNow, txNow := f.NetRx, f.NetTx
	if of != nil && !d.of.Gone { // else it has no part in what it shared
		g := of.WithTraffic()
		rxNow, txNow = g.NetRx, g.NetTx
	}
	d.pair(c, rx, tx, rxNow, txNow, t.Glyphs.Down, t.Glyphs.Up)
	if of != nil && of.NetFrom != "" {
		c.Label("  shared with ", t.Muted, of.NetFrom, 24)
	}
	if f.NetDrops > 0 {
		c.Named("drops/s", t.Warn, f.NetDrops, model.PerSec)
	}
}

func (d *drawing) captionBlk(c *widget.Line, f *model.Figures) {
	t := d.env.Theme
	c.Word(t.Title, "BLK")
	if math.IsNaN(f.BlkR) && !d.curves.known(read) {
		c.Word(t.Muted, "  not known: no io controller counts for it")
		return
	}
	d.pair(c, read, write, f.BlkR, f.BlkW, "r", "w")
	c.Named("IO/s r", "", f.BlkRIOPS, model.PerSec)
	c.Named("w", "", f.BlkWIOPS, model.PerSec)
}

// pair writes two rates, and the greatest of each.
func (d *drawing) pair(c *widget.Line, up, down int, upNow, downNow float64, upSign, downSign string) {
	t := d.env.Theme
	c.Named(upSign, t.Graph, d.value(up, upNow), model.BytesPerSec)
	c.Named(downSign, t.Second, d.value(down, downNow), model.BytesPerSec)
	c.Named("max "+upSign, "", d.at(up).Max, model.BytesPerSec)
	c.Named(downSign, "", d.at(down).Max, model.BytesPerSec)
}

// within reports whether path is below that of a cgroup.
func within(path, of string) bool { return of != "" && strings.HasPrefix(path, of+"/") }

// base is the last part of a path.
func base(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }
