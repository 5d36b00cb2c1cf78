package probe

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"podtop/model"
	"podtop/model/probe"
	"podtop/sampler/cgroup"
)

const (
	webID   = "1111111111111111111111111111111111111111111111111111111111111111"
	webPath = "/machine.slice/libpod-" + webID + ".scope"
)

// A world is a host of ordinary files with one container, web, whose processes
// are in the cgroup that crun makes.
type world struct {
	t   testing.TB
	dir string
	web probe.Target
}

func newWorld(t testing.TB) *world {
	w := &world{t: t, dir: t.TempDir()}
	w.web = probe.Target{Target: model.Target{ID: webID, Name: "web", Path: webPath}}
	w.write("cgroup/cgroup.controllers", "cpuset cpu io memory pids\n")
	w.write("cgroup"+webPath+"/cgroup.controllers", "cpu io memory pids\n")
	w.write("cgroup"+webPath+"/cgroup.procs", "")
	w.write("cgroup"+webPath+"/memory.stat", "anon 1\npgmajfault 2\n")
	w.write("cgroup"+webPath+"/cpu.max", "50000 100000\n")
	w.write("cgroup"+webPath+"/cpu.pressure", "some avg10=0.00 avg60=0.00 avg300=0.00 total=5\n")
	w.write("proc/1/net/dev", netHead)
	w.write("proc/self/net/dev", netHead)
	w.procs("container", 0)
	return w
}

func (w *world) path(name string) string { return filepath.Join(w.dir, name) }

