//go:build e2e

package main_test

import (
	"math"
	"testing"
	"time"
)

// A figure is one number that podtop gives, and what the kernel's files or
// Podman say of it. NaN is what either does not tell, which is compared, too.
type figure struct {
	subject, name string
	kernel        func(*pass) float64
	podtop        func(*prints) float64

	exact bool   // it only grows, so that the first comparison counts
	rate  *rate  // nil unless it is the rate of a counter
	why   string // why neither has it, if neither does
}

// A rate is how fast a counter grows: in a second, or beside another counter.
type rate struct {
	per   func(*pass) float64 // nil: in a second
	scale float64
	most  float64 // what it is cut off at, 0 for nothing
}

// A result is how a figure compares: podtop's has to be between the least and
// the most that the kernel says.
type result struct{ least, got, most float64 }

func (r result) isRight() bool {
	if math.IsNaN(r.least) || math.IsNaN(r.got) {
		return math.IsNaN(r.least) && math.IsNaN(r.got)
	}
	return r.least <= r.got && r.got <= r.most
}

func (r result) verdict(f *figure) string {
	switch {
	case !r.isRight():
		return "WRONG"
	case math.IsNaN(r.got):
		return "unknown: " + f.why
	}
	return "right"
}

// rounds is how often a value that goes up and down is compared until it was
// between the kernel's once.
const rounds = 6

// testFigures compares the figures that podtop gives of containers of each kind
// and of the host with the kernel's own files, read all the time while podtop
// runs.
func testFigures(t *testing.T, h *host) {
	c := comparison{h: h, cast: h.cast(t)}
	for _, s := range c.sources() {
		c.compare(t, s)
	}
	c.compareRates(t)
	t.Log(c.table())
	for i, f := range c.figures {
		if r := c.results[i]; !r.isRight() {
			t.Errorf("%s of %s is %s; the kernel says %s to %s", f.name, f.subject, decimal(r.got), decimal(r.least), decimal(r.most))
		}
	}
}

// A comparison is what was compared so far.
type comparison struct {
	h       *host
	cast    []*subject
	figures []figure
	results []result
}

// A source is one of podtop's outputs, and what is to be found in it.
type source struct {
	figures []figure
	print   func(*testing.T) *prints
}

// compare has podtop print, until every figure of s was right once. What only
// grows must be right at once.
func (c *comparison) compare(t *testing.T, s source) {
	results := make([]result, len(s.figures))
	open := map[int]bool{}
	for i := range s.figures {
		open[i] = true
	}
	for range rounds {
		var got *prints
		passes := lookDuring(s.figures, func() { got = s.print(t) })
		for i := range s.figures {
			if !open[i] {
				continue
			}
			r := result{got: s.figures[i].podtop(got)}
			r.least, r.most = bounds(passes, func(p *pass) float64 { return p.values[i] })
			results[i], open[i] = r, !r.isRight() && !s.figures[i].exact
			if !open[i] {
				delete(open, i)
			}
		}
		if len(open) == 0 {
			break
		}
	}
	c.figures, c.results = append(c.figures, s.figures...), append(c.results, results...)
}

// lookAt reads what the figures need of the kernel.
func lookAt(figures []figure) *pass {
	p := &pass{begin: time.Now(), files: map[string]string{}}
	for i := range figures {
		p.values = append(p.values, figures[i].kernel(p))
		per := math.NaN()
		if r := figures[i].rate; r != nil && r.per != nil {
			per = r.per(p)
		}
		p.pers = append(p.pers, per)
	}
	p.end = time.Now()
	return p
}

// lookDuring looks before do, all the time while it runs, and after it.
func lookDuring(figures []figure, do func()) []*pass {
	passes := []*pass{lookAt(figures)}
	stop, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			last := passes[len(passes)-1]
			select {
			case <-stop:
				return
			case <-time.After(max(20*time.Millisecond, 4*last.end.Sub(last.begin))): // most of the time is podtop's
			}
			passes = append(passes, lookAt(figures))
		}
	}()
	func() {
		defer func() {
			close(stop)
			<-done
		}()
		do()
	}()
	return append(passes, lookAt(figures))
}

// bounds are the least and the most of what was known.
func bounds(passes []*pass, value func(*pass) float64) (least, most float64) {
	least, most = math.NaN(), math.NaN()
	for _, p := range passes {
		v := value(p)
		if math.IsNaN(v) {
			continue
		}
		if math.IsNaN(least) {
			least, most = v, v
		}
		least, most = math.Min(least, v), math.Max(most, v)
	}
	return least, most
}
