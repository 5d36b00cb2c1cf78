package host

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"podtop/model"
	"podtop/model/demo"
	"podtop/model/modeltest"
	"podtop/model/modeltest/race"
	"podtop/model/probe"
	"podtop/tui/pane"
	"podtop/tui/theme"
	"podtop/tui/tuitest"
)

// A prober answers with what it is given.
type prober struct {
	pane.Prober // who has nothing else to answer
	hosts       []*probe.Host
	use         []probe.DiskUse
	err, useErr error
	asked       int
}

func (p *prober) Host(context.Context) (*probe.Host, error) {
	if p.err != nil {
		return nil, p.err
	}
	h := p.hosts[min(p.asked, len(p.hosts)-1)]
	p.asked++
	return h, nil
}

func (p *prober) DiskUse(context.Context) ([]probe.DiskUse, error) {
	return slices.Clone(p.use), p.useErr
}

// A viewer is somebody in front of a page.
type viewer struct {
	*Page
	env pane.Env
}

// view opens the page before what samples tell, and lets it ask twice.
func view(t testing.TB, samples []*model.Sample, p *prober, width, height int) *viewer {
	var tracker model.Tracker
	var snap *model.Snapshot
	for _, s := range samples {
		snap = tracker.Push(s)
	}
	keys := DefaultKeyMap()
	v := &viewer{New(&keys), pane.Env{
		Snapshot: snap, Past: snap.History, Theme: theme.Default(theme.Braille), Context: t.Context(),
		Now: snap.Mono, Window: pane.Minute1, Width: width, Height: height,
	}}
	if p != nil {
		v.env.Prober = p
	}
	v.tick()
	v.tick()
	return v
}

// tick is a second that goes by, and the answers that come in it.
func (v *viewer) tick() {
	snap := *v.env.Snapshot
	v.env.Now += time.Second
	snap.Mono = v.env.Now
	v.env.Snapshot = &snap
	v.do(v.Update(v.env, pane.Tick{}))
}

// do carries out a command, as the app would.
func (v *viewer) do(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range msg {
			v.do(c)
		}
	case pane.ReplyMsg:
		v.do(v.Update(v.env, msg.Msg))
	}
}

func (v *viewer) press(keys ...string) {
	for _, k := range keys {
		v.do(v.Update(v.env, tuitest.Key(k)))
	}
}

func (v *viewer) screen() string {
	return tuitest.Draw(string(v.Draw(nil, v.env)), v.env.Width, v.env.Height)
}

// whole is all of the page.
func (v *viewer) whole() string {
	v.env.Height = 400
	return v.screen()
}

// twoSeconds of a demonstration.
func demonstration() *prober {
	h := demo.New(5, time.Date(2026, 11, 20, 14, 30, 0, 0, time.UTC))
	for range h.Past() {
	}
	var hosts []*probe.Host
	for range 2 {
		h.Advance(time.Second)
		hosts = append(hosts, h.LookHost())
	}
	return &prober{hosts: hosts, use: h.DiskUse()}
}

func known(v uint64) model.Count { return model.Known(v) }

const (
	mb = 1 << 20
	gb = 1 << 30
)

