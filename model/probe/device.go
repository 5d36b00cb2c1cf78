package probe

import (
	"math"
	"slices"
	"time"

	"podtop/model"
)

// DeviceRates are what a disk did. The first four are of whoever the Device is
// about, the others of the whole disk.
type DeviceRates struct {
	Read, Written             float64 // bytes per second
	ReadIOs, WrittenIOs       float64 // per second
	ReadLatency, WriteLatency float64 // seconds that one took; NaN if there was none
	Busy                      float64 // percent of the time
	InFlight                  float64 // now
}

// DevicesSince is what each disk did in the d between two readings.
func DevicesSince(before, now []Device, d time.Duration) []DeviceRates {
	all := make([]DeviceRates, len(now))
	for i := range now {
		b, a := &now[i], &Device{}
		if k := slices.IndexFunc(before, func(v Device) bool { return v.Name == b.Name }); k >= 0 {
			a = &before[k]
		}
		all[i] = DeviceRates{
			Read: model.Rate(a.RBytes, b.RBytes, d), Written: model.Rate(a.WBytes, b.WBytes, d),
			ReadIOs: model.Rate(a.RIOs, b.RIOs, d), WrittenIOs: model.Rate(a.WIOs, b.WIOs, d),
			ReadLatency:  latency(a.ReadTime, b.ReadTime, a.DiskReads, b.DiskReads, d),
			WriteLatency: latency(a.WriteTime, b.WriteTime, a.DiskWrites, b.DiskWrites, d),
			Busy:         min(100, model.Rate(a.Busy, b.Busy, d)/10),
			InFlight:     b.InFlight.Float(),
		}
	}
	return all
}

// latency is the seconds that each of the requests took which ended in d.
func latency(ms0, ms1, n0, n1 model.Count, d time.Duration) float64 {
	if n := model.Rate(n0, n1, d); n > 0 {
		return model.Rate(ms0, ms1, d) / 1000 / n
	}
	return math.NaN()
}

// Used is how much of a file system is used, in bytes and, of what somebody
// who is not root could use, in percent: as df says it.
func (f *Fill) Used() (bytes, pct float64) {
	if bytes = f.Total.Float() - f.Free.Float(); bytes < 0 {
		bytes = math.NaN()
	}
	return bytes, share(bytes, bytes+f.Avail.Float())
}

// UsedInodes is how many percent of the inodes are used: NaN for a file system
// that does not count them.
func (f *Fill) UsedInodes() float64 {
	return share(f.Inodes.Float()-f.InodesFree.Float(), f.Inodes.Float())
}

// share is part in percent of whole; NaN if that makes no sense.
func share(part, whole float64) float64 {
	if !(whole > 0) || !(part >= 0) {
		return math.NaN()
	}
	return min(100, 100*part/whole)
}
