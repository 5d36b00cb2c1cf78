package model

import "podtop/model/clean"

// A Field is one setting of a container that Podman can change while it runs,
// by the name of podman update's flag.
type Field string

// Fields.
const (
	FieldCPUs              Field = "cpus"
	FieldCPUShares         Field = "cpu-shares"
	FieldCPUPeriod         Field = "cpu-period"
	FieldCPUQuota          Field = "cpu-quota"
	FieldCPUSetCPUs        Field = "cpuset-cpus"
	FieldCPUSetMems        Field = "cpuset-mems"
	FieldMemory            Field = "memory"
	FieldMemoryReservation Field = "memory-reservation"
	FieldMemorySwap        Field = "memory-swap"
	FieldMemorySwappiness  Field = "memory-swappiness"
	FieldPidsLimit         Field = "pids-limit"
	FieldBlkioWeight       Field = "blkio-weight"
	FieldDeviceReadBps     Field = "device-read-bps"
	FieldDeviceWriteBps    Field = "device-write-bps"
	FieldDeviceReadIOPS    Field = "device-read-iops"
	FieldDeviceWriteIOPS   Field = "device-write-iops"
	FieldRestartPolicy     Field = "restart"
)

// A Setting is one field and what it is to be.
type Setting struct {
	Field Field
	None  bool         // no limit; Value is "" then
	Value clean.String // as podman update takes it: "1.5", "512m", "0-3", "/dev/vda:1m"; of one that restores, as Podman had it
}
