package probe

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"podtop/model/probe"
	"podtop/sampler/cgroup"
	"podtop/sampler/kernel"
	"podtop/sampler/proc"
)

// ended makes an error that says that s has gone from one that says only that.
func ended(s probe.Target, err error) error {
	if errors.Is(err, kernel.ErrGone) {
		return fmt.Errorf("%s does not run any more", nameOf(s))
	}
	return err
}

// open opens the process pid, if the kernel has it in the cgroup of s.
func open(o proc.Options, s probe.Target, pid int) (proc.Process, error) {
	return proc.OpenFirst(o, proc.First{PID: pid, Path: s.Path})
}

// process opens the process pid of s; if pid is 0, its first one.
func (r *Reader) process(ctx context.Context, s probe.Target, pid int) (proc.Process, error) {
	if pid == 0 {
		return r.first(ctx, s)
	}
	p, err := open(r.proc, s, pid)
	if errors.Is(err, kernel.ErrGone) {
		err = fmt.Errorf("process %d is none of %s's, or none that is shown to you: what is hidden (hidepid) needs root", pid, nameOf(s))
	}
	return p, err
}

// first opens the first process of s: the one Podman names, or else the one
// with the lowest number of those that are not just ending.
func (r *Reader) first(ctx context.Context, s probe.Target) (proc.Process, error) {
	if p, err := r.alive(s, s.PID); err == nil {
		return p, nil
	}
	members, _, err := r.members(ctx, s)
	if err != nil {
		return proc.Process{}, err
	}
	slices.SortFunc(members, func(a, b cgroup.Member) int { return cmp.Compare(a.PID, b.PID) })
	for _, m := range members {
		if p, err := r.alive(s, m.PID); err == nil {
			return p, nil
		}
		if err := ctx.Err(); err != nil {
			return proc.Process{}, err
		}
	}
	if len(members) > 0 {
		return proc.Process{}, fmt.Errorf("none of the processes of %s is shown to you: what is hidden (hidepid) needs root", nameOf(s))
	}
	return proc.Process{}, ended(s, kernel.ErrGone)
}

// alive opens the process pid of s, unless it has left its network already, as
// a zombie has.
func (r *Reader) alive(s probe.Target, pid int) (proc.Process, error) {
	if pid <= 0 {
		return proc.Process{}, kernel.ErrGone
	}
	p, err := open(r.proc, s, pid)
	if err == nil && p.Network() == 0 {
		p.Close()
		err = kernel.ErrGone
	}
	return p, err
}
