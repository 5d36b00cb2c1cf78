package graph

import (
	"math"
	"testing"
	"unicode/utf8"

	"podtop/tui/theme"
)

var nan = float32(math.NaN())

func TestAppendSpark(t *testing.T) {
	for _, tt := range []struct {
		name    string
		values  []float32
		full    float32
		charset theme.Charset
		want    string
	}{
		{"unknown is empty", []float32{nan, nan, nan, nan}, 1, theme.Braille, "  "},
		{"zero is a dot", []float32{0, 0}, 1, theme.Braille, "⣀"},
		{"unknown beside zero", []float32{nan, 0, 0, nan}, 1, theme.Braille, "⢀⡀"},
		{"ramp", []float32{.25, .5, .75, 1}, 1, theme.Braille, "⣠⣾"},
		{"above full", []float32{9, 9}, 1, theme.Braille, "⣿"},
		{"infinite", []float32{float32(math.Inf(1)), float32(math.Inf(-1))}, 1, theme.Braille, "⣇"},
		{"no scale", []float32{0, 1}, 0, theme.Braille, "⣸"},
		{"blocks", []float32{nan, 0, .5, 1}, 1, theme.Blocks, " ▁▄█"},
		{"ascii", []float32{nan, 0, .5, 1}, 1, theme.ASCII, " _:#"},
		{"odd length", []float32{1, 1, 1}, 1, theme.Braille, "⣿"},
		{"none", nil, 1, theme.Braille, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(AppendSpark(nil, tt.values, tt.full, tt.charset)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestAppendBar(t *testing.T) {
	plain := theme.Default(theme.Braille).Plain()
	for _, tt := range []struct {
		name       string
		hard, soft float64
		want       string
	}{
		{"empty", 0, 0, "▁▁▁▁▁▁▁▁"},
		{"less than half a cell", 0.06, 0, "▁▁▁▁▁▁▁▁"},
		{"more", 0.07, 0, "▇▁▁▁▁▁▁▁"},
		{"half and cache", 0.5, 0.25, "▇▇▇▇▒▒▁▁"},
		{"full of cache", 0.001, 0.999, "▒▒▒▒▒▒▒▒"},
		{"full", 1, 0, "▇▇▇▇▇▇▇▇"},
		{"past full", 3, 2, "▇▇▇▇▇▇▇▇"},
		{"unknown", math.NaN(), math.NaN(), "▁▁▁▁▁▁▁▁"},
		{"unknown cache", 0.5, math.NaN(), "▇▇▇▇▁▁▁▁"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(AppendBar(nil, 8, tt.hard, tt.soft, "", plain)); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestRoot(t *testing.T) {
	v := []float32{0, 0.25, 9, -1, nan}
	Root(v)
	if v[0] != 0 || v[1] != 0.5 || v[2] != 3 || v[3] != 0 || v[4] == v[4] {
		t.Errorf("Root gave %v", v)
	}
}

func TestGraphsDoNotAllocate(t *testing.T) {
	values := make([]float32, 120)
	buf := make([]byte, 0, 4096)
	th := theme.Default(theme.Braille)
	if n := testing.AllocsPerRun(100, func() {
		buf = AppendSpark(buf[:0], values, 1, theme.Braille)
		buf = AppendBar(buf, 16, 0.5, 0.2, th.Bad, th)
	}); n != 0 {
		t.Errorf("%v allocations, want 0", n)
	}
}

func FuzzAppendSpark(f *testing.F) {
	f.Add([]byte{1, 2, 3}, float32(1), 0)
	f.Fuzz(func(t *testing.T, raw []byte, full float32, charset int) {
		c := theme.Charset(uint(charset) % 3)
		values := make([]float32, len(raw))
		for i, r := range raw {
			values[i] = float32(math.Log(float64(r))) // -Inf for 0
		}
		if got, want := utf8.RuneCount(AppendSpark(nil, values, full, c)), len(values)/Dots(c); got != want {
			t.Errorf("%d cells for %d values, want %d", got, len(values), want)
		}
	})
}

func BenchmarkAppendSpark(b *testing.B) {
	values := make([]float32, 120)
	for i := range values {
		values[i] = float32(i) / 120
	}
	var buf []byte
	b.ReportAllocs()
	for b.Loop() {
		buf = AppendSpark(buf[:0], values, 1, theme.Braille)
	}
}
