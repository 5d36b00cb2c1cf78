package logs

import (
	"bytes"
	"fmt"

	"podtop/model"
)

// FromFields is the line that an entry of the journal is; ok is false if it is
// about none of the containers. Anybody can write any field to the journal, but
// those with a leading _ are journald's own: who sent the entry, and how it
// came. So it is
//
//   - a container's line only if _UID is the container's owner,
//   - Podman's event only if _UID is the container's owner,
//   - a unit's line only by _SYSTEMD_UNIT, or by UNIT of process 1,
//   - the kernel's OOM line only with _TRANSPORT=kernel,
//   - a gap only with _TRANSPORT=driver, which is journald itself.
//
// An entry that says it is one of these and is not becomes a Claimed line.
func FromFields(e *Entry, who *Owners) (l Line, ok bool) {
	var f entryFields
	f.fill(e.Fields)
	if l, ok = f.line(e, who); !ok {
		return Line{}, false
	}
	l.Stamp, l.Cursor = e.Stamp, e.Cursor
	if l.Text == "" {
		l.setText(f.message.Value, f.message.Size)
	}
	return l, true
}

// line is what the entry truly is; else the first that it only says it is. What
// a container prints may look like anything, and is its output all the same.
func (f *entryFields) line(e *Entry, who *Owners) (Line, bool) {
	var v verdict
	ok := v.take(f.outputLine(e, who)) || v.take(f.eventLine(who)) || v.take(f.killLine(who)) || v.take(f.gapLine(who)) || v.take(f.unitLine(who))
	return v.line, ok || v.claimed
}

// A verdict is the line that was found so far.
type verdict struct {
	line    Line
	claimed bool // it is a claim: a true one may come
}

// take takes l, if it is one, and reports whether it is truly what it says.
func (v *verdict) take(l Line, ok bool) bool {
	switch {
	case !ok:
		return false
	case l.Kind != Claimed:
		v.line = l
		return true
	case !v.claimed:
		v.line, v.claimed = l, true
	}
	return false
}

// claim makes l the line of one who only says that it is l.
func (f *entryFields) claim(l Line) Line {
	l.Claim = Claim{Kind: l.Kind, UID: f.uid.number()}
	l.Kind, l.Stream, l.Level, l.Partial, l.Dropped = Claimed, UnknownStream, Unknown, false, 0
	return l
}

// owned is l if the owner of its container sent the entry, else a claim.
func (f *entryFields) owned(l Line) Line {
	if f.uid.number() != l.Container.UID {
		return f.claim(l)
	}
	return l
}

// outputLine is the line of a container. conmon gives stdout priority 6 and
// stderr 3, which says nothing of how grave the line is.
func (f *entryFields) outputLine(e *Entry, who *Owners) (l Line, ok bool) {
	if l.Container, ok = f.container(e, who); !ok {
		return l, false
	}
	f.setOutput(&l)
	return f.owned(l), true
}

// setOutput makes l what conmon writes of a container's output.
func (f *entryFields) setOutput(l *Line) {
	l.Partial = f.partial.is("true")
	if !l.Partial {
		f.message.cutNewline()
	}
	switch {
	case f.priority.is("6"):
		l.Stream = Stdout
	case f.priority.is("3"):
		l.Stream = Stderr
	}
}

// container is the container that the entry names: the one of its sender, if it
// names several. One that is not known is found by its name.
func (f *entryFields) container(e *Entry, who *Owners) (found Container, ok bool) {
	uid := f.uid.number()
	for _, x := range e.Fields {
		if string(x.Name) != "CONTAINER_ID_FULL" {
			continue
		}
		c, known := who.find(x.Value, uid)
		if known && c.UID == uid {
			return c, true
		}
		if known && !ok {
			found, ok = c, true
		}
	}
	if ok {
		return found, true
	}
	return who.sameName(&f.containerID, &f.containerName, uid)
}

// eventLine is an event of Podman's. Its message is long and repeats what the
// line shows anyhow: the event is its text.
func (f *entryFields) eventLine(who *Owners) (l Line, ok bool) {
	if !f.isEvent() {
		return l, false
	}
	uid := f.uid.number()
	if l.Container, ok = who.find(f.podmanID.Value, uid); !ok {
		l.Container, ok = who.sameName(&f.podmanID, &f.podmanName, uid)
	}
	if !ok {
		return l, false
	}
	f.setEvent(&l)
	return f.owned(l), true
}

// isEvent reports whether the entry says it is an event of a container.
func (f *entryFields) isEvent() bool {
	return f.event.isSet() && (!f.eventType.isSet() || f.eventType.is("container")) && !isStep(f.event.Value)
}

func (f *entryFields) setEvent(l *Line) {
	text := append([]byte(nil), head(f.event.Value)...)
	if f.event.is("died") && len(f.exit.Value) > 0 {
		text = append(append(text, ", exit code "...), head(f.exit.Value)...)
	}
	if len(f.health.Value) > 0 {
		text = append(append(text, ": "...), head(f.health.Value)...)
	}
	l.Kind = Event
	l.setText(text, 0)
}

// isStep reports whether an event happens on the way from one state to the
// other, and says nothing of its own.
func isStep(event []byte) bool {
	switch string(event) {
	case "init", "cleanup", "sync", "exec_died", "history", "mount", "unmount":
		return true
	}
	return false
}

// killLine is the kernel's line of an OOM kill. Processes can write to the
// kernel's log, too, but not with the kernel's facility, which is 0; an old
// journald leaves it out for the kernel's own lines.
func (f *entryFields) killLine(who *Owners) (l Line, ok bool) {
	if who.Kill == nil || !bytes.HasPrefix(f.message.Value, []byte("oom-kill:")) {
		return l, false
	}
	kill, ok := who.Kill(f.message.Value)
	if !ok {
		return l, false
	}
	l.Container, ok = who.find([]byte(kill.ID), kill.UID)
	if !ok || kill.UID != 0 && kill.UID != l.Container.UID {
		return l, false
	}
	l.Kind, l.Level = OOM, Err
	if !f.transport.is("kernel") || f.facility.isSet() && !f.facility.is("0") {
		return f.claim(l), true
	}
	l.setText(killText(&kill), 0)
	return l, true
}

// killText is what a kill was, without all else that the kernel's line has.
func killText(k *model.OOMKill) []byte {
	if k.Host {
		return fmt.Appendf(nil, "the host is out of memory: killed process %d (%s)", k.PID, k.Comm)
	}
	return fmt.Appendf(nil, "out of memory: killed process %d (%s)", k.PID, k.Comm)
}
