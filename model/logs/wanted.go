package logs

import "podtop/model"

// A Wanted is a container whose lines are wanted. In the journal that is all
// containers that its owner gave that name, one after the other.
type Wanted struct {
	Container
	Unit        UnitName // that runs it; the zero one: none does
	Passthrough bool     // its log driver: what the unit writes is its output
	Driver      string   // journald, k8s-file, …; "" if that is not known
}

// NoDriverText says that none of the container's lines are kept, and what to do;
// name is how it is called.
func NoDriverText(name string) string {
	return name + ": its log driver is none, which keeps nothing; podman run --log-driver journald or k8s-file does"
}

// WantedOf is a container of the inventory as one whose lines are wanted.
func WantedOf(m *model.Meta) Wanted {
	w := Wanted{Container: Container{ID: m.ID, Name: m.Name, UID: m.UID}, Driver: m.LogDriver}
	w.Unit, w.Passthrough = UnitOf(m)
	return w
}
