package proc

import (
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"podtop/model"
	"podtop/model/probe"
)

func TestDetail(t *testing.T) {
	o := machine(t)
	write(t, filepath.Join(o.Proc, "self/net/dev"), netdevHead)
	write(t, filepath.Join(o.Proc, "sys/kernel/osrelease"), "6.12.1-box\x1b[2J\n")
	d := NewDetail(o)
	var h probe.Host
	d.Read(&h)
	want := probe.Host{
		Kernel: "6.12.1-box?[2J",
		CPUs: []probe.CPU{{
			User: known(100_000), Nice: known(0), System: known(100_000), Idle: known(800_000),
			IOWait: known(0), IRQ: known(0), SoftIRQ: known(0), Steal: known(0),
		}},
		Memory: []probe.Line{{Name: "MemTotal", Value: known(4096)}, {Name: "MemAvailable", Value: known(3072)}, {Name: "SwapTotal", Value: known(2048)}, {Name: "SwapFree", Value: known(1024)}},
		PSI:    model.PSI{At: h.PSI.At, CPUSome: known(5), CPUFull: known(0), MemSome: known(6), MemFull: known(7), IOSome: known(8), IOFull: known(9)},
		Disks:  []probe.Device{{Name: "sda", RBytes: known(1024), WBytes: known(2048), RIOs: known(1), WIOs: known(3), ReadTime: known(0), DiskReads: known(1), DiskWrites: known(3)}},
		Interfaces: []probe.Interface{
			{Name: "lo", RxBytes: known(48932), RxPackets: known(260), RxErrs: known(0), RxDrop: known(0), TxBytes: known(48932), TxPackets: known(260), TxErrs: known(0), TxDrop: known(0)},
			{Name: "eth0", RxBytes: known(1000), RxPackets: known(20), RxErrs: known(3), RxDrop: known(4), TxBytes: known(2000), TxPackets: known(30), TxErrs: known(1), TxDrop: known(2)},
		},
	}
	if !reflect.DeepEqual(h, want) || h.PSI.At == 0 {
		t.Errorf("read\n%+v, want\n%+v", h, want)
	}
	if d.OwnNetwork() {
		t.Error("podtop's own network is taken for the host's")
	}
}

