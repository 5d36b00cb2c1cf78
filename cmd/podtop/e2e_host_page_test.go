//go:build e2e

package main_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"podtop/model"
	"podtop/model/probe"
	reader "podtop/sampler/probe"
)

// testHostReader compares what is read of the machine with what df and the
// kernel's files say.
func testHostReader(t *testing.T, h *host) {
	r := reader.NewHostReader(reader.HostOptions{UID: os.Getuid()})
	answer := func(t *testing.T) *probe.Host {
		return ask(t, func(ctx context.Context) (*probe.Host, error) { return r.Host(ctx) })
	}
	t.Run("fill", func(t *testing.T) {
		wait(t, "figures that are df's", func() bool {
			got := answer(t)
			return len(got.Fills) > 0 && !slices.ContainsFunc(got.Fills, func(f probe.Fill) bool { return df(t, f.Path) != dfOf(&f) })
		})
	})
	t.Run("memory", func(t *testing.T) { hostMemory(t, answer(t)) })
	t.Run("cpus", func(t *testing.T) {
		text := read(t, "/proc/stat")
		if n := strings.Count(text, "\ncpu"); len(answer(t).CPUs) != n {
			t.Errorf("%d CPUs, /proc/stat has %d", len(answer(t).CPUs), n)
		}
	})
	t.Run("disks", func(t *testing.T) { hostDisks(t, answer) })
	t.Run("interfaces", func(t *testing.T) { hostInterfaces(t, answer(t)) })
	t.Run("cgroups", func(t *testing.T) {
		for _, c := range answer(t).Cgroups {
			if strings.Contains(c.Path, "libpod-") && !strings.Contains(c.Path, "libpod-conmon-") {
				t.Errorf("%s is a container's", c.Path)
			}
		}
	})
}

// df is what df(1) says of the file system at path.
func df(t *testing.T, path string) string {
	t.Helper()
	lines := strings.Split(output(t, "df", "-B1", "--output=size,used,avail,itotal,iavail", path), "\n")
	return strings.Join(strings.Fields(lines[len(lines)-1]), " ")
}

// dfOf is f as df writes it.
func dfOf(f *probe.Fill) string {
	used, _ := f.Used()
	number := func(v float64) string { return strconv.FormatFloat(v, 'f', 0, 64) }
	inodes, free := "0", "0"
	if f.Inodes.IsKnown() {
		inodes, free = number(f.Inodes.Float()), number(f.InodesFree.Float())
	}
	return strings.Join([]string{number(f.Total.Float()), number(used), number(f.Avail.Float()), inodes, free}, " ")
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func hostMemory(t *testing.T, got *probe.Host) {
	var lines []string
	for line := range strings.Lines(read(t, "/proc/meminfo")) {
		name, _, _ := strings.Cut(line, ":")
		lines = append(lines, name)
	}
	var names []string
	for _, l := range got.Memory {
		names = append(names, l.Name)
	}
	if !slices.Equal(names, lines) {
		t.Errorf("meminfo has %v, want %v", names, lines)
	}
	free := strings.Fields(strings.Split(output(t, "free", "-b"), "\n")[1])
	if total := fmt.Sprintf("%.0f", got.Memory[0].Value.Float()); total != free[1] {
		t.Errorf("%s bytes of memory, free says %s", total, free[1])
	}
}

// hostDisks compares the counters with /proc/diskstats, before and after.
func hostDisks(t *testing.T, answer func(*testing.T) *probe.Host) {
	const reads, ms, writes, busy = 3, 6, 7, 12
	stats := func() map[string][]string {
		all := map[string][]string{}
		for line := range strings.Lines(read(t, "/proc/diskstats")) {
			f := strings.Fields(line)
			all[f[2]] = f
		}
		return all
	}
	before, got, after := stats(), answer(t), stats()
	for _, d := range got.Disks {
		if _, err := os.Stat("/sys/block/" + d.Name); err != nil {
			t.Errorf("%s is no whole disk", d.Name)
		}
		for column, value := range map[int]model.Count{reads: d.DiskReads, ms: d.ReadTime, writes: d.DiskWrites, busy: d.Busy} {
			least, _ := strconv.ParseFloat(before[d.Name][column], 64)
			most, _ := strconv.ParseFloat(after[d.Name][column], 64)
			if v := value.Float(); !(least <= v && v <= most) {
				t.Errorf("column %d of %s is %.0f, diskstats said %.0f before and %.0f after", column, d.Name, v, least, most)
			}
		}
	}
}

func hostInterfaces(t *testing.T, got *probe.Host) {
	entries, err := os.ReadDir("/sys/class/net")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		i := slices.IndexFunc(got.Interfaces, func(f probe.Interface) bool { return f.Name == e.Name() })
		if i < 0 {
			continue // it may have come since
		}
		mtu := strings.TrimSpace(read(t, filepath.Join("/sys/class/net", e.Name(), "mtu")))
		if f := got.Interfaces[i]; strconv.Itoa(f.MTU) != mtu || f.State == "" {
			t.Errorf("%s: MTU %d, state %q; /sys says %s", f.Name, f.MTU, f.State, mtu)
		}
	}
	if len(got.Interfaces) == 0 {
		t.Error("there is no interface, not even lo")
	}
}

