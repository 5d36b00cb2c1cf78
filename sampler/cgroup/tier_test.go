package cgroup

import (
	"fmt"
	"testing"
	"time"

	"podtop/model"
)

func usage(usec int) string { return fmt.Sprintf("cpu.stat=usage_usec %d", usec) }

// What moves is read at each tick; what stands still less often, and at each
// tick again from the moment it is seen to move.
func TestIdleContainersAreReadLessOften(t *testing.T) {
	h := newHost(t, Unified)
	h.group(scope(1), usage(1))
	tree := h.open()
	begin := h.now
	for h.now-begin < idleAfter+time.Second {
		h.only(tree)
	}
	var oldest time.Duration
	for range 20 {
		r := h.only(tree)
		oldest = max(oldest, h.now-r.CPU.At)
	}
	if oldest < 100*time.Millisecond || oldest > idleEvery {
		t.Errorf("the time of an idle container is up to %v old", oldest)
	}
	h.group(scope(1), usage(2))
	for h.only(tree).CPU.UsageUsec != known(2) {
		if oldest -= 100 * time.Millisecond; oldest < -idleEvery {
			t.Fatal("it was never seen to move")
		}
	}
	for i := range 10 {
		h.group(scope(1), usage(3+i))
		if r := h.only(tree); r.CPU.UsageUsec != known(uint64(3+i)) {
			t.Errorf("tick %d after it moved: %v", i, r.CPU.UsageUsec)
		}
	}
}

func TestMemoryOfWhatRunsIsReadEachTick(t *testing.T) {
	h := newHost(t, Unified)
	tree := h.open()
	for i := range 10 {
		h.group(scope(1), usage(i), fmt.Sprintf("memory.current=%d", 4096*i))
		if r := h.only(tree); r.Memory.Bytes != known(uint64(4096*i)) {
			t.Errorf("tick %d: %v", i, r.Memory.Bytes)
		}
	}
}

// The slow files of one that stands still are read every stillEvery, unless
// its memory says that something happened.
func TestStillContainersAreReadLessOften(t *testing.T) {
	h := newHost(t, Unified)
	h.group(scope(1), usage(1))
	tree := h.open()
	second := func() model.Reading {
		h.now += 900 * time.Millisecond
		return h.only(tree)
	}
	for range 3 {
		second()
	}
	var reads int
	last := second().PSI.At
	for range 9 {
		if at := second().PSI.At; at != last {
			reads, last = reads+1, at
		}
	}
	if reads != 3 {
		t.Errorf("read %d times in 9 s, want 3", reads)
	}
	second()
	h.group(scope(1), usage(1), "memory.current=8192", "memory.stat=anon 4096\nfile 1")
	if r := second(); r.Stat.Current != known(8192) || r.Stat.File != known(1) {
		t.Errorf("its memory changed, and its files say %+v", r.Stat)
	}
	h.group(scope(1), usage(2), "memory.current=8192", "pids.current=9")
	if r := second(); r.Pids.Current != known(9) {
		t.Errorf("it ran, and its files say %+v", r.Pids)
	}
}
