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

	history  History
	byID     map[ID]*life
	lives    []*life // of the last sample's readings
	quotas   map[string]*quotaTrail
	networks map[NetworkID]*networkTrail
	host     hostTrail
	self     trail[Count]
	ticks    int
	snap     *Snapshot
	names    names             // of the last sample's inventory
	pods     map[Key]*podTotal // of the last sample
}

// podTotal is the sum of the fast metrics over a pod's members. Traffic is
// that of one network: members that have others count in Snapshot.Pods only.
type podTotal struct {
	tick int
	sum  [fastCount]float64
	net  NetworkID
}

// life is what the tracker remembers of one container by its id.
type life struct {
	id    ID
	key   Key
	pod   Key // its pod's; the zero Key outside one
	named int // the names that key and pod are from
	inode uint64
	tick  int // of the last reading

	cpu    trail[Count]
	io     trail[IO]
	psi    trail[PSI]
	kills  Count
	killed int
}

type quotaTrail struct {
	inode uint64
	tick  int
	trail trail[Quota]
}

type networkTrail struct {
	tick  int
	trail trail[Network]
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
		t.pods = map[Key]*podTotal{}
	}
	t.ticks++
	t.names.use(s.Inventory, s.Host.UID)
	t.history.tick(s.Mono)
	t.takeHost(s)
	t.takeShared(s)
	for i := range s.Readings {
		t.takeReading(i, &s.Readings[i])
	}
	t.takePods()
	t.forget()
	if t.snap == nil || t.Every == 0 || s.Mono-t.snap.Mono >= t.Every-t.Every/10 || s.Mono < t.snap.Mono {
		t.snap = t.snapshot(s)
	}
	return t.snap
}

// History is what the fast metrics were, up to the last sample pushed.
func (t *Tracker) History() *History { return &t.history }

func (t *Tracker) window() time.Duration { return cmp.Or(t.Window, time.Second) }

func (t *Tracker) takeHost(s *Sample) {
	h := &s.Host
	t.host.busy.push(h.At, h.BusyUsec)
	t.host.total.push(h.At, h.TotalUsec)
	t.host.psi.push(h.PSI.At, h.PSI)
	t.host.net.push(h.Net.At, h.Net)
	t.host.io.push(h.IO.At, h.IO)
	t.self.push(s.Self.At, s.Self.CPUUsec)
	t.history.put(HostKey, [fastCount]float64{
		t.hostCPU(h.CPUs, 0), h.MemTotal.Float() - h.MemAvailable.Float(),
		networkRate(&t.host.net, 0, netRx), networkRate(&t.host.net, 0, netTx),
	})
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
			p = &networkTrail{}
			t.networks[n.ID] = p
		}
		p.tick = t.ticks
		p.trail.push(n.At, n)
	}
}

func (t *Tracker) takeReading(i int, r *Reading) {
	l := t.lifeOf(i, r)
	t.callBy(l, r)
	l.tick = t.ticks
	l.cpu.push(r.CPU.At, r.CPU.UsageUsec)
	l.io.push(r.IO.At, r.IO)
	l.psi.push(r.PSI.At, r.PSI)
	l.countKills(r.Events.OOMKill)
	v := t.fast(l, r)
	t.history.put(l.key, v)
	if l.pod != (Key{}) {
		t.addToPod(l.pod, r, v)
	}
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
			fresh.killed, fresh.key = l.killed, l.key
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
	}
	l.key, l.pod, l.named = k, t.names.podKey(r), t.names.generation
}

func (t *Tracker) addToPod(key Key, r *Reading, v [fastCount]float64) {
	p := t.pods[key]
	if p == nil {
		p = &podTotal{}
		t.pods[key] = p
	}
	if p.tick != t.ticks {
		nan := math.NaN()
		p.tick, p.net, p.sum = t.ticks, r.Net, [fastCount]float64{nan, nan, v[FastRx], v[FastTx]}
	}
	p.sum[FastCPU], p.sum[FastMem] = knownSum(p.sum[FastCPU], v[FastCPU]), knownSum(p.sum[FastMem], v[FastMem])
	if p.net == 0 {
		p.net, p.sum[FastRx], p.sum[FastTx] = r.Net, v[FastRx], v[FastTx]
	}
}

func (t *Tracker) takePods() {
	for key, p := range t.pods {
		if p.tick != t.ticks {
			delete(t.pods, key)
			continue
		}
		t.history.put(key, p.sum)
	}
}

// countKills adds the OOM kills since the last reading. What stood there at
// podtop's start is not news.
func (l *life) countKills(now Count) {
	n, ok := now.Get()
	if !ok {
		return
	}
	if before, known := l.kills.Get(); known && n > before {
		l.killed += int(n - before)
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

// forget drops what has not been read for as long as History remembers.
func (t *Tracker) forget() {
	if t.ticks%64 != 0 {
		return
	}
	old := t.ticks - historyTicks
	for id, l := range t.byID {
		if l.tick < old && !t.names.has(id) {
			delete(t.byID, id)
		}
	}
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
