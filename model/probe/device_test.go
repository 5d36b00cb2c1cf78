package probe

import (
	"math"
	"testing"
	"time"

	"podtop/model"
)

func same(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }

func TestDevicesSince(t *testing.T) {
	k, nan := model.Known, math.NaN()
	old := Device{
		Name: "vda", RBytes: k(1000), WBytes: k(0), RIOs: k(10), WIOs: k(0),
		ReadTime: k(100), WriteTime: k(0), DiskReads: k(50), DiskWrites: k(7), Busy: k(100),
	}
	now := Device{
		Name: "vda", RBytes: k(5000), WBytes: k(0), RIOs: k(30), WIOs: k(0),
		ReadTime: k(180), WriteTime: k(0), DiskReads: k(90), DiskWrites: k(7), Busy: k(1100), InFlight: k(3),
	}
	reset, unread := now, Device{Name: "vda"}
	reset.RBytes = k(1)
	first := DeviceRates{nan, nan, nan, nan, nan, nan, nan, 3}
	for _, tt := range []struct {
		name   string
		before []Device
		now    Device
		d      time.Duration
		want   DeviceRates
	}{
		{"two answers", []Device{{Name: "vdb"}, old}, now, 2 * time.Second, DeviceRates{2000, 0, 10, 0, 0.002, nan, 50, 3}},
		{"the first", nil, now, 2 * time.Second, first},
		{"no time between", []Device{old}, now, 0, first},
		{"another device", []Device{{Name: "vdb"}}, now, time.Second, first},
		{"made anew", []Device{old}, reset, 2 * time.Second, DeviceRates{nan, 0, 10, 0, 0.002, nan, 50, 3}},
		{"not read", []Device{old}, unread, time.Second, DeviceRates{nan, nan, nan, nan, nan, nan, nan, nan}},
		{"late by the clock", []Device{old}, now, 500 * time.Millisecond, DeviceRates{8000, 0, 40, 0, 0.002, nan, 100, 3}},
	} {
		got := DevicesSince(tt.before, []Device{tt.now}, tt.d)[0]
		for i, pair := range [][2]float64{
			{got.Read, tt.want.Read},
			{got.Written, tt.want.Written},
			{got.ReadIOs, tt.want.ReadIOs},
			{got.WrittenIOs, tt.want.WrittenIOs},
			{got.ReadLatency, tt.want.ReadLatency},
			{got.WriteLatency, tt.want.WriteLatency},
			{got.Busy, tt.want.Busy},
			{got.InFlight, tt.want.InFlight},
		} {
			if !same(pair[0], pair[1]) {
				t.Errorf("%s: figure %d is %v, want %v", tt.name, i, pair[0], pair[1])
			}
		}
	}
}

// The figures are those df and df -i give: what is kept for root is neither
// used nor to be had.
func TestFillUsed(t *testing.T) {
	k := model.Known
	for _, tt := range []struct {
		name        string
		f           Fill
		bytes, pct  float64
		inodesOfAll float64
	}{
		{"ext4", Fill{Total: k(1000), Free: k(300), Avail: k(250), Inodes: k(200), InodesFree: k(150)}, 700, 100 * 700 / 950.0, 25},
		{"full", Fill{Total: k(1000), Free: k(50), Avail: k(0), Inodes: k(10), InodesFree: k(0)}, 950, 100, 100},
		{"no inodes", Fill{Total: k(1000), Free: k(1000), Avail: k(1000), Inodes: k(0), InodesFree: k(0)}, 0, 0, math.NaN()},
		{"not read", Fill{}, math.NaN(), math.NaN(), math.NaN()},
		{"no size", Fill{Total: k(0), Free: k(0), Avail: k(0)}, 0, math.NaN(), math.NaN()},
		{"nonsense", Fill{Total: k(10), Free: k(20), Avail: k(20), Inodes: k(1), InodesFree: k(2)}, math.NaN(), math.NaN(), math.NaN()},
	} {
		bytes, pct := tt.f.Used()
		if inodes := tt.f.UsedInodes(); !same(bytes, tt.bytes) || !same(pct, tt.pct) || !same(inodes, tt.inodesOfAll) {
			t.Errorf("%s: %v bytes, %v %%, inodes %v %%; want %v, %v, %v", tt.name, bytes, pct, inodes, tt.bytes, tt.pct, tt.inodesOfAll)
		}
	}
}
