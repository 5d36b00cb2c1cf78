package proc

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/sampler/kernel"
)

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// machine makes a small /proc and /sys, and a clock that goes 1 ms per look.
func machine(t testing.TB) Options {
	t.Helper()
	dir := t.TempDir()
	o := Options{Proc: dir + "/proc", Sys: dir + "/sys", Budget: &kernel.Budget{Max: 100}}
	var now time.Duration
	o.Clock = func() time.Duration { now += time.Millisecond; return now }
	for name, text := range map[string]string{
		"stat":                             "cpu  10 0 10 80 0 0 0 0 0 0\ncpu0 10 0 10 80 0 0 0 0 0 0\n",
		"meminfo":                          "MemTotal: 4 kB\nMemAvailable: 3 kB\nSwapTotal: 2 kB\nSwapFree: 1 kB\n",
		"loadavg":                          "0.50 0.25 0.125 1/1 1\n",
		"diskstats":                        "8 0 sda 1 0 2 0 3 0 4\n",
		"pressure/cpu":                     "some avg10=0.00 avg60=0.00 avg300=0.00 total=5\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n",
		"pressure/memory":                  "some avg10=0.00 avg60=0.00 avg300=0.00 total=6\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=7\n",
		"pressure/io":                      "some avg10=0.00 avg60=0.00 avg300=0.00 total=8\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=9\n",
		"1/net/dev":                        netdevHead + netdevLo + netdevEth,
		"sys/kernel/hostname":              "box\n",
		"sys/kernel/random/boot_id":        "2e8e2a7e-0000-4000-8000-000000000000\n",
		"self/statm":                       "309912 2871 1420 612 0 34190 0\n",
		"../sys/dev/block/8:0/dev":         "8:0\n",
		"../sys/devices/system/cpu/online": "0-3\n",
	} {
		write(t, filepath.Join(o.Proc, name), text)
	}
	return o
}

func openHost(t testing.TB, o Options) *Host {
	t.Helper()
	h, err := OpenHost(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		h.Close()
		if kept := o.Budget.Kept(); kept != 0 {
			t.Errorf("%d descriptors left open", kept)
		}
	})
	return h
}

func TestHost(t *testing.T) {
	o := machine(t)
	h := openHost(t, o)
	var r model.HostReading
	h.Fast(&r)
	h.Slow(&r)
	net := network(1000, 20, 3, 4, 2000, 30, 1, 2)
	net.ID, net.At = inodeOf(t, o.Proc+"/1/net/dev"), 6*time.Millisecond
	want := model.HostReading{
		Name: "box", CPUs: 4, UID: os.Getuid(), BootID: "2e8e2a7e-0000-4000-8000-000000000000",
		At: time.Millisecond, BusyUsec: known(200_000), TotalUsec: known(1_000_000),
		MemAt: 2 * time.Millisecond, MemTotal: known(4096), MemAvailable: known(3072), SwapTotal: known(2048), SwapFree: known(1024),
		LoadAt: 3 * time.Millisecond, Load1: 0.5, Load5: 0.25, Load15: 0.125,
		PSI: model.PSI{At: 4 * time.Millisecond, CPUSome: known(5), MemSome: known(6), MemFull: known(7), IOSome: known(8), IOFull: known(9)},
		IO:  model.IO{At: 5 * time.Millisecond, RIOs: known(1), RBytes: known(1024), WIOs: known(3), WBytes: known(2048)},
		Net: net,
	}
	if r != want {
		t.Errorf("host =\n%+v, want\n%+v", r, want)
	}
}

// What is missing stays unknown, and what was known does not linger.
func TestHostWithLittle(t *testing.T) {
	o := machine(t)
	for _, name := range []string{"meminfo", "loadavg", "diskstats", "pressure", "1"} {
		if err := os.RemoveAll(filepath.Join(o.Proc, name)); err != nil {
			t.Fatal(err)
		}
	}
	h := openHost(t, o)
	write(t, o.Proc+"/stat", "cpu ")
	r := model.HostReading{BusyUsec: known(1), MemAt: 1, MemTotal: known(1), IO: model.IO{At: 1}, PSI: model.PSI{At: 1}}
	h.Fast(&r)
	h.Slow(&r)
	if r.BusyUsec.IsKnown() || r.MemAt != 0 || r.MemTotal.IsKnown() || r.LoadAt != 0 || r.IO != (model.IO{}) || r.PSI != (model.PSI{}) || r.Net != (model.Network{}) {
		t.Errorf("of a host that says nothing: %+v", r)
	}
}

func TestHostIsRenamedAndGrows(t *testing.T) {
	o := machine(t)
	h := openHost(t, o)
	write(t, o.Proc+"/sys/kernel/hostname", "new\x1b[31mbox\n")
	write(t, o.Sys+"/devices/system/cpu/online", "0-7\n")
	var r model.HostReading
	h.Slow(&r)
	if r.Name != "new?[31mbox" || r.CPUs != 8 {
		t.Errorf("name %q, %d CPUs", r.Name, r.CPUs)
	}
}

func TestHostNeedsStat(t *testing.T) {
	o := machine(t)
	o.Proc += "/none"
	if _, err := OpenHost(o); err == nil || !strings.Contains(err.Error(), o.Proc+"/stat") {
		t.Errorf("OpenHost = %v, want an error that names the file", err)
	}
}

// A file longer than the buffer is read whole.
func TestBufferGrows(t *testing.T) {
	o := machine(t)
	var text strings.Builder
	text.WriteString(netdevHead)
	for i := range 2000 {
		fmt.Fprintf(&text, "  eth%d: 1 1 1 1 0 0 0 0 1 1 1 1 0 0 0 0\n", i)
	}
	write(t, o.Proc+"/1/net/dev", text.String())
	h := openHost(t, o)
	var r model.HostReading
	h.Slow(&r)
	if r.Net.RxBytes != known(2000) {
		t.Errorf("sum over 2000 interfaces = %v", r.Net.RxBytes)
	}
}

func TestHostAllocatesNothing(t *testing.T) {
	h := openHost(t, machine(t))
	var r model.HostReading
	h.Slow(&r) // the buffer and the disks are new the first time
	if n := testing.AllocsPerRun(100, func() { h.Fast(&r); h.Slow(&r) }); n != 0 {
		t.Errorf("Fast and Slow allocate %v times", n)
	}
}

func TestSelf(t *testing.T) {
	o := machine(t)
	s := OpenSelf(o)
	defer s.Close()
	var r model.Self
	s.Read(&r)
	if r.At != time.Millisecond || r.RSS != known(2871*uint64(os.Getpagesize())) || !r.CPUUsec.IsKnown() {
		t.Errorf("self = %+v", r)
	}
	if n := testing.AllocsPerRun(100, func() { s.Read(&r) }); n != 0 {
		t.Errorf("Read allocates %v times", n)
	}
}
