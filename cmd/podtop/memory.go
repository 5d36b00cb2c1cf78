package main

import (
	"context"
	"os"
	"runtime/debug"

	"podtop/model"
)

// What podtop takes beside its history, in bytes, with some room for what is
// not yet collected: on a host of a thousand containers, and for each more.
const (
	beside    = 44 << 20
	besideOne = 32 << 10
	thousand  = 1000
	named     = 5 // so many that have no cgroup take as much as one that has
)

// A bounded source has Go collect in time to keep what podtop takes near its
// history's budget: left to itself it waits until a full history has doubled.
// A bound below what is in use would have it do nothing else, so it follows the
// number of containers.
type bounded struct {
	source
	history int // bytes
	set     func(limit int64)
	limit   int64
}

// boundMemory is src, bounded; or src itself where GOMEMLIMIT says what Go is to
// keep to.
func boundMemory(src source, history int) source {
	if os.Getenv("GOMEMLIMIT") != "" {
		return src
	}
	b := &bounded{source: src, history: history, set: func(limit int64) { debug.SetMemoryLimit(limit) }}
	b.bound(0)
	return b
}

// Next implements tui.Source.
func (b *bounded) Next(ctx context.Context) (*model.Sample, error) {
	s, err := b.source.Next(ctx)
	if err == nil {
		n := len(s.Readings)
		if s.Inventory != nil {
			n += max(0, len(s.Inventory.Containers)-n) / named
		}
		b.bound(n)
	}
	return s, err
}

// bound sets the limit for n containers, in steps: to set it stops the world.
func (b *bounded) bound(n int) {
	const step = 100
	more := (max(0, n-thousand) + step - 1) / step * step
	if limit := int64(b.history) + beside + int64(more)*besideOne; limit != b.limit {
		b.limit = limit
		b.set(limit)
	}
}
