package model

// A Metric is one number podtop can show as a column, sort by and export.
// Adding a metric means adding a row to Metrics.
type Metric struct {
	Name  string // in flags, filters and exports
	Title string // as a column
	Unit  Dimension
	Help  string
	Of    func(*Figures) float64 // NaN if not known
}

// Metrics lists every metric of a container, in the order columns appear.
var Metrics = []Metric{
	{"cpu", "CPU", Cores, "CPU time used per second, in cores.", func(f *Figures) float64 { return f.CPU }},
	{"cpu.limit%", "CPU%L", Percent, "CPU used, of the effective limit.", func(f *Figures) float64 { return f.CPULimitPct }},
	{"throttled%", "THR", Percent, "Periods in which the CPU quota ran out; the worst of the container and its ancestors.", func(f *Figures) float64 { return f.ThrottledPct }},
	{"mem", "MEM", Bytes, "Memory charged to the container (memory.current).", func(f *Figures) float64 { return f.Mem }},
	{"mem.ws", "WS", Bytes, "Working set: mem less inactive_file, what podman stats shows.", func(f *Figures) float64 { return f.MemWS }},
	{"mem.hard", "HARD", Bytes, "Memory that cannot be reclaimed: mem - file + shmem - slab_reclaimable; what can OOM.", func(f *Figures) float64 { return f.MemHard }},
	{"mem.limit%", "MEM%L", Percent, "mem.hard, of the effective memory limit.", func(f *Figures) float64 { return f.MemLimitPct }},
	{"anon", "ANON", Bytes, "Anonymous memory.", func(f *Figures) float64 { return f.Anon }},
	{"file", "FILE", Bytes, "Page cache, with shmem.", func(f *Figures) float64 { return f.File }},
	{"shmem", "SHMEM", Bytes, "Shared memory and tmpfs.", func(f *Figures) float64 { return f.Shmem }},
	{"kernel", "KERNEL", Bytes, "Kernel memory: stacks, page tables, slab and the like.", func(f *Figures) float64 { return f.Kernel }},
	{"sock", "SOCK", Bytes, "Network buffers.", func(f *Figures) float64 { return f.Sock }},
	{"swap", "SWAP", Bytes, "Memory swapped out.", func(f *Figures) float64 { return f.Swap }},
	{"oom_kills", "OOM", Number, "Processes the OOM killer has killed in it (memory.events oom_kill).", func(f *Figures) float64 { return f.OOMKills }},
	{"net.rx", "NET ↓", BytesPerSec, "Bytes received per second.", func(f *Figures) float64 { return f.NetRx }},
	{"net.tx", "NET ↑", BytesPerSec, "Bytes sent per second.", func(f *Figures) float64 { return f.NetTx }},
	{"net.drops", "DROPS", PerSec, "Packets dropped per second, both ways.", func(f *Figures) float64 { return f.NetDrops }},
	{"net.errs", "ERRS", PerSec, "Packet errors per second, both ways.", func(f *Figures) float64 { return f.NetErrs }},
	{"blk.r", "BLK R", BytesPerSec, "Bytes read from block devices per second.", func(f *Figures) float64 { return f.BlkR }},
	{"blk.w", "BLK W", BytesPerSec, "Bytes written to block devices per second.", func(f *Figures) float64 { return f.BlkW }},
	{"blk.riops", "RIOPS", PerSec, "Reads from block devices per second.", func(f *Figures) float64 { return f.BlkRIOPS }},
	{"blk.wiops", "WIOPS", PerSec, "Writes to block devices per second.", func(f *Figures) float64 { return f.BlkWIOPS }},
	{"pids", "PIDS", Number, "Processes and threads (pids.current).", func(f *Figures) float64 { return f.Pids }},
	{"psi.cpu", "PSI C", Percent, "Share of time in which some task waited for a CPU.", func(f *Figures) float64 { return f.PSICPU }},
	{"psi.mem", "PSI M", Percent, "Share of time in which some task waited for memory.", func(f *Figures) float64 { return f.PSIMem }},
	{"psi.io", "PSI I", Percent, "Share of time in which some task waited for I/O.", func(f *Figures) float64 { return f.PSIIO }},
	{"restarts", "RST", Number, "Restarts by Podman, or by the unit that runs it.", func(f *Figures) float64 { return f.Restarts }},
	{"uptime", "AGE", Seconds, "Time since the start.", func(f *Figures) float64 { return f.Uptime }},
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