// troubled is a host on which everything is wrong that can stand out.
func troubled(cpus int) *prober {
	of := func(at time.Duration, sec uint64) *probe.Host {
		h := &probe.Host{Answer: probe.Answer{At: at}, Kernel: "6.12.0"}
		for i := range cpus {
			n := uint64(i % 4)
			h.CPUs = append(h.CPUs, probe.CPU{
				N: i, User: known(sec * 600_000), Nice: known(0), System: known(sec * 100_000 * n), Idle: known(sec * (300_000 - 100_000*n)),
				IOWait: known(sec * 100_000), IRQ: known(0), SoftIRQ: known(0), Steal: known(sec * 150_000),
			})
		}
		h.Memory = []probe.Line{
			{Name: "MemTotal", Value: known(4 * gb)},
			{Name: "MemFree", Value: known(50 * mb)},
			{Name: "MemAvailable", Value: known(120 * mb)},
			{Name: "Buffers", Value: known(4 * mb)},
			{Name: "Cached", Value: known(90 * mb)},
			{Name: "SwapTotal", Value: known(2 * gb)},
			{Name: "SwapFree", Value: known(500 * mb)},
			{Name: "AnonPages", Value: known(3 * gb)},
			{Name: "Hugetlb", Value: known(0)},
		}
		h.PSI = model.PSI{At: at, CPUSome: known(sec * 350_000), CPUFull: known(0), MemSome: known(sec * 400_000), MemFull: known(sec * 250_000), IOSome: known(sec * 210_000), IOFull: known(sec * 20_000)}
		h.Disks = []probe.Device{
			{Name: "vda", RBytes: known(sec * mb), WBytes: known(sec * 40 * mb), RIOs: known(sec * 10), WIOs: known(sec * 400), ReadTime: known(sec * 900), WriteTime: known(sec * 18_000), DiskReads: known(sec * 10), DiskWrites: known(sec * 400), Busy: known(sec * 985), InFlight: known(32)},
			{Name: "sr0", RBytes: known(0), WBytes: known(0), RIOs: known(0), WIOs: known(0), ReadTime: known(0), WriteTime: known(0), DiskReads: known(0), DiskWrites: known(0), Busy: known(0), InFlight: known(0)},
		}
		iface := func(name string, rx, drops uint64) probe.Interface {
			return probe.Interface{
				Name: name, State: "up", MTU: 1500, RxBytes: known(sec * rx), TxBytes: known(sec * rx / 3), RxPackets: known(sec * rx / 900), TxPackets: known(sec * rx / 900),
				RxErrs: known(0), TxErrs: known(0), RxDrop: known(sec * drops), TxDrop: known(0),
			}
		}
		h.Interfaces = []probe.Interface{iface("lo", 5, 0), iface("eth0", 4*mb, 12), iface("eth1", 0, 0), iface("veth1", 900, 0), iface("veth2", 900, 0)}
		h.Interfaces[1].Addresses, h.Interfaces[2].State = []string{"192.0.2.7/24", "2001:db8::7/64"}, "no carrier"
		h.Fills = []probe.Fill{
			{Path: "/", Type: "ext4", For: "journal", Total: known(20 * gb), Free: known(1800 * mb), Avail: known(900 * mb), Inodes: known(1_000_000), InodesFree: known(0), Journal: known(830 * mb)},
			{Path: "/var/lib/containers", Type: "xfs", For: "storage of root", Total: known(100 * gb), Free: known(9 * gb), Avail: known(9 * gb), Inodes: known(1_000_000), InodesFree: known(800_000)},
			{Path: "/home", Type: "btrfs", For: "containers of op", Total: known(100 * gb), Free: known(60 * gb), Avail: known(60 * gb)},
		}
		h.Cgroups = []probe.OtherCgroup{
			{Path: "/system.slice/nginx.service", CPUUsec: known(sec * 20_000), Memory: known(80 * mb), RBytes: known(0), WBytes: known(0), Pids: known(9)},
			{Path: "/system.slice/backup.service", CPUUsec: known(sec * 2_300_000), Memory: known(1200 * mb), RBytes: known(sec * 60 * mb), WBytes: known(sec * 3 * mb), Pids: known(4)},
			{Path: "/user.slice/user-1000.slice/user@1000.service/app.slice/editor.service", CPUUsec: known(sec * 300_000), Memory: known(300 * mb), Pids: known(31)},
			{Path: "/machine.slice/libpod-conmon-" + strings.Repeat("ab", 32) + ".scope", CPUUsec: known(sec * 100), Memory: known(mb), RBytes: known(0), WBytes: known(0), Pids: known(1)},
			{Path: "/system.slice/web.service/runtime", CPUUsec: known(sec * 200), Memory: known(2 * mb), RBytes: known(0), WBytes: known(0), Pids: known(2)},
		}
		h.MoreCgroups = 7
		return h
	}
	use := []probe.DiskUse{
		{User: "root", Images: probe.Store{Total: 12, Active: 5, Size: known(9 * gb), Reclaimable: known(4 * gb)}, Containers: probe.Store{Total: 6, Active: 6, Size: known(300 * mb), Reclaimable: known(0)}, Volumes: probe.Store{Total: 3, Active: 2, Size: known(gb), Reclaimable: known(100 * mb)}},
		{Answer: probe.Answer{Missing: []model.Note{{Severity: model.Warn, Text: "no answer in time"}}}, User: "op"},
	}
	return &prober{hosts: []*probe.Host{of(time.Second, 100), of(2*time.Second, 101)}, use: use}
}

