package probe

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"podtop/model"
	"podtop/model/probe"
	"podtop/sampler/cgroup"
	"podtop/sampler/podman"
)

func known(v uint64) model.Count { return model.Known(v) }

// A machine is a small /proc, /sys and file system.
type machine struct {
	testing.TB
	dir string
	now atomic.Int64 // the clock, which is asked from several goroutines
}

func newMachine(t testing.TB) *machine {
	m := &machine{TB: t, dir: t.TempDir()}
	for name, text := range map[string]string{
		"proc/stat":             "cpu  10 0 10 80 0 0 0 0\ncpu0 10 0 10 80 0 0 0 0\n",
		"proc/meminfo":          "MemTotal: 4 kB\n",
		"proc/diskstats":        "8 0 sda 1 0 2 3 4 0 5 6 7 8 9\n",
		"proc/pressure/cpu":     "some avg10=0.00 avg60=0.00 avg300=0.00 total=5\n",
		"proc/1/net/dev":        "h\nh\n  eth0: 1 2 3 4 0 0 0 0 5 6 7 8 0 0 0 0\n",
		"sys/dev/block/8:0/dev": "8:0\n",
		"cgroup/system.slice/nginx.service/cpu.stat":                                      "usage_usec 300\n",
		"cgroup/system.slice/nginx.service/pids.current":                                  "3\n",
		"cgroup/machine.slice/libpod-" + strings.Repeat("ab", 32) + ".scope/pids.current": "3\n",
		"root/var/log/journal/0123/system.journal":                                        strings.Repeat("x", 5000),
		"root/var/log/journal/0123/user.journal~":                                         "x",
		"root/var/log/journal/0123/other":                                                 strings.Repeat("x", 50000),
		"root/run/log/journal/0123/none":                                                  "",
		"root/var/lib/containers/storage/volumes/x":                                       "",
	} {
		m.write(name, text)
	}
	if err := os.Link(m.dir+"/proc/1/net/dev", m.mkdir("proc/self/net")+"/dev"); err != nil {
		t.Fatal(err)
	}
	return m
}

func (m *machine) mkdir(name string) string {
	m.Helper()
	path := filepath.Join(m.dir, name)
	if err := os.MkdirAll(path, 0o755); err != nil {
		m.Fatal(err)
	}
	return path
}

func (m *machine) write(name, text string) {
	m.Helper()
	if err := os.WriteFile(filepath.Join(m.mkdir(filepath.Dir(name)), filepath.Base(name)), []byte(text), 0o644); err != nil {
		m.Fatal(err)
	}
}

func (m *machine) reader(services ...podman.Endpoint) *HostReader {
	r := NewHostReader(HostOptions{
		Options: Options{
			Proc: m.dir + "/proc", Sys: m.dir + "/sys", Root: m.dir + "/cgroup", Mode: cgroup.Unified,
			Clock: func() time.Duration { return time.Duration(m.now.Add(int64(time.Second))) },
		},
		Files:     m.dir + "/root",
		Endpoints: func() []podman.Endpoint { return services },
	})
	r.links.list = func() ([]nic, error) {
		return []nic{{name: "eth0", state: "up", mtu: 1500, addresses: []string{"192.0.2.7/24"}}}, nil
	}
	return r
}

func (m *machine) read(r *HostReader) *probe.Host {
	m.Helper()
	h, err := r.Host(m.Context())
	if err != nil {
		m.Fatal(err)
	}
	return h
}

func TestHost(t *testing.T) {
	m := newMachine(t)
	h := m.read(m.reader())
	if h.At == 0 || h.Time.IsZero() || len(h.CPUs) != 1 || len(h.Memory) != 1 || h.PSI.CPUSome != known(5) || len(h.Disks) != 1 || h.Disks[0].Busy != known(8) {
		t.Errorf("read %+v", h)
	}
	if i := h.Interfaces; len(i) != 1 || i[0].State != "up" || i[0].MTU != 1500 || !slices.Equal(i[0].Addresses, []string{"192.0.2.7/24"}) || i[0].TxDrop != known(8) {
		t.Errorf("interfaces are %+v", i)
	}
	if c := h.Cgroups; len(c) != 1 || c[0].Path != "/system.slice/nginx.service" || c[0].CPUUsec != known(300) {
		t.Errorf("cgroups are %+v", c)
	}
	if len(h.Fills) != 1 || h.Fills[0].For != "storage of root; journal" || !h.Fills[0].Total.IsKnown() {
		t.Fatalf("file systems are %+v", h.Fills)
	}
	if n, _ := h.Fills[0].Journal.Get(); n < 5001 || n > 40000 {
		t.Errorf("the journal takes %d bytes", n)
	}
	if len(h.Missing) != 0 {
		t.Errorf("missing: %+v", h.Missing)
	}
}

