package containers

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"podtop/model"
	"podtop/model/modeltest"
	"podtop/tui/pane"
)

// alarmed is a snapshot of Busy after n ticks, with what fires.
func alarmed(n int) *model.Snapshot {
	tr := model.Tracker{Rules: model.DefaultRules()}
	var snap *model.Snapshot
	for _, s := range modeltest.Busy().Samples(n) {
		snap = tr.Push(s)
	}
	return snap
}

// rowOf is the line of the list that has name in it.
func rowOf(p *Pane, env pane.Env, name string) string {
	for line := range strings.Lines(ansi.Strip(string(p.Draw(nil, env)))) {
		if strings.Contains(line, name) {
			return strings.TrimRight(line, " \n")
		}
	}
	return ""
}

func TestGroupingPutsMembersBelowTheirHead(t *testing.T) {
	env := envOf(alarmed(31), 120, 60)
	for by, want := range map[string][]string{
		"pod":     {"web", "app", "nginx"},
		"project": {"shop", "shop-api-1", "shop-frontend-1", "shop-redis-1", "shop-worker-1"},
		"user":    {"op", "jupyter", "scratch", "web"},
	} {
		p := listOf(Choices{Group: by, Sort: "name"})
		p.sync(env)
		got := names(p)
		i := slices.IndexFunc(p.list.Rows, func(r row) bool { return r.group != nil && r.group.Name == want[0] })
		if i < 0 || !slices.Equal(got[i:i+len(want)], want) {
			t.Errorf("by %s: %v, want %v together", by, got, want)
		}
		for _, r := range p.list.Rows[i+1 : i+len(want)] {
			if r.in == nil || r.in.Name != want[0] {
				t.Errorf("by %s: %s is not inside", by, r.name())
			}
		}
		if p.Preferences().(Choices).Group != by {
			t.Errorf("the choice kept is %q", p.Preferences().(Choices).Group)
		}
	}
	p := listOf(Choices{Group: "none"})
	p.sync(env)
	if slices.ContainsFunc(p.list.Rows, func(r row) bool { return r.group != nil || r.in != nil }) {
		t.Error("there is a group where there should be none")
	}
}

// Whatever rows are grouped by, a container has one row, and none is lost.
func TestGroupingLosesNobody(t *testing.T) {
	env := envOf(alarmed(31), 120, 60)
	for _, by := range groupBy {
		p := listOf(Choices{Group: by.String(), All: true})
		p.sync(env)
		seen := map[model.Key]int{}
		for _, r := range p.list.Rows {
			if r.container != nil {
				seen[r.key]++
			}
		}
		if len(seen) != len(env.Snapshot.Containers) {
			t.Errorf("by %v: %d containers of %d", by, len(seen), len(env.Snapshot.Containers))
		}
		for k, n := range seen {
			if n != 1 {
				t.Errorf("by %v: %v is there %d times", by, k, n)
			}
		}
	}
}

// A unit that runs one container is that container.
func TestUnitsOfOneHaveNoHead(t *testing.T) {
	snap := tiny(0, map[string]float64{"a": 1, "b": 2, "c": 3})
	for i, unit := range []string{"duo.service", "duo.service", "solo.service"} {
		snap.Containers[i].Unit = unit
	}
	p := listOf(Choices{Group: "unit", Sort: "name"})
	p.sync(envOf(snap, 80, 24))
	if got := names(p); !slices.Equal(got, []string{"c", "duo.service", "a", "b"}) {
		t.Errorf("rows %v", got)
	}
}

// A sum that a live member is missing from is a lower bound, and says so.
func TestSumsSayWhatTheyLack(t *testing.T) {
	snap := tiny(0, map[string]float64{"a": 1.5, "b": math.NaN()})
	for i := range snap.Containers {
		snap.Containers[i].Project = "shop"
	}
	snap.Containers[0].Mem = 1 << 30
	p := listOf(Choices{Group: "project"})
	if got := rowOf(p, envOf(snap, 80, 24), "project shop"); !strings.Contains(got, "≥1.50") || !strings.Contains(got, "≥1.0G") {
		t.Errorf("the head is %q", got)
	}
	snap.Containers[1].State = model.Exited
	p.resort()
	if got := rowOf(p, envOf(snap, 80, 24), "project shop"); strings.Contains(got, "≥") {
		t.Errorf("what has ended is missed: %q", got)
	}
}

