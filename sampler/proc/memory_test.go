package proc

import (
	"math"
	"testing"
)

func TestParseMeminfo(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       memory
	}{
		{
			"real", "MemTotal:        8135672 kB\nMemFree:          412340 kB\nMemAvailable:    6012340 kB\nSwapTotal:             0 kB\nSwapFree:              0 kB\n",
			memory{known(8135672 << 10), known(6012340 << 10), known(0), known(0)},
		},
		{"torn", "MemTotal:        8135672 kB\nMemAvailable:    60", memory{total: known(8135672 << 10)}},
		{"another unit", "MemTotal: 8 MB\nMemAvailable: 8\n", memory{}},
		{"too large", "MemTotal: 99999999999999999999 kB\nMemAvailable: 18446744073709551 kB\n", memory{available: times(known(18446744073709551), 1024)}},
		{"empty", "", memory{}},
		{"unknown keys", "Mem: 1 kB\nNew:\n\nSwapFree: 4 kB\n", memory{swapFree: known(4096)}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := parseMeminfo([]byte(tt.text)); got != tt.want {
				t.Errorf("parseMeminfo = %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestTimesTooLarge(t *testing.T) {
	if got := times(known(math.MaxUint64/1024+1), 1024); got.IsKnown() {
		t.Errorf("times past 64 bits = %v, want unknown", got)
	}
	if got := times(unknown, 0); got.IsKnown() {
		t.Errorf("times of unknown = %v", got)
	}
}

func FuzzParseMeminfo(f *testing.F) {
	f.Add([]byte("MemTotal:        8135672 kB\nMemFree:          412340 kB\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if v, ok := parseMeminfo(b).total.Get(); ok && v%1024 != 0 {
			t.Errorf("parseMeminfo(%q): %d bytes are no kB", b, v)
		}
	})
}

func TestParseLoadavg(t *testing.T) {
	nan := math.NaN()
	for text, want := range map[string][3]float64{
		"0.31 0.28 10.24 2/315 41210\n": {0.31, 0.28, 10.24},
		"0.31 0.28\n":                   {0.31, 0.28, nan},
		"0.31 0.28 0.2":                 {nan, nan, nan},
		"":                              {nan, nan, nan},
		"-1 NaN 1e999 1/1 1\n":          {nan, nan, nan},
	} {
		got := parseLoadavg([]byte(text))
		for i := range want {
			if got[i] != want[i] && !(math.IsNaN(got[i]) && math.IsNaN(want[i])) {
				t.Errorf("parseLoadavg(%q) = %v, want %v", text, got, want)
			}
		}
	}
}

func FuzzParseLoadavg(f *testing.F) {
	f.Add([]byte("0.31 0.28 0.24 2/315 41210\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, v := range parseLoadavg(b) {
			if v < 0 || math.IsInf(v, 0) {
				t.Errorf("parseLoadavg(%q) = %v", b, v)
			}
		}
	})
}
