package limits

import (
	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/widget"
)

// explain adds what the table does not say: where Podman's record and the
// kernel differ, and what the columns are.
func (l *limits) explain(sheet *widget.Sheet, env pane.Env, s *poll.Subject, rows []limitRow) {
	t := env.Theme
	if l.Cgroups.Has() {
		for _, text := range differences(l.Cgroups.Got, &s.Meta) {
			sheet.Para(t.Warn, text)
		}
	}
	if text := fullOfCache(rows); text != "" {
		sheet.Para("", text)
	}
	if s.Source != model.FromAPI {
		sheet.Para(t.Muted, "Podman has not said what it has on record.")
	}
	sheet.Para(t.Muted, l.legend(env))
}

// legend says what the columns are that are shown.
func (l *limits) legend(env pane.Env) string {
	text := ""
	for _, c := range []struct {
		col  int
		text string
	}{
		{limitRecord, "record: what Podman has on record; "},
		{limitEffective, "limit: what the kernel enforces, the strictest of all the cgroups it is in"},
		{limitBy, "; by: whose that is, own being the container's"},
		{limitLeft, "; left: limit less max"},
	} {
		if l.table.Has(c.col) {
			text += c.text
		}
	}
	if past := l.past.legend(env, l.table.Has(limitP95), l.table.Has(limitMax) || l.table.Has(limitLeft)); past != "" {
		text += ". " + past
	}
	return text + "."
}

// differences say where Podman's record is not what the kernel has, and where
// the container's own cgroups do not agree.
func differences(c *probe.Cgroups, m *model.Meta) []string {
	var all []string
	record := probe.Recorded(m)
	for _, d := range c.Differences(record) {
		if d.Lacks != "" {
			all = append(all, unenforced(d.Field, widget.LimitText(d.Record, d.Unit), d.Lacks, m))
			continue
		}
		all = append(all, d.Field+": Podman's record says "+widget.LimitText(d.Record, d.Unit)+", the kernel "+kernelSays(c, &d, m)+".")
	}
	if record.CPUSet != "" && c.Lacks("cpuset") {
		all = append(all, unenforced("cpuset", record.CPUSet, "cpuset", m))
	}
	if cpus, other := c.OtherCPUs(record); other {
		if cpus == "" {
			cpus = "none"
		}
		all = append(all, "cpuset: Podman's record says "+record.CPUSet+", the kernel "+cpus+".")
	}
	for _, split := range c.Splits() {
		all = append(all, split.Field+": its cgroup has "+widget.LimitText(split.Own, split.Unit)+", "+
			c.Where(split.At, m)+" "+widget.LimitText(split.Child, split.Unit)+"; the lesser holds.")
	}
	return all
}

// unenforced says that a limit on record does nothing for want of a controller.
func unenforced(field, record, controller string, m *model.Meta) string {
	text := field + ": Podman's record says " + record + ", which is not enforced: " + controller + " is not "
	if m.UID == 0 {
		return text + "switched on for its cgroup."
	}
	return text + "delegated to " + m.Owner() + "; Delegate= in /etc/systemd/system/user@.service.d/delegate.conf gives it."
}

func kernelSays(c *probe.Cgroups, d *probe.Difference, m *model.Meta) string {
	text := widget.LimitText(d.Kernel, d.Unit)
	if d.By != nil {
		text += " (" + c.Where(d.By, m) + ")"
	}
	return text
}

// fullOfCache says that memory near its limit is no harm where it is page
// cache.
func fullOfCache(rows []limitRow) string {
	var all, hard *limitRow
	for i := range rows {
		switch rows[i].field {
		case probe.MemoryLimited.Field:
			all = &rows[i]
		case probe.HardLimited.Field:
			hard = &rows[i]
		}
	}
	if all == nil || hard == nil || !(all.leftPct() < littleLeft) || !(hard.leftPct() > littleLeft) {
		return ""
	}
	return "memory is near its limit with page cache, which gives way; of what can OOM, " + widget.ValueText(hard.leftPct(), model.Percent) + " is left."
}
