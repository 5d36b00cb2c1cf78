package podman

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"podtop/model"
	"podtop/model/probe"
	"podtop/sampler/fill"
)

// running puts a process of container id1 into w, with a root directory, and
// gives what Podman says of it: with a volume, a bind and a tmpfs.
func (w *world) running(pid string) map[string]any {
	w.t.Helper()
	w.write("proc/"+pid+"/cgroup", "0::/libpod-"+id1+".scope/container\n")
	w.write("proc/"+pid+"/root/scratch/x", "")
	w.write("proc/"+pid+"/root/gone/x", "")
	w.write("cgroup/libpod-"+id1+".scope/io.stat", "8:16 rbytes=1 wbytes=2 rios=3 wios=4\n252:0 rbytes=1 wbytes=2 rios=3 wios=4\n7:0 rbytes=5 wbytes=6 rios=7 wios=8\n")
	w.write("sys/dev/block/252:0/slaves/sdb/size", "1\n")
	w.write("sys/block/sdb/size", "1\n")
	if err := os.Symlink(w.dir+"/sys/block/sdb", w.dir+"/sys/dev/block/8:16"); err != nil && !errors.Is(err, fs.ErrExist) {
		w.t.Fatal(err)
	}
	w.write("proc/diskstats", "   8      16 sdb 100 0 200 300 400 0 500 600 7 800 900\n")
	w.write("volumes/data/_data/x", "")
	return map[string]any{
		"Id": id1, "Image": id3, "State": map[string]any{"Pid": 42},
		"GraphDriver": map[string]any{"Name": "overlay", "Data": map[string]any{"UpperDir": w.dir}},
		"Mounts": []any{
			map[string]any{"Type": "volume", "Name": "data", "Source": w.dir + "/volumes/data/_data", "Destination": "/data", "RW": true},
			map[string]any{"Type": "bind", "Source": w.dir + "/moved", "Destination": "/gone", "RW": true},
			map[string]any{"Type": "bind", "Source": w.dir + "/moved", "Destination": "/nowhere"},
		},
		"HostConfig": map[string]any{"Tmpfs": map[string]any{"/scratch": "size=1m"}},
	}
}

func count(n uint64) model.Count { return model.Known(n) }

func TestStorage(t *testing.T) {
	w := newWorld(t, 1000)
	reply := w.running("42")
	const odd = "/odd\x1b[2J\u202e\n" // it is opened as it is called
	w.write(odd+"/x", "")
	reply["Mounts"] = append(reply["Mounts"].([]any), map[string]any{"Type": "bind", "Source": w.dir + odd, "Destination": odd})
	w.set(plainly, says(reply))
	w.set(image, says(map[string]any{"Size": 1000}))
	reply["SizeRw"] = 74
	w.set(sized, says(reply))
	st, err := w.asker().Storage(t.Context(), subject(1000))
	if err != nil {
		t.Fatal(err)
	}
	paths := map[string]string{}
	for _, m := range st.Mounts {
		paths[m.Destination.Raw()] = m.Fill.Path
		if full := m.Fill.Total.IsKnown(); full != (m.Destination.Raw() != "/nowhere") {
			t.Errorf("%s is full: %+v", m.Destination, m.Fill)
		}
	}
	const root = "/proc/42/root"
	if diff := cmp.Diff(map[string]string{
		"/": w.dir, "/data": w.dir + "/volumes/data/_data", "/gone": root + "/gone", "/nowhere": root + "/nowhere", "/scratch": root + "/scratch", odd: w.dir + "/odd?[2J? ",
	}, paths); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]probe.Device{
		{
			Name: "sdb", RBytes: count(1), WBytes: count(2), RIOs: count(3), WIOs: count(4), ReadTime: count(300), WriteTime: count(600),
			DiskReads: count(100), DiskWrites: count(400), Busy: count(800), InFlight: count(7),
		},
		{Name: "7:0", RBytes: count(5), WBytes: count(6), RIOs: count(7), WIOs: count(8)},
	}, st.Devices, counts); diff != "" {
		t.Error(diff)
	}
	if st.Image != count(1000) || st.Writable != count(74) || st.At == 0 {
		t.Errorf("%v, %v, at %v", st.Image, st.Writable, st.At)
	}
	if len(st.Missing) != 1 || !has(st.Missing, "/nowhere: the host has no ") {
		t.Errorf("missing: %v", st.Missing)
	}
}

