package actions

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/limit"
	"podtop/model/probe"
)

// changes are the fields that become others: those asked for, then those
// implied.
func (c *change) changes() (all []model.Change) {
	old, goal := c.before.now, c.goal
	differing := old.Differing(goal)
	asked := map[model.Field]bool{}
	add := func(f model.Field, implied bool) {
		a, known := old.Get(f)
		b, _ := goal.Get(f)
		if limit.Same(f, a, b) && known {
			return
		}
		before := model.Dash
		if known {
			before = c.valueText(f, a)
		}
		all = append(all, model.Change{Field: f, Old: before, New: c.valueText(f, b), Implied: implied})
	}
	for _, s := range c.action.Limits {
		asked[s.Field] = true
		add(s.Field, false)
	}
	for _, f := range differing {
		ofCPUs := asked[model.FieldCPUs] && (f == model.FieldCPUQuota || f == model.FieldCPUPeriod)
		if !asked[f] && !ofCPUs {
			add(f, true)
		}
	}
	return all
}

// valueText is a value as a person reads it; shares with the weight they become.
func (c *change) valueText(f model.Field, value string) string {
	s := limit.Format(f, value)
	if f != model.FieldCPUShares || !c.before.unified {
		return s
	}
	n, err := strconv.ParseInt(value, 10, 64)
	switch {
	case err != nil:
		return s + " (weight 100)"
	case value == c.before.now[f] && c.before.weight > 0:
		return fmt.Sprintf("%s (weight %d)", s, c.before.weight)
	case limit.Weight(n) == limit.NewWeight(n):
		return fmt.Sprintf("%s (weight %d)", s, limit.Weight(n))
	}
	return fmt.Sprintf("%s (weight %d, or %d by crun 1.23 and later)", s, limit.Weight(n), limit.NewWeight(n))
}

// commandLine is the command that does the same; "" if none does.
func (c *change) commandLine() string {
	if c.before.version.resetsUnnamed() || c.before.version.dropsUlimits() || len(c.unsetSteps(c.before.now, c.goal)) > 0 {
		return ""
	}
	words := []string{}
	has := map[model.Field]bool{}
	for _, s := range c.before.withNearest(c.action.Limits) {
		restart := s.Field == model.FieldRestartPolicy
		value := s.Value.Raw()
		if s.None && !restart || strings.Contains(value, ":none") || !s.Value.IsClean() {
			return "" // the command line can clear nothing, and nobody can type what is not to be seen
		}
		has[s.Field] = true
		if limit.IsRate(s.Field) {
			if value != c.goal[s.Field] {
				return "" // it leaves out what others have
			}
			for rate := range strings.SplitSeq(value, ",") {
				words = append(words, "--"+string(s.Field), quoted(rate))
			}
			continue
		}
		words = append(words, "--"+string(s.Field), quoted(orElse(value, "no")))
	}
	if has[model.FieldMemory] && !has[model.FieldMemorySwap] {
		return "" // there it sets swap to twice of it, too
	}
	name := podmanName(c.action.Target)
	podman := "podman"
	if !c.Default {
		podman += " --url " + quoted("unix://"+c.Socket)
	}
	return podman + " update " + strings.Join(words, " ") + " " + name
}

// calls are what is done, each with what it is.
func (c *change) calls() []string {
	body, query := c.update(c.before.now, c.goal)
	text, _ := clean.Marshal(body)
	p := "/libpod" + c.path()
	if len(query) > 0 {
		p += "?" + query.Encode()
	}
	all := []string{"API call: POST " + p + " " + string(text)}
	for _, s := range c.unsetSteps(c.before.now, c.goal) {
		all = append(all, s.String())
	}
	return all
}

// warnings are what comes with it.
func (c *change) warnings() (all []string) {
	warn := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	changed := c.before.now.Differing(c.goal)
	if len(changed) == 0 {
		return nil
	}
	for _, s := range c.action.Limits {
		if v := c.before.nearestToNone(s.Field); s.None && v != "" && c.before.now[s.Field] != "" {
			warn("%s cannot be unset while the container runs: %s comes nearest", s.Field, limit.Format(s.Field, v))
		}
	}
	switch t := c.action.Target; {
	case c.before.quadlet:
		warn("unit %s makes the container anew at each start, and this is lost then%s", t.Unit, c.unitFileHint())
	case !c.before.version.keeps():
		warn("Podman %s does not keep it: it is lost when the container starts again; 5.1 and later keep it", c.before.version)
	}
	for _, f := range changed {
		if text := c.risk(f); text != "" {
			all = append(all, text)
		}
	}
	return append(all, c.ancestorWarnings()...)
}