// testHostPage opens the page of the host, and compares what is on it with what
// df, free and podman system df say.
func testHostPage(t *testing.T, h *host) {
	h.run(t, h.own, "hostpage", []string{"-v", h.prefix + "data:/data"}, idle...)
	t.Cleanup(func() { h.own.podman(t, "volume", "rm", "-f", h.prefix+"data") })
	s := h.viewer().screen(t, 140, tall)
	s.wait(t, "self ")
	s.press(t, "H")
	s.wait(t, "file systems")

	wait(t, "df's figures of the root", func() bool {
		return s.words("/ ", dfWords(t, "/"))
	})
	wait(t, "free's figures", func() bool {
		f := strings.Fields(strings.Split(output(t, "free", "-b"), "\n")[1])
		return s.words("used ", "of "+bytesOf(t, f[1])+", "+bytesOf(t, f[6])+" available")
	})
	for _, kind := range []string{"Images", "Containers", "Local Volumes"} {
		wait(t, "what podman system df says of "+kind, func() bool {
			words := h.systemDF(t, kind)
			if s.words(" ", words) {
				return true
			}
			s.press(t, "r")
			return false
		})
	}
	if h.kind == "host" {
		h.busyUnit(t, s)
	}
	s.press(t, "q")
	s.wait(t, "NAME")
	s.press(t, "q")
	s.exit(t)
}

// words reports whether a line that has sub in it has these words in a row.
func (s *screen) words(sub, words string) bool {
	for line := range strings.Lines(s.text()) {
		if strings.Contains(line, sub) && strings.Contains(strings.Join(strings.Fields(line), " "), words) {
			return true
		}
	}
	return false
}

// dfWords is what df says, as the page writes it.
func dfWords(t *testing.T, path string) string {
	t.Helper()
	lines := strings.Split(output(t, "df", "-B1", "--output=fstype,size,used,avail", path), "\n")
	f := strings.Fields(lines[len(lines)-1])
	return strings.Join([]string{f[0], bytesOf(t, f[1]), bytesOf(t, f[2]), bytesOf(t, f[3])}, " ")
}

func bytesOf(t *testing.T, digits string) string {
	t.Helper()
	n, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		t.Fatal(err)
	}
	return string(model.AppendBytes(nil, n))
}

// systemDF is what podman system df says of a kind, as the page writes it: how
// many there are and are in use, and how many bytes they take, where it tells.
func (h *host) systemDF(t *testing.T, kind string) string {
	t.Helper()
	name := map[string]string{"Images": "images", "Containers": "containers", "Local Volumes": "volumes"}[kind]
	format := "{{.Type}}\t{{.Total}}\t{{.Active}}"
	if h.kind == "host" {
		format += "\t{{.RawSize}}\t{{.RawReclaimable}}"
	}
	for line := range strings.Lines(h.own.podman(t, "system", "df", "--format", format)) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if f[0] != kind {
			continue
		}
		words := []string{name, f[1], f[2]}
		for _, bytes := range f[3:] {
			words = append(words, bytesOf(t, bytes))
		}
		return strings.Join(words, " ")
	}
	t.Fatalf("podman system df says nothing of %s", kind)
	return ""
}

// busyUnit runs a unit that is no container and takes what it can get of two
// cores: the page has it at the head of its cgroups.
func (h *host) busyUnit(t *testing.T, s *screen) {
	t.Helper()
	unit := h.prefix + "busy"
	output(t, "systemd-run", "--collect", "--unit", unit, "sh", "-c", "cat /dev/zero >/dev/null & cat /dev/zero >/dev/null; wait")
	t.Cleanup(func() { systemctl(t, "stop", unit) })
	wait(t, "a unit that takes more than a third of a core", func() bool {
		for _, word := range strings.Fields(s.line(unit + ".service ")) {
			if v, err := strconv.ParseFloat(word, 64); err == nil {
				return v > 0.33 // the first number is the cores
			}
		}
		return false
	})
}
