package logs

import "bytes"

// unitLine is the line of a unit that runs a container, or of its systemd about
// it. By whom a process in the unit runs says nothing: with the passthrough
// driver that is whoever the container's processes run as.
func (f *entryFields) unitLine(who *Owners) (Line, bool) {
	owner, ok := f.ownUnit(who)
	if !ok {
		return f.managerLine(who)
	}
	l := Line{Kind: Unit, Container: owner.container, Level: f.unitLevel()}
	if owner.passthrough && f.transport.is("stdout") {
		l.Kind = Output
	}
	return l, !f.event.isSet()
}

// ownUnit is the owner of the unit that journald found the sender in. A user's
// units are those below that user's systemd, whatever they are called.
func (f *entryFields) ownUnit(who *Owners) (unitOwner, bool) {
	name := UnitName{Name: f.systemdUnit.unitName()}
	if f.systemdUserUnit.isSet() {
		name = UnitName{Name: f.systemdUserUnit.unitName(), User: true, UID: f.ownerUID.number()}
	}
	owner, ok := who.byUnit[name]
	return owner, ok
}

// unitName is the value, if systemd has units with names so long; else "".
func (f *Field) unitName() string {
	const most = 255
	if len(f.Value) > most {
		return ""
	}
	return string(f.Value)
}

// managerLine is what the system's systemd, process 1, or a user's says of a unit.
func (f *entryFields) managerLine(who *Owners) (Line, bool) {
	uid := f.uid.number()
	if f.unit.isSet() {
		owner, ok := who.byUnit[UnitName{Name: f.unit.unitName()}]
		l := Line{Kind: Unit, Container: owner.container, Level: f.unitLevel()}
		if ok && (uid != 0 || !f.pid.is("1")) {
			l = f.claim(l)
		}
		return l, ok
	}
	if !f.userUnit.isSet() {
		return Line{}, false
	}
	owner, ok := who.byUnit[UnitName{Name: f.userUnit.unitName(), User: true, UID: uid}]
	return Line{Kind: Unit, Container: owner.container, Level: f.unitLevel()}, ok
}

// unitLevel is the level of a unit's line. What comes by stdout has systemd's
// default, info, of which nobody thought.
func (f *entryFields) unitLevel() Level {
	n, ok := parseUint(f.priority.Value)
	if !ok || f.transport.is("stdout") && n == 6 {
		return Unknown
	}
	return priorityLevel(n)
}

// DroppedID is the MESSAGE_ID by which journald says how many lines it dropped.
const DroppedID = "a596d6fe7bfa4994828e72309e95d61e"

// gapLine is journald's word that it dropped lines of a unit:
//
//	Suppressed 1520 messages from libpod-conmon-0123….scope
//
// All containers of a user's systemd share one limit: such a gap is about the
// user, and its container has a uid alone.
func (f *entryFields) gapLine(who *Owners) (l Line, ok bool) {
	if !f.messageID.is(DroppedID) {
		return l, false
	}
	_, unit, _ := bytes.Cut(f.message.Value, []byte(" messages from "))
	if l.Container, ok = who.byRateLimit(string(head(unit))); !ok {
		return l, false
	}
	l.Kind, l.Level = Gap, Warn
	if !f.transport.is("driver") {
		return f.claim(l), true
	}
	l.Dropped, _ = parseUint(f.dropped.Value)
	return l, true
}
