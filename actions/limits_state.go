package actions

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/limit"
)

// A limitState is the limits of a container, before a change or after.
type limitState struct {
	kernel
	version version
	record  limit.Values // what Podman has on record
	now     limit.Values // what the kernel enforces, in Podman's terms
	ulimits []limit.Ulimit
	quadlet bool // the container is made anew at each start of its unit
}

// readState reads what limits there are. Podman's record is asked first: a
// container that has gone has none.
func (l *Limits) readState(ctx context.Context, t model.Target) (*limitState, error) {
	v, err := l.podman.Version(ctx, t)
	if err != nil {
		return nil, err
	}
	var r limit.Inspection
	if err := l.podman.Inspect(ctx, t, &r); err != nil {
		return nil, err
	}
	k, err := l.kernel(t)
	if err != nil {
		return nil, err
	}
	h := &limitState{kernel: *k, version: parseVersion(v), record: k.withoutDefaults(r.Values()), ulimits: r.HostConfig.Ulimits}
	h.quadlet = t.Unit != "" && r.HostConfig.AutoRemove
	h.now = h.kernelLimits()
	return h, nil
}

// kernelLimits are those the kernel enforces, in Podman's terms where the two
// mean the same: shares that became a weight, and what the kernel does not know
// of.
func (h *limitState) kernelLimits() limit.Values {
	now := limit.Values{}
	for f, v := range h.values {
		now[f] = v
		if r, known := h.record[f]; known && h.version.keeps() && limit.Same(f, r, v) {
			now[f] = r // not rounded to pages
		}
	}
	if shares := h.record[model.FieldCPUShares]; h.unified && shares != "" && h.matchesWeight(shares) {
		now[model.FieldCPUShares] = shares
	}
	now[model.FieldRestartPolicy] = h.record[model.FieldRestartPolicy]
	if _, known := h.values[model.FieldBlkioWeight]; known && h.record[model.FieldBlkioWeight] != "" {
		now[model.FieldBlkioWeight] = h.record[model.FieldBlkioWeight]
	}
	return now
}

// matchesWeight reports whether the weight that the kernel has can come from
// shares, by the formula of an old runtime or the one of a new one.
func (h *limitState) matchesWeight(shares string) bool {
	n, err := strconv.ParseInt(shares, 10, 64)
	return err == nil && (h.weight == limit.Weight(n) || h.weight == limit.NewWeight(n))
}

// withNearest is settings with what cannot be unset replaced by what comes
// nearest to that.
func (h *limitState) withNearest(settings []model.Setting) []model.Setting {
	settings = slices.Clone(settings)
	for i, s := range settings {
		if !s.None {
			continue
		}
		if v := h.nearestToNone(s.Field); v != "" && h.now[s.Field] != "" {
			settings[i] = model.Setting{Field: s.Field, Value: clean.Of(v)}
		}
	}
	return settings
}

// nearestToNone is what comes nearest to none in a field that cannot be unset.
func (h *limitState) nearestToNone(f model.Field) string {
	switch f {
	case model.FieldCPUSetCPUs:
		return h.cpus
	case model.FieldCPUSetMems:
		return h.mems
	case model.FieldMemorySwappiness:
		return "60"
	case model.FieldBlkioWeight:
		return "100"
	}
	return ""
}

// A group is where the files of a container's cgroup are.
type group struct {
	unified bool
	scope   string
	child   string // crun's "container"; "" if there is none
}

// at is the path of a controller's file in the cgroup at dir.
func (g *group) at(dir, controller, name string) string {
	if g.unified {
		return path.Join(dir, name)
	}
	return path.Join(controller, dir, name)
}

func (g *group) levels() []string {
	if g.child == "" {
		return []string{g.scope}
	}
	return []string{g.scope, g.child}
}

// unit is the systemd unit whose cgroup the scope is; "" if it is no unit's own.
func (g *group) unit() string {
	if name := path.Base(g.scope); strings.HasSuffix(name, ".scope") {
		return name
	}
	return ""
}

