package actions

import (
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/limit"
)

// asked are settings as the command line gives them: "memory=64m cpus=none".
func asked(t *testing.T, text string) (all []model.Setting) {
	t.Helper()
	for _, word := range strings.Fields(text) {
		field, value, _ := strings.Cut(word, "=")
		s, err := limit.Parse(model.Field(field), value)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

func update(t *testing.T, text string) model.Action {
	t.Helper()
	return model.Action{Verb: model.Update, Target: webLimits, Limits: asked(t, text)}
}

// planned is the plan of a change that is not refused.
func planned(t *testing.T, l *Limits, text string) model.Plan {
	t.Helper()
	p, err := l.Plan(t.Context(), update(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// What poisons Podman's record is refused, in words that say what would help,
// before anything is sent.
func TestPoisonIsRefused(t *testing.T) {
	for _, tt := range []struct {
		what, ask, want string
		host            func(*box)
		target          func(*model.Target)
	}{
		{"swappiness on v2", "memory-swappiness=10", "no memory-swappiness on cgroup v2", nil, nil},
		{"a CPU that is not there", "cpuset-cpus=9", "there are the CPUs 0-3", nil, nil},
		{"a node that is not there", "cpuset-mems=1", "there are the memory nodes 0", nil, nil},
		{"more memory than both", "memory=64m", "give --memory-swap too", func(b *box) {
			b.record.Limit, b.record.Swap = 32<<20, 48<<20
			_ = b.applyRecord()
		}, nil},
		{"swap below memory", "memory=64m memory-swap=32m", "memory and swap together", nil, nil},
		{"swap without memory", "memory-swap=32m", "makes no sense without memory", nil, nil},
		{"more protected than there may be", "memory=64m memory-reservation=128m", "memory-reservation 128M is more", nil, nil},
		{"a weight that nothing heeds", "blkio-weight=200", "BFQ", nil, nil},
		{"no such device", "device-read-bps=/dev/vdz:1m", "no device /dev/vdz", nil, nil},
		{"a partition", "device-read-bps=/dev/vda1:1m", "part of /dev/vda", nil, nil},
		{"no cpuset for users", "cpuset-cpus=0", "has not delegated to user op", func(b *box) {
			for _, dir := range []string{scope, child} {
				b.files[dir+"/cgroup.controllers"] = "cpu memory pids\n"
				delete(b.files, dir+"/cpuset.cpus")
			}
		}, func(t *model.Target) { t.UID, t.User = 1000, "op" }},
		{"no io here", "device-read-bps=/dev/vda:1m", "needs the io controller", func(b *box) {
			for _, dir := range []string{scope, child} {
				b.files[dir+"/cgroup.controllers"] = "cpu memory pids\n"
				delete(b.files, dir+"/io.max")
			}
		}, nil},
		{"no swap accounting", "memory=64m memory-swap=64m", "swapaccount=1", func(b *box) {
			delete(b.files, scope+"/memory.swap.max")
			delete(b.files, child+"/memory.swap.max")
		}, nil},
		{"a period without a quota", "cpu-period=50000", "bounds nothing", nil, nil},
		{"two words for one", "cpus=1 cpu-quota=50000", "the quota of a period", nil, nil},
		{"4.3 knows no weight", "blkio-weight=100", "5.0 changes it", func(b *box) { b.version, b.bfq = "4.3.1", true }, nil},
		{"4.3 knows no restart policy", "restart=always", "5.1 changes it", func(b *box) { b.version = "4.3.1" }, nil},
		{"4.3 knows no rates", "device-read-bps=/dev/vda:1m", "5.0 changes it", func(b *box) { b.version = "4.3.1" }, nil},
		{"too old for any", "memory=64m", "4.3 can", func(b *box) { b.version = "4.2.0" }, nil},
	} {
		b := newBox()
		if tt.host != nil {
			tt.host(b)
		}
		a := update(t, tt.ask)
		if tt.target != nil {
			tt.target(&a.Target)
		}
		_, err := b.limits().Plan(t.Context(), a)
		if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "nothing was sent") {
			t.Errorf("%s: %v, want %q", tt.what, err, tt.want)
		}
		if err := b.limits().Do(t.Context(), model.Plan{Action: a}); err == nil || b.posts > 0 {
			t.Errorf("%s: done without a plan: %v, %d calls", tt.what, err, b.posts)
		}
		if err := b.starts(); err != nil {
			t.Errorf("%s: it cannot start: %v", tt.what, err)
		}
	}
}

func TestPlanSaysAllOfIt(t *testing.T) {
	for _, tt := range []struct {
		what, ask string
		host      func(*box)
		want      []string // in changes, calls, command and warnings
		not       string
	}{
		{"memory, by the API alone", "memory=128m", nil, []string{
			"memory: unlimited → 128M", `API call: POST /libpod/containers/ab12/update {"memory":{"limit":134217728,"swap":-1}}`,
		}, "podman update"},
		{"memory and swap, by the command", "memory=128m memory-swap=256m", nil, []string{"podman update --memory 128m --memory-swap 256m web"}, ""},
		{"below what it uses", "memory=16m", nil, []string{"it uses 20M now"}, ""},
		{"no limit of CPU", "cpus=none", func(b *box) {
			b.record.Quota, b.record.Period = 50000, 100000
			_ = b.applyRecord()
		}, []string{
			"cpus: 0.5 cores → unlimited", `{"cpu":{"quota":0,"period":0}}`,
			"systemd: systemctl set-property --runtime -- libpod-ab12.scope CPUQuota=", `file: "max 100000" into /sys/fs/cgroup/machine.slice/libpod-ab12.scope/container/cpu.max`,
		}, "-1"},
		{"no limit of memory takes swap's along", "memory=none", func(b *box) {
			b.record.Limit, b.record.Swap = 64<<20, 128<<20
			_ = b.applyRecord()
		}, []string{"memory: 64M → unlimited", "memory-swap: 128M → unlimited (implied)", `{"memory":{"limit":-1,"swap":-1}}`}, "podman update"},
		{"swap alone becomes less", "memory=100m", func(b *box) {
			b.record.Limit, b.record.Swap = 64<<20, 128<<20
			_ = b.applyRecord()
		}, []string{"of swap it may use 28M, not 64M"}, ""},
		{"shares are a weight", "cpu-shares=1024", nil, []string{"unset (weight 100) → 1024 (weight 39, or 100 by crun 1.23 and later)", "less than the 100"}, ""},
		{"not to be unset", "cpuset-cpus=none", func(b *box) {
			b.record.Cpus = "0-1"
			_ = b.applyRecord()
		}, []string{"cpuset-cpus: 0-1 → all", "cpuset-cpus cannot be unset while the container runs: 0-3 comes nearest", `{"cpu":{"cpus":"0-3"}}`}, ""},
		{"no rate", "device-read-bps=none", func(b *box) {
			b.record.Rates["rbps"] = map[string]uint64{"/dev/vda": 1 << 20}
			_ = b.applyRecord()
		}, []string{"device-read-bps: /dev/vda 1M/s → unlimited", `"rate":18446744073709551615`}, ""},
		{"more CPUs than there are", "cpus=6", nil, []string{"more than the 4 CPUs"}, ""},
		{"protection", "memory-reservation=16m", nil, []string{"memory.low"}, ""},
		{"an ancestor has less", "memory=128m", func(b *box) { b.files["/machine.slice/memory.max"] = "67108864\n" }, []string{"memory.max of /machine.slice is 67108864"}, ""},
		{"before 5.1 it is not kept", "memory=128m", func(b *box) { b.version = "5.0.3" }, []string{"does not keep it"}, "podman update"},
		{"before 5.4 all is sent", "cpus=0.5", func(b *box) {
			b.version = "5.2.0"
			b.record.Limit, b.record.Swap = 64<<20, 128<<20
			_ = b.applyRecord()
		}, []string{`"limit":67108864,"swap":134217728`, `"pids":{"limit":2048}`}, "podman update"},
		{"5.8.3 is told the ulimits", "cpus=0.5", func(b *box) {
			b.version = "5.8.3"
			b.record.Ulimits = []limit.Ulimit{{Name: "RLIMIT_NOFILE", Soft: 1024, Hard: -1}}
		}, []string{`"r_limits":[{"type":"RLIMIT_NOFILE","hard":18446744073709551615,"soft":1024}]`}, "podman update"},
		{"as it is", "memory=none pids-limit=2048", nil, []string{"has these limits already"}, "POST"},
	} {
		b := newBox()
		if tt.host != nil {
			tt.host(b)
		}
		p, err := b.limits().Plan(t.Context(), update(t, tt.ask))
		if err != nil || b.posts > 0 {
			t.Errorf("%s: %v, %d calls", tt.what, err, b.posts)
			continue
		}
		var text []string
		for _, c := range p.Changes {
			line := string(c.Field) + ": " + c.Old + " → " + c.New
			if c.Implied {
				line += " (implied)"
			}
			text = append(text, line)
		}
		all := strings.Join(append(append(append(append(text, p.Command), p.Calls...), p.Warnings...), p.Effects...), "\n")
		for _, w := range tt.want {
			if !strings.Contains(all, w) {
				t.Errorf("%s: no %q in\n%s", tt.what, w, all)
			}
		}
		if tt.not != "" && strings.Contains(all, tt.not) {
			t.Errorf("%s: %q in\n%s", tt.what, tt.not, all)
		}
	}
}

func TestQuadletIsToldOfItsFile(t *testing.T) {
	b := newBox()
	a := update(t, "memory=64m")
	a.Target.Unit = "web.service"
	p, err := b.limits().Plan(t.Context(), a)
	if err != nil || strings.Contains(strings.Join(p.Warnings, "\n"), "PodmanArgs") {
		t.Errorf("a unit that keeps its container: %v, %v", p.Warnings, err)
	}
	l := b.limits()
	l.podman.Inspect = func(ctx context.Context, t model.Target, reply any) error {
		err := b.inspect(ctx, t, reply)
		reply.(*limit.Inspection).HostConfig.AutoRemove = true
		return err
	}
	p, err = l.Plan(t.Context(), a)
	if err != nil || !strings.Contains(strings.Join(p.Warnings, "\n"), "PodmanArgs=--memory=64m") {
		t.Errorf("%v, %v", p.Warnings, err)
	}
	a.Limits = asked(t, "restart=always")
	p, err = l.Plan(t.Context(), a)
	if all := strings.Join(p.Warnings, "\n"); err != nil || strings.Contains(all, "PodmanArgs") || !strings.Contains(all, "Restart= below [Service]") {
		t.Errorf("%v, %v", p.Warnings, err)
	}
}

// What the kernel refuses half way is told, and taken back everywhere.
func TestRefusedHalfWay(t *testing.T) {
	for file, ask := range map[string]string{
		"memory.max": "memory=64m cpus=0.5", "cpu.max": "cpus=0.5 memory=64m", "pids.max": "pids-limit=5 memory=64m", "io.max": "device-read-bps=/dev/vda:1m cpu-shares=512",
	} {
		b := newBox()
		b.record.Limit, b.record.Swap, b.record.Quota, b.record.Period = 128<<20, 256<<20, 150000, 100000
		b.record.Rates["rbps"] = map[string]uint64{"/dev/vda": 2 << 20}
		if err := b.applyRecord(); err != nil {
			t.Fatal(err)
		}
		before := b.effective(t)
		l := b.limits()
		p := planned(t, l, ask)
		b.refuse = file
		l.service = func(int) (Service, bool) { return Service{API: once{b}}, true }
		err := l.Do(t.Context(), p)
		if err == nil || !strings.Contains(err.Error(), "busy") || !strings.Contains(err.Error(), "taken back") {
			t.Errorf("%s: %v", file, err)
		}
		if d := before.Differing(b.effective(t)); len(d) > 0 {
			t.Errorf("%s: %v are not as they were: %v", file, d, b.effective(t))
		}
		if err := b.starts(); err != nil {
			t.Errorf("%s: it cannot start: %v", file, err)
		}
	}
}

// once is a kernel that refuses in the first call, and not in those after.
type once struct{ *box }

func (o once) Post(ctx context.Context, path string, query url.Values, body, reply any) error {
	err := o.box.Post(ctx, path, query, body, reply)
	o.refuse = ""
	return err
}

func TestDoAsksAgain(t *testing.T) {
	b := newBox()
	l := b.limits()
	p := planned(t, l, "memory=64m")
	b.record.Limit = 32 << 20
	_ = b.applyRecord()
	err := l.Do(t.Context(), p)
	if !errors.Is(err, ErrChanged) || !strings.Contains(err.Error(), "memory was unlimited and is 32M") || b.posts > 0 {
		t.Errorf("%v, %d calls", err, b.posts)
	}
	b.gone = true
	if err = l.Do(t.Context(), p); err == nil || !strings.Contains(err.Error(), "no such container") {
		t.Errorf("gone: %v", err)
	}
}

// A Podman that hangs is given up on, and the kernel's word told.
func TestPodmanHangsInAChange(t *testing.T) {
	b := newBox()
	l := b.limits()
	p := planned(t, l, "memory=64m")
	b.hang = true
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	err := l.Do(ctx, p)
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "memory is still unlimited") {
		t.Errorf("%v", err)
	}
}

// After Podman took it, nobody's haste leaves a change half done.
func TestHasteDoesNotLeaveAChangeHalfDone(t *testing.T) {
	b := newBox()
	b.record.Quota, b.record.Period = 50000, 100000
	if err := b.applyRecord(); err != nil {
		t.Fatal(err)
	}
	l := b.limits()
	p := planned(t, l, "cpus=none memory=64m")
	ctx, cancel := context.WithCancel(t.Context())
	l.service = func(int) (Service, bool) { return Service{API: hurried{b, cancel}}, true }
	l.machine = alive{b}
	if err := l.Do(ctx, p); err != nil {
		t.Error(err)
	}
	for _, dir := range []string{scope, child} {
		if got := b.files[dir+"/cpu.max"]; got != "max 100000\n" {
			t.Errorf("%s/cpu.max is %q", dir, got)
		}
	}
	if len(b.locked) != 1 || b.locked[0] != scope+"/cgroup.kill" || b.unlocked != 1 {
		t.Errorf("locked %q, unlocked %d", b.locked, b.unlocked)
	}
}

// hurried is a Podman that answers, and then nobody waits any more.
type hurried struct {
	*box
	leave func()
}

func (h hurried) Post(ctx context.Context, path string, query url.Values, body, reply any) error {
	defer h.leave()
	return h.box.Post(ctx, path, query, body, reply)
}

// alive is a machine that does nothing for who does not wait.
type alive struct{ *box }

func (a alive) SetProperty(ctx context.Context, t model.Target, unit, property string) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return a.box.SetProperty(ctx, t, unit, property)
}

// A container that ends while its update is refused has its former record.
func TestEndsWhileRefused(t *testing.T) {
	b := newBox()
	b.record.Limit, b.record.Swap = 128<<20, 256<<20
	if err := b.applyRecord(); err != nil {
		t.Fatal(err)
	}
	l := b.limits()
	p := planned(t, l, "memory=64m")
	l.service = func(int) (Service, bool) { return Service{API: fatal{b}}, true }
	err := l.Do(t.Context(), p)
	if err == nil || !strings.Contains(err.Error(), "has the former ones on record again") || b.record.Limit != 128<<20 {
		t.Errorf("%v; on record is %d", err, b.record.Limit)
	}
}

// fatal is a container that the first update kills.
type fatal struct{ *box }

func (f fatal) Post(ctx context.Context, path string, query url.Values, body, reply any) error {
	defer func() { f.ended = true }()
	err := f.box.Post(ctx, path, query, body, reply)
	if f.ended {
		return err
	}
	return errors.New("crun: it has ended")
}

// A disk can have more names than the one the kernel's number leads to.
func TestDiskByAnotherName(t *testing.T) {
	b := newBox()
	l := b.limits()
	p := planned(t, l, "device-read-bps=/dev/mapper/data:1m")
	if err := l.Do(t.Context(), p); err != nil || !strings.Contains(p.Command, "/dev/vda:1m") {
		t.Errorf("%v; the command is %s", err, p.Command)
	}
}

func TestPropertyWords(t *testing.T) {
	for _, tt := range []struct {
		self, uid int
		want      string
	}{
		{0, 0, "systemctl set-property --runtime -- x.scope CPUQuota="},
		{1000, 1000, "systemctl --user set-property --runtime -- x.scope CPUQuota="},
		{0, 1000, "runuser -u op -- env XDG_RUNTIME_DIR=/run/user/1000 systemctl --user set-property --runtime -- x.scope CPUQuota="},
	} {
		if got := strings.Join(propertyWords(tt.self, model.Target{UID: tt.uid, User: "op"}, "x.scope", "CPUQuota="), " "); got != tt.want {
			t.Errorf("%s, want %s", got, tt.want)
		}
	}
}

// Of two that change one container, the second waits for the first.
func TestLock(t *testing.T) {
	file := filepath.Join(t.TempDir(), "kill")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	path := "../../.." + file
	first, err := Linux{}.Lock(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := (Linux{}).Lock(ctx, path); !errors.Is(err, errBusy) {
		t.Errorf("while it is locked: %v", err)
	}
	first()
	second, err := Linux{}.Lock(t.Context(), path)
	if err != nil {
		t.Errorf("once it is not: %v", err)
	}
	second()
	if _, err := (Linux{}).Lock(t.Context(), path+"x"); err != nil {
		t.Errorf("a file that is not there: %v", err)
	}
}

// What was accepted and not done is no success.
func TestIgnoredIsNoSuccess(t *testing.T) {
	b := newBox()
	l := b.limits()
	p := planned(t, l, "memory=64m")
	l.service = func(int) (Service, bool) { return Service{API: &calls{}}, true }
	if err := l.Do(t.Context(), p); err == nil || !strings.Contains(err.Error(), "memory is unlimited, not 64M") {
		t.Errorf("%v", err)
	}
}

// A step beside the call that fails is taken back, too; and where that fails
// again, it is said what is not as before.
func TestStepFails(t *testing.T) {
	for _, lasting := range []bool{false, true} {
		b := newBox()
		b.record.Quota, b.record.Period = 50000, 100000
		if err := b.applyRecord(); err != nil {
			t.Fatal(err)
		}
		before := b.effective(t)
		l := b.limits()
		p := planned(t, l, "cpus=none memory=64m")
		l.machine = stuck{b}
		if lasting {
			l.service = func(int) (Service, bool) { return Service{API: sulking{b}}, true }
		}
		err := l.Do(t.Context(), p)
		want := "systemd is not there; it was taken back"
		if lasting {
			want = "taking it back failed too"
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("lasting %v: %v", lasting, err)
		}
		if d := before.Differing(b.effective(t)); len(d) > 0 && !lasting {
			t.Errorf("%v are not as they were", d)
		}
	}
}

// stuck is a machine whose systemd does nothing.
type stuck struct{ *box }

func (stuck) SetProperty(context.Context, model.Target, string, string) error {
	return errors.New("systemd is not there")
}

// sulking takes one call, and refuses all that follow.
type sulking struct{ *box }

func (s sulking) Post(ctx context.Context, path string, query url.Values, body, reply any) error {
	if s.posts > 0 {
		return errors.New("no")
	}
	return s.box.Post(ctx, path, query, body, reply)
}
