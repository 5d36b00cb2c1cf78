package demo

import (
	"slices"
	"strconv"
	"time"

	"podtop/model"
	"podtop/model/bench"
)

// BenchChoices are the benchmarks there are of a container, or with a zero key those
// of the machine.
func (h *Host) BenchChoices(of model.Key) []bench.Choice {
	c := h.benched(of)
	if c == nil {
		return []bench.Choice{
			{
				Job:  bench.Job{Kind: "start", Time: 10 * time.Second},
				Name: "start: how fast a container starts, with podtop in it", Load: "A container is made, started, stopped and removed again and again.",
			},
			{
				Job:  bench.Job{Kind: "cpu", Time: 10 * time.Second},
				Name: "cpu: work a second, on one CPU and on all", Load: "All CPUs are busy for half of the time.",
			},
		}
	}
	all := append([]bench.Choice{
		{
			Job:  bench.Job{Kind: "run", Image: c.Image, Time: 10 * time.Second},
			Name: "image: how fast its image starts, and what it uses then",
			Load: "Containers of its image are started and removed again and again, without a network.",
			Runs: []string{"podman run --rm --network none --log-driver none --timeout 32 " + c.Image},
		},
		{
			Job:  bench.Job{Kind: "start", Time: 10 * time.Second},
			Name: "start: how fast a container starts under its limits, with podtop in it", Load: "A container is made, started, stopped and removed again and again.",
		},
		{
			Job:  bench.Job{Kind: "cpu", Time: 10 * time.Second},
			Name: "cpu: work a second under its limits", Load: "Another container with the same limits works as hard as they let it. The container itself is left alone.",
		},
		{
			Job:  bench.Job{Kind: "ab", Time: 30 * time.Second},
			Name: "ab: work a second under its limits and under others", Load: "Two other containers work in turn, each as hard as its limits let it. The container itself is left alone.",
		},
		{
			Job:  bench.Job{Kind: "usage", Time: 10 * time.Second},
			Name: "usage: what it uses meanwhile", Load: "None: it is only watched.",
		},
	}, httpChoices(c)...)
	for i := range all {
		all[i].Job.Subject, all[i].Job.Name = of, of.Name
		if all[i].Job.Kind == "usage" && c.State != model.Running {
			all[i].Reason = "it does not run: start it first"
		}
	}
	return all
}

func httpChoices(c *container) []bench.Choice {
	if len(c.Ports) == 0 {
		return []bench.Choice{{
			Job: bench.Job{Kind: "http", Time: 10 * time.Second}, Name: "http: how it answers under load", Load: "Requests to a port that it publishes.",
			Reason: "it publishes no port of TCP; podtop bench http URL asks another address",
		}}
	}
	port := strconv.Itoa(int(c.Ports[0].HostPort))
	url := "https://127.0.0.1:" + port + "/"
	return []bench.Choice{
		{
			Job:  bench.Job{Kind: "http", URL: url, Time: 10 * time.Second},
			Name: "http: how port " + port + " answers to 100 requests a second",
			Load: "100 GET requests a second to " + url + ". Whoever uses it may notice.",
		},
		{
			Job:  bench.Job{Kind: "http", URL: url, Ramp: true, Time: time.Second},
			Name: "http: how many requests port " + port + " holds; each step takes",
			Load: "More and more GET requests to " + url + ", until it answers too late or not at all. Whoever uses it will notice.",
		},
	}
}

// benched is the container that a benchmark is about, or nil.
func (h *Host) benched(k model.Key) *container {
	i := slices.IndexFunc(h.containers, func(c *container) bool { return c.Name == k.Name && c.UID == k.UID && !c.hidden })
	if k.Name == "" || i < 0 {
		return nil
	}
	return h.containers[i]
}

// BenchReports are what benchmarks of earlier days came to, the newest first.
func (h *Host) BenchReports() []*bench.Report {
	var all []*bench.Report
	for i, job := range []bench.Job{
		{Kind: "ab", Subject: model.Key{Name: "app"}, Limits: "cpus=1.5", Time: 40 * time.Second},
		{Kind: "cpu", Subject: model.Key{Name: "app"}, Time: 20 * time.Second},
		{Kind: "http", Subject: model.Key{Name: "nginx"}, URL: "https://127.0.0.1:443/", Time: 20 * time.Second},
		{Kind: "cpu", Subject: model.Key{Name: "app"}, Time: 20 * time.Second},
		{Kind: "start", Time: 30 * time.Second},
	} {
		job.Name = job.Subject.Name
		began := h.time.Truncate(time.Hour).Add(-time.Duration(i*i*7+1) * time.Hour).Add(time.Duration(i*17) * time.Minute)
		b := h.bench(job, began)
		all = append(all, b.at(b.length()).report)
	}
	return all
}
