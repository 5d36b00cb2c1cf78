package bench

import (
	"strings"
	"testing"

	"podtop/model"
)

func TestOrder(t *testing.T) {
	got := ""
	for i := range 8 {
		got += Order(i)
	}
	if got != "abbaabba" {
		t.Error(got)
	}
}

// Half an interval's width ends ab at a look, and nowhere else.
func TestIsPrecise(t *testing.T) {
	r := abReport(80, 2)
	a, b := r.Series[0].numbers(), r.Series[1].numbers()
	for n := range 81 {
		for within, want := range map[float64]bool{0: n == 80, 1: n == 10 || n == 20 || n == 40 || n == 80} {
			if got := IsPrecise(a[:n], b[:n], within); got != want {
				t.Errorf("%d pairs within %v: %v", n, within, got)
			}
		}
	}
	if IsPrecise(make([]float64, 10), make([]float64, 10), 1) {
		t.Error("precise about nothing but zeros")
	}
}

func TestVerdict(t *testing.T) {
	for _, c := range []struct {
		pairs  int
		factor float64
		change func(*Report)
		want   string
	}{
		{40, 0.82, nil, "1.5 cpus: 18 % faster (17 to 18 %), 40 pairs; the host was quiet"},
		{40, 1.5, nil, "1.5 cpus: 50 % slower (50 to 51 %), 40 pairs; the host was quiet"},
		{40, 0.998, nil, "1.5 cpus: no difference seen within ±0.6 %, 40 pairs; the host was quiet"},
		{80, 1.004, nil, "1.5 cpus: 0.6 % slower (0.4 to 0.9 %), too little to matter, 80 pairs; the host was quiet"},
		{5, 2, nil, "1.5 cpus: not enough pairs: 5 of at least 6; the host was quiet"},
		{0, 2, nil, "1.5 cpus: not enough pairs: 0 of at least 6; what the host did is not known"},
		{20, 0, nil, "1.5 cpus: values of 0 have no ratio, and cannot be compared; the host was quiet"},
		{20, 2, func(r *Report) { r.Arms.TimeUp = true }, "1.5 cpus: 100 % slower (99 to 102 %), 20 pairs, then its time was up; the host was quiet"},
		{20, 2, func(r *Report) { r.Series = nil }, "1.5 cpus: nothing was measured of both"},
		{20, 2, func(r *Report) { r.Arms = nil }, ""},
		{40, 0.82, func(r *Report) { setUnit(r, model.PerSec, More) }, "1.5 cpus: 18 % slower (17 to 18 %), 40 pairs; the host was quiet"},
		{40, 0.82, func(r *Report) { setUnit(r, model.Bytes, Less) }, "1.5 cpus: 18 % less (17 to 18 %), 40 pairs; the host was quiet"},
		{40, 0.82, busy, "1.5 cpus: 18 % faster (17 to 18 %), 40 pairs; the host was busy: tasks waited for a CPU in 43 % of the time, other containers used 1.8 cores"},
	} {
		r := abReport(c.pairs, c.factor)
		if c.change != nil {
			c.change(r)
		}
		if got := r.Verdict(); got != c.want {
			t.Errorf("%d pairs, %v:\n%s\n%s", c.pairs, c.factor, got, c.want)
		}
	}
}

func setUnit(r *Report, unit model.Dimension, better Direction) {
	for i := range r.Series {
		r.Series[i].Unit, r.Series[i].Better = unit, better
	}
}

func busy(r *Report) {
	for i := range r.Series {
		for j := range r.Series[i].Values {
			r.Series[i].Values[j].Host = Conditions{43, nan, 1, nan, 1.8}
		}
	}
}

// Of several figures compared at once each has to be clearer than one alone, but
// for the first, which is the one that was asked about.
func TestHolmOverSeveral(t *testing.T) {
	r := abReport(20, 1)
	for i := range 9 {
		for _, arm := range []int{0, 1} {
			s := r.Series[arm]
			s.Name = "other_" + string(rune('a'+i))
			r.Series = append(r.Series, s)
		}
	}
	alone, all := comparePairs(&r.Series[0], &r.Series[1]).P, ComparePairs(r)
	if len(all) != 10 || all[0].P != alone || all[1].P != min(1, 9*alone) {
		t.Errorf("%d compared, p %v, alone %v", len(all), []float64{all[0].P, all[1].P}, alone)
	}
}