// calm is a host on which nothing stands out.
func calm() *prober {
	p := troubled(8)
	for n, h := range p.hosts {
		sec := uint64(n)
		for i := range h.CPUs {
			c := &h.CPUs[i]
			c.User, c.System, c.Idle, c.IOWait, c.Steal = known(sec*50_000*uint64(i)), known(sec*30_000), known(sec*500_000), known(sec*20_000), known(0)
		}
		h.Memory = []probe.Line{
			{Name: "MemTotal", Value: known(24 * gb)},
			{Name: "MemFree", Value: known(9 * gb)},
			{Name: "MemAvailable", Value: known(17 * gb)},
			{Name: "Buffers", Value: known(180 * mb)},
			{Name: "Cached", Value: known(8 * gb)},
			{Name: "SwapTotal", Value: known(0)},
			{Name: "SwapFree", Value: known(0)},
			{Name: "AnonPages", Value: known(5 * gb)},
			{Name: "Mapped", Value: known(420 * mb)},
			{Name: "Shmem", Value: known(96 * mb)},
			{Name: "SReclaimable", Value: known(250 * mb)},
			{Name: "SUnreclaim", Value: known(170 * mb)},
			{Name: "KernelStack", Value: known(26 * mb)},
			{Name: "PageTables", Value: known(84 * mb)},
			{Name: "Dirty", Value: known(3 * mb)},
			{Name: "Writeback", Value: known(0)},
			{Name: "Committed_AS", Value: known(8 * gb)},
			{Name: "CommitLimit", Value: known(12 * gb)},
		}
		h.PSI = model.PSI{At: h.At, CPUSome: known(sec * 100_000), CPUFull: known(0), MemSome: known(0), MemFull: known(0), IOSome: known(sec * 9000), IOFull: known(sec * 2000)}
		h.Disks[0].Busy, h.Disks[0].InFlight = known(sec*82), known(0)
		h.Disks[0].ReadTime, h.Disks[0].WriteTime = known(millisOf(h.Disks[0].DiskReads, 0.3)), known(millisOf(h.Disks[0].DiskWrites, 0.9))
		h.Interfaces[1].RxDrop = known(0)
		h.Fills[0].Avail, h.Fills[0].Free, h.Fills[0].InodesFree = known(11*gb), known(12*gb), known(640_000)
		h.Fills[1].Avail, h.Fills[1].Free = known(40*gb), known(40*gb)
		h.Cgroups[1].CPUUsec, h.Cgroups[1].Memory = known(sec*110_000), known(200*mb)
	}
	p.use[1] = probe.DiskUse{User: "op", Images: probe.Store{Total: 2, Active: 1, Size: known(gb), Reclaimable: known(0)}, Containers: probe.Store{Size: known(0), Reclaimable: known(0)}, Volumes: probe.Store{Size: known(0), Reclaimable: known(0)}}
	return p
}

// millisOf is the milliseconds that so many requests took, each so many.
func millisOf(n model.Count, each float64) uint64 { return uint64(n.Float() * each) }

