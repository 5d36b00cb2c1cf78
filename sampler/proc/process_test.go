package proc

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"podtop/model"
	"podtop/model/clean"
	"podtop/model/probe"
	"podtop/sampler/kernel"
)

const (
	statLine   = "4242 (nginx) S 4200 4200 4200 34816 -1 4194560 1033 0 0 0 112 31 0 0 20 0 3 0 8212 11223040 1311 18446744073709551615 1 1 0\n"
	statusText = "Name:\tnginx\nUmask:\t0022\nState:\tS (sleeping)\nPid:\t4242\nUid:\t0\t101\t0\t0\nGroups:\t \n" +
		"NSpid:\t4242\t19\t7\nVmPeak:\t    4404 kB\nVmRSS:\t    1124 kB\nRssAnon:\t     100 kB\nHugetlbPages:\t 0 kB\nThreads:\t3\n"
)

func TestParsePIDStat(t *testing.T) {
	nginx := probe.Process{
		Parent: 4200, State: "S", Threads: 3, Started: 8212, CPUUsec: known(1_430_000), RSS: known(1311 * pageSize), Name: "nginx",
	}
	named := func(name string) probe.Process {
		p := nginx
		p.Name = name
		return p
	}
	unknown := nginx
	unknown.CPUUsec, unknown.Parent = model.Count{}, 0
	for _, tt := range []struct {
		name, text string
		want       probe.Process
		ok         bool
	}{
		{"ordinary", statLine, nginx, true},
		{"blanks", strings.Replace(statLine, "nginx", "a b  c", 1), named("a b  c"), true},
		{"parentheses", strings.Replace(statLine, "nginx", ") R 1 1 (x", 1), named(") R 1 1 (x"), true},
		{"newlines", strings.Replace(statLine, "nginx", "a\n5 (b) Z 1", 1), named("a\n5 (b) Z 1"), true},
		{"no name", strings.Replace(statLine, "nginx", "", 1), named(""), true},
		{"no newline at the end", strings.TrimSuffix(statLine, "\n"), nginx, true},
		{"absurd numbers", strings.Replace(strings.Replace(statLine, " 112 ", " 99999999999999999999 ", 1), "S 4200", "S 9999999999", 1), unknown, true},
		{"torn", statLine[:60], probe.Process{Name: "nginx"}, false},
		{"no parentheses", "4242 nginx S 1\n", probe.Process{}, false},
		{"the wrong way round", ")(", probe.Process{}, false},
		{"empty", "", probe.Process{}, false},
	} {
		var got probe.Process
		if ok := parsePIDStat(&got, []byte(tt.text)); ok != tt.ok || ok && got != tt.want {
			t.Errorf("%s: %t\n%+v, want\n%+v", tt.name, ok, got, tt.want)
		}
	}
}

func TestParseStatus(t *testing.T) {
	for _, tt := range []struct {
		name, text  string
		uid, inside int
	}{
		{"ordinary", statusText, 101, 7},
		{"of the host", "Uid:\t0\t0\t0\t0\nNSpid:\t4242\n", 0, 4242},
		{"old kernel", "Uid:\t5\t6\t5\t5\n", 6, 0},
		{"absurd", "Uid:\t5\t99999999999\t5\t5\nNSpid:\t1\tx\n", -1, 0},
		{"torn", "Uid:\t5\t6", -1, 0},
		{"bare", "Uid:\nNSpid:\n", -1, 0},
		{"empty", "", -1, 0},
	} {
		d := probe.Process{UID: -1}
		parseStatus(&d, []byte(tt.text))
		if d.UID != tt.uid || d.Inside != tt.inside {
			t.Errorf("%s: uid %d, inside %d, want %d and %d", tt.name, d.UID, d.Inside, tt.uid, tt.inside)
		}
	}
}

// What status says of the memory is the more exact; a zombie's says nothing.
func TestRSSIsThatOfStatus(t *testing.T) {
	for text, want := range map[string]model.Count{"VmRSS:\t    1124 kB\n": known(1124 << 10), "State:\tZ (zombie)\n": known(0)} {
		d := probe.Process{RSS: known(0)}
		if parseStatus(&d, []byte(text)); d.RSS != want {
			t.Errorf("%q: %v, want %v", text, d.RSS.Float(), want.Float())
		}
	}
}

func TestParseUIDMap(t *testing.T) {
	const rootless = "         0       1000          1\n         1     524288      65536\n"
	for _, tt := range []struct {
		text      string
		uid, want int
	}{
		{"         0          0 4294967295\n", 33, 33},
		{rootless, 1000, 0},
		{rootless, 524288, 1},
		{rootless, 524288 + 65535, 65536},
		{rootless, 524288 + 65536, -1},
		{rootless, 0, -1},
		{rootless, -1, -1},
		{"", 5, -1},
		{"0 0", 0, -1}, // torn
		{"0 x 1\n0 0 1\n", 0, -1},
		{"0 0 99999999999\n", 0, -1},
	} {
		if got := parseUIDMap([]byte(tt.text), tt.uid); got != tt.want {
			t.Errorf("uid %d in %q is %d, want %d", tt.uid, tt.text, got, tt.want)
		}
	}
}

