package podman

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/modeltest/race"
	"podtop/sampler/kernel"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

const (
	id1 = "73536f00d1f970f44cfd6894f589faa34024465573afdc8323260b2f9e2b212f"
	id2 = "79c94feeee0a7ed3e5152dd057ea357a233e18b25aa46b694953088b53b49e42"
	id3 = "34ec25b17f690e1376ca990ddd6f0a31132c4cd68a397f7346ae7d692c6bea63"
)

func nul(words ...string) []byte { return []byte(strings.Join(words, "\x00") + "\x00") }

func TestParseConmon(t *testing.T) {
	for _, c := range []struct {
		name string
		in   []byte
		want conmon
		ok   bool
	}{
		{
			"podman 4.3", nul("/usr/bin/conmon", "--api-version", "1", "-c", id1, "-u", id1, "-r", "/usr/bin/runc", "-b", "/x/userdata",
				"-p", "/x/pidfile", "-n", "w1", "--exit-dir", "/run/libpod/exits", "--full-attach", "-l", "k8s-file:/x/ctr.log",
				"--log-level", "warning", "--exit-command", "/usr/bin/podman", "--exit-command-arg", "-n", "--exit-command-arg", "x", "-n", "not-this"),
			conmon{id: id1, name: "w1", driver: "k8s-file"},
			true,
		},
		{"journald", nul("conmon", "-c", id2, "-n", "web", "-s", "-l", "journald"), conmon{id: id2, name: "web", driver: "journald"}, true},
		{"a name that is an option", nul("conmon", "-n", "-c", "-c", id2), conmon{id: id2, name: "-c"}, true},
		{"hostile name", nul("conmon", "-c", id1, "-n", "\x1b[2Jx\n"), conmon{id: id1, name: "?[2Jx "}, true},
		{"no id", nul("conmon", "-n", "web"), conmon{name: "web"}, false},
		{"short id", nul("conmon", "-c", "7353", "-n", "web"), conmon{name: "web"}, false},
		{"cut", []byte("conmon\x00-c"), conmon{}, false},
		{"empty", nil, conmon{}, false},
	} {
		got, ok := parseConmon(c.in)
		if got != c.want || ok != c.ok {
			t.Errorf("%s: %+v, %t, want %+v, %t", c.name, got, ok, c.want, c.ok)
		}
	}
}

func FuzzParseConmon(f *testing.F) {
	f.Add(nul("conmon", "-c", id1, "-n", "w1", "-l", "journald"))
	f.Add([]byte("-c\x00-c\x00-c"))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, ok := parseConmon(b)
		if ok != isID(string(c.id)) || Clean(c.name) != c.name || Clean(c.driver) != c.driver {
			t.Errorf("%+v, %t", c, ok)
		}
	})
}

func TestParseUID(t *testing.T) {
	for _, c := range []struct {
		in   string
		want int
		ok   bool
	}{
		{"Name:\tconmon\nUid:\t1000\t1001\t1000\t1000\nGid:\t0\t0\t0\t0\n", 1001, true},
		{"Name:\tconmon\n", 0, false},
		{"Uid:\t1000\n", 0, false},
		{"Uid:\ta\tb\tc\td\n", 0, false},
		{"Uid:\t1\t99999999999999999999\t1\t1\n", 0, false},
		{"", 0, false},
	} {
		got, err := parseUID([]byte(c.in))
		if (err == nil) != c.ok || c.ok && got != c.want {
			t.Errorf("%q: %d, %v", c.in, got, err)
		}
	}
}

