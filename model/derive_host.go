package model

import "math"

func (t *Tracker) deriveHost(h *HostReading) Host {
	d := Host{
		Name: h.Name, CPUs: h.CPUs, UID: h.UID, Cgroups: h.Cgroups, BootID: h.BootID,
		CPU:     t.hostCPU(h.CPUs, t.window()),
		MemUsed: h.MemTotal.Float() - h.MemAvailable.Float(), MemTotal: h.MemTotal.Float(),
		SwapUsed: h.SwapTotal.Float() - h.SwapFree.Float(), SwapTotal: h.SwapTotal.Float(),
		Load1: math.NaN(), Load5: math.NaN(), Load15: math.NaN(),
		NetRx: networkRate(&t.host.net, t.window(), netRx), NetTx: networkRate(&t.host.net, t.window(), netTx),
	}
	if h.LoadAt > 0 {
		d.Load1, d.Load5, d.Load15 = h.Load1, h.Load5, h.Load15
	}
	d.BlkR, d.BlkW, _, _ = ioRates(&t.host.io, t.window())
	d.PSICPU, d.PSIMem, d.PSIIO = pressure(&t.host.psi, t.window())
	return d
}

func (t *Tracker) deriveSelf(s *Self) SelfUse {
	u := SelfUse{CPU: math.NaN(), RSS: s.RSS.Float(), Slowed: s.Slowed}
	if from, to, d, ok := t.self.span(t.window()); ok {
		u.CPU = Rate(from, to, d) / 1e6
	}
	return u
}
