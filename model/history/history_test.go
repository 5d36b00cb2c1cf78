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
	at         time.Duration
	fast, slow float64
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
		p := point{at, float64((i * 7919) % 1000), float64(i % 47)}
		if i%997 == 0 {
			p.fast = 5000 // a spike
		}
		s.Put("a", []float64{p.fast})
		if i%5 == 0 {
			s.PutSlow("a", []float64{p.slow})
		} else {
			p.slow = nan
		}
		all = append(all, p)
	}
	for _, window := range []time.Duration{time.Minute, 2 * time.Minute, 30 * time.Minute, time.Hour, 6 * time.Hour, 24 * time.Hour} {
		var dst [120]Span
		width := window / 120
		b := brute{all, at, width}
		s.Read(dst[:], "a", 0, at, width)
		b.agree(t, "fast", dst[:], b.spans(0, fastKind), b.spans(time.Second, fastKind), b.spans(10*time.Second, fastKind))
		s.Read(dst[:], "a", 1, at, width)
		b.agree(t, "slow", dst[:], nil, b.spans(time.Second, slowKind), b.spans(10*time.Second, slowKind))
	}
}

// A kind is a kind of metric: what a point has of it, and a bucket of points.
type kind struct {
	of     func(point) float64
	bucket func(*pile) Span
}

var (
	fastKind = kind{func(p point) float64 { return p.fast }, func(p *pile) Span { return p.Span }}
	slowKind = kind{func(p point) float64 { return p.slow }, func(p *pile) Span { return Span{p.last, p.last, p.last} }}
)

// A brute history has all there was, up to an end, for spans of a width.
type brute struct {
	all   []point
	end   time.Duration
	width time.Duration
}

// A pile is what falls into a bucket or a span.
type pile struct {
	Span
	sum  float64
	n    int
	last float64
}

func (p *pile) add(s Span) {
	if s.Avg != s.Avg {
		return
	}
	if p.n == 0 {
		p.Span = s
	}
	p.Min, p.Max, p.sum, p.n, p.last = min(p.Min, s.Min), max(p.Max, s.Max), p.sum+s.Avg, p.n+1, s.Max
	p.Avg = p.sum / float64(p.n)
}

// spans are the 120 up to the end as told by buckets of a step, each of which
// counts where it begins or, if it is longer than a span, for all it lasts
// through; or by the points themselves, if step is 0. Of a slow metric a bucket
// has the last that was known.
func (b brute) spans(step time.Duration, of kind) []Span {
	const n = 120
	first := int64(b.end/b.width) - n + 1
	piles := make([]pile, n)
	put := func(at, lasts time.Duration, s Span) {
		until := at / b.width
		if lasts > b.width {
			until = (at + lasts - 1) / b.width
		}
		for i := int64(at/b.width) - first; i <= int64(until)-first; i++ {
			if i >= 0 && i < n {
				piles[i].add(s)
			}
		}
	}
	buckets, order := map[int64]*pile{}, []int64(nil)
	for _, p := range b.all {
		v := Span{of.of(p), of.of(p), of.of(p)}
		if step == 0 {
			put(p.at, 0, v)
			continue
		}
		i := int64(p.at / step)
		if buckets[i] == nil {
			buckets[i], order = &pile{}, append(order, i)
		}
		buckets[i].add(v)
	}
	for _, i := range order {
		if p := buckets[i]; p.n > 0 {
			put(time.Duration(i)*step, step, of.bucket(p))
		}
	}
	spans := make([]Span, n)
	for i, p := range piles {
		if spans[i] = p.Span; p.n == 0 {
			spans[i] = Span{nan, nan, nan}
		}
	}
	return spans
}

// agree has each span be what one of the grains tells; but for the newest, whose
// buckets are not full, one where one grain goes over into the next, and those
// of an interval before the first tick after a pause. What is so young that it is kept as it was sampled is what the points tell.
func (b brute) agree(t *testing.T, metric string, got []Span, points, seconds, tens []Span) {
	t.Helper()
	var odd []int
	for i, d := range got {
		is := func(want []Span) bool {
			return want != nil && near(d.Min, want[i].Min) && near(d.Avg, want[i].Avg) && near(d.Max, want[i].Max)
		}
		if young := points != nil && b.width <= time.Second; !is(points) && (young || !is(seconds) && !is(tens)) {
			odd = append(odd, i)
		}
	}
	if len(odd) > 5 {
		for _, i := range odd {
			t.Logf("span %d: %v, but the seconds say %v and the tens %v", i, got[i], seconds[i], tens[i])
		}
		t.Errorf("%v, %s: %d spans of %d are not what was", 120*b.width, metric, len(odd), len(got))
	}
}

