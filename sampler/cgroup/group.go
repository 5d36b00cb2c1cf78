package cgroup

import "golang.org/x/sys/unix"

// payload is the child that crun gives a container's cgroup: the processes are
// in it, and limits of its own.
const payload = "container"

// A group is one cgroup of interest: a container's, crun's child of it, or one
// that containers can be below.
type group struct {
	parent    *group // nil for the root
	path      string // below the mount; "" for the root
	inode     uint64
	kids      map[string]*group
	container *container // nil unless it is a container's own cgroup
	walk      uint64     // the last walk that saw it
	watches   []int32    // one for each hierarchy where something can change
	bounds    *bounds    // nil unless it is in the chain of a container
	family    family
}

// owner is the container whose cgroup g is, or crun's child of that; nil if g is
// neither.
func (g *group) owner() *container {
	if g.container == nil && g.parent != nil {
		return g.parent.container
	}
	return g.container
}

// inContainer reports whether g is a container's cgroup or crun's child of it.
func (g *group) inContainer() bool { return g.owner() != nil }

// check finds out what is called name below parent now.
func (t *Tree) check(parent *group, name string) {
	inode, _, ok := stat(t.primary + parent.path + "/" + name)
	old := parent.kids[name]
	switch {
	case !ok && old != nil:
		t.drop(old)
	case ok && old == nil:
		t.add(parent, name, inode)
	case ok && old.inode != inode:
		t.drop(old)
		t.add(parent, name, inode)
	}
}

// add takes a cgroup in, with all that is below it. It is watched before it is
// read, so that nothing made in between is missed.
func (t *Tree) add(parent *group, name string, inode uint64) {
	if parent.inContainer() && (parent.container == nil || name != payload) {
		return
	}
	g := &group{parent: parent, path: parent.path + "/" + name, inode: inode}
	if parent.kids == nil {
		parent.kids = map[string]*group{}
	}
	parent.kids[name] = g
	t.watch(g)
	if parent.container != nil {
		t.stale = true // another link in its chain
	} else if who, ok := identify(parent.path, name); ok {
		t.adopt(g, who)
	}
	t.scan(g)
}

// drop forgets a cgroup that is gone, and all below it.
func (t *Tree) drop(g *group) {
	for _, kid := range g.kids {
		t.drop(kid)
	}
	if g.container != nil {
		t.release(g.container)
	}
	if g.bounds != nil {
		g.bounds.stat.Close()
		t.stale = true
	}
	t.unwatch(g)
	delete(g.parent.kids, base(g.path))
}

// exists reports whether the cgroup is still the one that g stands for. A file
// can go without its cgroup when a controller is switched off.
func (t *Tree) exists(g *group) bool {
	inode, _, ok := stat(t.primary + g.path)
	return ok && inode == g.inode
}

// stat returns a directory's inode and how many links it has: two, and one for
// each directory in it.
func stat(dir string) (inode, links uint64, ok bool) {
	var st unix.Stat_t
	for {
		switch err := unix.Stat(dir, &st); {
		case err == unix.EINTR:
		case err != nil || st.Mode&unix.S_IFMT != unix.S_IFDIR:
			return 0, 0, false
		default:
			return st.Ino, uint64(st.Nlink), true
		}
	}
}
