// Package openmetrics writes a snapshot in the text format of OpenMetrics,
// which Prometheus and its kin read.
//
//	# HELP podtop_container_cpu_seconds CPU time used.
//	# TYPE podtop_container_cpu_seconds counter
//	# UNIT podtop_container_cpu_seconds seconds
//	podtop_container_cpu_seconds_total{id="4f1c…",name="web",user="root"} 812.51
//
// What the kernel counts stays a counter, so it is taken from the sample; what
// is not known is left out. A counter starts at 0 again when its container is
// restarted, as counters may. Each series is there once: what the members of a
// pod share is the pod's, and nothing is a sum that PromQL could make.
package openmetrics

import (
	"slices"

	"podtop/model"
)

// Options say what to write.
type Options struct {
	Version    string   // of podtop
	Timestamps bool     // give each value the time of the snapshot
	Metrics    []string // the names of those model.Metrics to write; all if empty
}

// Append appends snap as one exposition, up to its # EOF. s is the sample that
// snap was made from; of the containers and pods in it, those in snap count.
func Append(b []byte, snap *model.Snapshot, s *model.Sample, o Options) []byte {
	e := exposition{b: b}
	if o.Timestamps {
		e.stamp = appendTime([]byte{' '}, snap.Time)
	}
	write(&e, "podtop_", []host{{snap, s, o.Version}}, hostFamilies)
	write(&e, "podtop_pod_", podRows(snap, s), podFamilies)
	containers := containerRows(snap, s)
	for i := range model.Metrics {
		if m := &model.Metrics[i]; m.Series != "" && o.includes(m.Name) {
			write(&e, "podtop_container_", containers, []family[*container]{metricFamily(m)})
		}
	}
	write(&e, "podtop_container_", containers, containerFamilies)
	return append(e.b, "# EOF\n"...)
}

func (o *Options) includes(metric string) bool {
	return len(o.Metrics) == 0 || slices.Contains(o.Metrics, metric)
}
