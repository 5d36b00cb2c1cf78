package cgroup

import (
	"os"
	"slices"
	"strings"

	"podtop/model"
	"podtop/model/probe"
)

// Others finds the cgroups that are no container's: services, sessions, scopes.
// It looks seldom, for a page that is open, and keeps nothing of one look for
// the next. It is for one goroutine.
type Others struct {
	*Hierarchies
	walked  []string // those that are walked, as if they were one
	devices devices
	buf     []byte

	found []string
	users map[int]bool // who have containers
	seen  int          // cgroups, in this look
}

// Bounds of one look: users make as many cgroups in theirs as they like.
const (
	othersSeen  = 20_000 // cgroups
	othersDeep  = 16     // below each other
	othersRead  = 400    // whose files are read
	emptyMemory = 1 << 20
)

// OpenOthers finds the hierarchies below o.Root.
func OpenOthers(o Options) (*Others, error) {
	h, err := Find(o)
	if err != nil {
		return nil, err
	}
	m := &h.mounts
	t := &Others{Hierarchies: h, walked: []string{m.primary()}, devices: newDevices(h.blocks), buf: make([]byte, bufSize)}
	if m[memory] != "" && m[memory] != m.primary() {
		t.walked = append(t.walked, m[memory]) // systemd makes a unit's cgroup where it accounts for it
	}
	return t, nil
}

// Read returns the cgroups, without those that are empty; how many more there
// are than it could read; and which users have containers.
func (t *Others) Read() (list []probe.OtherCgroup, more int, users []int) {
	t.found, t.users, t.seen = t.found[:0], map[int]bool{}, 0
	t.devices.lookUpUnknown()
	t.visit("", 0)
	slices.SortStableFunc(t.found, conmonLast)
	for i, path := range t.found {
		if i == othersRead {
			more = len(t.found) - i
			break
		}
		if c := t.read(path); !isEmpty(&c) {
			list = append(list, c)
		}
	}
	for uid := range t.users {
		users = append(users, uid)
	}
	slices.Sort(users)
	return list, more, users
}

// conmonLast orders the cgroups of conmon processes behind all others: they are
// many, and have little to do.
func conmonLast(a, b string) int {
	rank := func(path string) int {
		if strings.HasPrefix(base(path), "libpod-conmon-") {
			return 1
		}
		return 0
	}
	return rank(a) - rank(b)
}

// isEmpty reports whether there is nothing in c, and nothing left of what was;
// or no c any more.
func isEmpty(c *probe.OtherCgroup) bool {
	n, known := c.Memory.Get()
	return c.Pids == model.Known(0) && n < emptyMemory || !known && !c.Pids.IsKnown() && !c.CPUUsec.IsKnown()
}

// visit adds path to what was found, or else those below it: a cgroup that has
// containers, units or slices in it is not one thing. It reports whether path
// is such.
func (t *Others) visit(path string, depth int) (parted bool) {
	t.seen++
	first := len(t.found)
	parted = path == ""
	for _, name := range t.kids(path) {
		switch who, is := identify(path, name); {
		case is:
			t.users[who.uid] = true
			parted = true
		case t.seen >= othersSeen || depth >= othersDeep:
		default:
			below := t.visit(path+"/"+name, depth+1)
			parted = parted || below || isUnit(name)
		}
	}
	if !parted {
		t.found = append(t.found[:first], path)
	}
	return parted
}

// unitKinds end the names of what systemd makes cgroups for.
var unitKinds = []string{".service", ".scope", ".slice", ".mount", ".socket", ".swap"}

func isUnit(name string) bool {
	return slices.ContainsFunc(unitKinds, func(kind string) bool { return strings.HasSuffix(name, kind) })
}

// kids are the names of the cgroups in path, in whichever hierarchy.
func (t *Others) kids(path string) []string {
	var names []string
	for _, mount := range t.walked {
		_, links, ok := stat(mount + path)
		if !ok || links == 2 {
			continue
		}
		entries, _ := os.ReadDir(mount + path)
		for _, e := range entries {
			if e.IsDir() && !slices.Contains(names, e.Name()) {
				names = append(names, e.Name())
			}
		}
	}
	return names
}

func (t *Others) read(path string) probe.OtherCgroup {
	p := t.place(path, t.buf)
	c := probe.OtherCgroup{Path: path, Pids: p.number(pids, "pids.current")}
	if t.mode != Unified {
		c.CPUUsec = divide(p.number(cpuacct, "cpuacct.usage"), 1000)
		c.Memory = p.number(memory, "memory.usage_in_bytes")
		c.RBytes, c.WBytes = t.devices.parseBlkio(p.read(io, "blkio.throttle.io_service_bytes_recursive"))
		return c
	}
	c.CPUUsec = parseCPU(p.read(cpu, "cpu.stat")).UsageUsec
	c.Memory = p.number(memory, "memory.current")
	if b := p.read(io, "io.stat"); b != nil { // of nothing it makes that nothing was done
		s := t.devices.parseIO(b)
		c.RBytes, c.WBytes = s.RBytes, s.WBytes
	}
	return c
}