// What is not there costs itself, and says so.
func TestHostDegraded(t *testing.T) {
	m := newMachine(t)
	for _, name := range []string{"proc/pressure", "cgroup", "root/var"} {
		if err := os.RemoveAll(filepath.Join(m.dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	r := m.reader()
	r.links.list = func() ([]nic, error) { return nil, errors.New("netlink\x1b[2J says no") }
	h := m.read(r)
	var parts []string
	for _, n := range h.Missing {
		parts = append(parts, n.Source)
		if strings.Contains(n.Text, "\x1b") {
			t.Errorf("note %q", n.Text)
		}
	}
	if got := strings.Join(parts, " "); got != "pressure interfaces cgroups" {
		t.Errorf("missing: %+v", h.Missing)
	}
	if len(h.CPUs) != 1 || len(h.Interfaces) != 1 || len(h.Fills) != 1 || h.Fills[0].For != "" {
		t.Errorf("read %+v", h)
	}
}

// Interfaces of another network namespace are not taken for the host's.
func TestHostOtherNetwork(t *testing.T) {
	m := newMachine(t)
	if err := os.Remove(m.dir + "/proc/self/net/dev"); err != nil {
		t.Fatal(err)
	}
	m.write("proc/self/net/dev", "")
	h := m.read(m.reader())
	if h.Interfaces[0].MTU != 0 || len(h.Missing) != 1 || h.Missing[0].Source != "interfaces" {
		t.Errorf("read %+v, missing %+v", h.Interfaces, h.Missing)
	}
}

// An api is a Podman service that answers with what stands in files.
type api struct {
	info, df []byte
	err      error
	hangs    bool
}

func (a *api) Ping(context.Context) (string, error) { return "5.4.2", nil }

func (a *api) List(context.Context, string, url.Values, func([]byte) error) (int, error) {
	return 0, errors.New("no")
}

func (a *api) Stream(context.Context, string, url.Values) (io.ReadCloser, error) {
	return nil, errors.New("no")
}

func (a *api) Get(ctx context.Context, path string, _ url.Values, v any) error {
	if a.hangs {
		<-ctx.Done()
		return ctx.Err()
	}
	if a.err != nil {
		return a.err
	}
	return json.Unmarshal(map[string][]byte{"/info": a.info, "/system/df": a.df}[path], v)
}

// saved is a reply of a real service.
func saved(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Where services keep things they tell; a service that hangs holds nothing up.
func TestStores(t *testing.T) {
	m := newMachine(t)
	m.mkdir("root/home/op/.local/share/containers/storage")
	services := []podman.Endpoint{
		{User: "root", Socket: "/a", API: &api{hangs: true}},
		{UID: 1000, User: "op\x1b", Socket: "/b", API: &api{info: saved(t, "5.4/info.json")}},
		{UID: 1001, User: "guest", Socket: "/c"},
		{UID: 1002, User: "odd", Socket: "/d", API: &api{info: []byte(`{"store":{"graphRoot":"relative"}}`)}},
	}
	r := m.reader(services...)
	var h *probe.Host
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		if h = m.read(r); strings.Contains(h.Fills[0].For, "op") {
			break
		}
	}
	if got := h.Fills[0].For; got != "containers of op?, root; volumes of root; journal" {
		t.Errorf("it is for %q", got)
	}
	// Where Podman says that volumes are kept nothing is before the first of them.
	if len(h.Missing) != 0 {
		t.Errorf("missing: %+v", h.Missing)
	}
}

// A file system that hangs costs its own figures only, is not asked again, and
// is there again when it answers.
func TestHungFileSystem(t *testing.T) {
	m := newMachine(t)
	r := m.reader()
	release, asked := make(chan struct{}), make(chan struct{}, 10)
	r.statfs = func(p place) (fileSystem, error) {
		if p.kind == "containers" {
			asked <- struct{}{}
			<-release
			return fileSystem{dev: 2, Fill: probe.Fill{Path: "/mnt"}}, nil
		}
		return fileSystem{dev: 1, Fill: probe.Fill{Path: "/"}}, nil
	}
	for range 2 {
		h := m.read(r)
		if len(h.Fills) != 1 || h.Fills[0].For != "volumes of root; journal" {
			t.Errorf("file systems are %+v", h.Fills)
		}
		if len(h.Missing) != 1 || !strings.Contains(h.Missing[0].Text, "/var/lib/containers/storage (containers of root): no answer") {
			t.Errorf("missing: %+v", h.Missing)
		}
	}
	close(release)
	h := m.read(r)
	for end := time.Now().Add(5 * time.Second); len(h.Fills) < 2 && time.Now().Before(end); h = m.read(r) {
	}
	if len(h.Fills) != 2 || h.Fills[1].For != "containers of root" || len(h.Missing) != 0 {
		t.Errorf("after it answered: %+v, missing %+v", h.Fills, h.Missing)
	}
	if n := len(asked); n > 2 { // once until it hung, and once when it was back
		t.Errorf("it was asked %d times", n)
	}
}

func TestStatfs(t *testing.T) {
	f, err := statfs(place{path: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	total, _ := f.Total.Get()
	free, _ := f.Free.Get()
	avail, _ := f.Avail.Get()
	if total == 0 || free > total || avail > free || f.dev == 0 || !filepath.IsAbs(f.Path) {
		t.Errorf("got %+v", f)
	}
	if _, err := statfs(place{path: "/nowhere"}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("nowhere: %v", err)
	}
	if f, err = statfs(place{path: "/proc/self"}); err != nil || f.Path != "/proc" {
		t.Errorf("/proc/self is mounted at %q, %v", f.Path, err)
	}
}

func TestPurpose(t *testing.T) {
	for _, tt := range []struct {
		users map[string][]string
		want  string
	}{
		{nil, ""},
		{map[string][]string{"journal": {""}}, "journal"},
		{map[string][]string{"containers": {"root", "op"}, "volumes": {"root", "op"}, "journal": {""}}, "storage of root, op; journal"},
		{map[string][]string{"containers": {"root", "op"}, "volumes": {"op"}}, "containers of root, op; volumes of op"},
	} {
		if got := purpose(tt.users); got != tt.want {
			t.Errorf("%v is for %q, want %q", tt.users, got, tt.want)
		}
	}
}

// The sums are what `podman system df` said of the same replies.
func TestDiskUse(t *testing.T) {
	m := newMachine(t)
	r := m.reader(
		podman.Endpoint{User: "root", Socket: "/a", API: &api{df: saved(t, "5.4/df.json")}},
		podman.Endpoint{User: "old", Socket: "/b", API: &api{df: saved(t, "4.3/df.json")}},
		podman.Endpoint{User: "asleep", Socket: "/c"},
		podman.Endpoint{User: "broken", Socket: "/d", API: &api{err: errors.New("no\x1b[2J")}},
		podman.Endpoint{User: "slow", Socket: "/e", API: &api{hangs: true}},
	)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	got, err := r.DiskUse(ctx)
	if err != nil || len(got) != 5 {
		t.Fatalf("%d answers, %v", len(got), err)
	}
	store := func(total, active int, size, free uint64) probe.Store {
		return probe.Store{Total: total, Active: active, Size: known(size), Reclaimable: known(free)}
	}
	for i, want := range []probe.DiskUse{
		{Images: store(7, 2, 476158199, 476158069), Containers: store(3, 2, 2048071, 0), Volumes: store(3, 3, 6, 6)},
		{Images: store(3, 1, 2604241, 616586), Containers: store(1, 0, 0, 0), Volumes: store(1, 0, 0, 0)},
	} {
		if g := got[i]; g.Images != want.Images || g.Containers != want.Containers || g.Volumes != want.Volumes || g.At == 0 || g.Missing != nil {
			t.Errorf("%s: %+v, want %+v", g.User, g, want)
		}
	}
	for i, want := range []string{"sleeps", "no?[2J", "no answer in time"} {
		g := got[2+i]
		if len(g.Missing) != 1 || !strings.Contains(g.Missing[0].Text, want) || g.Images.Size.IsKnown() {
			t.Errorf("%s: %+v, want %q", g.User, g, want)
		}
	}
}

// An image of two names is one image in use.
func TestDiskUseOfTwoNames(t *testing.T) {
	var reply dfReply
	if err := json.Unmarshal([]byte(`{"ImagesSize":50,"Images":[{"ImageID":"a","Size":50,"UniqueSize":20,"Containers":1},{"ImageID":"a","Size":50,"UniqueSize":20,"Containers":1}]}`), &reply); err != nil {
		t.Fatal(err)
	}
	if got, want := reply.images(), (probe.Store{Total: 2, Active: 1, Size: known(50), Reclaimable: known(30)}); got != want {
		t.Errorf("images are %+v, want %+v", got, want)
	}
}

// Sizes that no sum can hold are the greatest there is, and none turns negative.
func TestDiskUseSaturates(t *testing.T) {
	const most = math.MaxInt64
	var reply dfReply
	if err := json.Unmarshal([]byte(`{"Images":[{"Size":9223372036854775807},{"Size":9223372036854775807},{"Size":3}],"Containers":[{"RWSize":9223372036854775807},{"RWSize":2}],"Volumes":[{"Links":9223372036854775807,"Size":-9223372036854775808},{"Links":2,"Size":-1}]}`), &reply); err != nil {
		t.Fatal(err)
	}
	var u probe.DiskUse
	reply.sum(&u)
	if u.Images.Size != known(most) || u.Containers.Reclaimable != known(most) || u.Volumes.Size.IsKnown() || u.Volumes.Active != most {
		t.Errorf("%+v", u)
	}
}

func FuzzDiskUse(f *testing.F) {
	f.Add([]byte(`{"ImagesSize":-5,"Images":[{"Size":1}],"Containers":[{"RWSize":-1,"Status":"running"}],"Volumes":[{"Links":2,"Size":9223372036854775807}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var reply dfReply
		if json.Unmarshal(b, &reply) != nil {
			return
		}
		var u probe.DiskUse
		reply.sum(&u)
		for _, s := range []probe.Store{u.Images, u.Containers, u.Volumes} {
			if n, ok := s.Size.Get(); ok && n >= 1<<63 || s.Total < 0 {
				t.Errorf("%s makes %+v", b, u)
			}
		}
	})
}
