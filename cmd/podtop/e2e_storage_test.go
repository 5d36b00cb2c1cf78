//go:build e2e

package main_test

import (
	"context"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"podtop/cmd/podtop/conn"
	"podtop/model"
	"podtop/model/probe"
	"podtop/sampler/podman"
)

// mounted is the mount at a destination.
func mounted(t *testing.T, st *probe.Storage, at string) probe.Mount {
	t.Helper()
	i := slices.IndexFunc(st.Mounts, func(m probe.Mount) bool { return m.Destination.Raw() == at })
	if i < 0 {
		t.Fatalf("nothing is mounted at %s: %+v", at, st.Mounts)
	}
	return st.Mounts[i]
}

// storage compares how full file systems are with df, and what the container
// wrote with podman inspect.
func (q inspecting) storage(t *testing.T) {
	var st *probe.Storage
	wait(t, "the size of the layer", func() bool {
		st = answered(t, q.a.Storage, q.s)
		return st.Writable.IsKnown() && st.Image.IsKnown()
	})
	said := q.said(t)
	dfAgrees(t, mounted(t, st, "/").Fill, said.GraphDriver.Data["UpperDir"])
	dfAgrees(t, mounted(t, st, "/data").Fill, q.b.volumeDir(t))
	dfAgrees(t, mounted(t, st, "/bind").Fill, filepath.Join(q.h.dir, "a bind"))
	if m := mounted(t, st, "/data"); m.Type != "volume" || m.Name != q.h.prefix+"volume" || m.ReadOnly {
		t.Errorf("the volume is %+v", m)
	}
	if m := mounted(t, st, "/bind"); m.Type != "bind" || !m.ReadOnly {
		t.Errorf("the bind is %+v", m)
	}
	f := mounted(t, st, "/scratch").Fill
	if used := f.Total.Float() - f.Free.Float(); f.Total != model.Known(mib) || used != 300<<10 || f.Type != "tmpfs" {
		t.Errorf("of the tmpfs %v bytes are used: %+v", used, f)
	}
	if f := mounted(t, st, "/dev/shm").Fill; !f.Total.IsKnown() || f.Type != "tmpfs" {
		t.Errorf("/dev/shm is %+v", f)
	}
	for what, pair := range map[string][2]string{
		"layer": {digits(st.Writable), strings.TrimSpace(q.b.podman(t, "container", "inspect", "--size", "--format", "{{.SizeRw}}", q.b.name))},
		"image": {digits(st.Image), strings.TrimSpace(q.b.podman(t, "image", "inspect", "--format", "{{.Size}}", said.Image))},
	} {
		if pair[0] != pair[1] {
			t.Errorf("the %s has %s bytes, podman says %s", what, pair[0], pair[1])
		}
	}
}

func digits(c model.Count) string {
	n, ok := c.Get()
	if !ok {
		return "?"
	}
	return strconv.FormatUint(n, 10)
}

func (b *box) volumeDir(t *testing.T) string {
	t.Helper()
	return b.inspect(t, `{{range .Mounts}}{{if eq .Destination "/data"}}{{.Source}}{{end}}{{end}}`)
}

// dfAgrees compares f with what df says of path. Others use the file system too.
func dfAgrees(t *testing.T, f probe.Fill, path string) {
	t.Helper()
	out, err := exec.Command("df", "-B1", "--output=size,itotal,avail", path).Output()
	fields := strings.Fields(string(out))
	if err != nil || len(fields) < 3 {
		t.Fatalf("df %s: %q, %v", path, out, err)
	}
	said := fields[len(fields)-3:]
	if f.Path != path || digits(f.Total) != said[0] || digits(f.Inodes) != said[1] {
		t.Errorf("%s has %s bytes and %s inodes, df says %v of %s", f.Path, digits(f.Total), digits(f.Inodes), said, path)
	}
	avail, err := strconv.ParseFloat(said[2], 64)
	if err != nil || math.Abs(avail-f.Avail.Float()) > f.Total.Float()/20 {
		t.Errorf("of %s %v bytes are left, df says %s", path, f.Avail.Float(), said[2])
	}
}

// devices compares with the kernel's files what the container did to each
// device, and what the device did for all. Where nobody counts, that is said.
func (q inspecting) devices(t *testing.T) {
	before, counted := q.ioStat(t)
	disksBefore := diskstats(t)
	st := answered(t, q.a.Storage, q.s)
	after, _ := q.ioStat(t)
	disksAfter := diskstats(t)
	if !counted {
		if len(st.Devices) > 0 || !slices.ContainsFunc(st.Missing, func(n model.Note) bool { return strings.Contains(n.Text, "reads and writes") }) {
			t.Errorf("nobody counts, and there is %+v; missing is %v", st.Devices, st.Missing)
		}
		return
	}
	if len(st.Devices) == 0 {
		t.Error("it wrote to its volume, and to no device")
	}
	for _, d := range st.Devices {
		for what, c := range map[string][3]float64{
			"bytes written": {before[d.Name][0], d.WBytes.Float(), after[d.Name][0]},
			"writes":        {before[d.Name][1], d.WIOs.Float(), after[d.Name][1]},
			"disk's reads":  {disksBefore[d.Name][0], d.DiskReads.Float(), disksAfter[d.Name][0]},
			"disk's writes": {disksBefore[d.Name][4], d.DiskWrites.Float(), disksAfter[d.Name][4]},
			"ms of writing": {disksBefore[d.Name][7], d.WriteTime.Float(), disksAfter[d.Name][7]},
		} {
			if !(c[0] <= c[1] && c[1] <= c[2]) {
				t.Errorf("%s of %s: %v, the kernel said %v before and %v after", what, d.Name, c[1], c[0], c[2])
			}
		}
	}
}

