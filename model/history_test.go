package model

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"podtop/model/history"
	"podtop/model/modeltest/race"
)

// A moment is what a brute-force history keeps of one container.
type moment struct {
	at                  time.Duration
	cpu, mem, hard, lim float64
}

// A day passes in a few seconds: a sample a second, the last minutes ten times
// a second. The container restarts, comes back under another id, is away for a
// while, and its limit changes.
func aDay(t *testing.T, tr *Tracker) (all []moment, end time.Duration) {
	t.Helper()
	tp, rnd := newTape(), rand.New(rand.NewPCG(3, 1))
	usec, gen, begin := uint64(0), 1, tp.s.Mono
	tp.inventory(Meta{ID: id(gen), Name: "app", State: Running})
	var before Reading
	for i := 0; ; i++ {
		step := time.Second
		if tp.s.Mono-begin > 24*time.Hour-4*time.Minute {
			step = 100 * time.Millisecond
		}
		if tp.s.Mono-begin > 24*time.Hour {
			return all, tp.s.Mono
		}
		tp.step(step)
		tp.s.Slow = step == time.Second || i%10 == 0
		if i%7000 == 6999 { // made anew
			gen, usec = gen+1, 0
			tp.inventory(Meta{ID: id(gen), Name: "app", State: Running})
		}
		tp.s.Readings = nil
		if i%10000 < 9900 { // away for 100 s now and then
			cores := rnd.Float64()
			if i%997 == 0 {
				cores = 7 // a spike
			}
			usec += uint64(cores * float64(step/time.Microsecond))
			r := tp.cpu(gen, uint64(gen), usec)
			mem := uint64(1+rnd.IntN(1000)) << 20
			r.Memory = MemoryCurrent{tp.s.Mono, Known(mem)}
			r.Stat = MemoryStat{At: tp.s.Mono, Current: Known(mem), File: Known(mem / 2), Shmem: Known(0), SlabReclaimable: Known(0)}
			r.Limits.Memory = LimitOf(uint64(1+i/40000) << 30)
			tp.s.Readings = append(tp.s.Readings, r)
			m := moment{tp.s.Mono, math.NaN(), float64(mem), math.NaN(), math.NaN()}
			if before.ID == r.ID && before.Inode == r.Inode {
				m.cpu = Rate(before.CPU.UsageUsec, r.CPU.UsageUsec, r.CPU.At-before.CPU.At) / 1e6
			}
			if tp.s.Slow {
				m.hard, m.lim = float64(mem-mem/2), float64(uint64(1+i/40000)<<30)
			}
			all = append(all, m)
			before = r
		}
		tr.Push(&tp.s)
	}
}

// over is by brute force the least, mean and greatest of what of says, in the
// time from begin until end.
func over(all []moment, begin, end time.Duration, of func(*moment) float64) Span {
	s, sum, n := unknownSpan, 0.0, 0
	for i := range all {
		v := of(&all[i])
		if all[i].at < begin || all[i].at >= end || v != v {
			continue
		}
		if n == 0 {
			s = Span{Min: v, Avg: v, Max: v}
		}
		s.Min, s.Max = min(s.Min, v), max(s.Max, v)
		sum += v
		n++
	}
	if n > 0 {
		s.Avg = sum / float64(n)
	}
	return s
}

func alike(a, b, tolerance float64) bool {
	return math.IsNaN(a) && math.IsNaN(b) || math.Abs(a-b) <= tolerance*math.Max(math.Abs(a), math.Abs(b))+1e-6
}

