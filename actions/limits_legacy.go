package actions

import (
	"strconv"
	"strings"

	"podtop/model"
	"podtop/model/limit"
)

// throttles are v1's files of the rates.
var throttles = []struct {
	name  string
	field model.Field
}{
	{"blkio.throttle.read_bps_device", model.FieldDeviceReadBps},
	{"blkio.throttle.write_bps_device", model.FieldDeviceWriteBps},
	{"blkio.throttle.read_iops_device", model.FieldDeviceReadIOPS},
	{"blkio.throttle.write_iops_device", model.FieldDeviceWriteIOPS},
}

// parseLegacy reads what v1 has in files of its own.
func (k *kernel) parseLegacy(v limit.Values, m Machine) {
	if quota, known := k.lowest("cpu", "cpu.cfs_quota_us"); known {
		v[model.FieldCPUQuota], v[model.FieldCPUPeriod] = "", ""
		if per, _ := k.lowest("cpu", "cpu.cfs_period_us"); quota > 0 && per > 0 {
			k.quota(v, decimal(quota), decimal(per))
		}
	}
	if shares, known := k.lowest("cpu", "cpu.shares"); known {
		v[model.FieldCPUShares] = decimal(shares)
		if shares == 1024 {
			v[model.FieldCPUShares] = ""
		}
	}
	for f, name := range map[model.Field]string{
		model.FieldMemory: "memory.limit_in_bytes", model.FieldMemorySwap: "memory.memsw.limit_in_bytes",
		model.FieldMemoryReservation: "memory.soft_limit_in_bytes",
	} {
		if n, known := k.lowest("memory", name); known {
			v[f] = limit.Size(n)
		}
	}
	if n, known := k.lowest("memory", "memory.swappiness"); known {
		v[model.FieldMemorySwappiness] = decimal(n)
		if n == 60 {
			v[model.FieldMemorySwappiness] = ""
		}
	}
	for _, name := range []string{"blkio.bfq.weight", "blkio.weight"} {
		if len(k.texts("blkio", name)) > 0 {
			v[model.FieldBlkioWeight] = ""
		}
	}
	k.parseThrottles(v, m)
}

// parseThrottles reads a line for each device:
//
//	8:16 2097152
func (k *kernel) parseThrottles(v limit.Values, m Machine) {
	all := map[model.Field]map[string]int64{}
	there := false
	for _, t := range throttles {
		for _, text := range k.texts("blkio", t.name) {
			there = true
			for line := range strings.Lines(text) {
				words := strings.Fields(line)
				if len(words) != 2 {
					continue
				}
				if n, err := strconv.ParseInt(words[1], 10, 64); err == nil {
					setLowest(all, t.field, m.DevicePath(words[0]), n)
				}
			}
		}
	}
	if there {
		k.rates(v, all)
	}
}
