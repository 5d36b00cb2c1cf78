package model

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// logged lets the kernel's log tell of a kill in container n, some time ago.
func (st *story) logged(n, pid int, ago time.Duration, more ...func(*OOMKill)) {
	k := OOMKill{Mono: st.s.Mono - ago, ID: id(n), PID: pid, Comm: "dd", By: "/machine.slice/libpod-" + string(id(n)) + ".scope"}
	for _, f := range more {
		f(&k)
	}
	st.s.KernelLog.Kills = append(st.s.KernelLog.Kills, k)
}

// once lets one sample pass in which the log says what it has to.
func (st *story) once() *Snapshot {
	snap := st.run(100 * time.Millisecond)
	st.s.KernelLog.Kills = nil
	return snap
}

// An eaten is a container that runs, and podtop reads the kernel's log.
func eaten() *story {
	m := web()
	m.PID, m.Started = 40, newTape().t0.Add(-time.Hour)
	st := newStory(m)
	st.s.KernelLog.Whole = time.Second
	st.cgroup(1, 7)
	st.run(30 * time.Second)
	return st
}

// die lets everybody tell that it ended, in the order that names them.
func (st *story) die(order []string, pid int) {
	end := st.step(0).Time
	for _, who := range order {
		switch who {
		case "log":
			st.logged(1, pid, 0)
		case "cgroup":
			st.rmdir(1)
		case "counter":
			if len(st.s.Readings) > 0 {
				st.s.Readings[0].Events.OOMKill = Known(1)
			}
		case "event":
			st.addEvent("died", 1, 0, exit(137))
		case "record":
			m := &st.metas[0]
			m.State, m.PID, m.OOMKilled, m.ExitCode, m.Finished = Exited, 0, true, 137, end
			st.setInventory()
		}
		st.once()
	}
}

// A child that was killed a while before is no cause of the end.
func TestAKillLongBefore(t *testing.T) {
	st := eaten()
	st.logged(1, 41, 0)
	st.once()
	st.run(30 * time.Second)
	st.rmdir(1)
	st.addEvent("died", 1, 0, exit(137))
	wantLines(t, st.run(5*time.Second), "oom web: the OOM killer killed a process, dd [kernel]", "stop web: exited with 137 (SIGKILL) [podman]")
}

// permutations calls f with all orders of words.
func permutations(words []string, f func([]string)) {
	var rest func(done, left []string)
	rest = func(done, left []string) {
		if len(left) == 0 {
			f(done)
		}
		for i := range left {
			rest(append(slices.Clone(done), left[i]), slices.Delete(slices.Clone(left), i, i+1))
		}
	}
	rest(nil, words)
}

// Whoever tells first, a death is one event with its cause.
func TestADeathIsOneEvent(t *testing.T) {
	permutations([]string{"log", "cgroup", "counter", "event", "record"}, func(order []string) {
		st := eaten()
		st.s.Readings[0].Events.OOMKill = Known(0)
		st.run(time.Second)
		st.die(order, 40)
		snap := st.run(5 * time.Second)
		wantLines(t, snap, "oom web: killed for want of memory [podman]")
		if c := row(t, snap, "web"); !c.OOMKilled || c.Cause.Kind != OOM || c.OOMs != 1 || !snap.Events[0].Ended {
			t.Errorf("%v: %+v, %d kills", order, c.Cause, c.OOMs)
		}
		if t.Failed() {
			t.Fatal(order)
		}
	})
}

