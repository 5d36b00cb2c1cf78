package payload

import (
	"bufio"
	"encoding/json"
	"io"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"podtop/actions/bench"
	"podtop/actions/load"
)

// steps are the steps of one unit of work, which takes about a millisecond.
const steps = 500_000

// cpu does a round of work for each line of in, which says on how many threads,
// 0 for as many as there are CPUs it may run on, and how many units all of them
// do together: "1 500".
func cpu(in io.Reader, out *json.Encoder) error {
	all := runtime.NumCPU()
	runtime.GOMAXPROCS(all + 1) // one more for what waits for the end
	if err := out.Encode(bench.Line{Event: bench.EventReady, Threads: all}); err != nil {
		return err
	}
	for lines := bufio.NewScanner(in); ; {
		task, more, err := bench.ParseTask(lines)
		if err != nil || !more {
			return err
		}
		threads := min(task.Threads, all)
		if threads == 0 {
			threads = all
		}
		if err := out.Encode(round(threads, task.Units)); err != nil {
			return err
		}
	}
}

// round does units of work on some threads, which take them one by one.
func round(threads, units int) bench.Line {
	var taken atomic.Int64
	var workers sync.WaitGroup
	began, used := time.Now(), load.ProcessorTime()
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
	return bench.Line{
		Event: bench.EventRound, Threads: threads, Work: units,
		Seconds: time.Since(began).Seconds(), CPU: (load.ProcessorTime() - used).Seconds(),
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
