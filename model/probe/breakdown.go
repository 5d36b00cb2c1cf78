package probe

import (
	"math"

	"podtop/model"
)

// A Breakdown is what a container's memory is, by what can become of it, in
// bytes. Current is Hard and Soft together.
type Breakdown struct {
	Current float64 // memory.current
	Hard    float64 // what stays when memory runs short: what can OOM
	Soft    float64 // what the kernel can reclaim
	InHard  []Part
	InSoft  []Part
}

// A Part is some of it.
type Part struct {
	Name    string // in the kernel's word
	Meaning string // what it is
	Bytes   float64
	Of      bool // it is counted in the part above
}

// Breakdown puts memory.stat together; what it does not tell is unknown.
func (c *Cgroups) Breakdown() Breakdown {
	current := math.NaN()
	if own := c.Own(); own != nil {
		current = own.MemoryNow.Float()
	}
	m := memory(c.Memory)
	b := Breakdown{Current: current, InHard: m.hard(), InSoft: m.soft()}
	for _, p := range b.InSoft {
		if !p.Of {
			b.Soft += orZero(p.Bytes)
		}
	}
	if len(c.Memory) == 0 {
		b.Soft = math.NaN()
	}
	// memory.stat lags memory.current: neither may fall below 0.
	b.Soft = min(b.Soft, b.Current)
	b.Hard = b.Current - b.Soft
	if rest := b.Hard - sum(b.InHard); rest > b.Current/100 {
		b.InHard = append(b.InHard, Part{Name: "rest", Meaning: "charged, and not told apart in memory.stat", Bytes: rest})
	}
	return b
}

// memory is the lines of memory.stat.
type memory []Line

func (m memory) of(names ...string) float64 { return First(m, names...).Float() }

func (m memory) hard() []Part {
	parts := []Part{
		{Name: "anon", Meaning: "heaps and stacks of processes", Bytes: m.of("anon", "total_rss")},
		{Name: "shmem", Meaning: "shared memory and tmpfs, which cannot be dropped", Bytes: m.of("total_shmem", "shmem")},
		{Name: "sock", Meaning: "network buffers", Bytes: m.of("sock")},
		{Name: "kernel", Meaning: "the kernel's own, for it", Bytes: m.kernel()},
	}
	for _, p := range []Part{
		{Name: "slab_unreclaimable", Meaning: "objects in use"},
		{Name: "kernel_stack", Meaning: "a stack for each thread"},
		{Name: "pagetables", Meaning: "where each page is"},
		{Name: "percpu", Meaning: "a copy for each CPU"},
		{Name: "vmalloc", Meaning: "large areas"},
	} {
		p.Bytes, p.Of = m.of(p.Name), true
		parts = append(parts, p)
	}
	return withoutEmpty(parts)
}

// kernel is what the kernel holds that it cannot reclaim; before 5.18 it does
// not add that up itself.
func (m memory) kernel() float64 {
	if k := m.of("kernel"); k == k {
		return max(0, k-orZero(m.of("slab_reclaimable")))
	}
	sum := math.NaN()
	for _, name := range []string{"slab_unreclaimable", "kernel_stack", "pagetables", "percpu"} {
		if v := m.of(name); v == v {
			sum = orZero(sum) + v
		}
	}
	return sum
}

func (m memory) soft() []Part {
	file := m.of("file", "total_cache") - orZero(m.of("total_shmem", "shmem"))
	if file < 0 {
		file = 0
	}
	return withoutEmpty([]Part{
		{Name: "file", Meaning: "page cache: files it read and wrote", Bytes: file},
		{Name: "file_mapped", Meaning: "programs and libraries in use", Bytes: m.of("file_mapped", "total_mapped_file"), Of: true},
		{Name: "file_dirty", Meaning: "to be written to disk first", Bytes: m.of("file_dirty", "total_dirty"), Of: true},
		{Name: "file_writeback", Meaning: "being written to disk", Bytes: m.of("file_writeback", "total_writeback"), Of: true},
		{Name: "slab_reclaimable", Meaning: "names of files and the like", Bytes: m.of("slab_reclaimable")},
	})
}

// withoutEmpty is parts without those that are counted elsewhere and are nothing.
func withoutEmpty(parts []Part) []Part {
	kept := parts[:0]
	for _, p := range parts {
		if !p.Of || p.Bytes > 0 {
			kept = append(kept, p)
		}
	}
	return kept
}

func sum(parts []Part) (n float64) {
	for _, p := range parts {
		if !p.Of {
			n += orZero(p.Bytes)
		}
	}
	return n
}

// orZero is v, or 0 if it is not known.
func orZero(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return v
}

// A Protection is what memory.low does for a container.
type Protection struct {
	Low       model.Limit // its own, what --memory-reservation sets
	Effective model.Limit // as far as the cgroups above are protected
	By        *Level      // the cgroup above that limits it, nil if none does
	Protect   float64     // bytes of what it has that are protected, against all of the host
}

// Protection is that of the container: the kernel gives a cgroup no more of it
// than what it is in has.
func (c *Cgroups) Protection() Protection {
	own := c.Own()
	if own == nil {
		return Protection{Protect: math.NaN()}
	}
	p := Protection{Low: own.MemoryLow}
	held, by := Strictest(c.Outer(), MemoryLow)
	if p.Effective = held; by != nil && !by.Own {
		p.By = by
	}
	p.Protect = min(own.MemoryNow.Float(), held.Float())
	return p
}
