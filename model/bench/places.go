package bench

import (
	"fmt"
	"slices"
	"strings"

	"podtop/model"
)

// A Place is where reports have a number, or a series: the numbers of that are at
// Path.mean, Path.p95 and so on.
type Place struct {
	Path    string
	Unit    model.Dimension
	Meaning string
}

func (p *Place) isSeries() bool { return !strings.Contains(p.Path, ".") }

// isCompared reports whether an ab says how its two arms differ in that series. Cores
// only describe what was measured.
func (p *Place) isCompared() bool { return p.Unit != model.Cores }

// appendNames appends the names of the numbers of a series in a group.
func (p *Place) appendNames(names []string, group string, numbers []string) []string {
	for _, number := range numbers {
		names = append(names, join(group, p.Path)+"."+number)
	}
	return names
}

// What numbers there are of a series, and of the difference of two.
var (
	statistics  = namesOf(Summary{}.figures(model.Number))
	differences = namesOf(new(Difference).figures())
)

func namesOf(figures []Figure) (names []string) {
	for _, f := range figures {
		names = append(names, f.Name)
	}
	return names
}

// differenceRows say what these differences are.
var differenceRows = [][]string{
	{"ab.NAME.pairs", units[model.Number], "how many pairs were compared"},
	{"ab.NAME.change_percent", units[model.Percent], "how much more b is than a: -5 is 5 % less"},
	{"ab.NAME.low_percent", units[model.Percent], "the lower end of its 95 % interval"},
	{"ab.NAME.high_percent", units[model.Percent], "the upper end"},
	{"ab.NAME.p", units[model.Number], "how likely such a change is by chance, from 0 to 1"},
}

var (
	lapSeries = []Place{
		{StartupTime, model.Seconds, "create to first byte, or to running if the image says nothing"},
		{"create_time", model.Seconds, "create a container"},
		{"run_time", model.Seconds, "created to running"},
		{"first_byte_time", model.Seconds, "created to first byte"},
		{"stop_time", model.Seconds, "stop"},
		{"remove_time", model.Seconds, "remove"},
	}
	startSeries = slices.Concat(lapSeries, []Place{
		{"standby_time", model.Seconds, "start of a container made beforehand"},
		{"cold_startup_time", model.Seconds, "startup_time with --cold-cache"},
	})
	startFigures = []Place{
		{"first_start.seconds", model.Seconds, "the first start, which warms up"},
		{"cold_cache.files", model.Number, "files that left the page cache before a cold start"},
		{"cold_cache.bytes", model.Bytes, "their size"},
		{"service_activation.seconds", model.Seconds, "how long Podman's service took to wake up"},
		{"podtop.cpu_percent", model.Percent, "what podtop itself used; 100 is one core"},
	}
	imageFigures = []Place{
		{"image.bytes", model.Bytes, "size of the image"},
		{"image.layers", model.Number, "its layers"},
	}
	usageSeries = []Place{
		{"cpu", model.Percent, "CPU; 100 is one core"},
		{"memory", model.Bytes, "memory"},
		{"read", model.BytesPerSec, "read from disks"},
		{"written", model.BytesPerSec, "written to disks"},
	}
	usageFigures = []Place{
		{join(ResourceEfficiency, CPUPercent), model.Percent, "cpu.mean"},
		{join(ResourceEfficiency, MemoryUsage), model.Bytes, "memory.mean"},
		{join(ResourceEfficiency, MemoryPercent), model.Percent, "the same, of the limit or of the host's memory"},
		{"memory_peak.bytes", model.Bytes, "the most memory"},
	}
	cpuSeries = []Place{
		{"work_per_second", model.PerSec, "work of one thread"},
		{"effective_cores", model.Cores, "the cores it had"},
		{"work_per_second_all", model.PerSec, "work of as many threads as there are CPUs"},
		{"effective_cores_all", model.Cores, "the cores they had"},
	}
	cpuFigures = []Place{
		{"throttling.periods", model.Number, "periods of the quota"},
		{"throttling.throttled", model.Number, "those in which it was used up"},
		{"throttling.seconds", model.Seconds, "how long threads were held back"},
	}
	abSeries = slices.Concat(lapSeries, []Place{{"command_time", model.Seconds, "how long a command took"}}, cpuSeries[2:])
)

func httpPlaces() []Place {
	all := []Place{
		{"answer_rate", model.PerSec, "answers in each second"},
		{"latency_p99", model.Seconds, "p99 of the latency in each second"},
	}
	all = appendPercentiles(all, "latency", "latency")
	all = appendPercentiles(all, "service_time", "time from sent to answered")
	return append(all, loadFigures...)
}

func appendPercentiles(all []Place, group, what string) []Place {
	for _, p := range percentiles {
		meaning := fmt.Sprintf("%g %% of them are at most this", p.percent)
		switch p.percent {
		case 0:
			meaning = "the least " + what
		case 100:
			meaning = "the greatest"
		}
		all = append(all, Place{join(group, p.name), model.Seconds, meaning})
	}
	return all
}

var loadFigures = []Place{
	{"errors.status_4xx", model.Number, "answers with such a status"},
	{"errors.status_5xx", model.Number, "answers with such a status"},
	{"errors.bad_response", model.Number, "answers that were none, or had no end"},
	{"errors.refused", model.Number, "connections that were refused"},
	{"errors.timeout", model.Number, "requests without an answer in time"},
	{"errors.reset", model.Number, "connections closed before the answer was complete"},
	{"errors.unreachable", model.Number, "other connections that were not made"},
	{"errors.unsent", model.Number, "requests for which no connection was free"},
	{"errors.percent", model.Percent, "all of these, of all requests"},
	{"requests.rate", model.PerSec, "good answers, over all of the time"},
	{"requests.rate_wanted", model.PerSec, "what --rate asked for"},
	{"requests.total", model.Number, "all requests"},
	{"requests.late_starts", model.Number, "requests that were sent late"},
	{"requests.redirects", model.Number, "answers that lead elsewhere"},
	{"requests.connections", model.Number, "connections at most"},
	{"requests.connects", model.Number, "how often one was made"},
	{"requests.bytes_per_second", model.BytesPerSec, "what came back"},
	{"ramp.holds", model.PerSec, "--ramp: the greatest rate that was held"},
	{"ramp.p99_limit", model.Seconds, "its --p99"},
	{"podtop.ceiling", model.PerSec, "what podtop itself can send here"},
	{"podtop.cpu_per_request", model.Seconds, "its own processor time for a request"},
	{"podtop.cpu_percent", model.Percent, "the same while it measured; 100 is one core"},
}