// A child that was killed took the container with it, or did not.
func TestTheKillOfAChild(t *testing.T) {
	permutations([]string{"log", "cgroup", "event"}, func(order []string) {
		st := eaten()
		st.die(order, 41)
		wantLines(t, st.run(5*time.Second), "oom web: exited with 137: the OOM killer killed dd in it [podman]")
		if t.Failed() {
			t.Fatal(order)
		}
	})
	st := eaten()
	st.logged(1, 41, 0)
	st.once()
	snap := st.run(time.Minute)
	wantLines(t, snap, "oom web: the OOM killer killed a process, dd [kernel]")
	if c := row(t, snap, "web"); c.OOMs != 1 || !(c.OOMAge > 50) || c.OOMKilled {
		t.Errorf("it goes on: %d kills, %v s ago, %v", c.OOMs, c.OOMAge, c.OOMKilled)
	}
	st.rmdir(1)
	st.addEvent("died", 1, 0, exit(3))
	m := &st.metas[0]
	m.State, m.OOMKilled, m.ExitCode, m.Finished = Exited, true, 3, st.step(0).Time
	st.run(time.Second)
	st.setInventory()
	snap = st.run(5 * time.Second)
	wantLines(t, snap, "oom web: the OOM killer killed a process, dd [kernel]", "stop web: exited with 3 [podman]")
	if c := row(t, snap, "web"); c.OOMKilled || c.Cause != (Cause{}) {
		t.Errorf("what ended it was not the OOM killer: %+v", c.Cause)
	}
}

func TestWhoseLimit(t *testing.T) {
	for by, want := range map[string]string{
		"/libpod_parent/libpod-" + string(id(1)):    "",
		"/libpod_parent/" + string(id(9)):           ": the limit of its pod",
		"/machine.slice/machine-libpod_pod_0.slice": ": the limit of its pod",
		"/machine.slice":                            ": the limit of machine.slice",
		"/libpod_parent":                            ": the limit of a cgroup above it",
		"/a b":                                      ": the limit of a cgroup above it",
		"host":                                      ": the host had none left",
	} {
		st := eaten()
		st.logged(1, 40, 0, func(k *OOMKill) { k.By, k.Host = by, by == "host" })
		st.rmdir(1)
		st.once()
		wantLines(t, st.run(time.Second), "oom web: killed for want of memory"+want+" [kernel]")
	}
}