// degraded is a host of which little can be read.
func degraded() *prober {
	note := func(part, text string) model.Note { return model.Note{Severity: model.Warn, Source: part, Text: text} }
	h := &probe.Host{Answer: probe.Answer{At: time.Second, Missing: []model.Note{
		note("pressure", "the kernel does not measure it; boot with psi=1, if it is built with CONFIG_PSI"),
		note("disks", "without /sys/dev/block disks and partitions look the same: mount sysfs at /sys/"),
		{Severity: model.Info, Source: "interfaces", Text: "states and addresses are not known: podtop runs in a network namespace of its own"},
		note("file systems", "/mnt/nfs (containers of root): no answer for 12 s"),
		note("cgroups", "no cgroup hierarchy is mounted at /sys/fs/cgroup"),
		note("CPUs", "the kernel's file cannot be read: open /proc/stat: permission denied"),
		note("memory", "the kernel's file cannot be read: open /proc/meminfo: permission denied"),
	}}}
	h.Interfaces = []probe.Interface{{Name: "eth0\x1b[2J"}}
	return &prober{hosts: []*probe.Host{h}, useErr: errors.New("no socket")}
}

var sizes = [][2]int{{80, 21}, {120, 37}, {200, 57}}

func TestPages(t *testing.T) {
	busy := modeltest.Busy().Samples(701)
	for _, tt := range []struct {
		name string
		p    func() *prober
	}{
		{"calm", calm},
		{"troubled", func() *prober { return troubled(4) }},
		{"cores", func() *prober { return troubled(256) }},
		{"degraded", degraded},
		{"unread", func() *prober { return nil }},
		{"failed", func() *prober { return &prober{err: errors.New("it is not to be")} }},
	} {
		for _, size := range sizes {
			t.Run(fmt.Sprintf("%s/%dx%d", tt.name, size[0], size[1]), func(t *testing.T) {
				golden.RequireEqual(t, view(t, busy, tt.p(), size[0], size[1]).screen())
			})
		}
		t.Run(tt.name+"/whole", func(t *testing.T) {
			golden.RequireEqual(t, view(t, busy, tt.p(), 80, 21).whole())
		})
	}
}

// With nothing on the host, and before all is read, the page says so.
func TestEmpty(t *testing.T) {
	p := &prober{hosts: []*probe.Host{{Answer: probe.Answer{At: 1}}}}
	for _, size := range sizes {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			golden.RequireEqual(t, view(t, modeltest.Empty().Samples(21), p, size[0], size[1]).screen())
		})
	}
}

func TestCharsets(t *testing.T) {
	for name, c := range map[string]theme.Charset{"blocks": theme.Blocks, "ascii": theme.ASCII} {
		for _, cpus := range []int{4, 256} {
			t.Run(fmt.Sprintf("%s-%d", name, cpus), func(t *testing.T) {
				v := view(t, modeltest.Busy().Samples(301), troubled(cpus), 80, 24)
				v.env.Theme = theme.Default(c)
				screen := v.whole()
				golden.RequireEqual(t, screen)
				if c != theme.ASCII {
					return
				}
				for _, r := range screen {
					if r > 0x7e {
						t.Fatalf("%q in ASCII", r)
					}
				}
			})
		}
	}
}

// Themes differ in looks alone, and what stands out does so in each.
func TestThemes(t *testing.T) {
	var plain string
	for _, name := range theme.Names() {
		v := view(t, modeltest.Busy().Samples(301), troubled(4), 80, 24)
		v.env.Theme, _ = theme.ByName(name, theme.Braille)
		v.env.Height = 200
		drawn := string(v.Draw(nil, v.env))
		if plain == "" {
			plain = ansi.Strip(drawn)
		}
		if ansi.Strip(drawn) != plain {
			t.Errorf("theme %s says something else", name)
		}
		for _, text := range []string{"backup.service, which is no container, takes 2.30 cores", "/ has no inode left (journal)"} {
			i := strings.Index(drawn, text)
			if i < 0 || !strings.HasPrefix(drawn[strings.LastIndexByte(drawn[:i], '\n')+2:], "\x1b[") {
				t.Errorf("theme %s: %q does not stand out", name, text)
			}
		}
	}
}

