package bench

import (
	"context"

	"podtop/model"
	"podtop/model/bench"
	"podtop/model/clean"
	"podtop/model/limit"
)

// Machine is what Podman says of the host and of itself, and the limits that
// hold for what is measured.
func (p *Podman) Machine(ctx context.Context, limits limit.Values) (m bench.Machine, err error) {
	var r struct {
		Host struct {
			Kernel     string
			CPUs       int
			MemTotal   int64
			OCIRuntime struct{ Name string }
			Security   struct{ Rootless bool }
		}
		Store   struct{ GraphDriverName string }
		Version struct{ Version string }
	}
	if err := p.Get(ctx, "/info", nil, &r); err != nil {
		return m, err
	}
	return bench.Machine{
		Limits: limitTexts(limits),
		Kernel: clean.Text(r.Host.Kernel), Podman: clean.Text(r.Version.Version), Runtime: clean.Text(r.Host.OCIRuntime.Name),
		Network: "none", LogDriver: "none", Storage: clean.Text(r.Store.GraphDriverName),
		CPUs: r.Host.CPUs, Memory: float64(r.Host.MemTotal), Rootless: r.Host.Security.Rootless,
	}, nil
}

func limitTexts(limits limit.Values) map[string]string {
	texts := map[string]string{}
	for _, f := range bench.Fields {
		if v, _ := limits.Get(f); v != "" && f != model.FieldCPUQuota {
			texts[string(f)] = v
		}
	}
	return texts
}
