package host

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"podtop/model"
	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/table"
	"podtop/tui/widget"
)

// A cgroup is one row.
type cgroup struct {
	*probe.OtherCgroup
	probe.CgroupRates
	name string // as it is shown
}

// A sorting is what the cgroups are sorted by: the greatest first.
type sorting struct {
	name   string
	column int // in cgroupColumns
	of     func(*probe.OtherCgroup, *probe.CgroupRates) float64
}

var sortings = []sorting{
	{"CPU", 1, func(_ *probe.OtherCgroup, r *probe.CgroupRates) float64 { return r.CPU }},
	{"memory", 2, func(c *probe.OtherCgroup, _ *probe.CgroupRates) float64 { return c.Memory.Float() }},
	{"I/O", 3, func(_ *probe.OtherCgroup, r *probe.CgroupRates) float64 { return r.Read + r.Written }},
}

var cgroupColumns = []table.Column[cgroup]{
	{Head: "CGROUP", Width: 22, Most: 56, Left: true, Draw: func(c table.Cell, g *cgroup) []byte { return c.Text("", g.name) }},
	{Head: "CPU", Width: 6, Draw: func(c table.Cell, g *cgroup) []byte { return c.High(g.CPU, coresHigh, model.Cores) }},
	{Head: "MEM", Width: 6, Draw: func(c table.Cell, g *cgroup) []byte { return c.Value(g.Memory.Float(), model.Bytes) }},
	{Head: "READ", Width: 6, Rank: 3, Draw: func(c table.Cell, g *cgroup) []byte { return c.Value(g.Read, model.BytesPerSec) }},
	{Head: "WRITE", Width: 6, Rank: 2, Draw: func(c table.Cell, g *cgroup) []byte { return c.Value(g.Written, model.BytesPerSec) }},
	{Head: "PIDS", Width: 5, Rank: 4, Draw: func(c table.Cell, g *cgroup) []byte { return c.Value(g.Pids.Float(), model.Number) }},
}

// An order is the cgroups in the order they are shown, by path. It changes at
// most every 2 s, so that it can be read.
type order struct {
	by    int // in sortings
	since time.Duration
	rank  map[string]int
}

const orderStays = 2 * time.Second

// next goes on to what is sorted by next.
func (o *order) next() { o.by, o.rank = (o.by+1)%len(sortings), nil }

// take orders the cgroups of an answer, if it is time.
func (o *order) take(now time.Duration, h *probe.Host, r *probe.HostRates) {
	if o.rank != nil && now-o.since < orderStays && now >= o.since {
		return
	}
	rows, of := gather(h, r), sortings[o.by].of
	slices.SortStableFunc(rows, func(a, b cgroup) int {
		x, y := of(a.OtherCgroup, &a.CgroupRates), of(b.OtherCgroup, &b.CgroupRates)
		return cmp.Or(cmp.Compare(y, x), cmp.Compare(a.Path, b.Path)) // NaN is the least
	})
	o.since, o.rank = now, make(map[string]int, len(rows))
	for n := range rows {
		o.rank[rows[n].Path] = n
	}
}

// place is where path comes; at the end, if it is new.
func (o *order) place(path string) int {
	if n, ok := o.rank[path]; ok {
		return n
	}
	return len(o.rank)
}

// drawCgroups adds the first of them: more, where several columns share a large
// screen.
func (p *Page) drawCgroups(s *widget.Sheet, env pane.Env, columns int) {
	most := 12
	if columns > 1 {
		most = 20
	}
	by := &sortings[p.order.by]
	heading(s, "cgroups that are no container's", "by "+by.name+", "+pane.First(p.keys.Sort)+" sorts by another")
	rows := gather(p.host.Got, &p.rates)
	slices.SortStableFunc(rows, func(a, b cgroup) int { return cmp.Compare(p.order.place(a.Path), p.order.place(b.Path)) })
	rest := max(0, len(rows)-most) + p.host.Got.MoreCgroups
	rows = rows[:min(len(rows), most)]
	for i := range rows {
		rows[i].name = cmp.Or(rows[i].name, shortName(rows[i].Path, env.Snapshot))
	}
	if len(rows) == 0 {
		p.drawNone(s, cgroups, "there is none")
		return
	}
	t := table.Of(cgroupColumns)
	t.AddSorted(s, by.column, s.Theme.Glyphs.Falling)
	for i := range rows {
		t.AddRow(s, &rows[i])
	}
	drawRest(s, rest, "more")
}

// shortName is the part of a cgroup's path that tells it from others: what is
// below the slices, and whose it is. It names the container that conmon, or a
// health check, is for.
func shortName(path string, snap *model.Snapshot) string {
	if id, ok := conmonOf(path); ok {
		return "libpod-conmon of " + containerName(id, snap)
	}
	if id, ok := checkOf(path); ok {
		return "health check of " + containerName(id, snap)
	}
	parts := strings.Split(strings.TrimPrefix(path, "/"), "/")
	owner := ""
	for len(parts) > 1 && (strings.HasSuffix(parts[0], ".slice") || isManager(parts[0])) {
		if uid, ok := userOf(parts[0]); ok && uid != 0 {
			owner = userName(uid, snap) + "/"
		}
		parts = parts[1:]
	}
	return owner + strings.Join(parts, "/")
}

// isManager reports whether a cgroup is that of a user's systemd.
func isManager(name string) bool {
	return strings.HasPrefix(name, "user@") && strings.HasSuffix(name, ".service")
}

// userOf is the user of user-U.slice.
func userOf(name string) (uid int, ok bool) {
	digits, ok := strings.CutSuffix(strings.TrimPrefix(name, "user-"), ".slice")
	uid, err := strconv.Atoi(digits)
	return uid, ok && err == nil
}

func userName(uid int, snap *model.Snapshot) string {
	for i := range snap.Engines {
		if snap.Engines[i].UID == uid {
			return snap.Engines[i].User
		}
	}
	return strconv.Itoa(uid)
}

// conmonOf is the container of libpod-conmon-ID.scope.
func conmonOf(path string) (model.ID, bool) {
	_, name, _ := strings.Cut(path, "/libpod-conmon-")
	id, ok := strings.CutSuffix(name, ".scope")
	return model.ID(id), ok && id != "" && !strings.Contains(id, "/")
}

// checkOf is the container whose health check runs in ID-….service.
func checkOf(path string) (model.ID, bool) {
	const digits = 64
	name, ok := strings.CutSuffix(path[strings.LastIndexByte(path, '/')+1:], ".service")
	if !ok || len(name) < digits || strings.Trim(name[:digits], "0123456789abcdef") != "" {
		return "", false
	}
	return model.ID(name[:digits]), true
}

func containerName(id model.ID, snap *model.Snapshot) string {
	for i := range snap.Containers {
		if c := &snap.Containers[i]; c.ID == id {
			return c.Name
		}
	}
	return id.Short()
}