func TestFolding(t *testing.T) {
	env := envOf(alarmed(401), 120, 60)
	p := listOf(Choices{Group: "project"})
	p.sync(env)
	p.to(model.Key{Name: "shop-redis-1"})
	p.setFold(true)
	if got := selected(p); got != "shop" {
		t.Fatalf("from a member folding goes to %s", got)
	}
	p.setFold(true)
	if got := rowOf(p, env, "project shop"); !strings.HasPrefix(got, "▸ ▹ project shop 4") || !strings.Contains(got, "⚠ throttled") || rowOf(p, env, "shop-api-1") != "" {
		t.Errorf("folded: %q", got)
	}
	if p.Update(env, pane.GoTo{Key: model.Key{Name: "shop-api-1"}}); selected(p) != "shop-api-1" {
		t.Errorf("going to a folded member leads to %s", selected(p))
	}
	p.setFold(true)
	p.setFold(true)
	env.Snapshot = tiny(time.Hour, map[string]float64{"x": 1, "y": 2})
	for i := range env.Snapshot.Containers {
		env.Snapshot.Containers[i].Project = "shop"
	}
	if got := rowOf(p, env, "project shop"); !strings.Contains(got, "● 2 running") {
		t.Errorf("all is well in it, yet it says %q", got)
	}
	env.Snapshot.Containers[1].State = model.Exited
	env.Snapshot.Containers[1].Finished = env.Snapshot.Time
	p.choice.all = true
	p.resort()
	if got := rowOf(p, env, "project shop"); !strings.Contains(got, "● 1 of 2 up") {
		t.Errorf("one has ended, it says %q", got)
	}
}

// A pod's members share a brace where the pod's row has their traffic;
// elsewhere they say whose network it is.
func TestBracesInEveryGrouping(t *testing.T) {
	env := envOf(alarmed(31), 120, 60)
	for by, want := range map[string]string{"pod": "⎫⎭", "project": "", "user": "", "none": "", "unit": ""} {
		p := listOf(Choices{Group: by})
		frame := ansi.Strip(string(p.Draw(nil, env)))
		var got []rune
		for _, r := range frame {
			if strings.ContainsRune("⎫⎬⎭", r) {
				got = append(got, r)
			}
		}
		if string(got) != want {
			t.Errorf("by %s the braces are %q, want %q in\n%s", by, string(got), want, frame)
		}
		if by != "pod" && !strings.Contains(rowOf(p, env, "nginx"), "  web ") {
			t.Errorf("by %s: %q does not say whose network it is", by, rowOf(p, env, "nginx"))
		}
	}
}

