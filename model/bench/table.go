package bench

import (
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"podtop/model"
	"podtop/model/clean"
)

// mostOutliers are so many of a series as are told of; the file has all.
const mostOutliers = 5

// Table is r as text for people, as wide as it takes.
func (r *Report) Table() string { return r.TableIn(0) }

// TableIn is the same in lines of so many cells at most, of which a rune takes one.
// What there is no room for is in the JSON.
func (r *Report) TableIn(width int) string {
	blocks := []string{Paragraph(r.headline(), width)}
	if machine := r.Machine.text(); machine != "" {
		blocks[0] += Paragraph(machine, width)
	}
	differences := r.Differences()
	if verdict := r.verdict(differences); verdict != "" {
		blocks = append(blocks, Paragraph(verdict, width), Paragraph(r.Arms.text(), width))
	}
	for _, g := range r.grids(differences) {
		blocks = append(blocks, g.table(width))
	}
	if remarks := r.remarks(true); len(remarks) > 0 {
		blocks = append(blocks, lines("", func(text string) string { return strings.TrimSuffix(Paragraph(text, width), "\n") }, remarks))
	}
	return strings.Join(blocks, "\n")
}

// Paragraph is text in lines of so many cells, the others further in than the first;
// 0: in one line.
func Paragraph(text string, width int) string {
	text = clean.Text(text)
	if width <= 0 {
		return text + "\n"
	}
	const further = "  "
	first := fold(text, width)
	if len(first) == 1 {
		return text + "\n"
	}
	rest := strings.TrimSpace(strings.TrimPrefix(text, first[0]))
	return first[0] + "\n" + further + strings.Join(fold(rest, max(1, width-len(further))), "\n"+further) + "\n"
}

// Markdown is r as a comment on a merge request.
func (r *Report) Markdown() string {
	blocks := []string{"### " + escape(r.headline()) + "\n"}
	if machine := r.Machine.text(); machine != "" {
		blocks = append(blocks, escape(machine)+"\n")
	}
	differences := r.Differences()
	if verdict := r.verdict(differences); verdict != "" {
		blocks = append(blocks, "**"+escape(verdict)+"**\n", escape(r.Arms.text())+"\n")
	}
	for _, g := range r.grids(differences) {
		blocks = append(blocks, g.markdown())
	}
	if remarks := r.remarks(false); len(remarks) > 0 {
		blocks = append(blocks, lines("- ", escape, remarks))
	}
	return strings.Join(blocks, "\n")
}

func lines(bullet string, clean func(string) string, texts []string) string {
	var b strings.Builder
	for _, text := range texts {
		b.WriteString(bullet + clean(text) + "\n")
	}
	return b.String()
}

// headline is such as "start of app, image localhost/app:1.2, 2026-11-30
// 12:00:00 UTC".
func (r *Report) headline() string {
	text := r.Kind + " of " + r.Subject
	if r.Image != "" && r.Image != r.Subject {
		text += ", image " + r.Image
	}
	return text + ", " + r.Time.UTC().Format(time.DateTime) + " UTC"
}

// text says which names of series are of which arm.
func (a *Arms) text() string { return "a is " + a.A + ", b is " + a.B }

// A part is one thing that is known of a machine.
type part struct{ name, text string }

// text is what is known of m, as a list.
func (m *Machine) text() string {
	var texts []string
	for _, p := range m.parts() {
		texts = append(texts, p.text)
	}
	return strings.Join(texts, ", ")
}

func (m *Machine) parts() (all []part) {
	add := func(name, before, value, after string) {
		if value != "" {
			all = append(all, part{name, before + value + after})
		}
	}
	add("kernel", "kernel ", m.Kernel, "")
	add("Podman", "Podman ", m.Podman, "")
	add("runtime", "", m.Runtime, "")
	add("storage", "storage ", m.Storage, "")
	add("network", "network ", m.Network, "")
	add("log driver", "log driver ", m.LogDriver, "")
	if m.CPUs > 0 {
		add("CPUs", "", model.Plural(m.CPUs, "CPU", "CPUs"), "")
	}
	add("governor", "governor ", m.Governor, "")
	if m.Memory > 0 {
		add("memory", "memory ", FormatValue(m.Memory, model.Bytes), "")
	}
	if m.Rootless {
		add("root", "", "rootless", "")
	}
	for _, name := range slices.Sorted(maps.Keys(m.Limits)) {
		add("--"+name, "--"+name+"=", m.Limits[name], "")
	}
	if m.Demo {
		add("demo", "", "all of it made up for a demonstration", "")
	}
	return all
}

