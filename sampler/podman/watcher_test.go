package podman

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/modeltest/race"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestListThenInspect(t *testing.T) {
	s := newService()
	s.put(id1, "web", "running", map[string]any{"HostConfig": map[string]any{"Memory": 64 << 20}})
	s.put(id2, "old", "exited", nil)
	w := watch(t, Options{Endpoints: own(s)}, hasty)
	eventually(t, "both are known", func() bool {
		return w.meta(id1).Limits.Memory == mib(64) && w.meta(id2).State == model.Exited
	})
	if e := w.Inventory().Engines; len(e) != 1 || !e[0].Up || e[0].Version != "5.4.2" {
		t.Errorf("engines: %+v", e)
	}
	eventually(t, "nothing is wrong", func() bool { return len(w.Notes()) == 0 })
}

// An engine is listed once its first list and the inspects of that are in, or
// have failed, and no more when it is lost.
func TestListed(t *testing.T) {
	s := newService()
	s.put(id1, "web", "running", nil)
	s.put(id2, "stuck", "running", nil)
	s.stuck[id2] = true
	var list atomic.Bool
	s.listing = func() error {
		if !list.Load() {
			return errors.New("not yet")
		}
		return nil
	}
	p := hasty
	p.retry = 20 * time.Millisecond
	w := watch(t, Options{Endpoints: own(s)}, p)
	engine := func() model.Engine {
		if e := w.Inventory().Engines; len(e) == 1 {
			return e[0]
		}
		return model.Engine{}
	}
	eventually(t, "it is up", func() bool { return engine().Up && w.noted("not yet") })
	if engine().Listed {
		t.Error("listed without a list")
	}
	list.Store(true)
	eventually(t, "the list and one inspect are in", func() bool {
		return w.meta(id1).Restarts.IsKnown() && w.meta(id2).Name == "stuck"
	})
	if engine().Listed && !w.noted("no details of 1 container") {
		t.Error("listed before the last inspect has failed")
	}
	eventually(t, "it is listed", func() bool { return engine().Listed })

	s.set(func() { s.dead = true })
	s.hangUp()
	eventually(t, "it is not up", func() bool { return !engine().Up && !engine().Listed })
	s.remove(id1)
	s.remove(id2)
	s.set(func() { s.dead = false })
	eventually(t, "it is listed again", func() bool { return engine().Listed && len(w.Inventory().Containers) == 0 })
}

func TestEventCostsOneInspect(t *testing.T) {
	s := newService()
	s.put(id1, "web", "created", nil)
	w := watch(t, Options{Endpoints: own(s)}, hasty)
	s.listening(t)
	eventually(t, "both lists came", func() bool { return s.count("/pods/json") >= 2 && w.meta(id1).Restarts.IsKnown() })
	before := s.count("/containers/" + id1)

	for range 3 { // as a restart does
		s.tell("init", id1, nil)
	}
	s.put(id1, "web", "running", map[string]any{"RestartCount": 7})
	s.tell("start", id1, nil)
	eventually(t, "the inspect is in", func() bool { return w.meta(id1).Restarts == model.Known(7) })
	if n := s.count("/containers/"+id1) - before; n > 2 {
		t.Errorf("%d inspects for a burst of events", n)
	}
}

func TestHealthAndExecCostNothing(t *testing.T) {
	s := newService()
	s.put(id1, "web", "running", nil)
	w := watch(t, Options{Endpoints: own(s)}, hasty)
	s.listening(t)
	eventually(t, "both lists came", func() bool { return s.count("/pods/json") >= 2 && w.meta(id1).Restarts.IsKnown() })
	before := s.count("/containers/" + id1)
	for range 20 {
		s.tell("exec", id1, nil)
		s.tell("exec_died", id1, nil)
		s.tell("health_status", id1, map[string]string{"health": "unhealthy"})
		s.tell("health_status", id1, nil)
	}
	eventually(t, "it is unhealthy", func() bool { return w.meta(id1).Health == "unhealthy" })
	s.tell("health_status", id1, map[string]string{"health_status": "healthy"})
	eventually(t, "it is healthy", func() bool { return w.meta(id1).Health == "healthy" })
	time.Sleep(5 * hasty.gather)
	if n := s.count("/containers/"+id1) - before; n != 0 {
		t.Errorf("%d inspects", n)
	}
}

