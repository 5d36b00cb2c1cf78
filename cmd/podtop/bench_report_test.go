package main

import (
	"context"
	"errors"
	"os"
	"slices"
	"sync"
	"testing"

	benchrun "podtop/actions/bench"
	"podtop/model/bench"
)

// A heardVoice keeps what it is told.
type heardVoice struct {
	mu    sync.Mutex
	lines []string
	onto  func(benchStep)
}

func (v *heardVoice) say(text string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.lines = append(v.lines, text)
}

func (v *heardVoice) step(s benchStep) {
	if v.onto != nil {
		v.onto(s)
	}
}

func (v *heardVoice) agree(context.Context, []benchrun.Subject) error { return nil }

// What is interrupted has a report of what was measured until then, which says so;
// without a value that counts there is none.
func TestInterruptedBench(t *testing.T) {
	for _, after := range []int{0, 2} {
		f := newFakePodman()
		bo := newBenchOptions(&options{}, nil)
		ctx, cancel := context.WithCancel(t.Context())
		voice := &heardVoice{onto: func(s benchStep) {
			if s.Phase == benchrun.Measuring && s.Done == after {
				cancel()
			}
		}}
		s, err := newBenchSession(ctx, bo, f.find(os.Getuid()), voice)
		if err != nil {
			t.Fatal(err)
		}
		defer s.close()
		r, err := s.report(ctx, "cpu", measureCPU)
		f.checkEmpty(t)
		if after == 0 {
			if r != nil || !errors.Is(err, context.Canceled) {
				t.Errorf("before a measurement: %+v, %v", r, err)
			}
			continue
		}
		if !errors.Is(err, bench.ErrInterrupted) {
			t.Fatal(err)
		}
		if n := len(r.Series[0].Values); n != 2 || !slices.Contains(r.Notes, "interrupted after 2 of 20") {
			t.Errorf("%d values, %q", n, r.Notes)
		}
	}
}
