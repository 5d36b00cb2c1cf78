package history

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

const ms = time.Millisecond

func TestCode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(1e-6, 1e13).Draw(t, "v")
		if got := encode(v).value(); math.Abs(got-v) > v*0.0005 {
			t.Fatalf("%v comes back as %v", v, got)
		}
		w := rapid.Float64Range(0, 1e13).Draw(t, "w")
		if (v < w) && encode(v) > encode(w) {
			t.Fatalf("%v and %v change their order", v, w)
		}
	})
	for v, want := range map[float64]float64{0: 0, -1: 0, 1: 1, 1e-9: 0, 1e300: largest.value(), math.Inf(1): largest.value()} {
		if got := encode(v).value(); got != want {
			t.Errorf("%v comes back as %v, want %v", v, got, want)
		}
	}
	if !math.IsNaN(encode(math.NaN()).value()) {
		t.Error("unknown comes back known")
	}
}

func TestChunk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pages := make([]page, rapid.IntRange(1, 5).Draw(t, "columns"))
		for i := range pages {
			codes := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) code {
				return code(rapid.SampledFrom([]int{0, 1, 500, 501, 65534, 65535}).Draw(t, "code"))
			}), chunkLen, chunkLen).Draw(t, "page")
			copy(pages[i][:], codes)
		}
		c := pack(nil, pages)
		for i := range pages {
			if got := c.column(i); got != pages[i] {
				t.Fatalf("column %d comes back as %v, want %v", i, got, pages[i])
			}
		}
	})
	still := emptyPage()
	for i := range still {
		still[i] = 700
	}
	if n := len(pack(nil, []page{still, emptyPage()})); n > 4 {
		t.Errorf("a column that stands still and one that is unknown take %d bytes", n)
	}
}

func FuzzChunk(f *testing.F) {
	f.Add([]byte(pack(nil, []page{emptyPage(), {1, 2, 3}})), 1)
	f.Fuzz(func(t *testing.T, b []byte, n int) { chunk(b).column(n % 8) })
}

// A point is what a brute-force history keeps.
type point struct {
	at   time.Duration
	fast float64
	slow float64
}

// The three grains say what all samples together say.
func TestADayAgreesWithBruteForce(t *testing.T) {
	s := New[string](1<<30, 1, 1)
	var all []point
	at := 5*time.Hour + 37*ms
	end := at + 25*time.Hour
	for i := 0; at < end; i++ {
		// A day at a second, its last ten minutes at 100 ms, with holes.
		step := time.Second
		if end-at < 10*time.Minute {
			step = 100 * ms
		}
		at += step
		s.Tick(at)
		if i%5000 > 4900 {
			continue
		}
		p := point{at, float64((i * 7919) % 1000), float64(i % 50)}
		if i%997 == 0 {
			p.fast = 5000 // a spike
		}
		s.Put("a", []float64{p.fast})
		if i%10 == 0 {
			s.PutSlow("a", []float64{p.slow})
		} else {
			p.slow = nan
		}
		all = append(all, p)
	}
	for _, window := range []time.Duration{time.Minute, 2 * time.Minute, 30 * time.Minute, time.Hour, 6 * time.Hour, 24 * time.Hour} {
		var dst [120]Span
		width := window / 120
		s.Read(dst[:], "a", 0, at, width)
		agree(t, window, dst[:], all, at, width)
	}
}

// agree compares the spans' peaks with those of all points. A bucket counts
// for the span in which it begins, so near a border a neighbour may have it.
func agree(t *testing.T, window time.Duration, dst []Span, all []point, end, width time.Duration) {
	t.Helper()
	first := int64(end/width) - int64(len(dst)) + 1
	peak := make([]float64, len(dst)+2) // by span, with one on either side
	for i := range peak {
		peak[i] = -1
	}
	for _, p := range all {
		if i := int64(p.at/width) - first + 1; i >= 0 && i < int64(len(peak)) {
			peak[i] = max(peak[i], p.fast)
		}
	}
	spikes, seen := 0, 0
	for i, d := range dst {
		around := max(peak[i], peak[i+1], peak[i+2])
		if math.IsNaN(d.Max) != (peak[i+1] < 0) && peak[i] >= 0 == (peak[i+2] >= 0) && width > 100*ms {
			t.Errorf("%v, span %d: known %v, want %v", window, i, d, peak[i+1])
		}
		if d.Max > around*1.001 || d.Min < 0 || d.Avg < d.Min || d.Avg > d.Max {
			t.Errorf("%v, span %d: %+v, but the peak is %v", window, i, d, around)
		}
		if peak[i+1] == 5000 {
			spikes++
		}
		if d.Max > 4990 {
			seen++
		}
	}
	if seen < spikes-1 || seen > spikes+2 {
		t.Errorf("%v: %d spans with a spike, want %d", window, seen, spikes)
	}
}

