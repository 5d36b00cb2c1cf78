package probe

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"podtop/model"
	"podtop/model/probe"
	"podtop/sampler/kernel"
)

// Memory reads what the process pid of s says of its memory; if pid is 0, its
// first one.
func (r *Reader) Memory(ctx context.Context, s probe.Target, pid int) (*probe.Memory, error) {
	p, err := r.process(ctx, s, pid)
	if err != nil {
		return nil, err
	}
	m := &probe.Memory{Answer: r.answer(), PID: p.PID}
	if m.Status, err = p.VM(make([]byte, bufSize)); err != nil {
		p.Close()
		if errors.Is(err, kernel.ErrGone) {
			err = fmt.Errorf("process %d has just ended", p.PID)
		}
		return nil, err
	}
	var rollup []probe.Line
	key := fmt.Sprintf("smaps_rollup %d", p.PID)
	if !r.stuck.Try(ctx, key, patience(ctx), func() { rollup, err = p.Rollup() }, p.Close) {
		missing(&m.Answer, model.Warn, "memory", "smaps_rollup: no answer from the kernel; the process may hang in it, or have very much memory")
		return m, nil
	}
	m.Rollup = rollup
	switch {
	case err == nil:
	case errors.Is(err, fs.ErrPermission):
		missing(&m.Answer, model.Info, "memory", "smaps_rollup of another user's process needs root, or CAP_SYS_PTRACE: run podtop as root")
	case errors.Is(err, kernel.ErrGone) && len(m.Status) == 0:
		missing(&m.Answer, model.Info, "memory", "it has ended and waits for its parent (a zombie), so it has no memory")
	default:
		missing(&m.Answer, model.Info, "memory", "smaps_rollup cannot be read: the process is ending, or the kernel is older than 4.14")
	}
	return m, nil
}

// patience is how long one file is waited for: not so long that nothing is left
// for the answer.
func patience(ctx context.Context) time.Duration {
	const usual = 2 * time.Second
	deadline, ok := ctx.Deadline()
	if !ok {
		return usual
	}
	return time.Until(deadline) * 3 / 4
}
