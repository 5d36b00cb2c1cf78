package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	benchrun "podtop/actions/bench"
	"podtop/model"
	"podtop/model/bench"
	"podtop/model/limit"
)

// choicesTime is how long Podman is asked what can be run.
const choicesTime = 8 * time.Second

// Choices implements pane.Bencher.
func (b *screenBench) Choices(ctx context.Context, of model.Key) ([]bench.Choice, error) {
	ctx, cancel := context.WithTimeout(ctx, choicesTime)
	defer cancel()
	own, err := b.find(b.own)
	if err == nil {
		err = possible(ctx, own)
	}
	if of == (model.Key{}) {
		return b.refuse(hostChoices(err)), nil
	}
	s := b.subject(ctx, of)
	var all []bench.Choice
	all = append(all, b.imageChoice(ctx, own, s, err))
	all = append(all, limitChoices(s, err)...)
	all = append(all, usageChoice(s))
	all = append(all, httpChoices(s)...)
	for i := range all {
		all[i].Job.Subject, all[i].Job.Name = of, s.name
	}
	return b.refuse(all), nil
}

// refuse gives all choices a reason where nothing may be run.
func (b *screenBench) refuse(all []bench.Choice) []bench.Choice {
	if b.refused != nil {
		for i := range all {
			all[i].Reason = b.refused.Error()
		}
	}
	return all
}

// reason is the first error in words, "" if there is none.
func reason(errs ...error) string {
	if err := cmp.Or(errs...); err != nil {
		return oneLine(err.Error())
	}
	return ""
}

const startLoad = "A container is made, started, stopped and removed again and again: some work for Podman and the disk."

// hostChoices are those without a container.
func hostChoices(err error) []bench.Choice {
	return []bench.Choice{
		{
			Job:  bench.Job{Kind: "start", Time: 30 * time.Second},
			Name: "start: how fast a container starts, with podtop in it", Load: startLoad, Reason: reason(err),
		},
		{
			Job:  bench.Job{Kind: "cpu", Time: 30 * time.Second},
			Name: "cpu: work a second, on one CPU and on all", Load: "All CPUs are busy for half of the time. Other containers get less meanwhile.", Reason: reason(err),
		},
	}
}

// imageChoice is that which runs the container's image.
func (b *screenBench) imageChoice(ctx context.Context, own *benchrun.Podman, s *benchSubject, err error) bench.Choice {
	c := bench.Choice{
		Job:  bench.Job{Kind: "run", Time: 30 * time.Second},
		Name: "image: how fast its image starts, and what it uses then",
		Load: "Containers of its image are started and removed again and again, without a network. What is in the image is run, with none of the container's volumes.",
	}
	if err != nil {
		c.Reason = reason(err)
		return c
	}
	image, err := b.agreed(ctx, own, s)
	if err != nil {
		c.Reason = reason(err)
		return c
	}
	c.Job.Image, c.Job.ImageID = image.Name, image.ID
	subject := image.Subject(limit.Values{}, jobLife)
	c.Runs = []string{commandText(&subject)}
	return c
}

// limitChoices are those that run podtop itself under the container's limits.
func limitChoices(s *benchSubject, err error) []bench.Choice {
	why := reason(err, s.unknown)
	all := []bench.Choice{
		{
			Job:  bench.Job{Kind: "start", Time: 30 * time.Second},
			Name: "start: how fast a container starts under its limits, with podtop in it", Load: startLoad, Reason: why,
		},
		{
			Job:  bench.Job{Kind: "cpu", Time: 30 * time.Second},
			Name: "cpu: work a second under its limits",
			Load: "Another container with the same limits works as hard as they let it. The container itself is left alone.", Reason: why,
		},
		{
			Job:  bench.Job{Kind: "ab", Time: 2 * time.Minute},
			Name: "ab: work a second under its limits and under others",
			Load: "Two other containers work in turn, each as hard as its limits let it. The container itself is left alone.", Reason: why,
		},
	}
	if s.foreign {
		for i := range all {
			all[i].Load += " It is run in your own Podman."
		}
	}
	return all
}

// usageChoice is that which only watches the container.
func usageChoice(s *benchSubject) bench.Choice {
	err := s.unknown
	if err == nil && !s.running {
		err = errors.New("it does not run: start it first")
	}
	return bench.Choice{
		Job:  bench.Job{Kind: "usage", Time: 30 * time.Second},
		Name: "usage: what it uses meanwhile", Load: "None: it is only watched.", Reason: reason(err),
	}
}

// httpChoices are those that put a published port under load.
func httpChoices(s *benchSubject) (all []bench.Choice) {
	err := s.unknown
	switch {
	case err != nil:
	case !s.running:
		err = errors.New("it does not run: start it first")
	case len(s.ports) == 0:
		err = errors.New("it publishes no port of TCP; podtop bench http URL asks another address")
	}
	if err != nil {
		return []bench.Choice{{Job: bench.Job{Kind: "http", Time: usualTime}, Name: "http: how it answers under load", Reason: reason(err), Load: "Requests to a port that it publishes."}}
	}
	for _, p := range s.ports {
		target := "http://" + p.address + "/"
		all = append(all,
			bench.Choice{
				Job:    bench.Job{Kind: "http", URL: target, Time: usualTime},
				Name:   "http: how port " + p.inside + " answers to " + fmt.Sprint(usualRate) + " requests a second",
				Load:   fmt.Sprintf("%d GET requests a second to %s. Whoever uses it may notice.", usualRate, target),
				Reason: reason(p.refused),
			},
			bench.Choice{
				Job:    bench.Job{Kind: "http", URL: target, Ramp: true, Time: usualStep},
				Name:   "http: how many requests port " + p.inside + " holds; each step takes",
				Load:   "More and more GET requests to " + target + ", until it answers too late or not at all. Whoever uses it will notice.",
				Reason: reason(p.refused),
			})
	}
	return all
}