// process makes a process directory below proc.
func process(t *testing.T, proc, pid, comm, uid string, cmdline []byte) {
	t.Helper()
	dir := filepath.Join(proc, pid)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{
		"comm": []byte(comm + "\n"), "cmdline": cmdline,
		"status": []byte("Uid:\t" + strings.Repeat(uid+"\t", 4) + "\n"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestConmons(t *testing.T) {
	proc := t.TempDir()
	process(t, proc, "10", "conmon", "1000", nul("conmon", "-c", id1, "-n", "w1", "-l", "journald"))
	process(t, proc, "11", "bash", "0", nul("conmon", "-c", id2, "-n", "w2"))
	process(t, proc, "12", "conmon", "0", nil)
	process(t, proc, "self", "conmon", "0", nul("conmon", "-c", id2))
	if err := os.Mkdir(filepath.Join(proc, "13"), 0o755); err != nil { // it has just ended
		t.Fatal(err)
	}
	process(t, proc, "14", "conmon", "0", nul("conmon", "-c", id2, "-n", strings.Repeat("n", 1<<20)))
	process(t, proc, "15", "conmon", "1", nul("conmon", "-c", id3, "--exit-command", strings.Repeat("x", 1<<20)))
	hung := filepath.Join(proc, "16", "cmdline")
	process(t, proc, "16", "conmon", "0", nul("conmon", "-c", id2))
	if err := errors.Join(os.Remove(hung), unix.Mkfifo(hung, 0o600)); err != nil {
		t.Fatal(err)
	}
	var stuck kernel.StuckCalls
	defer func() { // let it go
		if f, err := os.OpenFile(hung, os.O_RDWR, 0); err == nil {
			f.Close()
		}
	}()
	want := []conmon{{id: id1, name: "w1", driver: "journald", uid: 1000}, {id: id2, name: strings.Repeat("n", maxShort)}, {id: id3, uid: 1}}
	if diff := cmp.Diff(want, conmons(t.Context(), proc, &stuck), cmp.AllowUnexported(conmon{})); diff != "" {
		t.Error(diff)
	}
	if n := stuck.Len(); n != 1 {
		t.Errorf("%d hang", n)
	}
	if got := conmons(t.Context(), filepath.Join(proc, "nowhere"), &stuck); got != nil {
		t.Errorf("without proc: %v", got)
	}
}

func TestParseEvent(t *testing.T) {
	for _, c := range []struct{ in, action, id string }{
		{`{"status":"died","Type":"container","Action":"died","Actor":{"ID":"` + id1 + `","Attributes":{"containerExitCode":"137"}},"time":1}`, "died", id1},
		{`{"Type":"container","Action":"health_status","Actor":{"ID":"` + id1 + `"},"HealthStatus":"healthy","future":{"a":[1]}}`, "health_status", id1},
		{`{}`, "", ""},
		{``, "", ""},
	} {
		ev, err := parseEvent([]byte(c.in))
		if err != nil || ev.Action != c.action || ev.Actor.ID != c.id {
			t.Errorf("%s: %+v, %v", c.in, ev, err)
		}
	}
	for _, torn := range []string{`{"Type":"cont`, `[]`, `nonsense`, `{"Type":7}`} {
		if _, err := parseEvent([]byte(torn)); err == nil {
			t.Errorf("%s: no error", torn)
		}
	}
}

func TestTold(t *testing.T) {
	op := &Endpoint{UID: 1000, User: "op"}
	at := time.Date(2026, 11, 25, 22, 24, 58, 210506309, time.UTC)
	for _, c := range []struct {
		in   string
		want model.PodmanEvent
		ok   bool
	}{
		{
			`{"status":"died","id":"` + id1 + `","Type":"container","Action":"died","Actor":{"ID":"` + id1 + `","Attributes":{"com.example.token":"t0ps3cret","containerExitCode":"137","image":"localhost/busybox:latest","name":"web\u001b[2J","podId":"` + id2 + `"}},"scope":"local","time":1795645498,"timeNano":1795645498210506309}`,
			model.PodmanEvent{Time: at, Type: "container", Action: "died", ID: id1, Name: "web?[2J", Image: "localhost/busybox:latest", Pod: id2, Exit: model.Known(137)},
			true,
		},
		{
			`{"Type":"container","Action":"health_status","Actor":{"ID":"` + id1 + `","Attributes":{"name":"web"}},"HealthStatus":"healthy","time":1795645498}`,
			model.PodmanEvent{Time: at.Truncate(time.Second), Type: "container", Action: "health_status", ID: id1, Name: "web", Health: "healthy"},
			true,
		},
		{
			`{"Type":"container","Action":"start","Actor":{"ID":"` + id1 + `","Attributes":{"containerExitCode":"1","name":"web"}}}`, // a label
			model.PodmanEvent{Type: "container", Action: "start", ID: id1, Name: "web"},
			true,
		},
		{`{"Type":"image","Action":"pull-error","Actor":{"ID":"","Attributes":{"name":"nope","error":"denied\n"}}}`, model.PodmanEvent{Type: "image", Action: "pull-error", Name: "nope", Reason: "denied "}, true},
		{`{"Type":"network","Action":"create","Actor":{"ID":"` + id3 + `","Attributes":{"name":"","network":"nn"}}}`, model.PodmanEvent{Type: "network", Action: "create", ID: id3, Name: "nn"}, true},
		{`{"Type":"system","Action":"prune","Actor":{"ID":""}}`, model.PodmanEvent{Type: "system", Action: "prune"}, true},
		{`{"Type":"container","Action":"died","Actor":{"ID":"7353"}}`, model.PodmanEvent{Type: "container", Action: "died"}, false},
		{`{"Type":"pod","Action":"start","Actor":{"ID":"` + id1 + `"}}`, model.PodmanEvent{Type: "pod", Action: "start", ID: id1}, false},
		{`{}`, model.PodmanEvent{}, false},
	} {
		ev, err := parseEvent([]byte(c.in))
		if err != nil {
			t.Fatal(err)
		}
		c.want.UID, c.want.User = op.UID, op.User
		if got, ok := ev.podmanEvent(op); got != c.want || ok != c.ok {
			t.Errorf("%s:\n%+v, %t, want\n%+v, %t", c.in, got, ok, c.want, c.ok)
		}
	}
}

// What floods, and what says nothing of a container's state, costs no look at
// all that is known.
func TestEventsThatChangeNothing(t *testing.T) {
	for _, c := range []struct {
		typ, action, id string
		want            bool
	}{
		{"container", "died", id1, true},
		{"container", "exec", id1, false},
		{"container", "died", "7353", false},
		{"pod", "stop", id1, true},
		{"image", "remove", id1, false},
		{"network", "create", id1, false},
	} {
		ev := event{Type: c.typ, Action: c.action}
		ev.Actor.ID = podID(c.id)
		if got := ev.changes(); got != c.want {
			t.Errorf("%+v: %t", ev, got)
		}
	}
}

func TestQueue(t *testing.T) {
	var q queue
	all := func(*model.PodmanEvent) bool { return true }
	for i := range maxQueued + 1 {
		q.put(model.PodmanEvent{Name: string(rune(i))})
	}
	got, lost := q.take(nil, all)
	if len(got)+lost != maxQueued+1 || lost != maxQueued/10 || got[0].Name != string(rune(lost)) || got[len(got)-1].Name != string(rune(maxQueued)) {
		t.Errorf("%d events, %d lost", len(got), lost)
	}
	if got, lost := q.take(got[:0], all); len(got) != 0 || lost != 0 {
		t.Errorf("taken twice: %v, %d", got, lost)
	}
	if n := testing.AllocsPerRun(100, func() {
		q.put(model.PodmanEvent{Name: "x"})
		got, _ = q.take(got[:0], all)
	}); n != 0 && !race.Enabled {
		t.Errorf("an event costs %v allocations", n)
	}
}

func FuzzEvent(f *testing.F) {
	f.Add([]byte(`{"Type":"container","Action":"died","Actor":{"ID":"`+id1+`","Attributes":{"containerExitCode":"137","name":"\u001b[2J"}}}`), true)
	f.Fuzz(func(t *testing.T, b []byte, detailed bool) {
		ev, err := parseEvent(b)
		if err != nil {
			return
		}
		c := container{detailed: detailed}
		c.apply(&ev)
		if m := c.meta; Clean(m.Name) != m.Name || Clean(m.Image) != m.Image || Clean(m.Health) != m.Health {
			t.Errorf("%+v", m)
		}
		p, _ := ev.podmanEvent(&Endpoint{})
		for _, s := range []string{p.Type, p.Action, p.Name, p.Image, p.Health, p.Reason} {
			if Clean(s) != s || len(s) > maxText {
				t.Errorf("%+v", p)
			}
		}
		if p.ID != "" && !isID(p.ID) || p.Pod != "" && !isID(p.Pod) {
			t.Errorf("%+v", p)
		}
	})
}

const generated = `# Automatically generated by podman-system-generator
[X-Container]
Image=localhost/busybox
ContainerName=the-%N

[Unit]
Wants=network-online.target
SourcePath=/etc/containers/systemd/web.container

[Service]
Environment=PODMAN_SYSTEMD_UNIT=%n
ExecStart=/usr/bin/podman run --name the-%N --replace --rm --cgroups=split localhost/busybox
`

func TestParseQuadlet(t *testing.T) {
	for _, c := range []struct {
		name, unit, in string
		want           quadlet
		ok             bool
	}{
		{"named", "web.service", generated, quadlet{"web.service", "the-web", "/etc/containers/systemd/web.container"}, true},
		{"unnamed", "web.service", "[Unit]\nSourcePath=/a/web.container\n", quadlet{"web.service", "systemd-web", "/a/web.container"}, true},
		{"instance", "web@eu.service", "[X-Container]\nContainerName=%p-%i-%%\n[Unit]\nSourcePath=/a/web@.container", quadlet{"web@eu.service", "web-eu-%", "/a/web@.container"}, true},
		{"a pod", "p-pod.service", "[Unit]\nSourcePath=/a/p.pod\n", quadlet{"p-pod.service", "systemd-p-pod", "/a/p.pod"}, false},
		{"not by Quadlet", "x.service", "[Service]\nExecStart=/bin/true\n", quadlet{unit: "x.service", container: "systemd-x"}, false},
		{"SourcePath elsewhere", "x.service", "[Service]\nSourcePath=/a/x.container\n", quadlet{unit: "x.service", container: "systemd-x"}, false},
		{"empty", "x.service", "", quadlet{unit: "x.service", container: "systemd-x"}, false},
		{"hostile", "x.service", "[X-Container]\nContainerName=\x1b[2J\n[Unit]\nSourcePath=/a/x.container", quadlet{"x.service", "?[2J", "/a/x.container"}, true},
	} {
		got, ok := parseQuadlet(c.unit, strings.NewReader(c.in))
		if got != c.want || ok != c.ok {
			t.Errorf("%s: %+v, %t, want %+v, %t", c.name, got, ok, c.want, c.ok)
		}
	}
}

func FuzzParseQuadlet(f *testing.F) {
	f.Add("web.service", generated)
	f.Fuzz(func(t *testing.T, unit, in string) {
		q, _ := parseQuadlet(unit, strings.NewReader(in))
		if Clean(q.container) != q.container || Clean(q.source) != q.source {
			t.Errorf("%+v", q)
		}
	})
}

func TestQuadlets(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("web.service", generated)
	write("db@.service", "[Unit]\nSourcePath=/a/db@.container\n")
	write("other.service", "[Service]\n")
	write("web.target", generated)
	if err := os.Symlink(filepath.Join(dir, "web.service"), filepath.Join(dir, "link.service")); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(unix.Mkfifo(filepath.Join(dir, "fifo.service"), 0o644), os.Mkdir(filepath.Join(dir, "dir.service"), 0o755)); err != nil {
		t.Fatal(err)
	}
	want := []quadlet{{"web.service", "the-web", "/etc/containers/systemd/web.container"}}
	for _, none := range []string{"fifo.service", "web.service", "none"} {
		if got := quadlets(filepath.Join(dir, none)); got != nil {
			t.Errorf("in %s there are %+v", none, got)
		}
	}
	for _, none := range []string{"fifo.service", "dir.service", "link.service"} { // as if it had been a plain file just before
		if q, _, ok := readQuadlet(filepath.Join(dir, none)); ok {
			t.Errorf("%s is %+v", none, q)
		}
	}
	if diff := cmp.Diff(want, quadlets(dir), cmp.AllowUnexported(quadlet{})); diff != "" {
		t.Error(diff)
	}
}

// A directory that another fills is not read to its end.
func TestManyQuadlets(t *testing.T) {
	dir := t.TempDir()
	for i := range maxEntries + 10 {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.service", i)), []byte(generated), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	// None is opened once there are enough.
	watch, err := unix.InotifyInit1(unix.IN_NONBLOCK | unix.IN_CLOEXEC)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(watch)
	for i := range maxEntries + 10 {
		if _, err := unix.InotifyAddWatch(watch, filepath.Join(dir, fmt.Sprintf("%d.service", i)), unix.IN_OPEN); err != nil {
			t.Fatal(err)
		}
	}
	if got := quadlets(dir); len(got) != maxUnits {
		t.Errorf("%d units", len(got))
	}
	events := make([]byte, 2*maxEntries*unix.SizeofInotifyEvent)
	if n, err := unix.Read(watch, events); err != nil || n != maxUnits*unix.SizeofInotifyEvent {
		t.Errorf("%d files were opened, %v", n/unix.SizeofInotifyEvent, err)
	}
}

// Nor is it read, however much there is in each file.
func TestLargeQuadlets(t *testing.T) {
	dir := t.TempDir()
	text := append([]byte(generated), make([]byte, maxUnitFile-len(generated))...)
	const fit = maxUnitsAll / maxUnitFile
	for i := range fit + 10 {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.service", i)), text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got := quadlets(dir); len(got) != fit {
		t.Errorf("%d units, want %d", len(got), fit)
	}
}

func TestIsUnit(t *testing.T) {
	for name, want := range map[string]bool{
		"web.service": true, "a@b.service": true, `sys-x\x2dy.service`: true,
		"": false, ".service": false, "web": false, "web.socket": false, "--help.service": false,
		"a b.service": false, "a/b.service": false, "a\n.service": false, strings.Repeat("x", 250) + ".service": false,
	} {
		if got := isUnit(name); got != want {
			t.Errorf("isUnit(%q) = %t", name, got)
		}
	}
}

var longLine = strings.Repeat("x", 1<<17)

func TestParseShow(t *testing.T) {
	out := `Result=exit-code
NRestarts=3
ExecMainStatus=1
Id=fail.service
LoadState=loaded
ActiveState=failed
SubState=failed
ExecStart={ path=/usr/bin/sleep ; argv[]=/usr/bin/sleep ` + longLine + ` ; ignore_errors=no }
ExecStart={ path=/usr/bin/podman ; argv[]=/usr/bin/podman start fail ; ignore_errors=no }
StateChangeTimestamp=Fri 2026-11-20 11:00:18 UTC
Future=x

Id=none.service
LoadState=not-found
ActiveState=inactive
SubState=dead
NRestarts=[not set]
StateChangeTimestamp=

Id=../evil
LoadState=loaded

Id=last.service
LoadState=loaded
ActiveState=act`
	want := map[string]unitState{
		"fail.service": {
			loaded: true, podman: true, active: "failed", sub: "failed", result: "exit-code", exit: 1, restarts: model.Known(3),
			changed: time.Date(2026, 11, 20, 11, 0, 18, 0, time.UTC),
		},
		"none.service": {active: "inactive", sub: "dead"},
		"last.service": {loaded: true, active: "act"},
	}
	if diff := cmp.Diff(want, parseShow([]byte(out)), cmp.AllowUnexported(unitState{}), sameCount); diff != "" {
		t.Error(diff)
	}
}

func FuzzParseShow(f *testing.F) {
	f.Add([]byte("Id=web.service\nLoadState=loaded\n\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for name, s := range parseShow(b) {
			if !isUnit(name) || Clean(s.active) != s.active || Clean(s.result) != s.result {
				t.Errorf("%q: %+v", name, s)
			}
		}
	})
}

func TestClaims(t *testing.T) {
	o := owners{id1: 0, id2: 1000}
	for _, c := range []struct {
		id        model.ID
		uid, self int
		want      bool
	}{
		{id1, 0, 0, true},
		{id1, 1000, 0, false},
		{id1, 1000, 1000, true},
		{id2, 1000, 0, true},
		{id2, 1001, 0, false},
		{id3, 1000, 0, true}, // stopped: it has no cgroup
	} {
		if got := o.trusts(c.id, c.uid, c.self); got != c.want {
			t.Errorf("%d about %s: %t", c.uid, c.id.Short(), got)
		}
	}
	for path, keep := range map[string]bool{
		"/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-x.scope":   true,
		"/user.slice/user-1000.slice/../../machine.slice/libpod-x.scope":            false,
		"/user.slice/user-10001.slice/user@10001.service/user.slice/libpod-x.scope": false,
		"/machine.slice/libpod-x.scope":                                             false,
		"user.slice/user-1000.slice/user@1000.service/app.slice/x.service/libpod-x": false,
	} {
		m := model.Meta{UID: 1000, CgroupPath: path}
		dropForeignCgroup(&m, 0)
		if (m.CgroupPath != "") != keep {
			t.Errorf("%s: kept %t", path, m.CgroupPath != "")
		}
	}
}

// A time that JSON cannot say would cost the whole of podtop's output.
func TestTimes(t *testing.T) {
	for unix, want := range map[int64]bool{math.MinInt64: false, -1: false, 0: false, 1: true, year10000 - 1: true, year10000: false, 1 << 40: false, math.MaxInt64: false} {
		at := unixTime(unix)
		if _, err := json.Marshal(at); err != nil || at.IsZero() == want {
			t.Errorf("%d is %v, %v", unix, at, err)
		}
	}
}
