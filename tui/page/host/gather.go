package host

import (
	"podtop/model"
	"podtop/model/probe"
)

// conmons is the path of the row that all conmons share.
const conmons = "/libpod-conmon"

// gather makes a row of each cgroup that is no container's, and a single one of
// all conmons: each container has one, and none of them says much.
func gather(h *probe.Host, r *probe.HostRates) []cgroup {
	var rows []cgroup
	first, n := 0, 0
	for i := range h.Cgroups {
		row := cgroup{&h.Cgroups[i], r.Cgroups[i], ""}
		if _, ok := conmonOf(row.Path); ok {
			if n++; n > 1 {
				rows[first] = rows[first].with(row)
				rows[first].name = "libpod-conmon of " + model.Plural(n, "container", "containers")
				continue
			}
			first = len(rows)
		}
		rows = append(rows, row)
	}
	return rows
}

// with is the sum of two conmons.
func (c cgroup) with(d cgroup) cgroup {
	sum := cgroup{OtherCgroup: &probe.OtherCgroup{
		Path: conmons, CPUUsec: c.CPUUsec.Add(d.CPUUsec), Memory: c.Memory.Add(d.Memory),
		RBytes: c.RBytes.Add(d.RBytes), WBytes: c.WBytes.Add(d.WBytes), Pids: c.Pids.Add(d.Pids),
	}}
	sum.CPU, sum.Read, sum.Written = plus(c.CPU, d.CPU), plus(c.Read, d.Read), plus(c.Written, d.Written)
	return sum
}

// plus is a sum over what is known.
func plus(a, b float64) float64 {
	switch {
	case a != a:
		return b
	case b != b:
		return a
	}
	return a + b
}
