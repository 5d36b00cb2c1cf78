package podman

import "testing"

func TestParseTimespan(t *testing.T) {
	for in, want := range map[string]uint64{
		"1.500000s": 1_500_000, "500ms": 500_000, "1s": 1_000_000, "1min 30s": 90_000_000, "12us": 12, "3µs": 3,
		"2h 1min": 7_260_000_000, "1d": 86_400_000_000, "1w": 604_800_000_000, "1month": 2_629_800_000_000, "1y": 31_557_600_000_000,
		"0": 0, "250.5ms": 250_500,
	} {
		if got, ok := parseTimespan(in); got != want || !ok {
			t.Errorf("%q is %d, %t, want %d", in, got, ok, want)
		}
	}
	for _, in := range []string{"", " ", "infinity", "[not set]", "1", "s", "-1s", "1x", "1s 2", "NaNs", "Infs", "1e300y"} {
		if got, ok := parseTimespan(in); ok {
			t.Errorf("%q is %d", in, got)
		}
	}
}

func FuzzTimespan(f *testing.F) {
	f.Add("1.5s")
	f.Add("1min 30s")
	f.Add("1e300y 0x1p-2s NaNms")
	f.Fuzz(func(t *testing.T, s string) {
		if usec, ok := parseTimespan(s); ok && usec > 1<<53 {
			t.Errorf("%q is %d", s, usec)
		}
	})
}
