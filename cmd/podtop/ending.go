package main

import (
	"context"
	"sync/atomic"
	"time"
)

// A command that was told to end, and does not within atLast, is ended: whoever
// should read what it writes may not, or a socket, or a disk. A change that has
// begun may first be brought to its end, or taken back.
const atLast, atLastOfChange = 8 * time.Second, 90 * time.Second

// An ending is how podtop ends at last where it was told to and does not.
type ending struct {
	change atomic.Bool // is what podtop was started for
	begun  atomic.Bool // the change has
}

// await calls exit some time after ctx has ended, unless what it returns was
// called.
func (e *ending) await(ctx context.Context, exit func(code int)) (ended func()) {
	over := make(chan struct{})
	go func() {
		select {
		case <-over:
			return
		case <-ctx.Done():
		}
		select {
		case <-over:
		case <-time.After(e.grace()):
			exit(e.code())
		}
	}()
	return func() { close(over) }
}

func (e *ending) grace() time.Duration {
	if e.begun.Load() {
		return atLastOfChange
	}
	return atLast
}

// code is the exit code: a change that was cut off has failed.
func (e *ending) code() int {
	if e.change.Load() {
		return exitFailed
	}
	return exitDone
}
