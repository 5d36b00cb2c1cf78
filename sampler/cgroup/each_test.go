package cgroup

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"podtop/model"
	"podtop/sampler/kernel"
)

func TestDevices(t *testing.T) {
	h := newHost(t, Unified)
	for number, at := range map[string]string{"8:16": "devices/virtual/block/sdb", "104:0": "devices/pci/block/cciss!c0d0"} {
		h.write("sys/"+at+"/size", "1\n")
		if err := os.Symlink(filepath.Join("../..", at), filepath.Join(h.dir, "sys/dev/block", number)); err != nil {
			t.Fatal(err)
		}
	}
	h.write("cgroup/a/io.stat", "8:16 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=9\n"+
		"259:0\n"+
		"252:0 8:0 rbytes=5 wbytes=x rios=7 wios=8 cost.vrate=100.00\n"+
		"252:0 rbytes=6 wbytes=8 rios=10 wios=12\n"+
		"104:0 rbytes=1 wbytes=1 rios=1 wios=1\n"+
		"(unknown) rbytes=2 wbytes=2 rios=2 wios=2\n"+
		"8:32 rbytes=3 wbyt")
	got, err := h.find().Devices("/a")
	if err != nil {
		t.Fatal(err)
	}
	want := []DeviceIO{
		{"8:16", "sdb", model.IO{At: h.now, RBytes: known(1), WBytes: known(2), RIOs: known(3), WIOs: known(4)}},
		{"8:0", "", model.IO{At: h.now, RBytes: known(5), RIOs: known(7), WIOs: known(8)}},
		{"104:0", "cciss/c0d0", model.IO{At: h.now, RBytes: known(1), WBytes: known(1), RIOs: known(1), WIOs: known(1)}},
		{"", "", model.IO{At: h.now, RBytes: known(2), WBytes: known(2), RIOs: known(2), WIOs: known(2)}},
	}
	differ(t, "io.stat", got, want)
}

func TestDevicesLegacy(t *testing.T) {
	h := newHost(t, Legacy)
	h.legacy("/a")
	h.write("cgroup/blkio/a/blkio.throttle.io_serviced_recursive", "8:0 Read 2\n8:0 Write 3\n8:0 Sync 5\n252:0 Read 1\n8:16 Read 4\nTotal 9\n")
	got, err := h.find().Devices("/a")
	want := []DeviceIO{
		{"8:0", "", model.IO{At: h.now, RBytes: known(9), WBytes: known(10), RIOs: known(2), WIOs: known(3)}},
		{"8:16", "", model.IO{At: h.now, RIOs: known(4)}},
	}
	if err != nil {
		t.Fatal(err)
	}
	differ(t, "blkio", got, want)
}

func TestDevicesSaysWhyThereIsNone(t *testing.T) {
	h := newHost(t, Unified)
	h.write("cgroup/a/cpu.stat", "usage_usec 1\n")
	hs := h.find()
	if _, err := hs.Devices("/a"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without io.stat: %v", err)
	}
	if _, err := hs.Devices("/b"); !errors.Is(err, kernel.ErrGone) {
		t.Errorf("without the cgroup: %v", err)
	}
	h.write("cgroup/a/io.stat", "")
	if got, err := hs.Devices("/a"); err != nil || len(got) != 0 {
		t.Errorf("without I/O: %v, %v", got, err)
	}
}

// The devices one by one are what is in the sum.
func FuzzEach(f *testing.F) {
	f.Add([]byte("8:16 rbytes=1459200 wbytes=314773504 rios=192 wios=353 dbytes=0 dios=0\n"))
	f.Add([]byte("252:0 8:0 rbytes=1 wbytes=2 rios=3 wios=4\n(unknown) rbytes=1\n252:0\n8:0 rbytes=1\n"))
	f.Add([]byte("8:0 Read 4096\n8:0 Write 1048576\nTotal 5\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		ds := testDevices()
		zero := known(0)
		sum := model.IO{RBytes: zero, WBytes: zero, RIOs: zero, WIOs: zero}
		for _, d := range ds.each(b) {
			sum.RBytes, sum.WBytes = sum.RBytes.Add(d.RBytes), sum.WBytes.Add(d.WBytes)
			sum.RIOs, sum.WIOs = sum.RIOs.Add(d.RIOs), sum.WIOs.Add(d.WIOs)
		}
		if all := testDevices().parseIO(b); all != (model.IO{}) && sum != all {
			t.Errorf("%q: %+v, want %+v", b, sum, all)
		}
		ds.eachBlkio(nil, b, func(s *model.IO) *model.Count { return &s.RBytes }, func(s *model.IO) *model.Count { return &s.WBytes })
	})
}
