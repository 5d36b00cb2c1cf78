package bench

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"podtop/model"
)

func TestParseThreshold(t *testing.T) {
	for text, needsBaseline := range map[string]bool{
		"startup_time.mean > 2.0": false, "startup_time.mean>2": false, " startup_time.mean  <=\t500ms ": false,
		"x.y != 0": false, "x.y = 1e-3": false, "results.startup_time.p99 >= 200M": false, "a-b.c < 12%": false,
		"x > -5": false, "x >= 4.2/s": false, "x > 1.5G/s": false, "x > 310 ms": false, "x > 12 %": false,
		"x.median > +5%": true, "x.mean < -5 %": true, "x.median>=+5.5%": true,
	} {
		threshold, err := ParseThreshold(text)
		if err != nil || threshold.String() != text || threshold.NeedsBaseline() != needsBaseline {
			t.Errorf("%s: %v, %+v", text, err, threshold)
		}
	}
}

// The caret stands under what is to blame.
func TestThresholdFaults(t *testing.T) {
	for _, c := range []struct{ text, caret, want string }{
		{"", "^", "a name is missing"},
		{"  > 2", "  ^", "a name is missing"},
		{"results. > 2", "^", "a name is missing"},
		{"startup_time.mean", "                 ^", "behind startup_time.mean an operator is missing"},
		{"x é 2", "  ^", "an operator is missing"},
		{"x == 2", "  ^", "there is no operator =="},
		{"x > ", "  ^", "behind > a value is missing"},
		{"x > two", "    ^", `"two" is no value`},
		{"x > 2 2s", "    ^", `"2 2s" is no value`},
		{"x > NaN", "    ^", `"NaN" is no value`},
		{"x > 0x10", "    ^", `"0x10" is no value`},
		{"x > %", "    ^", `"%" is no value`},
		{"x > +%", "    ^", "is no change against a baseline"},
		{"x = +5%", "    ^", "compared with > >= < or <="},
		{" x.max > +5%", " ^", "of x.max nothing tells whether a change is chance"},
		{"x > +0.5%", "    ^", "less than 1 % cannot be told from noise: write 1 % at least, such as +5%"},
	} {
		_, err := ParseThreshold(c.text)
		var mistake *model.FilterError
		if !errors.As(err, &mistake) || mistake.At != len(c.caret)-1 || !strings.Contains(mistake.Reason, c.want) {
			t.Errorf("%s\n%s\n%#v, want %s", c.text, c.caret, err, c.want)
		}
	}
}

func check(t *testing.T, text string, r, baseline *Report) (Outcome, error) {
	t.Helper()
	threshold, err := ParseThreshold(text)
	if err != nil {
		t.Fatal(err)
	}
	return threshold.Check(r, baseline)
}

func TestCheck(t *testing.T) {
	slower := startReport()
	for i := range slower.Series[0].Values {
		slower.Series[0].Values[i].Value *= 1.2
	}
	few := startReport()
	few.Series[0].Values = few.Series[0].Values[16:19]
	for i := range few.Series[0].Values {
		few.Series[0].Values[i].Value = 0.5
	}
	for _, c := range []struct {
		text             string
		report           *Report
		crossed, unclear bool
		words            string
	}{
		{"startup_time.mean > 2.0", slower, false, false, "startup_time.mean is 408 ms"},
		{"startup_time.mean > 400ms", slower, true, false, "startup_time.mean is 408 ms"},
		{"results.startup_time.n = 20", slower, true, false, "startup_time.n is 20"},
		{"resource_efficiency.memory_usage >= 20M", slower, true, false, "resource_efficiency.memory_usage is 20.0M"},
		{"resource_efficiency.cpu_percent < 12%", slower, false, false, "resource_efficiency.cpu_percent is 12.5 %"},
		{"startup_time.median > +5%", slower, true, false, "startup_time.median is 373 ms, 20 % more than the baseline's 310 ms"},
		{"startup_time.median > +25%", slower, false, false, "startup_time.median is 373 ms, 20 % more than the baseline's 310 ms"},
		{"startup_time.median < -5%", slower, false, false, "startup_time.median is 373 ms, 20 % more than the baseline's 310 ms"},
		{"startup_time.median > -5%", startReport(), true, false, "startup_time.median is 310 ms, 0 % more than the baseline's 310 ms"},
		{"startup_time.median > +1%", few, false, true, "startup_time.median is 500 ms, 61 % more than the baseline's 310 ms, but there are not enough values to say so: 3 of at least 4"},
	} {
		o, err := check(t, c.text, c.report, startReport())
		if err != nil || o.Crossed != c.crossed || o.Unclear != c.unclear || o.Text != c.words {
			t.Errorf("%s: %v %+v, want %s", c.text, err, o, c.words)
		}
	}
}

// A median that is more by a few noisy values is no alarm.
func TestCheckOfChance(t *testing.T) {
	noisy := func(middle ...float64) *Report {
		return &Report{Series: []Series{seriesOf("", "x", append(middle, 0.5, 2, 0.4, 3))}}
	}
	o, err := check(t, "x.median > +5%", noisy(1.2, 1.21, 1.22), noisy(1.0, 1.01, 1.02))
	if err != nil || o.Crossed || !o.Unclear || !strings.Contains(o.Text, "that may be chance (p = 0.") {
		t.Errorf("%v %+v", err, o)
	}
}

