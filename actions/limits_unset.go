package actions

import (
	"context"
	"fmt"
	"strings"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/limit"
)

// An unsetStep is a step that no call to Podman does: a property of the scope,
// or a text written into a file of the cgroup.
type unsetStep struct {
	property   string // of the unit: "CPUQuota="
	path, text string
	target     model.Target
	unit       string
	self       int // the uid that podtop has
}

func (s unsetStep) String() string {
	if s.property != "" {
		return "systemd: " + strings.Join(propertyWords(s.self, s.target, s.unit, s.property), " ")
	}
	return fmt.Sprintf("file: %q into /sys/fs/cgroup/%s", s.text, clean.Text(strings.TrimPrefix(s.path, "/")))
}

func (s unsetStep) do(ctx context.Context, c *change) error {
	if s.property != "" {
		return c.machine.SetProperty(ctx, s.target, s.unit, s.property)
	}
	return c.machine.Write(s.path, s.text)
}

// unsetSteps are the steps that take away from the kernel what goal has not and
// old has, and what Podman only takes from its record.
func (c *change) unsetSteps(old, goal limit.Values) (steps []unsetStep) {
	if old[model.FieldCPUQuota] != "" && goal[model.FieldCPUQuota] == "" {
		if c.before.unified {
			steps = append(steps, c.clearSteps("CPUQuota=", "cpu.max", "max 100000")...)
		} else {
			steps = append(steps, c.clearSteps("CPUQuota=", "cpu.cfs_quota_us", "-1")...)
			steps = append(steps, c.clearSteps("", "cpu.cfs_period_us", "100000")...)
		}
	}
	if old[model.FieldCPUShares] != "" && goal[model.FieldCPUShares] == "" {
		if c.before.unified {
			steps = append(steps, c.clearSteps("CPUWeight=", "cpu.weight", "100")...)
		} else {
			steps = append(steps, c.clearSteps("CPUShares=", "cpu.shares", "1024")...)
		}
	}
	return steps
}

// clearSteps gives the scope, by systemd if it is a unit of that, and what is
// in it their default. On v1 the outer one has to go first; it is, anyway.
func (c *change) clearSteps(property, name, text string) (steps []unsetStep) {
	t := c.action.Target
	for _, dir := range c.before.levels() {
		if dir == c.before.scope && c.before.unit() != "" && property != "" {
			steps = append(steps, unsetStep{property: property, unit: c.before.unit(), target: t, self: c.machine.Self()})
			if c.before.unified {
				continue
			}
		}
		steps = append(steps, unsetStep{path: c.before.at(dir, "cpu", name), text: text})
	}
	return steps
}
