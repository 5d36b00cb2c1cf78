//go:build e2e

package main_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

const (
	churnEvery = 20 * time.Millisecond // a container comes, and one goes,
	churnAlive = 50                    // so many at a time
)

// testChurn makes and removes container cgroups, 50 a second for a minute, a
// fifth of them with a process. Afterwards podtop has as little in memory and
// as few descriptors as before: what prints, and the screen with a history that
// has room for few.
func testChurn(t *testing.T, h *host) {
	if os.Getuid() != 0 {
		skip(t, "without root no cgroups can be made beside one's own")
	}
	// podtop's: what is free is soon given back, so that what is not shows; and
	// the kernel does not round it up to its huge pages, as Debian's would.
	t.Setenv("GOGC", "20")
	t.Setenv("GODEBUG", "disablethp=1")
	c := newCrowd(t, 0, 0)
	a := &audience{stream: h.viewer().watch(t, "100ms", "--all"), screen: h.viewer().screen(t, 120, tall, "--history", "2M")}
	a.screen.wait(t, "? help")
	churnFor := time.Minute
	if testing.Short() {
		churnFor /= 4
	}
	churn(t, c, churnFor/20, a.look) // what a first time leaves behind is no leak
	printing, drawing := a.settled(t, c)

	*a = audience{stream: a.stream, screen: a.screen}
	came := churn(t, c, churnFor, a.look)
	t.Logf("%d containers in %v; %d of %d at a time listed, %d on screen", came, churnFor, a.listed, churnAlive, a.shown)
	if enough := int(churnFor/churnEvery) * 9 / 10; came < enough && h.kind != "host" { // which is emulated
		t.Errorf("%d containers came and went in %v, want %d", came, churnFor, enough)
	}
	least := churnAlive / 2
	if h.kind == "host" {
		least = 1 // each lives for a second, and podtop there may take as long for a tick
	}
	if a.listed < least || a.shown < least {
		t.Errorf("of %d containers at a time podtop listed %d and showed %d, at most", churnAlive, a.listed, a.shown)
	}
	nowPrinting, nowDrawing := a.settled(t, c)
	a.compare(t, "stats", printing, nowPrinting)
	a.compare(t, "the screen", drawing, nowDrawing)
	if code := a.stream.stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	a.screen.press(t, "q")
	a.screen.exit(t)
}

// An audience is podtop twice, and how much of a crowd it told of at a time, at
// most.
type audience struct {
	stream        *stream
	screen        *screen
	listed, shown int
}

// look looks at what podtop tells of guests now.
func (a *audience) look(t *testing.T, c *crowd, guests []guest) {
	for len(a.stream.lines) > 0 {
		a.listed = max(a.listed, c.among(a.stream.next(t)))
	}
	if len(guests) < churnAlive {
		return
	}
	text, n := a.screen.text(), 0
	for _, g := range guests {
		if strings.Contains(text, g.short()) {
			n++
		}
	}
	a.shown = max(a.shown, n)
}

// settled waits until nothing of the crowd is told or held any more, and
// returns what is.
func (a *audience) settled(t *testing.T, c *crowd) (printing, drawing holding) {
	t.Helper()
	a.stream.until(t, "the end of the crowd", func(sn snapshot) bool {
		printing, drawing = holds(t, a.stream.Process.Pid), holds(t, a.screen.Process.Pid)
		printing.others, drawing.others = len(sn.Containers), len(sn.Containers)
		return c.among(sn) == 0 && !printing.has(c) && !drawing.has(c)
	})
	return printing, drawing
}

// A holding is what a process has.
type holding struct {
	pid         int
	memory      int // resident, bytes
	descriptors []string
	others      int // containers there were beside the crowd
}

func holds(t *testing.T, pid int) holding {
	t.Helper()
	return holding{pid: pid, memory: held(t, pid), descriptors: descriptors(t, pid)}
}

