package processes

import (
	"strconv"

	"podtop/model"
	"podtop/tui/pane"
	"podtop/tui/poll"
	"podtop/tui/tab"
	"podtop/tui/widget"
)

// stateWords are the letters of /proc/PID/stat.
var stateWords = map[string]string{
	"R": "running, or waiting for a CPU", "S": "sleeping", "D": "waiting for a disk or the like, not to be interrupted", "Z": "ended, and its parent has not taken note (zombie)",
	"T": "stopped by a signal", "t": "stopped by a debugger", "I": "idle, of the kernel", "X": "dead", "P": "parked",
}

// writeOne writes all that is known of the process under the cursor.
func (p *processes) writeOne(sheet *widget.Sheet, env pane.Env, s *poll.Subject) {
	p.Processes.WriteState(sheet, env, s)
	if _, gone := p.list.Gone(); !gone {
		p.keep(p.list.Current())
	} else {
		sheet.Para(env.Theme.Warn, "Process "+strconv.Itoa(p.last.PID)+" has ended; this is the last of it.")
	}
	one := &p.last
	sheet.Line(env.Theme.Title, strconv.Itoa(one.PID)+" "+one.Name)
	sheet.Field("command", "", one.CommandLine())
	sheet.Field("pid", "", pidText(one))
	sheet.Field("user", "", userText(one))
	sheet.Field("state", "", one.State+": "+widget.OrDash(stateWords[one.State]))
	sheet.Field("threads", "", strconv.Itoa(one.Threads))
	sheet.Field("age", "", widget.ValueText(one.Age(one.at), model.Seconds))
	sheet.Field("CPU, RSS", "", widget.ValueText(one.cpu, model.Cores)+" cores, "+widget.ValueText(one.RSS.Float(), model.Bytes))
	if one.Cgroup != "" {
		sheet.Field("cgroup", "", one.Cgroup)
	}
	tab.WriteMemory(sheet, env, s, &p.Memory)
	sheet.Gap()
	sheet.Para(env.Theme.Muted, pane.First(p.keys.Choose)+": back to the list; the Memory tab shows this process too.")
}

// keep copies a process, for when it has ended.
func (p *processes) keep(at *process) {
	copied := *at.Process
	p.last = *at
	p.last.Process = &copied
}

func pidText(one *process) string {
	text := strconv.Itoa(one.PID) + " on the host"
	if one.Inside > 0 {
		text += ", " + strconv.Itoa(one.Inside) + " inside"
	}
	if one.Parent > 0 {
		text += "; parent " + strconv.Itoa(one.Parent)
	}
	return text
}

func userText(one *process) string {
	text := strconv.Itoa(one.UID)
	if one.User != "" {
		text = one.User + " (" + text + ")"
	}
	if one.InsideUID >= 0 && one.InsideUID != one.UID {
		text += ", " + strconv.Itoa(one.InsideUID) + " inside"
	}
	return text
}
