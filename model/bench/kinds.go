package bench

import (
	"slices"
	"strings"
)

// A Kind is a kind of benchmark.
type Kind struct {
	Name    string // Report.Kind
	Command string // that measures it
	Example string // a condition
	Against string // a condition against a baseline
	Places  []Place
}

// Kinds are all there are.
var Kinds = []*Kind{
	{"start", "podtop bench start", exampleOfStart, againstStart, slices.Concat(startSeries, startFigures, imageFigures)},
	{"cpu", "podtop bench cpu", "effective_cores.median < 0.9", "work_per_second.median < -5%", slices.Concat(cpuSeries, cpuFigures)},
	{"usage", "podtop bench usage", "memory_peak.bytes > 200M", "cpu.mean > +10%", slices.Concat(usageSeries, usageFigures, imageFigures)},
	{"run", "podtop bench IMAGE", exampleOfStart, againstStart, slices.Concat(startSeries, usageSeries, usageFigures, startFigures, imageFigures)},
	{"http", "podtop bench http", "latency.p99 > 50ms", "answer_rate.median < -5%", httpPlaces()},
	{groupAB, "podtop bench ab", "ab.startup_time.low_percent > 5", "b.startup_time.median > +5%", slices.Concat(abSeries, imageFigures)},
}

const (
	exampleOfStart = "startup_time.mean > 2.0"
	againstStart   = "startup_time.median > +5%"
)

// KindCalled is the kind of that name, nil if there is none.
func KindCalled(name string) *Kind {
	for _, k := range Kinds {
		if k.Name == name {
			return k
		}
	}
	return nil
}

// Names are those of all numbers that a report of k can have.
func (k *Kind) Names() (names []string) {
	for _, p := range k.Places {
		switch {
		case !p.isSeries():
			names = append(names, p.Path)
		case k.Name != groupAB:
			names = p.appendNames(names, "", statistics)
		default:
			names = p.appendNames(names, ArmA, statistics)
			names = p.appendNames(names, ArmB, statistics)
			if p.isCompared() {
				names = p.appendNames(names, groupAB, differences)
			}
		}
	}
	return names
}

// CheckKind refuses a number that no report of that kind has, before anything is
// measured. The error is a *model.FilterError.
func (t Threshold) CheckKind(kind string) error {
	k := KindCalled(kind)
	if k == nil {
		return nil
	}
	if names := k.Names(); !slices.Contains(names, t.path) {
		return t.missing(k.Command+" measures no ", names, kind)
	}
	return nil
}

// Table is what the numbers of k are called and mean, in lines of so many cells at
// most; 0 for as many as it takes.
func (k *Kind) Table(width int) string {
	g := grid{{"name", "unit", "what it is"}}
	group := ""
	if k.Name == groupAB {
		group = ArmA
	}
	for _, p := range k.Places {
		if p.isSeries() {
			g = append(g, []string{join(group, p.Path) + ".*", units[p.Unit], p.Meaning})
		} else {
			g = append(g, []string{p.Path, units[p.Unit], p.Meaning})
		}
	}
	texts := []string{
		"* is one of: " + strings.Join(statistics, ", ") + ". median_low and median_high are the 95 % interval of the median, cv_percent is stdev in percent of mean.",
		"In tables " + percentilesText + ". --json has them of any number.",
	}
	if k.Name == groupAB {
		g = append(g, differenceRows...)
		texts = append(texts, "a is the first of the two that are compared: b has the same numbers of the second. NAME is a name behind a., such as startup_time.")
	}
	texts = append(texts, "Conditions: --fail-if '"+k.Example+"', or with --baseline '"+k.Against+"'.")
	text := Paragraph(k.Command+" measures these numbers. --fail-if names them, and --json has them below results:", width) + "\n" + g.table(width) + "\n"
	for _, one := range texts {
		text += Paragraph(one, width)
	}
	return text
}