// ioStat is bytes written and writes of the container by the device's name.
func (q inspecting) ioStat(t *testing.T) (map[string][2]float64, bool) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("/sys/fs/cgroup", q.s.Path, "io.stat"))
	if err != nil {
		return q.blkio(t)
	}
	all := map[string][2]float64{}
	for line := range strings.Lines(string(text)) {
		name, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		link, err := os.Readlink("/sys/dev/block/" + name)
		if err != nil {
			t.Fatal(err)
		}
		var figures [2]float64
		for _, f := range strings.Fields(rest) {
			key, value, _ := strings.Cut(f, "=")
			n, _ := strconv.ParseFloat(value, 64)
			switch key {
			case "wbytes":
				figures[0] = n
			case "wios":
				figures[1] = n
			}
		}
		all[filepath.Base(link)] = figures
	}
	return all, true
}

// blkio is what v1 counts: nothing, until a disk has had a throttle rule.
func (q inspecting) blkio(t *testing.T) (all map[string][2]float64, counted bool) {
	t.Helper()
	all = map[string][2]float64{}
	for i, file := range []string{"io_service_bytes", "io_serviced"} {
		text, err := os.ReadFile(filepath.Join("/sys/fs/cgroup/blkio", q.s.Path, "blkio.throttle."+file))
		if err != nil {
			return nil, false
		}
		for line := range strings.Lines(string(text)) {
			f := strings.Fields(line)
			if len(f) != 3 || f[1] != "Write" {
				continue
			}
			link, err := os.Readlink("/sys/dev/block/" + f[0])
			if err != nil {
				t.Fatal(err)
			}
			figures := all[filepath.Base(link)]
			figures[i], _ = strconv.ParseFloat(f[2], 64)
			all[filepath.Base(link)] = figures
		}
	}
	return all, len(all) > 0
}

// diskstats are the columns behind the name, by name.
func diskstats(t *testing.T) map[string][8]float64 {
	t.Helper()
	text, err := os.ReadFile("/proc/diskstats")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][8]float64{}
	for line := range strings.Lines(string(text)) {
		f := strings.Fields(line)
		var columns [8]float64
		for i := range columns {
			columns[i], _ = strconv.ParseFloat(f[3+i], 64)
		}
		all[f[2]] = columns
	}
	return all
}

// withoutPodman has nobody to ask but the kernel: the mounts are the same.
func (q inspecting) withoutPodman(t *testing.T) {
	with := answered(t, q.a.Storage, q.s)
	q.alone(t, podman.NewAsker(podman.AskerOptions{UID: os.Getuid()}), with)
}

// silent asks a Podman that never answers.
func (q inspecting) silent(t *testing.T) {
	with := answered(t, q.a.Storage, q.s)
	path := filepath.Join(q.h.dir, "mute.sock")
	t.Cleanup(func() { os.Remove(path) })
	silent(t, path)
	c := conn.New(path, os.Getuid())
	t.Cleanup(c.Close)
	mute := podman.NewAsker(podman.AskerOptions{UID: os.Getuid(), Service: func(uid int) (podman.Endpoint, bool) {
		return podman.Endpoint{UID: uid, Socket: path, API: c}, true
	}})
	if _, err := mute.Inspect(context.Background(), q.s); err == nil || !strings.Contains(err.Error(), "does not answer") {
		t.Errorf("inspect: %v", err)
	}
	q.alone(t, mute, with)
}

// alone compares what a says, who has but the kernel, with what Podman said.
func (q inspecting) alone(t *testing.T, a *podman.Asker, with *probe.Storage) {
	t.Helper()
	st := answered(t, a.Storage, q.s)
	if len(st.Missing) == 0 || st.Writable.IsKnown() || len(st.Devices) != len(with.Devices) {
		t.Errorf("%+v", st)
	}
	if got, want := places(st), places(with); got != want {
		t.Errorf("mounts %s; with Podman %s", got, want)
	}
	for _, m := range st.Mounts {
		if w := mounted(t, with, m.Destination.Raw()); m.Type != w.Type || m.Name != w.Name || m.ReadOnly != w.ReadOnly || m.Fill.Total != w.Fill.Total {
			t.Errorf("%+v; with Podman %+v", m, w)
		}
	}
}

func places(st *probe.Storage) string {
	var all []string
	for _, m := range st.Mounts {
		all = append(all, m.Destination.Raw())
	}
	return sorted(all)
}
