package demo

import (
	"math"
	"slices"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/bench"
)

func TestBenchmarks(t *testing.T) {
	now := time.Date(2026, 11, 20, 14, 30, 0, 0, time.UTC)
	h := New(1, now)
	for range h.Past() { // up to now
	}
	kinds := map[string]bool{}
	for _, of := range []model.Key{{}, {Name: "app"}, {Name: "nginx"}} {
		for _, c := range h.BenchChoices(of) {
			if c.Name == "" || c.Load == "" || len(c.Job.Command()) < 3 {
				t.Errorf("%+v", c)
			}
			if c.Reason != "" {
				continue
			}
			kinds[c.Job.Kind] = true
			if c.Job.Kind == "ab" {
				c.Job.Limits = "cpus=0.5"
			}
			runThrough(t, h.Bench(c.Job))
		}
	}
	if len(kinds) != 6 {
		t.Errorf("%v", kinds)
	}
}

// runThrough looks at a benchmark every now and then.
func runThrough(t *testing.T, b *Bench) {
	t.Helper()
	done, bins := 0, 0
	for at := time.Duration(0); ; at += 900 * time.Millisecond {
		p := b.Progress(at, false)
		if p.Done < done || p.Phase == "" || p.Report != nil && !p.Report.Machine.Demo {
			t.Fatalf("%s after %v: %+v", b.job.Kind, at, p)
		}
		done = p.Done
		for _, s := range p.Shapes {
			n := 0
			for _, bin := range s.Bins {
				n += bin.N
			}
			if n != s.N {
				t.Fatalf("%s: %d in bins of %d", b.job.Kind, n, s.N)
			}
			bins += n
		}
		if !p.Over {
			continue
		}
		if p.Kept == "" || p.Err != nil || done == 0 || bins == 0 {
			t.Errorf("%s ended: %+v", b.job.Kind, p)
		}
		doc, err := p.Report.JSON()
		if err != nil {
			t.Fatal(err)
		}
		again, err := bench.Read(doc)
		if err != nil || again.Table() != p.Report.Table() {
			t.Errorf("%s: %v, and read again it is\n%s", b.job.Kind, err, again.Table())
		}
		break
	}
	for _, stopped := range []struct {
		at   time.Duration
		kept bool
	}{{warmUp / 2, false}, {warmUp + b.length()/2, true}} {
		if p := b.Progress(stopped.at, true); !p.Over || (p.Kept != "") != stopped.kept || p.Err == nil {
			t.Errorf("%s stopped after %v: %+v", b.job.Kind, stopped.at, p)
		}
	}
}

func TestBenchReports(t *testing.T) {
	now := time.Date(2026, 11, 20, 14, 30, 0, 0, time.UTC)
	h := New(1, now)
	for range h.Past() {
	}
	all, again := h.BenchReports(), h.BenchReports()
	if len(all) < 4 || !slices.IsSortedFunc(all, func(a, b *bench.Report) int { return b.Time.Compare(a.Time) }) {
		t.Error("not the newest first")
	}
	for i, r := range all {
		if r.Table() != again[i].Table() || r.Time.After(now) {
			t.Errorf("%s is another the second time", r.ResultName())
		}
	}
	if d := bench.CompareApart(all[3], all[1]); len(d) == 0 || math.IsNaN(d[0].Change) {
		t.Errorf("%+v", d)
	}
}
