package bench

import (
	"context"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"podtop/model/bench"
)

// metered is a container that appears after some samples and ends after others.
func metered(appears, ends int) func(context.Context, string) (UsageSample, error) {
	n := 0
	return func(context.Context, string) (UsageSample, error) {
		time.Sleep(100 * time.Millisecond)
		if n++; n <= appears || n > ends {
			return UsageSample{}, ErrNotRunning
		}
		cpu := 0.5
		if n == appears+1 {
			cpu = math.NaN() // a rate takes two
		}
		return UsageSample{At: time.Now(), CPU: cpu, Memory: 64 << 20, MemoryLimit: math.Inf(1), Read: math.NaN(), Written: 10}, nil
	}
}

func TestUsage(t *testing.T) {
	for _, tt := range []struct {
		what          string
		appears, ends int
		peak          *Peak
		samples       int
		note, fails   string
	}{
		{"all the time", 0, 1000, &Peak{}, 11, "that of the samples", ""},
		{"appears late", 5, 1000, &Peak{}, 11, "that of the samples", ""},
		{"ends early", 0, 4, &Peak{}, 4, "it ended after 400ms", ""},
		{"never", 0, 0, &Peak{}, 0, "", ErrNotRunning.Error()},
	} {
		synctest.Test(t, func(t *testing.T) {
			u := Usage{Time: time.Second, Next: metered(tt.appears, tt.ends), Host: bench.Machine{Memory: 640 << 20}, Peak: func(string, bool) *Peak { return tt.peak }}
			var r bench.Report
			err := u.Run(t.Context(), "x", &r)
			if tt.fails != "" {
				if err == nil || !strings.Contains(err.Error(), tt.fails) {
					t.Errorf("%s: %v", tt.what, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			checkPlaces(t, "usage", &r)
			if n := len(r.SeriesAt("memory").Values); n != tt.samples || len(r.SeriesAt("cpu").Values) != n-1 || r.SeriesAt("read") != nil {
				t.Errorf("%s: %d samples, %+v", tt.what, n, r.Series)
			}
			if !strings.Contains(strings.Join(r.Notes, "\n"), tt.note) {
				t.Errorf("%s: %q", tt.what, r.Notes)
			}
			for name, want := range map[string]float64{bench.CPUPercent: 50, bench.MemoryUsage: 64 << 20, bench.MemoryPercent: 10} {
				if got := figure(&r, bench.ResourceEfficiency, name); got != want {
					t.Errorf("%s: %s is %v, want %v", tt.what, name, got, want)
				}
			}
		})
	}
}

// The peak of a container of its own is that since it was started; that of
// another is counted anew.
func TestUsageOfItsOwn(t *testing.T) {
	for _, own := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, "memory.peak"), []byte("4096\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			u := Usage{Time: time.Second, Next: metered(0, 1000), Own: own, Peak: func(_ string, anew bool) *Peak { return OpenPeak(dir, anew) }}
			var r bench.Report
			if err := u.Run(t.Context(), "x", &r); err != nil {
				t.Fatal(err)
			}
			text, _ := os.ReadFile(filepath.Join(dir, "memory.peak"))
			if wasReset := strings.HasPrefix(string(text), "reset"); wasReset == own || own && (figure(&r, "memory_peak", "bytes") != 4096 || len(r.Notes) > 0) {
				t.Errorf("its own: %t; %q, %q", own, text, r.Notes)
			}
		})
	}
}

func TestPeak(t *testing.T) {
	dir := t.TempDir()
	if p := OpenPeak(dir, true); p.Since || !math.IsNaN(p.Read()) {
		t.Error("there is a peak where there is no file")
	}
	if err := os.WriteFile(filepath.Join(dir, "memory.peak"), []byte("4096\n123456789\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := OpenPeak(dir, true)
	defer p.Close()
	if !p.Since { // a plain file takes the write
		t.Error("it was not reset")
	}
	if err := os.WriteFile(filepath.Join(dir, "memory.peak"), []byte("8192\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := p.Read(); got != 8192 {
		t.Error(got)
	}
}
