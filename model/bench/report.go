// Package bench says what measurements mean: how long something took, whether
// one of two is faster, whether a limit was passed. It measures nothing itself.
//
// Who measures fills a Report with series and figures. All else follows
// from that: summaries, comparisons, verdicts, files and tables.
package bench

import (
	"math"
	"time"

	"podtop/model"
)

// A Report is what one run of a benchmark measured, and on what.
type Report struct {
	Kind    string    // start, cpu, usage, http, ab; run: start and usage of one image
	Time    time.Time // when it began
	Subject string    // what was measured, by the name its user gave: a container, an image, a URL
	Image   string    // the image that ran, "" if none did
	Machine Machine

	Series  []Series
	Figures []Group
	Arms    *Arms    // of ab, nil else
	Notes   []string // what the reader has to know, in sentences
}

// Arms are the two that ab compares. The series of one are in the group "a",
// those of the other in the group "b": their values of one index are a pair.
type Arms struct {
	A      string  `json:"a"` // what it is, in its user's words: "1 cpus"
	B      string  `json:"b"`
	Within float64 `json:"within"`            // the precision that was asked for: 0.02 is 2 % of A's median
	TimeUp bool    `json:"time_up,omitempty"` // it ended at its time, and not for its precision
}

// A Machine is what a report was measured on. What is not known is "" or 0.
type Machine struct {
	Limits    map[string]string `json:"limits,omitempty"`         // of what ran, by the name of podman update's flag: cpus, memory
	Kernel    string            `json:"kernel,omitempty"`         // 6.12.48+deb13-amd64
	Podman    string            `json:"podman,omitempty"`         // 5.4.2
	Runtime   string            `json:"runtime,omitempty"`        // crun
	Network   string            `json:"network,omitempty"`        // the mode of the container's network: none, bridge, pasta
	LogDriver string            `json:"log_driver,omitempty"`     // none, journald, k8s-file
	Storage   string            `json:"storage_driver,omitempty"` // the driver: overlay, vfs, btrfs
	Governor  string            `json:"governor,omitempty"`       // of the CPUs' clock: performance, powersave
	CPUs      int               `json:"cpus,omitempty"`           // that are online
	Memory    float64           `json:"memory_bytes,omitempty"`   // of the host, in bytes
	Rootless  bool              `json:"rootless,omitempty"`
	Demo      bool              `json:"demo,omitempty"` // all of it is made up, for a demonstration
}

// A Series is one thing that was measured again and again. Its place in files
// and thresholds is results.NAME, or results.GROUP.NAME.
type Series struct {
	Group  string // "" but for ab: "a" and "b"
	Name   string // in small letters, with _ between words: startup_time
	Title  string // for people: "start to first byte"; "" if Name does
	Unit   model.Dimension
	Better Direction
	Values []Measurement // in the order in which they were measured
}

// A Direction is which change of a series is for the better.
type Direction int

// Directions.
const (
	Less    Direction = iota // seconds, bytes
	More                     // work per second
	Neither                  // it only describes
)

// A Measurement is one value of a series.
type Measurement struct {
	Time  time.Time // when it was complete
	Value float64   // in the base unit: seconds, bytes, percent of one core
	Host  Conditions
}

// Conditions are what else the host did while a value was measured. What is
// not known is NaN.
type Conditions struct {
	PSICPU   float64 // percent of the time in which some task of the host, but for the benchmark's own, waited for a CPU
	PSIMem   float64 // the same, for memory
	PSIIO    float64 // the same, for I/O
	Steal    float64 // percent of the CPUs' time that the hypervisor gave to others
	OtherCPU float64 // what other containers used, in cores
}

// A Group is figures that belong together and were measured once. Their place
// in files and thresholds is results.NAME.FIGURE.
type Group struct {
	Name    string // resource_efficiency
	Figures []Figure
}

// A Figure is one number of a report that has no samples.
type Figure struct {
	Name  string // cpu_percent
	Unit  model.Dimension
	Value float64 // in the base unit, NaN if not known; left out of files then
}

// Path is the place of s in files and thresholds, after "results.".
func (s *Series) Path() string { return join(s.Group, s.Name) }

func join(group, name string) string {
	if group == "" {
		return name
	}
	return group + "." + name
}

// Unknown are conditions of which nothing is known.
func Unknown() Conditions {
	return Conditions{nan, nan, nan, nan, nan}
}

var nan = math.NaN()

// Add puts a figure into the group called so, which it makes if there is none. It is
// called so often that copies of it in its callers would be large.
//
//go:noinline
func (r *Report) Add(group, name string, unit model.Dimension, value float64) {
	f := Figure{name, unit, value}
	for i := range r.Figures {
		if g := &r.Figures[i]; g.Name == group {
			g.Figures = append(g.Figures, f)
			return
		}
	}
	r.Figures = append(r.Figures, Group{Name: group, Figures: []Figure{f}})
}

// SeriesAt is the series at a path, nil if there is none.
func (r *Report) SeriesAt(path string) *Series {
	for i := range r.Series {
		if r.Series[i].Path() == path {
			return &r.Series[i]
		}
	}
	return nil
}

// Names of what existing pipelines read, which stay at these places.
const (
	StartupTime        = "startup_time"        // a series: create to first byte, in seconds
	ResourceEfficiency = "resource_efficiency" // a group of the three below
	CPUPercent         = "cpu_percent"         // mean, 100 is one core
	MemoryUsage        = "memory_usage"        // mean, in bytes
	MemoryPercent      = "memory_percent"      // of the limit, or of the host's memory
)
