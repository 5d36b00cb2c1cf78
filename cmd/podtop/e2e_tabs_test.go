//go:build e2e

package main_test

import (
	"strconv"
	"strings"
	"testing"

	"podtop/model"
)

// testTabs goes through the tabs of a container's page, and compares what each
// shows with what ps, df, netstat and podman inspect say at the same time. What
// looks like a secret is on none.
func testTabs(t *testing.T, h *host) {
	volume := h.prefix + "tabs"
	t.Cleanup(func() { h.own.podman(t, "volume", "rm", "-f", volume) })
	b := h.run(t, h.own, "tabs", []string{
		"--memory", "64m", "-v", volume + ":/data", "--env", "COLOUR=blue", "--env", "API_TOKEN=hunter2",
		"--health-cmd", "echo fine", "--health-interval", "disable",
	}, "sh", "-c", "httpd -p 8080; sleep 3600 & wait")
	b.podman(t, "healthcheck", "run", b.name)
	s := h.viewer().screen(t, 200, 60)
	s.goTo(t, b.name)
	events := "memory.events, ever"
	if h.kind == "v1" {
		events = "memory.failcnt, memory.oom_control, ever"
	}
	for _, tab := range []struct {
		name string
		says func() [][2]string // a word of a line, and what it says in a row
	}{
		{"Limits", func() [][2]string { return [][2]string{{"memory", "memory 64.0M 64.0M own"}} }},
		{"Pressure", func() [][2]string { return [][2]string{{", ever", events}} }},
		{"Processes", func() [][2]string { return b.psWords(t) }},
		{"Memory", func() [][2]string { return [][2]string{{"its limit", "of its limit of 64.0M"}} }},
		{"Network", func() [][2]string { return b.netWords(t) }},
		{"Storage", func() [][2]string { return b.dfWords(t) }},
		{"Health", func() [][2]string {
			return [][2]string{{"status", "status " + b.inspect(t, "{{.State.Health.Status}}")}, {"fine", "fine"}}
		}},
		{"Unit", func() [][2]string { return [][2]string{{"unit", "No systemd unit runs it."}} }},
		{"Inspect", func() [][2]string { return [][2]string{{"Id:", `Id: "` + b.id}} }},
		{"Env", func() [][2]string { return [][2]string{{"COLOUR", "COLOUR blue"}, {"API_TOKEN", "API_TOKEN ********"}} }},
	} {
		wait(t, "what others say on the tab "+tab.name, func() bool {
			for _, line := range tab.says() {
				if !s.words(line[0], line[1]) {
					return false
				}
			}
			return true
		})
		s.press(t, "]")
	}
	if s.wrote(0, "hunter2") {
		t.Error("a secret was on the screen")
	}
	s.press(t, "q")
	s.wait(t, "NAME")
	s.press(t, "q")
	s.exit(t)
}

// psWords are what ps says of its processes: the number on the host, and the
// command.
func (b *box) psWords(t *testing.T) (lines [][2]string) {
	t.Helper()
	for _, pid := range strings.Fields(b.podman(t, "top", b.name, "hpid"))[1:] {
		args := strings.TrimSpace(output(t, "ps", "-o", "args=", "-p", pid))
		lines = append(lines, [2]string{" " + pid + " ", args})
	}
	return lines
}

// netWords are what netstat and the kernel say in it.
func (b *box) netWords(t *testing.T) [][2]string {
	t.Helper()
	exec := func(args ...string) string {
		return strings.TrimSpace(b.podman(t, append([]string{"exec", b.name, "busybox"}, args...)...))
	}
	if text := exec("netstat", "-ltn"); !strings.Contains(text, ":::8080") {
		t.Fatalf("netstat says\n%s", text)
	}
	return [][2]string{{"8080", "tcp [::]:8080"}, {"lo ", "up " + exec("cat", "/sys/class/net/lo/mtu")}}
}

// dfWords are what df says in it of the volume.
func (b *box) dfWords(t *testing.T) [][2]string {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(b.podman(t, "exec", b.name, "busybox", "df", "-kP", "/data")), "\n")
	f := strings.Fields(lines[len(lines)-1])
	kib, err := strconv.ParseFloat(f[3], 64)
	if err != nil {
		t.Fatal(err)
	}
	return [][2]string{{"/data", string(model.AppendBytes(nil, kib*1024))}}
}
