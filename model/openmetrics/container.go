package openmetrics

import (
	"strings"

	"podtop/model"
)

// A container is a row of the snapshot, with what the kernel counted of it.
type container struct {
	*model.Container
	reading *model.Reading // zero if it has no cgroup
	network *model.Network // zero unless the network is its own
	quota   *model.Quota   // zero unless one of its own cgroups has one
}

// containerRows are the snapshot's containers. No two have the same labels.
func containerRows(snap *model.Snapshot, s *model.Sample) []*container {
	readings := make(map[model.ID]*model.Reading, len(s.Readings))
	for i := range s.Readings {
		readings[s.Readings[i].ID] = &s.Readings[i]
	}
	rows := make([]*container, 0, len(snap.Containers))
	seen := make(map[string]bool, len(snap.Containers))
	for i := range snap.Containers {
		row := &container{&snap.Containers[i], &model.Reading{}, &model.Network{}, &model.Quota{}}
		if r := readings[row.ID]; r != nil {
			row.reading, row.quota = r, ownQuota(s, r)
			if row.Net == model.NetOwn {
				row.network = networkOf(s, r.Net)
			}
		}
		key := string(row.appendLabels(labels{}).b)
		if !seen[key] {
			seen[key] = true
			rows = append(rows, row)
		}
	}
	return rows
}

func (c *container) appendLabels(l labels) labels {
	return l.with("id", string(c.ID)).with("name", c.Name).with("user", c.Owner()).with("pod", c.PodTitle())
}

// ownQuota is the outermost of the container's own cgroups that has a quota.
// An ancestor's counts others too.
func ownQuota(s *model.Sample, r *model.Reading) *model.Quota {
	own := &model.Quota{}
	for _, i := range r.Quotas {
		q := &s.Quotas[i]
		if q.Path != r.Path && !strings.HasPrefix(q.Path, r.Path+"/") {
			continue
		}
		if own.Path == "" || len(q.Path) < len(own.Path) {
			own = q
		}
	}
	return own
}

func networkOf(s *model.Sample, id model.NetworkID) *model.Network {
	for i := range s.Networks {
		if s.Networks[i].ID == id {
			return &s.Networks[i]
		}
	}
	return &model.Network{}
}

// metricFamily is the family of a metric: itself, or the counter behind it.
func metricFamily(m *model.Metric) family[*container] {
	for _, f := range counters {
		if f.name == m.Series {
			return f
		}
	}
	base := 1.0
	if m.Unit == model.Percent {
		base = 100
	}
	return family[*container]{name: m.Series, help: m.Help, of: func(c *container) float64 { return m.Of(&c.Figures) / base }}
}

// counters are what the metrics are that end in _total.
var counters = []family[*container]{
	{name: "cpu_seconds_total", help: "CPU time used.", of: func(c *container) float64 { return seconds(c.reading.CPU.UsageUsec) }},
	{name: "oom_kills_total", help: "Processes the OOM killer has killed in it.", of: func(c *container) float64 { return c.reading.Events.OOMKill.Float() }},
	{name: "network_receive_bytes_total", help: "Bytes received, where the network is its own.", of: func(c *container) float64 { return c.network.RxBytes.Float() }},
	{name: "network_transmit_bytes_total", help: "Bytes sent, where the network is its own.", of: func(c *container) float64 { return c.network.TxBytes.Float() }},
	{name: "network_dropped_packets_total", help: "Packets dropped, both ways.", of: func(c *container) float64 { return drops(c.network) }},
	{name: "network_errors_total", help: "Packet errors, both ways.", of: func(c *container) float64 { return errs(c.network) }},
	{name: "block_read_bytes_total", help: "Bytes read from block devices.", of: func(c *container) float64 { return c.reading.IO.RBytes.Float() }},
	{name: "block_written_bytes_total", help: "Bytes written to block devices.", of: func(c *container) float64 { return c.reading.IO.WBytes.Float() }},
	{name: "block_reads_total", help: "Reads from block devices.", of: func(c *container) float64 { return c.reading.IO.RIOs.Float() }},
	{name: "block_writes_total", help: "Writes to block devices.", of: func(c *container) float64 { return c.reading.IO.WIOs.Float() }},
	{name: "pressure_cpu_waiting_seconds_total", help: "Time in which some task waited for a CPU.", of: func(c *container) float64 { return seconds(c.reading.PSI.CPUSome) }},
	{name: "pressure_memory_waiting_seconds_total", help: "Time in which some task waited for memory.", of: func(c *container) float64 { return seconds(c.reading.PSI.MemSome) }},
	{name: "pressure_io_waiting_seconds_total", help: "Time in which some task waited for I/O.", of: func(c *container) float64 { return seconds(c.reading.PSI.IOSome) }},
	{name: "restarts_total", help: "Restarts by Podman, or by the unit that runs it.", of: func(c *container) float64 { return c.Meta.Restarts.Float() }},
}

func drops(n *model.Network) float64 { return n.RxDrop.Add(n.TxDrop).Float() }
func errs(n *model.Network) float64  { return n.RxErrs.Add(n.TxErrs).Float() }
