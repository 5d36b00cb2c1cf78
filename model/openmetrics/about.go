package openmetrics

import (
	"math"
	"time"
)

// containerFamilies are what is written of a container beside the metrics.
//
// State, health and info have the type gauge, not stateset and info: to
// Prometheus these are the same, and parsers of its older format, which take
// all else, refuse the words.
var containerFamilies = []family[*container]{
	{
		name: "info", help: "What it is made from and run by. Always 1.",
		of: func(*container) float64 { return 1 },
		labels: func(l labels, c *container) labels {
			return l.with("runtime", string(c.Runtime)).with("image", c.Image).with("unit", c.Unit).with("project", c.Project)
		},
	},
	{
		name: "state", help: "The state it is in, running or paused or exited and so on. Always 1.",
		of:     func(c *container) float64 { return one(string(c.State)) },
		labels: func(l labels, c *container) labels { return l.with("state", string(c.State)) },
	},
	{
		name: "health", help: "What its health check says: healthy, unhealthy or starting. Always 1.",
		of:     func(c *container) float64 { return one(c.Health) },
		labels: func(l labels, c *container) labels { return l.with("health", c.Health) },
	},
	{name: "exit_code", help: "The exit code of what has ended.", of: exitCode},
	{name: "start_time_seconds", help: "When it was last started, since 1970.", of: func(c *container) float64 { return unix(c.Started) }},
	{name: "cpu_user_seconds_total", help: "CPU time used in user mode.", of: func(c *container) float64 { return seconds(c.reading.CPU.UserUsec) }},
	{name: "cpu_system_seconds_total", help: "CPU time used in the kernel.", of: func(c *container) float64 { return seconds(c.reading.CPU.SystemUsec) }},
	{name: "cpu_quota_periods_total", help: "Periods of its own CPU quota.", of: func(c *container) float64 { return c.quota.Periods.Float() }},
	{name: "cpu_throttled_periods_total", help: "Periods in which its own CPU quota ran out.", of: func(c *container) float64 { return c.quota.Throttled.Float() }},
	{name: "cpu_throttled_seconds_total", help: "Time its own CPU quota kept it waiting, summed over CPUs.", of: func(c *container) float64 { return seconds(c.quota.Usec) }},
	{name: "cpu_limit_cores", help: "The CPU limit in force: the strictest of its own and its ancestors'.", of: func(c *container) float64 { return c.Effective.CPU.Float() / 1e6 }},
	{name: "memory_limit_bytes", help: "The memory limit in force: the strictest of its own and its ancestors'.", of: func(c *container) float64 { return c.Effective.Memory.Float() }},
	{name: "memory_high_bytes", help: "What it is throttled above (memory.high).", of: func(c *container) float64 { return c.Effective.High.Float() }},
	{name: "pids_limit", help: "How many processes and threads it may have.", of: func(c *container) float64 { return c.Effective.Pids.Float() }},
	{name: "memory_high_events_total", help: "Times it was throttled above memory.high.", of: func(c *container) float64 { return c.reading.Events.High.Float() }},
	{name: "memory_max_events_total", help: "Times it ran into its memory limit.", of: func(c *container) float64 { return c.reading.Events.Max.Float() }},
	{name: "memory_oom_events_total", help: "Times it was out of memory.", of: func(c *container) float64 { return c.reading.Events.OOM.Float() }},
	{name: "pressure_cpu_stalled_seconds_total", help: "Time in which all tasks waited for a CPU.", of: func(c *container) float64 { return seconds(c.reading.PSI.CPUFull) }},
	{name: "pressure_memory_stalled_seconds_total", help: "Time in which all tasks waited for memory.", of: func(c *container) float64 { return seconds(c.reading.PSI.MemFull) }},
	{name: "pressure_io_stalled_seconds_total", help: "Time in which all tasks waited for I/O.", of: func(c *container) float64 { return seconds(c.reading.PSI.IOFull) }},
}

func exitCode(c *container) float64 {
	if !c.Ended() {
		return math.NaN()
	}
	return float64(c.ExitCode)
}

func unix(t time.Time) float64 {
	if t.IsZero() {
		return math.NaN()
	}
	return float64(t.UnixMilli()) / 1000
}
