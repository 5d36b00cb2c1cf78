package lines

import (
	"strconv"

	"podtop/model/logs"
	"podtop/sampler/journal"
	"podtop/sampler/kmsg"
)

// widen adds what tells something of a container beside its own lines. That it
// died is always wanted: it ends a line that has no end.
func (l *Journal) widen(w *logs.Wanted, s logs.Sources) {
	uid := uidItem(w.UID)
	if w.ID != "" {
		l.partial = append(l.partial, journal.Term{partialItem, uid, "CONTAINER_ID_FULL=" + string(w.ID)})
	}
	if w.Name != "" {
		l.partial = append(l.partial, journal.Term{partialItem, uid, "CONTAINER_NAME=" + w.Name})
	}
	for _, item := range eventItems(w) {
		if s < logs.WithEvents {
			l.match = append(l.match, journal.Term{item, "PODMAN_EVENT=died"})
		} else {
			l.match = append(l.match, journal.Term{item})
		}
	}
	if w.Unit.Name != "" && !w.Passthrough {
		l.owners.AddUnit(w.Unit, w.Container, false)
	}
	if s < logs.WithEvents {
		return
	}
	if l.owners.Kill == nil {
		l.owners.Kill = kmsg.ParseKill
		l.match = append(l.match, journal.Term{"_TRANSPORT=kernel"})
	}
	if w.Unit.Name != "" {
		field := "UNIT="
		if w.Unit.User {
			field = "USER_UNIT="
		}
		l.match = append(l.match, unitTerm(w.Unit), journal.Term{field + w.Unit.Name})
	}
}

// isAsked reports whether a line of this kind is wanted.
func isAsked(k logs.Kind, s logs.Sources) bool {
	switch k {
	case logs.Output, logs.Gap, logs.Start:
		return true
	case logs.Claimed:
		return s >= logs.WithClaims
	}
	return s >= logs.WithEvents
}

// eventItems are the fields by which Podman's events name a container.
func eventItems(w *logs.Wanted) (items []string) {
	if w.ID != "" {
		items = append(items, "PODMAN_ID="+string(w.ID))
	}
	if w.Name != "" {
		items = append(items, "PODMAN_NAME="+w.Name)
	}
	return items
}

// uidItem is journald's word that a user has sent an entry.
func uidItem(uid int) string { return "_UID=" + strconv.Itoa(uid) }
