package probe

import (
	"math"
	"strings"
	"testing"

	"podtop/model"
)

func TestRecorded(t *testing.T) {
	m := &model.Meta{Source: model.FromAPI, Limits: model.Configured{
		NanoCPUs: model.Known(1_500_000_000), Memory: model.Known(512 * mb), Swap: model.Known(640 * mb), Pids: model.Known(2048),
	}}
	r := Recorded(m)
	if r.CPU != model.LimitOf(1_500_000) || r.Memory != model.LimitOf(512*mb) || r.Swap != model.LimitOf(128*mb) || r.Low != model.NoLimit {
		t.Errorf("got %+v", r)
	}
	m.Limits = model.Configured{CPUQuota: model.Known(25_000), CPUPeriod: model.Known(50_000), Swap: model.Known(mb)}
	if r = Recorded(m); r.CPU != model.LimitOf(500_000) || r.Swap != model.NoLimit {
		t.Errorf("got %+v", r)
	}
	m.Limits.CPUPeriod = model.Count{}
	if r = Recorded(m); r.CPU != model.LimitOf(250_000) {
		t.Errorf("a quota without a period is %v", r.CPU.Float())
	}
	m.Source = model.FromConmon
	if r = Recorded(m); r.CPU.IsKnown() || r.Memory.IsKnown() {
		t.Errorf("conmon tells of limits: %+v", r)
	}
}

func TestDifferences(t *testing.T) {
	c := chain()
	same := Record{
		CPU: model.LimitOf(1_500_100), Memory: model.LimitOf(512*mb + 100), Swap: model.LimitOf(64 * mb),
		Low: model.NoLimit, Pids: model.LimitOf(2048), CPUSet: "1,2",
	}
	c.Own().MemoryLow = model.LimitOf(0) // what the kernel has unless somebody set it
	if got := c.Differences(same); len(got) != 0 {
		t.Errorf("of the same limits: %+v", got)
	}
	other := Record{
		CPU: model.LimitOf(2_000_000), Memory: model.NoLimit, Swap: model.LimitOf(100 * mb),
		Low: model.LimitOf(mb), Pids: model.LimitOf(2049), CPUSet: "0-3",
	}
	got := map[string]Difference{}
	for _, d := range c.Differences(other) {
		got[d.Field] = d
	}
	if len(got) != 5 || got["swap"].By != &c.Levels[0] || got["memory"].Kernel != model.LimitOf(512*mb) || got["reservation"].By != nil {
		t.Errorf("got %+v", got)
	}
	other.Swap = model.LimitOf(128 * mb) // as the scope has it
	if got := c.Differences(other); len(got) != 4 {
		t.Errorf("a split is told twice: %+v", got)
	}
	own := c.Own()
	own.CPUMax, c.Levels[0].CPUMax, own.Controllers = model.Limit{}, model.Limit{}, "memory pids"
	if got := c.Differences(Record{CPU: model.LimitOf(2_000_000)}); len(got) != 1 || got[0].Lacks != "cpu" {
		t.Errorf("what is not delegated: %+v", got)
	}
	if got := c.Differences(Record{CPU: model.NoLimit}); len(got) != 0 {
		t.Errorf("what is not delegated and not on record: %+v", got)
	}
	if got := c.Differences(Record{}); len(got) != 0 {
		t.Errorf("of a record nobody read: %+v", got)
	}
	if got := new(Cgroups).Differences(other); len(got) != 0 {
		t.Errorf("of cgroups nobody read: %+v", got)
	}
}

func TestSplits(t *testing.T) {
	got := chain().Splits()
	if len(got) != 1 || got[0].Field != "swap" || got[0].Child != model.LimitOf(64*mb) {
		t.Errorf("got %+v", got)
	}
	if got := new(Cgroups).Splits(); len(got) != 0 {
		t.Errorf("of nothing: %+v", got)
	}
}