// Whatever the size and the host, the page is exactly as large as it should be.
func TestFits(t *testing.T) {
	busy := modeltest.Busy().Samples(41)
	for _, p := range []func() *prober{demonstration, func() *prober { return troubled(4) }, func() *prober { return troubled(256) }, degraded, func() *prober { return nil }} {
		v := view(t, busy, p(), 80, 24)
		for width := 38; width < 330; width += 1 + width/40 {
			for _, height := range []int{1, 7, 60} {
				v.env.Width, v.env.Height = width, height
				lines := strings.Split(string(v.Draw(nil, v.env)), "\n")
				if len(lines) != height {
					t.Fatalf("%dx%d: %d lines", width, height, len(lines))
				}
				for _, line := range lines {
					if n := ansi.StringWidthWc(line); n != width {
						t.Fatalf("%dx%d: %d cells: %q", width, height, n, ansi.Strip(line))
					}
				}
				v.press("pgdown")
			}
		}
	}
}

func TestScroll(t *testing.T) {
	v := view(t, modeltest.Busy().Samples(41), troubled(4), 80, 20)
	first := func() string { line, _, _ := strings.Cut(v.screen(), "\n"); return line }
	if !strings.HasPrefix(first(), " host") {
		t.Fatalf("at first: %q", first())
	}
	v.press("j", "down", "k")
	second := first()
	v.press("up", "up", "up")
	if strings.HasPrefix(second, " host") || !strings.HasPrefix(first(), " host") {
		t.Errorf("after j and k: %q, then %q", second, first())
	}
	v.press("G")
	end := v.screen()
	v.press("pgdown", "end", "j")
	if v.screen() != end || strings.HasPrefix(first(), " host") {
		t.Errorf("beyond the end:\n%s", v.screen())
	}
	v.press("pgup")
	if v.screen() == end {
		t.Error("pgup does nothing")
	}
	v.press("home")
	if !strings.HasPrefix(first(), " host") {
		t.Errorf("after home: %q", first())
	}
	v.Update(v.env, pane.Wheel{Lines: 3})
	if strings.HasPrefix(first(), " host") {
		t.Error("the wheel does nothing")
	}
	v.press("g")
	if !strings.HasPrefix(first(), " host") {
		t.Errorf("after g: %q", first())
	}
}

// rows are the first words of the lines below the head of a table.
func rows(screen, head string, n int) []string {
	_, below, _ := strings.Cut(screen, head)
	var names []string
	for _, line := range strings.Split(below, "\n")[1 : n+1] {
		names = append(names, strings.Fields(line)[0])
	}
	return names
}

func TestSort(t *testing.T) {
	v := view(t, modeltest.Busy().Samples(41), troubled(4), 80, 20)
	v.env.Snapshot.Engines = []model.Engine{{UID: 1000, User: "op"}}
	for _, want := range []string{
		"CPU: backup.service op/editor.service nginx.service web.service/runtime libpod-conmon",
		"memory: backup.service op/editor.service nginx.service web.service/runtime libpod-conmon",
		"I/O: backup.service libpod-conmon nginx.service web.service/runtime op/editor.service",
	} {
		by, names, _ := strings.Cut(want, ": ")
		screen := v.whole()
		if got := strings.Join(rows(screen, "CGROUP", 5), " "); got != names || !strings.Contains(screen, "by "+by+", s sorts") {
			t.Errorf("by %s: %s, want %s", by, got, names)
		}
		v.press("s")
	}
	if !strings.Contains(v.whole(), "by CPU, s sorts") {
		t.Error("the order does not go round")
	}
}

