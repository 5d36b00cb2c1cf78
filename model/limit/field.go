// Package limit says which limits of a container podtop can change, how they
// are written, and what they do to each other. What it calls values are those
// of podman update's flags, in their shortest exact form: "1.5", "512m", "0-3",
// "/dev/vda:1m"; "" is no limit.
package limit

import "podtop/model"

// A Field describes one of model's Fields.
type Field struct {
	Name   model.Field // podman update's flag
	V1, V2 string      // the kernel's files; "" where there is none
	Needs  string      // the controller
	Since  string      // the first Podman that changes it while the container runs
	Unset  string      // how it becomes none, or what comes nearest to that
	Help   string

	parse func(string) (string, error)
}

// Fields are all there are, in podman update's order of importance. The README
// has them as a table.
var Fields = []Field{
	{
		model.FieldCPUs, "cpu.cfs_quota_us, cpu.cfs_period_us", "cpu.max", "cpu", "4.3",
		"`quota:0, period:0` on record, `CPUQuota=` of the scope, `max` into its child", "CPU time, in cores", parseCores,
	},
	{
		model.FieldCPUQuota, "cpu.cfs_quota_us", "cpu.max", "cpu", "4.3",
		"as `cpus`", "CPU time in each period, in µs", number(1000, 1<<40, "a number of µs, 1000 at least"),
	},
	{
		model.FieldCPUPeriod, "cpu.cfs_period_us", "cpu.max", "cpu", "4.3",
		"`100000`, which is the kernel's own", "the period of the quota, in µs", number(1000, 1_000_000, "a number of µs from 1000 to 1000000"),
	},
	{
		model.FieldCPUShares, "cpu.shares", "cpu.weight", "cpu", "4.3",
		"`shares:0` on record, `CPUWeight=` of the scope, `100` into its child", "share of the CPUs when they are short; on v2 it becomes a weight", number(2, 262144, "a number from 2 to 262144"),
	},
	{
		model.FieldCPUSetCPUs, "cpuset.cpus", "cpuset.cpus", "cpuset", "4.3",
		"cannot: all the CPUs there are come nearest", "the CPUs it may run on, as 0-3,8", parseList,
	},
	{
		model.FieldCPUSetMems, "cpuset.mems", "cpuset.mems", "cpuset", "4.3",
		"cannot: all the memory nodes there are come nearest", "the memory nodes it may use, as 0-1", parseList,
	},
	{
		model.FieldMemory, "memory.limit_in_bytes", "memory.max", "memory", "4.3",
		"`limit:-1, swap:-1`: swap's goes with it", "memory", parseSize,
	},
	{
		model.FieldMemoryReservation, "memory.soft_limit_in_bytes", "memory.low", "memory", "4.3",
		"`reservation:0`; on v1 `-1`", "on v2 memory that is protected from reclaim, no limit at all; on v1 what it is pushed back to when memory is short", parseSize,
	},
	{
		model.FieldMemorySwap, "memory.memsw.limit_in_bytes", "memory.swap.max", "memory", "4.3",
		"`swap:-1`", "memory and swap together: the same as memory is no swap", parseSize,
	},
	{
		model.FieldMemorySwappiness, "memory.swappiness", "", "memory", "5.0",
		"cannot: 60, the kernel's own, comes nearest", "how readily it swaps, 0 to 100; v2 has no such thing", number(0, 100, "a number from 0 to 100"),
	},
	{
		model.FieldPidsLimit, "pids.max", "pids.max", "pids", "4.3",
		"`limit:-1`", "processes and threads; 4.3 takes it by the API alone", number(1, 1<<22, "a number from 1 to 4194304"),
	},
	{
		model.FieldBlkioWeight, "blkio.weight, blkio.bfq.weight", "io.weight, io.bfq.weight", "io", "5.0",
		"cannot: 100, the kernel's own, comes nearest", "share of the disks when they are short; needs the BFQ scheduler, or io.cost", number(10, 1000, "a number from 10 to 1000"),
	},
	{
		model.FieldDeviceReadBps, "blkio.throttle.read_bps_device", "io.max rbps", "io", "5.0",
		"`rate:18446744073709551615`, which the kernel takes for `max`", "bytes a second read from a disk, as /dev/vda:1m", rates(parseSize),
	},
	{
		model.FieldDeviceWriteBps, "blkio.throttle.write_bps_device", "io.max wbps", "io", "5.0",
		"as `device-read-bps`", "bytes a second written to a disk", rates(parseSize),
	},
	{
		model.FieldDeviceReadIOPS, "blkio.throttle.read_iops_device", "io.max riops", "io", "5.0",
		"as `device-read-bps`", "reads a second from a disk, as /dev/vda:100", rates(parseIOPS),
	},
	{
		model.FieldDeviceWriteIOPS, "blkio.throttle.write_iops_device", "io.max wiops", "io", "5.0",
		"as `device-read-iops`", "writes a second to a disk", rates(parseIOPS),
	},
	{
		model.FieldRestartPolicy, "", "", "", "5.1",
		"`no`", "when Podman starts it again: no, always, unless-stopped, on-failure, on-failure:3", parseRestart,
	},
}

// Of is the Field called name, or nil.
func Of(name model.Field) *Field {
	for i := range Fields {
		if Fields[i].Name == name {
			return &Fields[i]
		}
	}
	return nil
}
