//go:build bench

package main

import (
	"context"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"time"

	"podtop/model"
	"podtop/sampler"
)

// What is made up: so long by the second, and then as long as history keeps the
// samples themselves.
const (
	bySecond = 30 * time.Minute
	byTick   = 2 * time.Minute
)

// withPast opens a host and, if PODTOP_BENCH_FULL is set, makes up a past for the
// containers there are: one that does not pack, and that a history has no room
// for, so that podtop can be measured with a full one.
func withPast(open func() (*host, error)) (*host, error) {
	if os.Getenv("PODTOP_BENCH_FULL") == "" {
		return open()
	}
	noise, err := newNoise()
	if err != nil {
		return nil, err
	}
	h, err := open()
	if err == nil {
		h.past, h.source = noise.past, later{h.source}
	}
	return h, err
}

// later is a source on a clock that has run for as long before as the past
// takes: the machine may have booted a moment ago.
type later struct{ source }

// Next implements tui.Source.
func (l later) Next(ctx context.Context) (*model.Sample, error) {
	s, err := l.source.Next(ctx)
	if err == nil {
		s.Mono += bySecond + byTick
	}
	return s, err
}

// A noise is a host on which no two ticks are alike.
type noise struct {
	model.Sample
	random *rand.Rand
}

// newNoise looks what containers there are.
func newNoise() (*noise, error) {
	s, err := sampler.New(sampler.Options{})
	if err != nil {
		return nil, err
	}
	defer s.Close()
	now, err := s.Next(context.Background())
	if err != nil {
		return nil, err
	}
	n := &noise{random: rand.New(rand.NewPCG(1, 2)), Sample: model.Sample{Time: now.Time.Add(-bySecond - byTick), Mono: now.Mono}}
	n.Readings = slices.Clone(now.Readings)
	for i := range n.Readings {
		n.Readings[i].Inode++ // another life: what was counted in it is over
		n.Readings[i].Net = model.NetworkID(1<<40 + i)
		n.Readings[i].Quotas = nil
	}
	n.Networks = make([]model.Network, len(n.Readings))
	return n, nil
}

func (n *noise) past(yield func(*model.Sample) bool) {
	for _, spell := range []struct{ long, every time.Duration }{{bySecond, time.Second}, {byTick, 100 * time.Millisecond}} {
		for i := range spell.long / spell.every {
			n.Time, n.Mono, n.Interval = n.Time.Add(spell.every), n.Mono+spell.every, spell.every
			n.Slow = i%(time.Second/spell.every) == 0
			for c := range n.Readings {
				n.read(&n.Readings[c], &n.Networks[c])
			}
			if !yield(&n.Sample) {
				return
			}
		}
	}
}

// read makes up a reading, and that of its network.
func (n *noise) read(r *model.Reading, net *model.Network) {
	r.CPU = model.CPU{At: n.Mono, UsageUsec: n.more(r.CPU.UsageUsec)}
	r.Memory = model.MemoryCurrent{At: n.Mono, Bytes: n.some()}
	*net = model.Network{
		ID: r.Net, At: n.Mono, RxBytes: n.more(net.RxBytes), TxBytes: n.more(net.TxBytes),
		RxErrs: n.more(net.RxErrs), TxErrs: n.more(net.TxErrs), RxDrop: n.more(net.RxDrop), TxDrop: n.more(net.TxDrop),
	}
	if !n.Slow {
		return
	}
	r.Stat = model.MemoryStat{
		At: n.Mono, Current: n.some(), Anon: n.some(), File: n.some(), Shmem: n.some(), Kernel: n.some(), Sock: n.some(),
		InactiveFile: n.some(), SlabReclaimable: n.some(), Swap: n.some(),
	}
	r.IO = model.IO{At: n.Mono, RBytes: n.more(r.IO.RBytes), WBytes: n.more(r.IO.WBytes), RIOs: n.more(r.IO.RIOs), WIOs: n.more(r.IO.WIOs)}
	r.Pids = model.Pids{At: n.Mono, Current: n.some()}
	r.PSI = model.PSI{At: n.Mono, CPUSome: n.more(r.PSI.CPUSome), MemSome: n.more(r.PSI.MemSome), IOSome: n.more(r.PSI.IOSome)}
}

// some is a number up to a million, of whatever magnitude.
func (n *noise) some() model.Count {
	return model.Known(uint64(math.Exp2(20 * n.random.Float64())))
}

// more is a count that has grown by up to 50000, so that nothing is alarming.
func (n *noise) more(c model.Count) model.Count {
	before, _ := c.Get()
	return model.Known(before + uint64(math.Exp2(15.6*n.random.Float64())))
}
