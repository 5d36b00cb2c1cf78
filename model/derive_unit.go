package model

import "cmp"

// unitRows are the units that have no container now: those that failed, or
// were never started.
func unitRows(s *Sample, have []Container) []Container {
	taken := make(map[Key]bool, len(have))
	for i := range have {
		taken[have[i].Key] = true
		taken[Key{have[i].UID, have[i].Unit}] = true
	}
	var rows []Container
	for _, u := range s.Inventory.Units {
		key := u.key()
		if taken[key] || taken[Key{u.UID, u.Name}] {
			continue
		}
		rows = append(rows, unitRow(s, u, key))
	}
	return rows
}

// key is that of the container u runs, or of u itself.
func (u *Unit) key() Key { return Key{u.UID, cmp.Or(u.Container, u.Name)} }

func unitRow(s *Sample, u Unit, key Key) Container {
	c := Container{Key: key, Runtime: Podman, Known: true, Figures: unknownFigures}
	c.Meta = Meta{
		Name: key.Name, UID: u.UID, User: u.User, Source: FromAPI, Unit: u.Name, UserUnit: u.UID != 0, UnitState: u.ActiveState,
		State: unitState(u.ActiveState), ExitCode: u.ExitCode, StartError: u.StartError, OOMKilled: u.Result == "oom-kill",
		Finished: u.Changed, Restarts: u.Restarts,
	}
	if c.OOMKilled {
		c.Cause = Cause{OOM, "killed for want of memory"}
	}
	c.setTimes(s.Time)
	return c
}

func unitState(active string) State {
	switch active {
	case "failed":
		return Failed
	case "inactive", "":
		return Inactive
	}
	return State(active) // activating, deactivating, …: systemd's own word
}
