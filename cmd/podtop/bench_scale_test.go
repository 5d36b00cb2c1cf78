//go:build e2e && bench

package main_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// Sizes of hosts. Of the larger ones' cgroups some 200 have processes and
// networks of their own.
const (
	small, large, huge = 50, 1000, 5000
	living             = 200
)

// scale is what hosts of several sizes cost on which nothing happens.
func (r report) scale(t *testing.T, h *host) {
	var each float64 // ms/s for each container of the small host
	t.Run("small", func(t *testing.T) {
		newCrowd(t, small, small)
		m := watching(t, h.viewer(), benchFor).measure(t)
		each = m.cpu / small
	})
	t.Run("large", func(t *testing.T) {
		newCrowd(t, large, living)
		m := watching(t, h.viewer(), longest()).measure(t)
		r.large("idle_1000", m)
		r.line("idle_1000_each_of_50", m.cpu/large/each, 1.2)
		r.large("full_1000", h.full(t))
	})
	t.Run("huge", func(t *testing.T) {
		newCrowd(t, huge, 0)
		w := watching(t, h.viewer(), benchFor)
		m := w.measure(t)
		fmt.Printf("%-36s %10.4g\n%-36s %10.4g\n", "idle_5000_interval_ms", m.interval, "idle_5000_cpu_ms_per_s", m.cpu)
		r.line("idle_5000_missing", float64(huge-m.containers), 0)
		r.line("idle_5000_slowed_unsaid", float64(w.unsaid(t, m)), 0)
	})
}

// large is what is asked of podtop on a host of a thousand.
func (r report) large(name string, m measure) {
	r.line(name+"_interval_ms", m.interval, tenHertz)
	r.line(name+"_tick_p99_ms", m.p99, 50)
	r.line(name+"_resident_mib", m.resident, 96+60)
	r.line(name+"_key_p99_ms", m.key, 50)
	r.line(name+"_page_p99_ms", m.page, 50)
}

// tenHertz is the interval that was asked for, in ms, and what is as good.
const tenHertz = 101

// A measure is what podtop's screen costs and does.
type measure struct {
	cpu        float64 // ms/s
	interval   float64 // between ticks, ms
	p99        float64 // of what a tick takes, ms: at most
	resident   float64 // MiB
	key        float64 // p99 from a key to the frame that answers it, ms
	page       float64 // the same of keys that open a container's page, and leave it
	containers int
}

// longest is for how long a large host is watched until the resident memory is
// looked at.
func longest() time.Duration {
	if os.Getenv("PODTOP_BENCH") == "long" {
		return 10 * time.Minute
	}
	return benchFor
}

// A watch is podtop's screen, and its log.
type watch struct {
	*screen
	log string
	dur time.Duration // of the measurement
}

// watching opens the screen, and waits until it is drawn and all is learned.
func watching(t *testing.T, v viewer, d time.Duration) watch {
	t.Helper()
	w := watch{log: filepath.Join(t.TempDir(), "debug"), dur: d}
	w.screen = v.screen(t, 120, 40, "--debug", w.log)
	const most = 5 * time.Minute // for a past that is made up first
	for end := time.Now().Add(most); !w.hasDrawn(); {
		select {
		case <-w.done:
			t.Fatalf("it has ended:\n%s", w.text())
		case <-time.After(50 * time.Millisecond):
		}
		if time.Now().After(end) {
			t.Fatalf("no frame:\n%s", w.text())
		}
	}
	time.Sleep(3 * benchWarm)
	return w
}

func (w watch) measure(t *testing.T) (m measure) {
	t.Helper()
	skip := len(readFile(t, w.log))
	m.cpu = cpuOver(t, w.dur, w.Process.Pid)[0]
	m.resident = resident(t, w.Process.Pid)
	m.ticks(readFile(t, w.log)[skip:])
	m.key = w.keys(t)
	m.page = w.pages(t)
	return m
}

// unsaid is how many of the places that have to say so do not, if podtop
// samples less often than it was asked to: the header, and what is wrong or
// missing.
func (w watch) unsaid(t *testing.T, m measure) (n int) {
	if m.interval <= tenHertz {
		return 0
	}
	if !strings.Contains(w.line("podtop"), " slowed") {
		n++
	}
	w.press(t, "!")
	time.Sleep(time.Second)
	if w.line("sampling every") == "" {
		n++
	}
	if n > 0 {
		t.Logf("sampling every %.0f ms:\n%s", m.interval, w.text())
	}
	w.press(t, "q")
	return n
}

// ticks takes in what --debug wrote:
//
//	time=… level=DEBUG msg=tick ticks=10 worst=3.1ms interval=100ms containers=1000 …
//
// Of each second there is the longest tick. If a tenth of these are longer
// than some time, then about a hundredth of all ticks is.
func (m *measure) ticks(log string) {
	var worst []time.Duration
	ticks := 0
	var first, last time.Time
	for line := range strings.Lines(log) {
		if !strings.Contains(line, "msg=tick") {
			continue
		}
		f := fields(line)
		d, _ := time.ParseDuration(f["worst"])
		n, _ := strconv.Atoi(f["ticks"])
		m.containers, _ = strconv.Atoi(f["containers"])
		last, _ = time.Parse(time.RFC3339Nano, f["time"])
		if worst = append(worst, d); len(worst) == 1 {
			first = last
		} else {
			ticks += n
		}
	}
	if len(worst) < 2 || ticks == 0 {
		return
	}
	slices.Sort(worst)
	m.p99 = ms(worst[len(worst)*9/10])
	m.interval = ms(last.Sub(first)) / float64(ticks)
}

