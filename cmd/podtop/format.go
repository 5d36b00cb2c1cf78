package main

import (
	"io"
	"maps"
	"slices"

	"podtop/model"
	"podtop/model/openmetrics"
)

// A format begins to print to w, and returns what prints one snapshot and the
// sample it is from.
type format func(w io.Writer, so *statsOptions) func(*model.Snapshot, *model.Sample) error

var formats = map[string]format{
	"table":       eachAlone(writeTable),
	"json":        eachAlone(writeJSON),
	"csv":         beginCSV,
	"openmetrics": beginOpenMetrics,
}

func formatNames() []string { return slices.Sorted(maps.Keys(formats)) }

// eachAlone is the format that writes each snapshot without regard to others.
func eachAlone(write func(io.Writer, *model.Snapshot, *statsOptions) error) format {
	return func(w io.Writer, so *statsOptions) func(*model.Snapshot, *model.Sample) error {
		return func(snap *model.Snapshot, _ *model.Sample) error { return write(w, snap, so) }
	}
}

func beginOpenMetrics(w io.Writer, so *statsOptions) func(*model.Snapshot, *model.Sample) error {
	o := openmetrics.Options{Version: version, Timestamps: so.timestamps, Metrics: so.columns}
	var buf []byte
	return func(snap *model.Snapshot, s *model.Sample) error {
		buf = openmetrics.Append(buf[:0], so.withoutInfra(snap), s, o)
		_, err := w.Write(buf)
		return err
	}
}