func TestBudget(t *testing.T) {
	const budget = 400 << 10
	s := New[int](budget, 4, 20)
	fast, slow := make([]float64, 4), make([]float64, 20)
	for i := range 4 * 3600 {
		s.Tick(time.Hour + time.Duration(i)*time.Second)
		for k := range 10 {
			for f := range fast {
				fast[f] = float64((i*(k+3)*7919 + f) % 4096)
			}
			s.Put(k, fast)
			s.PutSlow(k, slow)
		}
		if s.Bytes() > budget {
			t.Fatalf("after %d s: %d bytes", i, s.Bytes())
		}
	}
	var dst [60]Span
	s.Read(dst[:], 3, 0, time.Hour+4*time.Hour, time.Second)
	if math.IsNaN(dst[50].Max) {
		t.Error("the finest went before the coarsest")
	}
	if r := s.Reach(); r < 2*time.Minute || r >= 4*time.Hour {
		t.Errorf("it reaches back %v", r)
	}
	for k := range 10 {
		s.remove(k, s.series[k])
	}
	if s.Bytes() != 0 {
		t.Errorf("without a series it takes %d bytes", s.Bytes())
	}
}

func TestRename(t *testing.T) {
	s := New[string](1<<30, 1, 1)
	at := time.Hour
	put := func(k string, v float64, n int) {
		for range n {
			at += time.Second
			s.Tick(at)
			s.Put(k, []float64{v})
			s.PutSlow(k, []float64{v})
		}
	}
	put("web", 1, 500)
	put("4f2a", 2, 3)
	s.Rename("4f2a", "web")
	put("web", 3, 200)
	if s.Has("4f2a") || !s.Has("web") {
		t.Error("the old name is still there")
	}
	for m := range 2 {
		var dst [703]Span
		s.Read(dst[:], "web", m, at, time.Second)
		for i, d := range dst {
			want := 1.0
			if i >= 503 {
				want = 3
			} else if i >= 500 {
				want = 2
			}
			if d.Max != want {
				t.Fatalf("metric %d, second %d is %v, want %v", m, i, d.Max, want)
			}
		}
	}
}

// Whatever is put and however it is read, nothing panics, and no value comes
// out that did not go in.
func TestReadsAreOfWhatWasPut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := New[int](rapid.SampledFrom([]int{0, 50 << 10, 1 << 30}).Draw(t, "budget"), 1, 1)
		at := time.Duration(rapid.IntRange(1, 1e6).Draw(t, "boot")) * ms
		for range rapid.IntRange(0, 400).Draw(t, "ticks") {
			at += time.Duration(rapid.SampledFrom([]int{100, 1000, 7000, 700_000}).Draw(t, "step")) * ms
			s.Tick(at)
			k := rapid.IntRange(0, 2).Draw(t, "k")
			s.Put(k, []float64{float64(k + 1)})
			if rapid.Bool().Draw(t, "rename") {
				s.Rename(k, k+1)
				s.Put(k, []float64{float64(k + 1)})
			}
		}
		dst := make([]Span, rapid.IntRange(0, 50).Draw(t, "spans"))
		width := time.Duration(rapid.SampledFrom([]int{1, 500, 1000, 2500, 60_000}).Draw(t, "width")) * ms
		for k := range 4 {
			s.Read(dst, k, 0, at, width)
			for _, d := range dst {
				if d.Max == d.Max && (d.Max > 4 || d.Min < 1 || d.Avg < d.Min-0.01 || d.Avg > d.Max+0.01) {
					t.Fatalf("%+v", d)
				}
			}
		}
	})
}

func TestPutAllocates(t *testing.T) {
	s := New[int](1<<30, 4, 20)
	fast, slow := make([]float64, 4), make([]float64, 20)
	at := time.Hour
	put := func() {
		at += 10 * ms
		s.Tick(at)
		for k := range 50 {
			s.Put(k, fast)
			s.PutSlow(k, slow)
		}
	}
	put()
	if n := testing.AllocsPerRun(500, put); n > 0 {
		t.Errorf("a tick allocates %v times, want 0", n)
	}
}

func BenchmarkTick1000(b *testing.B) {
	s := New[int](96<<20, 4, 20)
	fast := []float64{0.5, 3e8, 1e5, 1e4}
	slow := make([]float64, 20)
	at := time.Hour
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		at += 100 * ms
		s.Tick(at)
		for k := range 1000 {
			fast[0] = float64((i*k)%100) / 50
			s.Put(k, fast)
			if i%10 == 0 {
				s.PutSlow(k, slow)
			}
		}
	}
}

func BenchmarkRead120(b *testing.B) {
	s := New[int](96<<20, 1, 0)
	for i := range 24 * 3600 {
		s.Tick(time.Hour + time.Duration(i)*time.Second)
		s.Put(1, []float64{float64(i % 777)})
	}
	var dst [120]Span
	b.ReportAllocs()
	for b.Loop() {
		s.Read(dst[:], 1, 0, 25*time.Hour, 12*time.Minute)
	}
}
