package model

import (
	"cmp"
	"math"
	"time"
)

// A Tracker turns a stream of samples into snapshots. The same samples give
// the same snapshots.
type Tracker struct {
	Window time.Duration // digits are means over this; 1 s if 0
	Every  time.Duration // a new snapshot at most this often; with each sample if 0
	Rules  []Rule        // what is worth an alert
	Budget int           // bytes for the history; DefaultBudget if 0, none if below

	history    *History
	byID       map[ID]*containerState
	states     []*containerState // of the last sample's readings
	quotas     map[string]*quotaWindow
	networks   map[NetworkID]*networkWindow
	host       hostWindows
	self       counterWindow[Count]
	ticks      int
	now        time.Duration // Mono of the last sample
	snap       *Snapshot
	slow       Container // the figures of the reading at hand
	recent     map[Key]*recent
	alarms     *Alarms
	events     eventLog
	present    int   // cgroups of containers at the last sample
	names      names // of the last sample's inventory
	totals     map[groupID]*total
	lastForget time.Duration // when forget looked last
}

type quotaWindow struct {
	inode  uint64
	tick   int
	window counterWindow[Quota]
}

type networkWindow struct {
	tick    int
	id      NetworkID
	window  counterWindow[Network]
	counted [groupings]stamp // the sums it was added to
}

type hostWindows struct {
	busy, total counterWindow[Count]
	psi         counterWindow[PSI]
	net         counterWindow[Network]
	io          counterWindow[IO]
}

// Push takes in a sample and returns the newest snapshot: a new one, or, while
// less than Every has passed, the one it returned before.
func (t *Tracker) Push(s *Sample) *Snapshot {
	if t.byID == nil {
		t.byID, t.quotas, t.networks = map[ID]*containerState{}, map[string]*quotaWindow{}, map[NetworkID]*networkWindow{}
		t.history = newHistory(t.Budget)
		t.totals, t.recent, t.alarms = map[groupID]*total{}, map[Key]*recent{}, NewAlarms(t.Rules)
	}
	t.ticks++
	t.now = s.Mono
	t.takeEvents(s)
	t.history.tick(s.Mono, s.Interval)
	t.takeHost(s)
	t.takeShared(s)
	for i := range s.Readings {
		t.takeReading(i, s)
	}
	t.findGone(len(s.Readings))
	t.takeTotals(s.Slow)
	t.forget()
	if t.snap == nil || t.Every == 0 || s.Mono-t.snap.Mono >= t.Every-t.Every/10 || s.Mono < t.snap.Mono {
		t.snap = t.snapshot(s)
		t.alarm()
		t.snap.Events = t.events.all()
	}
	return t.snap
}

// History is what the metrics were, up to the last sample pushed; nil before
// the first.
func (t *Tracker) History() *History { return t.history }

func (t *Tracker) window() time.Duration { return cmp.Or(t.Window, time.Second) }

func (t *Tracker) takeHost(s *Sample) {
	h := &s.Host
	t.host.busy.push(h.At, h.BusyUsec)
	t.host.total.push(h.At, h.TotalUsec)
	t.host.psi.push(h.PSI.At, h.PSI)
	t.host.net.push(h.Net.At, h.Net)
	t.host.io.push(h.IO.At, h.IO)
	t.self.push(s.Self.At, s.Self.CPUUsec)
	t.history.put(HostKey, &[fastCount]float64{
		t.hostCPU(h.CPUs, 0), h.MemTotal.Float() - h.MemAvailable.Float(),
		networkRate(&t.host.net, 0, netRx), networkRate(&t.host.net, 0, netTx),
	})
	if s.Slow {
		t.putSlowHost(h)
	}
}

func (t *Tracker) putSlowHost(h *HostReading) {
	f := &t.slow.Figures
	*f = unknownFigures
	f.Swap = h.SwapTotal.Float() - h.SwapFree.Float()
	f.BlkR, f.BlkW, f.BlkRIOPS, f.BlkWIOPS = ioRates(&t.host.io, t.window())
	f.PSICPU, f.PSIMem, f.PSIIO = pressure(&t.host.psi, t.window())
	f.NetDrops, f.NetErrs = networkRate(&t.host.net, t.window(), netDrops), networkRate(&t.host.net, t.window(), netErrs)
	t.history.putSlow(HostKey, f)
}

// hostCPU is the cores in use: the busy part of all time, times their number.
// /proc/stat counts in ticks of 10 ms, so only its own total is a fair clock.
func (t *Tracker) hostCPU(cpus int, window time.Duration) float64 {
	b0, b1, d, ok := t.host.busy.span(window)
	t0, t1, _, _ := t.host.total.span(window)
	if !ok {
		return math.NaN()
	}
	total := Rate(t0, t1, d)
	return ratio(Rate(b0, b1, d), total) / 100 * float64(cpus)
}

func (t *Tracker) takeShared(s *Sample) {
	for _, q := range s.Quotas {
		p := t.quotas[q.Path]
		if p == nil || p.inode != q.Inode {
			p = &quotaWindow{inode: q.Inode}
			t.quotas[q.Path] = p
		}
		p.tick = t.ticks
		p.window.push(q.At, q)
	}
	for _, n := range s.Networks {
		p := t.networks[n.ID]
		if p == nil || p.tick < t.ticks-1 { // the number is another namespace's now
			p = &networkWindow{id: n.ID}
			t.networks[n.ID] = p
		}
		p.tick = t.ticks
		p.window.push(n.At, n)
	}
}

func (t *Tracker) takeReading(i int, s *Sample) {
	r := &s.Readings[i]
	cs := t.containerState(i, r)
	t.setName(cs, r)
	cs.seen = t.now
	cs.cpu.push(r.CPU.At, r.CPU.UsageUsec)
	cs.io.push(r.IO.At, r.IO)
	cs.psi.push(r.PSI.At, r.PSI)
	t.takeContainerEvents(cs, r)
	v := t.fast(cs, r)
	t.history.put(cs.key, &v)
	if s.Slow {
		t.takeSlow(s, cs, r)
	}
	for _, sum := range cs.in {
		if sum != nil {
			t.addTo(sum, &v, r, s.Slow)
		}
	}
}

// takeSlow records the metrics that change slowly.
func (t *Tracker) takeSlow(s *Sample, cs *containerState, r *Reading) {
	c := &t.slow
	c.Figures = unknownFigures
	t.figures(c, s, cs, r)
	if !r.HostNS {
		c.setTraffic(t.traffic(r.Net))
	}
	if m := t.names.metaOf(r); m != nil {
		c.Figures.Restarts = m.Restarts.Float()
	}
	t.history.putSlow(cs.key, &c.Figures)
}

func netRx(n Network) Count    { return n.RxBytes }
func netTx(n Network) Count    { return n.TxBytes }
func netDrops(n Network) Count { return n.RxDrop.Add(n.TxDrop) }
func netErrs(n Network) Count  { return n.RxErrs.Add(n.TxErrs) }

func networkRate(t *counterWindow[Network], window time.Duration, of func(Network) Count) float64 {
	from, to, d, ok := t.span(window)
	if !ok {
		return math.NaN()
	}
	return Rate(of(from), of(to), d)
}

// alarm says of the newest snapshot which rules hold.
func (t *Tracker) alarm() {
	t.snap.Alerts = t.alarms.Push(t.snap)
	t.snap.PastAlerts = t.alarms.Past()
	t.events.fromAlerts(t.snap, t.Rules)
}
