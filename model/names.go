package model

import (
	"cmp"
	"slices"
)

// names finds a container's Meta by its id.
type names struct {
	generation int // another one whenever the inventory is
	inventory  *Inventory
	own        int // who podtop runs as
	meta       map[ID]*Meta
	pods       map[string]*Pod
	podKeys    map[string]Key
}

func (n *names) use(inv *Inventory, own int) {
	if n.inventory == inv && n.meta != nil {
		return
	}
	n.own = own
	n.generation++
	n.inventory, n.meta, n.pods, n.podKeys = inv, map[ID]*Meta{}, map[string]*Pod{}, map[string]Key{}
	if inv == nil {
		return
	}
	for i := range inv.Containers {
		n.meta[inv.Containers[i].ID] = &inv.Containers[i]
	}
	for i := range inv.Pods {
		p := &inv.Pods[i]
		n.pods[p.ID], n.podKeys[p.ID] = p, podKey(p.UID, p.Name)
	}
}

func (n *names) has(id ID) bool { return n.meta[id] != nil }

// of is what is known of the container of r, nil if nothing is. Another user's
// word counts only for containers in that user's own slice.
func (n *names) of(r *Reading) *Meta {
	m := n.meta[r.ID]
	if m != nil && m.UID != 0 && m.UID != n.own && m.UID != r.UID {
		return nil
	}
	return m
}

// key is what r is called: its container's name, or its short id until that is
// known.
func (n *names) key(r *Reading) Key {
	if m := n.of(r); m != nil && m.Name != "" {
		return Key{m.UID, m.Name}
	}
	return Key{r.UID, r.ID.Short()}
}

// podKey is the Key of the pod r is in, the zero Key outside one.
func (n *names) podKey(r *Reading) Key {
	id, uid := r.Pod, r.UID
	if m := n.of(r); m != nil && m.Pod != "" {
		id, uid = m.Pod, m.UID
	}
	switch {
	case id == "":
		return Key{}
	case n.pods[id] != nil:
		return n.podKeys[id]
	}
	return podKey(uid, ID(id).Short())
}

func byKey(a, b Key) int { return cmp.Or(cmp.Compare(a.UID, b.UID), cmp.Compare(a.Name, b.Name)) }

func sortContainers(cs []Container) {
	slices.SortFunc(cs, func(a, b Container) int {
		return cmp.Or(byKey(a.Key, b.Key), cmp.Compare(a.ID, b.ID))
	})
}
