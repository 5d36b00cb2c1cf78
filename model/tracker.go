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

	history  *History
	byID     map[ID]*life
	lives    []*life // of the last sample's readings
	quotas   map[string]*quotaTrail
	networks map[NetworkID]*networkTrail
	host     hostTrail
	self     trail[Count]
	ticks    int
	now      time.Duration // Mono of the last sample
	snap     *Snapshot
	slow     Container // the figures of the reading at hand
	recent   map[Key]*recent
	alarms   *Alarms
	events   eventLog
	there    int   // cgroups of containers at the last sample
	names    names // of the last sample's inventory
	totals   map[groupID]*total
	forgot   time.Duration // when forget looked last
}

// life is what the tracker remembers of one container by its id.
type life struct {
	id    ID
	key   Key
	in    [groupings]*total // the groups it is in, by grouping; nil for none
	named int               // the names that key and in are from
	inode uint64
	seen  time.Duration // Sample.Mono of the last reading

	cpu    trail[Count]
	io     trail[IO]
	psi    trail[PSI]
	kills  Count
	killed int
	kill   time.Duration // when the last one was seen; 0: none was

	course course
}

type quotaTrail struct {
	inode uint64
	tick  int
	trail trail[Quota]
}

type networkTrail struct {
	tick    int
	id      NetworkID
	trail   trail[Network]
	counted [groupings]stamp // the sums it was added to
}

type hostTrail struct {
	busy, total trail[Count]
	psi         trail[PSI]
	net         trail[Network]
	io          trail[IO]
}

// Push takes in a sample and returns the newest snapshot: a new one, or, while
// less than Every has passed, the one it returned before.
func (t *Tracker) Push(s *Sample) *Snapshot {
	if t.byID == nil {
		t.byID, t.quotas, t.networks = map[ID]*life{}, map[string]*quotaTrail{}, map[NetworkID]*networkTrail{}
		t.history = newHistory(t.Budget)
		t.totals, t.recent, t.alarms = map[groupID]*total{}, map[Key]*recent{}, NewAlarms(t.Rules)
	}
	t.ticks++
	t.now = s.Mono
	t.listen(s)
	t.history.tick(s.Mono, s.Interval)
	t.takeHost(s)
	t.takeShared(s)
	for i := range s.Readings {
		t.takeReading(i, s)
	}
	t.miss(len(s.Readings))
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
			p = &quotaTrail{inode: q.Inode}
			t.quotas[q.Path] = p
		}
		p.tick = t.ticks
		p.trail.push(q.At, q)
	}
	for _, n := range s.Networks {
		p := t.networks[n.ID]
		if p == nil || p.tick < t.ticks-1 { // the number is another namespace's now
			p = &networkTrail{id: n.ID}
			t.networks[n.ID] = p
		}
		p.tick = t.ticks
		p.trail.push(n.At, n)
	}
}

func (t *Tracker) takeReading(i int, s *Sample) {
	r := &s.Readings[i]
	l := t.lifeOf(i, r)
	t.callBy(l, r)
	l.seen = t.now
	l.cpu.push(r.CPU.At, r.CPU.UsageUsec)
	l.io.push(r.IO.At, r.IO)
	l.psi.push(r.PSI.At, r.PSI)
	t.takeNews(l, r)
	v := t.fast(l, r)
	t.history.put(l.key, &v)
	if s.Slow {
		t.takeSlow(s, l, r)
	}
	for _, sum := range l.in {
		if sum != nil {
			t.addTo(sum, &v, r, s.Slow)
		}
	}
}

// takeSlow records the metrics that change slowly.
func (t *Tracker) takeSlow(s *Sample, l *life, r *Reading) {
	c := &t.slow
	c.Figures = unknownFigures
	t.figures(c, s, l, r)
	if !r.HostNS {
		c.setTraffic(t.traffic(r.Net))
	}
	if m := t.names.of(r); m != nil {
		c.Figures.Restarts = m.Restarts.Float()
	}
	t.history.putSlow(l.key, &c.Figures)
}

// lifeOf returns the life of Readings[i], which mostly is where it was in the
// sample before.
func (t *Tracker) lifeOf(i int, r *Reading) *life {
	for len(t.lives) <= i {
		t.lives = append(t.lives, nil)
	}
	l := t.lives[i]
	if l == nil || l.id != r.ID {
		l = t.byID[r.ID]
	}
	if l == nil || l.inode != r.Inode {
		fresh := &life{id: r.ID, inode: r.Inode}
		if t.ticks > 1 {
			fresh.kills = Known(0) // it was made while podtop looked
		}
		if l != nil {
			fresh.killed, fresh.kill, fresh.key = l.killed, l.kill, l.key
			t.lose(l)
		}
		l = fresh
		t.byID[r.ID] = l
	}
	t.lives[i] = l
	return l
}

// callBy gives l the name that r has now.
func (t *Tracker) callBy(l *life, r *Reading) {
	if l.named == t.names.generation {
		return
	}
	k := t.names.key(r)
	if l.key != (Key{}) && l.key != k {
		t.history.rename(l.key, k)
		t.events.rename(l.key, k, t.names.owner(r))
	}
	l.course.infra = l.course.infra || r.Infra || t.names.isInfra(r)
	l.key, l.named = k, t.names.generation
	t.totalsOf(l, r)
}

// countKills adds the OOM kills since the last reading. What stood there at
// podtop's start is not news.
func (l *life) countKills(now Count, at time.Duration) {
	n, ok := now.Get()
	if !ok {
		return
	}
	if before, known := l.kills.Get(); known && n > before {
		l.killed += int(min(n-before, math.MaxInt32)) // more are none that anybody killed
		l.kill = at
	}
	l.kills = now
}

// fast are the fast metrics of r since the reading before it.
func (t *Tracker) fast(l *life, r *Reading) [fastCount]float64 {
	v := [fastCount]float64{math.NaN(), r.Memory.Bytes.Float(), math.NaN(), math.NaN()}
	if from, to, d, ok := l.cpu.step(); ok {
		v[FastCPU] = Rate(from, to, d) / 1e6
	}
	if n := t.networks[r.Net]; n != nil && !r.HostNS {
		v[FastRx], v[FastTx] = networkRate(&n.trail, 0, netRx), networkRate(&n.trail, 0, netTx)
	}
	return v
}

// forgetAfter is for how long a container that has gone is remembered, in case
// its cgroup comes back.
const forgetAfter = 2 * time.Minute

// forget drops what has not been read for a while. It looks every few seconds,
// however slow the sampling.
func (t *Tracker) forget() {
	if since := t.now - t.forgot; since >= 0 && since < 6*time.Second {
		return
	}
	t.forgot = t.now
	for id, l := range t.byID {
		if t.now-l.seen > forgetAfter && !t.names.has(id) {
			delete(t.byID, id)
		}
	}
	t.forgetTotals()
	t.events.deaths.forget(cmp.Or(t.names.inventory, &Inventory{}), t.now)
	for path, q := range t.quotas {
		if q.tick < t.ticks {
			delete(t.quotas, path)
		}
	}
	for id, n := range t.networks {
		if n.tick < t.ticks {
			delete(t.networks, id)
		}
	}
}

func netRx(n Network) Count    { return n.RxBytes }
func netTx(n Network) Count    { return n.TxBytes }
func netDrops(n Network) Count { return n.RxDrop.Add(n.TxDrop) }
func netErrs(n Network) Count  { return n.RxErrs.Add(n.TxErrs) }

func networkRate(t *trail[Network], window time.Duration, of func(Network) Count) float64 {
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