func TestAlertsAreInTheirRow(t *testing.T) {
	env := envOf(alarmed(401), 220, 60)
	p := listOf(Choices{})
	for name, ago := range map[string]time.Duration{"app": time.Hour, "shop-worker-1": 2 * time.Minute, "db": 2 * time.Minute, "legacy": time.Minute} {
		c := &env.Snapshot.Containers[slices.IndexFunc(env.Snapshot.Containers, func(c model.Container) bool { return c.Name == name })]
		c.OOMs, c.OOMAge = 3, ago.Seconds()
		if name == "db" || name == "legacy" {
			oom := model.Alert{Rule: "oom", Short: "oom", Severity: model.Bad, Key: c.Key, Name: name, Text: name + ": out of memory", Since: env.Snapshot.Time.Add(-ago)}
			env.Snapshot.Alerts = append([]model.Alert{oom}, env.Snapshot.Alerts...)
		}
	}
	for name, want := range map[string][2]string{
		"app":           {"⚠ mem limit ", "memory 97% of its limit for"}, // whatever befell it an hour ago,
		"shop-worker-1": {"⚠ throttled ", "held back by its CPU quota"},  // or lately, if the rule on that is off
		"db":            {"! oom 3x ", "out of memory"},                  // the state has more to say of it
		"legacy":        {"‖ paused ", "out of memory"},                  // a person did that
		"search":        {"! unhealthy ", "its health check fails"},
		"migrate":       {"○ exited 1 ", "exited with 1"},
	} {
		if got := rowOf(p, env, " "+name+" "); !strings.Contains(got, want[0]) || !strings.Contains(got, want[1]) {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if got := rowOf(p, env, "nginx"); !strings.Contains(got, "● healthy") {
		t.Errorf("nginx: %q", got)
	}
}

// Sorted by what is wrong, a group stands where its worst member would.
func TestWhatIsWrongFirst(t *testing.T) {
	env := envOf(alarmed(401), 120, 60)
	p := listOf(Choices{Group: "project", Sort: "alert"})
	p.sync(env)
	last := int(model.Bad) + 1
	for _, r := range p.list.Rows {
		if r.in != nil {
			continue
		}
		worst := 0
		for _, k := range p.below(env, &r) {
			if a := env.Snapshot.AlertOf(k); a != nil {
				worst = max(worst, int(a.Severity)+1)
			}
		}
		if worst > last {
			t.Errorf("%s is worse than what stands above it", r.name())
		}
		last = worst
	}
	if last != 0 {
		t.Error("nothing is well")
	}
}

// What fires out of sight is counted beside the first head.
func TestAlertsOutOfSightAreCounted(t *testing.T) {
	env := envOf(alarmed(401), 80, 6)
	p := listOf(Choices{Sort: "name"})
	p.sync(env)
	var firing []int
	for i, r := range p.list.Rows {
		if r.container != nil && env.Snapshot.AlertOf(r.key) != nil {
			firing = append(firing, i)
		}
	}
	last := len(p.list.Rows) - 1
	for _, at := range []int{0, 8, last} {
		p.list.Step(at - p.list.At)
		head, _, _ := strings.Cut(ansi.Strip(string(p.Draw(nil, env))), "\n")
		above, below := 0, 0
		for _, i := range firing {
			if i < p.list.Top {
				above++
			} else if i >= p.list.Top+5-len(p.pins) {
				below++
			}
		}
		if want := awayText(above, below, 10, env.Theme.Glyphs); want == "" || !strings.Contains(head, want) {
			t.Errorf("at row %d: %q, want %q", at, head, want)
		}
	}
}

// Whatever rows are sorted by, the worst of what is wrong out of sight is pinned
// below the others, a click there leads to it, and the last row can be reached.
func TestWhatIsWrongStaysInSight(t *testing.T) {
	cpu := map[string]float64{}
	for i := range 40 {
		cpu[fmt.Sprintf("c%02d", i)] = float64(40 - i)
	}
	snap := tiny(0, cpu)
	for _, a := range []struct {
		name string
		s    model.Severity
	}{{"c30", model.Warn}, {"c33", model.Bad}, {"c35", model.Warn}, {"c36", model.Bad}, {"c02", model.Bad}} {
		snap.Alerts = append(snap.Alerts, model.Alert{Key: model.Key{Name: a.name}, Severity: a.s, Short: "alert", Text: a.name + ": is wrong"})
	}
	p, env := listOf(Choices{Sort: "cpu"}), envOf(snap, 80, 21)
	env.Past = snapshots(modeltest.Empty().Samples(1))[0].History
	pinned := func() (names []string) {
		for _, line := range strings.Split(ansi.Strip(string(p.Draw(nil, env))), "\n")[1:] {
			if mark := []rune(line)[0]; mark == '↓' || mark == '↑' {
				names = append(names, strings.Fields(line)[1])
			}
		}
		return names
	}
	if got := strings.Join(pinned(), " "); got != "c30 c33 c36" {
		t.Errorf("at the top %q is pinned", got)
	}
	p.Update(env, pane.Click{X: 5, Y: 20})
	if got := strings.Join(pinned(), " "); selected(p) != "c36" || got != "c02" {
		t.Errorf("a click on the last leads to %s, where %q is pinned", selected(p), got)
	}
	press(p, env, "G")
	if got := ansi.Strip(string(p.Draw(nil, env))); selected(p) != "c39" || !strings.Contains(got, "▸ c39") {
		t.Errorf("the cursor is on %s in\n%s", selected(p), got)
	}
	env.Height = 41 // all rows fit
	if press(p, env, "g"); len(pinned()) != 0 {
		t.Errorf("%v is pinned, though all is in sight", pinned())
	}
}

// With a filter the head of a group sums what is left below it, and says of how
// many.
func TestHeadsSumWhatAFilterLeaves(t *testing.T) {
	env := envOf(alarmed(401), 120, 60)
	for _, tt := range []struct{ by, filter, head string }{
		{"pod", "name=app", "web"},
		{"project", "name~api", "shop"},
		{"user", "cpu>0.5", "root"},
	} {
		var err error
		if env.Filter, err = model.ParseFilter(tt.filter); err != nil {
			t.Fatal(err)
		}
		p := listOf(Choices{Group: tt.by})
		p.sync(env)
		var head *row
		cpu, n := 0.0, 0
		for i := range p.list.Rows {
			switch r := &p.list.Rows[i]; {
			case r.group != nil && r.group.Name == tt.head:
				head = r
			case r.in != nil && r.in.Name == tt.head:
				cpu, n = cpu+r.container.CPU, n+1
			}
		}
		if head == nil || n == 0 || math.Abs(head.group.CPU-cpu) > 1e-9 || head.fold.hidden == 0 {
			t.Fatalf("by %s, %s: the head is %+v above %d rows with %v cores", tt.by, tt.filter, head, n, cpu)
		}
		if got, want := rowOf(p, env, tt.by+" "+tt.head), fmt.Sprintf(" %d of %d ", n, n+head.fold.hidden); !strings.Contains(got, want) {
			t.Errorf("by %s, %s: %q does not say %q", tt.by, tt.filter, got, want)
		}
	}
}

// Whatever rows are grouped by, and whatever a filter leaves, the traffic of a
// network stands in the list once.
func TestEveryNetworkIsShownOnce(t *testing.T) {
	env := envOf(alarmed(401), 120, 60)
	for _, by := range groupBy {
		for _, filter := range []string{"", "name=app", "name=nginx", "!name=app"} {
			env.Filter, _ = model.ParseFilter(filter)
			p := listOf(Choices{Group: by.String()})
			p.sync(env)
			want, got := map[model.NetworkID]int{}, map[model.NetworkID]int{}
			for _, r := range p.list.Rows {
				switch {
				case r.group != nil && r.group.By == model.ByPod && r.group.Net == model.NetOwn:
					got[env.Snapshot.Containers[r.group.Members[0]].Network()]++
				case r.container != nil && r.net() == model.NetOwn:
					got[r.container.Network()]++
					if math.IsNaN(r.figures().NetRx) {
						t.Errorf("by %v, %q: %s has no figures", by, filter, r.name())
					}
				}
				if r.container != nil && r.container.Network() != 0 {
					want[r.container.Network()] = 1
				}
			}
			if !maps.Equal(got, want) {
				t.Errorf("by %v, %q: networks are shown %v, want each of %v", by, filter, got, want)
			}
		}
	}
	p := listOf(Choices{Group: "none"})
	env.Filter = model.Filter{}
	if got := rowOf(p, env, " app "); !strings.Contains(got, "12.2M") && !strings.Contains(got, "12.0M") {
		t.Errorf("the traffic of the pod is nowhere: %q", got)
	}
}

// A filter on traffic finds each row that shows so much, whoever carries it and
// whatever rows are grouped by.
func TestFiltersFindTheTrafficThatIsShown(t *testing.T) {
	env := envOf(alarmed(31), 120, 60)
	const least = 10 << 20
	for _, by := range groupBy {
		for filter, want := range map[string]string{"net.rx>10M": "app nginx", "net.rx>10M nginx": "nginx", "net.rx>10M !app": "nginx"} {
			p := listOf(Choices{Group: by.String()})
			env.Filter, _ = model.ParseFilter(filter)
			frame := ansi.Strip(string(p.Draw(nil, env)))
			var found []string
			carried := false
			for _, r := range p.list.Rows {
				if r.container != nil {
					found = append(found, r.name())
				}
				carried = carried || r.figures().NetRx > least
			}
			if slices.Sort(found); strings.Join(found, " ") != want || !carried {
				t.Errorf("by %s %s finds %v, want %s; its traffic is shown: %v\n%s", by, filter, found, want, carried, frame)
			}
		}
	}
}
