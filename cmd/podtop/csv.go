package main

import (
	"encoding/csv"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"podtop/model"
	"podtop/model/clean"
)

// beginCSV prints snapshots as lines of comma-separated values (RFC 4180), all
// with the same columns: when, what kind of row, what was asked for, or all
// there is, and which of a pod's sums are lower bounds. Those of a demonstration
// have one more, which says so.
func beginCSV(w io.Writer, so *statsOptions) func(*model.Snapshot, *model.Sample) error {
	names := so.columns
	if len(names) == 0 {
		names = columnNames()
	}
	cols := make([]*column, len(names))
	for i, name := range names {
		cols[i] = columnByName(name)
	}
	out, headed := csv.NewWriter(w), false
	return func(snap *model.Snapshot, _ *model.Sample) error {
		line := func(at, kind, demo string, values []string, atLeast string) {
			all := []string{at, kind}
			if snap.Demo {
				all = append(all, demo)
			}
			_ = out.Write(append(append(all, values...), atLeast))
		}
		if !headed {
			line("time", "kind", "demo", names, "at_least")
			headed = true
		}
		at, shown := snap.Time.UTC().Format(csvTime), so.withoutInfra(snap)
		for i := range shown.Pods {
			line(at, "pod", "true", podValues(cols, &shown.Pods[i]), strings.Join(so.atLeast(&shown.Pods[i]), " "))
		}
		for i := range shown.Containers {
			c := &shown.Containers[i]
			line(at, kindOf(c), "true", containerValues(cols, c), "")
		}
		out.Flush()
		return out.Error() // that of any Write, too
	}
}

// csvTime is RFC 3339, in UTC to the millisecond.
const csvTime = "2006-01-02T15:04:05.000Z"

// kindOf is what a row is: a container, or a unit that has none now.
func kindOf(c *model.Container) string {
	if c.ID == "" {
		return "unit"
	}
	return "container"
}

func containerValues(cols []*column, c *model.Container) []string {
	values := make([]string, len(cols))
	for i, col := range cols {
		if col.metric != nil {
			values[i] = baseUnits(col.metric.Of(&c.Figures))
		} else {
			values[i] = harmless(col.text.Of(c))
		}
	}
	return values
}

func podValues(cols []*column, p *model.Group) []string {
	values := make([]string, len(cols))
	for i, col := range cols {
		if col.metric != nil {
			values[i] = baseUnits(col.metric.Of(&p.Figures))
		} else {
			values[i] = harmless(podText(p, col.name))
		}
	}
	return values
}

// baseUnits writes v; nothing if it is not known.
func baseUnits(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

// harmless is s with an apostrophe before it where a spreadsheet would take it
// for a formula: what containers are called is not to be carried out. Podman's
// own names never begin so; labels and unit files may.
func harmless(s string) string {
	s = clean.Text(s)
	if first, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, " ")); s != "" && strings.ContainsRune("=+-@\uff1d\uff0b\uff0d\uff20", first) {
		return "'" + s
	}
	return s
}
