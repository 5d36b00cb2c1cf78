package logs

import "slices"

// A Field is one field of a journal's entry: CONTAINER_ID_FULL=0123…, _UID=1000.
// Of a long value the reader may give the head alone.
type Field struct {
	Name, Value []byte // read during the call only
	Size        uint64 // of all of the value, if that is more than len(Value)
}

// An Entry is one of the journal's.
type Entry struct {
	Stamp
	Cursor string
	Fields []Field // in any order; a name may come more than once
}

// entryFields are the fields that tell whose line an entry is. Of a name that
// comes more than once the first counts, but for the containers' ids.
type entryFields struct {
	message, priority, messageID   Field
	uid, pid, ownerUID, transport  Field // journald's and the kernel's word
	systemdUnit, systemdUserUnit   Field // journald's word
	unit, userUnit                 Field
	partial, facility, dropped     Field
	event, eventType, exit, health Field
	podmanID, podmanName           Field
	containerID, containerName     Field
}

// Has reports whether e has a field of that name.
func (e *Entry) Has(name []byte) bool {
	return slices.ContainsFunc(e.Fields, func(f Field) bool { return string(f.Name) == string(name) })
}

// IsTelling reports whether a field of that name is looked at.
func IsTelling(name []byte) bool { return new(entryFields).slot(name) != nil }

// slot is where the field called name is kept; nil if it tells nothing.
func (f *entryFields) slot(name []byte) *Field {
	switch string(name) {
	case "MESSAGE":
		return &f.message
	case "PRIORITY":
		return &f.priority
	case "MESSAGE_ID":
		return &f.messageID
	case "_UID":
		return &f.uid
	case "_PID":
		return &f.pid
	case "_SYSTEMD_OWNER_UID":
		return &f.ownerUID
	case "_TRANSPORT":
		return &f.transport
	case "_SYSTEMD_UNIT":
		return &f.systemdUnit
	case "_SYSTEMD_USER_UNIT":
		return &f.systemdUserUnit
	case "UNIT":
		return &f.unit
	case "USER_UNIT":
		return &f.userUnit
	case "CONTAINER_PARTIAL_MESSAGE":
		return &f.partial
	case "SYSLOG_FACILITY":
		return &f.facility
	case "N_DROPPED":
		return &f.dropped
	case "PODMAN_EVENT":
		return &f.event
	case "PODMAN_TYPE":
		return &f.eventType
	case "PODMAN_EXIT_CODE":
		return &f.exit
	case "PODMAN_HEALTH_STATUS":
		return &f.health
	case "PODMAN_ID":
		return &f.podmanID
	case "PODMAN_NAME":
		return &f.podmanName
	case "CONTAINER_ID_FULL":
		return &f.containerID
	case "CONTAINER_NAME":
		return &f.containerName
	}
	return nil
}

func (f *entryFields) fill(fields []Field) {
	for _, x := range fields {
		if s := f.slot(x.Name); s != nil && s.Name == nil {
			*s = x
		}
	}
}

func (f *Field) is(value string) bool { return string(f.Value) == value }

func (f *Field) isSet() bool { return f.Name != nil }

// cutNewline cuts off the newline that conmon leaves behind a whole line.
func (f *Field) cutNewline() {
	n := len(f.Value) - 1
	if n >= 0 && f.Value[n] == '\n' && f.Size <= uint64(len(f.Value)) {
		f.Value, f.Size = f.Value[:n], uint64(n)
	}
}

// number is the value, if it is a number that fits 32 bits, as uids do; else -1.
func (f *Field) number() int {
	n, ok := parseUint(f.Value)
	if !ok || n > 1<<32-1 {
		return -1
	}
	return int(n)
}

// parseUint reads digits alone.
func parseUint[T string | []byte](digits T) (n uint64, ok bool) {
	if len(digits) == 0 || len(digits) > 19 { // a twentieth digit may be too much
		return 0, false
	}
	for i := range len(digits) {
		if !isDigit(digits[i]) {
			return 0, false
		}
		n = 10*n + uint64(digits[i]-'0')
	}
	return n, true
}
