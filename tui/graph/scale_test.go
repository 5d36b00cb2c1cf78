package graph

import (
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"podtop/model"
)

func TestScaleFor(t *testing.T) {
	for _, tt := range []struct {
		most float64
		unit model.Dimension
		want float64
	}{
		{0, model.Cores, 0.1},
		{0.1, model.Cores, 0.1},
		{0.11, model.Cores, 0.2},
		{0.3, model.Cores, 0.3},
		{0.31, model.Cores, 0.5},
		{0.51, model.Cores, 1},
		{1, model.Cores, 1},
		{1.01, model.Cores, 1.5},
		{1.6, model.Cores, 2},
		{2.1, model.Cores, 3},
		{5, model.Cores, 6},
		{-3, model.Cores, 0.1},
		{math.NaN(), model.Cores, 0.1},
		{0, model.Bytes, 1 << 10},
		{600 << 20, model.Bytes, 768 << 20},
		{800 << 20, model.Bytes, 1 << 30},
		{9 << 20, model.Bytes, 12 << 20},
		{300 << 10, model.Bytes, 384 << 10},
		{1 << 30, model.Bytes, 1 << 30},
		{1500, model.BytesPerSec, 1536},
		{math.Inf(1), model.BytesPerSec, mostTop},
		{0, model.Percent, 100},
		{130, model.Percent, 200},
		{0, model.PerSec, 1},
		{3, model.PerSec, 5},
		{1001, model.Number, 2000},
		{math.Inf(1), model.Seconds, mostTop},
	} {
		if got := ScaleFor(tt.most, tt.unit); got != (Scale{Top: tt.want, Unit: tt.unit}) {
			t.Errorf("ScaleFor(%v, %d) is %v, want %v", tt.most, tt.unit, got, tt.want)
		}
	}
}

// labelled are the labels of a graph of so many rows, "." for none.
func labelled(s Scale, rows int) string {
	var all []string
	for y := range rows {
		text := strings.TrimSpace(string(s.AppendLabel(nil, y, rows, 6)))
		if text == "" {
			text = "."
		}
		all = append(all, text)
	}
	return strings.Join(all, " ")
}

func TestLabels(t *testing.T) {
	for _, tt := range []struct {
		top      float64
		unit     model.Dimension
		mirrored bool
		rows     int
		want     string
	}{
		{4, model.Cores, false, 1, "4"},
		{4, model.Cores, false, 2, "4 0"},
		{4, model.Cores, false, 3, "4 . 0"},
		{4, model.Cores, false, 6, "4 . . 2 . 0"},
		{4, model.Cores, false, 10, "4 . 3 . . 2 . 1 . 0"},
		{1, model.Cores, false, 9, "1 . 0.75 . 0.5 . 0.25 . 0"},
		{0.5, model.Cores, false, 10, "0.5 . 0.4 . 0.3 . 0.2 . 0.1 0"},
		{0.1, model.Cores, false, 6, "0.1 . . 0.05 . 0"},
		{1 << 30, model.Bytes, false, 6, "1G . . 512M . 0"},
		{4 << 30, model.Bytes, false, 9, "4G . 3G . 2G . 1G . 0"},
		{1 << 10, model.BytesPerSec, false, 9, "1K . 768 . 512 . 256 . 0"},
		{768 << 20, model.Bytes, false, 9, "768M . 576M . 384M . 192M . 0"},
		{12 << 20, model.Bytes, false, 9, "12M . 9M . 6M . 3M . 0"},
		{1.5, model.Cores, false, 10, "1.5 . 1.2 . 0.9 . 0.6 . 0.3 0"},
		{3, model.Cores, false, 5, "3 . 1.5 . 0"},
		{100, model.Percent, false, 6, "100% . . 50% . 0%"},
		{1, model.Number, false, 9, "1 . . . . . . . 0"},
		{5, model.Number, false, 6, "5 . . . . 0"},
		{mostTop, model.Bytes, false, 2, "1E 0"},
		{1 << 20, model.BytesPerSec, true, 2, "1M 1M"},
		{1 << 20, model.BytesPerSec, true, 3, "1M 0 1M"},
		{1 << 20, model.BytesPerSec, true, 6, "1M . 0 . . 1M"},
		{1 << 20, model.BytesPerSec, true, 10, "1M . 512K . 0 . . 512K . 1M"},
	} {
		s := Scale{tt.top, tt.unit, tt.mirrored}
		if got := labelled(s, tt.rows); got != tt.want {
			t.Errorf("%v in %d rows: %s, want %s", s, tt.rows, got, tt.want)
		}
	}
	if got := string(ScaleFor(1<<30, model.Bytes).AppendLabel(nil, 3, 6, 3)); got != "   " {
		t.Errorf("without room for 512M there is %q", got)
	}
}

// Whatever is to be shown fits, and labels are as wide as they shall be.
func TestScales(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := anyFloat(t, "most")
		s := ScaleFor(most, model.Dimension(rapid.IntRange(0, int(model.Seconds)).Draw(t, "unit")))
		s.Mirrored = rapid.Bool().Draw(t, "mirrored")
		if !(s.Top > 0) || s.Top < most && s.Top < mostTop {
			t.Fatalf("the scale for %v is %v", most, s)
		}
		rows, width := rapid.IntRange(1, 50).Draw(t, "rows"), rapid.IntRange(0, 9).Draw(t, "width")
		for y := range rows {
			if text := s.AppendLabel(nil, y, rows, width); utf8.RuneCount(text) != width {
				t.Fatalf("row %d of %d has %q, not %d cells", y, rows, text, width)
			}
		}
	})
}

func TestNextScale(t *testing.T) {
	for top, want := range map[float64]float64{0.1: 0.2, 0.5: 1, 1: 1.5, 1.5: 2, 2: 3, 6: 8} {
		if got := (Scale{Top: top, Unit: model.Cores, Mirrored: true}).Next(); got != (Scale{want, model.Cores, true}) {
			t.Errorf("after %v comes %v, want %v", top, got, want)
		}
	}
}