func TestCompareApart(t *testing.T) {
	before, after := startReport(), startReport()
	for i := range after.Series[0].Values {
		after.Series[0].Values[i].Value *= 1.2
	}
	for n, want := range map[int]string{
		20: "20 % slower, 20 and 20 values",
		3:  "not enough values: 3 of at least 4",
	} {
		after.Series[0].Values = after.Series[0].Values[:n]
		if got := CompareApart(before, after); len(got) != 1 || got[0].Text() != want {
			t.Errorf("%d values: %+v %s", n, got, got[0].Text())
		}
		if n == 3 {
			break
		}
	}
	before.Series[0].Better = Neither
	if got := CompareApart(before, after); got != nil {
		t.Errorf("what only describes: %+v", got)
	}
}

// What lies off is marked, with what the host did then, and is counted.
func TestOutliers(t *testing.T) {
	s := &startReport().Series[0]
	if got := s.Outliers(); len(got) != 1 || got[0] != 6 || s.Summary().Max != 0.92 {
		t.Errorf("%v", got)
	}
	want := "no. 7 of 20, 920 ms: other containers used 1.8 cores (else 0.1 cores)"
	if got := s.OutlierText(6); got != want {
		t.Errorf("%s, want %s", got, want)
	}
	s.Values[6].Host = Conditions{1, 0, 0, 0, 0.1}
	if got := s.OutlierText(6); !strings.HasSuffix(got, ": the host did nothing unusual then") {
		t.Error(got)
	}
	for i := range s.Values {
		s.Values[i].Host = Conditions{60, 0, 0, 0, 0.1}
	}
	if got := s.OutlierText(6); !strings.HasSuffix(got, ": the host was no busier then than at other times") {
		t.Error(got)
	}
	s.Values[6].Host = Unknown()
	if got := s.OutlierText(6); got != "no. 7 of 20, 920 ms" {
		t.Error(got)
	}
	same := seriesOf("", "x", []float64{1, 1, 1, 1, 1, 1, 1, 1, 1.005, 1.5})
	if got := same.Outliers(); len(got) != 1 || got[0] != 9 {
		t.Errorf("of almost equal values %v", got)
	}
}

func TestFormatValue(t *testing.T) {
	for _, c := range []struct {
		v    float64
		unit model.Dimension
		want string
	}{
		{0, model.Seconds, "0 s"},
		{0.312, model.Seconds, "312 ms"},
		{0.9996, model.Seconds, "1 s"},
		{1.2449, model.Seconds, "1.24 s"},
		{83.14, model.Seconds, "83.1 s"},
		{1234, model.Seconds, "1234 s"},
		{12.34e-6, model.Seconds, "12.3 µs"},
		{-4e-9, model.Seconds, "-4 ns"},
		{20 << 20, model.Bytes, "20.0M"},
		{4212, model.PerSec, "4.21k/s"},
		{999.9, model.PerSec, "1k/s"},
		{1 << 20, model.BytesPerSec, "1.0M/s"},
		{12.34, model.Percent, "12.3 %"},
		{1.5, model.Cores, "1.5 cores"},
		{20, model.Number, "20"},
		{-0.001, model.Number, "0"},
		{nan, model.Seconds, model.Dash},
	} {
		if got := FormatValue(c.v, c.unit); got != c.want {
			t.Errorf("%v: %s, want %s", c.v, got, c.want)
		}
	}
	for share, want := range map[float64]string{0.0193: "2", 0.02: "2", 0.0201: "2.1", 0.141: "15", 0.0995: "10", 0: "0"} {
		if got := percentUp(share); got != want {
			t.Errorf("%v rounded up: %s, want %s", share, got, want)
		}
	}
}