// kernel is what the kernel has for a container.
type kernel struct {
	group
	values      limit.Values
	raw         map[string]string // each file of a limit, by path
	weight      int64             // of the CPU, on v2; 0 if not known
	cpus, mems  string            // all it may be given
	controllers string            // of the innermost cgroup, on v2
	memory      int64             // used now; -1 if not known
	pids        int64
}

var errNotRunning = errors.New("it does not run, or has no cgroup of its own: podtop changes the limits of what runs; start it first")

// kernel reads what the kernel has.
func (l *Limits) kernel(t model.Target) (*kernel, error) {
	if t.Path == "" {
		return nil, errNotRunning
	}
	k := &kernel{raw: map[string]string{}, values: limit.Values{}, memory: -1, pids: -1}
	k.scope = t.Path
	_, err := l.machine.Read("cgroup.controllers")
	k.unified = err == nil
	if err := l.exists(k); err != nil {
		return nil, err
	}
	for _, f := range k.files() {
		for _, dir := range k.levels() {
			p := k.at(dir, f.controller, f.name)
			if text, err := l.machine.Read(p); err == nil {
				k.raw[p] = text
			}
		}
	}
	k.values = k.parse(l.machine)
	l.readBounds(k)
	k.values = k.withoutDefaults(k.values)
	return k, nil
}

// lock keeps other podtops from changing the limits of t meanwhile: each looks
// at all of them before and after.
func (l *Limits) lock(ctx context.Context, t model.Target) (unlock func(), err error) {
	if t.Path == "" {
		return nil, errNotRunning
	}
	g := group{scope: t.Path}
	name := "memory.force_empty"
	if _, err := l.machine.Read("cgroup.controllers"); err == nil {
		g.unified, name = true, "cgroup.kill"
	}
	return l.machine.Lock(ctx, g.at(g.scope, "memory", name))
}

// exists finds the cgroup, and its child.
func (l *Limits) exists(k *kernel) error {
	if _, err := l.machine.Read(k.at(k.scope, "memory", "cgroup.procs")); err != nil {
		return fmt.Errorf("%w (%w)", errNotRunning, err)
	}
	child := path.Join(k.scope, "container")
	if _, err := l.machine.Read(k.at(child, "memory", "cgroup.procs")); err == nil {
		k.child = child
	}
	return nil
}

// readBounds reads what bounds the limits.
func (l *Limits) readBounds(k *kernel) {
	parent, inner := path.Dir(k.scope), k.levels()[len(k.levels())-1]
	read := func(dir, controller, unified, legacy string) string {
		name := legacy
		if k.unified {
			name = unified
		}
		text, _ := l.machine.Read(k.at(dir, controller, name))
		return strings.TrimSpace(text)
	}
	k.cpus = read(parent, "cpuset", "cpuset.cpus.effective", "cpuset.effective_cpus")
	k.mems = read(parent, "cpuset", "cpuset.mems.effective", "cpuset.effective_mems")
	k.controllers = read(inner, "", "cgroup.controllers", "")
	k.memory = integer(read(k.scope, "memory", "memory.current", "memory.usage_in_bytes"))
	k.pids = integer(read(k.scope, "pids", "pids.current", "pids.current"))
}

// withoutDefaults is v without the values of limits that are not set: sets of all
// CPUs or nodes there are, which Podman and the kernel take where they take no
// empty one, and v1's defaults.
func (k *kernel) withoutDefaults(v limit.Values) limit.Values {
	defaults := limit.Values{model.FieldCPUSetCPUs: k.cpus, model.FieldCPUSetMems: k.mems}
	if !k.unified {
		defaults[model.FieldCPUShares], defaults[model.FieldMemorySwappiness] = "1024", "60"
	}
	for f, without := range defaults {
		if s, known := v[f]; known && s == without {
			v[f] = ""
		}
	}
	return v
}

// integer is the number in a file; -1 if it is none.
func integer(text string) int64 {
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	if err != nil {
		return -1
	}
	return n
}
