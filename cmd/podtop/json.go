package main

import (
	"io"
	"math"
	"slices"
	"time"

	"podtop/model"
)

// metrics are figures by name, in base units; what is not known is not in it.
type metrics map[string]float64

func (m metrics) put(name string, v float64) {
	if !math.IsNaN(v) && !math.IsInf(v, 0) {
		m[name] = v
	}
}

type jsonSnapshot struct {
	Time       time.Time       `json:"time"`
	Demo       bool            `json:"demo,omitempty"` // no real host
	Host       jsonHost        `json:"host"`
	Pods       []jsonPod       `json:"pods"`
	Containers []jsonContainer `json:"containers"`
	Notes      []string        `json:"notes,omitempty"`
	Self       metrics         `json:"self"`
}

type jsonHost struct {
	Name    string  `json:"name"`
	CPUs    int     `json:"cpus"`
	Cgroups string  `json:"cgroups"`
	Metrics metrics `json:"metrics"`
}

type jsonPod struct {
	ID      string  `json:"id"`
	Name    string  `json:"name"`
	User    string  `json:"user"`
	State   string  `json:"state,omitempty"`
	Metrics metrics `json:"metrics"`

	AtLeast []string `json:"at_least,omitempty"` // the metrics that a live member lacks, so that the sum is no less than what stands there
}

type jsonContainer struct {
	ID          model.ID      `json:"id"`
	Name        string        `json:"name"`
	User        string        `json:"user"`
	Pod         string        `json:"pod"`
	Runtime     model.Runtime `json:"runtime"`
	Infra       bool          `json:"infra"`
	State       model.State   `json:"state"`
	StartError  string        `json:"start_error,omitempty"` // why it could not be started
	Health      string        `json:"health,omitempty"`
	ExitCode    *int          `json:"exit_code,omitempty"` // of what has ended
	OOMKilled   bool          `json:"oom_killed,omitempty"`
	Cause       string        `json:"cause,omitempty"` // of its end, beyond the exit code: "oom", "perhaps oom", "podman"
	CauseText   string        `json:"cause_text,omitempty"`
	Benchmark   bool          `json:"benchmark,omitempty"` // a benchmark of podtop made it
	Image       string        `json:"image,omitempty"`
	Project     string        `json:"project,omitempty"`
	Unit        string        `json:"unit,omitempty"`
	Started     *time.Time    `json:"started,omitempty"`
	Finished    *time.Time    `json:"finished,omitempty"`
	Network     string        `json:"network,omitempty"` // "host", or "shared" where the figures stand elsewhere
	NetworkMode string        `json:"network_mode,omitempty"`
	Ports       []string      `json:"ports,omitempty"`
	Cgroup      string        `json:"cgroup,omitempty"`
	Limits      metrics       `json:"limits,omitempty"` // those the kernel enforces: cores, bytes, number
	ThrottledBy string        `json:"throttled_by,omitempty"`
	Metrics     metrics       `json:"metrics"`
}

// writeJSON prints a snapshot as one object on one line.
func writeJSON(w io.Writer, snap *model.Snapshot, so *statsOptions) error {
	out := jsonSnapshot{
		Time: snap.Time.UTC(), Demo: snap.Demo, Host: hostJSON(&snap.Host), Self: metrics{},
		Pods: make([]jsonPod, 0, len(snap.Pods)), Containers: make([]jsonContainer, 0, len(snap.Containers)),
	}
	out.Self.put("cpu", snap.Self.CPU)
	out.Self.put("rss", snap.Self.RSS)
	out.Self.put("interval", snap.Interval.Seconds())
	for i := range snap.Pods {
		p := &snap.Pods[i]
		out.Pods = append(out.Pods, jsonPod{p.ID, p.Name, p.Owner(), p.State, so.metrics(&p.Figures), so.atLeast(p)})
	}
	for i := range snap.Containers {
		out.Containers = append(out.Containers, so.containerJSON(&snap.Containers[i]))
	}
	for _, n := range snap.Notes {
		out.Notes = append(out.Notes, n.Text)
	}
	return printJSON(w, out)
}

// metrics are the columns that were asked for, all if none was.
func (so *statsOptions) metrics(f *model.Figures) metrics {
	m := metrics{}
	for _, metric := range model.Metrics {
		if len(so.columns) == 0 || slices.Contains(so.columns, metric.Name) {
			m.put(metric.Name, metric.Of(f))
		}
	}
	return m
}

// atLeast are the metrics of a pod that are lower bounds.
func (so *statsOptions) atLeast(p *model.Group) []string {
	var names []string
	for name := range so.metrics(&p.Figures) {
		if model.MetricByName(name).Of(&p.Unknown) > 0 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

func (so *statsOptions) containerJSON(c *model.Container) jsonContainer {
	j := jsonContainer{
		ID: c.ID, Name: c.Name, User: c.Owner(), Pod: c.PodTitle(), Runtime: c.Runtime, Infra: c.Infra, Benchmark: !c.BenchUntil.IsZero(),
		State: c.State, StartError: c.StartError, Health: c.Health, OOMKilled: c.OOMKilled, Cause: string(c.Cause.Kind), CauseText: c.Cause.Text, Image: c.Image, Project: c.Project, Unit: c.Unit,
		NetworkMode: c.NetworkMode, Cgroup: c.Path, ThrottledBy: c.ThrottledBy, Limits: limitsJSON(&c.Effective),
		Started: timeJSON(c.Started), Finished: timeJSON(c.Finished), Metrics: so.metrics(&c.Figures),
	}
	if c.Ended() {
		j.ExitCode = &c.ExitCode
	}
	switch c.Net {
	case model.NetHost:
		j.Network = "host"
	case model.NetShared:
		j.Network = "shared"
	}
	for _, p := range c.Ports {
		j.Ports = append(j.Ports, p.String())
	}
	return j
}

func timeJSON(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	u := t.UTC()
	return &u
}

func limitsJSON(l *model.Limits) metrics {
	m := metrics{}
	m.put("cpu", l.CPU.Float()/1e6)
	m.put("mem", l.Memory.Float())
	m.put("mem.high", l.High.Float())
	m.put("swap", l.Swap.Float())
	m.put("pids", l.Pids.Float())
	return m
}

func hostJSON(h *model.Host) jsonHost {
	m := metrics{}
	for _, x := range []struct {
		name string
		v    float64
	}{
		{"cpu", h.CPU},
		{"mem.used", h.MemUsed},
		{"mem.total", h.MemTotal},
		{"swap.used", h.SwapUsed},
		{"swap.total", h.SwapTotal},
		{"load1", h.Load1},
		{"load5", h.Load5},
		{"load15", h.Load15},
		{"psi.cpu", h.PSICPU},
		{"psi.mem", h.PSIMem},
		{"psi.io", h.PSIIO},
		{"net.rx", h.NetRx},
		{"net.tx", h.NetTx},
		{"blk.r", h.BlkR},
		{"blk.w", h.BlkW},
	} {
		m.put(x.name, x.v)
	}
	return jsonHost{h.Name, h.CPUs, h.Cgroups, m}
}