// The three grains say of a day what all its samples say. The widths are
// multiples of the grain each window is read from, so that buckets and spans
// begin together. (To a mean, a bucket partly known counts like a whole one.)
func TestADayAgreesWithBruteForce(t *testing.T) {
	tr := &Tracker{Every: time.Minute}
	all, end := aDay(t, tr)
	k, h := Key{0, "app"}, tr.History()
	for _, width := range []time.Duration{500 * time.Millisecond, time.Second, 15 * time.Second, 30 * time.Second, 3 * time.Minute, 12 * time.Minute} {
		const spans = 118 // of the 120 of a day the first is half forgotten
		first := end/width - spans + 1
		for name, of := range map[string]func(*moment) float64{
			"cpu": func(m *moment) float64 { return m.cpu },
			"mem": func(m *moment) float64 { return m.mem },
		} {
			var dst [spans]Span
			h.Read(dst[:], k, MetricByName(name), end, width)
			for i, got := range dst {
				begin := (first + time.Duration(i)) * width
				mixed := end-begin > 4*time.Minute-time.Second && end-begin-width < 4*time.Minute // seconds and tenths
				if want := over(all, begin, begin+width, of); !alike(got.Min, want.Min, 0.002) || !alike(got.Avg, want.Avg, 0.1) && !mixed || !alike(got.Max, want.Max, 0.002) {
					t.Fatalf("%s by %v, span %d: %+v, want %+v", name, width, i, got, want)
				}
			}
			var maxima [spans]float32
			h.Maxima(maxima[:], k, map[string]Fast{"cpu": FastCPU, "mem": FastMem}[name], end, width)
			for i, got := range maxima {
				if !alike(float64(got), dst[i].Max, 1e-6) {
					t.Fatalf("%s by %v: the greatest is %v and %v", name, width, got, dst[i].Max)
				}
			}
		}
	}
	if r := h.Reach(); r < 24*time.Hour-20*time.Minute {
		t.Errorf("it reaches back %v", r)
	}
}

// A share is worked out from what is kept: each slow value is one of those in
// its span, or of the next finer bucket.
func TestSharesHaveAPast(t *testing.T) {
	tr := &Tracker{Every: time.Minute}
	all, end := aDay(t, tr)
	k := Key{0, "app"}
	for _, width := range []time.Duration{time.Second, 30 * time.Second, 12 * time.Minute} {
		var hard, limit, share [100]Span
		tr.History().Read(hard[:], k, MetricByName("mem.hard"), end, width)
		tr.History().Read(limit[:], k, MetricByName("mem.limit"), end, width)
		tr.History().Read(share[:], k, MetricByName("mem.limit%"), end, width)
		known := 0
		for i, got := range share {
			begin := (end/width - time.Duration(len(share)-1-i)) * width
			want := over(all, begin, begin+width, func(m *moment) float64 { return m.hard })
			bound := over(all, begin, begin+width, func(m *moment) float64 { return m.lim })
			if got.Max != got.Max {
				continue
			}
			known++
			if hard[i].Max > want.Max*1.001 || hard[i].Min < want.Min*0.999 || !alike(limit[i].Max, bound.Max, 0.001) {
				t.Fatalf("by %v, span %d: %+v of %+v, want %+v of %+v", width, i, hard[i], limit[i], want, bound)
			}
			if !alike(got.Max, 100*hard[i].Max/limit[i].Min, 1e-6) || !alike(got.Min, 100*hard[i].Min/limit[i].Max, 1e-6) || got.Avg < got.Min || got.Avg > got.Max {
				t.Fatalf("by %v, span %d: %+v, want %+v of %+v", width, i, got, hard[i], limit[i])
			}
		}
		if known < 80 {
			t.Errorf("by %v: %d spans are known", width, known)
		}
	}
}

