package openmetrics

import "podtop/model"

// host is the machine, and podtop itself on it.
type host struct {
	snap    *model.Snapshot
	sample  *model.Sample
	version string
}

func (host) appendLabels(l labels) labels { return l }

var hostFamilies = []family[host]{
	{
		name: "info", help: "podtop, and the host it watches. Always 1.",
		of: func(host) float64 { return 1 },
		labels: func(l labels, h host) labels {
			l = l.with("version", h.version).with("host", h.snap.Host.Name).with("cgroups", h.snap.Host.Cgroups)
			if h.snap.Demo {
				l = l.with("demo", "true")
			}
			return l
		},
	},
	{name: "self_cpu_seconds_total", help: "CPU time podtop itself has used.", of: func(h host) float64 { return seconds(h.sample.Self.CPUUsec) }},
	{name: "self_resident_memory_bytes", help: "Memory podtop itself has resident.", of: func(h host) float64 { return h.snap.Self.RSS }},
	{name: "host_cpus", help: "CPUs that are online.", of: func(h host) float64 { return float64(h.snap.Host.CPUs) }},
	{name: "host_cpu_seconds_total", help: "CPU time used by everything: not idle, not waiting for I/O.", of: func(h host) float64 { return seconds(h.sample.Host.BusyUsec) }},
	{name: "host_memory_total_bytes", help: "Memory there is.", of: func(h host) float64 { return h.snap.Host.MemTotal }},
	{name: "host_memory_used_bytes", help: "Memory that is not available (MemTotal - MemAvailable).", of: func(h host) float64 { return h.snap.Host.MemUsed }},
	{name: "host_swap_total_bytes", help: "Swap there is.", of: func(h host) float64 { return h.snap.Host.SwapTotal }},
	{name: "host_swap_used_bytes", help: "Swap in use.", of: func(h host) float64 { return h.snap.Host.SwapUsed }},
	{name: "host_load1", help: "Load average over 1 minute.", of: func(h host) float64 { return h.snap.Host.Load1 }},
	{name: "host_load5", help: "Load average over 5 minutes.", of: func(h host) float64 { return h.snap.Host.Load5 }},
	{name: "host_load15", help: "Load average over 15 minutes.", of: func(h host) float64 { return h.snap.Host.Load15 }},
	{name: "host_pressure_cpu_waiting_seconds_total", help: "Time in which some task waited for a CPU.", of: func(h host) float64 { return seconds(h.sample.Host.PSI.CPUSome) }},
	{name: "host_pressure_memory_waiting_seconds_total", help: "Time in which some task waited for memory.", of: func(h host) float64 { return seconds(h.sample.Host.PSI.MemSome) }},
	{name: "host_pressure_memory_stalled_seconds_total", help: "Time in which all tasks waited for memory.", of: func(h host) float64 { return seconds(h.sample.Host.PSI.MemFull) }},
	{name: "host_pressure_io_waiting_seconds_total", help: "Time in which some task waited for I/O.", of: func(h host) float64 { return seconds(h.sample.Host.PSI.IOSome) }},
	{name: "host_pressure_io_stalled_seconds_total", help: "Time in which all tasks waited for I/O.", of: func(h host) float64 { return seconds(h.sample.Host.PSI.IOFull) }},
	{name: "host_network_receive_bytes_total", help: "Bytes received by the host's own network.", of: func(h host) float64 { return h.sample.Host.Net.RxBytes.Float() }},
	{name: "host_network_transmit_bytes_total", help: "Bytes sent by the host's own network.", of: func(h host) float64 { return h.sample.Host.Net.TxBytes.Float() }},
	{name: "host_network_dropped_packets_total", help: "Packets dropped, both ways.", of: func(h host) float64 { return drops(&h.sample.Host.Net) }},
	{name: "host_network_errors_total", help: "Packet errors, both ways.", of: func(h host) float64 { return errs(&h.sample.Host.Net) }},
	{name: "host_block_read_bytes_total", help: "Bytes read from whole disks.", of: func(h host) float64 { return h.sample.Host.IO.RBytes.Float() }},
	{name: "host_block_written_bytes_total", help: "Bytes written to whole disks.", of: func(h host) float64 { return h.sample.Host.IO.WBytes.Float() }},
	{name: "host_block_reads_total", help: "Reads from whole disks.", of: func(h host) float64 { return h.sample.Host.IO.RIOs.Float() }},
	{name: "host_block_writes_total", help: "Writes to whole disks.", of: func(h host) float64 { return h.sample.Host.IO.WIOs.Float() }},
}
