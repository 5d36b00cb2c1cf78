//go:build e2e && bench

package main_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// What is measured with: 50 containers, of which 10 do something.
const (
	benchBoxes = 50
	benchBusy  = 10
	benchWarm  = 5 * time.Second  // until podtop has learned all names
	benchFull  = 70 * time.Second // until graphs of a minute are full
	benchFor   = 20 * time.Second // the measurement itself
)

// A report prints one line for each figure, NAME value limit and a verdict,
// and fails the test if one missed its limit.
type report struct{ t *testing.T }

func (r report) header() { fmt.Printf("%-36s %10s %10s\n", "NAME", "value", "limit") }

// missed tells whether a figure is beyond its limit. It fails the whole at its
// end: the others are to be seen, too.
var missed bool

func (r report) line(name string, value, limit float64) {
	verdict := "ok"
	if !(value <= limit) {
		verdict = "MISS"
		missed = true
	}
	fmt.Printf("%-36s %10.4g %10.4g %s\n", name, value, limit, verdict)
}

func (r report) notRun(why string, names ...string) {
	for _, name := range names {
		fmt.Printf("%-36s %10s %10s NOT RUN %s\n", name, "-", "-", why)
	}
}

// TestBench measures what podtop costs. It is a program more than a test: make
// bench runs it, on a machine that does nothing else.
func TestBench(t *testing.T) {
	r := report{t}
	r.header()
	defer func() {
		if missed {
			t.Fail()
		}
	}()
	podtop := os.Getenv("PODTOP_BIN")
	r.size(podtop)
	r.version(podtop)
	r.garbage(podtop)
	r.flooded()
	if part("http") {
		r.http(t, podtop)
	}
	if _, err := exec.LookPath("podman"); err != nil {
		r.notRun(err.Error(), "first_frame_ms", "first_frame_silent_socket_ms", "cpu_of_podman_stats", "terminal_bytes_per_s",
			"service_added_cpu_ms_per_s", "start_own_cpu_percent", "fast_tick_of_pread", "fast_tick_allocs", "slow_tick_of_pread", "slow_tick_allocs")
		return
	}
	h := newHost(t)
	if part("same") {
		r.same(t, h, podtop)
	}
	if part("start") {
		r.start(t, h, podtop)
	}
	if part("scale") {
		r.scale(t, h)
	}
	if part("logs") {
		r.logs(t, h)
	}
	if !part("busy") && !part("peers") && !part("page") {
		return
	}
	var boxes []*box
	for i := range benchBoxes {
		boxes = append(boxes, h.run(t, h.own, fmt.Sprintf("bench%d", i), []string{"--cpus", "0.1"}, idle...))
	}
	if part("busy") {
		r.idle(t, h)
	}
	for _, b := range boxes[:benchBusy] {
		b.podman(t, "exec", "-d", b.name, "sh", "-c", busy)
	}
	if part("busy") {
		r.firstFrame(t, h)
		r.ticks()
		r.running(t, h)
		r.slowLine(t, h)
	}
	if part("page") {
		r.page(t, h, boxes[0])
	}
	if part("peers") {
		r.peers(t, h)
	}
}

// page is what the page of a busy container costs, with its graphs alone and
// with a tab beside them; and what btop sends where it refreshes as often.
func (r report) page(t *testing.T, h *host, b *box) {
	s := h.viewer().screen(t, 120, 40)
	s.goTo(t, b.name)
	for _, tab := range []string{"limits", "pressure", "processes"} {
		time.Sleep(benchWarm)
		sent := s.sent()
		cpu := cpuOver(t, benchFor, s.Process.Pid)[0]
		r.line("page_"+tab+"_cpu_ms_per_s", cpu, 10)
		r.line("page_"+tab+"_bytes_per_s", float64(s.sent()-sent)/benchFor.Seconds(), 6000)
		s.press(t, "]")
	}
	s.press(t, "\x03")
	s.exit(t)
	if path, err := exec.LookPath("btop"); err == nil {
		config := t.TempDir()
		if err := errors.Join(
			os.Mkdir(filepath.Join(config, "btop"), 0o755),
			os.WriteFile(filepath.Join(config, "btop/btop.conf"), []byte("update_ms = 500\n"), 0o644),
		); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(path, "--utf-force")
		cmd.Env = append(os.Environ(), "TERM=xterm-256color", "LANG=C.UTF-8", "XDG_CONFIG_HOME="+config)
		s := open(t, cmd, 120, 40)
		time.Sleep(benchWarm)
		sent := s.sent()
		time.Sleep(benchFor)
		fmt.Printf("%-36s %10.4g\n", "btop_500ms_bytes_per_s", float64(s.sent()-sent)/benchFor.Seconds())
		s.Process.Kill()
		<-s.done
	}
}

// part reports whether a part of the benchmark was asked for, "scale", "busy",
// "page", "peers", "logs", "http", "start" or "same": all are if none was. "long" is scale, but
// with ten minutes for what may grow.
func part(name string) bool {
	asked := os.Getenv("PODTOP_BENCH")
	return asked == "" || asked == name || asked == "long" && name == "scale"
}