func (w *world) write(name, text string) {
	w.t.Helper()
	if err := os.MkdirAll(filepath.Dir(w.path(name)), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(w.path(name), []byte(text), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) link(to, name string) {
	w.t.Helper()
	if err := os.MkdirAll(filepath.Dir(w.path(name)), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.Symlink(to, w.path(name)); err != nil {
		w.t.Fatal(err)
	}
}

// fifo makes a file that whoever opens it waits for ever for.
func (w *world) fifo(name string) {
	w.t.Helper()
	os.Remove(w.path(name))
	if err := unix.Mkfifo(w.path(name), 0o644); err != nil {
		w.t.Fatal(err)
	}
	// Let go of who waits, so that the directory can go.
	w.t.Cleanup(func() {
		if f, err := os.OpenFile(w.path(name), os.O_RDWR|unix.O_NONBLOCK, 0); err == nil {
			f.Close()
		}
	})
}

// procs writes the processes of a cgroup below web's.
func (w *world) procs(cgroup string, pids ...int) {
	w.t.Helper()
	text := ""
	for _, pid := range pids {
		text += strconv.Itoa(pid) + "\n"
	}
	w.write("cgroup"+webPath+"/"+cgroup+"/cgroup.procs", text)
}

const netHead = "Inter-|   Receive                                                |  Transmit\n" +
	" face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n"

// person makes the process pid of web.
func (w *world) person(pid int) string {
	dir := "proc/" + strconv.Itoa(pid)
	w.write(dir+"/cgroup", "0::"+webPath+"/container\n")
	w.write(dir+"/stat", strconv.Itoa(pid)+" (nginx) S 1 1 1 0 -1 4194560 1 0 0 0 112 31 0 0 20 0 3 0 8212 1 1311 18446744073709551615 1\n")
	w.write(dir+"/status", "Name:\tnginx\nUid:\t0\t0\t0\t0\nNSpid:\t"+strconv.Itoa(pid)+"\t7\nVmRSS:\t 4 kB\n")
	w.write(dir+"/cmdline", "nginx\x00-g\x00x\x00")
	w.write(dir+"/uid_map", "0 0 4294967295\n")
	w.write(dir+"/smaps_rollup", "5500-7fff ---p 00000000 00:00 0 [rollup]\nRss: 8 kB\n")
	w.write(dir+"/net/dev", netHead+"    lo: 1 2 3 4 0 0 0 0 5 6 7 8 0 0 0 0\n  eth0: 10 20 30 40 0 0 0 0 50 60 70 80 0 0 0 0\n")
	w.write(dir+"/root/etc/resolv.conf", "search example.org\nnameserver 10.88.0.1\n")
	return dir
}

func (w *world) reader() *Reader {
	r := New(Options{
		Root: w.dir + "/cgroup", Proc: w.dir + "/proc", Sys: w.dir + "/sys", Mode: cgroup.Unified,
		Clock: func() time.Duration { return time.Hour },
	})
	r.nics = func() ([]nic, error) { return nil, errors.New("nobody may ask") }
	return r
}

func count(n uint64) model.Count { return model.Known(n) }

func differ[T any](t testing.TB, what string, got, want T) {
	t.Helper()
	same := cmp.Comparer(func(a, b model.Count) bool { return a == b })
	if d := cmp.Diff(want, got, same); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

// says checks that the notes hold these words, one each.
func says(t testing.TB, notes []model.Note, words ...string) {
	t.Helper()
	if len(notes) != len(words) {
		t.Errorf("notes %+v, want %q", notes, words)
		return
	}
	for i, n := range notes {
		if !strings.Contains(n.Text, words[i]) || n.Source == "" {
			t.Errorf("note %+v, want %q", n, words[i])
		}
	}
}

// after fails unless a was said at the world's hour.
func after(t testing.TB, a probe.Answer) {
	t.Helper()
	if a.At != time.Hour || time.Since(a.Time) < 0 || time.Since(a.Time) > time.Hour {
		t.Errorf("said at %v, %v", a.At, a.Time)
	}
}

var background = context.Background()

func canceled() context.Context {
	ctx, cancel := context.WithCancel(background)
	cancel()
	return ctx
}

func TestCgroups(t *testing.T) {
	w := newWorld(t)
	w.write("proc/sys/vm/swappiness", "60\n")
	c, err := w.reader().Cgroups(background, w.web)
	if err != nil {
		t.Fatal(err)
	}
	after(t, c.Answer)
	var paths []string
	for _, l := range c.Levels {
		paths = append(paths, l.Path)
	}
	differ(t, "paths", paths, []string{webPath + "/container", webPath, "/machine.slice", "/"})
	if l := c.Levels[1]; !l.Own || l.CPUMax != model.LimitOf(500_000) || l.PSI.CPUSome != count(5) || l.PSI.At != time.Hour || l.MemoryMax.IsKnown() {
		t.Errorf("the container's: %+v", l)
	}
	differ(t, "memory", c.Memory, []probe.Line{{Name: "anon", Value: count(1)}, {Name: "pgmajfault", Value: count(2)}})
	if c.Legacy || c.HostSwappiness != count(60) {
		t.Errorf("legacy %v, the host's swappiness %v", c.Legacy, c.HostSwappiness)
	}
	says(t, c.Missing)
}

// A container that has no cgroup has no answer, and the error says which one.
func TestOfNoContainer(t *testing.T) {
	w := newWorld(t)
	r := w.reader()
	gone, none := w.web, w.web
	gone.Path, none.Path = "/machine.slice/gone", ""
	ask := map[string]func(context.Context, probe.Target) error{
		"Cgroups":   func(ctx context.Context, s probe.Target) error { _, err := r.Cgroups(ctx, s); return err },
		"Processes": func(ctx context.Context, s probe.Target) error { _, err := r.Processes(ctx, s); return err },
		"Memory":    func(ctx context.Context, s probe.Target) error { _, err := r.Memory(ctx, s, 0); return err },
		"Network":   func(ctx context.Context, s probe.Target) error { _, err := r.Network(ctx, s); return err },
	}
	for name, of := range ask {
		if err := of(background, gone); err == nil || err.Error() != "web does not run any more" {
			t.Errorf("%s of one that has gone: %v", name, err)
		}
		if err := of(background, none); err == nil || !strings.Contains(err.Error(), "web has no cgroup") {
			t.Errorf("%s of one without a cgroup: %v", name, err)
		}
		w.person(42)
		w.procs("container", 42)
		if err := of(canceled(), w.web); !errors.Is(err, context.Canceled) && name != "Memory" {
			t.Errorf("%s, cancelled: %v", name, err)
		}
	}
}

func TestWithoutHierarchies(t *testing.T) {
	w := newWorld(t)
	r := New(Options{Root: w.dir + "/none", Proc: w.dir + "/proc", Mode: cgroup.Unified})
	if _, err := r.Cgroups(background, w.web); err == nil || !strings.Contains(err.Error(), "finding the cgroup hierarchy") {
		t.Errorf("cgroups: %v", err)
	}
	if _, err := r.Processes(background, w.web); err == nil {
		t.Error("processes of no hierarchy")
	}
}
