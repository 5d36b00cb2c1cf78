package benchtest

import (
	"math"
	"time"

	"podtop/model"
	"podtop/model/bench"
)

// Choices are some of a container, one of which cannot run.
func Choices(of model.Key) []bench.Choice {
	return []bench.Choice{
		{
			Job: bench.Job{Kind: "start", Subject: of, Name: of.Name, Image: "docker.io/library/nginx:1.27", Time: 30 * time.Second}, Name: "start: its image, from create to first byte",
			Load: "20 containers are made, started, stopped and removed, one after the other.",
			Runs: []string{"podman run --rm --network none docker.io/library/nginx:1.27 nginx -g 'daemon off;'"},
		},
		{
			Job: bench.Job{Kind: "cpu", Subject: of, Name: of.Name, Time: 10 * time.Second}, Name: "cpu: work a second under its limits",
			Load: "Two containers of podtop itself compute as fast as the limits of web let them, first with one thread, then with all.",
		},
		{
			Job: bench.Job{Kind: "ab", Subject: of, Name: of.Name, Time: time.Minute}, Name: "ab: its limits against others",
			Load: "Containers of podtop itself compute in turn, each for half a second, under the one limits and the other.",
		},
		{
			Job: bench.Job{Kind: "usage", Subject: of, Name: of.Name, Time: 30 * time.Second}, Name: "usage: what it takes while it does what it does",
			Load: "None: the container is only watched.",
		},
		{
			Job: bench.Job{Kind: "http", Subject: of, Name: of.Name, URL: "http://127.0.0.1:8080/"}, Name: "http: load on a published port",
			Load: "100 requests a second.", Reason: "no port of it is published: podman run --publish does that",
		},
	}
}

// CPU is a run of cpu after n measurements of 20; with all of them it is over.
func CPU(n int) bench.Progress {
	s := bench.Series{Name: "work_per_second", Title: "work a second, one thread", Unit: model.PerSec, Better: bench.More, Values: values(n, 4200, 60)}
	r := &bench.Report{Kind: "cpu", Subject: "web", Time: begun, Machine: machine, Series: []bench.Series{s}}
	p := bench.Progress{Phase: "measuring", Done: n, All: 20, Left: time.Duration(20-n) * 500 * time.Millisecond, Shapes: []bench.Shape{s.Shape(s.Title, bins)}, Report: r}
	if n == 20 {
		p.Over, p.Kept = true, "20261120-120000-cpu-web"
	}
	return p
}

// AB is a run of ab after n pairs; with 40 it is over.
func AB(n int) bench.Progress {
	a := bench.Series{Group: bench.ArmA, Name: "work_per_second_all", Unit: model.PerSec, Better: bench.More, Values: values(n, 4200, 80)}
	b := bench.Series{Group: bench.ArmB, Name: "work_per_second_all", Unit: model.PerSec, Better: bench.More, Values: values(n, 4950, 90)}
	r := &bench.Report{
		Kind: "ab", Subject: "web", Time: begun, Machine: machine, Series: []bench.Series{a, b},
		Arms: &bench.Arms{A: "1 cpus", B: "1.5 cpus", Within: 0.02},
	}
	p := bench.Progress{
		Phase: "measuring in turn", Done: n, Left: time.Duration(60-n-n/2) * time.Second, Report: r,
		Shapes: []bench.Shape{a.Shape("A: 1 cpus", bins), b.Shape("B: 1.5 cpus", bins)},
		Notes:  []string{"2 containers of a benchmark that was killed were removed"},
	}
	if n == 40 {
		p.Over, p.Kept = true, "20261120-120000-ab-web"
	}
	return p
}

// bins is how many a shape has at most.
const bins = 20

var (
	begun   = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	machine = bench.Machine{Kernel: "6.12.48", Podman: "5.4.2", Runtime: "crun", Storage: "overlay", CPUs: 8, Limits: map[string]string{"cpus": "1"}}
)

// values are n around a mean, always the same.
func values(n int, mean, deviation float64) (all []bench.Measurement) {
	for i := range n {
		v := mean + deviation*(math.Sin(float64(i)*1.7)+math.Sin(float64(i*i)*0.9))
		all = append(all, bench.Measurement{Time: begun.Add(time.Duration(i) * 500 * time.Millisecond), Value: v, Host: bench.Conditions{PSICPU: 0.4, OtherCPU: 0.2}})
	}
	return all
}
