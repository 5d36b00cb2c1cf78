package logs

import (
	"bytes"
	"slices"
	"strings"

	"podtop/model"
)

// Owners are the containers whose lines are wanted.
type Owners struct {
	// Kill parses the kernel's line of an OOM kill.
	Kill func(text []byte) (model.OOMKill, bool)
	// Seek finds another container of one of the names by its id and its owner, where
	// an entry has no name in it, or comes from another user. It may be nil.
	Seek func(id []byte, uid int) (Container, bool)

	byID   map[model.ID][]Container // of several only if a user's Podman lists another's id
	names  map[string][]int         // of the containers, and their owners' uids
	byUnit map[UnitName]unitOwner
}

// UnitName names a systemd unit.
type UnitName struct {
	Name string
	User bool // it is of a user's systemd
	UID  int  // of that user; 0 for the system's
}

// A unitOwner is the container that a unit runs.
type unitOwner struct {
	container   Container
	passthrough bool // its log driver: what the unit writes is the container's output
}

// Add adds a container, and all others that its owner gave its name. A removed
// one that somebody chose has the uid that was chosen, and may have no id.
func (who *Owners) Add(c Container) {
	if who.byID == nil {
		who.byID, who.names = map[model.ID][]Container{}, map[string][]int{}
	}
	if c.ID != "" {
		who.byID[c.ID] = append(who.byID[c.ID], c)
	}
	if c.Name != "" && !slices.Contains(who.names[c.Name], c.UID) {
		who.names[c.Name] = append(who.names[c.Name], c.UID)
	}
}

// AddUnit adds the unit that runs c. Root's container comes before others' where
// several are said to be run by one unit of the system.
func (who *Owners) AddUnit(name UnitName, c Container, passthrough bool) {
	if who.byUnit == nil {
		who.byUnit = map[UnitName]unitOwner{}
	}
	if before, ok := who.byUnit[name]; !ok || before.container.UID != 0 && c.UID == 0 {
		who.byUnit[name] = unitOwner{c, passthrough}
	}
}

// UnitOf is the unit that runs a container of the inventory, and whether what the
// unit writes is the container's output, as its log driver says.
func UnitOf(m *model.Meta) (name UnitName, passthrough bool) {
	name.Name = m.Unit
	if m.UserUnit {
		name.User, name.UID = true, m.UID
	}
	return name, m.LogDriver == "passthrough" || m.LogDriver == "passthrough-tty"
}

// find is the container of user uid that has that id, else one of another user.
func (who *Owners) find(id []byte, uid int) (c Container, ok bool) {
	all := who.byID[model.ID(id)]
	for _, c := range all {
		if c.UID == uid {
			return c, true
		}
	}
	if len(all) == 0 {
		return c, false
	}
	return all[0], true
}

// seek is find, also of those that are not known.
func (who *Owners) seek(id []byte, uid int) (c Container, ok bool) {
	if c, ok = who.find(id, uid); ok || who.Seek == nil || !isID(id) {
		return c, ok
	}
	return who.Seek(id, uid)
}

// sameName is the container of user uid that has a name which is wanted, and an id
// that is not known: the one before a restart, or one that was removed. Which
// generation that was is not known. It is another user's if that is whose id it is.
func (who *Owners) sameName(id, name *Field, uid int) (c Container, ok bool) {
	uids := who.names[string(name.Value)]
	if len(uids) == 0 || !isID(id.Value) {
		return c, false
	}
	if slices.Contains(uids, uid) {
		return Container{ID: model.ID(id.Value), Name: string(name.Value), UID: uid, Generation: -1}, true
	}
	for _, owner := range uids {
		if c, ok = who.seek(id.Value, owner); ok {
			break
		}
	}
	return c, ok
}

// isID reports whether b is a container's full id.
func isID(b []byte) bool {
	return len(b) == 64 && len(bytes.Trim(b, "0123456789abcdef")) == 0
}

// byRateLimit is the container whose lines a unit of the system sends.
func (who *Owners) byRateLimit(unit string) (Container, bool) {
	unit = unit[strings.LastIndexByte(unit, '/')+1:]
	if id, ok := strings.CutPrefix(unit, "libpod-conmon-"); ok {
		c, ok := who.seek([]byte(strings.TrimSuffix(id, ".scope")), 0)
		return c, ok && c.UID == 0
	}
	if user, ok := strings.CutPrefix(unit, "user@"); ok {
		uid, ok := parseUint(strings.TrimSuffix(user, ".service"))
		return Container{UID: int(uid)}, ok && who.hasUser(int(uid))
	}
	owner, ok := who.byUnit[UnitName{Name: unit}]
	return owner.container, ok
}

func (who *Owners) hasUser(uid int) bool {
	for _, all := range who.byID {
		for _, c := range all {
			if c.UID == uid {
				return true
			}
		}
	}
	return false
}
