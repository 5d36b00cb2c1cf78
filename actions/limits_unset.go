package actions

import (
	"context"
	"fmt"
	"strings"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/limit"
)

// An unsetting is a step that no call to Podman does: a property of the scope,
// or a text written into a file of the cgroup.
type unsetting struct {
	property   string // of the unit: "CPUQuota="
	path, text string
	target     model.Target
	unit       string
	self       int // the uid that podtop has
}

func (s unsetting) String() string {
	if s.property != "" {
		return "systemd: " + strings.Join(propertyWords(s.self, s.target, s.unit, s.property), " ")
	}
	return fmt.Sprintf("file: %q into /sys/fs/cgroup/%s", s.text, clean.Text(strings.TrimPrefix(s.path, "/")))
}

func (s unsetting) do(ctx context.Context, c *change) error {
	if s.property != "" {
		return c.machine.SetProperty(ctx, s.target, s.unit, s.property)
	}
	return c.machine.Write(s.path, s.text)
}

// unset are the steps that take away from the kernel what goal has not and old
// has, and what Podman only takes from its record.
func (c *change) unset(old, goal limit.Values) (steps []unsetting) {
	if old[model.FieldCPUQuota] != "" && goal[model.FieldCPUQuota] == "" {
		if c.held.unified {
			steps = append(steps, c.clear("CPUQuota=", "cpu.max", "max 100000")...)
		} else {
			steps = append(steps, c.clear("CPUQuota=", "cpu.cfs_quota_us", "-1")...)
			steps = append(steps, c.clear("", "cpu.cfs_period_us", "100000")...)
		}
	}
	if old[model.FieldCPUShares] != "" && goal[model.FieldCPUShares] == "" {
		if c.held.unified {
			steps = append(steps, c.clear("CPUWeight=", "cpu.weight", "100")...)
		} else {
			steps = append(steps, c.clear("CPUShares=", "cpu.shares", "1024")...)
		}
	}
	return steps
}

// clear gives the scope, by systemd if it is a unit of that, and what is in it
// their default. On v1 the outer one has to go first; it is, anyway.
func (c *change) clear(property, name, text string) (steps []unsetting) {
	t := c.action.Target
	for _, dir := range c.held.levels() {
		if dir == c.held.scope && c.held.unit() != "" && property != "" {
			steps = append(steps, unsetting{property: property, unit: c.held.unit(), target: t, self: c.machine.Self()})
			if c.held.unified {
				continue
			}
		}
		steps = append(steps, unsetting{path: c.held.at(dir, "cpu", name), text: text})
	}
	return steps
}
