package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"podtop/model/modeltest/race"
)

// A story is a host on which things happen, a step of 100 ms each.
type story struct {
	*tape
	Tracker
	metas   []Meta
	pending []PodmanEvent
}

func newStory(metas ...Meta) *story {
	st := &story{tape: newTape(), metas: metas}
	st.setInventory()
	return st
}

// setInventory makes the metas, as they are now, Podman's answers.
func (st *story) setInventory() { st.inventory(slices.Clone(st.metas)...) }

// addEvent adds an event of container n, some time ago, to Podman's stream.
func (st *story) addEvent(action string, n int, ago time.Duration, more ...func(*PodmanEvent)) {
	p := PodmanEvent{
		Time: st.step(0).Time.Add(-ago), User: "root", Type: "container", Action: action, ID: string(id(n)), Name: st.metas[n-1].Name,
	}
	for _, f := range more {
		f(&p)
	}
	st.pending = append(st.pending, p)
}

func (st *story) now() time.Time { return st.step(0).Time }

func exit(code uint64) func(*PodmanEvent)   { return func(p *PodmanEvent) { p.Exit = Known(code) } }
func health(word string) func(*PodmanEvent) { return func(p *PodmanEvent) { p.Health = word } }

// run lets d pass, in steps.
func (st *story) run(d time.Duration) *Snapshot {
	const step = 100 * time.Millisecond
	var snap *Snapshot
	for ; d > 0; d -= step {
		s := st.step(step)
		s.Events = st.pending
		snap = st.Push(s)
		st.pending = nil
	}
	return snap
}

// cgroup adds or replaces the cgroup of container n.
func (st *story) cgroup(n int, inode uint64) *Reading {
	i := slices.IndexFunc(st.s.Readings, func(r Reading) bool { return r.ID == id(n) })
	if i < 0 {
		i = len(st.s.Readings)
		st.s.Readings = append(st.s.Readings, Reading{})
	}
	st.s.Readings[i] = Reading{ID: id(n), Runtime: Podman, Inode: inode, Path: fmt.Sprint("/machine.slice/libpod-", n)}
	return &st.s.Readings[i]
}

func (st *story) rmdir(n int) {
	st.s.Readings = slices.DeleteFunc(st.s.Readings, func(r Reading) bool { return r.ID == id(n) })
}

// lines are what the snapshot tells, the oldest first, health checks too.
func lines(snap *Snapshot) (all []string) {
	for i := range snap.Events {
		e := &snap.Events[i]
		all = append(all, fmt.Sprintf("%v %s: %s [%s]", e.Kind, e.Name, e.Text, e.Source))
	}
	return all
}