// Each part that is missing costs itself, and says so.
func TestDetailDegraded(t *testing.T) {
	o := machine(t)
	d := NewDetail(o)
	for _, name := range []string{"stat", "meminfo", "1/net/dev", "pressure/cpu", "pressure/memory", "pressure/io"} {
		if err := os.Remove(filepath.Join(o.Proc, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.RemoveAll(filepath.Join(o.Sys, "dev/block")); err != nil {
		t.Fatal(err)
	}
	var h probe.Host
	d.Read(&h)
	var parts []string
	for _, n := range h.Missing {
		parts = append(parts, n.Source)
		if n.Severity != model.Warn || n.Text == "" {
			t.Errorf("note %+v", n)
		}
	}
	if got, want := strings.Join(parts, " "), "CPUs memory pressure disks interfaces"; got != want {
		t.Errorf("missing are %q, want %q", got, want)
	}
	if h.CPUs != nil || h.Memory != nil || h.PSI != (model.PSI{}) || h.Disks != nil || h.Interfaces != nil {
		t.Errorf("read %+v", h)
	}
}

func TestParseCPUs(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       string
	}{
		{"two of four", "cpu  9 9 9 9\ncpu0 1 2 3 4 5 6 7 8 0 0\ncpu3 1 0 0 0 0 0 0 0 0 0\nintr 5\ncpu4 1\n", "0 1 2 3 4 5 6 7 8; 3 1 0 0 0 0 0 0 0"},
		{"old kernel", "cpu 1 1 1 1\ncpu0 1 2 3 4\n", "0 1 2 3 4 – – – –"},
		{"torn", "cpu 1\ncpu0 1 2 3 4 5 6 7 8\ncpu1 1 2", "0 1 2 3 4 5 6 7 8"},
		{"no number", "cpu 1\ncpux 1 2\ncpu0 a 2 3 4 5 6 7 99999999999999999999\n", "0 – 2 3 4 5 6 7 –"},
		{"empty", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var all []string
			for _, c := range parseCPUs([]byte(tt.text)) {
				fields := []string{strconv.Itoa(c.N)}
				for _, v := range []model.Count{c.User, c.Nice, c.System, c.Idle, c.IOWait, c.IRQ, c.SoftIRQ, c.Steal} {
					n, ok := v.Get()
					if fields = append(fields, strconv.Itoa(int(n/usecPerTick))); !ok {
						fields[len(fields)-1] = "–"
					}
				}
				all = append(all, strings.Join(fields, " "))
			}
			if got := strings.Join(all, "; "); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestParseMemLines(t *testing.T) {
	got := parseMemLines([]byte("MemTotal:        8135672 kB\nHugePages_Total:       3\nBad: x kB\nNot\n:  1 kB\nHuge: 18446744073709551000 kB\nTorn: 12"))
	want := []probe.Line{{Name: "MemTotal", Value: known(8135672 << 10)}, {Name: "HugePages_Total", Value: known(3)}, {Name: "Bad"}, {Name: "Huge"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestParseInterfaces(t *testing.T) {
	got := parseInterfaces([]byte(netdevHead + netdevEth + "veth\x1b1: 1 2\n wg0: 1 2 3"))
	if len(got) != 2 || got[0].Name != "eth0" || got[0].TxDrop != known(2) || got[1].Name != "veth?1" || got[1].RxPackets != known(2) || got[1].TxBytes.IsKnown() {
		t.Errorf("got %+v", got)
	}
}

func TestDisksList(t *testing.T) {
	d := disks{block: sysBlock(t), known: map[device]disk{}}
	got := d.list([]byte(diskstats + "   8      16 sdb 1 2 3 4 5\n"))
	want := []probe.Device{
		{
			Name: "sda", RIOs: known(2152), RBytes: known(237258 * 512), ReadTime: known(735), WIOs: known(895), WBytes: known(36920 * 512), WriteTime: known(664),
			DiskReads: known(2152), DiskWrites: known(895), InFlight: known(0), Busy: known(884),
		},
		{Name: "sdb", RIOs: known(1), DiskReads: known(1), RBytes: known(3 * 512), ReadTime: known(4), WIOs: known(5), DiskWrites: known(5)},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v, want\n%+v", got, want)
	}
}

func FuzzDetail(f *testing.F) {
	f.Add([]byte("cpu 1\ncpu0 1 2 3 4 5 6 7 8\n"))
	f.Add([]byte("MemTotal: 1 kB\n"))
	f.Add([]byte(netdevHead + netdevEth))
	f.Add([]byte(diskstats))
	block := sysBlock(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		lines := strings.Count(string(b), "\n")
		d := disks{block: block, known: map[device]disk{}}
		cpus, mem, nets, devs := parseCPUs(b), parseMemLines(b), parseInterfaces(b), d.list(b)
		for _, n := range []int{len(cpus), len(mem), len(nets), len(devs)} {
			if n > lines {
				t.Fatalf("%d of %d lines of %q", n, lines, b)
			}
		}
		for _, n := range nets {
			if strings.ContainsAny(n.Name, "\x1b\x00\x7f\n") {
				t.Errorf("the name %q of %q", n.Name, b)
			}
		}
	})
}

func TestDisks(t *testing.T) {
	o := machine(t)
	d := NewDetail(o)
	var h probe.Host
	d.Read(&h)
	got, err := d.Disks()
	if err != nil || len(got) == 0 || !reflect.DeepEqual(got, h.Disks) {
		t.Errorf("%+v, %v, want %+v", got, err, h.Disks)
	}
	if err := os.Remove(filepath.Join(o.Proc, "diskstats")); err != nil {
		t.Fatal(err)
	}
	if got, err := d.Disks(); err == nil {
		t.Errorf("without diskstats: %+v", got)
	}
}
