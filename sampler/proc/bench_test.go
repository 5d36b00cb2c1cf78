package proc

import (
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"podtop/model"
	"podtop/sampler/kernel"
)

// The real /proc; each benchmark has the floor beside it, the bare pread of
// the same kept descriptors.

func live() Options {
	start := time.Now()
	return Options{Budget: &kernel.Budget{Max: 1000}, Clock: func() time.Duration { return time.Since(start) }}
}

func floor(b *testing.B, paths ...string) {
	var fds []int
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			continue // this kernel has no such file, and the reader none to read
		}
		defer f.Close()
		fds = append(fds, int(f.Fd()))
	}
	buf := make([]byte, 64<<10)
	b.ReportAllocs()
	for b.Loop() {
		for _, fd := range fds {
			if _, err := unix.Pread(fd, buf, 0); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkHostFast(b *testing.B) {
	h, err := OpenHost(live())
	if err != nil {
		b.Fatal(err)
	}
	defer h.Close()
	var r model.HostReading
	b.ReportAllocs()
	for b.Loop() {
		h.Fast(&r)
	}
}

func BenchmarkHostFastFloor(b *testing.B) { floor(b, "/proc/stat") }

func BenchmarkHostSlow(b *testing.B) {
	h, err := OpenHost(live())
	if err != nil {
		b.Fatal(err)
	}
	defer h.Close()
	var r model.HostReading
	b.ReportAllocs()
	for b.Loop() {
		h.Slow(&r)
	}
}

func BenchmarkHostSlowFloor(b *testing.B) {
	floor(b, "/proc/meminfo", "/proc/loadavg", "/proc/pressure/cpu", "/proc/pressure/memory", "/proc/pressure/io",
		"/proc/diskstats", "/proc/1/net/dev", "/proc/sys/kernel/hostname", "/sys/devices/system/cpu/online")
}

// BenchmarkNetworksFast reads podtop's own namespace as if it were a
// container's.
func BenchmarkNetworksFast(b *testing.B) {
	o := live()
	n := OpenNetworks(o)
	f, err := kernel.Open(o.Budget, "/proc/self/net/dev")
	if err != nil {
		b.Fatal(err)
	}
	defer n.Close()
	ns := &namespace{id: 1, path: "/proc/self/net/dev", file: f, kept: true}
	n.open = append(n.open, ns)
	var s model.Sample
	b.ReportAllocs()
	for b.Loop() {
		ns.awake = true
		n.Fast(&s)
	}
}

func BenchmarkNetworksFastFloor(b *testing.B) { floor(b, "/proc/self/net/dev") }

func BenchmarkParseNetDev(b *testing.B) {
	text := []byte(netdevHead + netdevLo + netdevEth)
	b.ReportAllocs()
	for b.Loop() {
		parseNetDev(text)
	}
}