func fields(line string) map[string]string {
	m := map[string]string{}
	for _, f := range strings.Fields(line) {
		k, v, _ := strings.Cut(f, "=")
		m[k] = v
	}
	return m
}

func ms(d time.Duration) float64 { return float64(d) / 1e6 }

// keys moves the cursor to and fro, and returns the p99 of the time until it
// is drawn elsewhere, in ms.
func (s *screen) keys(t *testing.T) float64 {
	t.Helper()
	var took []time.Duration
	for i := range 100 {
		time.Sleep(time.Duration(100+rand.IntN(100)) * time.Millisecond)
		took = append(took, s.answer(t, "jk"[i%2:i%2+1]))
	}
	slices.Sort(took)
	return ms(took[len(took)-2])
}

// answer presses a key that moves the cursor, and returns how long it took
// until the cursor's sign was drawn.
func (s *screen) answer(t *testing.T, key string) time.Duration {
	t.Helper()
	from, begin := s.sent(), time.Now()
	s.press(t, key)
	for time.Since(begin) < patience {
		if s.wrote(from, "▸") {
			return time.Since(begin)
		}
		time.Sleep(time.Millisecond)
	}
	t.Fatalf("%q was not answered:\n%s", key, s.text())
	return 0
}

// pages opens the page of a container and leaves it, and returns the p99 of the
// time until the other is on the screen, in ms.
func (s *screen) pages(t *testing.T) float64 {
	t.Helper()
	var took []time.Duration
	for i := range 60 {
		time.Sleep(time.Duration(100+rand.IntN(100)) * time.Millisecond)
		key, sign := "\r", " Graphs "
		if i%2 == 1 {
			key, sign = "q", " NAME "
		}
		begin := time.Now()
		s.press(t, key)
		for s.line(sign) == "" {
			if time.Since(begin) > patience {
				t.Fatalf("%q was not answered:\n%s", key, s.text())
			}
			time.Sleep(time.Millisecond)
		}
		took = append(took, time.Since(begin))
	}
	slices.Sort(took)
	return ms(took[len(took)-2])
}

// resident is VmRSS of proc_pid_status(5), in MiB.
func resident(t *testing.T, pid int) float64 {
	t.Helper()
	return float64(statusKiB(t, pid, "VmRSS")) / 1024
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// slowLine is how podtop does over a link of 15 kB/s: what is drawn is never
// older than the time from a key to the frame that answers it.
func (r report) slowLine(t *testing.T, h *host) {
	const rate = 15_000 // bytes/s
	cmd := h.viewer().command()
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "LANG=C.UTF-8")
	s := &screen{Cmd: cmd, term: vt.NewEmulator(120, 40), done: make(chan struct{})}
	var err error
	if s.pty, err = pty.StartWithSize(cmd, &pty.Winsize{Cols: 120, Rows: 40}); err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	defer cmd.Process.Kill()
	go io.Copy(s.pty, s.term)
	go trickle(s, s.pty, rate)
	time.Sleep(2 * benchWarm)
	var took []time.Duration
	for i := range 40 {
		time.Sleep(time.Duration(rand.IntN(400)) * time.Millisecond)
		took = append(took, s.answer(t, "jk"[i%2:i%2+1]))
	}
	r.line("slow_line_key_max_ms", ms(slices.Max(took)), 1000)
	s.press(t, "?") // a page anew
	begin := time.Now()
	s.wait(t, "everywhere")
	r.line("slow_line_page_ms", ms(time.Since(begin)), 1000)
}

// trickle copies so many bytes a second.
func trickle(w io.Writer, from io.Reader, rate int) {
	const every = 10 * time.Millisecond
	buf := make([]byte, rate*int(every)/int(time.Second))
	for tick := time.NewTicker(every); ; <-tick.C {
		n, err := from.Read(buf)
		if err != nil {
			return
		}
		_, _ = w.Write(buf[:n])
	}
}

// peers is what other monitors cost on the same terminal, with the host as it
// is. Those that are not here are left out.
func (r report) peers(t *testing.T, h *host) {
	fmt.Printf("%-36s %10s %10s\n", "ON A TERMINAL OF 120x40", "ms/s", "bytes/s")
	for _, p := range []struct {
		name string
		cmd  *exec.Cmd
	}{
		{"podtop, 10 Hz", h.viewer().command()},
		{"podtop, 1 Hz", h.viewer().command("--interval", "1s")},
		{"podman stats, 1 s", h.own.command("stats", "--interval", "1")},
		{"btop, 2 s", exec.Command("btop", "--utf-force")},
		{"htop, 1 s", exec.Command("htop", "-d", "10")},
	} {
		if _, err := exec.LookPath(p.cmd.Path); err != nil {
			fmt.Printf("%-36s not here\n", p.name)
			continue
		}
		if p.cmd.Env == nil {
			p.cmd.Env = os.Environ()
		}
		p.cmd.Env = append(p.cmd.Env, "TERM=xterm-256color", "LANG=C.UTF-8")
		s := open(t, p.cmd, 120, 40)
		time.Sleep(benchWarm)
		select {
		case <-s.done:
			fmt.Printf("%-36s ended at once: %s\n", p.name, strings.TrimSpace(s.text()))
			continue
		default:
		}
		sent := s.sent()
		cpu := cpuOver(t, benchFor, s.Process.Pid)[0]
		fmt.Printf("%-36s %10.4g %10.4g\n", p.name, cpu, float64(s.sent()-sent)/benchFor.Seconds())
		s.Process.Kill()
		<-s.done
	}
}