// unitFileHint is what the unit's file has to contain, so that the change lasts;
// "" if nothing does.
func (c *change) unitFileHint() string {
	var flags []string
	text := ""
	for _, s := range c.action.Limits {
		switch {
		case s.Field == model.FieldRestartPolicy: // systemd's, not Podman's
			text = "; who starts it again is the unit's to say: Restart= below [Service]"
		case !s.None:
			flags = append(flags, "--"+string(s.Field)+"="+s.Value.String())
		}
	}
	if len(flags) > 0 {
		text = ", unless the unit's file says so too: PodmanArgs=" + strings.Join(flags, " ") + " below [Container]" + text
	}
	return text
}

// risk is what may happen because field f becomes another.
func (c *change) risk(f model.Field) string {
	n, bounded := c.goal.Int(f)
	switch f {
	case model.FieldMemory:
		if m := limit.Bytes(c.goal[f]); m > 0 && c.before.memory > m {
			return fmt.Sprintf("it uses %s now, more than that: the kernel takes pages away, and kills a process of it if that is not enough", limit.Format(f, limit.Size(c.before.memory)))
		}
		return c.swapAlone()
	case model.FieldPidsLimit:
		if bounded && c.before.pids > n {
			return fmt.Sprintf("it has %s now: none ends, but no new one can start", model.Plural(int(c.before.pids), "process or thread", "processes and threads"))
		}
	case model.FieldCPUShares:
		if bounded && c.before.unified && limit.Weight(n) < 100 {
			return fmt.Sprintf("with crun before 1.23, and runc, %d shares become weight %d: less than the 100 that holds where nothing is set", n, limit.Weight(n))
		}
	case model.FieldCPUQuota:
		cpus, _ := probe.ParseCPUs(c.before.cpus)
		if bounded && len(cpus) > 0 && (n-1)/int64(len(cpus)) >= c.goal.Period() {
			return fmt.Sprintf("that is more than the %s: it bounds nothing", model.Plural(len(cpus), "CPU there is", "CPUs there are"))
		}
	case model.FieldMemoryReservation:
		if c.before.unified && c.goal[f] != "" {
			return "on cgroup v2 memory-reservation is memory.low: so much of it is protected when memory is short; it bounds nothing"
		}
	}
	return ""
}

// swapAlone warns that less swap is left of a limit of memory and swap that
// stays.
func (c *change) swapAlone() string {
	both := c.goal[model.FieldMemorySwap]
	if both == "" || both != c.before.now[model.FieldMemorySwap] || c.before.now[model.FieldMemory] == "" {
		return ""
	}
	left := func(memory string) string {
		if n := limit.Bytes(both) - limit.Bytes(memory); n > 0 {
			return limit.Format(model.FieldMemorySwap, limit.Size(n))
		}
		return "0"
	}
	return fmt.Sprintf("memory and swap together stay %s, so that of swap it may use %s, not %s: --memory-swap sets that",
		limit.Format(model.FieldMemorySwap, both), left(c.goal[model.FieldMemory]), left(c.before.now[model.FieldMemory]))
}

// ancestorWarnings warn of cgroups around the container's that have less.
func (c *change) ancestorWarnings() (all []string) {
	if !c.before.unified {
		return nil
	}
	changed := c.before.now.Differing(c.goal)
	for dir := path.Dir(c.before.scope); dir != "/" && dir != "."; dir = path.Dir(dir) {
		for f, name := range map[model.Field]string{model.FieldMemory: "memory.max", model.FieldPidsLimit: "pids.max"} {
			text, err := c.machine.Read(path.Join(dir, name))
			n := integer(text)
			if err != nil || n < 0 || !slices.Contains(changed, f) {
				continue
			}
			want := limit.Bytes(c.goal[f])
			if want == 0 || want > n {
				all = append(all, fmt.Sprintf("%s of %s is %d, which is less: that holds", name, clean.Text(dir), n))
			}
		}
	}
	return all
}
