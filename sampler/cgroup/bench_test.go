package cgroup

import (
	"slices"
	"testing"
	"time"

	"podtop/model"
	"podtop/sampler/kernel"

	"golang.org/x/sys/unix"
)

// The benchmarks read real cgroups: 50 made for it if this user may, else
// those of the containers there are. Each turn reads them once through the
// Tree and once by the bare pread(2) that any reader needs, so that what else
// the machine does meets both alike. They report the median of either, and
// tick/floor.

func BenchmarkFast(b *testing.B) {
	tree := realTree(b)
	compare(b, tree, slices.Concat(tree.cpu, tree.memory), nil, tree.Fast)
}

func BenchmarkSlow(b *testing.B) {
	tree := realTree(b)
	compare(b, tree, tree.slow, tree.quotaOf, tree.Slow)
}

func compare(b *testing.B, tree *Tree, rows []row, quotas []*group, read func(*model.Sample)) {
	tree.eager = true // the floor reads all there is
	fds := bareFiles(b, tree, rows, quotas)
	buf := make([]byte, bufSize)
	var s model.Sample
	var tick, floor []time.Duration
	b.ReportAllocs()
	for b.Loop() {
		start := time.Now()
		read(&s)
		middle := time.Now()
		for _, fd := range fds {
			unix.Pread(fd, buf, 0)
		}
		tick, floor = append(tick, middle.Sub(start)), append(floor, time.Since(middle))
	}
	b.ReportMetric(median(tick), "ns/op")
	b.ReportMetric(median(floor), "floor-ns/op")
	b.ReportMetric(median(tick)/median(floor), "tick/floor")
	b.ReportMetric(float64(len(s.Readings)), "containers")
}

func median(d []time.Duration) float64 {
	slices.Sort(d)
	return float64(d[len(d)/2])
}

// BenchmarkPoll is what it costs to learn that nothing has changed.
func BenchmarkPoll(b *testing.B) {
	tree := realTree(b)
	b.ReportAllocs()
	for b.Loop() {
		tree.Poll(tree.now)
	}
}

// BenchmarkWalk is the net below inotify.
func BenchmarkWalk(b *testing.B) {
	tree := realTree(b)
	b.ReportAllocs()
	for b.Loop() {
		tree.scan(tree.root)
	}
}

// bareFiles opens what rows read, and the throttling if that is read too.
func bareFiles(b *testing.B, tree *Tree, rows []row, quotas []*group) (fds []int) {
	add := func(c controller, g *group, name string) {
		if fd, err := unix.Open(tree.mounts[c]+g.path+"/"+name, unix.O_RDONLY|unix.O_CLOEXEC, 0); err == nil {
			fds = append(fds, fd)
		}
	}
	for _, c := range tree.containers {
		for _, r := range rows {
			add(tree.files[r.file].in, c.group, tree.files[r.file].name)
		}
	}
	for _, g := range quotas {
		add(cpu, g, "cpu.stat")
	}
	b.Cleanup(func() {
		for _, fd := range fds {
			unix.Close(fd)
		}
	})
	return fds
}

func realTree(b *testing.B) *Tree {
	b.Helper()
	why := makeContainers(b)
	start := time.Now()
	tree, err := Open(Options{
		Mode:   HostMode(),
		Budget: &kernel.Budget{Max: 10000},
		Clock:  func() time.Duration { return time.Since(start) + time.Minute },
	})
	if err != nil {
		b.Skip("no cgroups here:", err)
	}
	b.Cleanup(tree.Close)
	if len(tree.containers) == 0 {
		b.Skip("no containers here, and none could be made:", why)
	}
	tree.Poll(tree.now + 2*young)
	return tree
}
