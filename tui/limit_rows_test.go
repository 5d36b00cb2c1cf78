package tui

import (
	"testing"

	"podtop/model"
	"podtop/model/probe"
)

// On v1 the form has shares and the cgroup's own swappiness; on v2 a weight, and
// no swappiness, which only the host has.
func TestLimitRowsByVersion(t *testing.T) {
	own := probe.Level{Own: true, CPUWeight: model.Known(1024), Swappiness: model.Known(60)}
	rows := func(cgroups string, c *probe.Cgroups) map[model.Field]string {
		held := map[model.Field]string{}
		for _, r := range limitRows(&limitsMsg{cgroups: c}, cgroups) {
			held[r.Field] = r.InForce
		}
		return held
	}
	v1 := rows("v1", &probe.Cgroups{Legacy: true, Levels: []probe.Level{own}})
	if v1[model.FieldCPUShares] != "1024" || v1[model.FieldMemorySwappiness] != "60" {
		t.Errorf("on v1: shares %q, swappiness %q", v1[model.FieldCPUShares], v1[model.FieldMemorySwappiness])
	}
	own.CPUWeight, own.Swappiness = model.Known(100), model.Count{}
	v2 := rows("v2", &probe.Cgroups{Levels: []probe.Level{own}, HostSwappiness: model.Known(60)})
	if _, there := v2[model.FieldMemorySwappiness]; v2[model.FieldCPUShares] != "weight 100" || there {
		t.Errorf("on v2: shares %q, a row of swappiness %v", v2[model.FieldCPUShares], there)
	}
}
