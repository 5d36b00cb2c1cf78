//go:build e2e

package main_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A benchReport is what a test reads of a report.
type benchReport struct {
	Image   string
	Verdict string
	Results map[string]map[string]any
	Machine struct{ Kernel, Podman string }
}

// number is that of a path in the results.
func (r *benchReport) number(group, name string) float64 {
	v, _ := r.Results[group][name].(float64)
	return v
}

// samples are the values of a series.
func (r *benchReport) samples(series string) (values []float64) {
	list, _ := r.Results[series]["samples"].([]any)
	for _, one := range list {
		sample, _ := one.(map[string]any)
		v, _ := sample["value"].(float64)
		values = append(values, v)
	}
	return values
}

// bench runs podtop bench, which has to succeed.
func (v view) bench(t *testing.T, args ...string) (r benchReport, stderr string) {
	t.Helper()
	cmd := v.command(append(append([]string{"bench"}, args...), "--format", "json")...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %v: %s", cmd.Args, err, errs.String())
	}
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatalf("%v in %.200s", err, out.String())
	}
	return r, errs.String()
}

// benched are the containers of benchmarks that are there, by state.
func (v view) benched(t *testing.T, flags ...string) []string {
	t.Helper()
	return strings.Fields(v.owner.podman(t, append([]string{"ps", "-q", "--filter", "label=podtop.bench"}, flags...)...))
}

// testBench runs each benchmark, in little time.
func testBench(t *testing.T, h *host) {
	for _, v := range h.views() {
		if v.user == v.owner.user { // others' Podman is not asked to run anything
			t.Run(v.name, func(t *testing.T) {
				image := h.speakingImage(t, v.owner)
				t.Run("start", func(t *testing.T) { benchStart(t, v, image) })
				t.Run("cpu", func(t *testing.T) { benchCPU(t, v) })
				t.Run("usage", func(t *testing.T) { benchUsage(t, h, v, image) })
				t.Run("ab", func(t *testing.T) { benchAB(t, v, image) })
				t.Run("gate", func(t *testing.T) { benchGate(t, v) })
				t.Run("http", func(t *testing.T) { benchHTTP(t, h, v) })
				t.Run("screen", func(t *testing.T) { benchScreen(t, h, v) })
				t.Run("killed", func(t *testing.T) { benchKilled(t, v) })
				t.Run("clean", func(t *testing.T) { benchClean(t, v) })
			})
		}
	}
}

// speakingImage is an image whose own command says something, and works then.
func (h *host) speakingImage(t *testing.T, a *account) string {
	t.Helper()
	name := "localhost/" + h.prefix + "speaking"
	a.podman(t, "import", "-q", "--change", `CMD ["sh","-c","echo hello; while :; do :; done"]`, filepath.Join(h.dir, "image.tar"), name)
	t.Cleanup(func() { a.podman(t, "rmi", "-f", name) })
	return name
}

