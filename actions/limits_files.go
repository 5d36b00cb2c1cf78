package actions

import (
	"math"
	"strconv"
	"strings"

	"podtop/model"
	"podtop/model/limit"
)

// A file is one the kernel keeps a limit in.
type file struct {
	controller, name string
}

var unifiedFiles = []file{
	{"cpu", "cpu.max"},
	{"cpu", "cpu.weight"},
	{"cpuset", "cpuset.cpus"},
	{"cpuset", "cpuset.mems"},
	{"memory", "memory.max"},
	{"memory", "memory.swap.max"},
	{"memory", "memory.low"},
	{"pids", "pids.max"},
	{"io", "io.max"},
	{"io", "io.weight"},
	{"io", "io.bfq.weight"},
}

var legacyFiles = []file{
	{"cpu", "cpu.cfs_quota_us"},
	{"cpu", "cpu.cfs_period_us"},
	{"cpu", "cpu.shares"},
	{"cpuset", "cpuset.cpus"},
	{"cpuset", "cpuset.mems"},
	{"memory", "memory.limit_in_bytes"},
	{"memory", "memory.memsw.limit_in_bytes"},
	{"memory", "memory.soft_limit_in_bytes"},
	{"memory", "memory.swappiness"},
	{"pids", "pids.max"},
	{"blkio", "blkio.weight"},
	{"blkio", "blkio.bfq.weight"},
	{"blkio", "blkio.throttle.read_bps_device"},
	{"blkio", "blkio.throttle.write_bps_device"},
	{"blkio", "blkio.throttle.read_iops_device"},
	{"blkio", "blkio.throttle.write_iops_device"},
}

func (g *group) files() []file {
	if g.unified {
		return unifiedFiles
	}
	return legacyFiles
}

// texts are what a file says in each of the cgroups that has it.
func (k *kernel) texts(controller, name string) (all []string) {
	for _, dir := range k.levels() {
		if text, ok := k.raw[k.at(dir, controller, name)]; ok {
			all = append(all, strings.TrimSpace(text))
		}
	}
	return all
}

// lowest is the strictest bound a file says: -1 is none, and it is not known
// where no cgroup has the file.
func (k *kernel) lowest(controller, name string) (n int64, known bool) {
	n = -1
	for _, text := range k.texts(controller, name) {
		v, err := strconv.ParseInt(text, 10, 64)
		if err != nil || v >= noLimit {
			v = -1
		}
		if n < 0 || v >= 0 && v < n {
			n = v
		}
		known = true
	}
	return n, known
}

// noLimit and more is no limit on v1, which has no word for that.
const noLimit = 1 << 62

// parse is what the files of all levels come to.
func (k *kernel) parse(m Machine) limit.Values {
	v := limit.Values{}
	if k.unified {
		k.parseCPUMax(v)
		k.parseWeight(v)
		k.parseMemory(v)
		k.parseIOMax(v, m)
	} else {
		k.parseLegacy(v, m)
	}
	for f, name := range map[model.Field]string{model.FieldCPUSetCPUs: "cpuset.cpus", model.FieldCPUSetMems: "cpuset.mems"} {
		for _, text := range k.texts("cpuset", name) {
			v[f] = text // the innermost holds
		}
	}
	if n, known := k.lowest("pids", "pids.max"); known {
		v[model.FieldPidsLimit] = decimal(n)
	}
	return v
}

