//go:build e2e

package main_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// testOpenMetrics has promtool, Prometheus' own, take what podtop prints of a
// container before and after a restart.
func testOpenMetrics(t *testing.T, h *host) {
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		skip(t, "there is no promtool, which comes with Prometheus")
	}
	b := h.run(t, h.own, "openmetrics", []string{"--network", h.network}, "sh", "-c", busy)
	for _, round := range []string{"at first", "after a restart"} {
		dump := tsdb(t, promtool, h.viewer().print(t, "--format", "openmetrics", "--timestamps"))
		for _, series := range []string{
			"podtop_container_cpu_seconds_total", "podtop_container_memory_bytes", "podtop_container_network_receive_bytes_total",
			"podtop_container_memory_hard_bytes", "podtop_container_restarts_total", "podtop_container_info",
		} {
			if !strings.Contains(dump, series) || !strings.Contains(dump, `id="`+b.id+`"`) {
				t.Errorf("%s: promtool has no %s of %s", round, series, b.id)
			}
		}
		b.podman(t, "restart", "-t", "0", b.name)
	}
}

// print is what podtop stats prints, once.
func (v viewer) print(t *testing.T, args ...string) []byte {
	t.Helper()
	cmd := v.command(append([]string{"stats"}, args...)...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v: %s", cmd.Args, err, errs.String())
	}
	return out
}

// tsdb makes a database of text, and returns all series in it with the names
// of their labels sorted.
func tsdb(t *testing.T, promtool string, text []byte) string {
	t.Helper()
	dir := t.TempDir()
	file, data := filepath.Join(dir, "podtop.om"), filepath.Join(dir, "data")
	if err := os.WriteFile(file, text, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{data, filepath.Join(data, "wal")} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command(promtool, "tsdb", "create-blocks-from", "openmetrics", file, data).CombinedOutput(); err != nil {
		t.Fatalf("promtool: %v: %s\n%.2000s", err, out, text)
	}
	out, err := exec.Command(promtool, "tsdb", "dump", data).Output()
	if err != nil {
		t.Fatalf("promtool tsdb dump: %v", err)
	}
	return string(out)
}