// What the container wrote is counted seldom, whoever asks; nobody waits for
// it, and Podman is left alone meanwhile.
func TestStorageCountsSeldom(t *testing.T) {
	w := newWorld(t, 1000)
	reply := w.running("42")
	w.set(plainly, says(reply))
	w.set(image, says(map[string]any{"Size": 1000}))
	let := make(chan struct{})
	w.set(sized, func(ctx context.Context) (any, error) {
		select {
		case <-let:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		reply["SizeRw"] = 74
		return reply, nil
	})
	a := w.asker()
	a.pace.size = time.Millisecond
	for range 3 {
		st, err := a.Storage(t.Context(), subject(1000))
		if err != nil || st.Writable.IsKnown() || !has(st.Missing, "file by file, for 1 s now") || len(st.Mounts) != 5 {
			t.Errorf("while it is counted: %+v, %v", st, err)
		}
	}
	if n := w.count(plainly); n != 1 {
		t.Errorf("Podman was asked %d times while it counted", n)
	}
	close(let)
	a.pace.size = time.Minute // what is counted at once is waited for
	eventually(t, "it is counted", func() bool { return a.layers.underWay(id1) == nil })
	a.layers.of[id1].took = 0
	for range 3 {
		st, err := a.Storage(t.Context(), subject(1000))
		if err != nil || st.Writable != count(74) || st.Image != count(1000) || has(st.Missing, "counts") {
			t.Errorf("once it is counted: %+v, %v", st, err)
		}
	}
	if n, m := w.count(sized), w.count(plainly); n != 1 || m != 4 {
		t.Errorf("it was counted %d times, and Podman asked %d times", n, m)
	}
	a.pace.again = 0
	w.set(sized, fails(status(500)))
	st, err := a.Storage(t.Context(), subject(1000))
	if err != nil || st.Writable != count(74) || !has(st.Missing, "what the container has written is not known: status 500; what is shown is 1 s old") {
		t.Errorf("when it is not counted anew: %+v, %v", st, err)
	}
	a.layers.of[id1].took = time.Hour
	if _, err := a.Storage(t.Context(), subject(1000)); err != nil || w.count(sized) != 2 {
		t.Errorf("after an hour of counting it is counted at once: %v", err)
	}
	w.set(plainly, hangs)
	w.write("proc/42/mountinfo", "")
	st, err = a.Storage(t.Context(), subject(1000))
	if err != nil || st.Writable != count(74) || st.Image != count(1000) || !has(st.Missing, "sizes are 1 s old: Podman does not answer") {
		t.Errorf("when Podman hangs: %+v, %v", st, err)
	}
}

func TestStorageCountsTooLong(t *testing.T) {
	w := newWorld(t, 1000)
	w.set(plainly, says(w.running("42")))
	w.set(sized, hangs)
	a := w.asker()
	a.pace.walk = time.Millisecond
	st, err := a.Storage(t.Context(), subject(1000))
	if err != nil || !has(st.Missing, "in 1 s Podman could not count") || !has(st.Missing, "the size of the image is not known: status 404") {
		t.Errorf("%+v, %v", st, err)
	}
}

func TestLayersAreBounded(t *testing.T) {
	var l layers
	busy := &layer{done: make(chan struct{})}
	for i := range 10 * maxLayers {
		if k := l.get(model.ID(rune(i + 1))); i == 0 {
			*k = *busy
		}
	}
	if len(l.of) > maxLayers+1 || l.of[model.ID(rune(1))] == nil || l.walking() != 1 {
		t.Errorf("%d are remembered, %d on their way", len(l.of), l.walking())
	}
}

// Without Podman the kernel tells the mounts: of its own containers and of
// others'.
func TestStorageWithoutPodman(t *testing.T) {
	for _, c := range []struct {
		name string
		with func(*world, *probe.Target)
		want string
	}{
		{"hung", func(w *world, _ *probe.Target) { w.set(plainly, hangs) }, "the mounts are as the kernel shows them, sizes are not known: Podman does not answer"},
		{"docker's", func(_ *world, s *probe.Target) { s.Runtime = model.Docker }, "sizes are not known: this container is docker's"},
		{"a pid that is another's", func(w *world, s *probe.Target) {
			s.PID = 41
			w.write("proc/41/cgroup", "0::/elsewhere\n")
			w.set(plainly, hangs)
		}, "Podman does not answer"},
		{"no pid", func(w *world, s *probe.Target) {
			s.PID = 0
			w.set(plainly, hangs)
		}, "Podman does not answer"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w, s := newWorld(t, 1000), subject(1000)
			w.running("42")
			w.write("cgroup/libpod-"+id1+".scope/cgroup.procs", "42\n")
			w.write("proc/42/mountinfo", "1 2 0:9 / / rw - overlay overlay rw,upperdir=/nowhere/diff\n"+
				"1 2 8:1 "+w.dir+"/volumes/data/_data /data rw - ext4 /dev/sda rw\n1 2 0:7 / /scratch rw - tmpfs tmpfs rw,size=1k\n1 2 0:8 / /proc rw - proc proc rw\n")
			w.write("proc/1/mountinfo", "1 2 8:1 / / rw - ext4 /dev/sda rw\n")
			c.with(w, &s)
			st, err := w.asker().Storage(t.Context(), s)
			if err != nil || !has(st.Missing, c.want) || len(st.Missing) != 1 {
				t.Fatalf("%+v, %v", st, err)
			}
			var all []string
			for _, m := range st.Mounts {
				all = append(all, m.Type+" "+m.Name+" "+m.Destination.Raw()+" "+m.Fill.Path)
				if !m.Fill.Total.IsKnown() {
					t.Errorf("%s: %+v", m.Destination, m.Fill)
				}
			}
			const root = "/proc/42/root"
			if diff := cmp.Diff([]string{
				"overlay  / " + root + "/", "volume data /data " + w.dir + "/volumes/data/_data", "tmpfs  /scratch " + root + "/scratch",
			}, all); diff != "" {
				t.Error(diff)
			}
			if len(st.Devices) != 2 || st.Writable.IsKnown() {
				t.Errorf("%+v", st)
			}
		})
	}
}