// The order of cgroups, and what stands out, stay long enough to be read.
func TestStays(t *testing.T) {
	p := troubled(4)
	calm := *p.hosts[1]
	calm.At += time.Second
	calm.Cgroups = nil // backup has ended
	p.hosts = append(p.hosts, &calm)
	v := view(t, modeltest.Busy().Samples(41), p, 80, 20)
	v.tick()
	if !strings.Contains(v.whole(), "takes 2.30 cores") {
		t.Error("what stood out a second ago is not to be read any more")
	}
	for range 6 {
		v.tick()
	}
	if strings.Contains(v.whole(), "takes 2.30 cores") {
		t.Error("what has ended still stands out")
	}
}

// Until there is an answer the page says what it waits for.
func TestWaits(t *testing.T) {
	keys := DefaultKeyMap()
	v := view(t, modeltest.Busy().Samples(41), troubled(4), 80, 20)
	v.Page = New(&keys)
	v.Update(v.env, pane.Tick{}) // and nobody answers
	if !strings.Contains(v.whole(), "reading the host…") {
		t.Errorf("before the first answer:\n%s", v.whole())
	}
	v.tick()
	if v.host.At != 0 {
		t.Error("it is asked twice at once")
	}
}

// r asks again, Podman too, which is not asked with each tick.
func TestAsksAgain(t *testing.T) {
	p := troubled(4)
	v := view(t, modeltest.Busy().Samples(41), p, 80, 20)
	p.use[0].Images.Total = 773
	v.tick()
	if strings.Contains(v.whole(), "773") {
		t.Fatal("Podman is asked with each tick")
	}
	v.press("r")
	if !strings.Contains(v.whole(), "773") {
		t.Error("r does not ask Podman")
	}
	p.err = context.DeadlineExceeded
	for range 5 {
		v.tick()
	}
	if !strings.Contains(v.whole(), "the host does not answer; what follows is 5 s old") {
		t.Errorf("of a host that is silent:\n%s", v.whole())
	}
}

// What is on screen is not made anew without a reason.
func TestDrawAllocatesNothing(t *testing.T) {
	v := view(t, modeltest.Busy().Samples(41), troubled(4), 120, 40)
	var b []byte
	if n := testing.AllocsPerRun(100, func() { b = v.Draw(b[:0], v.env) }); n != 0 && !race.Enabled {
		t.Errorf("a frame without news allocates %v times", n)
	}
}

func TestShortName(t *testing.T) {
	long := strings.Repeat("d0", 32)
	snap := &model.Snapshot{
		Engines:    []model.Engine{{UID: 1000, User: "op"}},
		Containers: []model.Container{{Meta: model.Meta{ID: "abc", Name: "web"}}, {Meta: model.Meta{ID: model.ID(long), Name: "db"}}},
	}
	for path, want := range map[string]string{
		"/init.scope":                 "init.scope",
		"/system.slice/nginx.service": "nginx.service",
		"/system.slice/system-getty.slice/getty@tty1.service":       "getty@tty1.service",
		"/system.slice/web.service/runtime":                         "web.service/runtime",
		"/user.slice/user-1000.slice/session-3.scope":               "op/session-3.scope",
		"/user.slice/user-0.slice/session-1.scope":                  "session-1.scope",
		"/user.slice/user-7.slice/user@7.service/app.slice/x.scope": "7/x.scope",
		"/user.slice/user-7.slice/user@7.service":                   "7/user@7.service",
		"/machine.slice":                                         "machine.slice",
		"/machine.slice/libpod-conmon-abc.scope":                 "libpod-conmon of web",
		"/machine.slice/libpod-conmon-0123456789abcdef.scope":    "libpod-conmon of 0123456789ab",
		"/system.slice/" + long + "-1f2e.service":                "health check of db",
		"/system.slice/" + long + ".service":                     "health check of db",
		"/system.slice/" + strings.Repeat("c0", 32) + ".service": "health check of c0c0c0c0c0c0",
		"/system.slice/" + strings.Repeat("c0", 31) + ".service": strings.Repeat("c0", 31) + ".service",
	} {
		if got := shortName(path, snap); got != want {
			t.Errorf("%s is called %q, want %q", path, got, want)
		}
	}
}
