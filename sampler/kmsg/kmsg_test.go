package kmsg

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"podtop/model"
	"podtop/sampler/kernel"
)

// A ring is a log as the kernel gives it: a record a read.
type ring struct {
	records []any // string or error
}

func (r *ring) next(b []byte) (int, error) {
	if len(r.records) == 0 {
		return -1, unix.EAGAIN
	}
	first := r.records[0]
	r.records = r.records[1:]
	if err, ok := first.(error); ok {
		return -1, err
	}
	return copy(b, first.(string)), nil
}

func (r *ring) kill(sec int) {
	own := "/libpod_parent/libpod-" + id1
	r.records = append(r.records, fmt.Sprintf("6,1,%d000000,-;%s\n", sec, oomLine("x", own, own, "dd")))
}

func newLog(r *ring) *Log { return &Log{next: r.next, buf: make([]byte, recordMax)} }

func TestRead(t *testing.T) {
	r, now := &ring{}, time.Unix(1_800_000_000, 0)
	r.records = append(r.records, "6,1,50000000,-;Linux version 6\n")
	r.kill(60)
	r.records = append(r.records, unix.EINTR)
	l := newLog(r)
	var got model.KernelLog
	l.Read(now, 100*time.Second, &got)
	if len(got.Kills) != 1 || got.Kills[0].Mono != time.Minute || !got.Kills[0].Time.Equal(now.Add(-40*time.Second)) || got.Whole != 50*time.Second {
		t.Errorf("from before: %+v", got)
	}
	boot := newLog(&ring{[]any{"5,0,0,-;Linux version 6\n"}})
	var first model.KernelLog
	if boot.Read(now, 100*time.Second, &first); first.Whole == 0 || first.Whole > time.Second {
		t.Errorf("whole since boot: %v", first.Whole)
	}
	l.Read(now, 101*time.Second, &got)
	if len(got.Kills) != 0 || got.Whole != 50*time.Second {
		t.Errorf("without news: %+v", got)
	}
	r.records = append(r.records, unix.EPIPE)
	r.kill(101)
	l.Read(now, 102*time.Second, &got)
	if len(got.Kills) != 1 || got.Whole != 102*time.Second {
		t.Errorf("overrun: %+v", got)
	}
}

// The log's clock goes astray; what is new was written since the last read.
func TestClockOfTheLog(t *testing.T) {
	for _, skew := range []int{-30, 30} {
		r := &ring{}
		l := newLog(r)
		var got model.KernelLog
		l.Read(time.Time{}, 100*time.Second, &got)
		r.kill(101 + skew)
		l.Read(time.Time{}, 102*time.Second, &got)
		if m := got.Kills[0].Mono; m < 100*time.Second || m > 102*time.Second {
			t.Errorf("%+d s: at %v", skew, m)
		}
	}
}

// One read takes so many records and no more.
func TestReadIsBounded(t *testing.T) {
	r := &ring{}
	for range maxRecords + 10 {
		r.kill(1)
	}
	l := newLog(r)
	var got model.KernelLog
	l.Read(time.Time{}, 100*time.Second, &got)
	if len(got.Kills) > maxRecords || len(r.records) != 10 || got.Whole != 0 {
		t.Errorf("%d kills, %d records left, whole since %v", len(got.Kills), len(r.records), got.Whole)
	}
	if l.Read(time.Time{}, 101*time.Second, &got); got.Whole != time.Second {
		t.Errorf("read to its end, the log is whole since %v", got.Whole)
	}
}

// What a read leaves in the ring is as old as it was: it was not written since.
func TestWhatIsLeftKeepsItsTime(t *testing.T) {
	r := &ring{}
	for range maxRecords {
		r.records = append(r.records, "6,1,50000000,-;Linux version 6\n")
	}
	r.kill(60)
	l := newLog(r)
	var got model.KernelLog
	l.Read(time.Time{}, 100*time.Second, &got)
	l.Read(time.Time{}, 101*time.Second, &got)
	if len(got.Kills) != 1 || got.Kills[0].Mono != time.Minute {
		t.Errorf("%+v", got.Kills)
	}
	r.kill(131)
	l.Read(time.Time{}, 102*time.Second, &got)
	if m := got.Kills[0].Mono; m < 101*time.Second || m > 102*time.Second {
		t.Errorf("the next one: at %v", m)
	}
}

func TestReadAllocatesNothing(t *testing.T) {
	r := &ring{}
	l := newLog(r)
	var got model.KernelLog
	if n := testing.AllocsPerRun(100, func() { l.Read(time.Time{}, time.Second, &got) }); n != 0 {
		t.Errorf("allocates %v times without news", n)
	}
	rest := []any{"6,1,1,-;podman0: port 1(veth0) entered disabled state\n"}
	if n := testing.AllocsPerRun(100, func() { r.records = rest; l.Read(time.Time{}, time.Second, &got) }); n != 0 {
		t.Errorf("allocates %v times for what is no kill", n)
	}
}

func TestOpen(t *testing.T) {
	b := kernel.Budget{Max: 10}
	path := filepath.Join(t.TempDir(), "kmsg")
	if _, err := Open(&b, path); err != fs.ErrNotExist {
		t.Errorf("absent: %v", err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	other, err := unix.Open("/dev/null", unix.O_RDONLY, 0)
	if err != nil || isLog(other) {
		t.Errorf("/dev/null is taken for the log, or %v", err)
	}
	unix.Close(other)
	l, err := Open(&b, path)
	if err != nil || b.Kept() != 1 {
		t.Fatalf("%v, %d kept", err, b.Kept())
	}
	l.Close()
	if b.Kept() != 0 {
		t.Errorf("%d kept after Close", b.Kept())
	}
	(*Log)(nil).Close()
	if _, ok := Note(fs.ErrPermission); !ok {
		t.Error("who may not read it is not told so")
	}
	if _, ok := Note(nil); ok {
		t.Error("a note on nothing")
	}
}
