package proc

import (
	"testing"

	"podtop/model"
)

func known(v uint64) model.Count { return model.Known(v) }

var unknown model.Count

func TestParseStat(t *testing.T) {
	for _, tt := range []struct {
		name, text  string
		busy, total model.Count
	}{
		{"real", "cpu  11329 0 8078 136515 831 0 203 7 50 3\ncpu0 5305 0 2983\n", known(196_170_000), known(1_569_630_000)},
		{"old kernel", "cpu 10 20 30 40\n", known(600_000), known(1_000_000)},
		{"no iowait known", "cpu 10 20 30 40 x\n", known(600_000), unknown},
		{"too few", "cpu 10 20 30\n", known(600_000), unknown},
		{"torn in the number", "cpu  11329 0 8078 13", unknown, unknown},
		{"torn in the name", "cp", unknown, unknown},
		{"empty", "", unknown, unknown},
		{"another line", "cpu0 1 2 3 4\n", unknown, unknown},
		{"not a number", "cpu 10 -20 30 40\n", unknown, unknown},
		{"too large a number", "cpu 10 20 30 99999999999999999999\n", known(600_000), unknown},
		{"too large in µs", "cpu 10 20 30 18446744073709551000\n", known(600_000), unknown},
	} {
		t.Run(tt.name, func(t *testing.T) {
			busy, total := parseStat([]byte(tt.text))
			if busy != tt.busy || total != tt.total {
				t.Errorf("parseStat = %v, %v; want %v, %v", busy, total, tt.busy, tt.total)
			}
		})
	}
}

func FuzzParseStat(f *testing.F) {
	f.Add([]byte("cpu  11329 0 8078 136515 831 0 203 7 0 0\ncpu0 5305 0 2983\n"))
	f.Add([]byte("cpu"))
	f.Fuzz(func(t *testing.T, b []byte) {
		busy, total := parseStat(b)
		nb, bok := busy.Get()
		if nt, ok := total.Get(); ok && (!bok || nb > nt) {
			t.Errorf("parseStat(%q): busy %v of %v", b, busy, total)
		}
	})
}

func TestParseCPUList(t *testing.T) {
	for text, want := range map[string]int{
		"0\n": 1, "0-1\n": 2, "0-3,8,10-11\n": 7,
		"": 0, "\n": 0, "0-3": 0, "3-0\n": 0, "0-\n": 0, "a\n": 0, "0;1\n": 0, "0-99999999999\n": 0,
	} {
		if got := parseCPUList([]byte(text)); got != want {
			t.Errorf("parseCPUList(%q) = %d, want %d", text, got, want)
		}
	}
}

func FuzzParseCPUList(f *testing.F) {
	f.Add([]byte("0-3,8,10-11\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if n := parseCPUList(b); n < 0 {
			t.Errorf("parseCPUList(%q) = %d", b, n)
		}
	})
}