// decimal is the value of n; "" for -1.
func decimal(n int64) string {
	if n < 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// parseCPUMax takes the strictest of the quotas:
//
//	50000 100000
func (k *kernel) parseCPUMax(v limit.Values) {
	strictest := -1.0
	for _, text := range k.texts("cpu", "cpu.max") {
		if _, known := v[model.FieldCPUQuota]; !known {
			v[model.FieldCPUQuota], v[model.FieldCPUPeriod] = "", ""
		}
		quota, per, _ := strings.Cut(text, " ")
		q, err := strconv.ParseFloat(quota, 64)
		p, err2 := strconv.ParseFloat(per, 64)
		if err != nil || err2 != nil || p <= 0 {
			continue // max
		}
		if strictest < 0 || q/p < strictest {
			strictest = q / p
			k.quota(v, quota, per)
		}
	}
}

func (k *kernel) quota(v limit.Values, quota, per string) {
	v[model.FieldCPUQuota], v[model.FieldCPUPeriod] = quota, per
	if per == "100000" {
		v[model.FieldCPUPeriod] = ""
	}
}

// parseWeight takes the scope's weight: that competes with other containers',
// the child's with nobody's.
func (k *kernel) parseWeight(v limit.Values) {
	if texts := k.texts("cpu", "cpu.weight"); len(texts) > 0 {
		k.weight = integer(texts[0])
		v[model.FieldCPUShares] = ""
		if k.weight > 0 && k.weight != 100 {
			v[model.FieldCPUShares] = strconv.FormatInt(limit.Shares(k.weight), 10)
		}
	}
	for _, name := range []string{"io.bfq.weight", "io.weight"} {
		for range k.texts("io", name) {
			v[model.FieldBlkioWeight] = "" // Podman's record tells
		}
	}
}

// parseMemory takes swap for what Podman calls so: memory and swap together.
func (k *kernel) parseMemory(v limit.Values) {
	memory, known := k.lowest("memory", "memory.max")
	if known {
		v[model.FieldMemory] = limit.Size(memory)
	}
	switch swap, there := k.lowest("memory", "memory.swap.max"); {
	case !there || !known:
	case swap < 0:
		v[model.FieldMemorySwap] = ""
	case memory > 0:
		v[model.FieldMemorySwap] = limit.Size(memory + min(swap, math.MaxInt64-memory))
	}
	if low, there := k.lowestReserve(); there {
		v[model.FieldMemoryReservation] = limit.Size(low)
	}
}

// allOfIt is more than any machine has, and the greatest size there can be.
const allOfIt = noLimit - 4096

// lowestReserve is the least memory.low of the levels, of which max is no lack
// but all of it.
func (k *kernel) lowestReserve() (n int64, known bool) {
	for _, text := range k.texts("memory", "memory.low") {
		v, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			v = allOfIt
		}
		if !known || v < n {
			n = v
		}
		known = true
	}
	return n, known
}

// ioKeys are the fields of io.max, by its keys.
var ioKeys = []struct {
	key   string
	field model.Field
}{
	{"rbps", model.FieldDeviceReadBps},
	{"wbps", model.FieldDeviceWriteBps},
	{"riops", model.FieldDeviceReadIOPS},
	{"wiops", model.FieldDeviceWriteIOPS},
}

// parseIOMax takes the strictest of each device:
//
//	254:0 rbps=1048576 wbps=max riops=max wiops=100
func (k *kernel) parseIOMax(v limit.Values, m Machine) {
	texts := k.texts("io", "io.max")
	if len(texts) == 0 {
		return
	}
	all := map[model.Field]map[string]int64{}
	for line := range strings.Lines(strings.Join(texts, "\n")) {
		words := strings.Fields(line)
		for _, word := range words[min(1, len(words)):] {
			key, value, _ := strings.Cut(word, "=")
			for _, io := range ioKeys {
				if io.key == key {
					setLowest(all, io.field, m.DevicePath(words[0]), integer(value))
				}
			}
		}
	}
	k.rates(v, all)
}

// setLowest keeps the lesser of the rates of a device. What podtop could not be
// asked for is none: no kernel keeps it.
func setLowest(all map[model.Field]map[string]int64, f model.Field, device string, n int64) {
	rate := limit.FormatRates(limit.IsBytes(f), []limit.Rate{{Device: device, N: n}})
	if _, err := limit.Parse(f, rate); n <= 0 || device == "" || err != nil {
		return
	}
	if all[f] == nil {
		all[f] = map[string]int64{}
	}
	if old, ok := all[f][device]; !ok || n < old {
		all[f][device] = n
	}
}

func (k *kernel) rates(v limit.Values, all map[model.Field]map[string]int64) {
	for _, io := range ioKeys {
		var rates []limit.Rate
		for device, n := range all[io.field] {
			rates = append(rates, limit.Rate{Device: device, N: n})
		}
		v[io.field] = limit.FormatRates(limit.IsBytes(io.field), rates)
	}
}
