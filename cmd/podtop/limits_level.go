package main

import (
	"fmt"
	"strconv"

	"podtop/model"
	"podtop/model/limit"
	"podtop/model/probe"
)

// bounding are the fields that a cgroup around the container's bounds as well.
var bounding = map[model.Field]func(*probe.Level) model.Limit{
	model.FieldCPUs:       probe.CPUMax,
	model.FieldMemory:     probe.MemoryMax,
	model.FieldMemorySwap: probe.SwapMax,
	model.FieldPidsLimit:  probe.PidsMax,
}

// levelRow is what the cgroups of c say of f.
func levelRow(f model.Field, c *probe.Cgroups) limitRow {
	r := limitRow{Field: f}
	own, inner := c.Own(), c.Inner()
	if own == nil {
		return r
	}
	r.Scope = levelText(f, own, c.Legacy)
	if len(inner) > 1 {
		r.Child = levelText(f, &inner[0], c.Legacy)
	}
	switch of := bounding[f]; {
	case of != nil:
		least, by := probe.Strictest(c.Levels, of)
		r.Effective = limitText(f, least)
		if by != nil {
			r.By = by.Path
		}
	case f == model.FieldCPUSetCPUs:
		if cpus, by := probe.CPUs(c.Levels); by != nil {
			r.Effective, r.By = probe.FormatCPUs(cpus), by.Path
		}
	case f == model.FieldMemorySwappiness && !c.Legacy:
		if n, ok := c.HostSwappiness.Get(); ok {
			r.Effective, r.By = strconv.FormatUint(n, 10), hostSwappiness
		}
	default:
		r.Effective = r.Scope
		if r.Child != "" {
			r.Effective = r.Child
		}
	}
	return r
}

// hostSwappiness is what bounds a container on v2, where no cgroup has a
// swappiness of its own.
const hostSwappiness = "/proc/sys/vm/swappiness"

// levelText is what one cgroup has, as it stands in a limitRow.
func levelText(f model.Field, l *probe.Level, legacy bool) string {
	if of := bounding[f]; of != nil {
		return limitText(f, of(l))
	}
	switch f {
	case model.FieldCPUShares:
		n, ok := l.CPUWeight.Get()
		switch {
		case ok && legacy:
			return strconv.FormatUint(n, 10)
		case ok:
			return fmt.Sprintf("weight %d", n)
		}
	case model.FieldMemorySwappiness:
		if n, ok := l.Swappiness.Get(); ok {
			return strconv.FormatUint(n, 10)
		}
	case model.FieldCPUSetCPUs:
		return l.CPUSet
	case model.FieldCPUSetMems:
		return l.MemSet
	case model.FieldMemoryReservation:
		if n, ok := l.MemoryLow.Get(); ok && n == 0 {
			return "none"
		}
		return limitText(f, l.MemoryLow)
	}
	if limit.IsRate(f) {
		return ratesText(f, l)
	}
	return ""
}

// limitText is "max" for no limit, "" for one that is not known. Of swap it is
// swap alone, as the kernel has it.
func limitText(f model.Field, l model.Limit) string {
	n, ok := l.Get()
	switch {
	case !l.IsKnown():
		return ""
	case !ok:
		return "max"
	case f == model.FieldCPUs:
		return strconv.FormatFloat(float64(n)/1e6, 'f', -1, 64)
	case limit.IsBytes(f) && n == 0:
		return "0"
	case limit.IsBytes(f):
		return limit.Size(int64(min(n, 1<<62-1)))
	}
	return strconv.FormatUint(n, 10)
}

func ratesText(f model.Field, l *probe.Level) string {
	var rates []limit.Rate
	for i := range l.IOMax {
		d := &l.IOMax[i]
		if n, ok := limit.OfDevice(f, d).Get(); ok {
			rates = append(rates, limit.Rate{Device: d.Device, N: int64(min(n, 1<<62-1))})
		}
	}
	return limit.FormatRates(limit.IsBytes(f), rates)
}