// A mean without values is no alarm, either.
func TestCheckOfNoValues(t *testing.T) {
	var before, after Report
	before.Add("x", "mean", model.Number, 1)
	after.Add("x", "mean", model.Number, 2)
	o, err := check(t, "x.mean > +5%", &after, &before)
	if err != nil || o.Crossed || !o.Unclear || !strings.HasSuffix(o.Text, "but there are no values that tell whether it is chance") {
		t.Errorf("%v %+v", err, o)
	}
}

// One of many changes is crossed by chance more often than one alone.
func TestCorrect(t *testing.T) {
	slower := &Report{Series: []Series{seriesOf("", "x", []float64{1.1, 1.2, 1.3, 1.4})}}
	before := &Report{Series: []Series{seriesOf("", "x", []float64{1, 1.01, 1.02, 1.03})}}
	for n, crossed := range []int{0, 1, 0, 0} {
		var outcomes []Outcome
		for range n {
			o, err := check(t, "x.median > +5%", slower, before)
			if err != nil || !o.Crossed {
				t.Fatalf("%v %+v", err, o)
			}
			outcomes = append(outcomes, o)
		}
		if o, err := check(t, "x.median > 1", slower, nil); err != nil || len(Crossed(Correct(append(outcomes, o)))) != crossed+1 {
			t.Errorf("%d conditions: %v %+v", n, err, Correct(outcomes))
		}
	}
}

func TestCheckFaults(t *testing.T) {
	zero, withIdle := startReport(), startReport()
	withIdle.Add("idle", "mean", model.Percent, 5)
	zero.Add("idle", "mean", model.Percent, 0)
	for _, c := range []struct {
		text   string
		base   *Report
		column int
		want   string
	}{
		{"startup_time.meen > 2", nil, 0, "the report has no startup_time.meen; did you mean startup_time.mean? There are: startup_time.mean startup_time.median "},
		{"nonsense > 2", nil, 0, " and 3 more: podtop bench names start"},
		{"startup_time > 2", nil, 0, "startup_time is no number; there are: startup_time.n startup_time.min "},
		{"  resource_efficiency.memory_percent > 2", nil, 2, "the report has no resource_efficiency.memory_percent: it is not known"},
		{"startup_time.mean > 200M", nil, 20, `startup_time.mean is in seconds: "200M" is not a time, such as 500ms or 2.5s`},
		{"startup_time.mean > +5%", nil, 20, "there is none"},
		{"startup_time.mean > +5%", &Report{}, 0, "the baseline has no startup_time.mean, nor any other number"},
		{"idle.mean > +5%", zero, 12, "is 0 in the baseline"},
	} {
		_, err := check(t, c.text, withIdle, c.base)
		var mistake *model.FilterError
		if !errors.As(err, &mistake) || mistake.At != c.column || !strings.Contains(mistake.Reason, c.want) {
			t.Errorf("%s: %#v, want %s", c.text, err, c.want)
		}
	}
}

// Whatever number is in a report can be asked for.
func TestEveryNumberIsReachable(t *testing.T) {
	for _, r := range []*Report{startReport(), abReport(20, 2)} {
		for _, n := range r.Numbers() {
			if isFinite(n.Value) {
				if _, err := check(t, n.Name+" > 0", r, nil); err != nil {
					t.Errorf("%s: %v", n.Name, err)
				}
			}
		}
	}
	if o, err := check(t, "ab.work_time.change_percent > 90", abReport(20, 2), nil); err != nil || !o.Crossed {
		t.Errorf("%v %+v", err, o)
	}
}

func TestConfirmed(t *testing.T) {
	outcome := func(text string, crossed bool) Outcome {
		threshold, err := ParseThreshold(text)
		if err != nil {
			t.Fatal(err)
		}
		return Outcome{Threshold: threshold, Crossed: crossed}
	}
	first := []Outcome{outcome("a > 1", true), outcome("b > 1", true), outcome("c > 1", false)}
	second := []Outcome{outcome("a > 1", false), outcome("b > 1", true), outcome("c > 1", true)}
	if got := Crossed(first); len(got) != 2 {
		t.Errorf("crossed first: %+v", got)
	}
	if got := Confirmed(first, second); len(got) != 1 || got[0].Threshold.String() != "b > 1" {
		t.Errorf("confirmed: %+v", got)
	}
}

func TestThresholdProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkThreshold(t.Fatalf, rapid.String().Draw(t, "text")) })
}

func FuzzThreshold(f *testing.F) {
	for _, s := range []string{"startup_time.mean > 2.0", "startup_time.median > +5%", "x<=500ms", "x == 2", "é > -1 %", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkThreshold(t.Fatalf, s) })
}

// checkThreshold fails unless s is a threshold, or is refused with a place in
// it.
func checkThreshold(fail func(string, ...any), s string) {
	threshold, err := ParseThreshold(s)
	if err == nil {
		_, err = threshold.Check(startReport(), startReport())
	}
	var mistake *model.FilterError
	if err != nil && (!errors.As(err, &mistake) || mistake.At < 0 || mistake.At > len(s) || mistake.Reason == "") {
		fail("%q: %#v", s, err)
	}
}
