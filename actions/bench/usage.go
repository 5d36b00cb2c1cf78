package bench

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"podtop/model"
	"podtop/model/bench"
)

// A Usage is what a container uses, and for how long that is looked at.
type Usage struct {
	Time     time.Duration
	Next     func(ctx context.Context, id string) (UsageSample, error) // waits for the next one; ErrNotRunning if it does not run
	Host     bench.Machine
	Own      bool                                 // the container was started to be looked at: all that it used counts
	Peak     func(cgroup string, anew bool) *Peak // of a cgroup, below the mount
	Progress Progress
}

// A UsageSample is what a container uses at one time. What is not known is NaN.
type UsageSample struct {
	At            time.Time
	CPU           float64 // cores, since the sample before
	Memory        float64 // bytes
	MemoryLimit   float64 // bytes; +Inf if there is none
	Read, Written float64 // bytes a second
	Cgroup        string
	Host          bench.Conditions
}

// ErrNotRunning says that the container does not run, or not yet.
var ErrNotRunning = errors.New("it does not run")

// appearTime is how long a container that was started may not be seen.
const appearTime = 5 * time.Second

// Run looks at the container and fills r.
func (u *Usage) Run(ctx context.Context, id string, r *bench.Report) error {
	var peak *Peak
	limit := math.NaN()
	began := time.Now()
	for peak == nil || time.Since(began) < u.Time {
		s, err := u.Next(ctx, id)
		switch gone := errors.Is(err, ErrNotRunning); {
		case gone && peak == nil && time.Since(began) < appearTime:
			continue
		case gone && peak != nil:
			r.Notes = append(r.Notes, fmt.Sprintf("it ended after %v", time.Since(began).Round(100*time.Millisecond)))
			u.sumUp(r, peak, limit)
			return nil
		case err != nil && peak != nil:
			u.sumUp(r, peak, limit)
			return err
		case err != nil:
			return err
		}
		if peak == nil {
			peak, began = u.Peak(s.Cgroup, !u.Own), time.Now()
			defer peak.Close()
		}
		s.addTo((*seriesSet)(&r.Series))
		limit = s.MemoryLimit
		u.Progress.tell(Step{Phase: Measuring, Left: u.Time - time.Since(began)})
	}
	u.sumUp(r, peak, limit)
	return nil
}

func (s *UsageSample) addTo(all *seriesSet) {
	for _, x := range []struct {
		name, title string
		unit        model.Dimension
		value       float64
	}{
		{"cpu", "CPU, 100 is one core", model.Percent, 100 * s.CPU},
		{"memory", "memory", model.Bytes, s.Memory},
		{"read", "read from disks", model.BytesPerSec, s.Read},
		{"written", "written to disks", model.BytesPerSec, s.Written},
	} {
		all.add(bench.Series{Name: x.name, Title: x.title, Unit: x.unit}, s.At, x.value, s.Host)
	}
}

// sumUp adds what existing pipelines read, and the peak.
func (u *Usage) sumUp(r *bench.Report, peak *Peak, limit float64) {
	series := seriesSet(r.Series)
	cpu, memory := series.numbers("", "cpu"), series.numbers("", "memory")
	most := u.Host.Memory
	if !math.IsNaN(limit) && !math.IsInf(limit, 0) {
		most = limit
	}
	used := bench.Summarize(memory)
	r.Add(bench.ResourceEfficiency, bench.CPUPercent, model.Percent, bench.Summarize(cpu).Mean)
	r.Add(bench.ResourceEfficiency, bench.MemoryUsage, model.Bytes, used.Mean)
	r.Add(bench.ResourceEfficiency, bench.MemoryPercent, model.Percent, 100*used.Mean/most)
	switch bytes := peak.Read(); {
	case math.IsNaN(bytes):
		r.Add("memory_peak", "bytes", model.Bytes, used.Max)
		r.Notes = append(r.Notes, "the peak of memory is that of the samples: this kernel has no memory.peak here")
	case !peak.Since && !u.Own:
		r.Add("memory_peak", "bytes", model.Bytes, bytes)
		r.Notes = append(r.Notes, "the peak of memory is that since the container was started: before Linux 6.12 it cannot be counted anew")
	default:
		r.Add("memory_peak", "bytes", model.Bytes, bytes)
	}
}

// Running is a container that runs for as long as it is looked at.
type Running struct{ c *container }

// RunFor starts a container of s, which is to be cleared.
func (p *Podman) RunFor(ctx context.Context, s *Subject) (*Running, error) {
	c, err := p.create(ctx, "usage", s)
	if err != nil {
		return nil, err
	}
	if err := c.start(ctx); err != nil {
		c.clear()
		return nil, fmt.Errorf("%s cannot be started: %w", s.Image, err)
	}
	return &Running{c}, nil
}

// ID is the container's.
func (r *Running) ID() string { return r.c.id }

// Clear ends and removes it.
func (r *Running) Clear() { r.c.clear() }