// MachineDifferences are what is known of two machines and is not the same: "kernel
// 6.12.48 against kernel 6.12.50".
func MachineDifferences(a, b *Machine) (all []string) {
	before, after := a.parts(), b.parts()
	find := func(parts []part, name string) string {
		if i := slices.IndexFunc(parts, func(p part) bool { return p.name == name }); i >= 0 {
			return parts[i].text
		}
		return "no " + name
	}
	for _, p := range before {
		if other := find(after, p.name); other != p.text {
			all = append(all, p.text+" against "+other)
		}
	}
	for _, p := range after {
		if other := find(before, p.name); other == "no "+p.name {
			all = append(all, other+" against "+p.text)
		}
	}
	return all
}

// grids are the tables of r: its series, what its arms show, its figures.
func (r *Report) grids(differences []Difference) []grid {
	var all []grid
	if len(r.Series) > 0 {
		all = append(all, r.seriesGrid())
	}
	if len(differences) > 0 {
		all = append(all, differenceGrid(differences, r.Arms.A, r.Arms.B))
	}
	for i := range r.Figures {
		all = append(all, r.Figures[i].grid())
	}
	return all
}

func (r *Report) seriesGrid() grid {
	g := grid{{"series", "n", "min", "median", "95 % interval", "mean", "p95", "p99", "max", "stdev", "cv"}}
	for i := range r.Series {
		s := &r.Series[i]
		sum := s.Summary()
		value := func(v float64) string { return FormatValue(v, s.Unit) }
		between := "not enough"
		if isFinite(sum.Low) {
			between = value(sum.Low) + " to " + value(sum.High)
		}
		g = append(g, []string{
			s.Path(), FormatValue(float64(sum.N), model.Number), value(sum.Min), value(sum.Median), between, value(sum.Mean),
			value(percentile(sum.P95, sum.N, fewestP95)), value(percentile(sum.P99, sum.N, fewestP99)), value(sum.Max), value(sum.StdDev), FormatValue(100*sum.CV, model.Percent),
		})
	}
	return g
}

// Of so many values at least a percentile is shown.
const (
	fewestP95 = 20
	fewestP99 = 100

	percentilesText = "p95 is shown of 20 values or more, p99 of 100 or more: of fewer it would hardly differ from the maximum"
)

// percentile is v, a percentile of n values: of fewer than least it is no more than the
// maximum by another name, and is not shown. Files have it, as they always had.
func percentile(v float64, n, least int) float64 {
	if n < least {
		return nan
	}
	return v
}

func (g *Group) grid() grid {
	rows := grid{{g.Name, ""}}
	for _, f := range g.Figures {
		rows = append(rows, []string{f.Name, FormatValue(f.Value, f.Unit)})
	}
	return rows
}

// dashesText says why some percentiles of r are dashes; "" if none is. Where a column
// of dashes alone is left out, it says nothing of that.
func (r *Report) dashesText(leftOut bool) string {
	least, most := math.MaxInt, 0
	for i := range r.Series {
		n := len(sorted(r.Series[i].numbers()))
		least, most = min(least, n), max(most, n)
	}
	for _, fewest := range []int{fewestP99, fewestP95} {
		if least < fewest && (most >= fewest || !leftOut && most > 0) {
			return percentilesText
		}
	}
	return ""
}

// remarks are why there are dashes, the outliers and the notes. A column of dashes
// alone may be left out.
func (r *Report) remarks(leftOut bool) []string {
	var all []string
	if text := r.dashesText(leftOut); text != "" {
		all = append(all, text)
	}
	for i := range r.Series {
		s := &r.Series[i]
		outliers := s.Outliers()
		for _, at := range outliers[:min(len(outliers), mostOutliers)] {
			all = append(all, "outlier of "+s.Path()+": "+s.OutlierText(at))
		}
		if more := len(outliers) - mostOutliers; more > 0 {
			all = append(all, s.Path()+" has "+model.Plural(more, "outlier", "outliers")+" more")
		}
	}
	return append(all, r.Notes...)
}