// Of the host's mounts no more is read than of a container's.
func TestManyMountsOfTheHost(t *testing.T) {
	const host = "1 2 8:1 / / rw - ext4 /dev/sda rw\n"
	for before, want := range map[int]string{0: "/srv", maxMountinfo: ""} {
		w, s := newWorld(t, 1000), subject(1000)
		w.running("42")
		w.write("proc/42/mountinfo", "1 2 8:1 /srv /data rw - ext4 /dev/sda rw\n")
		w.write("proc/1/mountinfo", strings.Repeat("\n", before)+host)
		pid, mounts := w.asker().mounted(t.Context(), &s)
		if pid != 42 || len(mounts) != 1 || mounts[0].Source.Raw() != want {
			t.Errorf("after %d bytes: %d has %+v, want %q", before, pid, mounts, want)
		}
	}
}

// Without Podman and without a process there is nothing to say.
func TestStorageOfNothing(t *testing.T) {
	w := newWorld(t, 1000)
	st, err := w.asker().Storage(t.Context(), subject(1000))
	if st != nil || err == nil || err.Error() != "Podman does not have this container any more; what it still has: podman ps -a" {
		t.Errorf("%+v, %v", st, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	w.set(plainly, hangs)
	if _, err := w.asker().Storage(ctx, subject(1000)); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// A user's Podman may not have root look at somebody else's process.
func TestStorageBelievesTheKernel(t *testing.T) {
	w := newWorld(t, 0)
	reply := w.running("42")
	w.write("proc/7/cgroup", "0::/user.slice/user-1001.slice/x\n")
	w.write("proc/7/root/scratch/x", "")
	reply["State"] = map[string]any{"Pid": 7}
	w.set(plainly, says(reply))
	w.set(sized, says(reply))
	w.o.Service = func(int) (Endpoint, bool) { return Endpoint{UID: 1000, User: "op", API: w.replies}, true }
	st, err := w.asker().Storage(t.Context(), subject(1000))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range st.Mounts {
		if m.Type == "tmpfs" && m.Fill != (probe.Fill{}) {
			t.Errorf("%+v", m)
		}
	}
}

// A cgroup that counts no I/O says so, with what to do.
func TestStorageWithoutIO(t *testing.T) {
	w := newWorld(t, 1000)
	reply := w.running("42")
	w.set(plainly, says(reply))
	w.set(sized, says(reply))
	if err := os.Remove(filepath.Join(w.dir, "cgroup/libpod-"+id1+".scope/io.stat")); err != nil {
		t.Fatal(err)
	}
	st, err := w.asker().Storage(t.Context(), subject(1000))
	if err != nil || len(st.Devices) != 0 || !has(st.Missing, "see Delegate= of user@.service") {
		t.Errorf("%+v, %v", st, err)
	}
}

// A file system that hangs is named, and costs the others nothing.
func TestStorageOfWhatHangs(t *testing.T) {
	w := newWorld(t, 1000)
	reply := w.running("42")
	w.set(plainly, says(reply))
	w.set(sized, says(reply))
	a, let := w.asker(), make(chan struct{})
	defer close(let)
	a.pace.fill = 300 * time.Millisecond
	hung := w.dir + "/volumes/data/_data"
	a.fills.Statfs = func(p fill.Place) (probe.Fill, error) {
		if p.Path == hung {
			<-let
		}
		f := p.Fill()
		if p.Path == "/nowhere" || strings.HasSuffix(p.Path, "/moved") {
			return f, fs.ErrNotExist
		}
		f.Type = "x"
		return f, nil
	}
	st, err := a.Storage(t.Context(), subject(1000))
	if err != nil || len(st.Missing) != 3 || !has(st.Missing, "/nowhere: ") || !has(st.Missing, "/data: no answer for 1 s from the file system of "+hung+"; the others go on") {
		t.Errorf("%+v, %v", st.Missing, err)
	}
	for _, m := range st.Mounts {
		if ok := m.Destination.Raw() != "/data" && m.Destination.Raw() != "/nowhere"; (m.Fill.Type == "x") != ok || m.Fill.Path == "" {
			t.Errorf("%+v", m)
		}
	}
}
