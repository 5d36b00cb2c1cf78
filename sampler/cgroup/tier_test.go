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

// The files of one that stands still are read every stillEvery.
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
	h.group(scope(1), usage(1), "memory.current=8192", "memory.stat=anon 4096\nfile 1")
	second()
	second()
	if r := second(); r.Stat.Current != known(8192) || r.Stat.File != known(1) {
		t.Errorf("its memory changed, and its files say %+v", r.Stat)
	}
	h.group(scope(1), usage(2), "memory.current=8192", "pids.current=9")
	if r := second(); r.Pids.Current != known(9) {
		t.Errorf("it ran, and its files say %+v", r.Pids)
	}

	tree.Spare(1)
	for range 10 {
		second() // it stands still again
	}
	at := second().PSI.At
	for range 6 {
		if now := second().PSI.At; now != at {
			at = now
			break
		}
	}
	for range 5 {
		if second().PSI.At != at {
			t.Error("read before 6 s had passed, though it should be sparing")
		}
	}
	if second().PSI.At == at {
		t.Error("not read after 6 s")
	}
}

// While the time a family used stands still, none of it is asked, and what was
// read of it counts as read now. When it moves, each is asked within idleEvery.
func TestIdleFamilyIsNotAsked(t *testing.T) {
	h := newHost(t, Unified)
	h.group("/machine.slice", usage(100))
	for i := range minFamily {
		h.group(scope(i), usage(1))
	}
	tree := h.open()
	begin := h.now
	for h.now-begin < idleAfter+time.Second {
		h.tick(tree)
	}
	h.group(scope(0), usage(2)) // which the kernel would have added above
	for range 10 {
		for _, r := range h.tick(tree).Readings {
			if age := h.now - r.CPU.At; r.CPU.UsageUsec != known(1) || age > 50*time.Millisecond {
				t.Fatalf("one of an idle family was asked, or its time is %v old: %+v", age, r.CPU)
			}
		}
	}
	h.group("/machine.slice", usage(101))
	for end := h.now + idleEvery + 50*time.Millisecond; ; {
		seen := false
		for _, r := range h.tick(tree).Readings {
			seen = seen || r.CPU.UsageUsec == known(2)
		}
		if seen {
			break
		}
		if h.now > end {
			t.Fatal("one that ran was not seen")
		}
	}
}

// The throttling of a container that stands still is read with its other files;
// that of a cgroup with others below it each time.
func TestQuotasOfStillContainersAreReadLessOften(t *testing.T) {
	h := newHost(t, Unified)
	const quota = "cpu.max=50000 100000"
	h.group("/machine.slice", quota, usage(1))
	h.group(scope(1), quota, usage(1))
	tree := h.open()
	at := func() (own, above time.Duration) {
		h.now += 900 * time.Millisecond
		for _, q := range h.tick(tree).Quotas {
			if q.Path == scope(1) {
				own = q.At
			} else {
				above = q.At
			}
		}
		return own, above
	}
	for range 3 {
		at()
	}
	own, above := at()
	owns, aboves := 0, 0
	for range 9 {
		o, a := at()
		if o != own {
			own, owns = o, owns+1
		}
		if a != above {
			above, aboves = a, aboves+1
		}
	}
	if owns != 3 || aboves != 9 {
		t.Errorf("in 9 s it was read %d times and above it %d times, want 3 and 9", owns, aboves)
	}
	for i := range 3 {
		h.group(scope(1), quota, usage(2+i))
		if o, _ := at(); o == own {
			t.Errorf("second %d after it ran: not read", i)
		} else {
			own = o
		}
	}
}
