package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/limit"
	"podtop/model/probe"
)

// A limitTable is what holds for one container, and what it uses of it.
type limitTable struct {
	ID     model.ID    `json:"id"`
	Name   string      `json:"name"`
	User   string      `json:"user"`
	State  model.State `json:"state"`
	Cgroup string      `json:"cgroup,omitempty"`
	Over   float64     `json:"for_seconds"` // the time the figures are of
	Limits []limitRow  `json:"limits"`
	Notes  []string    `json:"notes,omitempty"`
}

// A limitRow is one field. Texts are as podman update takes them, "max" for
// none and "" for what is not known; figures are in base units.
type limitRow struct {
	Field      model.Field `json:"field"`
	Configured string      `json:"configured,omitempty"`
	Scope      string      `json:"scope,omitempty"`
	Child      string      `json:"child,omitempty"`
	Effective  string      `json:"effective,omitempty"`
	By         string      `json:"by,omitempty"` // the cgroup that has it, or the file of the host
	Now        *float64    `json:"now,omitempty"`
	P95        *float64    `json:"p95,omitempty"`
	Max        *float64    `json:"max,omitempty"`
}

func (lo *limitsOptions) show(ctx context.Context, w io.Writer, h *host, snap *model.Snapshot, found []model.Container) error {
	uses := make([]usage, len(found))
	begin := snap.Mono
	for {
		for i := range found {
			uses[i].add(snap, &found[i])
		}
		if snap.Mono-begin >= lo.over {
			break
		}
		var err error
		if snap, _, err = h.settled(ctx); err != nil {
			return err
		}
	}
	tables := make([]limitTable, len(found))
	for i := range found {
		tables[i] = h.limitTable(ctx, &found[i], &uses[i])
		tables[i].Over = math.Round((snap.Mono-begin).Seconds()*10) / 10
	}
	if lo.format == "json" {
		return printJSON(w, tables)
	}
	for i := range tables {
		if _, err := io.WriteString(w, tables[i].text()); err != nil {
			return err
		}
	}
	return nil
}

// usage are what a container used in each snapshot.
type usage struct{ cpu, memory, pids []float64 }

func (u *usage) add(snap *model.Snapshot, of *model.Container) {
	for i := range snap.Containers {
		if c := &snap.Containers[i]; c.ID == of.ID && c.Key == of.Key {
			u.cpu, u.memory, u.pids = append(u.cpu, c.CPU), append(u.memory, c.Mem), append(u.pids, c.Pids)
		}
	}
}

// figures are the figures that a field bounds.
func (u *usage) figures(f model.Field) []float64 {
	switch f {
	case model.FieldCPUs:
		return u.cpu
	case model.FieldMemory:
		return u.memory
	case model.FieldPidsLimit:
		return u.pids
	}
	return nil
}

// sum up says the last of the figures that are known, their 95th percentile and
// the most of them.
func sumUp(figures []float64) (now, p95, most *float64) {
	known := slices.DeleteFunc(slices.Clone(figures), math.IsNaN)
	if len(known) == 0 {
		return nil, nil, nil
	}
	last := known[len(known)-1]
	slices.Sort(known)
	at := known[int(math.Ceil(0.95*float64(len(known))))-1]
	return &last, &at, &known[len(known)-1]
}

// inspectTime is how long Podman is waited for; the kernel's word comes anyway.
const inspectTime = 5 * time.Second

// limitTable reads what holds for c.
func (h *host) limitTable(ctx context.Context, c *model.Container, u *usage) limitTable {
	t := limitTable{ID: c.ID, Name: c.Name, User: c.Owner(), State: c.State, Cgroup: c.Path}
	record, err := h.recorded(ctx, c)
	if err != nil {
		t.Notes = append(t.Notes, "Podman does not say what it has on record: "+err.Error())
	}
	chain := &probe.Cgroups{}
	switch got, err := h.prober.Cgroups(ctx, probe.TargetOf(c)); {
	case err != nil:
		t.Notes = append(t.Notes, err.Error())
	default:
		chain = got
	}
	for i := range limit.Fields {
		f := limit.Fields[i].Name
		if f == model.FieldCPUQuota || f == model.FieldCPUPeriod {
			continue // of which cpus is the sum
		}
		row := levelRow(f, chain)
		if v, known := record.Get(f); known {
			row.Configured = orMax(f, v)
		}
		row.Now, row.P95, row.Max = sumUp(u.figures(f))
		if row != (limitRow{Field: f}) {
			t.Limits = append(t.Limits, row)
		}
	}
	return t
}

// recorded is what Podman has on record.
func (h *host) recorded(ctx context.Context, c *model.Container) (limit.Values, error) {
	if h.inspect == nil {
		return nil, errors.New("there is no Podman to ask")
	}
	ctx, cancel := context.WithTimeout(ctx, inspectTime)
	defer cancel()
	var in limit.Inspection
	if err := h.inspect(ctx, c.Target(), &in); err != nil {
		return nil, err
	}
	return in.Values(), nil
}

// orMax is a value as it stands in a limitRow.
func orMax(f model.Field, value string) string {
	switch {
	case value != "":
		return value
	case bounding[f] == nil && !limit.IsRate(f):
		return limit.Format(f, "") // unset, all, no: nothing that could be at its most
	}
	return "max"
}

// text is the table for people.
func (t *limitTable) text() string {
	var b strings.Builder
	b.WriteString(clean.Text(fmt.Sprintf("%s (%s), %s; figures of %v s", t.Name, t.User, t.State, t.Over)) + "\n")
	rows := [][]string{{"LIMIT", "CONFIGURED", "SCOPE", "CHILD", "EFFECTIVE", "NOW", "P95", "MAX", "BY"}}
	for _, r := range t.Limits {
		cell := func(s string) string {
			switch {
			case s == "":
				return model.Dash
			case s == "none", r.Field == model.FieldMemoryReservation && s == "max":
				return s // of what is protected
			case s == "max":
				return limit.Format(r.Field, "")
			}
			return limit.Format(r.Field, s)
		}
		held := func(s string) string {
			if r.Field == model.FieldMemorySwap && s != "" && s != "max" {
				return "swap " + cell(s) // alone; on record it is with memory
			}
			return cell(s)
		}
		rows = append(rows, []string{
			string(r.Field), cell(r.Configured), held(r.Scope), held(r.Child), held(r.Effective),
			figure(r.Field, r.Now), figure(r.Field, r.P95), figure(r.Field, r.Max), t.by(r.By),
		})
	}
	b.WriteString(columns(rows))
	for _, n := range t.Notes {
		fmt.Fprintf(&b, "! %s\n", clean.Text(n))
	}
	return b.String()
}

// by is the cgroup at path as seen from the container.
func (t *limitTable) by(path string) string {
	switch {
	case path == "":
		return model.Dash
	case path == hostSwappiness:
		return "the host"
	case path == t.Cgroup:
		return "scope"
	case strings.HasPrefix(path, t.Cgroup+"/"):
		return "child"
	}
	return path
}

func figure(f model.Field, v *float64) string {
	if v == nil {
		return model.Dash
	}
	d := model.Number
	switch f {
	case model.FieldCPUs:
		d = model.Cores
	case model.FieldMemory:
		d = model.Bytes
	}
	return string(model.AppendValue(nil, *v, d))
}