func TestEventsTellStatesAlone(t *testing.T) {
	s := newService()
	s.put(id1, "web", "running", nil)
	w := watch(t, Options{Endpoints: own(s)}, hasty)
	s.listening(t)
	eventually(t, "it runs", func() bool { return w.meta(id1).Restarts.IsKnown() && s.count("/pods/json") >= 2 })
	s.set(func() { s.stuck[id1] = true })
	for _, step := range []struct {
		action string
		attr   map[string]string
		want   model.State
	}{
		{"pause", nil, model.Paused},
		{"unpause", nil, model.Running},
		{"died", map[string]string{"containerExitCode": "137"}, model.Exited},
		{"rename", map[string]string{"name": "new\x1b"}, model.Exited},
	} {
		s.tell(step.action, id1, step.attr)
		eventually(t, step.action, func() bool { return w.meta(id1).State == step.want })
	}
	eventually(t, "the new name", func() bool { return w.meta(id1).Name == "new?" })
	if m := w.meta(id1); m.ExitCode != 137 {
		t.Errorf("exit code %d", m.ExitCode)
	}
	s.tell("remove", id1, nil)
	eventually(t, "it is gone", func() bool { return len(w.Inventory().Containers) == 0 })
}

// A service that has no events is asked for its list again and again.
func TestNoEvents(t *testing.T) {
	s := newService()
	s.put(id1, "web", "running", nil)
	s.deaf = true
	w := watch(t, Options{Endpoints: own(s)}, hasty)
	eventually(t, "it is known", func() bool { return w.meta(id1).Restarts.IsKnown() })
	s.put(id2, "new", "running", nil)
	eventually(t, "so is the new one", func() bool { return w.meta(id2).Restarts.IsKnown() })
}

// A container whose lock is held costs its own details, and no other's.
func TestStuckInspect(t *testing.T) {
	s := newService()
	for i := range 20 {
		s.put(fmt.Sprintf("%064x", i), fmt.Sprint("c", i), "running", nil)
	}
	for i := range 3 {
		s.stuck[fmt.Sprintf("%064x", i)] = true
	}
	w := watch(t, Options{Endpoints: own(s)}, hasty)
	eventually(t, "all others have details", func() bool {
		n := 0
		for _, m := range w.Inventory().Containers {
			if m.Restarts.IsKnown() {
				n++
			}
		}
		return n == 17 && len(w.Inventory().Containers) == 20
	})
	eventually(t, "a note says so", func() bool { return w.noted("podman: no details of 3 containers") })
	if !w.Inventory().Engines[0].Up {
		t.Error("the service is said to be down")
	}
}

// What is not silence is not called a lock that is held.
func TestInspectRefused(t *testing.T) {
	for _, err := range []error{status(500), errors.New("invalid character '<'")} {
		s := newService()
		s.put(id1, "web", "running", nil)
		s.refusal = err
		p := hasty
		p.retry = 20 * time.Millisecond
		w := watch(t, Options{Endpoints: own(s)}, p)
		eventually(t, "a note says why", func() bool { return w.noted("podman: no details of 1 container: " + err.Error()) })
		if w.noted("lock") {
			t.Errorf("%v: %v", err, w.Notes())
		}
		s.set(func() { s.refusal = nil })
		eventually(t, "all is well", func() bool { return len(w.Notes()) == 0 && w.meta(id1).Restarts.IsKnown() })
	}
}

// A list that hangs, as it does while one lock is held, leaves the containers
// that the cgroups show to be asked for one by one.
func TestListHangs(t *testing.T) {
	s := newService()
	s.put(id1, "web", "running", nil)
	s.listing = func() error { return errors.New("no answer in time") }
	w := watch(t, Options{Endpoints: own(s)}, hasty)
	s.listening(t)
	w.Seen([]model.Reading{{ID: id1, Runtime: model.Podman}})
	eventually(t, "it has its name", func() bool { return w.meta(id1).Name == "web" })
	eventually(t, "a note says so", func() bool { return w.noted("no list of containers", "no answer in time") })
}

func TestLostEvents(t *testing.T) {
	s := newService()
	s.put(id1, "web", "running", map[string]any{"State": map[string]any{"Status": "running", "CgroupPath": "/machine.slice/x"}})
	w := watch(t, Options{Endpoints: own(s)}, hasty)
	s.listening(t)
	eventually(t, "both lists came", func() bool { return s.count("/pods/json") >= 2 && w.meta(id1).CgroupPath != "" })

	s.put(id2, "quiet", "running", nil)
	s.put(id1, "web", "exited", nil)
	w.Seen([]model.Reading{{ID: id2, Runtime: model.Podman}, {ID: id3, Runtime: model.Docker}})
	eventually(t, "the new one has its name", func() bool { return w.meta(id2).Name == "quiet" })
	eventually(t, "the old one has ended", func() bool { return w.meta(id1).State == model.Exited })
	if n := s.count("/containers/" + id3); n != 0 {
		t.Errorf("asked %d times for docker's container", n)
	}
}

