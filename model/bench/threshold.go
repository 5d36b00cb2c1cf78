package bench

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"podtop/model"
)

// An Outcome is what a threshold comes to, with one report.
type Outcome struct {
	Threshold Threshold
	Crossed   bool
	Unclear   bool   // by its number it is crossed, but that may be chance
	Text      string // in words, with the number

	p float64 // of a change that is an alarm: that it is chance; NaN else
}

// Check looks whether r crosses t. The error is a *model.FilterError: t names
// what is not there, or has a value of another unit. A threshold that
// NeedsBaseline needs one.
func (t Threshold) Check(r, baseline *Report) (Outcome, error) {
	number, err := t.find(r, "the report")
	if err != nil {
		return Outcome{}, err
	}
	if t.NeedsBaseline() {
		return t.checkChange(r, baseline, number)
	}
	limit, err := parseNumber(t.value, number.Unit)
	if err != nil {
		return Outcome{}, fault(t.valueAt, "%s is in %s: %v", t.path, unitWords[number.Unit], err)
	}
	return Outcome{
		Threshold: t, p: nan,
		Crossed: model.Comparisons[t.op](number.Value, limit),
		Text:    t.path + " is " + FormatValue(number.Value, number.Unit),
	}, nil
}

// unitWords are the units for a sentence.
var unitWords = map[model.Dimension]string{
	model.Seconds:     "seconds",
	model.Bytes:       "bytes",
	model.BytesPerSec: "bytes a second",
	model.PerSec:      "so many a second",
	model.Percent:     "percent",
	model.Cores:       "cores",
	model.Number:      "plain numbers",
}

// find is the number that t names.
func (t Threshold) find(r *Report, where string) (Figure, error) {
	number, ok := r.number(t.path)
	switch {
	case !ok:
		return number, t.notThere(r, where)
	case !isFinite(number.Value):
		return number, fault(t.nameAt, "%s has no %s: it is not known, or too little was measured", where, t.path)
	}
	return number, nil
}

func (t Threshold) notThere(r *Report, where string) error {
	var names []string
	for _, n := range r.Numbers() {
		names = append(names, n.Name)
	}
	return t.missing(where+" has no ", names, r.Kind)
}

// mostNamed are so many names as an error lists.
const mostNamed = 12

// missing says that the name of t is none of names, those of a kind of benchmark, and
// which come near. What it says begins with before.
func (t Threshold) missing(before string, names []string, kind string) error {
	below := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !strings.HasPrefix(name, t.path+".") })
	near := model.Nearest(t.path, names)
	switch {
	case len(names) == 0:
		return fault(t.nameAt, "%s%s, nor any other number", before, t.path)
	case len(below) > 0:
		return fault(t.nameAt, "%s is no number; there are: %s", t.path, listed(below, kind))
	case near != "":
		return fault(t.nameAt, "%s%s; did you mean %s? There are: %s", before, t.path, near, listed(nearFirst(t.path, names), kind))
	}
	return fault(t.nameAt, "%s%s; there are: %s", before, t.path, listed(nearFirst(t.path, names), kind))
}

// nearFirst are names with those first that begin as path does, for the longest.
func nearFirst(path string, names []string) []string {
	shared := func(name string) (n int) {
		for n < min(len(name), len(path)) && name[n] == path[n] {
			n++
		}
		return n
	}
	sorted := model.NearestFirst(path, names)
	slices.SortStableFunc(sorted, func(a, b string) int { return cmp.Compare(shared(b), shared(a)) })
	return sorted
}

// listed are the first of names, and where the others are told.
func listed(names []string, kind string) string {
	more := len(names) - mostNamed
	if more <= 0 {
		return strings.Join(names, " ")
	}
	text := strings.Join(names[:mostNamed], " ") + " and " + strconv.Itoa(more) + " more"
	if KindCalled(kind) != nil {
		text += ": podtop bench names " + kind
	}
	return text
}

