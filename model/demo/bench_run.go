package demo

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"podtop/model"
	"podtop/model/bench"
	"podtop/model/limit"
)

// A Bench is a made-up benchmark. How far it has come, and what was measured, follows
// from how long ago it began.
type Bench struct {
	job     bench.Job
	began   time.Time
	seed    uint64
	cores   float64 // that the container may use
	limit   float64 // of its memory, bytes; +Inf if it has none
	image   string
	machine bench.Machine
}

// Bench begins a benchmark.
func (h *Host) Bench(job bench.Job) *Bench { return h.bench(job, h.time) }

func (h *Host) bench(job bench.Job, began time.Time) *Bench {
	b := &Bench{
		job: job, began: began, seed: h.seed ^ uint64(began.Unix()), cores: float64(h.machine.CPUs), limit: math.Inf(1),
		machine: bench.Machine{
			Kernel: "6.12.48-amd64", Podman: "5.4.2", Runtime: "crun", Storage: "overlay", Network: "none", LogDriver: "none",
			CPUs: h.machine.CPUs, Memory: float64(h.machine.MemTotal), Demo: true, Limits: map[string]string{},
		},
	}
	if c := h.benched(job.Subject); c != nil {
		b.image = c.Image
		if c.Quota > 0 {
			b.cores = float64(c.Quota) / 1e6
			b.machine.Limits["cpus"] = bench.FormatValue(b.cores, model.Number)
		}
		if c.Limit > 0 {
			b.limit = float64(c.Limit)
			b.machine.Limits["memory"] = bench.FormatValue(b.limit, model.Bytes)
		}
	}
	return b
}

// made is a benchmark at a time.
type made struct {
	phase  string
	report *bench.Report
	shapes []bench.Shape // nil: those of the report
	done   int
}

// warmUp is how long it takes until something counts.
const warmUp = 2 * time.Second

// length is how long it takes in all.
func (b *Bench) length() time.Duration {
	if b.job.Ramp {
		return warmUp + time.Duration(len(b.steps()))*b.job.Time
	}
	return warmUp + max(b.job.Time, time.Second)
}

// Progress is how far it has come after some time. One that was stopped is over by
// then, with what was measured.
func (b *Bench) Progress(after time.Duration, stopped bool) bench.Progress {
	after = min(after, b.length())
	m := b.at(after)
	p := bench.Progress{Phase: m.phase, Done: m.done, Left: b.length() - after}
	p.Over = stopped || p.Left == 0
	if b.job.Ramp { // nobody knows how many steps there will be
		p.Left = -1
	}
	if m.report != nil {
		p.Report, p.Shapes = m.report, m.shapes
		if m.shapes == nil {
			p.Shapes = m.report.Shapes()
		}
	}
	if p.Over {
		p.Kept = b.report().ResultName()
		if m.report == nil {
			p.Err, p.Kept = bench.ErrStopped, ""
		} else if stopped {
			p.Err = bench.ErrInterrupted
			m.report.Notes = append(m.report.Notes, "interrupted after "+model.Plural(m.done, "measurement", "measurements"))
		}
	}
	return p
}

// at is what is measured some time after it began.
func (b *Bench) at(after time.Duration) made {
	switch {
	case after < warmUp/2:
		return made{phase: "making the image of podtop"}
	case after < warmUp:
		return made{phase: "warming up"}
	}
	m := made{phase: "measuring", report: b.report()}
	counted := after - warmUp
	switch b.job.Kind {
	case "start":
		m.done = b.start(m.report, counted)
	case "run":
		m.done = b.start(m.report, counted*2/3)
		m.report.Series = append(m.report.Series, b.usage(m.report, counted/3)...)
	case "cpu":
		m.done = b.cpu(m.report, counted)
	case "ab":
		m.phase, m.done = "measuring in turn", b.ab(m.report, counted)
	case "usage":
		m.report.Series = b.usage(m.report, counted)
		m.done = int(counted / usageEvery)
	case "http":
		m.done, m.shapes = b.http(m.report, counted)
	}
	return m
}

func (b *Bench) report() *bench.Report {
	r := &bench.Report{Kind: b.job.Kind, Time: b.began, Subject: b.subject(), Machine: b.machine}
	if b.job.Kind == "run" {
		r.Image = b.image
		r.Add("image", "bytes", model.Bytes, 187*mb)
		r.Add("image", "layers", model.Number, 7)
	}
	return r
}

func (b *Bench) subject() string {
	for _, name := range []string{b.job.URL, b.job.Image, b.job.Name} {
		if name != "" {
			return name
		}
	}
	return "podtop"
}

// other is how many cores the limits of the other arm leave, and what they are called.
func (b *Bench) other() (cores float64, name string) {
	cores = b.cores
	var words []string
	for _, text := range strings.Split(b.job.Limits, ",") {
		field, value, _ := strings.Cut(text, "=")
		s, err := limit.Parse(model.Field(field), value)
		if err != nil {
			words = append(words, text)
			continue
		}
		words = append(words, s.Value.Raw()+" "+field)
		if n, err := strconv.ParseFloat(s.Value.Raw(), 64); err == nil && s.Field == model.FieldCPUs {
			cores = min(n, float64(b.machine.CPUs))
		}
	}
	return cores, strings.Join(words, ", ")
}

// noise are numbers about 1 for a series, the same at each call.
func (b *Bench) noise(series uint64) *rand.Rand { return rand.New(rand.NewPCG(b.seed, series)) }

func about(rng *rand.Rand, mean, deviation float64) float64 {
	return max(mean/4, mean*(1+deviation*rng.NormFloat64()))
}

// conditions are a host on which not much happens, but for now and then.
func conditions(rng *rand.Rand) bench.Conditions {
	c := bench.Conditions{PSICPU: 2 * rng.Float64(), PSIMem: 0, PSIIO: rng.Float64(), Steal: 0, OtherCPU: 0.1 * rng.Float64()}
	if rng.IntN(25) == 0 {
		c.PSICPU, c.OtherCPU = 31, 2.4
	}
	return c
}