func wantLines(t *testing.T, snap *Snapshot, want ...string) {
	t.Helper()
	if got := lines(snap); !slices.Equal(got, want) {
		t.Errorf("told\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
	for i := 1; i < len(snap.Events); i++ {
		if snap.Events[i].Mono < snap.Events[i-1].Mono {
			t.Errorf("event %d is before the one before it", i)
		}
	}
}

func web() Meta { return Meta{ID: id(1), Name: "web", User: "root", State: Running, Source: FromAPI} }

// What stood there at podtop's start is no news, nor is what Podman says late
// of it.
func TestNoNews(t *testing.T) {
	st := newStory(web())
	st.s.Inventory = nil
	st.cgroup(1, 7).Limits.Memory = LimitOf(512 << 20)
	st.s.Readings[0].Frozen = true
	st.s.Readings[0].Events.OOMKill = Known(3)
	st.run(time.Second)
	st.metas[0].Health, st.metas[0].Started = "healthy", st.t0.Add(-time.Hour)
	st.metas = append(st.metas, Meta{ID: id(2), Name: "old", State: Exited, ExitCode: 1, Finished: st.t0.Add(-2 * time.Hour), OOMKilled: true})
	st.setInventory()
	wantLines(t, st.run(time.Second))
}

// Told by the cgroups, by Podman's answers and by its events, in whatever order,
// each thing is there once. Who is silent is not missed.
func TestToldOnce(t *testing.T) {
	witnesses := []struct {
		name string
		tell func(st *story, begun, ended, began time.Time, ago time.Duration)
	}{
		{"events", func(st *story, begun, ended, began time.Time, ago time.Duration) {
			st.addEvent("start", 1, ago+9*time.Second)
			st.addEvent("died", 1, ago+4*time.Second, exit(137))
			st.addEvent("restart", 1, ago+4*time.Second)
			st.addEvent("init", 1, ago+time.Second)
			st.addEvent("start", 1, ago)
		}},
		{"answers", func(st *story, begun, ended, began time.Time, _ time.Duration) {
			m := &st.metas[0]
			m.State, m.Started = Running, begun
			st.setInventory()
			st.run(100 * time.Millisecond)
			m.State, m.Finished, m.ExitCode = Exited, ended, 137
			st.setInventory()
			st.run(100 * time.Millisecond)
			m.State, m.Started = Running, began
			st.setInventory()
		}},
	}
	for _, order := range [][]int{{}, {0}, {1}, {0, 1}, {1, 0}} {
		st := newStory(web())
		st.metas[0].State = Created
		st.setInventory()
		st.run(time.Second)
		begun := st.step(0).Time
		st.cgroup(1, 7)
		st.run(5 * time.Second)
		ended := st.step(0).Time
		st.rmdir(1)
		st.run(4 * time.Second)
		began := st.step(0).Time
		st.cgroup(1, 8)
		st.run(time.Second)
		for _, i := range order {
			witnesses[i].tell(st, begun, ended, began, time.Second)
			st.run(300 * time.Millisecond)
		}
		want := []string{"start web: started [kernel]", "stop web: ended [kernel]", "restart web: started again 4s after it ended [kernel]"}
		if len(order) > 0 {
			want = []string{"start web: started [podman]", "stop web: exited with 137 (SIGKILL) [podman]", "restart web: started again 4s after it ended [podman]"}
		}
		t.Run(fmt.Sprint(order), func(t *testing.T) { wantLines(t, st.run(time.Second), want...) })
	}
}

// The events come first, as they do where the cgroups are looked at seldom.
func TestEventsBeforeCgroups(t *testing.T) {
	st := newStory(web())
	st.cgroup(1, 7)
	st.run(time.Second)
	st.addEvent("died", 1, 50*time.Millisecond, exit(0))
	st.run(time.Second)
	st.rmdir(1)
	st.run(time.Second)
	st.addEvent("start", 1, 50*time.Millisecond)
	st.run(time.Second)
	st.cgroup(1, 8)
	wantLines(t, st.run(time.Second), "stop web: exited with 0 [podman]", "restart web: started again 2s after it ended [podman]")
	n := len(st.snap.Events)
	if st.snap.Events[n-1].Key != (Key{0, "web"}) || st.snap.Events[n-1].ID != id(1) || st.snap.Events[n-1].User != "root" {
		t.Errorf("%+v", st.snap.Events[n-1])
	}
}

// A restart between two samples shows as another cgroup.
func TestRestartBetweenTwoSamples(t *testing.T) {
	st := newStory(web())
	st.cgroup(1, 7)
	st.run(time.Second)
	st.cgroup(1, 8)
	wantLines(t, st.run(time.Second), "stop web: ended [kernel]", "restart web: started again at once [kernel]")
}

// A cgroup that one sample lacks has not ended.
func TestOverlookedOnce(t *testing.T) {
	st := newStory(web())
	r := *st.cgroup(1, 7)
	st.run(time.Second)
	st.rmdir(1)
	st.run(100 * time.Millisecond)
	st.s.Readings = append(st.s.Readings, r)
	wantLines(t, st.run(time.Second))
}

// Each start of a unit's container gives another id; it is the same to a person.
func TestNewGeneration(t *testing.T) {
	st := newStory(web())
	st.cgroup(1, 7)
	st.run(time.Second)
	st.rmdir(1)
	st.run(3 * time.Second)
	st.cgroup(2, 8) // nobody has named it yet
	st.run(time.Second)
	m := web()
	m.ID = id(2)
	st.metas = []Meta{m}
	st.setInventory()
	snap := st.run(time.Second)
	wantLines(t, snap, "stop web: ended [kernel]", "restart web: started again 3s after it ended [kernel]")
	st.metas = []Meta{web(), m}
	st.addEvent("start", 2, 1900*time.Millisecond)
	wantLines(t, st.run(time.Second), "stop web: ended [kernel]", "restart web: started again 3s after it ended [podman]")
}

func TestOOMKillsAreToldOnce(t *testing.T) {
	st := newStory(web())
	r := st.cgroup(1, 7)
	r.Events.OOMKill = Known(2)
	st.run(time.Second)
	r.Events.OOMKill = Known(3)
	wantLines(t, st.run(time.Second), "oom web: the OOM killer killed a process [kernel]")
	r.Events.OOMKill = Known(5)
	st.run(time.Second)
	st.rmdir(1)
	st.addEvent("died", 1, 0, exit(137))
	m := &st.metas[0]
	m.State, m.OOMKilled, m.ExitCode, m.Finished = Exited, true, 137, st.step(0).Time
	st.run(time.Second)
	st.setInventory()
	wantLines(t, st.run(time.Second), "oom web: the OOM killer killed 3 processes [kernel]", "oom web: killed for want of memory [podman]")
}

// A cgroup that goes with its last process has nobody to count the kill; Podman
// tells it of a container, systemd of a unit that has none any more.
func TestOOMKillOfTheFirstProcess(t *testing.T) {
	st := newStory(web(), Meta{ID: id(2), Name: "before", State: Exited, OOMKilled: true, Finished: newTape().t0.Add(-10 * time.Minute)})
	units := []Unit{{Name: "job.service", Container: "job", User: "root", ActiveState: "active", Result: "success"}}
	st.s.Inventory.Units = units
	st.cgroup(1, 7)
	st.run(time.Second)
	st.rmdir(1)
	m := &st.metas[0]
	m.State, m.OOMKilled, m.ExitCode, m.Finished = Exited, true, 137, st.step(0).Time
	for range 2 { // the second time it is old
		st.setInventory()
		st.s.Inventory.Units = []Unit{{Name: "job.service", Container: "job", User: "root", ActiveState: "failed", Result: "oom-kill", Changed: st.t0.Add(time.Second + 500*time.Millisecond)}}
		st.run(time.Second)
	}
	wantLines(t, st.snap, "oom before: the OOM killer had killed a process in it [podman]", "oom web: killed for want of memory [podman]",
		"oom job: the OOM killer killed a process [systemd]")
}

func TestHealthChanges(t *testing.T) {
	for _, order := range []string{"events", "answers", "events answers", "answers events"} {
		st := newStory(web())
		st.metas[0].Health = "starting"
		st.setInventory()
		st.cgroup(1, 7)
		st.run(time.Second)
		for _, h := range []string{"healthy", "unhealthy"} {
			for _, who := range strings.Fields(order) {
				if who == "events" {
					st.addEvent("health_status", 1, 0, health(h))
				} else {
					st.metas[0].Health, st.metas[0].HealthSince = h, st.now()
					st.setInventory()
				}
				st.run(100 * time.Millisecond)
			}
			st.run(time.Second)
		}
		t.Run(order, func(t *testing.T) {
			wantLines(t, st.snap, "health web: healthy [podman]", "health web: unhealthy [podman]")
			if st.snap.Events[1].Severity != Bad || st.snap.Events[0].Severity != Info {
				t.Errorf("severities: %+v", st.snap.Events)
			}
		})
		st.addEvent("health_status", 1, 0, health("unhealthy"))
		st.addEvent("health_status", 1, 0, health(""))
		if snap := st.run(time.Second); snap.Events[len(snap.Events)-1].Kind != CheckEvent && order != "answers" {
			t.Errorf("%s: a check that changes nothing gave %v", order, lines(snap))
		}
	}
}

// What is learned late is told of then, or not at all: that it is unhealthy when
// podtop first hears of it is no news, nor is a change that nobody knows the time of.
func TestHealthLearnedLate(t *testing.T) {
	for _, who := range []string{"events", "answers"} {
		st := newStory(web())
		st.cgroup(1, 7)
		st.setInventory()
		st.run(10 * time.Second)
		st.addEvent("health_status", 1, 0, health("")) // Podman 4 does not tell what the check found
		if who == "events" {
			st.addEvent("health_status", 1, 0, health("unhealthy"))
		}
		m := &st.metas[0]
		m.Health, m.HealthSince = "unhealthy", st.now()
		st.setInventory()
		snap := st.run(time.Second)
		if slices.ContainsFunc(snap.Events, func(e Event) bool { return e.Kind == HealthEvent }) {
			t.Errorf("%s: it was so before, and is told as news: %v", who, lines(snap))
		}
	}

	st := newStory(web())
	m := &st.metas[0]
	m.Health = "healthy"
	st.setInventory()
	st.cgroup(1, 7)
	st.run(time.Minute)
	m.Health, m.HealthSince = "unhealthy", st.now().Add(-40*time.Second)
	st.setInventory()
	snap := st.run(time.Second)
	wantLines(t, snap, "health web: unhealthy [podman]")
	if e := &snap.Events[0]; !e.Time.Equal(m.HealthSince) {
		t.Errorf("it is told to have been at %v, not at %v", e.Time, m.HealthSince)
	}
	m.Health, m.HealthTimes = "healthy", HealthTimes{}
	st.setInventory()
	wantLines(t, st.run(time.Second), "health web: unhealthy [podman]")
	m.Health, m.HealthTimes = "unhealthy", HealthTimes{HealthSince: st.now().Add(-time.Second), HealthEarlier: true}
	st.setInventory()
	wantLines(t, st.run(time.Second), "health web: unhealthy [podman]", "health web: unhealthy, at the latest then [podman]")
}

// Where samples are far between, answers tell what came of checks before their
// events are heard: those are no changes back and forth.
func TestHealthIsHeardAfterItIsLearned(t *testing.T) {
	st := newStory(web())
	m := &st.metas[0]
	m.Health = "healthy"
	st.setInventory()
	st.cgroup(1, 7)
	st.run(10 * time.Second)
	m.Health, m.HealthSince = "unhealthy", st.now()
	st.setInventory()
	st.addEvent("health_status", 1, 2*time.Second, health("healthy"))
	st.addEvent("health_status", 1, 0, health("unhealthy"))
	wantLines(t, st.run(time.Second), "check web: healthy [podman]", "health web: unhealthy [podman]")
}

func TestLimitChanges(t *testing.T) {
	st := newStory(web())
	r := st.cgroup(1, 7)
	r.Limits = Limits{CPU: LimitOf(500_000), Memory: NoLimit, Pids: LimitOf(2048)}
	st.run(time.Second)
	r.Limits.Memory = Limit{} // it cannot be read
	st.run(time.Second)
	r.Limits.Memory, r.Limits.MemoryBy = LimitOf(1<<30), r.Path+"/container"
	st.run(time.Second)
	r.Limits = Limits{CPU: NoLimit, Memory: LimitOf(512 << 20), MemoryBy: "/machine.slice", Pids: LimitOf(100), Swap: LimitOf(0)}
	wantLines(t, st.run(time.Second), "limit web: memory limit none → 1G [kernel]",
		"limit web: CPU limit 0.5 → none, memory limit 1G → 512M of machine.slice, pids limit 2048 → 100 [kernel]")
	for i, first := range []string{"event", "cgroup"} {
		st.run(30 * time.Second)
		if first == "event" {
			st.addEvent("update", 1, 100*time.Millisecond)
			st.run(time.Second)
		}
		r.Limits.Pids = LimitOf(uint64(i + 1))
		st.run(time.Second)
		if first == "cgroup" {
			st.addEvent("update", 1, 1100*time.Millisecond)
		}
	}
	if got := lines(st.run(time.Second))[2:]; !slices.Equal(got, []string{"limit web: pids limit 100 → 1 [podman]", "limit web: pids limit 1 → 2 [podman]"}) {
		t.Errorf("with Podman's word: %q", got)
	}
	st.run(30 * time.Second)
	st.addEvent("update", 1, 0)
	if got := lines(st.run(time.Second))[4:]; !slices.Equal(got, []string{"other web: updated [podman]"}) {
		t.Errorf("of what changes no limit: %q", got)
	}
}

// A new cgroup gets its limits a moment after it is made.
func TestFirstLimitsAreNoChange(t *testing.T) {
	st := newStory(web())
	st.run(time.Second)
	r := st.cgroup(1, 7)
	r.Limits.Memory = NoLimit
	st.run(time.Second)
	r.Limits.Memory = LimitOf(1 << 30)
	st.run(10 * time.Second)
	wantLines(t, st.snap, "start web: started [kernel]")
}

func TestPauses(t *testing.T) {
	st := newStory(web())
	r := st.cgroup(1, 7)
	st.run(time.Second)
	r.Frozen = true
	st.run(time.Second)
	st.addEvent("pause", 1, time.Second)
	st.run(time.Second)
	st.addEvent("unpause", 1, 0)
	st.run(time.Second)
	r.Frozen = false
	wantLines(t, st.run(time.Second), "pause web: paused [podman]", "pause web: goes on [podman]")
}

func TestAlertsAreEvents(t *testing.T) {
	st := newStory(web())
	st.Rules = DefaultRules()
	r := st.cgroup(1, 7)
	r.Limits.Memory = LimitOf(100 << 20)
	use := func(mb uint64) {
		r.Memory.Bytes, r.Stat = Known(mb<<20), MemoryStat{Current: Known(mb << 20), File: Known(0), Shmem: Known(0), SlabReclaimable: Known(0)}
	}
	use(10)
	st.run(5 * time.Second)
	use(97)
	st.run(15 * time.Second)
	use(10)
	st.run(20 * time.Second)
	for _, h := range []string{"healthy", "unhealthy"} {
		st.metas[0].Health, st.metas[0].HealthSince = h, st.now()
		st.setInventory()
		st.run(time.Second)
	}
	wantLines(t, st.snap, "alert web: memory 97% of its limit for 10s [podtop]",
		"alert end web: over: memory 97% of its limit for 14s [podtop]", "health web: unhealthy [podman]")
}

// A Podman that did not answer for a while tells afterwards what happened.
func TestLateWord(t *testing.T) {
	st := newStory(web())
	st.cgroup(1, 7)
	st.run(time.Second)
	st.rmdir(1)
	st.run(2 * time.Minute)
	st.cgroup(1, 8)
	st.run(time.Minute)
	n := st.snap.Events[0].N
	st.addEvent("died", 1, 3*time.Minute, exit(1))
	st.addEvent("start", 1, time.Minute)
	wantLines(t, st.run(time.Second), "stop web: exited with 1 [podman]", "restart web: started again 2m after it ended [podman]")
	if st.snap.Events[0].N != n {
		t.Error("an event that is better known is another one")
	}
}

// A crash loop is told turn by turn, also where some are too short to be seen.
func TestCrashLoop(t *testing.T) {
	st := newStory(web())
	st.run(time.Second)
	want := 0
	for turn := range uint64(30) {
		if turn%3 != 0 {
			st.cgroup(1, 7+turn)
		}
		st.addEvent("start", 1, 20*time.Millisecond)
		st.run(300 * time.Millisecond)
		st.rmdir(1)
		st.addEvent("died", 1, 20*time.Millisecond, exit(1))
		st.run(600 * time.Millisecond)
		want += 2
	}
	if got := lines(st.snap); len(got) != want {
		t.Errorf("%d events, want %d: %v", len(got), want, got)
	}
}

// Infra containers are part of their pod, whoever tells of them and when.
func TestInfraContainersAreSilent(t *testing.T) {
	pod := strings.Repeat("ab", 32)
	infra := Meta{ID: id(1), Name: "abababababab-infra", Pod: pod, Infra: true, State: Running}
	st := newStory()
	st.run(time.Second)
	st.cgroup(1, 7)
	st.run(time.Second)
	if len(st.snap.Events) != 1 {
		t.Fatalf("of what nobody knows: %v", lines(st.snap))
	}
	st.metas = []Meta{infra}
	st.addEvent("start", 1, time.Second, func(p *PodmanEvent) { p.Pod = pod })
	st.setInventory()
	st.run(time.Second)
	st.rmdir(1)
	wantLines(t, st.run(time.Second))
}

func TestWhatElsePodmanTells(t *testing.T) {
	st := newStory(web())
	st.run(time.Second)
	for _, p := range []PodmanEvent{
		{Type: "image", Action: "pull", Name: "docker.io/library/nginx:1.29"},
		{Type: "image", Action: "pull-error", Name: "nope", Reason: "denied"},
		{Type: "volume", Action: "remove", Name: "data"},
		{Type: "pod", Action: "stop", Name: "shop"},
		{Type: "container", Action: "exec", ID: string(id(1)), Name: "web"},
		{Type: "container", Action: "rename", ID: string(id(1)), Name: "site"},
		{Type: "container", Action: "exec_died", ID: string(id(1)), Name: "web"},
		{Type: "secret", Action: "a_new-thing", Name: "x"},
		{Type: "image", Action: "pull", Name: "later", Time: st.t0.Add(999 * time.Hour)},
	} {
		if p.Time.IsZero() {
			p.Time = st.step(0).Time
		}
		st.pending = append(st.pending, p, p) // two sockets of one Podman
	}
	st.s.EventsLost = 4
	snap := st.run(100 * time.Millisecond)
	wantLines(t, snap,
		"other docker.io/library/nginx:1.29: pulled [podman]", "other nope: not pulled: denied [podman]", "other data: removed [podman]",
		"other shop: stopped [podman]", "other web: a command was run in it [podman]", "other site: renamed, it was called web [podman]",
		"other x: a new thing [podman]", "other : 4 events lost: more came than could be taken [podman]", "other later: pulled [podman]")
	if k := snap.Events[3].Key; k != ByPod.groupOf(&Meta{Pod: "shop"}).key() {
		t.Errorf("the pod's key is %v", k)
	}
	if last := snap.Events[len(snap.Events)-1]; last.Mono > st.s.Mono || last.Time.After(st.s.Time) {
		t.Errorf("an event of the future: %+v", last)
	}
}

// What podtop does is on the list too.
func TestNote(t *testing.T) {
	st := newStory(web())
	st.run(time.Second)
	st.Note(Event{Kind: OperationEvent, Key: Key{0, "web"}, Name: "web", Source: "podtop", Action: "pause", Text: "done"})
	snap := st.run(100 * time.Millisecond)
	wantLines(t, snap, "deed web: done [podtop]")
	if e := snap.Events[0]; e.Time.IsZero() || e.Mono != st.s.Mono-100*time.Millisecond {
		t.Errorf("when it was is not known: %+v", e)
	}
}

// A snapshot stays as it was; what many tell does not push out what matters.
func TestEventsAreBounded(t *testing.T) {
	st := newStory(web())
	r := st.cgroup(1, 7)
	st.run(time.Second)
	r.Frozen = true
	first := st.run(time.Second)
	before := lines(first)
	for i := range 4000 {
		st.addEvent("health_status", 1, 0, health("healthy"), func(p *PodmanEvent) { p.Time = p.Time.Add(time.Duration(i)) })
		st.addEvent("exec", 1, 0, func(p *PodmanEvent) { p.Time = p.Time.Add(time.Duration(i)) })
		if i%100 == 0 {
			st.run(100 * time.Millisecond)
		}
	}
	snap := st.run(time.Second)
	count := map[EventKind]int{}
	for i := range snap.Events {
		count[snap.Events[i].Kind]++
	}
	if count[PauseEvent] != 1 || count[CheckEvent] < 450 || count[CheckEvent] > 495 || count[OtherEvent] > 1485 || count[OtherEvent] < 1350 {
		t.Errorf("kept %v", count)
	}
	if !slices.Equal(lines(first), before) {
		t.Errorf("a snapshot changed from %v to %v", before, lines(first))
	}
}

// A recording turned back begins anew.
func TestTurnedBack(t *testing.T) {
	st := newStory(web())
	r := st.cgroup(1, 7)
	st.run(time.Second)
	r.Frozen = true
	st.run(time.Second)
	st.s.Mono -= time.Minute
	wantLines(t, st.run(time.Second))
	r.Frozen = false
	wantLines(t, st.run(time.Second), "pause web: goes on [kernel]")
}

func TestMarks(t *testing.T) {
	pod := func(n int, name string) Meta {
		return Meta{ID: id(n), Name: name, Pod: "p", PodName: "shop", State: Running}
	}
	st := newStory(pod(1, "a"), Meta{ID: id(2), Name: "b", State: Running}, pod(3, "c"))
	st.s.Inventory.Pods = []Pod{{ID: "p", Name: "shop"}}
	for n := range 3 {
		st.cgroup(n+1, 7)
	}
	st.run(time.Second)
	begin := st.s.Mono
	for _, n := range []int{0, 1, 2, 0} {
		st.s.Readings[n].Frozen = !st.s.Readings[n].Frozen
		st.run(time.Second)
	}
	st.pending = []PodmanEvent{{Type: "pod", Action: "kill", Name: "shop", Time: st.s.Time}}
	snap := st.run(time.Second)
	names := func(events []*Event) (all string) {
		for _, e := range events {
			all += e.Name + " "
		}
		return all
	}
	g := &snap.Pods[0]
	var buf []*Event
	for _, tt := range []struct {
		what string
		got  []*Event
		want string
	}{
		{"of one", snap.AppendEventsOf(buf, Key{0, "a"}, 0, snap.Mono), "a a "},
		{"of its last second", snap.AppendEventsOf(buf, Key{0, "a"}, begin+time.Second, snap.Mono), "a "},
		{"of nobody", snap.AppendEventsOf(buf, Key{1000, "a"}, 0, snap.Mono), ""},
		{"of a span turned round", snap.AppendEventsOf(buf, Key{0, "a"}, snap.Mono, 0), ""},
		{"of a pod", snap.AppendEventsIn(buf, g, 0, snap.Mono), "a c a shop "},
		{"of part of a pod", snap.AppendEventsIn(buf, ptr(g.Only(snap, g.Members[1:])), 0, snap.Mono), "c shop "},
	} {
		if names(tt.got) != tt.want {
			t.Errorf("%s: %q, want %q", tt.what, names(tt.got), tt.want)
		}
	}
	if race.Enabled {
		return
	}
	buf = make([]*Event, 0, 16)
	if n := testing.AllocsPerRun(100, func() {
		buf = snap.AppendEventsOf(buf[:0], Key{0, "a"}, 0, snap.Mono)
		buf = snap.AppendEventsIn(buf[:0], g, 0, snap.Mono)
	}); n != 0 {
		t.Errorf("marks cost %v allocations, want 0", n)
	}
}

func ptr[T any](v T) *T { return &v }

// Whatever is told, by whom and when: the events are in order, each has a number
// of its own, no tier has too many, and no snapshot changes once it is made.
func TestEventLogHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		st := newStory(web(), Meta{ID: id(2), Name: "db", User: "op", UID: 1000, State: Running}, Meta{ID: id(3), Name: "job", State: Created})
		actions := []string{"start", "died", "restart", "pause", "unpause", "health_status", "update", "exec", "rename"}
		type made struct {
			snap *Snapshot
			were []Event
		}
		var snaps []made
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			n := rapid.IntRange(1, 3).Draw(t, "container")
			switch rapid.IntRange(0, 6).Draw(t, "what") {
			case 0:
				st.cgroup(n, uint64(rapid.IntRange(1, 3).Draw(t, "inode"))).UID = st.metas[n-1].UID
			case 1:
				st.rmdir(n)
			case 2:
				for i := range st.s.Readings {
					r := &st.s.Readings[i]
					r.Frozen = rapid.Bool().Draw(t, "frozen")
					r.Limits.Pids = LimitOf(uint64(rapid.IntRange(1, 3).Draw(t, "pids")))
					r.Events.OOMKill = Known(uint64(rapid.IntRange(0, 5).Draw(t, "kills")))
				}
			case 3:
				m := &st.metas[n-1]
				m.State = rapid.SampledFrom([]State{Running, Exited}).Draw(t, "state")
				m.Health = rapid.SampledFrom([]string{"", "starting", "healthy", "unhealthy"}).Draw(t, "health")
				m.Started, m.Finished = st.step(0).Time.Add(-time.Second), st.step(0).Time
				m.OOMKilled = rapid.Bool().Draw(t, "oom")
				st.setInventory()
			case 4:
				st.metas[n-1].Name = rapid.SampledFrom([]string{"web", "db", "new"}).Draw(t, "name")
				st.setInventory()
			default:
				st.addEvent(rapid.SampledFrom(actions).Draw(t, "action"), n, time.Duration(rapid.IntRange(0, 20).Draw(t, "ago"))*time.Second, health("unhealthy"))
			}
			snap := st.run(time.Duration(rapid.IntRange(1, 30).Draw(t, "ticks")) * 100 * time.Millisecond)
			snaps = append(snaps, made{snap, slices.Clone(snap.Events)})
		}
		for _, m := range snaps {
			if !slices.Equal(m.snap.Events, m.were) {
				t.Fatalf("a snapshot's events became\n%v\nwere\n%v", m.snap.Events, m.were)
			}
		}
		seen, count := map[uint64]bool{}, [tiers]int{}
		for i := range st.snap.Events {
			e := &st.snap.Events[i]
			if i > 0 && e.Mono < st.snap.Events[i-1].Mono || e.Mono > st.s.Mono || seen[e.N] || e.N == 0 || e.Text == "" || e.Source == "" {
				t.Fatalf("event %d is %+v, among %v", i, *e, lines(st.snap))
			}
			seen[e.N] = true
			count[e.tier()]++
		}
		if count != st.events.count {
			t.Fatalf("counted %v, there are %v", st.events.count, count)
		}
	})
}

func TestEventsOfManyAreDropped(t *testing.T) {
	var log eventLog
	log.begin(&Sample{Mono: time.Hour, Time: time.Unix(1e9, 0)})
	for i := range 20000 {
		log.add(Event{Kind: EventKind(i % int(eventKinds)), Mono: time.Duration(i), Time: time.Unix(0, int64(i)+1)}, 0)
		if len(log.events) > 5000 {
			t.Fatalf("there are %d events", len(log.events))
		}
	}
	if len(log.events) < 4500 {
		t.Errorf("%d events are left", len(log.events))
	}
}
