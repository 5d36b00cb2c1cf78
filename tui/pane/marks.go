package pane

import (
	"cmp"
	"maps"
	"slices"

	"podtop/model"
)

// Marks are the containers the user has marked. They are kept by Key, so that
// a container made anew is still marked; all panes share them. A nil *Marks has
// none.
type Marks struct{ keys map[model.Key]bool }

// Has reports whether k is marked.
func (m *Marks) Has(k model.Key) bool { return m != nil && m.keys[k] }

// Len is how many are marked, those that are gone too.
func (m *Marks) Len() int {
	if m == nil {
		return 0
	}
	return len(m.keys)
}

// Set marks k, or takes its mark away.
func (m *Marks) Set(k model.Key, on bool) {
	if !on {
		delete(m.keys, k)
		return
	}
	if m.keys == nil {
		m.keys = map[model.Key]bool{}
	}
	m.keys[k] = true
}

// Clear takes all marks away.
func (m *Marks) Clear() { clear(m.keys) }

// Keys are those that are marked, in order.
func (m *Marks) Keys() []model.Key {
	return slices.SortedFunc(maps.Keys(m.keys), func(a, b model.Key) int {
		return cmp.Or(cmp.Compare(a.UID, b.UID), cmp.Compare(a.Name, b.Name))
	})
}

// Gone are the names of those marked that snap does not have.
func (m *Marks) Gone(snap *model.Snapshot) []string {
	if m.Len() == 0 {
		return nil
	}
	here := make(map[model.Key]bool, len(snap.Containers))
	for i := range snap.Containers {
		here[snap.Containers[i].Key] = true
	}
	var names []string
	for k := range m.keys {
		if !here[k] {
			names = append(names, k.Name)
		}
	}
	slices.Sort(names)
	return names
}