// Of what ended with 137 no more is said than is known.
func TestKilledByWhom(t *testing.T) {
	for name, tt := range map[string]struct {
		happens func(st *story)
		want    string
		cause   CauseKind
	}{
		"nobody knows":       {func(st *story) { st.s.KernelLog.Whole = 0 }, "exited with 137: killed, perhaps for want of memory", PerhapsOOM},
		"the log is whole":   {func(*story) {}, "exited with 137 (SIGKILL)", NoCause},
		"the log had a gap":  {func(st *story) { st.s.KernelLog.Whole = st.s.Mono }, "exited with 137: killed, perhaps for want of memory", PerhapsOOM},
		"podman kill":        {func(st *story) { st.addEvent("kill", 1, 0) }, "exited with 137 (SIGKILL): podman kill", ByPodman},
		"podman stop":        {func(st *story) { st.addEvent("stop", 1, 0) }, "exited with 137 (SIGKILL): podman stop", ByPodman},
		"the record says so": {func(st *story) { st.s.KernelLog.Whole, st.metas[0].StoppedByUser = 0, true }, "exited with 137 (SIGKILL): podman stop or kill", ByPodman},
		"podtop": {func(st *story) {
			st.Note(Event{Kind: OperationEvent, Type: "container", Key: Key{0, "web"}, ID: id(1), Name: "web", Source: "podtop", Action: "stop", Text: "done"})
		}, "exited with 137 (SIGKILL): podman stop", ByPodman},
		"a kill of whom nobody knows": {func(st *story) { st.logged(1, 77, 0, func(k *OOMKill) { k.ID = "" }) }, "exited with 137: killed, perhaps for want of memory", PerhapsOOM},
		"a kill by its pid":           {func(st *story) { st.logged(1, 40, 0, func(k *OOMKill) { k.ID = "" }) }, "killed for want of memory", OOM},
		"another user's cgroup":       {func(st *story) { st.logged(1, 40, 0, func(k *OOMKill) { k.UID = 1000 }) }, "exited with 137 (SIGKILL)", NoCause},
		"a signal, and a kill":        {func(st *story) { st.addEvent("kill", 1, 0); st.logged(1, 40, 0) }, "killed for want of memory", OOM},
		"its parent counted a kill":   {func(st *story) { st.s.KernelLog.Whole, st.s.Gone = 0, []Departure{{ID: id(1), Kills: Known(1)}} }, "killed for want of memory", OOM},
		"a signal, and a count": {func(st *story) {
			st.addEvent("kill", 1, 0)
			st.s.KernelLog.Whole, st.s.Gone = 0, []Departure{{ID: id(1), Kills: Known(1)}}
		}, "exited with 137: killed, perhaps for want of memory", PerhapsOOM},
		"its parent counted none": {func(st *story) { st.s.KernelLog.Whole, st.s.Gone = 0, []Departure{{ID: id(1), Kills: Known(0)}} }, "exited with 137 (SIGKILL)", NoCause},
		"its parent cannot tell":  {func(st *story) { st.s.KernelLog.Whole, st.s.Gone = 0, []Departure{{ID: id(1)}} }, "exited with 137: killed, perhaps for want of memory", PerhapsOOM},
		"the died event":          {func(st *story) { st.metas[0].Image = "oom" }, "killed for want of memory", OOM},
	} {
		t.Run(name, func(t *testing.T) {
			st := eaten()
			tt.happens(st)
			st.once()
			st.s.Gone = nil
			st.rmdir(1)
			st.addEvent("died", 1, 0, exit(137), func(p *PodmanEvent) { p.OOM = st.metas[0].Image == "oom" })
			m := &st.metas[0]
			m.State, m.PID, m.ExitCode, m.Finished = Exited, 0, 137, st.step(0).Time
			st.run(time.Second)
			st.setInventory()
			snap := st.run(5 * time.Second)
			texts := lines(snap)
			if !slices.ContainsFunc(texts, func(s string) bool { return strings.HasSuffix(s, " web: "+tt.want+" [podman]") }) {
				t.Errorf("told %q, want %q", texts, tt.want)
			}
			if c := row(t, snap, "web"); c.Cause.Kind != tt.cause || c.OOMKilled != (tt.cause == OOM) {
				t.Errorf("the row says %+v", c.Cause)
			}
		})
	}
}

// What ended before podtop began is told as far as the log or the record tells.
func TestDeathsBeforePodtop(t *testing.T) {
	at := newTape().t0
	dead := func(n int, name string, ago time.Duration) Meta {
		return Meta{ID: id(n), Name: name, User: "root", Source: FromAPI, State: Exited, ExitCode: 137, Started: at.Add(-3 * time.Hour), Finished: at.Add(-ago)}
	}
	for _, recalled := range []bool{false, true} {
		st := newStory(dead(1, "logged", 10*time.Minute), dead(2, "recorded", 20*time.Minute), dead(3, "neither", 30*time.Minute), dead(4, "longago", 2*time.Hour))
		st.metas[1].OOMKilled = true
		st.step(10 * time.Hour)
		for i := range st.metas {
			st.metas[i].Finished = st.metas[i].Finished.Add(10 * time.Hour)
		}
		inv := st.s.Inventory
		st.s.Inventory = nil // Podman has not answered
		st.s.KernelLog.Whole = time.Minute
		st.logged(1, 40, 10*time.Minute+100*time.Millisecond)
		st.logged(4, 44, 2*time.Hour)
		st.once()
		st.run(2 * time.Second)
		st.s.Inventory = inv
		st.setInventory()
		st.run(time.Second)
		want := []string{"oom recorded: killed for want of memory [podman]", "oom logged: killed for want of memory [podman]"}
		if recalled {
			st.addEvent("died", 1, 10*time.Minute+3*time.Second+100*time.Millisecond, exit(137))
			st.addEvent("died", 3, 30*time.Minute, exit(137))
			want = slices.Insert(want, 0, "stop neither: exited with 137 (SIGKILL) [podman]")
		}
		snap := st.run(10 * time.Second)
		wantLines(t, snap, want...)
		for name, oom := range map[string]bool{"logged": true, "recorded": true, "neither": false, "longago": true} {
			if c := row(t, snap, name); c.OOMKilled != oom {
				t.Errorf("%s: %+v", name, c.Cause)
			}
		}
	}
}