// near reports whether two numbers are the same but for what a code leaves out.
func near(a, b float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= 1e-3*math.Abs(b)+1e-6
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

// What a row's sparkline asks for, twice a second: a minute of ticks.
func BenchmarkMaxima40(b *testing.B) {
	s := New[int](96<<20, 1, 0)
	at := time.Hour
	for i := range ticks {
		at += 100 * ms
		s.Tick(at)
		s.Put(1, []float64{float64(i % 777)})
	}
	var dst [40]float32
	b.ReportAllocs()
	for b.Loop() {
		s.Maxima(dst[:], 1, 0, at, time.Minute/40)
	}
}

// A series nobody puts any more is packed whole, says what it said before, and
// goes on where it stopped.
func TestRest(t *testing.T) {
	s := New[string](1<<30, 1, 1)
	at, want := time.Hour, map[int64]float64{} // by second
	run := func(n int, put bool) {
		for range n {
			at += 100 * ms
			s.Tick(at)
			s.Put("other", []float64{1})
			if put {
				v := float64(at/ms%7000) + 1
				s.Put("a", []float64{v})
				s.PutSlow("a", []float64{v})
				want[int64(at/time.Second)] = max(want[int64(at/time.Second)], v)
			}
		}
	}
	check := func() {
		t.Helper()
		var dst [400]Span
		s.Read(dst[:], "a", 0, at, time.Second)
		for i, d := range dst {
			v, known := want[int64(at/time.Second)-int64(len(dst))+1+int64(i)]
			if known != (d.Max == d.Max) || known && math.Abs(d.Max-v) > v*0.001 {
				t.Fatalf("%d s ago it was %v, want %v", len(dst)-1-i, d.Max, v)
			}
		}
	}
	for range 4 {
		run(705, true)
		awake := s.Bytes()
		run(restAfter+70, false)
		if s.series["a"].recent != nil || s.Bytes() >= awake-s.awakeSize()/2 {
			t.Fatalf("at rest it takes %d of %d bytes", s.Bytes(), awake)
		}
		check()
		run(3, true)
		check()
	}
	run(restAfter+70, false)
	for range 25 {
		at += time.Hour
		run(64, false)
	}
	s.remove("other", s.series["other"])
	if s.Has("a") || s.Bytes() != 0 {
		t.Errorf("a day after: there %v, %d bytes", s.Has("a"), s.Bytes())
	}
}

// Where there are more series than the budget has room for, some are kept
// whole and the store says so; what comes and goes is packed and makes room.
func TestFull(t *testing.T) {
	s := New[int](0, 4, 20)
	s.budget = 10*s.awakeSize() + 9000
	fast, slow := make([]float64, 4), make([]float64, 20)
	run := func(ticks int, keys func(i int) []int) {
		for i := range ticks {
			s.Tick(time.Hour + time.Duration(s.n)*100*ms)
			for _, k := range keys(i) {
				fast[0] = float64(i % 9)
				s.Put(k, fast)
				s.PutSlow(k, slow)
			}
			if s.Bytes() > s.budget {
				t.Fatalf("tick %d: %d bytes", s.n, s.Bytes())
			}
		}
	}
	run(1500, func(int) []int { return []int{0, 1, 2, 3, 4, 5, 6, 7, 8} })
	if s.Full() {
		t.Error("nine are too many")
	}
	run(100, func(int) []int { return []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11} })
	var dst [1]Span
	s.Read(dst[:], 3, 0, s.at[(s.n-1)%ticks], time.Second)
	if !s.Full() || s.Has(11) || math.IsNaN(dst[0].Max) {
		t.Errorf("full %v, has the last %v, the first is %v", s.Full(), s.Has(11), dst[0])
	}
	run(5000, func(i int) []int { return []int{0, 100 + i/40} }) // one after another, 4 s each
	if s.Full() || s.series[224] == nil {
		t.Error("those that have gone take the room of those that come")
	}
}

// What began a moment ago does not reach back further than that, whatever
// chunk it is in.
func TestReachOfABeginning(t *testing.T) {
	s := New[int](1<<20, 1, 1)
	const boot = 1000 * time.Second
	for at := boot; at <= boot+18*time.Second; at += time.Second {
		s.Tick(at)
		s.Put(1, []float64{1})
	}
	if r := s.Reach(); r < 8*time.Second || r > 18*time.Second {
		t.Errorf("after 18 s history reaches back %v", r)
	}
}
