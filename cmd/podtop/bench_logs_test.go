//go:build e2e && bench

package main_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// What logs are measured in.
const (
	logEntries = 900_000
	logWriters = 40
)

// logs is what logs cost, beside journalctl and podman logs.
func (r report) logs(t *testing.T, h *host) {
	if !h.journal {
		r.notRun("JOURNALD names no program that runs a journald", "log_tail_warm_ms", "log_tail_cold_ms", "log_count_ms_per_million",
			"log_search_ms_per_million", "log_page_tail_ms", "log_page_search_ms_per_million", "log_idle_poll_ms_per_s", "log_page_first_ms", "log_page_idle_bytes_per_s", "log_page_cpu_ms_per_s",
			"log_page_bytes_per_s", "log_follow_p50_ms", "log_flood_cpu_ms_per_s", "log_memory_mb")
		return
	}
	dir := fillJournal(t)
	r.journalReader(dir)
	r.lastLines(dir)
	r.logPage(t, h)
}

// fillJournal has journald write what is measured, unless it is there already,
// and returns where.
func fillJournal(t *testing.T) string {
	dirs, err := filepath.Glob("/var/log/journal/*")
	if err != nil || len(dirs) != 1 {
		t.Fatal(dirs, err)
	}
	if n := writtenEntries(dirs[0]); n < logEntries {
		j := dialJournal(t)
		for i := n; i < logEntries; i++ {
			at := i % logWriters
			j.write(t, writerID(at), fmt.Sprintf("many%d", at), 6-3*(i/7%10/9), fmt.Sprintf("%08d level=info msg=\"GET /api/v1/things/%d\" status=200 took=%dms", i, i%977, i%83))
		}
		if out, err := exec.Command("journalctl", "--sync").CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	return dirs[0]
}

// writtenEntries is how many entries the files of a directory have, as their
// headers say.
func writtenEntries(dir string) (n int) {
	paths, _ := filepath.Glob(filepath.Join(dir, "*.journal"))
	for _, path := range paths {
		var head [160]byte
		if f, err := os.Open(path); err == nil {
			if _, err := io.ReadFull(f, head[:]); err == nil {
				n += int(binary.LittleEndian.Uint64(head[152:]))
			}
			f.Close()
		}
	}
	return n
}

func writerID(i int) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(strconv.Itoa(i)))) }

// A journalWriter writes entries as conmon does.
type journalWriter struct {
	*net.UnixConn
	b bytes.Buffer
}

func dialJournal(t *testing.T) *journalWriter {
	c, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: "/run/systemd/journal/socket", Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return &journalWriter{UnixConn: c}
}

func (j *journalWriter) write(t *testing.T, id, name string, priority int, text string) {
	j.b.Reset()
	fmt.Fprintf(&j.b, "MESSAGE=%s\nPRIORITY=%d\nCONTAINER_ID_FULL=%s\nCONTAINER_ID=%s\nCONTAINER_NAME=%s\nSYSLOG_IDENTIFIER=%s\n", text, priority, id, id[:12], name, name)
	if _, err := j.Write(j.b.Bytes()); err != nil {
		t.Fatal(err)
	}
}

// benchmarks runs some benchmarks of a package on a journal, and returns what an
// operation of each takes, in ns.
func (r report) benchmarks(binary, dir, which string) map[string]float64 {
	cmd := exec.Command(os.Getenv(binary), "-test.run", "^$", "-test.bench", which, "-test.benchtime", "1s")
	cmd.Env = append(os.Environ(), "JOURNAL="+dir)
	out, err := cmd.CombinedOutput()
	if err != nil {
		r.t.Errorf("%v:\n%s", err, out)
	}
	ns := map[string]float64{}
	for line := range strings.Lines(string(out)) {
		if f := strings.Fields(line); len(f) > 3 && strings.HasPrefix(f[0], "Benchmark") {
			name, _, _ := strings.Cut(strings.TrimPrefix(f[0], "Benchmark"), "-")
			ns[name] = number(f, "ns/op")
		}
	}
	return ns
}

// journalReader runs the benchmarks of the reader, which has journalctl beside, and
// of what the page asks it for.
func (r report) journalReader(dir string) {
	ns := r.benchmarks("PODTOP_JOURNALBENCH", dir, "^Benchmark(Tail|Count|Search|Poll)$")
	page := r.benchmarks("PODTOP_LINESBENCH", dir, "^Benchmark(Page|Search)$")
	for _, beside := range []string{"Tail", "Count", "Search"} {
		fmt.Printf("%-36s %10.4g\n", "journalctl_"+strings.ToLower(beside)+"_ms", ns[beside+"/journalctl"]/1e6)
	}
	millions := float64(writtenEntries(dir)) / 1e6 // more than logEntries, where it was measured before
	r.line("log_tail_warm_ms", ns["Tail/warm"]/1e6, 5)
	r.line("log_tail_cold_ms", ns["Tail/cold"]/1e6, 60)
	r.line("log_count_ms_per_million", ns["Count/both"]/1e6/millions, 50)
	r.line("log_search_ms_per_million", ns["Search/podtop"]/1e6/millions, 1000)
	r.line("log_page_tail_ms", page["Page"]/1e6, 100)
	r.line("log_page_search_ms_per_million", page["Search"]/1e6/millions, 1000)
	r.line("log_idle_poll_ms_per_s", 20*ns["Poll/idle"]/1e6, 0.5)
}

