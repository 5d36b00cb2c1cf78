package model

// A Metric is one number podtop can show as a column, sort by and export.
// Adding a metric means adding a row to Metrics.
type Metric struct {
	Name  string // in flags, filters and exports
	Title string // as a column
	Unit  Dimension
	Help  string
	Of    func(*Figures) float64 // NaN if not known

	// Series is its name in OpenMetrics, after podtop_container_; "" if it has
	// none there. One that ends in _total is the counter that the metric is, or
	// is the rate of; any other ends in its unit, a percentage in _ratio.
	Series string
}

// Metrics lists every metric of a container, in the order columns appear.
var Metrics = []Metric{
	{"cpu", "CPU", Cores, "CPU time used per second, in cores.", func(f *Figures) float64 { return f.CPU }, "cpu_seconds_total"},
	{"cpu.limit%", "CPU%L", Percent, "CPU used, of the effective limit.", func(f *Figures) float64 { return f.CPULimitPct }, "cpu_limit_used_ratio"},
	{"throttled%", "THR", Percent, "Periods in which the CPU quota ran out; the worst of the container and its ancestors.", func(f *Figures) float64 { return f.ThrottledPct }, "cpu_throttled_ratio"},
	{"mem", "MEM", Bytes, "Memory charged to the container (memory.current).", func(f *Figures) float64 { return f.Mem }, "memory_bytes"},
	{"mem.ws", "WS", Bytes, "Working set: mem less inactive_file, the page cache that goes first.", func(f *Figures) float64 { return f.MemWS }, "memory_working_set_bytes"},
	{"mem.hard", "HARD", Bytes, "Memory that cannot be reclaimed: mem - file + shmem - slab_reclaimable; what can OOM.", func(f *Figures) float64 { return f.MemHard }, "memory_hard_bytes"},
	{"mem.limit%", "MEM%L", Percent, "mem.hard, of the effective memory limit.", func(f *Figures) float64 { return f.MemLimitPct }, "memory_limit_used_ratio"},
	{"anon", "ANON", Bytes, "Anonymous memory.", func(f *Figures) float64 { return f.Anon }, "memory_anon_bytes"},
	{"file", "FILE", Bytes, "Page cache, with shmem.", func(f *Figures) float64 { return f.File }, "memory_file_bytes"},
	{"shmem", "SHMEM", Bytes, "Shared memory and tmpfs.", func(f *Figures) float64 { return f.Shmem }, "memory_shmem_bytes"},
	{"kernel", "KERNEL", Bytes, "Kernel memory: stacks, page tables, slab and the like.", func(f *Figures) float64 { return f.Kernel }, "memory_kernel_bytes"},
	{"sock", "SOCK", Bytes, "Network buffers.", func(f *Figures) float64 { return f.Sock }, "memory_sock_bytes"},
	{"swap", "SWAP", Bytes, "Memory swapped out.", func(f *Figures) float64 { return f.Swap }, "memory_swap_bytes"},
	{"oom_kills", "OOM", Number, "Processes the OOM killer has killed in it (memory.events oom_kill).", func(f *Figures) float64 { return f.OOMKills }, "oom_kills_total"},
	{"net.rx", "NET ↓", BytesPerSec, "Bytes received per second.", func(f *Figures) float64 { return f.NetRx }, "network_receive_bytes_total"},
	{"net.tx", "NET ↑", BytesPerSec, "Bytes sent per second.", func(f *Figures) float64 { return f.NetTx }, "network_transmit_bytes_total"},
	{"net.drops", "DROPS", PerSec, "Packets dropped per second, both ways.", func(f *Figures) float64 { return f.NetDrops }, "network_dropped_packets_total"},
	{"net.errs", "ERRS", PerSec, "Packet errors per second, both ways.", func(f *Figures) float64 { return f.NetErrs }, "network_errors_total"},
	{"blk.r", "BLK R", BytesPerSec, "Bytes read from block devices per second.", func(f *Figures) float64 { return f.BlkR }, "block_read_bytes_total"},
	{"blk.w", "BLK W", BytesPerSec, "Bytes written to block devices per second.", func(f *Figures) float64 { return f.BlkW }, "block_written_bytes_total"},
	{"blk.riops", "RIOPS", PerSec, "Reads from block devices per second.", func(f *Figures) float64 { return f.BlkRIOPS }, "block_reads_total"},
	{"blk.wiops", "WIOPS", PerSec, "Writes to block devices per second.", func(f *Figures) float64 { return f.BlkWIOPS }, "block_writes_total"},
	{"pids", "PIDS", Number, "Processes and threads (pids.current).", func(f *Figures) float64 { return f.Pids }, "pids"},
	{"psi.cpu", "PSI C", Percent, "Share of time in which some task waited for a CPU.", func(f *Figures) float64 { return f.PSICPU }, "pressure_cpu_waiting_seconds_total"},
	{"psi.mem", "PSI M", Percent, "Share of time in which some task waited for memory.", func(f *Figures) float64 { return f.PSIMem }, "pressure_memory_waiting_seconds_total"},
	{"psi.io", "PSI I", Percent, "Share of time in which some task waited for I/O.", func(f *Figures) float64 { return f.PSIIO }, "pressure_io_waiting_seconds_total"},
	{"cpu.limit", "CPU LIM", Cores, "The effective CPU limit: the strictest of the container and its ancestors.", func(f *Figures) float64 { return f.CPULimit }, ""},
	{"mem.limit", "MEM LIM", Bytes, "The effective memory limit: the strictest of the container and its ancestors.", func(f *Figures) float64 { return f.MemLimit }, ""},
	{"restarts", "RST", Number, "Restarts by Podman, or by the unit that runs it.", func(f *Figures) float64 { return f.Restarts }, "restarts_total"},
	{"restarts.5m", "RST5M", Number, "Restarts seen in the last 5 minutes.", func(f *Figures) float64 { return f.RestartsLately }, ""},
	{"oom.age", "OOM AGO", Seconds, "Time since the last OOM kill in it, seen by podtop or told by Podman.", func(f *Figures) float64 { return f.OOMAge }, "oom_age_seconds"},
	{"ended", "ENDED", Seconds, "Time since it ended, of what does not run.", func(f *Figures) float64 { return f.EndedAgo }, "ended_age_seconds"},
	{"uptime", "AGE", Seconds, "Time since the start.", func(f *Figures) float64 { return f.Uptime }, "uptime_seconds"},
}

// MetricByName returns the metric called name, or nil.
func MetricByName(name string) *Metric {
	for i := range Metrics {
		if Metrics[i].Name == name {
			return &Metrics[i]
		}
	}
	return nil
}

// MetricNames returns the names of all metrics, in their order.
func MetricNames() []string {
	names := make([]string, len(Metrics))
	for i, m := range Metrics {
		names[i] = m.Name
	}
	return names
}
