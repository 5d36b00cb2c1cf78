//go:build e2e

package main_test

import (
	"context"
	"math"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"podtop/model"
	"podtop/model/probe"
	reader "podtop/sampler/probe"
)

// tabs asks what the tabs of a container's page ask.
func (c *comparison) tabs(t *testing.T) *prints {
	r, out := reader.New(reader.Options{}), &prints{cgroups: map[string]*probe.Cgroups{}}
	for _, s := range c.cast {
		out.cgroups[s.short] = ask(t, func(ctx context.Context) (*probe.Cgroups, error) { return r.Cgroups(ctx, s.question) })
		switch s.short {
		case "busy":
			out.busy = ask(t, func(ctx context.Context) (*probe.Processes, error) { return r.Processes(ctx, s.question) })
		case "client":
			out.network = ask(t, func(ctx context.Context) (*probe.Network, error) { return r.Network(ctx, s.question) })
		}
	}
	return out
}

// tabFigures are some of the Pressure, Memory and Network tabs'.
func (h *host) tabFigures(cast []*subject) (all []figure) {
	for _, s := range cast {
		switch s.short {
		case "busy":
			all = append(append(all, h.levelFigures(s)...), processFigures(s)...)
		case "memory":
			all = append(append(all, h.levelFigures(s)...), h.memoryLines(s)...)
		case "narrow":
			all = append(all, h.levelFigures(s)...)
		case "client":
			all = append(all, interfaceFigures(s)...)
		}
	}
	return all
}

// levelFigures are of the container's own cgroup and the one around it, on the
// Pressure tab.
func (h *host) levelFigures(s *subject) (all []figure) {
	for up, dir := range []string{s.path, filepath.Dir(s.path)} {
		level := func(out *prints) *probe.Level { return &out.cgroups[s.short].Outer()[up] }
		add := func(name string, exact bool, kernel func(*pass) float64, podtop func(*probe.Level) float64) {
			all = append(all, figure{
				subject: s.short, name: "tab " + []string{"own ", "outer "}[up] + name, why: notKept, exact: exact,
				kernel: kernel, podtop: func(out *prints) float64 { return podtop(level(out)) },
			})
		}
		stat := func(key string) func(*pass) float64 {
			return func(p *pass) float64 { return p.number(h.at("cpu", dir, "cpu.stat"), key) }
		}
		add("nr_periods", true, stat("nr_periods"), func(l *probe.Level) float64 { return l.Periods.Float() })
		add("nr_throttled", true, stat("nr_throttled"), func(l *probe.Level) float64 { return l.Throttled.Float() })
		add("memory", false, func(p *pass) float64 { return h.value(p, dir, "mem") }, func(l *probe.Level) float64 { return l.MemoryNow.Float() })
		add("pids", false, func(p *pass) float64 { return h.value(p, dir, "pids") }, func(l *probe.Level) float64 { return l.Pids.Float() })
		add("oom_kill", true, func(p *pass) float64 { return h.value(p, dir, "oom_kills") }, func(l *probe.Level) float64 {
			return probe.Find(l.Events, "oom_kill").Float()
		})
		for what, full := range map[string]func(*probe.Level) model.Count{
			"cpu":    func(l *probe.Level) model.Count { return l.PSI.CPUFull },
			"memory": func(l *probe.Level) model.Count { return l.PSI.MemFull },
			"io":     func(l *probe.Level) model.Count { return l.PSI.IOFull },
		} {
			add(what+" stalled", true, func(p *pass) float64 { return h.stall(p, dir, what, "full") },
				func(l *probe.Level) float64 { return full(l).Float() / 1e6 })
		}
	}
	return all
}

// memoryLines are the lines of memory.stat, on the Memory tab.
func (h *host) memoryLines(s *subject) (all []figure) {
	file := h.at("memory", s.path, "memory.stat")
	for line := range strings.Lines(lookAt(nil).text(file)) {
		name, _, _ := strings.Cut(line, " ")
		all = append(all, figure{
			subject: s.short, name: "tab " + name,
			kernel: func(p *pass) float64 { return p.number(file, name) },
			podtop: func(out *prints) float64 { return probe.Find(out.cgroups[s.short].Memory, name).Float() },
		})
	}
	return all
}

// interfaceFigures are of the container's interface, on the Network tab.
func interfaceFigures(s *subject) (all []figure) {
	for name, x := range map[string]struct {
		column int
		count  func(*probe.Interface) model.Count
	}{
		"rx bytes":   {rxBytes, func(i *probe.Interface) model.Count { return i.RxBytes }},
		"rx packets": {rxPackets, func(i *probe.Interface) model.Count { return i.RxPackets }},
		"rx errs":    {rxErrs, func(i *probe.Interface) model.Count { return i.RxErrs }},
		"rx drop":    {rxDrop, func(i *probe.Interface) model.Count { return i.RxDrop }},
		"tx bytes":   {txBytes, func(i *probe.Interface) model.Count { return i.TxBytes }},
		"tx packets": {txPackets, func(i *probe.Interface) model.Count { return i.TxPackets }},
		"tx errs":    {txErrs, func(i *probe.Interface) model.Count { return i.TxErrs }},
		"tx drop":    {txDrop, func(i *probe.Interface) model.Count { return i.TxDrop }},
	} {
		all = append(all, figure{
			subject: s.short, name: "tab " + name, exact: true,
			kernel: func(p *pass) float64 { return p.traffic(s.net, x.column) },
			podtop: func(out *prints) float64 {
				for i := range out.network.Interfaces {
					if f := &out.network.Interfaces[i]; f.Name != "lo" {
						return x.count(f).Float()
					}
				}
				return math.NaN()
			},
		})
	}
	return all
}

// processFigures are of its one process, on the Processes tab.
func processFigures(s *subject) (all []figure) {
	file := filepath.Join("/proc", strconv.Itoa(s.question.PID), "stat")
	column := func(p *pass, n int) float64 { // as proc_pid_stat(5) counts them
		_, rest, _ := strings.Cut(p.text(file), ") ")
		return parse(strings.Fields(rest)[n-3])
	}
	add := func(name string, exact bool, kernel func(*pass) float64, podtop func(*probe.Process) float64) {
		all = append(all, figure{
			subject: s.short, name: "tab process " + name, exact: exact, kernel: kernel,
			podtop: func(out *prints) float64 { return podtop(&out.busy.List[0]) },
		})
	}
	add("cpu", true, func(p *pass) float64 { return (column(p, 14) + column(p, 15)) * 10_000 }, func(d *probe.Process) float64 { return d.CPUUsec.Float() })
	add("rss", false, func(p *pass) float64 {
		status := p.text(filepath.Join("/proc", strconv.Itoa(s.question.PID), "status"))
		return 1024 * parse(strings.TrimSuffix(lineOf(status, "VmRSS:"), " kB"))
	}, func(d *probe.Process) float64 { return d.RSS.Float() })
	add("threads", false, func(p *pass) float64 { return column(p, 20) }, func(d *probe.Process) float64 { return float64(d.Threads) })
	add("started", false, func(p *pass) float64 { return column(p, 22) }, func(d *probe.Process) float64 { return float64(d.Started) })
	return all
}