// Containers of another service, in another store, are asked for once.
func TestNotItsContainers(t *testing.T) {
	s := newService()
	w := watch(t, Options{Endpoints: own(s)}, hasty)
	s.listening(t)
	for i := range 5 {
		w.Seen([]model.Reading{{ID: id1, Runtime: model.Podman}, {ID: model.ID(fmt.Sprintf("%064x", i)), Runtime: model.Podman}})
		eventually(t, "the new one is asked for", func() bool { return s.count(fmt.Sprintf("/containers/%064x", i)) == 1 })
	}
	if n := s.count("/containers/" + id1); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

func TestServiceRestarts(t *testing.T) {
	s := newService()
	s.put(id1, "web", "running", nil)
	w := watch(t, Options{Endpoints: own(s)}, hasty)
	s.listening(t)
	eventually(t, "it is known", func() bool { return w.meta(id1).Restarts.IsKnown() })

	s.set(func() { s.dead = true })
	s.hangUp()
	eventually(t, "a note says so", func() bool { return w.noted("podman: nobody listens", "try: ") })
	if m := w.meta(id1); m.Name != "web" || w.Inventory().Engines[0].Up {
		t.Errorf("while it is dead: %+v, %+v", m, w.Inventory().Engines)
	}
	s.remove(id1)
	s.put(id2, "new", "running", nil)
	s.set(func() { s.dead = false })
	eventually(t, "it caught up", func() bool { return w.meta(id2).Name == "new" && w.meta(id1).Name == "" })
	eventually(t, "all is well", func() bool { return len(w.Notes()) == 0 })
}

func TestServiceSilent(t *testing.T) {
	s := newService()
	s.put(id1, "web", "running", nil)
	w := watch(t, Options{Endpoints: own(s)}, hasty)
	eventually(t, "it is known", func() bool { return w.meta(id1).Restarts.IsKnown() })
	s.set(func() { s.mute = true })
	eventually(t, "a note says so", func() bool { return w.noted("podman: no answer for 1 s", "cgroups", "try: ") })
	eventually(t, "it counts as down", func() bool { return !w.Inventory().Engines[0].Up })
	if w.meta(id1).Name != "web" {
		t.Error("the name is forgotten")
	}
	s.set(func() { s.mute = false })
	eventually(t, "all is well", func() bool { return len(w.Notes()) == 0 && w.Inventory().Engines[0].Up })
}

func TestConmonNamesTheRest(t *testing.T) {
	proc := t.TempDir()
	process(t, proc, "10", "conmon", "0", nul("conmon", "-c", id1, "-n", "web", "-l", "journald"))
	w := watch(t, Options{Proc: proc}, hasty)
	eventually(t, "conmon's word", func() bool { return w.meta(id1).Name == "web" })
	if m := w.meta(id1); m.Source != model.FromConmon || m.LogDriver != "journald" || m.State != model.NoState {
		t.Errorf("%+v", m)
	}
	eventually(t, "a note says so", func() bool { return w.noted("podman: no Podman socket", "try: podman system service") })

	process(t, proc, "11", "conmon", "0", nul("conmon", "-c", id2, "-n", "late"))
	w.Seen([]model.Reading{{ID: id2, Runtime: model.Podman}})
	eventually(t, "the new one is named, the old one gone", func() bool {
		return w.meta(id2).Name == "late" && w.meta(id1).Name == ""
	})
}

// Users' services and processes are believed about their own containers only.
func TestHostileUser(t *testing.T) {
	root, evil := newService(), newService()
	root.put(id1, "bank", "running", nil)
	evil.put(id1, "mine", "running", nil)
	evil.put(id2, "theirs", "running", map[string]any{"State": map[string]any{"Status": "running", "CgroupPath": "/machine.slice/libpod-" + id2 + ".scope"}})
	evil.put(id3, "alice's", "running", nil)
	proc := t.TempDir()
	conmonOnly := model.ID(strings.Repeat("a", 64))
	process(t, proc, "10", "conmon", "1000", nul("conmon", "-c", string(conmonOnly), "-n", "fake"))
	w := watch(t, Options{Proc: proc, Endpoints: func() []Endpoint {
		return []Endpoint{
			{UID: 1000, User: "evil\x1b", Socket: "/run/user/1000/podman/podman.sock", API: evil},
			{UID: 0, User: "root", Socket: "/run/podman/podman.sock", API: root},
		}
	}}, hasty)
	w.Seen([]model.Reading{
		{ID: id1, Runtime: model.Podman},
		{ID: id3, Runtime: model.Podman, UID: 1001},
		{ID: conmonOnly, Runtime: model.Podman},
	})
	eventually(t, "both have spoken", func() bool {
		e := w.Inventory().Engines
		return len(e) == 2 && e[0].Up && e[1].Up && w.meta(id1).Restarts.IsKnown() && w.meta(id2).Restarts.IsKnown()
	})
	if m := w.meta(id1); m.Name != "bank" || m.UID != 0 {
		t.Errorf("root's container: %+v", m)
	}
	if m := w.meta(id2); m.CgroupPath != "" || m.User != "evil?" {
		t.Errorf("a claim to root's cgroup: %+v", m)
	}
	eventually(t, "what was believed before the cgroups were seen is taken back", func() bool {
		return w.meta(id3).Name == "" && w.meta(conmonOnly).Name == ""
	})
}

func TestTooManyContainers(t *testing.T) {
	s := newService()
	for i := range maxContainers + 100 {
		s.put(fmt.Sprintf("%064x", i), "c", "exited", nil)
	}
	p := hasty
	p.list = 10 * time.Second
	w := watch(t, Options{Endpoints: own(s)}, p)
	eventually(t, "as many as may be", func() bool { return len(w.Inventory().Containers) == maxContainers })
}

func TestSocketsComeAndGo(t *testing.T) {
	s := newService()
	s.put(id1, "web", "running", nil)
	var there, asleep atomic.Bool
	w := watch(t, Options{Endpoints: func() []Endpoint {
		e := Endpoint{UID: 1000, User: "op", Socket: "/run/user/1000/podman/podman.sock", API: s}
		switch {
		case !there.Load():
			return nil
		case asleep.Load():
			e.API = nil
		}
		return []Endpoint{e}
	}}, hasty)
	asleep.Store(true)
	there.Store(true)
	eventually(t, "it is left asleep", func() bool { return w.noted("podman (op): the user's service sleeps") })
	if n := s.count("/"); n != 0 {
		t.Errorf("%d calls to a service that sleeps", n)
	}
	asleep.Store(false)
	eventually(t, "it is awake", func() bool { return w.meta(id1).User == "op" })
	there.Store(false)
	eventually(t, "it is forgotten", func() bool { return len(w.Inventory().Engines) == 0 && w.meta(id1).Name == "" })
}

// A memoryManager is a systemd that answers from memory: a file would be read while
// it is being written.
type memoryManager struct {
	mu          sync.Mutex
	says, asked string
}

func (m *memoryManager) child(_ context.Context, _ int, args ...string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked = strings.Join(args, " ")
	return []byte(m.says), nil
}

func (m *memoryManager) say(text string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.says = text
}

func (m *memoryManager) wasAsked() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.asked
}

