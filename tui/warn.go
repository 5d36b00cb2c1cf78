package tui

import (
	"strconv"
	"strings"
	"time"

	"podtop/model"
)

// Figures from here on are worth a word.
const (
	limitHigh     = 90 // percent of the memory limit
	throttledHigh = 25 // percent of periods
	recent        = time.Hour
)

// warnings are what the figures themselves say is wrong, one for a container,
// the worst kinds first.
func warnings(snap *model.Snapshot) []model.Note {
	var notes []model.Note
	for _, of := range []func(*model.Container, *model.Snapshot) model.Note{killed, failed, nearLimit, unhealthy, throttled} {
		for i := range snap.Containers {
			if n := of(&snap.Containers[i], snap); n.Text != "" {
				notes = append(notes, n)
			}
		}
	}
	return notes
}

func killed(c *model.Container, snap *model.Snapshot) model.Note {
	switch ago := snap.Time.Sub(c.Finished); {
	case c.State.Live() && c.OOMs > 0:
		return model.Note{Severity: model.Bad, Source: c.Name, Text: c.Name + ": out of memory, " + strconv.Itoa(c.OOMs) + " killed in it; raise its limit or find the leak"}
	case !c.State.Live() && c.OOMKilled && ago < recent:
		return model.Note{Severity: model.Bad, Source: c.Name, Text: c.Name + ": killed for want of memory " + string(model.AppendAge(nil, ago)) + " ago"}
	}
	return model.Note{}
}

func failed(c *model.Container, snap *model.Snapshot) model.Note {
	if c.State != model.Failed || c.OOMKilled {
		return model.Note{}
	}
	return model.Note{
		Severity: model.Bad, Source: c.Name,
		Text: strings.TrimSuffix(c.Unit, ".service") + ": its unit failed; look at: " + systemctl(c, snap.Host.UID) + " status " + c.Unit,
	}
}

// systemctl is the command by which user uid reaches the systemd that has c's
// unit.
func systemctl(c *model.Container, uid int) string {
	switch {
	case !c.UserUnit:
		return "systemctl"
	case c.Meta.UID == uid:
		return "systemctl --user"
	}
	return "systemctl --user -M " + c.Owner() + "@"
}

func nearLimit(c *model.Container, _ *model.Snapshot) model.Note {
	if !(c.MemLimitPct >= limitHigh) {
		return model.Note{}
	}
	return model.Note{Severity: model.Bad, Source: c.Name, Text: c.Name + ": memory " + percent(c.MemLimitPct) + " of its limit"}
}

func unhealthy(c *model.Container, _ *model.Snapshot) model.Note {
	if !c.State.Live() || c.Health != "unhealthy" {
		return model.Note{}
	}
	return model.Note{Severity: model.Warn, Source: c.Name, Text: c.Name + ": its health check fails"}
}

func throttled(c *model.Container, _ *model.Snapshot) model.Note {
	if !(c.ThrottledPct >= throttledHigh) {
		return model.Note{}
	}
	return model.Note{Severity: model.Warn, Source: c.Name, Text: c.Name + ": held back by its CPU quota in " + percent(c.ThrottledPct) + " of periods"}
}

func percent(v float64) string { return string(model.AppendValue(nil, v, model.Percent)) }
