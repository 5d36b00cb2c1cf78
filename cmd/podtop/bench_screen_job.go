package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"podtop/model/bench"
)

// jobLife is when a container of a job is ended, whatever it does.
const jobLife = 30 * time.Second

// measure does what the podtop command of job does.
func (b *screenBench) measure(ctx context.Context, voice benchVoice, job bench.Job) (*bench.Report, error) {
	if job.Kind == "http" {
		return b.measureHTTP(ctx, voice, job)
	}
	bo := newBenchOptions(b.options, b.end)
	bo.most, bo.life = job.Time, jobLife
	if job.Repeats() {
		bo.number = 0
	}
	measure, err := bo.measurementOf(job)
	if err != nil {
		return nil, err
	}
	s, err := newBenchSession(ctx, bo, b.find, voice)
	if err != nil {
		return nil, err
	}
	defer s.close()
	if err := s.chooseJob(ctx, job); err != nil {
		return nil, err
	}
	return s.report(ctx, job.Kind, measure)
}

// measurementOf is how a job is measured.
func (bo *benchOptions) measurementOf(job bench.Job) (measurement, error) {
	if err := bo.checkMeant(); err != nil {
		return nil, err
	}
	switch job.Kind {
	case "start":
		return measureStart, nil
	case "cpu":
		return measureCPU, nil
	case "usage":
		return measureUsage, nil
	case "run":
		return measureImage, nil
	case "ab":
		ab := &abOptions{benchOptions: bo, within: "2%"}
		ab.limits = []string{job.Limits}
		return ab.measureAB, ab.prepare([]string{job.Name})
	}
	return nil, fmt.Errorf("no benchmark is called %q", job.Kind)
}

// chooseJob finds the image that was agreed to, or takes the limits of the
// container.
func (s *benchSession) chooseJob(ctx context.Context, job bench.Job) error {
	s.name = job.Name
	switch {
	case job.Image != "":
		return s.chooseAgreed(ctx, job)
	case job.Name == "":
		return nil
	}
	podman, err := s.podmanOf(job.Subject.UID)
	if err == nil {
		err = s.takeLimits(ctx, podman, job.Subject.Name)
	}
	if errors.Is(err, errNoSuch) {
		return fmt.Errorf("there is no container %s any more", job.Name)
	}
	if err == nil && job.Kind != "usage" {
		err = s.limits.Possible()
	}
	return err
}

func (s *benchSession) chooseAgreed(ctx context.Context, job bench.Job) error {
	s.name = job.Image
	if err := s.chooseImage(ctx, job.Image); err != nil {
		return err
	}
	if s.image.ID != job.ImageID {
		return fmt.Errorf("%s is another image now than the one that was agreed to", job.Image)
	}
	s.yes = true
	return nil
}

// measureHTTP puts a port under load.
func (b *screenBench) measureHTTP(ctx context.Context, voice benchVoice, job bench.Job) (*bench.Report, error) {
	bo := &benchHTTPOptions{
		options: b.options, end: b.end, ramp: job.Ramp, p99: usualP99, connections: usualConnections,
		over: job.Time, timeout: usualTimeout, method: http.MethodGet,
	}
	bo.load = bo.meant(func(flag string) bool { return flag == "for" })
	if bo.ramp && bo.load.Time > bench.MaxStepTime {
		return nil, fmt.Errorf("a step takes %v at most", bench.MaxStepTime)
	}
	if err := bo.load.Check(); err != nil {
		return nil, err
	}
	voice.step(phase("looking whether it answers"))
	h, err := bo.aim(ctx, job.URL, voice)
	if err != nil {
		return nil, err
	}
	defer h.close()
	h.bins = bench.ShapeBins
	return h.report(ctx)
}

// newScreenBench is who runs benchmarks for the screen; those who may only look
// read results alone.
func newScreenBench(o *options, h *host, end *ending) *screenBench {
	demo, _ := h.source.(*demonstration)
	return &screenBench{demo: demo, options: new(*o), find: h.podman, own: os.Getuid(), refused: o.mayChange("benchmarks"), end: end}
}