// checkChange compares with the baseline. A change counts only if it is
// significant, so both have to have samples.
func (t Threshold) checkChange(r, baseline *Report, number Figure) (Outcome, error) {
	if baseline == nil {
		return Outcome{}, fault(t.valueAt, "%s is a change against a baseline, and there is none", t.value)
	}
	before, err := t.find(baseline, "the baseline")
	if err != nil {
		return Outcome{}, err
	}
	change := ratio(before.Value, number.Value)
	if !isFinite(change) {
		return Outcome{}, fault(t.valueAt, "%s is 0 in the baseline: there is no change of it in percent", t.path)
	}
	o := Outcome{Threshold: t, p: nan, Crossed: model.Comparisons[t.op](change, t.relative)}
	o.Text = t.path + " is " + FormatValue(number.Value, number.Unit) + ", " + changeWords(change) + " than the baseline's " +
		FormatValue(before.Value, number.Unit)
	if !t.isAlarm() {
		return o, nil
	}
	doubt := ""
	if o.p, doubt = t.chance(r, baseline); o.Crossed && doubt != "" {
		o.doubt(doubt)
	}
	return o, nil
}

func (o *Outcome) doubt(doubt string) {
	o.Crossed, o.Unclear = false, true
	o.Text += ", but " + doubt
}

// Correct has each change of outcomes be the clearer the more of them were asked
// for: else one of many would be crossed by chance.
func Correct(outcomes []Outcome) []Outcome {
	outcomes = slices.Clone(outcomes)
	var ps []float64
	for _, o := range outcomes {
		ps = append(ps, o.p)
	}
	for i, p := range holm(ps) {
		if o := &outcomes[i]; o.Crossed && p >= alpha {
			o.doubt(chanceText(p) + ", as one of several conditions")
		}
	}
	return outcomes
}

// isAlarm reports whether t is crossed by a change, and not by the lack of one,
// as > -5% is.
func (t Threshold) isAlarm() bool { return (t.op[0] == '>') == (t.relative > 0) }

func changeWords(change float64) string {
	if change < 0 {
		return percent(-change) + " % less"
	}
	return percent(change) + " % more"
}

// location is the path of the series of which t names the median or the mean.
func (t Threshold) location() (path string, ok bool) {
	if path, ok = strings.CutSuffix(t.path, ".median"); ok {
		return path, true
	}
	return strings.CutSuffix(t.path, ".mean")
}

// chance is the chance that a change is nothing but that, and why it may be; ""
// if nothing says so.
func (t Threshold) chance(r, baseline *Report) (p float64, doubt string) {
	path, _ := t.location()
	a, b := baseline.SeriesAt(path), r.SeriesAt(path)
	if a == nil || b == nil {
		return nan, "there are no values that tell whether it is chance"
	}
	d := compareApart(a, b)
	switch {
	case min(d.A.N, d.B.N) < fewestApart:
		doubt = "there are not enough values to say so: " + strconv.Itoa(min(d.A.N, d.B.N)) + " of at least " + strconv.Itoa(fewestApart)
	case d.P >= alpha:
		doubt = chanceText(d.P)
	}
	return d.P, doubt
}

func chanceText(p float64) string {
	return "that may be chance (p = " + strconv.FormatFloat(p, 'f', 2, 64) + ")"
}

// Crossed are the outcomes that are crossed, as their first round has them. A
// gate measures anew if there are any, and fails only for those that are
// Confirmed.
func Crossed(outcomes []Outcome) []Outcome {
	return slices.DeleteFunc(slices.Clone(outcomes), func(o Outcome) bool { return !o.Crossed })
}

// Confirmed are the outcomes of a second round that are crossed in both.
func Confirmed(first, second []Outcome) []Outcome {
	return slices.DeleteFunc(Crossed(second), func(o Outcome) bool {
		return !slices.ContainsFunc(first, func(before Outcome) bool {
			return before.Crossed && before.Threshold.source == o.Threshold.source
		})
	})
}