// unitDirs makes the directories in which a systemd below run keeps its units.
func unitDirs(t *testing.T, run string) {
	t.Helper()
	for _, d := range []string{"systemd/system", "systemd/generator"} {
		if err := os.MkdirAll(filepath.Join(run, d), 0o755); err != nil {
			t.Fatal(err)
		}
	}
}

func TestUnits(t *testing.T) {
	run := t.TempDir()
	unitDirs(t, run)
	ctl := &memoryManager{}
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(run, name), []byte(text), 0o644); err != nil {
			t.Error(err)
		}
	}
	write("systemd/generator/web.service", generated)
	write("systemd/generator/bad.service", "[Unit]\nSourcePath=/a/bad.container\n")
	const starts = "ExecStart={ path=/usr/bin/podman ; argv[]=/usr/bin/podman run web ; ignore_errors=no }\n"
	ctl.say("Id=web.service\nLoadState=loaded\nActiveState=active\nNRestarts=4\n" + starts + "\n" +
		"Id=sshd.service\nLoadState=loaded\nActiveState=active\nExecStart={ path=/usr/sbin/sshd ; argv[]=/usr/sbin/sshd -D ; ignore_errors=no }\n\n" +
		"Id=bad.service\nLoadState=loaded\nActiveState=failed\nResult=exit-code\nExecMainStatus=1\n\n" +
		"Id=compose.service\nLoadState=not-found\nActiveState=inactive\n")
	label := func(unit string) map[string]any {
		return map[string]any{"Config": map[string]any{"Labels": map[string]any{"PODMAN_SYSTEMD_UNIT": unit}}}
	}
	s := newService()
	s.put(id1, "the-web", "running", label("web.service"))
	s.put(id2, "other", "running", label("compose.service"))
	s.put(id3, "claims", "running", label("sshd.service"))
	w := watch(t, Options{UID: os.Getuid(), Run: run, Child: ctl.child, Endpoints: func() []Endpoint {
		return []Endpoint{{UID: os.Getuid(), User: "me", Socket: "/s", API: s}}
	}}, hasty)
	if os.Getuid() != 0 {
		dir := filepath.Join(run, "user", fmt.Sprint(os.Getuid()), "systemd")
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(filepath.Join(run, "systemd/generator"), filepath.Join(dir, "generator")); err != nil {
			t.Fatal(err)
		}
		poke(w.unitNews)
	}
	eventually(t, "the unit that exists", func() bool {
		m := w.meta(id1)
		return m.Unit == "web.service" && m.Restarts == model.Known(4) && m.UserUnit == (os.Getuid() != 0)
	})
	eventually(t, "details of the others", func() bool { return w.meta(id2).Restarts.IsKnown() && w.meta(id3).Restarts.IsKnown() })
	for _, id := range []model.ID{id2, id3} {
		if m := w.meta(id); m.Unit != "" {
			t.Errorf("a label made it a unit's: %+v", m)
		}
	}
	u := w.Inventory().Units
	if len(u) != 2 || u[0].Name != "bad.service" || u[0].ActiveState != "failed" || u[0].ExitCode != 1 ||
		u[1].Container != "the-web" || u[1].Restarts != model.Known(4) {
		t.Errorf("units: %+v", u)
	}

	ctl.say("Id=web.service\nLoadState=loaded\nActiveState=failed\nNRestarts=5\n" + starts)
	s.tell("remove", id1, nil)
	eventually(t, "the unit has failed", func() bool {
		u := w.Inventory().Units
		return len(u) == 1 && u[0].ActiveState == "failed"
	})
	if asked := ctl.wasAsked(); !strings.Contains(asked, "show --property="+properties+" -- ") {
		t.Errorf("systemctl was asked %q", asked)
	}
}

