package bench

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

// A driftingHost takes a time for a piece of work that wanders by some 5 % over
// minutes, differs by 5 % from one to the next, and is held up now and then by
// something else. On the host it is modelled on, comparing two runs of 20 gave
// 37 % false alarms, two of 40 gave 53 %; here it is 26 % and 51 %.
type driftingHost struct {
	rand  *rand.Rand
	level float64 // the logarithm of how slow it is
	wave  float64 // where in its slow wave it is
}

func newHost(seed uint64) *driftingHost {
	r := rand.New(rand.NewPCG(seed, 15))
	return &driftingHost{rand: r, wave: r.Float64() * 2 * math.Pi}
}

func (h *driftingHost) measure() float64 {
	h.level = 0.98*h.level + 0.01*h.rand.NormFloat64() // 5 % in the long run
	h.wave += 2 * math.Pi / 150
	slow := h.level + 0.02*math.Sin(h.wave) + 0.05*h.rand.NormFloat64()
	if h.rand.IntN(50) == 0 {
		slow += h.rand.ExpFloat64() * 0.5
	}
	return 0.3 * math.Exp(slow)
}

// ab is what ab finds on h, if B takes so many times as long as A.
func (h *driftingHost) ab(factor, within float64, most int) Difference {
	return h.abOf(1, factor, within, most)[0]
}

// abOf is the same of so many series, which differ from the first by noise.
func (h *driftingHost) abOf(series int, factor, within float64, most int) []Difference {
	var values [2][]float64
	for i := 0; ; i++ {
		v := h.measure()
		if Order(i) == ArmA {
			values[0] = append(values[0], v)
		} else {
			values[1] = append(values[1], v*factor)
		}
		pairs := (i + 1) / 2
		if i%2 == 1 && (pairs == most || IsPrecise(values[0], values[1], within)) {
			break
		}
	}
	r := &Report{Series: []Series{seriesOf(ArmA, "time", values[0]), seriesOf(ArmB, "time", values[1])}}
	for i := 1; i < series; i++ {
		for arm, group := range []string{ArmA, ArmB} {
			r.Series = append(r.Series, seriesOf(group, "time_"+strconv.Itoa(i), h.noisy(values[arm])))
		}
	}
	return ComparePairs(r)
}

func (h *driftingHost) noisy(values []float64) (others []float64) {
	for _, v := range values {
		others = append(others, v*math.Exp(0.05*h.rand.NormFloat64()))
	}
	return others
}

// apart is what a comparison of two runs finds, one made after the other.
func (h *driftingHost) apart(n int) Difference {
	var runs [2]Report
	for i := range runs {
		var values []float64
		for range n {
			values = append(values, h.measure())
		}
		runs[i].Series = []Series{seriesOf("", "time", values)}
	}
	return CompareApart(&runs[0], &runs[1])[0]
}

func seriesOf(group, name string, values []float64) Series {
	s := Series{Group: group, Name: name, Better: Less}
	for _, v := range values {
		s.Values = append(s.Values, Measurement{Value: v, Host: Unknown()})
	}
	return s
}

// A comparison of A with A is an alarm in at most 5 %, whether it ends early
// or late, and the interval covers the truth in at least 94 %.
func TestFalseAlarms(t *testing.T) {
	const runs = 2000
	for _, within := range []float64{0.02, 0.05} {
		alarms, covered := 0, 0
		for seed := range uint64(runs) {
			d := newHost(seed).ab(1, within, 80)
			if d.Finding.IsAlarm() {
				alarms++
			}
			if d.Low <= 0 && 0 <= d.High {
				covered++
			}
		}
		t.Logf("within %v: %d alarms, %d covered, of %d", within, alarms, covered, runs)
		if alarms > runs*5/100 {
			t.Errorf("within %v: %d false alarms of %d", within, alarms, runs)
		}
		if covered < runs*94/100 {
			t.Errorf("within %v: the interval covers in %d of %d", within, covered, runs)
		}
	}
}

// 40 pairs find that B takes 5 % longer in at least 88 %.
func TestFound(t *testing.T) {
	const runs = 1000
	found, covered := 0, 0
	for seed := range uint64(runs) {
		d := newHost(seed).ab(1.05, 0, 40)
		if d.Finding == Worsened {
			found++
		}
		if d.Low <= 0.05 && 0.05 <= d.High {
			covered++
		}
	}
	t.Logf("%d found, %d covered, of %d", found, covered, runs)
	if found < runs*88/100 || covered < runs*94/100 {
		t.Errorf("found in %d of %d, covered in %d", found, runs, covered)
	}
}

// Five series beside the first take nothing from what is found of it, and none is
// said to be the same where its interval says that it differs.
func TestFoundAmongOthers(t *testing.T) {
	const runs = 1000
	found := 0
	for seed := range uint64(runs) {
		all := newHost(seed).abOf(6, 1.05, 0, 40)
		if all[0].Finding == Worsened {
			found++
		}
		for _, d := range all {
			if (d.Low > 0 || d.High < 0) && strings.HasPrefix(d.Text(), "no ") {
				t.Errorf("%v to %v: %s", d.Low, d.High, d.Text())
			}
		}
	}
	t.Logf("%d found of %d", found, runs)
	if found < runs*88/100 {
		t.Errorf("found in %d of %d", found, runs)
	}
}

// Runs made one after the other find differences between A and A far more
// often than they may, which is why ab interleaves.
func TestApartIsWeaker(t *testing.T) {
	const runs = 300
	for _, n := range []int{20, 40} {
		alarms := 0
		for seed := range uint64(runs) {
			if newHost(seed).apart(n).Finding.IsAlarm() {
				alarms++
			}
		}
		t.Logf("%d of %d are alarms, if each run has %d values", alarms, runs, n)
		if alarms < runs*20/100 {
			t.Errorf("%d alarms of %d: is the host quiet?", alarms, runs)
		}
	}
}