func benchStart(t *testing.T, v view, image string) {
	for _, name := range []string{"", image} {
		args := []string{"start", "-n", "2", "--warm-up", "0", "--yes"}
		if name != "" {
			args = append(args, name)
		}
		r, _ := v.bench(t, args...)
		whole, create, said := r.number("startup_time", "mean"), r.number("create_time", "mean"), r.number("first_byte_time", "mean")
		if !(create > 0) || !(said > 0) || whole < 0.99*(create+said) || whole > 1.01*(create+said) {
			t.Errorf("%q: %v s, of which %v to be made and %v to its first word", name, whole, create, said)
		}
		for _, series := range []string{"stop_time", "standby_time"} {
			if !(r.number(series, "median") > 0) {
				t.Errorf("%q: no %s", name, series)
			}
		}
		if r.Image != name || r.Machine.Kernel == "" || r.Machine.Podman == "" {
			t.Errorf("%q: %+v", name, r)
		}
	}
	if left := v.benched(t, "--all"); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// benchCPU has podtop work under a core and under half of one, which does as much
// for each core that it has. What disturbs a round makes it slower, so the best of
// each are compared. On a machine that is too busy to give it a core, or to give it
// evenly, less than that is tried.
func benchCPU(t *testing.T, v view) {
	for _, cpus := range []float64{1, 1, 0.5, 0.2, 0.1, 1, 0.5, 0.2, 0.1} {
		whole, half := bestRound(t, v, cpus), bestRound(t, v, cpus/2)
		t.Logf("%g cpus: %+v; half of that: %+v", cpus, whole, half)
		if whole.cores < 0.95*cpus || half.cores < 0.95*cpus/2 || half.cores > 1.05*cpus/2 {
			continue
		}
		if share := half.work / half.cores / (whole.work / whole.cores); 0.9 <= share && share <= 1.1 && half.throttled > 0 {
			return
		}
	}
	t.Error("half of a quota never did half of its work, or this machine never gave what the quota allowed")
}

// A cpuRound is one round of work, and how often its quota held back the whole run.
type cpuRound struct{ work, cores, throttled float64 }

// bestRound has podtop work under so many CPUs. It is the round that did the most.
func bestRound(t *testing.T, v view, cpus float64) (b cpuRound) {
	r, _ := v.bench(t, "cpu", "-n", "2", "--warm-up", "0", "--limit", fmt.Sprintf("cpus=%g", cpus))
	work, cores := r.samples("work_per_second"), r.samples("effective_cores")
	for i := range min(len(work), len(cores)) {
		if work[i] > b.work {
			b.work, b.cores = work[i], cores[i]
		}
	}
	b.throttled = r.number("throttling", "throttled")
	return b
}

func benchUsage(t *testing.T, h *host, v view, image string) {
	b := h.run(t, v.owner, "used", []string{"--cpus", "0.1", "--memory", "64m"}, "sh", "-c", busy)
	for _, args := range [][]string{{b.name}, {image, "--yes", "--limit", "cpus=0.1", "--limit", "memory=64m"}} {
		var cpu float64
		for range 6 {
			r, _ := v.bench(t, append([]string{"usage", "--for", "2s"}, args...)...)
			memory, percent := r.number("resource_efficiency", "memory_usage"), r.number("resource_efficiency", "memory_percent")
			if want := 100 * memory / (64 << 20); !(memory > 0) || percent < 0.99*want || percent > 1.01*want {
				t.Errorf("%v: %v bytes, %v %%", args, memory, percent)
			}
			if !(r.number("memory_peak", "bytes") > 0) {
				t.Errorf("%v: no peak", args)
			}
			if cpu = r.number("resource_efficiency", "cpu_percent"); 8 <= cpu && cpu <= 12 {
				break
			}
		}
		if !(8 <= cpu && cpu <= 12) {
			t.Errorf("%v: %v %% of a core under --cpus 0.1", args, cpu)
		}
	}
	r, _ := v.bench(t, image, "--yes", "-n", "2", "--for", "4s")
	if !(r.number("startup_time", "mean") > 0) || !(r.number("resource_efficiency", "cpu_percent") > 0) {
		t.Errorf("%+v", r)
	}
}

func benchAB(t *testing.T, v view, image string) {
	for _, args := range [][]string{
		{"--limit", "cpus=0.5", "--limit", "cpus=1", "--within", "50%"},
		{"--image", image + "," + image},
		{image, "--command", "sleep 0.01", "--command", "sleep 0.1"},
	} {
		r, _ := v.bench(t, append([]string{"ab", "--yes", "--for", "5s"}, args...)...)
		if len(r.Results["a"]) == 0 || len(r.Results["a"]) != len(r.Results["b"]) || r.Verdict == "" {
			t.Errorf("%v: %+v", args, r)
		}
	}
	if left := v.benched(t, "--all"); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// benchGate crosses a threshold, which takes two rounds, and writes a report.
func benchGate(t *testing.T, v view) {
	dir, err := os.MkdirTemp("/tmp", "podtop-gate-")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
	if v.user != nil {
		if err := os.Chown(dir, int(v.user.uid), int(v.user.gid)); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(dir, "report.json")
	cmd := v.command("bench", "start", "-n", "1", "--json", file, "--fail-if", "startup_time.mean > 1us")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	if err := cmd.Run(); err == nil || cmd.ProcessState.ExitCode() != 3 || !strings.Contains(errs.String(), "crossed in both rounds: startup_time.mean > 1us") {
		t.Errorf("%v: %s", err, errs.String())
	}
	var r benchReport
	doc, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(doc, &r)
	}
	if err != nil || !(r.number("startup_time", "mean") > 0) {
		t.Errorf("%v: %s", err, doc)
	}
}

// benchKilled kills podtop at random moments, and interrupts it. Once the
// deadline of its containers has passed nothing runs, and the next benchmark
// sweeps away what there is.
func benchKilled(t *testing.T, v view) {
	times := 20
	if testing.Short() {
		times = 4
	}
	for i := range times {
		args := []string{"bench", "start", "-n", "1000", "--deadline", "1s"}
		if i%2 == 1 {
			args = []string{"bench", "ab", "--limit", "cpus=0.5", "--limit", "cpus=1", "--for", "1s", "--deadline", "1s"}
		}
		cmd := v.command(args...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(rand.N(900 * time.Millisecond))
		cmd.Process.Signal(syscall.SIGKILL)
		cmd.Wait()
	}
	const most = 3*time.Second + 4*time.Second // the life of ab's, and what it is let be after that
	time.Sleep(most + time.Second)             // deadlines are whole seconds
	wait(t, "nothing that runs", func() bool { return len(v.benched(t)) == 0 })
	_, stderr := v.bench(t, "start", "-n", "1")
	wait(t, "nothing to be left; podtop said "+stderr, func() bool { return len(v.benched(t, "--all")) == 0 })

	cmd := v.command("bench", "start", "-n", "1000")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	wait(t, "a container", func() bool { return len(v.benched(t, "--all")) > 0 })
	cmd.Process.Signal(os.Interrupt)
	if err := cmd.Wait(); err == nil || cmd.ProcessState.ExitCode() != 1 {
		t.Errorf("interrupted: %v", err)
	}
	wait(t, "an interrupted one to leave nothing", func() bool { return len(v.benched(t, "--all")) == 0 })
}

func benchClean(t *testing.T, v view) {
	images := func() string {
		return strings.TrimSpace(v.owner.podman(t, "images", "-q", "--filter", "reference=localhost/podtop-bench"))
	}
	if images() == "" {
		t.Error("no image was made")
	}
	if out, err := v.command("bench", "clean").CombinedOutput(); err != nil || !strings.Contains(string(out), "removed localhost/podtop-bench:") {
		t.Errorf("%v: %s", err, out)
	}
	if left := images(); left != "" {
		t.Errorf("left: %s", left)
	}
}
