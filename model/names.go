package model

import (
	"cmp"
	"slices"
)

// names finds a container's Meta by its id.
type names struct {
	generation int // another one whenever the inventory is
	inventory  *Inventory
	self       int // who podtop runs as
	meta       map[ID]*Meta
	pods       map[podKey]*Pod
	inUnit     map[groupID]int // containers of each unit
}

// A podKey tells pods apart. An id alone would not do: any user's Podman can
// name the id of another one's pod.
type podKey struct {
	uid int
	id  string
}

func (n *names) setInventory(inv *Inventory, own int) {
	if n.inventory == inv && n.meta != nil {
		return
	}
	n.self = own
	n.generation++
	n.inventory, n.meta, n.pods, n.inUnit = inv, map[ID]*Meta{}, map[podKey]*Pod{}, map[groupID]int{}
	if inv == nil {
		return
	}
	for i := range inv.Containers {
		m := &inv.Containers[i]
		n.meta[m.ID] = m
		if m.Unit != "" {
			n.inUnit[ByUnit.groupOf(m)]++
		}
	}
	for i := range inv.Pods {
		p := &inv.Pods[i]
		n.pods[podKey{p.UID, p.ID}] = p
	}
}

func (n *names) has(id ID) bool { return n.meta[id] != nil }

// metaOf is what is known of the container of r, nil if nothing is. Another user's
// word counts only for containers in that user's own slice.
func (n *names) metaOf(r *Reading) *Meta {
	m := n.meta[r.ID]
	if m != nil && m.UID != 0 && m.UID != n.self && m.UID != r.UID {
		return nil
	}
	return m
}

// key is what r is called: its container's name, or its short id until that is
// known.
func (n *names) key(r *Reading) Key {
	if m := n.metaOf(r); m != nil && m.Name != "" {
		return Key{m.UID, m.Name}
	}
	return Key{r.UID, r.ID.Short()}
}

// isInfra reports whether r's container is known to be a pod's infra container.
func (n *names) isInfra(r *Reading) bool {
	m := n.metaOf(r)
	return m != nil && m.Infra
}

// owner is the name of the user whose container r is, "" if that is not known.
func (n *names) owner(r *Reading) string {
	if m := n.metaOf(r); m != nil {
		return m.User
	}
	return ""
}

// group is the group r's container is in. A pod is called by its name, or by
// its short id until that is known.
func (n *names) group(by Grouping, r *Reading) groupID {
	m := n.metaOf(r)
	if m == nil {
		m = &Meta{UID: r.UID}
	}
	id := by.groupOf(m)
	if by != ByPod {
		return id
	}
	pod := cmp.Or(m.Pod, r.Pod)
	switch p := n.pods[podKey{m.UID, pod}]; {
	case pod == "":
		return groupID{}
	case p != nil:
		return groupID{ByPod, p.UID, p.Name}
	}
	return groupID{ByPod, m.UID, cmp.Or(m.PodName, ID(pod).Short())}
}

// hasOneMember reports whether the unit id is has one container only: then the sums
// are that one's own figures.
func (n *names) hasOneMember(id groupID) bool { return n.inUnit[id] == 1 }

func byKey(a, b Key) int { return cmp.Or(cmp.Compare(a.UID, b.UID), cmp.Compare(a.Name, b.Name)) }

func sortContainers(cs []Container) {
	slices.SortFunc(cs, func(a, b Container) int {
		return cmp.Or(byKey(a.Key, b.Key), cmp.Compare(a.ID, b.ID))
	})
}
