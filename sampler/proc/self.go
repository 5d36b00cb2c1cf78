package proc

import (
	"os"
	"time"

	"golang.org/x/sys/unix"

	"podtop/model"
	"podtop/sampler/kernel"
)

// Self reads what podtop costs.
type Self struct {
	clock func() time.Duration
	statm kernel.File
	buf   buffer
	page  uint64
}

// OpenSelf returns the reader.
func OpenSelf(o Options) *Self {
	return &Self{clock: o.Clock, statm: o.open(o.proc("self/statm")), page: uint64(os.Getpagesize())}
}

// Read sets At, CPUUsec and RSS. Child processes do not count.
func (s *Self) Read(r *model.Self) {
	r.At, r.CPUUsec, r.RSS = s.clock(), cpuUsec(), model.Count{}
	if b, err := s.buf.read(&s.statm); err == nil {
		r.RSS = times(parseStatm(b), s.page)
	}
}

// Close gives the descriptor back.
func (s *Self) Close() { s.statm.Close() }

// cpuUsec is the user and system time of this process, see getrusage(2).
func cpuUsec() model.Count {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		return model.Count{}
	}
	return model.Known(uint64((u.Utime.Nano() + u.Stime.Nano()) / 1000))
}

// parseStatm gives the resident pages, the second number of /proc/self/statm:
//
//	309912 2871 1420 612 0 34190 0
//
// See proc_pid_statm(5).
func parseStatm(b []byte) (resident model.Count) {
	line, _, _ := cutLine(b)
	_, line = kernel.Field(line)
	field, _ := kernel.Field(line)
	return kernel.Uint(field)
}