// lastLines is the processor time of the commands, from exec to exit.
func (r report) lastLines(dir string) {
	for _, c := range []struct{ podtop, journalctl []string }{
		{[]string{"-n", "500", "many20"}, []string{"-n", "500", "CONTAINER_NAME=many20"}},
		{[]string{"many20"}, []string{"CONTAINER_NAME=many20"}},
		{[]string{"--grep", "no such text", "many*"}, []string{"-g", "no such text"}},
	} {
		own := append([]string{"logs", "--journal", dir}, c.podtop...)
		name := "podtop_logs_" + strings.ReplaceAll(strings.Join(c.podtop, "_"), " ", "_") + "_ms"
		if slices.Contains(c.podtop, "many*") {
			own = own[:len(own)-1]
			for i := range logWriters {
				own = append(own, fmt.Sprintf("many%d", i))
			}
		}
		fmt.Printf("%-36s %10.4g  journalctl %.4g\n", name, processorTime(r.t, os.Getenv("PODTOP_BIN"), own...),
			processorTime(r.t, "journalctl", append([]string{"-D", dir, "--no-pager", "-q"}, c.journalctl...)...))
	}
}

// processorTime is what a command takes, the least of three runs, in ms.
func processorTime(t *testing.T, name string, args ...string) float64 {
	least := time.Hour
	for range 3 {
		cmd := exec.Command(name, args...)
		cmd.Stdout = io.Discard
		_ = cmd.Run() // journalctl -g ends with 1 where nothing is found
		if cmd.ProcessState == nil {
			t.Fatal(cmd.Args)
		}
		least = min(least, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
	}
	return float64(least) / 1e6
}

// logPage is what the page of a container's log costs.
func (r report) logPage(t *testing.T, h *host) {
	b := h.run(t, h.own, "logged", []string{"--log-driver", "journald"}, "sh", "-c", "i=0; while [ $i -lt 1000 ]; do i=$((i+1)); echo line $i; done; sleep 3600")
	j := dialJournal(t)
	s := h.viewer().screen(t, 120, 40)
	s.wait(t, b.name)
	s.goTo(t, b.name)
	s.wait(t, "CPU")
	time.Sleep(benchWarm)
	before := residentMB(t, s.Process.Pid)
	const title = "logs  "
	r.line("log_page_first_ms", median(5, func() time.Duration {
		begin := time.Now()
		s.press(t, "l")
		for (s.line(title) == "" || s.line("line 1000") == "") && time.Since(begin) < patience {
			time.Sleep(time.Millisecond)
		}
		took := time.Since(begin)
		s.press(t, "q")
		s.gone(t, title)
		return took
	}), 100)
	s.press(t, "l")
	s.wait(t, title)
	time.Sleep(benchWarm)
	sent := s.sent()
	fmt.Printf("%-36s %10.4g\n", "log_page_idle_cpu_ms_per_s", cpuOver(t, benchFor, s.Process.Pid)[0])
	r.line("log_page_idle_bytes_per_s", float64(s.sent()-sent)/benchFor.Seconds(), 1000)
	cpu, bytes := s.whileWritten(t, j, b, 10)
	r.line("log_page_cpu_ms_per_s", cpu, 10)
	r.line("log_page_bytes_per_s", bytes, 6000)
	n := 0
	r.line("log_follow_p50_ms", median(21, func() time.Duration {
		time.Sleep(317 * time.Millisecond)
		n++
		begin, text := time.Now(), fmt.Sprintf("seen%04d", n)
		j.write(t, b.id, b.name, 6, text)
		for s.line(text) == "" && time.Since(begin) < patience {
			time.Sleep(time.Millisecond)
		}
		return time.Since(begin)
	}), 100)
	s.press(t, "&")
	s.press(t, "stream=stderr\r")
	cpu, _ = s.whileWritten(t, j, b, 10_000)
	r.line("log_flood_cpu_ms_per_s", cpu, 100)
	r.line("log_memory_mb", residentMB(t, s.Process.Pid)-before, 64)
	s.press(t, "\x03")
	s.exit(t)
}

// whileWritten is what podtop uses and sends while so many lines a second are
// written.
func (s *screen) whileWritten(t *testing.T, j *journalWriter, b *box, rate int) (cpu, bytes float64) {
	stop, stopped := make(chan bool), make(chan int)
	go func() {
		n, begin := 0, time.Now()
		defer func() { stopped <- n }()
		for {
			select {
			case <-stop:
				return
			case <-time.After(min(100*time.Millisecond, time.Second/time.Duration(rate))):
			}
			for due := int(time.Since(begin).Seconds() * float64(rate)); n < due; n++ {
				j.write(t, b.id, b.name, 6, fmt.Sprintf("written %d level=info took=%dms", n, n%71))
			}
		}
	}()
	time.Sleep(benchWarm)
	sent := s.sent()
	cpu = cpuOver(t, benchFor, s.Process.Pid)[0]
	bytes = float64(s.sent()-sent) / benchFor.Seconds()
	close(stop)
	fmt.Printf("%-36s %10.4g\n", fmt.Sprintf("written_at_%d_per_s", rate), float64(<-stopped)/(benchWarm+benchFor).Seconds())
	return cpu, bytes
}

// residentMB is the memory a process has, in MiB.
func residentMB(t *testing.T, pid int) float64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		t.Fatal(err)
	}
	pages, err := strconv.Atoi(strings.Fields(string(b))[1])
	if err != nil {
		t.Fatal(err)
	}
	return float64(pages*os.Getpagesize()) / (1 << 20)
}