// Every metric has a past, but for those of which only the present says
// anything.
func TestEveryMetricHasAPast(t *testing.T) {
	none := map[string]bool{"uptime": true, "ended": true, "oom.age": true, "restarts.5m": true}
	for i := range Metrics {
		m := &Metrics[i]
		if (pastOf(m).number < 0) != none[m.Name] {
			t.Errorf("%s: %+v", m.Name, pastOf(m))
		}
	}
	tp, tr := newTape(), &Tracker{}
	tp.s.Slow = true
	tp.inventory(Meta{ID: id(1), Name: "app", Restarts: Known(2)})
	for i := range uint64(5) {
		tp.step(time.Second)
		at, n := tp.s.Mono, Known(i*1_000_000)
		tp.s.Quotas = []Quota{{Path: "/q", Inode: 1, At: at, Periods: n, Throttled: n}}
		tp.s.Networks = []Network{{ID: 4, At: at, RxBytes: n, TxBytes: n, RxErrs: n, TxErrs: n, RxDrop: n, TxDrop: n}}
		tp.s.Readings = []Reading{{
			ID: id(1), Inode: 1, CPU: CPU{At: at, UsageUsec: n}, Memory: MemoryCurrent{at, Known(1 << 20)}, Net: 4,
			Stat:   MemoryStat{at, Known(9), Known(1), Known(1), Known(1), Known(1), Known(1), Known(1), Known(1), Known(1)},
			Events: MemoryEvents{At: at, OOMKill: Known(1)}, IO: IO{at, n, n, n, n}, Pids: Pids{at, Known(3)},
			PSI: PSI{at, n, n, n, n, n, n}, Limits: Limits{CPU: LimitOf(1e6), Memory: LimitOf(1 << 30)}, Quotas: []int{0},
		}}
		tr.Push(&tp.s)
	}
	now := &row(t, tr.snap, "app").Figures
	for i := range Metrics {
		m := &Metrics[i]
		if none[m.Name] {
			continue
		}
		var past [1]Span
		tr.History().Read(past[:], Key{0, "app"}, m, tp.s.Mono, time.Second)
		if v := m.Of(now); math.IsNaN(v) || !alike(v, past[0].Max, 0.001) || past[0].Min != past[0].Max {
			t.Errorf("%s is %v, and its past %+v", m.Name, v, past[0])
		}
	}
}

// What a budget is too small for is said, and nothing breaks.
func TestBudget(t *testing.T) {
	for _, tt := range []struct {
		budget int
		full   bool
	}{{0, false}, {1 << 20, true}, {-1, true}} {
		tp, tr := newTape(), &Tracker{Budget: tt.budget}
		for n := range 80 {
			tp.s.Readings = append(tp.s.Readings, tp.cpu(n, uint64(n+1), 0))
		}
		for range 20 {
			tp.step(100 * time.Millisecond)
			tr.Push(&tp.s)
		}
		if said := len(tr.snap.Notes) > 0; said != (tt.full && tt.budget > 0) {
			t.Errorf("budget %d: notes %v", tt.budget, tr.snap.Notes)
		}
		h := tr.History()
		if h.Full() != tt.full || h.Bytes() > max(0, tt.budget) && tt.budget != 0 || h.Bytes() > DefaultBudget {
			t.Errorf("budget %d: full %v with %d bytes", tt.budget, h.Full(), h.Bytes())
		}
	}
	var none *History
	var dst [1]Span
	none.Read(dst[:], HostKey, &Metrics[0], 0, time.Second)
	if none.Reach() != 0 || none.Full() || dst[0].Max == dst[0].Max {
		t.Error("without a history something is known")
	}
}

func TestReadAllocates(t *testing.T) {
	tr := &Tracker{}
	tp := newTape()
	for range 100 {
		tp.step(time.Second)
		tp.s.Readings = []Reading{tp.cpu(1, 1, 0)}
		tr.Push(&tp.s)
	}
	var dst [120]history.Span
	var line [120]float32
	k := tr.snap.Containers[0].Key
	read := func() {
		tr.History().Read(dst[:], k, MetricByName("mem.limit%"), tp.s.Mono, time.Second)
		tr.History().Maxima(line[:], k, FastCPU, tp.s.Mono, time.Minute)
	}
	read()
	if n := testing.AllocsPerRun(50, read); n != 0 && !race.Enabled {
		t.Errorf("a reading allocates %v times, want 0", n)
	}
}
