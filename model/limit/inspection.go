package limit

import (
	"fmt"
	"math"
	"strconv"

	"podtop/model"
)

// AnyRate is the rate of a device that the kernel takes for max. A rate of 0 it
// refuses, and a device that a list leaves out keeps its own.
const AnyRate = math.MaxUint64

// An Inspection is what podman inspect says of limits, to be decoded from JSON.
type Inspection struct {
	HostConfig struct {
		CPUShares            uint64 `json:"CpuShares"`
		CPUPeriod            uint64 `json:"CpuPeriod"`
		CPUQuota             int64  `json:"CpuQuota"`
		CpusetCpus           string
		CpusetMems           string
		Memory               int64
		MemoryReservation    int64
		MemorySwap           int64
		MemorySwappiness     int64
		PidsLimit            int64
		BlkioWeight          uint16
		BlkioDeviceReadBps   []DeviceRate
		BlkioDeviceWriteBps  []DeviceRate
		BlkioDeviceReadIOps  []DeviceRate
		BlkioDeviceWriteIOps []DeviceRate
		RestartPolicy        struct {
			Name              string
			MaximumRetryCount uint
		}
		Ulimits    []Ulimit
		AutoRemove bool
	}
}

// A DeviceRate is that of one disk.
type DeviceRate struct {
	Path string
	Rate uint64
}

// A Ulimit is one as podman inspect has it: "RLIMIT_NOFILE".
type Ulimit struct {
	Name       string
	Soft, Hard int64
}

// Values are the limits on record.
func (r *Inspection) Values() Values {
	h := &r.HostConfig
	v := Values{
		model.FieldCPUQuota:          positive(h.CPUQuota),
		model.FieldCPUPeriod:         "",
		model.FieldCPUShares:         positive(int64(min(h.CPUShares, math.MaxInt64))),
		model.FieldCPUSetCPUs:        list(h.CpusetCpus),
		model.FieldCPUSetMems:        list(h.CpusetMems),
		model.FieldMemory:            Size(h.Memory),
		model.FieldMemorySwap:        Size(h.MemorySwap),
		model.FieldMemoryReservation: Size(h.MemoryReservation),
		model.FieldPidsLimit:         positive(h.PidsLimit),
		model.FieldBlkioWeight:       positive(int64(h.BlkioWeight)),
		model.FieldRestartPolicy:     restart(h.RestartPolicy.Name, h.RestartPolicy.MaximumRetryCount),
	}
	if h.CPUQuota > 0 && h.CPUPeriod > 0 && h.CPUPeriod != 100_000 {
		v[model.FieldCPUPeriod] = strconv.FormatUint(h.CPUPeriod, 10)
	}
	for f, rates := range map[model.Field][]DeviceRate{
		model.FieldDeviceReadBps: h.BlkioDeviceReadBps, model.FieldDeviceWriteBps: h.BlkioDeviceWriteBps,
		model.FieldDeviceReadIOPS: h.BlkioDeviceReadIOps, model.FieldDeviceWriteIOPS: h.BlkioDeviceWriteIOps,
	} {
		v[f] = recorded(f, rates)
	}
	return v
}

func positive(n int64) string {
	if n <= 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// list is a set of CPUs as podtop writes it.
func list(text string) string {
	s, err := Parse(model.FieldCPUSetCPUs, text)
	if err != nil {
		return text
	}
	return s.Value.Raw()
}

func restart(name string, tries uint) string {
	switch {
	case name == "no":
		return ""
	case name == "on-failure" && tries > 0:
		return fmt.Sprintf("%s:%d", name, tries)
	}
	return name
}

func recorded(f model.Field, rates []DeviceRate) string {
	var all []Rate
	for _, r := range rates {
		if r.Rate < AnyRate {
			all = append(all, Rate{Device: r.Path, N: int64(min(r.Rate, maxSize))})
		}
	}
	return FormatRates(IsBytes(f), all)
}
