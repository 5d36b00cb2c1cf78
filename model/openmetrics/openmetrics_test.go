package openmetrics_test

import (
	"bytes"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	names "github.com/prometheus/common/model"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/modeltest"
	"podtop/model/openmetrics"
)

// exposition is what is written of h after n ticks, and of what.
func exposition(h *modeltest.Host, n int, o openmetrics.Options) (string, *model.Snapshot, *model.Sample) {
	var t model.Tracker
	var snap *model.Snapshot
	samples := h.Samples(n)
	for _, s := range samples {
		snap = t.Push(s)
	}
	return string(openmetrics.Append(nil, snap, samples[n-1], o)), snap, samples[n-1]
}

// families reads text as the older format has it, which node_exporter takes
// from files: there a counter is called what its values are, and has no type.
func families(t *testing.T, text string) map[string]*dto.MetricFamily {
	t.Helper()
	p := expfmt.NewTextParser(names.LegacyValidation)
	all, err := p.TextToMetricFamilies(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return all
}

// value is what the series of f says whose labels have name="value"; NaN if
// there is none.
func value(f *dto.MetricFamily, name, value string) float64 {
	for _, m := range f.GetMetric() {
		for _, l := range m.Label {
			if l.GetName() != name || l.GetValue() != value {
				continue
			}
			if strings.HasSuffix(f.GetName(), "_total") {
				return m.GetUntyped().GetValue()
			}
			return m.GetGauge().GetValue()
		}
	}
	return math.NaN()
}

func hosts() map[string]*modeltest.Host {
	return map[string]*modeltest.Host{
		"empty": modeltest.Empty(), "busy": modeltest.Busy(), "degraded": modeltest.Degraded(), "hostile": modeltest.Hostile(), "many": modeltest.Many(50),
	}
}

func TestParses(t *testing.T) {
	for _, h := range hosts() {
		for _, n := range []int{1, 2, 30} {
			text, _, _ := exposition(h, n, openmetrics.Options{Version: "1.0"})
			families(t, text)
		}
	}
}

var series = regexp.MustCompile(`^([a-z0-9_]+)(\{.*\})? (\S+)( \d+\.\d{3})?$`)

// What OpenMetrics wants beyond that, line by line: a family is in one place,
// with help and a type, and its unit at the end of its name; no series is there
// twice; # EOF is the end. And nothing in it speaks to a terminal.
func TestLines(t *testing.T) {
	for name, h := range hosts() {
		text, _, _ := exposition(h, 30, openmetrics.Options{Timestamps: true})
		lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		if lines[len(lines)-1] != "# EOF" || strings.Count(text, "# EOF") != 1 {
			t.Errorf("%s: not one # EOF, at the end", name)
		}
		seen, said, last := map[string]bool{}, map[string]string{}, ""
		for _, line := range lines[:len(lines)-1] {
			if clean.Text(line) != line {
				t.Errorf("%s: a control character in %q", name, line)
			}
			if word := strings.SplitN(line, " ", 4); word[0] == "#" {
				said[word[1]+" "+word[2]] = word[3]
				continue
			}
			part := series.FindStringSubmatch(line)
			if part == nil || part[4] == "" {
				t.Fatalf("%s: %q", name, line)
			}
			if seen[part[1]+part[2]] {
				t.Errorf("%s: twice %s", name, part[1]+part[2])
			}
			if part[1] != last && seen[part[1]] {
				t.Errorf("%s: %s is in two places", name, part[1])
			}
			seen[part[1]+part[2]], seen[part[1]], last = true, true, part[1]
			family, counter := strings.CutSuffix(part[1], "_total")
			if said["HELP "+family] == "" || (said["TYPE "+family] == "counter") != counter {
				t.Errorf("%s: %s has the help %q and the type %q", name, part[1], said["HELP "+family], said["TYPE "+family])
			}
			if u := said["UNIT "+family]; u != "" && !strings.HasSuffix(family, "_"+u) {
				t.Errorf("%s: %s is in %s", name, family, u)
			}
		}
	}
}

// Each metric of each container is there, as a gauge with the figure itself or
// as the counter that the figure is the rate of.
func TestEachMetric(t *testing.T) {
	before, _, first := exposition(modeltest.Busy(), 11, openmetrics.Options{})
	after, snap, last := exposition(modeltest.Busy(), 21, openmetrics.Options{})
	was, is := families(t, before), families(t, after)
	d := (last.Mono - first.Mono).Seconds()
	for _, m := range model.Metrics {
		if m.Series == "" {
			continue
		}
		f := is["podtop_container_"+m.Series]
		for i := range snap.Containers {
			c := &snap.Containers[i]
			want, got := m.Of(&c.Figures), value(f, "id", string(c.ID))
			if c.ID == "" {
				continue // it has no figures, and its name is another's too
			}
			if strings.HasSuffix(m.Series, "_total") && m.Unit != model.Number {
				got = (got - value(was["podtop_container_"+m.Series], "id", string(c.ID))) / d
			}
			if m.Unit == model.Percent {
				got *= 100
			}
			if math.IsNaN(want) != math.IsNaN(got) || math.Abs(got-want) > 1e-6*math.Max(1, math.Abs(want)) {
				t.Errorf("%s of %s: %v, want %v", m.Name, c.Name, got, want)
			}
		}
	}
}

func TestSharedNetworkIsThePods(t *testing.T) {
	text, snap, _ := exposition(modeltest.Busy(), 30, openmetrics.Options{})
	all := families(t, text)
	members := 0
	for i := range snap.Containers {
		if c := &snap.Containers[i]; c.Net == model.NetShared {
			members++
			if v := value(all["podtop_container_network_receive_bytes_total"], "id", string(c.ID)); !math.IsNaN(v) {
				t.Errorf("%s has %v of its pod's traffic", c.Name, v)
			}
		}
	}
	if v := value(all["podtop_pod_network_receive_bytes_total"], "name", "web"); !(v > 0) || members < 2 {
		t.Errorf("the pod received %v, for %d members", v, members)
	}
}

// Another user may name the id of root's pod: root's keeps its figures.
func TestAPodIsItsUsers(t *testing.T) {
	_, snap, s := exposition(modeltest.Busy(), 30, openmetrics.Options{})
	claimed := *snap
	for _, p := range snap.Pods {
		p.UID, p.User = p.UID+4711, "thief"
		claimed.Pods = append(claimed.Pods, p)
	}
	text := string(openmetrics.Append(nil, &claimed, s, openmetrics.Options{}))
	f := families(t, text)["podtop_pod_network_receive_bytes_total"]
	if v := value(f, "user", "thief"); !math.IsNaN(v) {
		t.Errorf("the thief's pod received %v", v)
	}
	if v := value(f, "name", "web"); !(v > 0) {
		t.Errorf("the pod received %v", v)
	}
}

// Two users may call their containers the same; and a container made anew under
// its name is another series, so that no counter goes back.
func TestSeriesAreToldApart(t *testing.T) {
	text, snap, s := exposition(modeltest.Busy(), 30, openmetrics.Options{})
	web := 0
	for _, m := range families(t, text)["podtop_container_memory_bytes"].Metric {
		for _, l := range m.Label {
			if l.GetName() == "name" && l.GetValue() == "web" {
				web++
			}
		}
	}
	if web == 0 {
		t.Error("no web")
	}
	twice := *snap
	twice.Containers = append(twice.Containers, snap.Containers...)
	twice.Pods = append(twice.Pods, snap.Pods...)
	if again := openmetrics.Append(nil, &twice, s, openmetrics.Options{}); !bytes.Equal(again, []byte(text)) {
		t.Error("rows that are there twice are written twice")
	}
}

func TestOptions(t *testing.T) {
	text, snap, _ := exposition(modeltest.Busy(), 30, openmetrics.Options{Metrics: []string{"cpu"}, Timestamps: true})
	if !strings.Contains(text, "podtop_container_cpu_seconds_total{") || strings.Contains(text, "podtop_container_memory_bytes{") {
		t.Error("not the metrics that were asked for")
	}
	want := snap.Time.UTC().Truncate(time.Millisecond)
	for _, line := range strings.Split(text, "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		sec, err := strconv.ParseFloat(line[strings.LastIndex(line, " ")+1:], 64)
		if got := time.UnixMilli(int64(math.Round(sec * 1000))).UTC(); err != nil || !got.Equal(want) {
			t.Fatalf("time %v (%v), want %v: %s", got, err, want, line)
		}
	}
}

// Whatever a container is called, the exposition can be read, and the name is
// what it was but for what no terminal should be shown.
func FuzzLabels(f *testing.F) {
	for _, s := range []string{"web", `a"b\c`, "line\nfeed", "\x1b[2J", "\xff", "é\u202e", `\`, `",x="`, "# EOF\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, name string) {
		h := modeltest.Empty()
		h.Containers = modeltest.Many(1).Containers
		h.Containers[0].Name, h.Containers[0].Image = name, name
		text, _, _ := exposition(h, 2, openmetrics.Options{Metrics: []string{"mem"}})
		var got string
		for _, l := range families(t, text)["podtop_container_info"].Metric[0].Label {
			if l.GetName() == "image" {
				got = l.GetValue()
			}
		}
		if got != clean.Text(name) {
			t.Errorf("%q became %q", name, got)
		}
	})
}

func TestAllocatesByTheContainer(t *testing.T) {
	var tracker model.Tracker
	var snap *model.Snapshot
	samples := modeltest.Many(50).Samples(3)
	for _, s := range samples {
		snap = tracker.Push(s)
	}
	var buf []byte
	allocs := testing.AllocsPerRun(10, func() { buf = openmetrics.Append(buf[:0], snap, samples[2], openmetrics.Options{}) })
	if most := 20 * float64(len(snap.Containers)); allocs > most {
		t.Errorf("%v allocations for %d containers, want %v at most", allocs, len(snap.Containers), most)
	}
}