func TestOtherCPUs(t *testing.T) {
	c := chain()
	c.Own().Controllers = "cpuset"
	for record, other := range map[string]bool{"": false, "1-2": false, "0-2": true, "x": false} {
		if kernel, got := c.OtherCPUs(Record{CPUSet: record}); got != other || got && kernel != "1-2" {
			t.Errorf("on record %q: %q, %v", record, kernel, got)
		}
	}
	c.Own().Controllers = "memory"
	if _, other := c.OtherCPUs(Record{CPUSet: "0-2"}); other {
		t.Error("a cpuset that is not delegated is called another one")
	}
}

func TestBreakdown(t *testing.T) {
	c := chain()
	c.Memory = lines("anon 100 file 120 shmem 20 kernel 60 slab_reclaimable 30 slab_unreclaimable 10 kernel_stack 5 sock 20 file_dirty 7 file_mapped 0 percpu 0")
	b := c.Breakdown()
	if b.Soft != 130*mb || b.Hard != 170*mb || b.Current != 300*mb {
		t.Errorf("hard %v, soft %v of %v", b.Hard/mb, b.Soft/mb, b.Current/mb)
	}
	if got := names(b.InHard); got != "anon shmem sock kernel slab_unreclaimable kernel_stack" {
		t.Errorf("hard is %s", got)
	}
	if got := names(b.InSoft); got != "file file_dirty slab_reclaimable" {
		t.Errorf("soft is %s", got)
	}
	if hard := sum(b.InHard); hard != b.Hard {
		t.Errorf("its parts are %v of %v", hard/mb, b.Hard/mb)
	}
	c.Memory = lines("anon 100 file 20")
	if b = c.Breakdown(); names(b.InHard) != "anon shmem sock kernel rest" || b.InHard[4].Bytes != 180*mb || !math.IsNaN(b.InHard[3].Bytes) {
		t.Errorf("of little: %+v", b.InHard)
	}
	c.Memory = lines("file 400") // it lags
	if b = c.Breakdown(); b.Hard != 0 || b.Soft != 300*mb {
		t.Errorf("hard %v, soft %v", b.Hard, b.Soft)
	}
	if b = (&Cgroups{}).Breakdown(); !math.IsNaN(b.Hard) || !math.IsNaN(b.Soft) || !math.IsNaN(b.Current) {
		t.Errorf("of nothing: %+v", b)
	}
}

// Kernels of another age, and v1, have other words, or do not add up.
func TestBreakdownOfOldKernels(t *testing.T) {
	c := chain()
	c.Memory = lines("cache 50 rss 100 shmem 1 total_cache 100 total_rss 190 total_shmem 5 kernel_stack 3 slab_unreclaimable 4")
	b := c.Breakdown()
	if b.InHard[0].Bytes != 190*mb || b.InSoft[0].Bytes != 95*mb || b.InHard[3].Bytes != 7*mb {
		t.Errorf("got %+v", b)
	}
}

// lines parses names and megabytes.
func lines(s string) []Line {
	var all []Line
	fields := strings.Fields(s)
	for i := 0; i+1 < len(fields); i += 2 {
		var n uint64
		for _, d := range fields[i+1] {
			n = 10*n + uint64(d-'0')
		}
		all = append(all, Line{fields[i], model.Known(n * mb)})
	}
	return all
}

func names(parts []Part) string {
	var all []string
	for _, p := range parts {
		all = append(all, p.Name)
	}
	return strings.Join(all, " ")
}

// What an ancestor does not protect is not protected.
func TestProtection(t *testing.T) {
	c := chain()
	p := c.Protection()
	if p.Low != model.LimitOf(256*mb) || p.Effective != model.LimitOf(100*mb) || p.By == nil || p.Protect != 100*mb {
		t.Errorf("got %+v", p)
	}
	c.Levels[2].MemoryLow, c.Levels[3].MemoryLow = model.NoLimit, model.Limit{}
	if p = c.Protection(); p.By != nil || p.Protect != 256*mb {
		t.Errorf("got %+v", p)
	}
	c.Own().MemoryLow = model.NoLimit // what a reservation of -1 sets
	if p = c.Protection(); p.Protect != 300*mb {
		t.Errorf("all of it: %+v", p)
	}
	if p = new(Cgroups).Protection(); !math.IsNaN(p.Protect) || p.By != nil {
		t.Errorf("of nothing: %+v", p)
	}
}
