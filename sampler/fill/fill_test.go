package fill

import (
	"context"
	"errors"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sys/unix"

	"podtop/model"
	"podtop/model/probe"
	"podtop/sampler/kernel"
	"podtop/sampler/proc"
)

// A file system that hangs keeps no other from answering, is asked once, and
// answers when it can.
func TestAskOfWhatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int32
		let := make(chan struct{})
		a := Asker{Statfs: func(p Place) (probe.Fill, error) {
			f := p.Fill()
			if p.Path == "/hung" {
				asked.Add(1)
				<-let
			}
			f.Type = "x"
			return f, nil
		}}
		places := []Place{{Path: "/a"}, {Path: "/hung"}, {Root: proc.First{PID: 7}, Path: "/b"}}
		for i := range 3 {
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			got := a.Ask(ctx, places)
			cancel()
			if got[0].Type != "x" || got[0].Err != nil || got[2].Path != "/proc/7/root/b" || got[2].Type != "x" {
				t.Errorf("those that answer: %+v", got)
			}
			var silent *SilentError
			if !errors.As(got[1].Err, &silent) || silent.For != time.Duration(i+1)*10*time.Second || got[1].Path != "/hung" || got[1].Total.IsKnown() {
				t.Errorf("the one that hangs: %+v", got[1])
			}
		}
		if synctest.Wait(); asked.Load() != 1 {
			t.Errorf("what hangs was asked %d times", asked.Load())
		}
		close(let)
		if got := a.Ask(t.Context(), places); got[1].Err != nil || got[1].Type != "x" {
			t.Errorf("later: %+v", got[1])
		}
		if synctest.Wait(); len(a.pending) != 0 {
			t.Errorf("%d are pending", len(a.pending))
		}
	})
}

func TestAskBoundsWhatHangs(t *testing.T) {
	let := make(chan struct{})
	defer close(let)
	a := Asker{Statfs: func(p Place) (probe.Fill, error) { <-let; return p.Fill(), nil }}
	places := make([]Place, maxPending+1)
	for i := range places {
		places[i].Path = "/" + strconv.Itoa(i)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	got := a.Ask(ctx, places)
	if len(got) != len(places) || !errors.Is(got[maxPending].Err, errMany) || errors.Is(got[0].Err, errMany) {
		t.Errorf("the first %v, the last %v", got[0].Err, got[maxPending].Err)
	}
}

func TestStatfs(t *testing.T) {
	dir := t.TempDir()
	got := new(Asker).Ask(t.Context(), []Place{{Path: dir}, {Path: dir + "/none"}, {Path: "/proc"}})
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		t.Fatal(err)
	}
	f := got[0]
	if f.Err != nil || f.Path != dir || f.Total != model.Known(st.Blocks*uint64(st.Frsize)) || !f.Avail.IsKnown() {
		t.Errorf("%+v, the kernel says %+v", f, st)
	}
	if !errors.Is(got[1].Err, fs.ErrNotExist) || got[1].Path != dir+"/none" || got[1].Total.IsKnown() {
		t.Errorf("what does not exist: %+v", got[1])
	}
	if p := got[2]; p.Err != nil || p.Inodes.IsKnown() || p.Type != "" {
		t.Errorf("/proc, which has no inodes: %+v", p)
	}
}

// Links below another root stay there.
func TestStatfsBelowAnotherRoot(t *testing.T) {
	machine, outside := t.TempDir(), t.TempDir()
	root := filepath.Join(machine, "42/root")
	for _, err := range []error{
		os.MkdirAll(filepath.Join(root, "run"), 0o755),
		os.WriteFile(filepath.Join(machine, "42/cgroup"), []byte("0::/user.slice/web.scope\n"), 0o644),
		os.MkdirAll(filepath.Join(root, "var"), 0o755),
		os.WriteFile(filepath.Join(root, "run/file"), nil, 0o644),
		os.Symlink("/run", filepath.Join(root, "var/run")),
		os.Symlink(outside, filepath.Join(root, "out")),
		os.Symlink("../../../../../../..", filepath.Join(root, "up")),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	a := Asker{Proc: proc.Options{Proc: machine}}
	if _, err := a.statfs(Place{Root: proc.First{PID: 42, Path: "/user.slice/db.scope"}, Path: "/"}); !errors.Is(err, kernel.ErrGone) {
		t.Errorf("of a process that is another's: %v", err)
	}
	for path, ok := range map[string]bool{
		"/": true, "/run": true, "/var/run": true, "/var/run/file": true, "/var/run/": true, "/up/run": true,
		"/out": false, "/up" + outside: false,
	} {
		_, err := a.statfs(Place{Root: proc.First{PID: 42, Path: "/user.slice/web.scope"}, Path: path})
		if errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.EPERM) {
			t.Skip("no openat2(2) here")
		}
		if ok && err != nil || !ok && !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", path, err)
		}
	}
}

func TestOf(t *testing.T) {
	for _, c := range []struct {
		in   unix.Statfs_t
		want probe.Fill
	}{
		{
			unix.Statfs_t{Type: unix.EXT4_SUPER_MAGIC, Bsize: 1 << 20, Frsize: 4096, Blocks: 100, Bfree: 50, Bavail: 40, Files: 10, Ffree: 3},
			probe.Fill{
				Type: "ext4", Total: model.Known(409600), Free: model.Known(204800), Avail: model.Known(163840),
				Inodes: model.Known(10), InodesFree: model.Known(3),
			},
		},
		{unix.Statfs_t{Bsize: 512, Blocks: 2, Bfree: math.MaxUint64}, probe.Fill{Total: model.Known(1024), Avail: model.Known(0)}},
	} {
		if got := Of(&c.in); got != c.want {
			t.Errorf("%+v is %+v, want %+v", c.in, got, c.want)
		}
	}
}
