package probe

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/probe"
)

const (
	mostProcesses = 4096
	maxCgroup     = 256 // bytes of the name of a cgroup below the container's
)

// commandPatience is how long a process's arguments are waited for.
const commandPatience = 250 * time.Millisecond

// Processes reads all processes in the cgroups of s, in the order of their
// numbers. One that ends meanwhile is simply not there.
func (r *Reader) Processes(ctx context.Context, s probe.Target) (*probe.Processes, error) {
	p := &probe.Processes{Answer: r.answer()}
	members, whole, err := r.members(ctx, s)
	if err != nil {
		return nil, err
	}
	buf, held := make([]byte, bufSize), 0
	for _, m := range members {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		d, ok, err := r.describe(ctx, s, m.PID, buf)
		if err != nil {
			continue
		}
		if !ok {
			held++
		}
		d.Cgroup = clean.Head(m.Cgroup, maxCgroup)
		p.List = append(p.List, d)
	}
	slices.SortFunc(p.List, func(a, b probe.Process) int { return cmp.Compare(a.PID, b.PID) })
	if !whole {
		missing(&p.Answer, model.Warn, "processes", "it has more than %d processes, or too many cgroups of its own to look at: the rest is not shown", len(p.List))
	}
	if len(p.List) == 0 && len(members) > 0 {
		missing(&p.Answer, model.Warn, "processes", "of its %s none is shown to you: what is hidden (hidepid) needs root", model.Plural(len(members), "process", "processes"))
	}
	if held > 0 {
		missing(&p.Answer, model.Warn, "processes", "%s", model.Plural(held, "process holds its memory, as one that hangs in the kernel does: its command line cannot be read",
			"processes hold their memory, as one that hangs in the kernel does: their command lines cannot be read"))
	}
	return p, nil
}

// describe reads all there is to say of the process pid; ok says whether it
// gave its command line in time.
func (r *Reader) describe(ctx context.Context, s probe.Target, pid int, buf []byte) (d probe.Process, ok bool, err error) {
	p, err := open(r.proc, s, pid)
	if err != nil {
		return d, false, err
	}
	if d, err = p.Describe(buf); err != nil {
		p.Close()
		return d, false, err
	}
	d.User = r.users.name(d.UID)
	command := ""
	key := fmt.Sprintf("cmdline %d %d", pid, d.Started)
	if ok = r.stuck.Try(ctx, key, commandPatience, func() { command, _ = p.Command() }, p.Close); ok {
		d.Command = command
	}
	return d, ok, nil
}