func TestParseCmdline(t *testing.T) {
	for in, want := range map[string]string{
		"":                        "",
		"sleep\x00infinity\x00":   "sleep infinity",
		"sh\x00-c\x00a  b\nc\x00": "sh -c a  b c",
		"x\x00\x00y\x00\x00\x00":  "x  y",
		"nginx: worker process":   "nginx: worker process",
		"x\x1b]0;owned\x07\x00":   "x?]0;owned?",
		strings.Repeat("y", 2*maxCommand) + "\x00": strings.Repeat("y", maxCommand),
	} {
		if got := parseCmdline([]byte(in)); got != want {
			t.Errorf("%.40q is %.40q, want %.40q", in, got, want)
		}
	}
}

func TestParseSizes(t *testing.T) {
	all := func([]byte) bool { return true }
	got := parseSizes([]byte("5500-7fff ---p 00000000 00:00 0    [rollup]\nRss:   1124 kB\nPss:\t572 kB\nKSM:  x kB\nTHP_enabled:\t1\nTorn: 5 kB"), all)
	want := []probe.Line{{Name: "Rss", Value: known(1124 << 10)}, {Name: "Pss", Value: known(572 << 10)}, {Name: "KSM"}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// person makes the process pid of a container, with the usual files.
func person(t testing.TB, o Options, pid int, id model.ID) string {
	t.Helper()
	dir := filepath.Join(o.Proc, strconv.Itoa(pid))
	write(t, dir+"/cgroup", "0::/machine.slice/libpod-"+string(id)+".scope/container\n")
	write(t, dir+"/stat", statLine)
	write(t, dir+"/status", statusText)
	write(t, dir+"/cmdline", "nginx\x00-g\x00daemon off;\x00")
	write(t, dir+"/uid_map", "0 100 65536\n")
	write(t, dir+"/smaps_rollup", "5500-7fff ---p 00000000 00:00 0 [rollup]\nRss: 1124 kB\n")
	return dir
}

const someID = model.ID("1111111111111111111111111111111111111111111111111111111111111111")

func TestProcess(t *testing.T) {
	o := machine(t)
	dir := person(t, o, 4242, someID)
	p, err := OpenProcess(o, 4242, someID)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	buf := make([]byte, 64<<10)
	got, err := p.Describe(buf)
	want := probe.Process{
		PID: 4242, Parent: 4200, Inside: 7, UID: 101, InsideUID: 1, State: "S", Threads: 3, Started: 8212,
		CPUUsec: known(1_430_000), RSS: known(1124 << 10), Name: "nginx",
	}
	if err != nil || got != want {
		t.Errorf("%v\n%+v, want\n%+v", err, got, want)
	}
	if c, err := p.Command(); err != nil || c != "nginx -g daemon off;" {
		t.Errorf("command %q, %v", c, err)
	}
	vm, err := p.VM(buf)
	if want := []probe.Line{{Name: "VmPeak", Value: known(4404 << 10)}, {Name: "VmRSS", Value: known(1124 << 10)}, {Name: "RssAnon", Value: known(100 << 10)}}; err != nil || !reflect.DeepEqual(vm, want) {
		t.Errorf("vm %+v, %v", vm, err)
	}
	if rollup, err := p.Rollup(); err != nil || !reflect.DeepEqual(rollup, []probe.Line{{Name: "Rss", Value: known(1124 << 10)}}) {
		t.Errorf("rollup %+v, %v", rollup, err)
	}

	// The process goes, and another one gets its number.
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	person(t, o, 4242, someID)
	if d, err := p.Describe(buf); !errors.Is(err, kernel.ErrGone) {
		t.Errorf("one that has gone: %+v, %v", d, err)
	}
	if c, err := p.Command(); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("its command: %q, %v", c, err)
	}
}

func TestProcessOfAnother(t *testing.T) {
	o := machine(t)
	person(t, o, 4242, someID)
	for _, tt := range []struct {
		pid int
		id  model.ID
	}{{4242, model.ID(strings.Repeat("2", 64))}, {4243, someID}} {
		if _, err := OpenProcess(o, tt.pid, tt.id); !errors.Is(err, kernel.ErrGone) {
			t.Errorf("process %d of %s: %v", tt.pid, tt.id.Short(), err)
		}
	}
}

// Who names a process is not asked what it is: the kernel is.
func TestFirst(t *testing.T) {
	o := machine(t)
	person(t, o, 4242, someID)
	person(t, o, 1, someID)
	write(t, o.Proc+"/1/cgroup", "0::/init.scope\n")
	scope := "/machine.slice/libpod-" + string(someID) + ".scope"
	write(t, o.Proc+"/7/cgroup", "12:memory:/\n1:name=systemd:/lxc/host/machine.slice/libpod-"+string(someID)+".scope\n")
	write(t, o.Proc+"/8/cgroup", "0::/user.slice/user-1000.slice/evil"+scope+"\n")
	write(t, o.Proc+"/self/mountinfo", "31 24 0:27 /lxc/host /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd\n32 24 0:28 /user.slice/user-1000.slice/evil /x rw - tmpfs x rw\n")
	for _, tt := range []struct {
		what string
		of   First
		ok   bool
	}{
		{"below the container's cgroup", First{4242, scope, false}, true},
		{"a mount that shows a part of the tree", First{7, scope, false}, true},
		{"one that a user made below his own", First{8, scope, false}, false},
		{"PID 1", First{1, scope, true}, false},
		{"PID 1, without a cgroup", First{1, "", false}, false},
		{"PID 1, of the root", First{1, "/", true}, false},
		{"a name that begins like it", First{4242, strings.TrimSuffix(scope, "e"), true}, false},
		{"one's own without a cgroup", First{4242, "", true}, true},
		{"none", First{0, scope, true}, false},
		{"gone", First{4243, scope, true}, false},
	} {
		p, err := OpenFirst(o, tt.of)
		if (err == nil) != tt.ok || err != nil && !errors.Is(err, kernel.ErrGone) {
			t.Errorf("%s: %v", tt.what, err)
		}
		if err == nil {
			p.Close()
		}
	}
	for self, own := range map[int]bool{0: false, 1000: true, 1001: false} {
		s := probe.Target{Target: model.Target{UID: 1000, Path: scope}}
		if got := FirstOf(&s, 4242, self); got != (First{4242, scope, own}) {
			t.Errorf("seen by %d: %+v", self, got)
		}
	}
}

// Nobody's name is the answer to which container it is in.
func TestProcessOfNoContainer(t *testing.T) {
	o := machine(t)
	person(t, o, 4242, someID)
	if _, err := OpenProcess(o, 4242, ""); !errors.Is(err, kernel.ErrGone) {
		t.Errorf("of no container: %v", err)
	}
}

// A process that calls itself what it likes stays one clean line.
func TestProcessesAreHostile(t *testing.T) {
	o := machine(t)
	dir := person(t, o, 4242, someID)
	write(t, dir+"/stat", strings.Replace(statLine, "nginx", "\x1b]0;x\x07\n) R (", 1))
	write(t, dir+"/cmdline", "\x1b[2J\u202e\x00\n\x00")
	p, err := OpenProcess(o, 4242, someID)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	d, err := p.Describe(make([]byte, 64<<10))
	if err != nil || d.Name != "?]0;x? ) R (" || d.State != "S" {
		t.Errorf("%+v, %v", d, err)
	}
	if c, _ := p.Command(); c != "?[2J?  " {
		t.Errorf("command %q", c)
	}
}

// What is read of a real process is what the kernel says of it.
func TestProcessOnThisMachine(t *testing.T) {
	cmd := exec.Command("sleep", "60")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	defer cmd.Process.Kill()
	b, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		t.Fatal(err)
	}
	in := model.ID(strings.TrimSpace(string(b[strings.LastIndexByte(string(b), ':')+1:])))
	p, err := OpenProcess(Options{}, cmd.Process.Pid, in)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	d, err := p.Describe(make([]byte, 64<<10))
	if err != nil || d.Parent != os.Getpid() || d.UID != os.Getuid() || d.Threads != 1 || d.Started == 0 || !d.RSS.IsKnown() {
		t.Errorf("%+v, %v", d, err)
	}
	if lines, err := p.Rollup(); err != nil || len(lines) < 10 || lines[0].Name != "Rss" {
		t.Errorf("rollup %+v, %v", lines, err)
	}
}

func FuzzProcess(f *testing.F) {
	f.Add([]byte(statLine))
	f.Add([]byte(statusText))
	f.Add([]byte("0 1000 1\n1 524288 65536\n"))
	f.Add([]byte("Rss: 5 kB\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var d probe.Process
		parsePIDStat(&d, b)
		if d.Parent < 0 || d.Threads < 0 || d.Started < 0 || clean.Text(d.State) != d.State {
			t.Errorf("%q: %+v", b, d)
		}
		d.UID = -1
		parseStatus(&d, b)
		if d.UID < -1 || d.Inside < 0 {
			t.Errorf("%q: %+v", b, d)
		}
		if in := parseUIDMap(b, 1000); in < -1 {
			t.Errorf("%q: uid %d", b, in)
		}
		if c := parseCmdline(b); clean.Text(c) != c || len(c) > maxCommand {
			t.Errorf("%q: command %q", b, c)
		}
		for _, l := range parseSizes(b, func([]byte) bool { return true }) {
			if l.Value.IsKnown() && !strings.ContainsAny(string(b), "0123456789") {
				t.Errorf("%q: %+v", b, l)
			}
		}
	})
}