// What a container says while systemd is slow to answer is asked about
// afterwards.
func TestUnitsOfASlowSystemd(t *testing.T) {
	run := t.TempDir()
	unitDirs(t, run)
	ctl := func(_ context.Context, _ int, args ...string) ([]byte, error) {
		time.Sleep(300 * time.Millisecond)
		var b []byte
		for _, unit := range args {
			if isUnit(unit) {
				b = fmt.Appendf(b, "Id=%s\nLoadState=loaded\nExecStart=podman\n\n", unit)
			}
		}
		return b, nil
	}
	for name, text := range map[string]string{
		"systemd/generator/web.service": generated, fmt.Sprintf("user/%d/systemd/generator/web.service", os.Getuid()): generated,
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(run, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(run, name), []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	s := newService()
	s.put(id1, "the-web", "running", map[string]any{"Config": map[string]any{"Labels": map[string]any{"PODMAN_SYSTEMD_UNIT": "hand.service"}}})
	w := watch(t, Options{UID: os.Getuid(), Run: run, Child: ctl, Endpoints: func() []Endpoint {
		return []Endpoint{{UID: os.Getuid(), User: "me", Socket: "/s", API: s}}
	}}, hasty)
	eventually(t, "the unit that exists", func() bool { return w.meta(id1).Unit == "hand.service" })
}

func TestReadersNeverWaitNorAllocate(t *testing.T) {
	s := newService()
	s.mute = true
	w := watch(t, Options{Endpoints: own(s)}, hasty)
	if n := testing.AllocsPerRun(1000, func() {
		if w.Inventory() == nil {
			t.Error("no inventory")
		}
		_ = w.Notes()
	}); n >= 1 { // the watcher's own goroutines may allocate meanwhile
		t.Errorf("%v allocations", n)
	}
}

func TestConcurrentReaders(t *testing.T) {
	s := newService()
	s.put(id1, "web", "running", nil)
	w := watch(t, Options{Endpoints: own(s)}, hasty)
	s.listening(t)
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			last := uint64(0)
			for range 200 {
				inv := w.Inventory()
				if inv.Generation < last {
					t.Errorf("generation %d after %d", inv.Generation, last)
				}
				last = inv.Generation
				w.Seen([]model.Reading{{ID: id1, Runtime: model.Podman}})
				w.Notes()
			}
		})
	}
	for range 20 {
		s.tell("pause", id1, nil)
		s.tell("unpause", id1, nil)
	}
	readers.Wait()
}

