package tui

import (
	"encoding/json"
	"strconv"

	"podtop/model"
	"podtop/model/limit"
	"podtop/model/probe"
	"podtop/tui/overlay"
)

// limitRows are the rows of the form: each limit there is on such a host, what
// Podman has on record of it and what holds.
func limitRows(m *limitsMsg, cgroups string) []overlay.LimitRow {
	var rows []overlay.LimitRow
	recorded := recorded(m.inspection)
	for i := range limit.Fields {
		f := &limit.Fields[i]
		if cgroups == "v2" && f.V1 != "" && f.V2 == "" {
			continue // there is no such thing
		}
		r := overlay.LimitRow{Field: f.Name, Help: f.Help, Record: model.Dash, InForce: model.Dash}
		if v, ok := recorded.Get(f.Name); ok {
			r.Record = limit.Format(f.Name, v)
		} else if v, ok := onRecord(f.Name, &m.container.Meta); ok {
			r.Record = v
		}
		r.InForce, r.By = kernelLimit(f.Name, m)
		if f.V2 == "" && f.V1 == "" {
			r.InForce = r.Record // it is Podman's own
		}
		rows = append(rows, r)
	}
	return rows
}

// recorded are the limits that podman inspect has; none are known without it.
func recorded(a *probe.Inspection) limit.Values {
	var r limit.Inspection
	if a == nil || json.Unmarshal(a.JSON, &r) != nil {
		return nil
	}
	return r.Values()
}

// onRecord is what the inventory says of a limit, where inspect did not.
func onRecord(f model.Field, m *model.Meta) (string, bool) {
	r := probe.Recorded(m)
	switch f {
	case model.FieldCPUs:
		return limitText(r.CPU, model.Cores), r.CPU.IsKnown()
	case model.FieldMemory:
		return limitText(r.Memory, model.Bytes), r.Memory.IsKnown()
	case model.FieldMemoryReservation:
		return limitText(r.Low, model.Bytes), r.Low.IsKnown()
	case model.FieldPidsLimit:
		return limitText(r.Pids, model.Number), r.Pids.IsKnown()
	}
	return "", false
}

// kernelLimit is what the kernel enforces, and the cgroup that does if it is above
// the container's own.
func kernelLimit(f model.Field, m *limitsMsg) (text, by string) {
	switch f {
	case model.FieldCPUs:
		return m.strictest(m.container.Effective.CPU, probe.CPUMax, model.Cores)
	case model.FieldMemory:
		return m.strictest(m.container.Effective.Memory, probe.MemoryMax, model.Bytes)
	case model.FieldPidsLimit:
		return m.strictest(m.container.Effective.Pids, probe.PidsMax, model.Number)
	}
	own := m.own()
	if own == nil {
		return model.Dash, ""
	}
	switch f {
	case model.FieldCPUQuota:
		return micro(own.CPUQuota, limit.Unlimited), ""
	case model.FieldCPUPeriod:
		return micro(own.CPUPer, model.Dash), ""
	case model.FieldCPUShares:
		if m.cgroups.Legacy {
			return countText(own.CPUWeight, model.Dash), ""
		}
		return "weight " + countText(own.CPUWeight, model.Dash), ""
	case model.FieldCPUSetCPUs:
		return m.set(own.CPUSet), ""
	case model.FieldCPUSetMems:
		return m.set(own.MemSet), ""
	case model.FieldMemoryReservation:
		if own.MemoryLow == model.LimitOf(0) {
			return "none", ""
		}
		return limitText(own.MemoryLow, model.Bytes), ""
	case model.FieldMemorySwap:
		return m.swap()
	case model.FieldMemorySwappiness:
		return countText(own.Swappiness, model.Dash), ""
	}
	if limit.IsRate(f) {
		return rates(f, own), ""
	}
	return model.Dash, ""
}

func (m *limitsMsg) own() *probe.Level {
	if m.cgroups == nil {
		return nil
	}
	return m.cgroups.Own()
}

// strictest is the least of a chain's limits; sampled is what the samples say,
// where nobody has looked.
func (m *limitsMsg) strictest(sampled model.Limit, of func(*probe.Level) model.Limit, d model.Dimension) (text, by string) {
	if m.cgroups == nil || m.own() == nil {
		return limitText(sampled, d), ""
	}
	least, at := probe.Strictest(m.cgroups.Levels, of)
	if at != nil && !at.Own {
		by = m.cgroups.Where(at, &m.container.Meta)
	}
	return limitText(least, d), by
}

// swap is the swap there may be beside the memory.
func (m *limitsMsg) swap() (text, by string) {
	least, _ := probe.Strictest(m.cgroups.Levels, probe.SwapMax)
	if text = limitText(least, model.Bytes); text != limit.Unlimited && text != model.Dash {
		text = "swap " + text
	}
	return text, ""
}

func (m *limitsMsg) set(text string) string {
	switch {
	case m.cgroups.Lacks("cpuset"):
		return model.Dash
	case text == "":
		return "all"
	}
	return text
}

// rates are what f bounds devices to.
func rates(f model.Field, l *probe.Level) string {
	text, unit, d := "", "/s", model.Number
	if limit.IsBytes(f) {
		unit, d = "B/s", model.BytesPerSec
	}
	for i := range l.IOMax {
		if n := limit.OfDevice(f, &l.IOMax[i]); n != model.NoLimit && n.IsKnown() {
			if text != "" {
				text += ","
			}
			text += l.IOMax[i].Device + " " + limitText(n, d) + unit
		}
	}
	if text == "" {
		return limit.Unlimited
	}
	return text
}

// limitText is a limit as a person reads it.
func limitText(l model.Limit, d model.Dimension) string {
	n, ok := l.Get()
	switch {
	case !l.IsKnown():
		return model.Dash
	case !ok:
		return limit.Unlimited
	case d == model.Cores:
		return string(model.AppendValue(nil, float64(n)/1e6, d))
	case d == model.Number:
		return strconv.FormatUint(n, 10)
	}
	return string(model.AppendValue(nil, float64(n), d))
}

func countText(n model.Count, none string) string {
	if v, ok := n.Get(); ok {
		return strconv.FormatUint(v, 10)
	}
	return none
}

// micro is a number of microseconds.
func micro(n model.Count, none string) string {
	if !n.IsKnown() {
		return none
	}
	return countText(n, "") + " µs"
}