// idle is what the screen costs where no container does anything. Until its
// graphs are full, each row changes each second.
func (r report) idle(t *testing.T, h *host) {
	s := h.viewer().screen(t, 120, 40)
	time.Sleep(benchFull)
	r.line("idle_50_cpu_ms_per_s", cpuOver(t, benchFor, s.Process.Pid)[0], 4)
	s.press(t, "q")
	s.exit(t)
}

// size is of the stripped binary, in MB of 10^6 bytes.
func (r report) size(podtop string) {
	fi, err := os.Stat(podtop)
	if err != nil {
		r.t.Fatal(err)
	}
	r.line("binary_mb", float64(fi.Size())/1e6, 18)
}

func (r report) version(podtop string) {
	r.line("version_ms", median(21, func() time.Duration {
		begin := time.Now()
		if err := exec.Command(podtop, "version").Run(); err != nil {
			r.t.Fatal(err)
		}
		return time.Since(begin)
	}), 10)
}

// garbage is how long ctrl+c takes that was typed behind a megabyte, from when
// the last of that is with the terminal.
func (r report) garbage(podtop string) {
	garbage := bytes.Repeat([]byte("0123456789abcdf\x1b[A\x1bx"), 1<<20/20)
	r.line("ctrl_c_after_1mb_ms", median(5, func() time.Duration {
		cmd := exec.Command(podtop, "--demo", "--seed", "1")
		cmd.Env = append(os.Environ(), "TERM=xterm-256color", "LANG=C.UTF-8")
		s := open(r.t, cmd, 120, 40)
		s.wait(r.t, firstFrame)
		if _, err := s.pty.Write(garbage); err != nil {
			r.t.Fatal(err)
		}
		begin := time.Now()
		s.press(r.t, "\x03")
		s.exit(r.t)
		return time.Since(begin)
	}), 200)
}

// flooded is how soon a key, and SIGTERM, is answered while a service says the
// worst there is.
func (r report) flooded() {
	s := (&flood{}).watched(r.t)
	time.Sleep(benchFor)
	r.line("key_in_a_flood_ms", median(9, func() time.Duration {
		begin := time.Now()
		s.press(r.t, "?")
		for s.line("everywhere") == "" && time.Since(begin) < patience {
			time.Sleep(time.Millisecond)
		}
		took := time.Since(begin)
		s.press(r.t, "?")
		s.gone(r.t, "everywhere")
		return took
	}), 100)
	begin := time.Now()
	s.signal(r.t, syscall.SIGTERM)
	s.exit(r.t)
	r.line("sigterm_in_a_flood_ms", float64(time.Since(begin).Milliseconds()), 1000)
}

// firstFrame is the time from exec until the list is on the terminal, also
// when Podman's socket accepts and never answers.
func (r report) firstFrame(t *testing.T, h *host) {
	quiet := h.viewer()
	quiet.socket = h.dir + "/silent.sock"
	silent(t, quiet.socket)
	for _, c := range []struct {
		name string
		viewer
	}{{"first_frame_ms", h.viewer()}, {"first_frame_silent_socket_ms", quiet}} {
		r.line(c.name, median(7, func() time.Duration {
			begin := time.Now()
			s := c.viewer.screen(t, 120, 40)
			for !s.hasDrawn() {
				if time.Since(begin) > patience {
					t.Fatalf("no frame:\n%s", s.text())
				}
				time.Sleep(time.Millisecond)
			}
			took := time.Since(begin)
			s.press(t, "q")
			s.exit(t)
			return took
		}), 100)
	}
}

// hasDrawn reports whether a frame with the list's head has come.
func (s *screen) hasDrawn() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Contains(string(s.raw), "MEM")
}

// running is what the screen costs in the long run, beside podman stats.
func (r report) running(t *testing.T, h *host) {
	v := h.viewer()
	v.socket = h.dir + "/measured.sock"
	service := h.own.serve(t, v.socket)
	alone := cpuOver(t, benchFor, service.Process.Pid)[0]

	s := v.screen(t, 120, 40)
	stats := h.own.command("stats", "--interval", "1")
	if err := stats.Start(); err != nil {
		t.Fatal(err)
	}
	defer stats.Wait()
	defer stats.Process.Kill()
	time.Sleep(benchWarm)
	sent := s.sent()
	used := cpuOver(t, benchFor, s.Process.Pid, stats.Process.Pid, service.Process.Pid)
	sent = s.sent() - sent
	s.press(t, "q")
	s.exit(t)

	fmt.Printf("%-36s %10.4g\n%-36s %10.4g\n", "podtop_cpu_ms_per_s", used[0], "podman_stats_cpu_ms_per_s", used[1])
	r.line("cpu_of_podman_stats", used[0]/used[1], 0.25)
	r.line("service_added_cpu_ms_per_s", used[2]-alone, 1)
	r.line("terminal_bytes_per_s", float64(sent)/benchFor.Seconds(), 4000)
}

// sent is how many bytes the program has written.
func (s *screen) sent() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.raw)
}
