package demo

import (
	"cmp"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"time"

	"podtop/model/logs"
)

// An entry is a line that is not written out yet.
type entry struct {
	at     time.Time // a whole microsecond, at which its container has no other
	who    int       // index of its container
	run    *life
	kind   logs.Kind
	phrase *phrase // of a container's or the unit's
	text   string  // of any other
	seed   uint64  // of what changes in the phrase
}

// compare is the order of a log.
func (e *entry) compare(f *entry) int { return cmp.Or(e.at.Compare(f.at), cmp.Compare(e.who, f.who)) }

// A page is the entries of one container between two times, of which to is in no
// part of it.
type page struct {
	*author
	from, to time.Time
	now      time.Time
	entries  []entry
}

// An author is a container, as far as its log goes.
type author struct {
	diary
	index int
	name  string
	key   uint64 // of what is by chance
	check check
	unit  string // the unit that runs it
	seen  bool   // Podman's events are seen
	voice *voice
}

// add adds an entry, if it is in the page and has happened.
func (p *page) add(e entry) {
	e.who = p.index
	if !e.at.Before(p.from) && e.at.Before(p.to) && !e.at.After(p.now) {
		p.entries = append(p.entries, e)
	}
}

// fill adds all entries. Whatever happens at the beginning or the end of a run
// is some microseconds behind it, and known then.
func (p *page) fill(sources logs.Sources) {
	for _, r := range p.between(p.from, p.to) {
		p.addBegin(r, sources)
		p.addSpoken(r)
		p.addEnd(r, sources)
		if sources >= logs.WithEvents && p.seen {
			p.addChecks(r)
		}
		if sources >= logs.WithClaims && p.name == forged {
			p.addClaims(r)
		}
	}
}

// instant is t, to the millisecond, and n microseconds more.
func instant(t time.Time, n int) time.Time {
	return t.Truncate(time.Millisecond).Add(time.Duration(n) * time.Microsecond)
}

// addBegin adds what is at the beginning of a run.
func (p *page) addBegin(r *life, sources logs.Sources) {
	if r.number > 0 {
		p.add(entry{at: instant(r.from, 900), run: r, kind: logs.Start})
	}
	if sources >= logs.WithEvents && p.seen {
		p.add(entry{at: instant(r.from, 901), run: r, kind: logs.Event, text: "start"})
		if p.unit != "" {
			p.add(entry{at: instant(r.from, 902), run: r, kind: logs.Unit, text: "Started " + p.unit + "."})
		}
	}
	for i := range p.voice.first {
		at := instant(r.from, 910).Add(time.Duration(i+1) * 23 * time.Millisecond)
		if at.Before(r.silentFrom(p.now)) {
			p.add(entry{at: at, run: r, phrase: &p.voice.first[i], seed: p.seed(at)})
		}
	}
}

// addEnd adds what is at the end of a run: the last words, the kernel's line of
// a kill, and what Podman and systemd make of it.
func (p *page) addEnd(r *life, sources logs.Sources) {
	if !r.to.IsZero() && r.killed.IsZero() {
		last := p.voice.last[r.code]
		for i := range last {
			at := instant(r.to, 910+i)
			p.add(entry{at: at, run: r, phrase: &last[i], seed: p.seed(at)})
		}
	}
	if sources < logs.WithEvents || !p.seen {
		return
	}
	if !r.killed.IsZero() {
		p.add(entry{at: instant(r.killed, 905), run: r, kind: logs.OOM, text: killText(p.name)})
	}
	if r.to.IsZero() {
		return
	}
	p.add(entry{at: instant(r.to, 950), run: r, kind: logs.Event, text: "died" + exitWords(r.code)})
	if p.unit != "" {
		p.add(entry{at: instant(r.to, 951), run: r, kind: logs.Event, text: "remove"})
		p.add(entry{at: instant(r.to, 952), run: r, kind: logs.Unit, text: p.unit + ": Main process exited, code=exited" + statusWords(r.code)})
	}
}

// addChecks adds the health checks of a run that changed what is thought of it.
func (p *page) addChecks(r *life) {
	k := &p.check
	if k.every == 0 || r.from.IsZero() {
		return
	}
	end := r.silentFrom(p.now)
	for n := max(1, int(p.from.Sub(r.from)/k.every)); ; n++ {
		at := instant(r.from.Add(time.Duration(n)*k.every), 990)
		if !at.Before(p.to) || at.After(end) {
			return
		}
		if now := k.status(r.from, n); n == 1 || now != k.status(r.from, n-1) {
			p.add(entry{at: at, run: r, kind: logs.Event, text: "health_status: " + now})
		}
	}
}

// forged is whose lines the guest forges.
const forged = "nginx"

// addClaims adds lines that the guest wrote to the journal in the name of the
// container.
func (p *page) addClaims(r *life) {
	const every = 17 * time.Minute
	for at := p.from.Truncate(every); at.Before(p.to); at = at.Add(every) {
		p.add(entry{at: instant(at, 995), run: r, kind: logs.Claimed, text: "all is well, root may go to bed"})
	}
}

// blockOf is how long a block is: of each, what is by chance is worked out alone,
// so that any time of the log is had without those before it. On average it has
// room for eight lines.
func (v *voice) blockOf() time.Duration {
	return time.Duration(math.Round(min(120, max(1, 8/v.peak())))) * time.Second
}

// addSpoken adds what the container writes in the course of a run.
func (p *page) addSpoken(r *life) {
	if p.voice.peak() == 0 {
		return
	}
	const quiet = time.Second // from the beginning on, for the first lines
	from, to := later(p.from, r.from.Add(quiet)), earlier(p.to, r.silentFrom(p.now))
	long := p.voice.blockOf()
	for block := from.Truncate(long); block.Before(to); block = block.Add(long) {
		p.addBlock(r, block, long, from, to)
	}
}

// addBlock adds the lines of a block that are between two times. As many are
// thought of as the container could write, and those are left out for which it
// has too little to do then.
func (p *page) addBlock(r *life, block time.Time, long time.Duration, from, to time.Time) {
	rng := rand.New(rand.NewPCG(p.key, uint64(block.Unix()))) //nolint:gosec // a seed
	peak := p.voice.peak()
	for i := range int(math.Ceil(peak * long.Seconds())) {
		at := instant(block.Add(time.Duration(rng.Int64N(int64(long)))), i%900)
		share, seed := rng.Float64(), rng.Uint64()
		if at.Before(from) || !at.Before(to) {
			continue
		}
		l := p.loadAt(at)
		if share*peak < p.voice.rate(l) {
			p.add(entry{at: at, run: r, phrase: p.choose(seed, r, at, l), seed: seed})
		}
	}
}

// choose is what the container writes in that state.
func (p *page) choose(seed uint64, r *life, at time.Time, l load) *phrase {
	switch {
	case l.heap > fullShare && p.voice.full != nil:
		return choose(seed, p.voice.full)
	case p.voice.failing != nil && seed%2 == 0 && p.fails(r, at):
		return choose(seed, p.voice.failing)
	}
	return choose(seed, p.voice.lines)
}

// fails reports whether the last health check before at failed.
func (p *page) fails(r *life, at time.Time) bool {
	n := 0
	if p.check.every > 0 {
		n = int(at.Sub(r.from) / p.check.every)
	}
	return n > 0 && p.check.run(r.from, n).Exit != 0
}

func (a *author) seed(at time.Time) uint64 { return a.key ^ uint64(at.UnixMicro()) } //nolint:gosec // a seed

// keyOf is what is by chance in the log of one container.
func keyOf(seed uint64, name string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(name))
	return h.Sum64() ^ seed
}