// A loop of deaths is as many events, each with its cause.
func TestDeathsInALoop(t *testing.T) {
	st := eaten()
	for i := range 3 {
		st.logged(1, 40+i, 0)
		st.rmdir(1)
		st.addEvent("died", 1, 0, exit(137))
		st.once()
		st.run(time.Second)
		st.cgroup(1, uint64(8+i))
		st.metas[0].PID = 41 + i
		st.setInventory()
		st.run(2 * time.Second)
	}
	killed := "oom web: killed for want of memory [podman]"
	again := "restart web: started again 1s after it ended [kernel]"
	snap := st.run(5 * time.Second)
	wantLines(t, snap, killed, again, killed, again, killed, again)
	if c := row(t, snap, "web"); c.OOMs != 3 || c.OOMKilled || c.Cause != (Cause{}) {
		t.Errorf("%d kills, %+v", c.OOMs, c.Cause)
	}
}

// However many the log tells of, so many are remembered.
func TestKillsAreBounded(t *testing.T) {
	st := eaten()
	for i := range 5 * maxKills {
		st.logged(1+i%100, 1000+i, 0)
	}
	st.once()
	if d := &st.events.deaths; len(d.kills) > maxKills || len(d.tallies) > 100 {
		t.Errorf("%d kills, %d tallies", len(d.kills), len(d.tallies))
	}
}

// A pid that was another's before the container was started tells nothing of it.
func TestABareKillBeforeTheStart(t *testing.T) {
	bare := func(k *OOMKill) { k.ID, k.By = "", "" }
	for ago, oom := range map[time.Duration]bool{30 * time.Minute: false, 10 * time.Minute: true} {
		st := eaten()
		st.metas[0].Started = st.step(0).Time.Add(-20 * time.Minute)
		st.setInventory()
		st.once()
		st.logged(1, 40, ago, bare)
		if c := row(t, st.once(), "web"); c.OOMAge > 0 != oom {
			t.Errorf("a kill %v ago: %v s", ago, c.OOMAge)
		}
	}
}

// Who makes cgroups with containers' names, and has processes killed in them,
// fills no memory, though Podman has nothing new to say.
func TestKillsOfNobodyAreForgotten(t *testing.T) {
	st := eaten()
	for i := range 500 {
		st.logged(100+i, 5000+i, 0)
		st.s.Gone = []Departure{{ID: id(1000 + i), Kills: Known(0)}}
		st.once()
	}
	st.s.Gone = nil
	st.run(2 * deathTime)
	if d := &st.events.deaths; len(d.tallies)+len(d.spared) > 220 {
		t.Errorf("%d tallies, %d spared", len(d.tallies), len(d.spared))
	}
}

// That it was Podman's kill can be known later than that it ended.
func TestByUserIsKnownLate(t *testing.T) {
	st := eaten()
	st.s.KernelLog = KernelLog{}
	st.rmdir(1)
	m := &st.metas[0]
	m.State, m.PID, m.ExitCode, m.Finished = Exited, 0, 137, st.step(0).Time
	st.setInventory()
	st.run(10 * time.Second)
	st.metas[0].StoppedByUser = true
	st.setInventory()
	if c := row(t, st.run(time.Second), "web"); c.Cause.Kind != ByPodman {
		t.Errorf("%+v", c.Cause)
	}
}
