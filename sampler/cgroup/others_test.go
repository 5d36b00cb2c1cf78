package cgroup

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"podtop/model/probe"
)

func (h *fakeHost) others() *Others {
	h.t.Helper()
	t, err := OpenOthers(Options{Root: h.dir + "/cgroup", Sys: h.dir + "/sys", Proc: h.dir + "/proc", Mode: h.mode})
	if err != nil {
		h.t.Fatal(err)
	}
	return t
}

func paths(list []probe.OtherCgroup) []string {
	var all []string
	for _, c := range list {
		all = append(all, c.Path)
	}
	slices.Sort(all)
	return all
}

// What is found is units and what stands by itself, each whole, and nothing of
// a container.
func TestOthers(t *testing.T) {
	h := newHost(t, Unified)
	const user = "/user.slice/user-1000.slice/user@1000.service"
	for _, path := range []string{
		"/init.scope",
		"/system.slice/nginx.service",
		"/system.slice/systemd-udevd.service", "/system.slice/systemd-udevd.service/udev", // one service
		"/system.slice/web.service/libpod-payload-" + id(1) + "/system.slice/inner.service",
		"/system.slice/web.service/runtime", // podman and conmon of a Quadlet unit
		scope(2) + "/container",
		"/machine.slice/libpod-conmon-" + id(2) + ".scope",
		"/machine.slice/machine-libpod_pod_" + id(9) + ".slice/libpod-" + id(3) + ".scope",
		user + "/init.scope",
		user + "/app.slice/editor.service",
		user + "/user.slice/libpod-" + id(4) + ".scope",
		"/user.slice/user-1000.slice/session-3.scope",
		"/docker/" + id(5),
		"/docker/buildkit", "/docker/buildkit/x",
	} {
		h.group(path)
	}
	h.group("/dev-hugepages.mount", "pids.current=0", "memory.current=4096")
	h.write("cgroup/system.slice/ended.service/cgroup.procs", "")                      // and now its files are not to be read
	h.group("/system.slice/gone.service", "pids.current=0", "memory.current=99999999") // its page cache is there
	list, more, users := h.others().Read()
	want := []string{
		"/docker/buildkit", "/init.scope", "/machine.slice/libpod-conmon-" + id(2) + ".scope", "/system.slice/gone.service",
		"/system.slice/nginx.service", "/system.slice/systemd-udevd.service", "/system.slice/web.service/runtime",
		"/user.slice/user-1000.slice/session-3.scope", user + "/app.slice/editor.service", user + "/init.scope",
	}
	slices.Sort(want)
	if got := paths(list); !slices.Equal(got, want) || more != 0 {
		t.Errorf("found\n%s, want\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if !slices.Equal(users, []int{0, 1000}) {
		t.Errorf("users with containers are %v", users)
	}
	i := slices.IndexFunc(list, func(c probe.OtherCgroup) bool { return c.Path == "/system.slice/nginx.service" })
	if c := list[i]; c.CPUUsec != known(300) || c.Memory != known(4096) || c.RBytes != known(9) || c.WBytes != known(10) || c.Pids != known(8) {
		t.Errorf("read %+v", c)
	}
}

// A controller that is not delegated is unknown; one that did no I/O did none.
func TestOthersMissing(t *testing.T) {
	h := newHost(t, Unified)
	h.group("/a.scope", "io.stat=")
	h.write("cgroup/a.scope/io.stat", "")
	h.group("/b.scope")
	for _, f := range []string{"io.stat", "memory.current", "pids.current"} {
		h.remove("/b.scope/" + f)
	}
	list, _, _ := h.others().Read()
	if len(list) != 2 || list[0].WBytes != known(0) || list[1].WBytes.IsKnown() || list[1].Memory.IsKnown() || list[1].Pids.IsKnown() || list[1].CPUUsec != known(300) {
		t.Errorf("read %+v", list)
	}
}

// The two hierarchies that systemd accounts in are one.
func TestOthersLegacy(t *testing.T) {
	h := newHost(t, Hybrid)
	h.legacy("/libpod_parent/libpod-" + id(1))
	h.legacy("/system.slice/both.service")
	h.write("cgroup/memory/system.slice/light.service/memory.usage_in_bytes", "5\n")
	h.write("cgroup/cpu,cpuacct/system.slice/heavy.service/cpuacct.usage", "5000\n")
	list, _, _ := h.others().Read()
	if got := strings.Join(paths(list), " "); got != "/system.slice/both.service /system.slice/heavy.service /system.slice/light.service" {
		t.Fatalf("found %s", got)
	}
	for _, c := range list {
		switch base(c.Path) {
		case "both.service":
			if c.CPUUsec != known(34786) || c.Memory != known(327680) || c.RBytes != known(9) || c.Pids != known(11) {
				t.Errorf("read %+v", c)
			}
		case "light.service":
			if c.CPUUsec.IsKnown() || c.Memory != known(5) {
				t.Errorf("read %+v", c)
			}
		case "heavy.service":
			if c.CPUUsec != known(5) || c.Memory.IsKnown() {
				t.Errorf("read %+v", c)
			}
		}
	}
}

// However many there are, a look is bounded, and what matters least is left.
func TestOthersBounded(t *testing.T) {
	h := newHost(t, Unified)
	for i := range othersRead {
		h.write(fmt.Sprintf("cgroup/machine.slice/libpod-conmon-%s.scope/pids.current", id(i)), "1\n")
	}
	h.write("cgroup/system.slice/nginx.service/pids.current", "1\n")
	deep := "cgroup/deep.service" + strings.Repeat("/x", 3*othersDeep)
	h.write(filepath.Join(deep, "pids.current"), "1\n")
	h.write("cgroup/deep.service/pids.current", "1\n")
	list, more, _ := h.others().Read()
	if len(list) != othersRead || more != 2 || !slices.Contains(paths(list), "/system.slice/nginx.service") {
		t.Errorf("%d read, %d more", len(list), more)
	}
}

func TestOthersOnThisHost(t *testing.T) {
	o, err := OpenOthers(Options{Mode: HostMode()})
	if err != nil {
		t.Skip(err)
	}
	list, _, _ := o.Read()
	for _, c := range list {
		if who, is := identify(c.Path[:strings.LastIndexByte(c.Path, '/')], base(c.Path)); is {
			t.Errorf("%s is a container: %+v", c.Path, who)
		}
	}
}