// has reports whether there is a descriptor of the crowd's.
func (h holding) has(c *crowd) bool {
	return slices.ContainsFunc(h.descriptors, func(target string) bool { return strings.Contains(target, filepath.Base(c.dirs[0])) })
}

// compare has what a process holds now be as little as before, or a little
// more: the list of what happened keeps its newest 5000 events. For two minutes
// a container that has gone might come back; and the history may have filled.
func (a *audience) compare(t *testing.T, who string, before, now holding) {
	t.Helper()
	if left := staysLeaked(t, a.stream, now.pid, before.descriptors, nil); len(left) > 0 {
		t.Errorf("%s: descriptors left:\n%s", who, strings.Join(left, "\n"))
	}
	// What others' containers take, of which there may be more by now, is no
	// leak.
	const each, remembered = 256 << 10, 2 * time.Minute
	slack := 6<<20 + each*max(0, now.others-before.others)
	for end := time.Now().Add(remembered + patience); now.memory > before.memory+slack && time.Now().Before(end); a.stream.next(t) {
		now.memory = held(t, now.pid)
	}
	t.Logf("%s: %d kB before, %d kB after", who, before.memory>>10, now.memory>>10)
	if now.memory > before.memory+slack {
		t.Errorf("%s: %d kB more in memory", who, (now.memory-before.memory)>>10)
	}
}

// A guest is a container cgroup that is there for a while.
type guest struct {
	name    string
	process *exec.Cmd // nil, or what runs in it
}

// short is what podtop calls it, who knows no name.
func (g guest) short() string { return strings.TrimPrefix(g.name, "libpod-")[:12] }

// churn lets containers come and go for so long, and returns how many came. What
// is late is made up for.
func churn(t *testing.T, c *crowd, d time.Duration, look func(*testing.T, *crowd, []guest)) (came int) {
	t.Helper()
	var guests []guest
	tick := time.NewTicker(churnEvery)
	defer tick.Stop()
	for begin := time.Now(); time.Since(begin) < d; <-tick.C {
		for ; came < int(time.Since(begin)/churnEvery) && time.Since(begin) < d; came++ {
			guests = append(guests, c.enter(t, came%5 == 0))
			if len(guests) > churnAlive {
				c.leave(t, guests[0])
				guests = guests[1:]
			}
		}
		look(t, c, guests)
	}
	for _, g := range guests {
		c.leave(t, g)
	}
	return came
}

func (c *crowd) enter(t *testing.T, living bool) guest {
	t.Helper()
	g := guest{name: c.add(t, false)}
	if !living {
		return g
	}
	g.process = exec.Command("sleep", "60")
	if err := g.process.Start(); err != nil {
		t.Fatal(err)
	}
	for _, dir := range c.dirs {
		if err := os.WriteFile(filepath.Join(dir, g.name, "cgroup.procs"), []byte(strconv.Itoa(g.process.Process.Pid)), 0); err != nil {
			t.Fatal(err)
		}
	}
	return g
}

func (c *crowd) leave(t *testing.T, g guest) {
	t.Helper()
	if g.process != nil {
		_ = g.process.Process.Kill()
		_ = g.process.Wait()
	}
	for _, dir := range c.dirs {
		rmdir(t, filepath.Join(dir, g.name))
	}
}

// among is how many of the crowd's containers sn lists.
func (c *crowd) among(sn snapshot) int {
	n := 0
	for _, r := range sn.Containers {
		if strings.Contains(r.Cgroup, filepath.Base(c.dirs[0])) {
			n++
		}
	}
	return n
}

// held is the resident memory process pid has, in bytes.
func held(t *testing.T, pid int) int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "statm"))
	if err != nil {
		t.Fatal(err)
	}
	pages, err := strconv.Atoi(strings.Fields(string(text))[1])
	if err != nil {
		t.Fatal(err)
	}
	return pages * os.Getpagesize()
}
