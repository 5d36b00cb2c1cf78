package podman

import (
	"cmp"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"podtop/model"
	"podtop/model/probe"
	"podtop/sampler/cgroup"
	"podtop/sampler/kernel"
	"podtop/sampler/proc"
)

// Storage tells what a container writes to, and how full that is. What Podman
// does not say the kernel does, as far as it can.
func (a *Asker) Storage(ctx context.Context, s probe.Target) (*probe.Storage, error) {
	st := &probe.Storage{}
	e, in, err := a.described(ctx, &s)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	var pid int // 0: it does not run, or is not to be seen
	if err == nil {
		st.Mounts = in.Mounts
		if a.isOf(&s, in.PID) {
			pid = in.PID
		}
		st.Missing = append(st.Missing, in.Missing...)
	} else if pid, st.Mounts = a.mounted(ctx, &s); pid == 0 {
		return nil, err
	} else {
		k := a.layers.last(s.ID)
		st.Image, st.Writable = k.image, k.writable
		st.Missing = append(st.Missing, note(model.Warn, "podman", "the mounts are as the kernel shows them, sizes are %s: %v", k.age(), err))
	}
	a.devices(&s, st)
	a.fill(ctx, &s, pid, st)
	if err == nil {
		a.sizes(ctx, &e, &s, in, st)
	}
	st.Answer = a.now(st.Missing)
	return st, nil
}

// described is what Podman says of s. While it counts the files of its layer it
// is not asked, as it would not answer.
func (a *Asker) described(ctx context.Context, s *probe.Target) (Endpoint, *probe.Inspection, error) {
	e, err := a.service(s)
	if err != nil {
		return e, nil, err
	}
	if in := a.layers.underWay(s.ID); in != nil {
		return e, in, nil
	}
	in, err := a.inspect(ctx, halfShare, &e, s)
	return e, in, err
}

// process opens the process pid, if it is the container's.
func (a *Asker) process(s *probe.Target, pid int) (proc.Process, error) {
	return proc.OpenFirst(a.fills.Proc, proc.FirstOf(s, pid, a.o.UID))
}

// isOf reports whether the process pid is the container's.
func (a *Asker) isOf(s *probe.Target, pid int) bool {
	p, err := a.process(s, pid)
	if err != nil {
		return false
	}
	p.Close()
	return true
}

// mounted are the mounts as one of the container's processes has them, and that
// process's number; 0 if there is none.
func (a *Asker) mounted(ctx context.Context, s *probe.Target) (pid int, mounts []probe.Mount) {
	pid = a.pid(ctx, s)
	p, err := a.process(s, pid)
	if err != nil {
		return 0, nil
	}
	defer p.Close()
	b, err := mountinfo(p.Open("mountinfo"))
	if err != nil {
		return 0, nil
	}
	host, err := mountinfo(os.Open(filepath.Join(a.o.Proc, "1/mountinfo")))
	if err != nil {
		host, _ = mountinfo(os.Open(filepath.Join(a.o.Proc, "self/mountinfo"))) // where PID 1 is hidden
	}
	return pid, mountsOf(parseMountinfo(b), parseMountinfo(host))
}

// mountinfo reads the mounts of a process, which may have many, and closes the
// file that was opened.
func mountinfo(f *os.File, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxMountinfo))
}

const maxMountinfo = 4 << 20 // bytes

// pid is a process of s: its first if that is known, else any.
func (a *Asker) pid(ctx context.Context, s *probe.Target) int {
	if a.isOf(s, s.PID) {
		return s.PID
	}
	if a.tree == nil || s.Path == "" {
		return 0
	}
	members, _, err := a.tree.Members(ctx, s.Path, 1)
	if err != nil || len(members) == 0 {
		return 0
	}
	return members[0].PID
}

// devices sets what the container's cgroup did to each device, and what the
// device did for all.
func (a *Asker) devices(s *probe.Target, st *probe.Storage) {
	if a.tree == nil || s.Path == "" {
		return
	}
	list, err := a.tree.Devices(s.Path)
	switch {
	case errors.Is(err, kernel.ErrGone):
		return // it does not run
	case errors.Is(err, fs.ErrNotExist):
		st.Missing = append(st.Missing, note(model.Info, "cgroup", "nobody counts what it reads and writes: its cgroup has no io controller; %s", delegate(s)))
	case err != nil:
		st.Missing = append(st.Missing, note(model.Info, "cgroup", "what it reads and writes is not known: %v", err))
	case len(list) == 0 && !a.tree.CountsIO():
		st.Missing = append(st.Missing, note(model.Info, "cgroup", "cgroup v1 counts what it reads and writes only on a device that has a throttle rule"))
	}
	disks := a.wholeDisks()
	for i := range list {
		st.Devices = append(st.Devices, deviceOf(&list[i], disks))
	}
}

func delegate(s *probe.Target) string {
	if s.UID == 0 {
		return "see cgroup.subtree_control above it"
	}
	return "see Delegate= of user@.service, in systemd.resource-control(5)"
}

// wholeDisks are the disks by name.
func (a *Asker) wholeDisks() map[string]probe.Device {
	a.diskMu.Lock()
	list, _ := a.disks.Disks() // without it a device has no latency
	a.diskMu.Unlock()
	disks := make(map[string]probe.Device, len(list))
	for _, d := range list {
		disks[d.Name] = d
	}
	return disks
}

// deviceOf is one of the container's devices, with what its disk did for all.
func deviceOf(io *cgroup.DeviceIO, disks map[string]probe.Device) probe.Device {
	d := disks[text(io.Name)] // of one that is not there all is unknown
	d.Name = text(cmp.Or(io.Name, io.Number, "(unknown)"))
	d.RBytes, d.WBytes, d.RIOs, d.WIOs = io.RBytes, io.WBytes, io.RIOs, io.WIOs
	return d
}
