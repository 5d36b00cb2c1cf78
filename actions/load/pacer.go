package load

import (
	"context"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// A pacer waits until a time. Go's own timers are up to a millisecond late where
// nothing else happens, as epoll_wait(2) counts in those; those of
// timerfd_create(2) some 20 µs.
type pacer struct {
	fd   int
	file *os.File
	buf  [8]byte
}

func newPacer() (*pacer, error) {
	fd, err := unix.TimerfdCreate(unix.CLOCK_MONOTONIC, unix.TFD_NONBLOCK|unix.TFD_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("making a timer: %w", err)
	}
	return &pacer{fd: fd, file: os.NewFile(uintptr(fd), "timer")}, nil
}

// sleep waits for d, or until ctx ends.
func (p *pacer) sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if d <= 0 {
		return nil
	}
	if err := unix.TimerfdSettime(p.fd, 0, &unix.ItimerSpec{Value: unix.NsecToTimespec(int64(d))}, nil); err != nil {
		return fmt.Errorf("setting a timer: %w", err)
	}
	_, err := p.file.Read(p.buf[:])
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// endWith has sleep return when ctx ends.
func (p *pacer) endWith(ctx context.Context) (stop func() bool) {
	return context.AfterFunc(ctx, func() { _ = p.file.SetReadDeadline(past) })
}

func (p *pacer) close() { p.file.Close() }
