package payload

import (
	"encoding/json"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
)

// steps are the steps of one unit of work, which takes about a millisecond.
const steps = 500_000

// cpu does rounds of the same work, each first on one thread and then on as
// many as there are CPUs it may run on. A round's work is given for a thread.
func cpu(out *json.Encoder, args []string) error {
	f, deadline := flags("cpu")
	rounds := f.Int("rounds", 10, "")
	work := f.Int("work", 500, "")
	if err := f.Parse(args); err != nil {
		return err
	}
	end := time.Now().Add(*deadline)
	all := runtime.NumCPU()
	runtime.GOMAXPROCS(all + 1) // one more for what waits for the end
	for range *rounds {
		for _, threads := range []int{1, all} {
			if time.Now().After(end) {
				return nil
			}
			if err := out.Encode(round(threads, *work*threads)); err != nil {
				return err
			}
		}
	}
	return nil
}

// round does units of work on some threads, which take them one by one.
func round(threads, units int) Line {
	var taken atomic.Int64
	var workers sync.WaitGroup
	began, used := time.Now(), processorTime()
	for i := range threads {
		workers.Go(func() {
			x := uint64(i + 1)
			for taken.Add(1) <= int64(units) {
				x = unit(x)
			}
			sink.Store(x)
		})
	}
	workers.Wait()
	return Line{
		Event: "round", Threads: threads, Work: units,
		Seconds: time.Since(began).Seconds(), CPU: (processorTime() - used).Seconds(),
	}
}

// sink keeps the work from being left out.
var sink atomic.Uint64

// unit is one unit of work: steps of xorshift64*, each of which needs the one
// before. It uses registers alone, so that it measures the CPU and its limits.
func unit(x uint64) uint64 {
	for range steps {
		x ^= x >> 12
		x ^= x << 25
		x ^= x >> 27
		x *= 0x2545f4914f6cdd1d
	}
	return x
}

// processorTime is what the process has used since it began.
func processorTime() time.Duration {
	var u unix.Rusage
	if unix.Getrusage(unix.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