func TestCloseWithoutStart(t *testing.T) { New(Options{}).Close() }

// heard collects what w tells until n events of it have come.
func (w *Watcher) heard(t *testing.T, n int) (all []model.PodmanEvent) {
	t.Helper()
	eventually(t, fmt.Sprint(n, " events"), func() bool {
		all, _ = w.Events(all)
		return len(all) >= n
	})
	return all
}

func TestEventsAreTold(t *testing.T) {
	root, op := newService(), newService()
	root.put(id1, "web", "running", nil)
	w := watch(t, Options{Endpoints: func() []Endpoint {
		return []Endpoint{{User: "root", Socket: "/r", API: root}, {UID: 1000, User: "op", Socket: "/o", API: op}}
	}}, hasty)
	w.Seen([]model.Reading{{ID: id1, Runtime: model.Podman}})
	root.listening(t)
	op.listening(t)
	op.tell("died", id1, map[string]string{"name": "mine, it says"})
	op.tell("start", id2, map[string]string{"name": "mine"})
	if got := w.heard(t, 1); len(got) != 1 || got[0].ID != id2 || got[0].UID != 1000 || got[0].User != "op" {
		t.Errorf("op's are %+v", got)
	}
	root.send(map[string]any{"Type": "image", "Action": "pull", "Actor": map[string]any{"Attributes": map[string]string{"name": "x"}}})
	root.tell("died", id1, map[string]string{"name": "web", "containerExitCode": "3"})
	got := w.heard(t, 2)
	if got[0].Action != "pull" || got[1].Exit != model.Known(3) {
		t.Errorf("root's are %+v", got)
	}
}

// Podman is asked for the last while before the start, and after a break for
// what happened in it.
func TestPastIsRecalled(t *testing.T) {
	s := newService()
	s.past = []string{
		fmt.Sprintf(`{"Type":"container","Action":"died","Actor":{"ID":"%s","Attributes":{"name":"old"}},"timeNano":1795645498000000000}`, id2),
		`{"Type":"container","Action":"torn`,
	}
	began := time.Now()
	w := watch(t, Options{Endpoints: own(s), Since: time.Hour}, hasty)
	if got := w.heard(t, 1); got[0].Name != "old" || !got[0].Time.Equal(time.Unix(1795645498, 0)) {
		t.Errorf("%+v", got)
	}
	if m := w.meta(id2); m.Name != "" {
		t.Errorf("the past made %+v", m)
	}
	s.hangUp()
	eventually(t, "it is asked again", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return len(s.since) == 2
	})
	if hourAgo := strconv.FormatInt(began.Add(-time.Hour).Unix(), 10); s.since[0] < hourAgo || s.since[1] != "1795645498" {
		t.Errorf("asked for what was since %s, want %s", s.since, hourAgo)
	}
}

// What is told before the past is asked for, as by a container that is restarted
// all the time, does not make the past shorter.
func TestPastIsWholeThoughMuchHappens(t *testing.T) {
	s, unhurried := newService(), hasty
	unhurried.listAgain = 500 * time.Millisecond
	began := time.Now()
	w := watch(t, Options{Endpoints: own(s), Since: time.Hour}, unhurried)
	s.listening(t)
	s.send(map[string]any{"Type": "container", "Action": "died", "timeNano": began.UnixNano(), "Actor": map[string]any{"ID": id1, "Attributes": map[string]string{"name": "loop"}}})
	w.heard(t, 1)
	eventually(t, "the past is asked for", func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return len(s.since) == 1
	})
	if latest := strconv.FormatInt(began.Add(time.Minute-time.Hour).Unix(), 10); s.since[0] > latest {
		t.Errorf("asked for what was since %s, want an hour before %v", s.since[0], began.Unix())
	}
}

// Asking for what nobody told costs nothing, tick for tick.
func TestSilenceCostsNothing(t *testing.T) {
	w := New(Options{})
	var dst []model.PodmanEvent
	if n := testing.AllocsPerRun(100, func() { dst, _ = w.Events(dst[:0]) }); n != 0 && !race.Enabled {
		t.Errorf("%v allocations", n)
	}
}
