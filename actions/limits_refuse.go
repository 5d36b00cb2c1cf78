package actions

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/limit"
	"podtop/model/probe"
)

// refuse is why the change is not to be sent: what Podman or the kernel would
// refuse, ignore, or have on record all the same.
func (c *change) refuse() error {
	for _, s := range c.action.Limits {
		for _, check := range []func(model.Setting) error{c.tooOld, c.noFile, c.notDelegated, c.noCPU, c.noDevice, c.noWeight, c.noPeriod} {
			if err := check(s); err != nil {
				return err
			}
		}
	}
	return c.goal.Possible()
}

// ignored reports whether this Podman takes the field and does nothing.
func (c *change) ignored(f model.Field) bool {
	return c.before.version.before(limit.Of(f).Since)
}

func (c *change) tooOld(s model.Setting) error {
	v := c.before.version
	switch {
	case limit.Of(s.Field) == nil:
		return fmt.Errorf("there is no limit called %q", s.Field)
	case v.before("4.3"):
		return fmt.Errorf("Podman %s cannot change a container that runs; 4.3 can", v)
	case !c.ignored(s.Field):
		return nil
	}
	return fmt.Errorf("Podman %s takes %s, says nothing, and does nothing; %s changes it", v, s.Field, limit.Of(s.Field).Since)
}

// noFile refuses what this kernel has not.
func (c *change) noFile(s model.Setting) error {
	_, known := c.before.now.Get(s.Field)
	switch {
	case s.Field == model.FieldMemorySwappiness && c.before.unified:
		return errors.New("there is no memory-swappiness on cgroup v2; bound swap itself, with --memory-swap")
	case known:
		return nil
	case s.Field == model.FieldMemorySwap && c.has("memory"):
		return errors.New("this kernel does not account for swap, so memory-swap bounds nothing; booted with swapaccount=1 it does")
	case c.has(limit.Of(s.Field).Needs):
		return fmt.Errorf("this kernel has no file for %s", s.Field)
	}
	return c.notDelegated(s)
}

// has reports whether the container's cgroup has a controller.
func (c *change) has(controller string) bool {
	if controller == "" {
		return true
	}
	if c.before.unified {
		return slices.Contains(strings.Fields(c.before.controllers), controller)
	}
	f := map[string]model.Field{
		"cpu": model.FieldCPUQuota, "cpuset": model.FieldCPUSetCPUs, "memory": model.FieldMemory,
		"pids": model.FieldPidsLimit, "io": model.FieldDeviceReadBps,
	}
	_, there := c.before.values[f[controller]]
	return there
}

func (c *change) notDelegated(s model.Setting) error {
	needs := limit.Of(s.Field).Needs
	switch t := c.action.Target; {
	case c.has(needs):
		return nil
	case t.UID != 0:
		return fmt.Errorf("%s needs the %s controller, which systemd has not delegated to user %s; Podman would have it on record, and the container could not start any more. As root: Delegate=cpu cpuset io memory pids below [Service] in /etc/systemd/system/user@.service.d/delegate.conf, systemctl daemon-reload, then log in anew",
			s.Field, needs, userOf(t))
	}
	return fmt.Errorf("%s needs the %s controller, which the container’s cgroup has not: see cgroup.controllers of the cgroups around it", s.Field, needs)
}

// noCPU refuses CPUs and memory nodes that are not there.
func (c *change) noCPU(s model.Setting) error {
	there, what := c.before.cpus, "CPUs"
	switch s.Field {
	case model.FieldCPUSetMems:
		there, what = c.before.mems, "memory nodes"
	case model.FieldCPUSetCPUs:
	default:
		return nil
	}
	may, err := probe.ParseCPUs(there)
	asked, err2 := probe.ParseCPUs(s.Value.Raw())
	if err != nil || err2 != nil {
		return fmt.Errorf("%s: %w", s.Field, errors.Join(err, err2))
	}
	if there == "" {
		return fmt.Errorf("%s: the kernel does not say which %s there are, so that nothing can be checked", s.Field, what)
	}
	for _, n := range asked {
		if !slices.Contains(may, n) {
			return fmt.Errorf("%s %s: there are the %s %s; Podman would have it on record all the same", s.Field, s.Value, what, there)
		}
	}
	return nil
}

// noDevice refuses a rate of what is no disk.
func (c *change) noDevice(s model.Setting) error {
	if !limit.IsRate(s.Field) {
		return nil
	}
	for _, r := range limit.Rates(s.Value.Raw()) {
		d, err := c.machine.Device(r.Device)
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", s.Field, err)
		case d.Disk != "":
			return fmt.Errorf("%s: %s is a part of %s, and the kernel bounds whole disks: name that", s.Field, clean.Text(r.Device), d.Disk)
		}
	}
	return nil
}

// noWeight refuses a weight that nothing heeds.
func (c *change) noWeight(s model.Setting) error {
	if s.Field != model.FieldBlkioWeight || c.machine.Weighs() {
		return nil
	}
	return errors.New("blkio-weight does nothing here: no disk has the BFQ scheduler, and io.cost is not on; echo bfq > /sys/block/DISK/queue/scheduler, or bound rates with --device-read-bps and the like")
}

func (c *change) noPeriod(s model.Setting) error {
	if s.Field == model.FieldCPUPeriod && !s.None && c.goal[model.FieldCPUQuota] == "" {
		return errors.New("cpu-period alone bounds nothing: give --cpu-quota too, or --cpus")
	}
	return nil
}
