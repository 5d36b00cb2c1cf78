//go:build e2e

package main_test

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/probe"
)

// prints are what podtop gave in one run.
type prints struct {
	series  map[string]float64           // of OpenMetrics, by name and id
	csv     map[string]map[string]string // by id and column
	limits  map[string]map[string]string // by name and field: the effective ones
	last    snapshot                     // JSON
	cgroups map[string]*probe.Cgroups    // what the tabs show, by the short name
	network *probe.Network
	busy    *probe.Processes
}

// sources are podtop's outputs, but for the rates.
func (c *comparison) sources() []source {
	h, v := c.h, c.h.viewer()
	var metrics, sheet, limits source
	for _, s := range c.cast {
		metrics.figures = append(metrics.figures, h.series(s)...)
		sheet.figures = append(sheet.figures, h.cells(s)...)
		limits.figures = append(limits.figures, h.bounds(s)...)
	}
	metrics.figures = append(append(metrics.figures, h.podSeries(c.cast)...), h.hostSeries()...)
	sheet.figures = append(sheet.figures, h.podSums(c.find("narrow"))...)
	metrics.print = func(t *testing.T) *prints {
		return &prints{series: parseSeries(v.print(t, "--format", "openmetrics", "--interval", "300ms"))}
	}
	sheet.print = func(t *testing.T) *prints {
		return &prints{csv: parseSheet(t, v.print(t, "--format", "csv", "--interval", "300ms"))}
	}
	limits.print = func(t *testing.T) *prints { return &prints{limits: v.effective(t, c.cast)} }
	record := source{print: c.records}
	for _, s := range c.cast {
		record.figures = append(record.figures, recordFigures(s)...)
	}
	tabs := source{h.tabFigures(c.cast), func(t *testing.T) *prints { return c.tabs(t) }}
	return []source{metrics, sheet, limits, tabs, record}
}

func (c *comparison) find(short string) *subject {
	return c.cast[slices.IndexFunc(c.cast, func(s *subject) bool { return s.short == short })]
}

// parseSeries are the values of an exposition, by name and id.
func parseSeries(text []byte) map[string]float64 {
	values := map[string]float64{}
	for line := range strings.Lines(string(text)) {
		i := strings.LastIndexByte(strings.TrimSpace(line), ' ')
		if strings.HasPrefix(line, "#") || i < 0 {
			continue
		}
		name, labels, _ := strings.Cut(line[:i], "{")
		_, id, _ := strings.Cut(labels, `id="`)
		id, _, _ = strings.Cut(id, `"`)
		values[strings.TrimSpace(name+" "+id)] = parse(line[i:])
	}
	return values
}

// parseSheet are the cells of a CSV, by the row's id and the column's.
func parseSheet(t *testing.T, text []byte) map[string]map[string]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(string(text))).ReadAll()
	if err != nil || len(rows) == 0 {
		t.Fatalf("%v in %s", err, text)
	}
	cells := map[string]map[string]string{}
	for _, row := range rows[1:] {
		byColumn := map[string]string{}
		for i, cell := range row {
			byColumn[rows[0][i]] = cell
		}
		cells[byColumn["id"]] = byColumn
	}
	return cells
}

// effective is what podtop limits says holds.
func (v viewer) effective(t *testing.T, cast []*subject) map[string]map[string]string {
	t.Helper()
	args := []string{"limits", "--format", "json", "--for", "0s"}
	for _, s := range cast {
		args = append(args, s.id)
	}
	cmd := v.command(args...)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v", cmd.Args, err)
	}
	var tables []struct {
		Name   string
		Limits []struct{ Field, Effective string }
	}
	if err := json.Unmarshal(out, &tables); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	limits := map[string]map[string]string{}
	for _, table := range tables {
		limits[table.Name] = map[string]string{}
		for _, l := range table.Limits {
			limits[table.Name][l.Field] = l.Effective
		}
	}
	return limits
}

// cells are some of a container's in the CSV.
func (h *host) cells(s *subject) (all []figure) {
	for _, x := range [][2]string{{"mem", "mem"}, {"swap", "swap"}, {"pids", "pids"}, {"oom_kills", "oom_kills"}} {
		all = append(all, figure{
			subject: s.short, name: "csv " + x[0], why: notKept,
			kernel: func(p *pass) float64 { return h.value(p, s.path, x[1]) },
			podtop: func(out *prints) float64 { return parse(out.csv[model.ID(s.id).Short()][x[0]]) },
		})
	}
	return all
}

// bounds are the limits that podtop limits shows.
func (h *host) bounds(s *subject) (all []figure) {
	add := func(field string, kernel func(p *pass) float64) {
		all = append(all, figure{
			subject: s.short, name: "limits " + field, why: notKept, exact: true, kernel: kernel,
			podtop: func(out *prints) float64 { return parseSize(out.limits[s.name][field]) },
		})
	}
	for field, bound := range map[string]func(*pass, string) float64{
		"cpus": h.cores, "memory": h.memoryBound, "memory-swap": h.swapBound, "pids-limit": h.pidsBound,
	} {
		add(field, func(p *pass) float64 {
			return h.chain(s.path, func(dir string) float64 { return bound(p, dir) })
		})
	}
	add("cpu-shares", func(p *pass) float64 {
		if h.unified {
			return p.number(h.inner(p, s.path, "cpu.weight"), "")
		}
		return p.number(h.at("cpu", s.path, "cpu.shares"), "")
	})
	add("memory-reservation", func(p *pass) float64 {
		if h.unified {
			return p.bound(h.inner(p, s.path, "memory.low"))
		}
		if v := p.bound(h.at("memory", s.path, "memory.soft_limit_in_bytes")); !math.IsInf(v, 1) {
			return v
		}
		return 0
	})
	return all
}

// inner is a file of the cgroup inside dir, where the runtime made one (v2).
func (h *host) inner(p *pass, dir, name string) string {
	if kid := h.at("", filepath.Join(dir, "container"), name); p.has(kid) {
		return kid
	}
	return h.at("", dir, name)
}

// records watches until Podman has answered.
func (c *comparison) records(t *testing.T) *prints {
	w := c.h.viewer().watch(t, "1s")
	defer w.stop()
	lines := w.until(t, "Podman's word", func(sn snapshot) bool {
		return !slices.ContainsFunc(c.cast, func(s *subject) bool { return math.IsNaN(s.figure("restarts")(sn)) })
	})
	return &prints{last: lines[len(lines)-1]}
}

// recordFigures are what Podman has on record.
func recordFigures(s *subject) (all []figure) {
	add := func(name string, kernel func(*pass) float64, podtop func(*row) float64) {
		all = append(all, figure{
			subject: s.short, name: "record " + name, exact: true, kernel: kernel,
			podtop: func(out *prints) float64 { return podtop(named(out.last.Containers, s.name)) },
		})
	}
	add("restarts", func(*pass) float64 { return s.restarts }, func(r *row) float64 { return value(r, "restarts") })
	add("started", func(*pass) float64 { return s.started }, func(r *row) float64 { return float64(r.Started.UnixNano()) / 1e9 })
	add("uptime", func(*pass) float64 { return float64(time.Now().UnixNano())/1e9 - s.started }, func(r *row) float64 { return value(r, "uptime") })
	return all
}
